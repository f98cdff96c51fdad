// Every page of every feature, in both languages: catalogues agree, nothing is missing, nothing is hard-coded, an empty
// view breaks nothing. NETRA_WRITE_PAGES=<folder> writes the style guide there, to look at (tools/web/look.mjs).
#include <gmock/gmock.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "engine/base/time.hpp"
#include "engine/page/joining.hpp"
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
      if (http::is_feed(name)) {
        EXPECT_THAT(html, testing::StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed ")) << name;
        continue;
      }
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

// Where an id stands: the sections around it, outermost first.
struct IdPlace {
  std::string id;
  std::vector<std::string> sections;
};

std::vector<IdPlace> ids_in(const Pieces& pieces) {
  std::vector<IdPlace> out;
  std::vector<std::string> sections;
  std::string open;  // an id whose value goes on in the next piece
  bool inside = false;
  auto take = [&](std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (inside) {
        auto end = text.find('"', at);
        open += text.substr(at, end - at);
        if (end == std::string_view::npos) return;
        out.push_back({std::move(open), sections});
        inside = false;
        at = end + 1;
      } else {
        auto start = text.find(" id=\"", at);
        if (start == std::string_view::npos) return;
        open.clear();
        inside = true;
        at = start + 5;
      }
    }
  };
  for (const auto& piece : pieces) {
    if (piece.kind == Piece::kText) {
      take(piece.text);
    } else if (piece.text.starts_with('#')) {
      sections.push_back(piece.text.substr(1));
    } else if (piece.text.starts_with('/')) {
      if (!sections.empty()) sections.pop_back();
    } else if (inside) {
      open += "{{" + piece.text + "}}";
    }
  }
  return out;
}

// Two places that are never shown together: below "x" or "has_x" and below "no_x".
bool exclude_each_other(const IdPlace& a, const IdPlace& b) {
  auto bare = [](std::string_view name) { return name.starts_with("has_") ? name.substr(4) : name; };
  for (const auto& x : a.sections)
    for (const auto& y : b.sections)
      if ((x.starts_with("no_") && bare(y) == x.substr(3)) || (y.starts_with("no_") && bare(x) == y.substr(3)))
        return true;
  return false;
}

// A control is found by its label, and an error by its link, only when its id is the only one of the page.
TEST_F(AllPages, give_every_id_once) {
  Sources sources(assets);
  for (const auto& file : assets.list("", ".html")) {
    if (file.find("/pages/") == std::string::npos) continue;
    std::vector<std::string> faults;
    auto ids = ids_in(join(sources, texts.messages, {asset_url, true}, "id", file, faults).pieces);
    for (std::size_t i = 0; i < ids.size(); ++i)
      for (std::size_t k = i + 1; k < ids.size(); ++k)
        EXPECT_FALSE(ids[i].id == ids[k].id && !exclude_each_other(ids[i], ids[k])) << file << ": " << ids[i].id;
  }
}

// Families whose keys code puts together from an enumeration, a field's name or a number.
bool is_of_a_family(std::string_view key) {
  for (std::string_view family :
       {"value.", "field.", "format.", "problem.", "report.gap.", "letter.sample_", "feed.meeting."})
    if (key.starts_with(family)) return true;
  return key.starts_with("mail.") && (key.ends_with(".subject") || key.ends_with(".body"));
}

void add_words(std::string_view text, std::set<std::string, std::less<>>& words) {
  auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-'; };
  for (std::size_t at = 0; at < text.size();) {
    auto start = at;
    while (at < text.size() && is_part(text[at])) ++at;
    auto end = at++;
    auto word = text.substr(start, end - start);
    while (word.ends_with('.')) word.remove_suffix(1);
    if (word.empty()) continue;
    words.emplace(word);
    if (start > 0 && text[start - 1] == '"') words.emplace(text.substr(start - 1, word.size() + 1));  // surely a text
  }
}

// Words of pages, code, queries, scripts and rules, and nothing of the catalogues.
std::set<std::string, std::less<>> words_of_the_source() {
  static const std::set<std::string> kKinds{".html", ".cpp", ".hpp", ".sql", ".mjs", ".js", ".toml"};
  std::set<std::string, std::less<>> words;
  for (const char* root : {"app", "domain", "engine", "web", "procedures"})
    for (std::filesystem::recursive_directory_iterator at(root), end; at != end; ++at) {
      if (at->path().filename() == "node_modules") at.disable_recursion_pending();
      if (!kKinds.contains(at->path().extension()) || at->path().filename().string().starts_with("messages.")) continue;
      std::ifstream file(at->path(), std::ios::binary);
      add_words(std::string(std::istreambuf_iterator<char>(file), {}), words);
    }
  return words;
}

TEST_F(AllPages, use_every_message) {
  auto words = words_of_the_source();
  for (const auto& key : texts.messages.keys("id")) {
    auto dot = key.find('.');
    bool is_code = key.starts_with("act.") || key.starts_with("error.");
    EXPECT_TRUE(is_of_a_family(key) || words.contains(key) || (is_code && words.contains(key.substr(dot + 1)))) << key;
  }
}

// What is wrong with a field is said in words, never as a code; in JSON too.
TEST_F(AllPages, name_every_fault_of_a_field) {
  const auto keys = texts.messages.keys("id");
  for (const auto& word : words_of_the_source())
    if (word.starts_with("\"field.") && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 7) == word.npos)
      EXPECT_THAT(keys, testing::Contains(word.substr(1)));
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
