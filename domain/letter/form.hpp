// A form that is handed out or filed as it is: letterhead, form code with its mark and title as any paper, but no
// number of the book, no signing flow and no page to check it. Forms that show identities are made this way: what was
// opened goes onto paper and nowhere else.
//
// Threads: any. Errors: those of pdf::set
#pragma once

#include "domain/letter/letter.hpp"

namespace netra::letter {

struct FormWish {
  std::string document;   // of the forms table: "report"
  std::string reference;  // printed as its number
  Date day;               // which version of the form, and its date
  Content content;
};
Result<http::FileBody> set_form(storage::Reader& db, const Services& services, const FormWish& wish);

}  // namespace netra::letter
