#include "engine/base/text.hpp"

#include <gtest/gtest.h>

namespace netra {
namespace {

TEST(Text, ValidIsWhatEveryEngineCanCarry) {
  struct {
    const char* why;
    std::string text;
    bool valid;
  } const rows[] = {
      {"plain", "Kroya", true},
      {"accents and emoji", "Séléktif 🗳️", true},
      {"empty", "", true},
      {"a lone continuation byte", "\x80", false},
      {"cut short", "\xe2\x82", false},
      {"overlong", std::string("\xc0\xaf"), false},
      {"a surrogate", "\xed\xa0\x80", false},
      {"NUL", std::string("a\0b", 3), false},
  };
  for (const auto& row : rows) EXPECT_EQ(is_valid_utf8(row.text), row.valid) << row.why;
}

TEST(Text, FoldingMakesEqualWhatPeopleTakeForEqual) {
  EXPECT_EQ(fold("ﬁ ḰROYA"), "fi kroya");
  EXPECT_EQ(fold("Ｂａｗａｓｌｕ"), "bawaslu");
  EXPECT_EQ(fold("se\u00adrangan"), "serangan") << "soft hyphen";
  EXPECT_EQ(fold("e\u0301"), fold("é"));
  EXPECT_EQ(fold("\xff"), "");
}

TEST(Text, NfcComposesAndKeepsWhatItCannotRead) {
  EXPECT_EQ(normalise_nfc("e\u0301"), "é");
  EXPECT_EQ(normalise_nfc("ﬁ"), "ﬁ");
  EXPECT_EQ(normalise_nfc("\xff"), "\xff");
}

TEST(Text, TrimKnowsUnicodeSpaces) {
  EXPECT_EQ(trim(" \u00a0\u3000 a b\t\r\n"), "a b");
  EXPECT_EQ(trim(" \t "), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(length_in_characters("é🗳"), 2u);
  EXPECT_EQ(first_characters("é🗳a", 2), "é🗳");
  EXPECT_EQ(first_characters("é🗳a", 9), "é🗳a");
  EXPECT_EQ(first_characters("é", 0), "");
}

}  // namespace
}  // namespace netra
