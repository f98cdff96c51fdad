// Every page of every feature, in both languages: catalogues agree, nothing is missing, nothing is hard-coded, an empty
// view breaks nothing. NETRA_WRITE_PAGES=<folder> writes the style guide there, to look at (tools/web/look.mjs).
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

#include "engine/base/time.hpp"
#include "engine/page/page.hpp"
#include "engine/page/styleguide.hpp"

namespace netra::page {
namespace {

struct StoppedClock final : Clock {
  Instant now() const override { return *parse_instant("2024-10-28T03:12:00Z"); }
};

struct AllPages : testing::Test {
  Assets assets = Assets::from_directory(".", {"procedures", "domain", "web", "engine", "app"});
  Messages::Loaded texts = Messages::load(assets);
  StoppedClock clock;
  Pages::Loaded loaded = Pages::load(assets, texts.messages, clock, {asset_url, true});

  static std::string asset_url(std::string_view name) { return "/assets/" + std::string(name); }

  json::object globals() const {
    return {{"path", "/styleguide"},
            {"query", ""},
            {"csrf", "c"},
            {"once", "o"},
            {"me", {{"name", "Petugas Contoh Satu"}, {"office", "Bawaslu Kabupaten Indramayu"}}}};
  }
};

TEST_F(AllPages, catalogues_agree) {
  for (const auto& fault : texts.faults) ADD_FAILURE() << fault;
}

TEST_F(AllPages, load_without_faults) {
  for (const auto& fault : loaded.faults) ADD_FAILURE() << fault;
}

TEST_F(AllPages, render_an_empty_view) {
  if (!loaded.pages) GTEST_SKIP() << "pages have faults, see load_without_faults";
  for (const auto& name : loaded.pages->names())
    for (std::string_view language : kLanguages) {
      auto html = loaded.pages->render(name, language, json::object{}, {});
      EXPECT_THAT(html, testing::StartsWith("<!doctype html>")) << name;
      EXPECT_THAT(html, testing::HasSubstr("<h1")) << name;
    }
}

// Letters between tags, or in attributes that are read out, belong in a catalogue.
TEST_F(AllPages, hold_no_words_of_their_own) {
  const std::regex kTags(R"(\{\{[^}]*\}\})"), kKeys(R"(<kbd>[^<]*</kbd>)"), kHtml(R"(<[^>]*>)"),
      kEntity(R"(&[a-z#0-9]+;)"), kWord(R"([A-Za-z]{2,})"),
      kAttribute(R"re((aria-label|title|placeholder|alt)="[^"]*[A-Za-z]{2,}[^"]*")re");
  for (const auto& file : assets.list("", ".html")) {
    std::string text(*assets.find(file));
    text = std::regex_replace(text, kTags, "");
    std::smatch found;
    EXPECT_FALSE(std::regex_search(text, found, kAttribute)) << file << ": " << found.str();
    text = std::regex_replace(std::regex_replace(text, kKeys, ""), kHtml, "");
    text = std::regex_replace(text, kEntity, "");
    if (file.starts_with("web/styleguide/")) continue;  // sample numbers
    EXPECT_FALSE(std::regex_search(text, found, kWord)) << file << ": " << found.str();
  }
}

TEST_F(AllPages, icons_exist) {
  const std::regex kIcon(R"(\{\{>icon name=([a-z-]+))");
  for (const auto& file : assets.list("", ".html")) {
    std::string text(*assets.find(file));
    for (std::sregex_iterator it(text.begin(), text.end(), kIcon), end; it != end; ++it)
      EXPECT_TRUE(assets.find("web/icons/" + (*it)[1].str() + ".svg")) << file << ": " << (*it)[1];
  }
}

TEST_F(AllPages, the_style_guide_can_be_looked_at) {
  const char* folder = std::getenv("NETRA_WRITE_PAGES");
  if (!folder) GTEST_SKIP() << "NETRA_WRITE_PAGES is not set";
  auto ours = Assets::from_directory(".", {"web"});  // other people's pages may be half written
  auto words = Messages::load(ours);
  loaded = Pages::load(ours, words.messages, clock, {asset_url, true});
  ASSERT_THAT(loaded.faults, testing::IsEmpty());
  std::filesystem::create_directories(folder);
  auto write = [&](const std::string& name, const std::string& html) {
    std::ofstream(std::filesystem::path(folder) / name) << html;
  };
  auto view = styleguide_view(clock.now());
  write("desk.html", loaded.pages->render("styleguide/show", "id", view, globals()));
  auto refused = globals();
  refused["entered"] = {{"reporter", {{"name", ""}}}, {"chronology", "Warga Contoh Satu melihat …"}, {"track", "lead"}};
  refused["problem"] = {{"code", "report.incomplete"},
                        {"title", "Ada isian yang perlu dilengkapi"},
                        {"errors",
                         {{{"pointer", "/reporter/name"}, {"title", "Wajib diisi"}},
                          {{"pointer", "/happened"}, {"title", "Tanggal ini belum terjadi"}}}}};
  write("refused.html", loaded.pages->render("styleguide/show", "en", view, refused));
  auto everybody = globals();
  everybody.erase("me");
  write("public.html", loaded.pages->render("styleguide/public", "id", view, everybody));
  write(
      "problem.html",
      loaded.pages->render_problem(
          "id", {{"code", "storage.unavailable"}, {"status", 503}, {"title", "Penyimpanan sedang tidak dapat dicapai"}},
          everybody));
}

}  // namespace
}  // namespace netra::page
