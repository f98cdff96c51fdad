// A letter on paper: letterhead, number, form code, signers and marks around its text. Inner header.
//
// The same letter, text and settings give the same bytes, so a sealed letter's paper can be set anew and compared with
// its fingerprint.
//
// Threads: any; set_paper is slow and belongs outside the writer. Errors: those of pdf::set
#pragma once

#include "domain/letter/record.hpp"
#include "domain/letter/settings.hpp"

namespace netra::letter {

enum class Mark { none, draft, cancelled };

struct PaperWish {
  const LetterRecord& letter;
  const Content& content;
  std::string number;         // empty: dots
  std::optional<Date> dated;  // absent: dots
  SignedAs signed_as = SignedAs::chair;
  Mark mark = Mark::draft;
};

Result<std::string> set_paper(storage::Reader& db, const Services& services, const PaperWish& wish);

// The letter's text: as kept, or composed anew when it is sealed. Errors: letter.source, those of the composer
Result<Content> content_of(http::Reading& call, const Services& services, const LetterRecord& letter);
const Source* source_of(const Services& services, std::string_view document, std::string_view subject_kind);

// What a form is called and how sure its code is.
struct FormWords {
  std::string title, form, note;
  procedure::Mark mark = procedure::Mark::unverified;
};
FormWords form_of(const Services& services, const LetterRecord& letter, std::string_view language, Date day);

// "Cilegon, 24 Oktober 2024"
std::string place_and_date(const Messages& messages, const std::string& place, const std::optional<Date>& day);

// A small file as the answer's body.
files::Body pdf_body(std::string bytes, std::string name);
// A name for the file of a letter, without what does not belong into one.
std::string file_name_of(const LetterRecord& letter);

}  // namespace netra::letter
