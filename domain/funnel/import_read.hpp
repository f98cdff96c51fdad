// One row of a table, cell by cell, with what is wrong. Inner header.
#pragma once

#include <map>

#include "domain/funnel/fact.hpp"
#include "domain/funnel/import.hpp"

namespace netra::funnel {

// The day or nothing: "2024-10-07", "7/10/2024" (day first), "7 Oktober 2024".
std::optional<Date> read_day(std::string_view text);
// "1158", "1.158", "1,158"; nothing for what is no whole number.
std::optional<std::int64_t> read_count(std::string_view text);

using Heading = std::map<std::string, std::size_t, std::less<>>;  // column id -> place in the row

class RowReader {
 public:
  // `at`: row of the file from 0.
  RowReader(storage::Reader& db, const Services& services, const Heading& heading, const sheet::Row& row,
            std::size_t at);

  // "" and nothing mean: not known.
  std::string text(std::string_view column);
  std::string required(std::string_view column);
  std::optional<Date> day(std::string_view column);
  std::optional<std::int64_t> count(std::string_view column);
  std::string word(std::string_view column, Words group);
  std::string election();
  std::string place(bool is_required);
  std::string institution();
  std::string person_kind();
  procedure::Mark mark();

  void fault(std::string_view column, const char* code, std::string_view detail = {});
  std::vector<CellFault> take_faults() { return std::move(faults_); }

 private:
  storage::Reader& db_;
  const Services& services_;
  const Heading& heading_;
  const sheet::Row& row_;
  std::size_t at_;
  std::vector<CellFault> faults_;
};

}  // namespace netra::funnel
