#include "engine/page/page.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "engine/base/time.hpp"

namespace netra::page {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct StoppedClock final : Clock {
  Instant now() const override { return *parse_instant("2024-10-27T05:00:00Z"); }
};

// A tiny world: the shared words, a bare layout and what the test adds.
struct PageTest : testing::Test {
  Assets assets = Assets::from_directory(".", {"web/components"});
  Messages messages;
  StoppedClock clock;
  std::vector<std::string> faults;

  PageTest() {
    for (const char* file : {"web/messages.id.toml", "web/messages.en.toml"}) {
      auto source = Assets::from_directory(".", {"web"});
      assets.add(file, std::string(*source.find(file)));
    }
    assets.add("web/layout/plain.html", "<title>{{t:$title}}</title><main>{{content}}</main>");
    assets.add("domain/a/messages.id.toml",
               "\"a.title\" = \"Judul\"\n\"a.of\" = \"Perkara **{number}** & [aturan](/aturan)\"\n"
               "\"value.stage.open\" = \"Terbuka\"\n\"a.name\" = \"Nama\"");
    assets.add("domain/a/messages.en.toml",
               "\"a.title\" = \"Title\"\n\"a.of\" = \"Case **{number}** & [rules](/aturan)\"\n"
               "\"value.stage.open\" = \"Open\"\n\"a.name\" = \"Name\"");
  }

  std::unique_ptr<Pages> load(std::string_view body) {
    assets.add("domain/a/pages/b.html", "{{layout:plain title=a.title}}\n" + std::string(body));
    auto texts = Messages::load(assets);
    EXPECT_THAT(texts.faults, ElementsAre());
    messages = std::move(texts.messages);
    auto loaded =
        Pages::load(assets, messages, clock, {[](std::string_view name) { return "/assets/" + std::string(name); }});
    faults = loaded.faults;
    return std::move(loaded.pages);
  }

  std::string render(std::string_view body, std::string_view view, std::string_view globals = "{}",
                     std::string_view language = "id") {
    auto pages = load(body);
    EXPECT_THAT(faults, ElementsAre());
    if (!pages) return {};
    auto html = pages->render("a/b", language, json::parse(view), json::parse(globals).as_object());
    auto start = html.find("<main>") + 6;
    return html.substr(start, html.rfind("</main>") - start);
  }
};

TEST_F(PageTest, names_mean_members_and_never_leak_out_of_an_item) {
  EXPECT_EQ(render("{{#rows}}[{{id}}:{{note}}:{{up.id}}:{{root.id}}]{{/rows}}",
                   R"({"id":"outer","note":"of the outer","rows":[{"id":1},{"id":2,"note":"n"}]})"),
            "[1::outer:outer][2:n:outer:outer]");
  EXPECT_EQ(render("{{#a}}{{#b}}{{up.up.x}}{{/b}}{{/a}}{{a.b.y}}", R"({"x":"0","a":{"b":{"y":"1"}}})"), "01");
}

TEST_F(PageTest, sections_follow_the_kind_of_the_value) {
  EXPECT_EQ(render("{{#t}}t{{/t}}{{#f}}f{{/f}}{{#n}}n{{/n}}{{#e}}e{{/e}}{{#z}}z{{/z}}{{#gone}}g{{/gone}}",
                   R"({"t":true,"f":false,"n":null,"e":"","z":0})"),
            "tz");
  EXPECT_EQ(
      render("{{#has_a}}A{{/has_a}}{{#no_a}}-{{/no_a}}{{#has_b}}B{{/has_b}}{{#no_b}}-{{/no_b}}{{#no_c}}c{{/no_c}}",
             R"({"a":["x"],"b":[]})"),
      "A-c");
  EXPECT_EQ(
      render("{{#s_is_open}}yes{{/s_is_open}}{{#s_is_shut}}no{{/s_is_shut}}{{#s=t}}same{{/s=t}}{{#s=l}}in{{/s=l}}",
             R"({"s":"open","t":"open","l":["x","open"]})"),
      "yessamein");
}

TEST_F(PageTest, arrays_have_markers_and_scalars_a_value) {
  EXPECT_EQ(render("{{#tags}}{{index}}/{{count}}{{value}}{{#first}}!{{/first}}{{#last}}.{{/last}} {{/tags}}",
                   R"({"tags":["a","b"]})"),
            "1/2a! 2/2b. ");
  EXPECT_EQ(render("{{#tags}}{{value}}{{#no_last}}, {{/no_last}}{{/tags}}", R"({"tags":["a","b"]})"), "a, b");
}

TEST_F(PageTest, derived_texts) {
  EXPECT_EQ(render("{{at_text}}|{{at_short}}|{{at_hour}}|{{at_left}}|{{n_text}}|{{stage_label}}|{{other_label}}|{{"
                   "label:stage s}}",
                   R"({"at":"2024-10-28T16:00:00+07:00","n":1158,"stage":"open","other":"x<y","s":"open"})"),
            "Senin, 28 Oktober 2024 16.00 WIB|28 Okt 2024 16.00 WIB|16.00 WIB|Sisa 1 hari 4 "
            "jam|1.158|Terbuka|x&lt;y|Terbuka");
  EXPECT_EQ(
      render("{{at_text}}|{{at_left}}|{{n_text}}|{{d_text}}|{{b_text}}",
             R"({"at":"2024-10-27T04:00:00Z","n":1158,"d":"2024-10-28","b":true})", R"({"me":{"zone":"wit"}})", "en"),
      "Sunday, 27 October 2024, 13:00 WIT|1 hour past|1,158|Monday, 28 October 2024|Yes");
  EXPECT_EQ(render("{{size_size}} {{q_url}} {{tags_count}}", R"({"size":1234567,"q":"a b&c=d/é","tags":[1,2,3]})"),
            "1,2 MB a%20b%26c%3Dd%2F%C3%A9 3");
}

TEST_F(PageTest, messages_take_variables_and_a_little_markup) {
  EXPECT_EQ(render("{{t:a.of}}|{{tm:a.of}}", R"({"number":"<1>"})"),
            "Perkara **&lt;1&gt;** &amp; [aturan](/aturan)|Perkara <strong>&lt;1&gt;</strong> &amp; <a "
            "href=\"/aturan\">aturan</a>");
}

TEST_F(PageTest, a_refused_form_keeps_its_entries_and_names_its_errors) {
  const char* globals =
      R"({"entered":{"reporter":{"name":"Warga <b>"},"tags":["x","y"]},"problem":{"code":"report.incomplete","title":"Belum lengkap",
    "errors":[{"pointer":"/reporter/name","field":"reporter.name","code":"field.required","title":"Wajib diisi"}]}})";
  auto html = render(
      "{{entered_reporter_name|name}}|{{entered_other|name}}|{{#error_reporter_name}}{{text}}{{/error_reporter_name}}|"
      "{{#errors}}{{id}} {{label}}{{/errors}}|{{refused.text}}"
      "{{>field name=reporter.name label=a.name}}",
      R"({"name":"from the view"})", globals);
  EXPECT_THAT(html, HasSubstr("Warga &lt;b&gt;|from the view|Wajib diisi|f-reporter_name Nama|Belum lengkap"));
}

