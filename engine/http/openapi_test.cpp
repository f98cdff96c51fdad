#include "engine/http/openapi.hpp"

#include <gmock/gmock.h>

#include <set>

#include "engine/http/openapi_schemas.hpp"

namespace netra::http {
namespace {

struct Leaf {
  std::string text;
  Date day;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (text, day))

struct Branch {
  std::vector<Leaf> leaves;
  std::optional<Leaf> best;
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(Branch, (), (leaves, best, words))

namespace other {
struct Leaf {
  bool green = false;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (green))
}  // namespace other

constexpr Access kAnyone{"anyone", 0};

json::object described() {
  Routes routes;
  routes.get<Branch>("/branches/{id}", kAnyone, {}, [](Reading&) { return Result<Reply<Branch>>(Branch{}); })
      .summary("One branch")
      .query("on", "As it stood on this day.")
      .header("X-Netra-Code", "The secret code.");
  routes.get<other::Leaf>("/leaves", kAnyone, {}, [](Reading&) { return Result<Reply<other::Leaf>>(other::Leaf{}); });
  routes.post<Leaf, Branch>("/branches", kAnyone, {},
                            [](Writing&, const Leaf&) { return Result<Reply<Branch>>(Branch{}); });
  // As a reader gets it.
  return json::parse(json::serialize(describe_routes(routes))).as_object();
}

// Every "$ref" in a tree.
void references(const json::value& tree, std::set<std::string>& out) {
  if (const auto* array = tree.if_array())
    for (const auto& item : *array) references(item, out);
  if (const auto* object = tree.if_object())
    for (const auto& [key, value] : *object) {
      if (key == "$ref") out.emplace(value.as_string());
      references(value, out);
    }
}

TEST(OpenApi, TellsWhatARouteReads) {
  const auto api = described();
  const auto& parameters = api.at("paths").at("/branches/{id}").at("get").at("parameters").as_array();
  ASSERT_EQ(parameters.size(), 3u);
  EXPECT_EQ(parameters[1].at("in").as_string(), "query");
  EXPECT_EQ(parameters[1].at("name").as_string(), "on");
  EXPECT_EQ(parameters[2].at("in").as_string(), "header");
  EXPECT_EQ(parameters[2].at("name").as_string(), "X-Netra-Code");
}

TEST(OpenApi, WhatIsNotDeclaredCannotBeRead) {
  RequestInfo info;
  info.query = {{"on", "2024-10-24"}, {"other", "1"}};
  const std::vector<Parameter> declared{{Parameter::In::query, "on", "As it stood on this day."}};
  info.declared = &declared;
  const Principal nobody;
  SystemEntropy entropy;
  const Call call{{}, info, nobody, entropy};
  EXPECT_EQ(call.query("on"), "2024-10-24");
  EXPECT_THROW(call.query("other"), std::logic_error);
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
  auto api = described();
  std::set<std::string> found;
  references(api, found);
  EXPECT_GE(found.size(), 5u);
  for (const auto& reference : found) {
    boost::system::error_code error;
    ASSERT_TRUE(reference.starts_with("#/")) << reference;
    json::value tree = api;
    EXPECT_TRUE(tree.find_pointer(reference.substr(1), error)) << reference;
  }
}

TEST(OpenApi, AStructIsDescribedOnceUnderItsName) {
  auto api = described();
  const auto& schemas = api.at("components").at("schemas").as_object();
  const auto& branch = schemas.at("http.Branch").at("properties");
  EXPECT_EQ(branch.at("leaves").at("items").at("$ref"), branch.at("best").at("$ref"));
  EXPECT_EQ(branch.at("best").at("$ref"), "#/components/schemas/http.Leaf");
  EXPECT_EQ(branch.at("words").at("items").at("type"), "string");
  EXPECT_TRUE(schemas.at("http.other.Leaf").at("properties").as_object().contains("green"));
  EXPECT_FALSE(schemas.at("http.Leaf").as_object().contains("title"));
  for (const auto& [name, schema] : schemas)
    EXPECT_EQ(
        std::string_view(name).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._"
                                                 "-"),
        std::string_view::npos)
        << name;
}

TEST(OpenApi, TwoShapesOfOneNameStayApart) {
  Schemas schemas;
  auto struct_of = [](const char* member) {
    return json::object{{"title", "x.Y"}, {"type", "object"}, {"properties", json::object{{member, json::object{}}}}};
  };
  auto first = schemas.refer(struct_of("a"));
  auto second = schemas.refer(struct_of("b"));
  EXPECT_NE(first, second);
  EXPECT_EQ(schemas.refer(struct_of("a")), first);
  EXPECT_EQ(std::move(schemas).take().size(), 2u);
}

}  // namespace
}  // namespace netra::http
