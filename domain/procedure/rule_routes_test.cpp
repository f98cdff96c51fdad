// The public pages of the rules, asked in process.
#include "domain/procedure/rule_routes.hpp"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/databases.hpp"

namespace netra::procedure {
namespace {

using testing::Contains;
using Query = std::vector<std::pair<std::string, std::string>>;

struct RuleRoutes : testing::Test {
  RuleRoutes() { add_rule_routes(routes, {*rules, {"anyone", 0}}); }

  Result<json::object> get(std::string_view pattern, Query query = {}, const std::string& id = "") {
    http::RequestInfo info;
    info.query = std::move(query);
    info.params["id"] = id;
    Result<http::AnyReply> reply = fail(Outcome::kInvalid, "not run");
    test::for_each_database([&](storage::Database& db) {
      db.with_reader([&](storage::Reader& reader) {
        http::Reading call{{now, info, nobody, entropy}, reader};
        for (const auto& route : routes.all())
          if (route->pattern == pattern) reply = route->read(call);
      });
    });
    if (!reply) return fail(std::move(reply.error()));
    return reply->view.as_object();
  }
  std::vector<std::string> titles(const json::object& view) {
    std::vector<std::string> out;
    for (const auto& group : view.at("groups").as_array())
      for (const auto& rule : group.at("rules").as_array()) out.emplace_back(rule.at("title").as_string());
    return out;
  }

  std::shared_ptr<const Rules> rules = *load(Assets::from_directory(".", {"procedures"}));
  Instant now = *parse_instant("2024-10-28T09:00:00Z");
  http::Principal nobody;
  SeededEntropy entropy{3};
  http::Routes routes;
};

TEST_F(RuleRoutes, TheOverviewNamesTopicsAndATopicItsRules) {
  auto all = get("/rules");
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->at("groups").as_array().empty());
  std::int64_t rules_named = 0;
  for (const auto& topic : all->at("topics").as_array()) {
    auto marks = topic.at("verified").as_int64() + topic.at("secondary").as_int64() + topic.at("unverified").as_int64();
    EXPECT_EQ(marks, topic.at("rules").as_int64());
    rules_named += marks;
  }
  EXPECT_EQ(rules_named, static_cast<std::int64_t>(rules->catalogue.size()));
  auto clocks = get("/aturan", {{"topic", "clock"}});
  ASSERT_EQ(clocks->at("groups").as_array().size(), 1u);
  EXPECT_EQ(get("/rules", {{"topic", "all"}})->at("groups").as_array().size(), all->at("topics").as_array().size());
  EXPECT_EQ(get("/rules", {{"topic", "nonsense"}}).error().code, "request.fields");
  EXPECT_EQ(get("/rules", {{"date", "yesterday"}}).error().code, "request.fields");
}

TEST_F(RuleRoutes, ARuleShowsEveryVersionWithItsSource) {
  auto rule = get("/rules/{id}", {}, "pilkada.parameter.asn_receiver");
  ASSERT_TRUE(rule);
  const auto& versions = rule->at("versions").as_array();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].at("in_force"), false);
  EXPECT_EQ(versions[1].at("in_force"), true);
  auto neutrality = get("/rules/{id}", {}, "NR-ASN-D01");
  std::vector<std::string> facts;
  for (const auto& fact : neutrality->at("versions").as_array().front().at("facts").as_array())
    facts.emplace_back(fact.at("fact").as_string());
  EXPECT_EQ(std::set<std::string>(facts.begin(), facts.end()).size(), facts.size())
      << "facts of one name stand together";
  EXPECT_EQ(get("/rules/{id}", {}, "none").error().code, "procedure.unknown_rule");
}

// A day of which nobody is sure is not shown as if it were read in the text.
TEST_F(RuleRoutes, ADoubtfulFirstDayIsSaid) {
  auto says_so = [&](const char* id) {
    auto view = get("/rules/{id}", {}, id);
    return json::serialize(view->at("versions")).find("from_mark") != std::string::npos;
  };
  EXPECT_TRUE(says_so("NR-POL-05"));
  EXPECT_FALSE(says_so("NR-ASN-D01"));
}

TEST_F(RuleRoutes, TheFinderAnswersForAPersonADayAndWords) {
  auto nobody_yet = get("/rules/neutrality");
  EXPECT_TRUE(nobody_yet->at("groups").as_array().empty());
  EXPECT_FALSE(nobody_yet->at("subjects").as_array().empty());
  auto found = get("/rules/neutrality", {{"subject", "pns"}, {"date", "2024-10-20"}});
  ASSERT_TRUE(found);
  auto all = titles(*found);
  EXPECT_EQ(static_cast<std::int64_t>(all.size()), found->at("found").as_int64());
  EXPECT_GT(all.size(), 10u);
  EXPECT_FALSE(found->at("receiver").as_string().empty());
  auto some = titles(*get("/rules/neutrality", {{"subject", "pns"}, {"date", "2024-10-20"}, {"q", "SPANDUK"}}));
  EXPECT_GT(some.size(), 0u);
  EXPECT_LT(some.size(), all.size());
  EXPECT_THAT(all, Contains(some.front()));
  EXPECT_EQ(get("/rules/neutrality", {{"subject", "pns"}, {"q", "zzzz"}})->at("found"), 0);
  EXPECT_EQ(get("/rules/neutrality", {{"subject", "king"}}).error().code, "request.fields");
}

}  // namespace
}  // namespace netra::procedure
