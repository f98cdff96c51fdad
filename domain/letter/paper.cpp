#include "domain/letter/paper.hpp"

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>

#include "engine/crypto/hash.hpp"

namespace netra::letter {

namespace {

constexpr std::string_view kPaperLanguage = "id";

std::string word(const Services& s, std::string_view key) { return s.messages.text(kPaperLanguage, key); }

std::vector<pdf::Signer> signers_of(const Services& s, const PaperWish& wish, const Settings& settings) {
  if (!wish.content.signers.empty()) return wish.content.signers;
  auto signer = settings.signer;
  const auto capacity = word(s, "value.signed_as." + std::string(enum_name(wish.signed_as)));
  // The office's usual signer signs as what he is; for another capacity the name is left to be written.
  if (!signer.capacity.empty() && wish.signed_as != SignedAs::chair && signer.capacity != capacity) signer = {};
  if (signer.capacity.empty()) signer.capacity = capacity;
  return {signer};
}

std::string draft_mark(const Services& s, Mark mark) {
  if (mark == Mark::none) return {};
  return word(s, mark == Mark::draft ? "letter.mark_draft" : "letter.mark_cancelled");
}

pdf::Layout layout_of(const Services& s, const LetterRecord& letter, const Settings& settings) {
  auto layout = s.layout ? s.layout(letter.document) : pdf::Layout{};
  return with(std::move(layout), settings.looks);
}

void add_head(const Services& s, const PaperWish& wish, pdf::Paper& paper) {
  auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) paper.head.push_back({word(s, key), text});
  };
  add("letter.head_nature", wish.content.nature.value_or(""));
  add("letter.head_attachments", wish.content.attachments.value_or(""));
  add("letter.head_matter", wish.content.matter);
}

void add_title(const Services& s, const PaperWish& wish, const FormWords& form, pdf::Paper& paper) {
  paper.title = boost::to_upper_copy(form.title);
  // Composed papers bring their headings along; a typed one is about its matter.
  if (s.letters.typed(wish.letter.document)) paper.blocks.push_back(pdf::heading(wish.content.matter));
}

}  // namespace

std::string place_and_date(const Messages& messages, const std::string& place, const std::optional<Date>& day) {
  constexpr std::string_view kDots = "……………………";
  std::string out = place.empty() ? "" : place + ", ";
  if (!day) return out + std::string(kDots);
  const auto month = "format.month." + std::to_string(static_cast<unsigned>(day->month()));
  return out + std::to_string(static_cast<unsigned>(day->day())) + " " + messages.text(kPaperLanguage, month) + " " +
         std::to_string(static_cast<int>(day->year()));
}

FormWords form_of(const Services& s, const LetterRecord& letter, std::string_view language, Date day) {
  FormWords out;
  out.title = document_name(s.letters, s.rules, s.elections, letter, language);
  const auto* form =
      s.rules.document_rule(regime_of(s.elections, letter.election_id), letter.document, {day, letter.election_id});
  if (!form || s.letters.typed(letter.document)) return out;
  if (auto title = form->value.title.in(language); !title.empty()) out.title = title;
  out.form = form->value.form;
  out.mark = form->origin.mark;
  if (!out.form.empty() && out.mark != procedure::Mark::verified)
    out.note = s.messages.text(language, "letter.form_unsure");
  return out;
}

Result<std::string> set_paper(storage::Reader& db, const Services& s, const PaperWish& wish) {
  const auto& letter = wish.letter;
  const auto office = office::find_office(db, letter.office_id).value_or(office::Office{});
  const Date day = wish.dated.value_or(date_in(letter.created_at, office.zone));
  const auto settings = settings_on(db, office, day);
  const auto form = form_of(s, letter, kPaperLanguage, day);
  pdf::Paper paper;
  paper.letterhead = settings.letterhead;
  paper.form = form.form;
  paper.form_note = form.note;
  paper.number = wish.number;
  paper.place_and_date = place_and_date(s.messages, settings.place, wish.dated);
  if (has_title(s.letters.kind_of(letter.document)))
    add_title(s, wish, form, paper);
  else
    add_head(s, wish, paper);
  paper.to = wish.content.to;
  paper.blocks.insert(paper.blocks.end(), wish.content.blocks.begin(), wish.content.blocks.end());
  paper.signers = signers_of(s, wish, settings);
  paper.copies = wish.content.copies;
  if (!letter.code.empty()) paper.check_url = s.public_url + "/surat/" + letter.code;  // forms have no page
  paper.draft_mark = draft_mark(s, wish.mark);
  paper.footer = office.name + " · " + form.title;
  paper.producer_date = format_local({start_of_day(day, office.zone), office.zone});
  return pdf::set(paper, layout_of(s, letter, settings));
}

const Source* source_of(const Services& services, std::string_view document, std::string_view subject_kind) {
  auto found = std::ranges::find_if(services.sources, [&](const Source& source) {
    return source.document == document && source.subject_kind == subject_kind;
  });
  return found == services.sources.end() ? nullptr : &*found;
}

Result<Content> content_of(http::Reading& call, const Services& services, const LetterRecord& letter) {
  if (!letter.sealed) {
    auto content = text_of(call.db, letter);
    if (!content) return fail(Outcome::kNotFound, "letter.unknown");
    return std::move(*content);
  }
  const auto* source = source_of(services, letter.document, letter.subject_kind);
  if (!source) return fail(Outcome::kInvalid, "letter.source");
  return source->compose(call, letter.subject_id);
}

files::Body pdf_body(std::string bytes, std::string name) {
  const auto etag = crypto::sha256_hex(bytes);
  return {{}, "application/pdf", std::move(name), etag, std::make_shared<const std::string>(std::move(bytes))};
}

std::string file_name_of(const LetterRecord& letter) {
  auto name = letter.number.empty() ? letter.document : letter.number;
  for (char& c : name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
    if (!is_plain) c = '-';
  }
  return name + ".pdf";
}

}  // namespace netra::letter
