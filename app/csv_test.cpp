#include "app/csv.hpp"

#include <gtest/gtest.h>

namespace netra::app {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(Csv, ReadsQuotesLineEndsAndEmptyFields) {
  struct {
    const char* why;
    const char* text;
    Rows rows;
  } const cases[] = {
      {"plain", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
      {"no line end at the end, CRLF within", "a,b\r\nc,d", {{"a", "b"}, {"c", "d"}}},
      {"commas, quotes and line ends inside quotes", "\"a,\"\"b\"\"\",\"c\nd\"\n", {{"a,\"b\"", "c\nd"}}},
      {"empty fields stay", "a,,\n", {{"a", "", ""}}},
      {"empty lines go, a byte order mark too",
       "\xEF\xBB\xBF"
       "a\n\n\nb\n",
       {{"a"}, {"b"}}},
  };
  for (const auto& row : cases) {
    SCOPED_TRACE(row.why);
    auto rows = parse_csv(row.text);
    ASSERT_TRUE(rows);
    EXPECT_EQ(*rows, row.rows);
  }
}

TEST(Csv, NamesTheLineOfABrokenQuote) {
  EXPECT_EQ(parse_csv("a\n\"b").error().detail, "line 2");
  EXPECT_EQ(parse_csv("\"a\"b").error().code, "csv.quote");
}

}  // namespace
}  // namespace netra::app
