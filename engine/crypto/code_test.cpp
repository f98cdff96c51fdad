#include "engine/crypto/code.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <set>

namespace netra::crypto {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string any_code(std::uint64_t seed) {
  SeededEntropy entropy(seed);
  return make_code(entropy);
}

TEST(Code, HasSixGroupsOfFour) {
  auto code = any_code(1);
  ASSERT_EQ(code.size(), 29u) << code;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i % 5 == 4) {
      EXPECT_EQ(code[i], '-');
    } else {
      EXPECT_NE(kAlphabet.find(code[i]), std::string_view::npos) << code;
    }
  }
  SeededEntropy entropy(1);
  EXPECT_EQ(make_short_code(entropy).size(), 14u);
}

TEST(Code, UsesEveryCharacterAboutEquallyOften) {
  SeededEntropy entropy(5);
  std::array<int, 128> seen{};
  for (int i = 0; i < 4000; ++i) {
    for (char c : make_code(entropy)) ++seen[static_cast<unsigned char>(c)];
  }
  for (char c : kAlphabet) EXPECT_NEAR(seen[static_cast<unsigned char>(c)], 3000, 350) << c;
}

TEST(NormaliseCode, ReadsWhatPeopleType) {
  auto code = any_code(7);
  std::string lower = code;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::string bare;
  std::ranges::copy_if(lower, std::back_inserter(bare), [](char c) { return c != '-'; });
  std::string dashes;
  for (char c : code) dashes += c == '-' ? std::string("\u2013\u00a0") : std::string(1, c);
  for (const auto& typed : {code, lower, bare, "  " + bare + "\r\n", dashes}) {
    auto read = normalise_code(typed);
    ASSERT_TRUE(read) << typed;
    EXPECT_EQ(*read, code) << typed;
  }
}

TEST(NormaliseCode, ForgivesLookAlikes) {
  // A code of zeros and ones only: its check character is found by trying.
  for (char check : kAlphabet) {
    auto typed = "OoIiLl0101OOLLIIoollii0" + std::string(1, check);
    if (auto read = normalise_code(typed)) {
      EXPECT_TRUE(read->starts_with("0011-1101-0100-1111-0011-110")) << *read;
      return;
    }
  }
  FAIL() << "one of 32 check characters must fit";
}

TEST(NormaliseCode, SaysWhatIsWrong) {
  auto code = any_code(9);
  struct {
    const char* why;
    std::string typed;
    const char* error;
  } const rows[] = {
      {"nothing", "", "code.length"},
      {"one too few", code.substr(0, code.size() - 1), "code.length"},
      {"one too many", code + "0", "code.length"},
      {"far too many", std::string(100000, '7'), "code.length"},
      {"a sign", "?" + code.substr(1), "code.character"},
      {"not ASCII", "é" + code.substr(1), "code.character"},
      {"a zero byte", std::string(1, '\0') + code, "code.character"},
  };
  for (const auto& row : rows) {
    auto read = normalise_code(row.typed);
    ASSERT_FALSE(read) << row.why;
    EXPECT_EQ(read.error().code, row.error) << row.why;
  }
}

TEST(NormaliseCode, FindsEveryWrongCharacterAndEverySwap) {
  rc::check([](std::uint64_t seed) {
    auto code = any_code(seed);
    std::string bare;
    std::ranges::copy_if(code, std::back_inserter(bare), [](char c) { return c != '-'; });
    for (std::size_t i = 0; i < bare.size(); ++i) {
      auto wrong = bare;
      for (char c : kAlphabet) {
        if (c == bare[i]) continue;
        wrong[i] = c;
        RC_ASSERT(!normalise_code(wrong));
      }
      for (std::size_t j = i + 1; j < bare.size(); ++j) {
        if (bare[i] == bare[j]) continue;
        auto swapped = bare;
        std::swap(swapped[i], swapped[j]);
        RC_ASSERT(!normalise_code(swapped));
      }
    }
  });
}

TEST(Token, IsLongAndNeverTheSame) {
  SystemEntropy entropy;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    auto token = make_token(entropy);
    EXPECT_EQ(token.size(), 43u);
    EXPECT_TRUE(seen.insert(token).second);
  }
}

}  // namespace
}  // namespace netra::crypto
