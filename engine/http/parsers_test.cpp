#include <gtest/gtest.h>

#include "engine/http/form.hpp"
#include "engine/http/match.hpp"
#include "engine/http/multipart.hpp"
#include "engine/http/network.hpp"
#include "engine/http/text.hpp"
#include "engine/http/throttle.hpp"

namespace netra::http {
namespace {

TEST(Text, PercentDecodingRefusesBrokenEscapes) {
  EXPECT_EQ(percent_decode("a%20b+c", Plus::kSpace), "a b c");
  EXPECT_EQ(percent_decode("a%20b+c", Plus::kLiteral), "a b+c");
  EXPECT_FALSE(percent_decode("%2", Plus::kSpace));
  EXPECT_FALSE(percent_decode("%zz", Plus::kSpace));
  EXPECT_EQ(percent_encode("a b/é"), "a%20b%2F%C3%A9");
}

TEST(Text, OnlyUtf8WithoutNulIsText) {
  EXPECT_TRUE(valid_text("Cilegon é 漢"));
  EXPECT_FALSE(valid_text(std::string_view("a\0b", 3)));
  EXPECT_FALSE(valid_text("\xC0\xAF"));      // overlong
  EXPECT_FALSE(valid_text("\xED\xA0\x80"));  // surrogate
  EXPECT_FALSE(valid_text("\xFF"));
}

TEST(Text, Accept) {
  struct {
    const char* why;
    const char* accept;
    Wanted wants;
  } const rows[] = {
      {"a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Wanted::kHtml},
      {"a program", "application/json", Wanted::kJson},
      {"takes anything: the tie", "*/*", Wanted::kHtml},
      {"says nothing: the tie", "", Wanted::kHtml},
      {"prefers JSON", "text/html;q=0.5, application/json", Wanted::kJson},
      {"a specific member beats a range of equal quality", "application/json, */*", Wanted::kJson},
      {"refuses both", "image/png", Wanted::kNeither},
      {"refuses explicitly", "text/html;q=0, application/json;q=0", Wanted::kNeither},
  };
  for (const auto& row : rows) EXPECT_EQ(wanted(row.accept, Wanted::kHtml), row.wants) << row.why;
}

TEST(Text, AddressesOfThisSiteOnly) {
  for (const char* ours : {"/", "/board?office=a&before=b", "/lapor/tempat?q=kroya%20"})
    EXPECT_TRUE(is_own_address(ours));
  for (const char* other : {"", "board", "//evil.example", "/\\evil.example", "/a\nb", "https://evil.example"})
    EXPECT_FALSE(is_own_address(other)) << other;
  EXPECT_FALSE(is_own_address("/" + std::string(500, 'a')));
}

TEST(Text, Languages) {
  EXPECT_EQ(pick_language("en-US,en;q=0.9,id;q=0.8", "id"), "en");
  EXPECT_EQ(pick_language("id-ID,id;q=0.9,en;q=0.8", "id"), "id");
  EXPECT_EQ(pick_language("de,fr", "id"), "id");
  EXPECT_EQ(pick_language("", "id"), "id");
}

TEST(Text, Codings) {
  EXPECT_EQ(pick_coding("gzip, deflate, br"), Coding::kBrotli);
  EXPECT_EQ(pick_coding("gzip"), Coding::kGzip);
  EXPECT_EQ(pick_coding("br;q=0, gzip;q=0.5"), Coding::kGzip);
  EXPECT_EQ(pick_coding("identity"), Coding::kIdentity);
}

TEST(Text, EntityTags) {
  EXPECT_TRUE(matches_any("\"a\", W/\"b\"", "\"b\""));
  EXPECT_TRUE(matches_any("*", "\"b\""));
  EXPECT_FALSE(matches_any("\"a\"", "\"b\""));
}

TEST(Text, Ranges) {
  auto range = [](const char* header) {
    auto [kind, r] = parse_range(header, 100);
    return std::tuple(kind, r.first, r.last);
  };
  EXPECT_EQ(range("bytes=0-9"), std::tuple(RangeKind::kPart, 0, 9));
  EXPECT_EQ(range("bytes=90-"), std::tuple(RangeKind::kPart, 90, 99));
  EXPECT_EQ(range("bytes=90-500"), std::tuple(RangeKind::kPart, 90, 99));
  EXPECT_EQ(range("bytes=-10"), std::tuple(RangeKind::kPart, 90, 99));
  EXPECT_EQ(range("bytes=-500"), std::tuple(RangeKind::kPart, 0, 99));
  EXPECT_EQ(std::get<0>(range("bytes=100-")), RangeKind::kUnsatisfiable);
  EXPECT_EQ(std::get<0>(range("bytes=-0")), RangeKind::kUnsatisfiable);
  for (const char* odd : {"", "bytes=", "bytes=a-b", "bytes=9-1", "bytes=0-1,5-6", "lines=1-2", "bytes=--1"}) {
    EXPECT_EQ(std::get<0>(range(odd)), RangeKind::kWhole) << odd;
  }
}

TEST(Text, Parameters) {
  EXPECT_EQ(parameter("form-data; name=\"a;b\"; filename=\"x \\\"y\\\".txt\"", "filename"), "x \"y\".txt");
  EXPECT_EQ(parameter("form-data; name=\"a;b\"", "name"), "a;b");
  EXPECT_EQ(parameter("multipart/form-data; boundary=xyz", "boundary"), "xyz");
  EXPECT_FALSE(parameter("form-data", "name"));
  EXPECT_EQ(media_type("Application/JSON; charset=utf-8"), "application/json");
}

json::value tree(const char* body) {
  auto fields = parse_urlencoded(body, 100);
  if (!fields) return {{"error", fields.error().code}};
  auto out = form_tree(std::move(*fields));
  if (!out) return {{"error", out.error().code}};
  return *out;
}

TEST(Form, NamesArePaths) {
  EXPECT_EQ(json::serialize(tree("a=1&r.name=x&r.address=y")), R"({"a":"1","r":{"name":"x","address":"y"}})");
  EXPECT_EQ(json::serialize(tree("w.1.n=b&w.0.n=a")), R"({"w":[{"n":"a"},{"n":"b"}]})");
  EXPECT_EQ(json::serialize(tree("k=1&k=2&k=")), R"({"k":["1","2"]})");
  EXPECT_EQ(json::serialize(tree("w.0.n=a&w.1.n=&w.1.m=&w.7.n=c")), R"({"w":[{"n":"a"},{"n":"c"}]})");
  EXPECT_EQ(json::serialize(tree("")), "{}");
}

TEST(Form, Refusals) {
  for (const char* odd : {"a=1&a.b=2", "a.b=2&a=1", ".a=1", "a..b=1", "a.=1", "a[0]=1", "a.b.c.d.e.f.g.h.i=1"}) {
    EXPECT_EQ(json::serialize(tree(odd)), R"({"error":"request.form"})") << odd;
  }
  EXPECT_EQ(json::serialize(tree("a=%FF")), R"({"error":"request.encoding"})");
  EXPECT_EQ(json::serialize(tree("a=%00")), R"({"error":"request.encoding"})");
  EXPECT_FALSE(parse_urlencoded("a=1&b=2&c=3", 2));
  EXPECT_EQ(field_name("/witnesses/0/name"), "witnesses.0.name");
}

struct Collected final : PartSink {
  std::vector<std::string> log;
  Result<Done> begin(const std::string& name, const std::optional<std::string>& filename) override {
    log.push_back(name + (filename ? "<" + *filename + ">" : "") + "=");
    return Done{};
  }
  Result<Done> data(std::string_view bytes) override {
    log.back() += bytes;
    return Done{};
  }
  Result<Done> end() override {
    log.back() += ";";
    return Done{};
  }
};

std::string part(const std::string& disposition, const std::string& data) {
  return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + data + "\r\n";
}

TEST(Multipart, AnyCutGivesTheSameParts) {
  auto body = "preamble\r\n" + part("name=\"a\"", "1\r\n--Cx\r\n2") +
              part("name=\"f\"; filename=\"C:\\dir\\x.txt\"", "") +
              part("name=\"g\"; filename=\"a%22b.txt\"", "\r\n--") + "--B--\r\nepilogue";
  std::vector<std::string> expected = {"a=1\r\n--Cx\r\n2;", "f<x.txt>=;", "g<a\"b.txt>=\r\n--;"};
  for (std::size_t step = 1; step <= body.size(); ++step) {
    Collected sink;
    MultipartParser parser("B", 10, sink);
    for (std::size_t at = 0; at < body.size(); at += step) {
      ASSERT_TRUE(parser.feed(std::string_view(body).substr(at, step))) << step;
    }
    EXPECT_TRUE(parser.finish());
    EXPECT_EQ(sink.log, expected) << step;
  }
}

TEST(Multipart, Refusals) {
  auto code = [](const std::string& body, std::size_t parts = 10) -> std::string {
    Collected sink;
    MultipartParser parser("B", parts, sink);
    auto fed = parser.feed(body);
    if (!fed) return fed.error().code;
    auto done = parser.finish();
    return done ? "" : done.error().code;
  };
  EXPECT_EQ(code(part("name=\"a\"", "1") + "--B--\r\n"), "");
  EXPECT_EQ(code(part("name=\"a\"", "1")), "request.form");                    // cut off
  EXPECT_EQ(code(part("filename=\"a\"", "1") + "--B--\r\n"), "request.form");  // no name
  EXPECT_EQ(code(part("name=\"\xFF\"", "1") + "--B--\r\n"), "request.encoding");
  EXPECT_EQ(code(part("name=\"a\"", "1") + part("name=\"b\"", "1") + "--B--", 1), "request.too_many_parts");
  EXPECT_EQ(code(std::string(20000, 'x')), "request.form");
  EXPECT_EQ(code("--B\r\n" + std::string(20000, 'x')), "request.form");
  EXPECT_EQ(code("--Bgarbage"), "request.form");
}

TEST(Match, LiteralsWinAndMethodsAreListed) {
  Routes routes;
  auto add = [&](const char* pattern) {
    routes.get<Nothing>(pattern, {"anyone", 0}, {}, [](Reading&) -> Result<Reply<Nothing>> { return Nothing{}; });
  };
  add("/");
  add("/reports/{id}");
  add("/reports/new");
  add("/reports/{id}/notes/{note}");
  Matcher matcher(routes);
  auto find = [&](const char* path, Method method = Method::get) { return matcher.find(method, *split_path(path)); };
  EXPECT_EQ(find("/").route->pattern, "/");
  EXPECT_EQ(find("/reports/new").route->pattern, "/reports/new");
  auto match = find("/reports/a%2Fb/notes/7");
  EXPECT_EQ(match.params["id"], "a/b");
  EXPECT_EQ(match.params["note"], "7");
  EXPECT_TRUE(find("/nothing").allowed.empty());
  EXPECT_EQ(find("/reports/1", Method::post).route, nullptr);
  EXPECT_EQ(find("/reports/1", Method::post).allowed.size(), 1U);
  for (const char* odd : {"", "a", "//", "/a/", "/a//b", "/../a", "/a/%2e%2e", "/%FF"})
    EXPECT_FALSE(split_path(odd)) << odd;
}

TEST(Networks, OnlyTrustedProxiesSpeakForOthers) {
  auto trusted = *Networks::parse({"10.0.0.0/8", "::1"});
  auto client = [&](const char* peer, const char* header) {
    return network_of(client_of(*parse_address(peer), header, trusted));
  };
  EXPECT_EQ(client("203.0.113.9", "1.2.3.4"), "203.0.113.9");
  EXPECT_EQ(client("10.1.1.1", "1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(client("10.1.1.1", "6.6.6.6, 1.2.3.4, 10.2.2.2"),
            "1.2.3.4");  // what the client itself claims is not believed
  EXPECT_EQ(client("10.1.1.1", "nonsense"), "10.1.1.1");
  EXPECT_EQ(client("::1", "2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_FALSE(Networks::parse({"10.0.0.0/33"}));
  EXPECT_FALSE(Networks::parse({"office"}));
}

TEST(Throttle, ForgivesWithTime) {
  TokenBuckets buckets({.writes_per_second = 1, .writes_burst = 3});
  Route route;
  route.method = Method::post;
  RequestInfo info;
  info.network = "203.0.113.7";
  auto now = from_ms(1'000'000);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(buckets.refuse(info, route, 0, now));
  auto wait = buckets.refuse(info, route, 0, now);
  ASSERT_TRUE(wait);
  EXPECT_EQ(wait->count(), 1);
  EXPECT_FALSE(buckets.refuse(info, route, 0, now + std::chrono::seconds(1)));
  info.network = "203.0.113.8";
  EXPECT_FALSE(buckets.refuse(info, route, 0, now));
  info.network = "127.0.0.1";
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(buckets.refuse(info, route, 0, now));
}

}  // namespace
}  // namespace netra::http
