// What pages and JSON show of a letter. Inner header.
#pragma once

#include "domain/evidence/evidence.hpp"
#include "domain/letter/paper.hpp"

namespace netra::letter {

struct Choice {
  std::string value, label;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (value, label))

struct StepView {
  Step step = Step::prepared;
  LocalTime at;
  std::string account, account_name, note, channel;
  std::optional<Date> done_on;
  std::string to_whom;
  std::optional<evidence::ItemView> file;
};
BOOST_DESCRIBE_STRUCT(StepView, (), (step, at, account, account_name, note, channel, done_on, to_whom, file))

// What this reader may do with the letter as it stands now.
struct MayDo {
  bool edit = false, check = false, give_back = false, number = false, set = false, sign_off = false, send = false,
       cancel = false, assign = false, finish = false;
};
BOOST_DESCRIBE_STRUCT(MayDo, (), (edit, check, give_back, number, set, sign_off, send, cancel, assign, finish))

// The number it would get today.
struct NumberView {
  std::string text;   // empty: none can be made
  std::string fault;  // code of the refusal
  std::string basis, source;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(NumberView, (), (text, fault, basis, source, mark))

// One station of an outgoing letter's way.
struct Station {
  State step = State::prepared;
  bool done = false, now = false;
};
BOOST_DESCRIBE_STRUCT(Station, (), (step, done, now))

struct TextVersion {
  std::int64_t version = 0;
  std::string written_by;
  LocalTime written_at;
};
BOOST_DESCRIBE_STRUCT(TextVersion, (), (version, written_by, written_at))

struct LetterView {
  std::string id;
  std::string title;  // number or matter: what the page is called
  Direction direction = Direction::outgoing;
  Origin origin = Origin::typed;
  State state = State::prepared;
  std::int64_t version = 1, text_version = 0;
  bool sealed = false;
  bool awaits_another = false;  // somebody else must check it
  bool numbered_paper = false;  // this kind of paper takes a number from the book
  std::string document, document_name, form;
  procedure::Mark form_mark = procedure::Mark::unverified;
  std::string office, office_name, subject_kind, subject_id, subject_path;
  std::string class_code, class_name, matter, number, their_number, agenda;
  std::vector<std::string> parties, copies;
  std::string nature, attachments;
  std::optional<Date> dated, received_on;
  Date today;
  SignedAs signed_as = SignedAs::chair;
  std::vector<Choice> signed_as_choices;
  std::vector<BlockText> blocks;
  std::string paper_path;    // as it stands, with its mark
  std::string signing_path;  // the numbered paper to sign; empty until it is set
  std::string paper_sha256, signature_kind, signature_sha256;
  std::string code, check_path;
  NumberView next_number;
  std::vector<Station> way;
  std::vector<StepView> steps;
  std::vector<TextVersion> texts;
  MayDo may;
  std::vector<journal::HistoryItem> history;
};
BOOST_DESCRIBE_STRUCT(LetterView, (),
                      (id, title, direction, origin, state, version, text_version, sealed, awaits_another,
                       numbered_paper, document, document_name, form, form_mark, office, office_name, subject_kind,
                       subject_id, subject_path, class_code, class_name, matter, number, their_number, agenda, parties,
                       copies, nature, attachments, dated, received_on, today, signed_as, signed_as_choices, blocks,
                       paper_path, signing_path, paper_sha256, signature_kind, signature_sha256, code, check_path,
                       next_number, way, steps, texts, may, history))

LetterView view_of(const http::Call& call, storage::Reader& db, const Services& services, const LetterRecord& letter);
// After an act: the letter anew; a browser goes to its page.
Result<http::Reply<LetterView>> answer(http::Writing& call, const Services& services, const std::string& id);

// Where a record of this kind has its page; empty when it has none of its own.
std::string path_of_subject(std::string_view kind, std::string_view id);

std::vector<Choice> signed_as_choices();

// Parts of the feature's routes.
void add_write_routes(http::Routes& routes, const Services& services);
void add_flow_routes(http::Routes& routes, const Services& services);
void add_signing_routes(http::Routes& routes, const Services& services);
void add_book_routes(http::Routes& routes, const Services& services);
void add_incoming_routes(http::Routes& routes, const Services& services);
void add_outside_routes(http::Routes& routes, const Services& services);
void add_public_routes(http::Routes& routes, const Services& services);

}  // namespace netra::letter
