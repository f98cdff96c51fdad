#include "domain/letter/form.hpp"

#include "domain/letter/paper.hpp"

namespace netra::letter {

Result<http::FileBody> set_form(storage::Reader& db, const Services& services, const FormWish& wish) {
  const auto office = office::find_office(db, wish.content.office);
  LetterRecord letter;
  letter.office_id = wish.content.office;
  letter.election_id = wish.content.election;
  letter.document = wish.document;
  letter.matter = wish.content.matter;
  letter.created_at = start_of_day(wish.day, office ? office->zone : Zone::wib);
  auto bytes =
      set_paper(db, services, {letter, wish.content, wish.reference, wish.day, SignedAs::official, Mark::none});
  if (!bytes) return fail(std::move(bytes.error()));
  return pdf_body(std::move(*bytes), file_name_of(letter));
}

}  // namespace netra::letter
