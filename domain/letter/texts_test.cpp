#include <gmock/gmock.h>

#include "domain/letter/composing.hpp"
#include "domain/letter/layout.hpp"

namespace netra::letter {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kTexts = "procedures/letters/texts.toml";
constexpr const char* kLayouts = "procedures/letters/layouts.toml";

Assets repository() { return Assets::from_directory(".", {"procedures/"}); }

Assets with_file(const char* name, const std::string& text) {
  Assets out;
  out.add(name, "last_checked = 2026-11-23\n" + text);
  return out;
}

// A paper with every kind of part.
constexpr const char* kPaper = R"(
[[paper]]
document = "letter"
matter   = "Perihal {what}"
words    = ["what", "who", "day", "flag"]
slots    = ["rows"]
to       = ["Yth. {who}", "{day}", "di Tempat"]
copies   = ["{who}", "Arsip"]
  [[paper.part]]
  text = "Tentang {what} pada {day}."
  [[paper.part]]
  heading = "Isi"
  when = "rows"
  [[paper.part]]
  slot = "rows"
  [[paper.part]]
  fields = ["Hari: {day}", "Nama: {who}"]
  [[paper.part]]
  list = ["Satu {who}", "Dua {day}"]
  [[paper.part]]
  text = "Hanya bila perlu."
  when = "flag"
  [[paper.signer]]
  capacity = "Petugas,"
  name = "{who}"
  [[paper.table]]
  id = "rows"
  head = ["No.", "Isi"]
  parts = [1, 9]
)";

Content filled(const Texts& texts, const std::map<std::string, std::string>& words, bool rows = true) {
  Filling fill;
  for (const auto* name : {"what", "who", "day", "flag"}) fill.words[name] = "";
  for (const auto& [name, text] : words) fill.words[name] = text;
  fill.slots["rows"] =
      texts.table("letter", "rows", rows ? std::vector<pdf::Row>{{{"1", "satu"}}} : std::vector<pdf::Row>{});
  Content out;
  texts.fill("letter", fill, out);
  return out;
}

std::vector<std::string> shown(const Content& content) {
  std::vector<std::string> out;
  for (const auto& block : content.blocks) {
    if (!block.text.empty()) out.push_back(block.text);
    for (const auto& field : block.fields) out.push_back(field.label + "=" + field.text);
    for (const auto& item : block.items) out.push_back("-" + item);
    for (const auto& row : block.rows) out.push_back("|" + row.cells[1]);
  }
  return out;
}

TEST(Texts, WordsAndSlotsAreFilledIn) {
  auto texts = Texts::load(with_file(kTexts, kPaper));
  ASSERT_TRUE(texts) << texts.error().detail;
  auto content = filled(*texts, {{"what", "undangan"}, {"who", "Saksi 1"}, {"day", "Jumat"}, {"flag", "ya"}});
  EXPECT_EQ(content.matter, "Perihal undangan");
  EXPECT_THAT(content.to, ElementsAre("Yth. Saksi 1", "Jumat", "di Tempat"));
  EXPECT_THAT(shown(content), ElementsAre("Tentang undangan pada Jumat.", "Isi", "|satu", "Hari=Jumat", "Nama=Saksi 1",
                                          "-Satu Saksi 1", "-Dua Jumat", "Hanya bila perlu."));
  ASSERT_EQ(content.signers.size(), 1U);
  EXPECT_EQ(content.signers[0].name, "Saksi 1");
}

TEST(Texts, WhatHasNoWordIsLeftOutWhole) {
  auto texts = *Texts::load(with_file(kTexts, kPaper));
  auto content = filled(texts, {{"what", "undangan"}, {"who", "Saksi 1"}}, false);
  EXPECT_THAT(content.to, ElementsAre("Yth. Saksi 1", "di Tempat"));
  EXPECT_THAT(shown(content), ElementsAre("Nama=Saksi 1", "-Satu Saksi 1"));
}

TEST(Texts, WithBlankAFieldIsKept) {
  auto texts = Texts::load(with_file(kTexts, std::string(kPaper) + "  [[paper.term]]\n  id = \"x\"\n  text = \"y\"\n"));
  ASSERT_TRUE(texts) << texts.error().detail;
  std::string with_blank = kPaper;
  with_blank.replace(with_blank.find("matter   ="), 0, "blank = \"–\"\n");
  auto content = filled(*Texts::load(with_file(kTexts, with_blank)), {{"who", "Saksi 1"}}, false);
  EXPECT_THAT(shown(content), ElementsAre("Hari=–", "Nama=Saksi 1", "-Satu Saksi 1"));
}