TEST_F(PageTest, faults_are_loud_and_say_where) {
  struct {
    const char* why;
    const char* body;
    const char* fault;
  } const rows[] = {
      {"a text is missing", "\n{{t:a.titel}}", "domain/a/pages/b.html:3: no message a.titel (id)"},
      {"a component is missing", "{{>nothing}}", "no web/components/nothing.html"},
      {"a section stays open", "{{#rows}}", "{{#rows}} is never closed"},
      {"sections cross", "{{#a}}{{#b}}{{/a}}{{/b}}", "closes nothing that is open"},
      {"no name", "{{a-b}}", "is not a name"},
      {"a variable in a script", "<script>var a = '{{x}}'</script>", "not allowed"},
      {"an inline handler", "<a onclick=\"x()\">", "not allowed"},
      {"an inline style", "<a style=\"color:red\">", "not allowed"},
      {"an unquoted address", "<a href={{x}}>", "cannot be escaped"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(load(row.body), nullptr);
    EXPECT_THAT(faults, testing::Contains(HasSubstr(row.fault)));
  }
}

TEST_F(PageTest, hostile_addresses_lead_nowhere) {
  for (std::string hostile :
       {"javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"})
    EXPECT_THAT(render("<a href=\"{{u}}\">x</a>", json::serialize(json::object{{"u", hostile}})),
                Not(testing::ContainsRegex("(script|data):")))
        << hostile;
  EXPECT_EQ(render("<a href=\"{{u}}\">x</a>", R"({"u":"/cases/1?a=b&c"})"), "<a href=\"/cases/1?a=b&amp;c\">x</a>");
}

// Whatever a value holds, the page's own markup is all the markup there is.
TEST_F(PageTest, no_value_escapes_its_place) {
  auto pages = load(
      "<p>{{x}}</p><a title=\"{{x}}\" href=\"/p?q={{x_url}}\">{{x_text}}</a><input value=\"{{x}}\" data-a='{{x}}'>"
      "<textarea>{{x}}</textarea><a href=\"{{x}}\">b</a><option value=\"{{x_label}}\">{{x_short}}</option>");
  ASSERT_TRUE(pages);
  auto with = [&](const std::string& value) { return pages->render("a/b", "id", json::object{{"x", value}}, {}); };
  const auto plain = with("");
  rc::check("markup is the page's alone", [&](const std::string& noise) {
    std::string value;
    for (char c : noise)
      if (static_cast<unsigned char>(c) < 0x80 && c != '\0') value += c;
    auto html = with(value + "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{v1}}");
    for (char c : {'<', '>', '"', '\''})
      RC_ASSERT(std::count(html.begin(), html.end(), c) == std::count(plain.begin(), plain.end(), c));
  });
}

TEST_F(PageTest, renders_on_many_threads_at_once) {
  auto pages = load("{{#rows}}<p>{{id}}: {{at_text}}</p>{{/rows}}{{me.name}}");
  ASSERT_TRUE(pages);
  auto view = json::parse(R"({"rows":[{"id":1,"at":"2024-10-28T16:00:00+07:00"},{"id":2,"at":"2024-10-29"}]})");
  auto alone = [&](int who) {
    return pages->render("a/b", who % 2 ? "en" : "id", view, {{"me", {{"name", std::to_string(who)}}}});
  };
  std::vector<std::string> expected;
  for (int who = 0; who < 4; ++who) expected.push_back(alone(who));
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int who = 0; who < 4; ++who)
    threads.emplace_back([&, who] {
      for (int i = 0; i < 200; ++i) wrong += alone(who) != expected[static_cast<std::size_t>(who)];
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace netra::page
