// What ids are called, in the reader's language. Inner header.
#pragma once

#include "domain/funnel/cells.hpp"
#include "domain/funnel/funnel.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"

namespace netra::funnel {

class Labels {
 public:
  Labels(storage::Reader& db, const Services& services, std::string_view language)
      : db_(db), s_(services), language_(language) {}

  std::string election(std::string_view id) const;
  std::string institution(std::string_view id) const;  // also "ppk_asn.decides"
  std::string person_kind(std::string_view id) const;
  std::string place(std::string_view code) const;
  std::string word(Words group, std::string_view id) const;

 private:
  storage::Reader& db_;
  const Services& s_;
  std::string language_;
};

// The day of the vote, for order; nothing when it is not known.
std::optional<Date> voting_day(const Services& services, std::string_view election);

}  // namespace netra::funnel
