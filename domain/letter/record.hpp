// A letter as it stands in the database, and the steps of its way. Inner header.
//
// Threads: as the reader or transaction.
#pragma once

#include "domain/letter/content.hpp"
#include "domain/letter/number.hpp"

namespace netra::letter {

enum class Origin { composed, typed, outside, received };
BOOST_DESCRIBE_ENUM(Origin, composed, typed, outside, received)

enum class Step {
  prepared,
  checked,
  returned,
  numbered,
  set,  // the paper that is signed
  signed_off,
  sent,
  cancelled,
  recorded,  // numbered outside
  received,
  assigned,  // disposition
  done,
};
BOOST_DESCRIBE_ENUM(Step, prepared, checked, returned, numbered, set, signed_off, sent, cancelled, recorded, received,
                    assigned, done)

struct LetterRecord {
  std::string id, office_id;
  Direction direction = Direction::outgoing;
  Origin origin = Origin::typed;
  std::string document, subject_kind, subject_id, election_id;
  State state = State::prepared;
  std::int64_t version = 1, text_version = 0;
  bool sealed = false;
  std::string code, class_code, matter, parties;
  std::optional<Date> dated;
  std::int64_t year = 0;
  std::string number, their_number, agenda;
  std::optional<Date> received_on;
  SignedAs signed_as = SignedAs::chair;
  std::string paper_sha256, signature_kind, signature_sha256, written_by, created_by;
  Instant created_at, updated_at;

  journal::Subject subject() const { return {std::string(kSubjectKind), id}; }
};
BOOST_DESCRIBE_STRUCT(LetterRecord, (),
                      (id, office_id, direction, origin, document, subject_kind, subject_id, election_id, state,
                       version, text_version, sealed, code, class_code, matter, parties, dated, year, number,
                       their_number, agenda, received_on, signed_as, paper_sha256, signature_kind, signature_sha256,
                       written_by, created_by, created_at, updated_at))

std::optional<LetterRecord> find(storage::Reader& db, std::string_view id);
// The letter of the route's {id}, for whoever may read it. Errors: letter.unknown, the same for both.
Result<LetterRecord> readable(http::Reading& call);
// The letter of the route's {id}, for whoever holds the right in its office and has seen its newest version.
// Errors: letter.unknown, access.denied, letter.changed
Result<LetterRecord> for_act(http::Call& call, storage::Reader& db, Right right, std::int64_t version);
// letter.step unless the letter stands in one of these.
Result<Done> in_state(const LetterRecord& letter, std::initializer_list<State> states);

// Its newest text. A sealed letter has none here.
std::optional<Content> text_of(storage::Reader& db, const LetterRecord& letter);

struct NewLetter {
  std::string office;
  Direction direction = Direction::outgoing;
  Origin origin = Origin::typed;
  State state = State::prepared;
  std::string document;
  journal::Subject subject;
  std::string election, class_code, matter, parties, number, their_number, agenda;
  std::optional<Date> dated, received_on;
  std::int64_t year = 0;
  SignedAs signed_as = SignedAs::chair;
  bool sealed = false;
  std::int64_t text_version = 0;
  std::string code;
};
void insert(storage::Writer& db, const std::string& id, const NewLetter& in, const std::string& account, Instant now);
void put_text(storage::Writer& db, const std::string& letter, std::int64_t version, const Content& content,
              const std::string& account, Instant now);

// What an act says of a letter, the journal entry and the next version of the record in one. The writer is for its
// effects. Errors: letter.changed (somebody was quicker)
struct Deed {
  Right right = Right::write_letters;
  std::string_view verb;
  json::object change = {};
  std::string reason = {};
};
Result<storage::Writer*> begin(http::Writing& call, const LetterRecord& letter, const Deed& deed);

struct StepEntry {
  Step step = Step::prepared;
  std::string note, channel;
  std::optional<Date> done_on;
  std::string evidence, to_whom;
};
void put_step(storage::Writer& db, const http::Call& call, std::string_view letter, const StepEntry& entry);

// The first of the texts a form brought that is wrong with its place. Codes field.required, field.too_long.
struct Limit {
  std::string_view pointer;
  const std::string& text;
  std::size_t most;
  bool may_be_empty = false;
};
std::vector<FieldError> faults_of(std::initializer_list<Limit> limits);

// What people call a paper; its own name or that of the forms table.
std::string document_name(const Rules& letters, const procedure::Rules& rules, const election::Elections& elections,
                          const LetterRecord& letter, std::string_view language);
std::string regime_of(const election::Elections& elections, std::string_view election);
Date today_of(storage::Reader& db, const http::Call& call, std::string_view office);

}  // namespace netra::letter