// A record cannot ask for other words by what people wrote into it.
TEST(Texts, WhatAWordHoldsIsNotReadForWords) {
  auto texts = *Texts::load(with_file(kTexts, kPaper));
  auto content = filled(texts, {{"what", "{who} {flag} {nothing} {"}, {"who", "Saksi 1"}, {"day", "Jumat"}});
  EXPECT_EQ(content.matter, "Perihal {who} {flag} {nothing} {");
}

TEST(Texts, FaultsOfAFileAreNamed) {
  struct {
    const char* why;
    const char* from;
    const char* to;
    const char* says;
  } const rows[] = {
      {"a word nobody gives", "Tentang {what}", "Tentang {nothing}", "no such word: nothing"},
      {"a slot nobody gives", "slot = \"rows\"", "slot = \"others\"", "no such slot: others"},
      {"a condition nobody gives", "when = \"flag\"", "when = \"flags\"", "no such word: flags"},
      {"two kinds at once", "heading = \"Isi\"", "heading = \"Isi\"\n  text = \"x\"", "a part is one of"},
      {"no kind", "heading = \"Isi\"", "", "a part is one of"},
      {"a field without label", "Hari: {day}", "Hari {day}", "a field is written"},
      {"a label with a word", "Hari: {day}", "{who}: {day}", "a field is written"},
      {"an unknown key", "capacity = \"Petugas,\"", "capacity = \"Petugas,\"\n  rank = \"1\"", "rank"},
      {"a signer's word", "name = \"{who}\"", "name = \"{whom}\"", "no such word: whom"},
  };
  for (const auto& row : rows) {
    std::string text = kPaper;
    text.replace(text.find(row.from), std::string_view(row.from).size(), row.to);
    auto texts = Texts::load(with_file(kTexts, text));
    ASSERT_FALSE(texts) << row.why;
    EXPECT_EQ(texts.error().code, "letter.file") << row.why;
    EXPECT_THAT(texts.error().detail, HasSubstr(row.says)) << row.why;
  }
  EXPECT_FALSE(Texts::load(Assets()));
}

TEST(Texts, AWordNotGivenIsOurMistake) {
  auto texts = *Texts::load(with_file(kTexts, kPaper));
  Content content;
  EXPECT_THROW(texts.fill("letter", {}, content), std::logic_error);
  EXPECT_THROW(texts.fill("unknown", {}, content), std::logic_error);
  EXPECT_THROW(texts.table("letter", "unknown", {}), std::logic_error);
  EXPECT_THROW((void)texts.term("letter", "unknown"), std::logic_error);
}

TEST(Texts, TheRepositorysPapersHaveTextAndLooks) {
  auto texts = Texts::load(repository());
  ASSERT_TRUE(texts) << texts.error().detail;
  auto layouts = Layouts::load(repository());
  ASSERT_TRUE(layouts) << layouts.error().detail;
  std::vector<std::string> documents;
  for (const auto& paper : texts->papers()) documents.push_back(paper.document);
  EXPECT_THAT(documents, testing::UnorderedElementsAre(
                             "report", "receipt", "completion_notice", "invitation", "clarification_minutes",
                             "review_note", "study", "plenary_minutes", "recommendation", "forwarding_letter",
                             "status_notice", "discussion_minutes", "handover_minutes", "reminder", "escalation"));
  EXPECT_EQ(layouts->of("invitation").words.number, "Nomor");
  EXPECT_TRUE(layouts->of("invitation").justified);
  EXPECT_FALSE(layouts->of("report").justified);
  EXPECT_EQ(layouts->of("report").size, 10.5);
  EXPECT_EQ(layouts->of("report").margin_left, 25) << "what a paper does not say is as for all";
}

TEST(Layouts, LooksNobodyCouldPrintStopTheStart) {
  for (const auto* text : {"size = \"gross\"", "size = \"200\"", "margin_left = 200", "leading = \"0.2\"", "colour = 1",
                           "size = 11", "number = \"\\u0007\""}) {
    auto layouts = Layouts::load(with_file(kLayouts, "[[layout]]\n" + std::string(text) + "\n"));
    ASSERT_FALSE(layouts) << text;
    EXPECT_EQ(layouts.error().code, "letter.file");
  }
}

TEST(Texts, LinesOfAWord) {
  EXPECT_THAT(lines("a\n\nb\n"), ElementsAre("a", "b"));
  EXPECT_THAT(lines(""), ElementsAre());
}

}  // namespace
}  // namespace netra::letter
