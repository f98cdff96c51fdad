#include "domain/letter/record.hpp"

#include <algorithm>

#include "domain/evidence/evidence.hpp"
#include "domain/letter/sql.hpp"
#include "engine/base/text.hpp"

namespace netra::letter {

bool may_read(const Actor& actor, std::string_view office) {
  return actor.may(Right::write_letters, office) || actor.may(Right::sign_letters, office) ||
         actor.may(Right::read_cases, office);
}

bool may_sign(storage::Reader& db, const Actor& actor, std::string_view office) {
  if (actor.may(Right::sign_letters, office)) return true;
  auto known = office::find_office(db, office);
  return known && known->kind != office::Kind::bawaslu && actor.may(Right::write_letters, office);
}

bool may_read_file(http::Reading& call, const evidence::Item& item) {
  auto letter = find(call.db, item.subject_id);
  return letter && may_read(actor_of(call), letter->office_id);
}

std::optional<LetterRecord> find(storage::Reader& db, std::string_view id) {
  return db.one<LetterRecord>(sql::letter::letter, {id});
}

Result<LetterRecord> readable(http::Reading& call) {
  auto letter = find(call.db, call.param("id"));
  if (!letter || !may_read(actor_of(call), letter->office_id)) return fail(Outcome::kNotFound, "letter.unknown");
  return std::move(*letter);
}

Result<LetterRecord> for_act(http::Call& call, storage::Reader& db, Right right, std::int64_t version) {
  const auto& actor = actor_of(call);
  auto letter = find(db, call.param("id"));
  if (!letter || !may_read(actor, letter->office_id)) return fail(Outcome::kNotFound, "letter.unknown");
  const bool may =
      right == Right::sign_letters ? may_sign(db, actor, letter->office_id) : actor.may(right, letter->office_id);
  if (!may) return fail(Outcome::kForbidden, "access.denied");
  if (letter->version != version) return fail(Outcome::kConflict, "letter.changed");
  return std::move(*letter);
}

Result<Done> in_state(const LetterRecord& letter, std::initializer_list<State> states) {
  if (std::ranges::find(states, letter.state) == states.end()) return fail(Outcome::kConflict, "letter.step");
  return Done{};
}

std::optional<Content> text_of(storage::Reader& db, const LetterRecord& letter) {
  auto text = db.text(sql::letter::text_of, {letter.id, letter.text_version});
  if (!text) return std::nullopt;
  return restored(*text);
}

void insert(storage::Writer& db, const std::string& id, const NewLetter& in, const std::string& account, Instant now) {
  const auto words = search_words({in.number, in.their_number, in.agenda, in.matter, in.parties, in.class_code});
  db.execute(sql::letter::insert_letter,
             {id,           in.office, in.direction,    in.origin, in.document,     in.subject.kind, in.subject.id,
              in.election,  in.state,  in.text_version, in.sealed, in.code,         in.class_code,   in.matter,
              in.parties,   in.dated,  in.year,         in.number, in.their_number, in.agenda,       in.received_on,
              in.signed_as, words,     account,         now});
}

void put_text(storage::Writer& db, const std::string& letter, std::int64_t version, const Content& content,
              const std::string& account, Instant now) {
  db.execute(sql::letter::put_text, {letter, version, stored(content), account, now});
}

Result<storage::Writer*> begin(http::Writing& call, const LetterRecord& letter, const Deed& deed) {
  const auto& actor = actor_of(call);
  const auto right = actor.may(deed.right, letter.office_id) ? deed.right : Right::write_letters;
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {actor.as(right, letter.office_id), std::string(deed.verb), letter.subject(),
                                  letter.office_id, deed.change, deed.reason});
  if (writer.execute(sql::letter::touch_letter, {letter.id, letter.version, call.now}) != 1)
    return fail(Outcome::kConflict, "letter.changed");
  return &writer;
}

void put_step(storage::Writer& db, const http::Call& call, std::string_view letter, const StepEntry& e) {
  db.execute(sql::letter::put_step, {make_id(call.now, call.entropy), letter, e.step, call.now, call.principal.id,
                                     e.note, e.channel, e.done_on, e.evidence, e.to_whom});
}

std::vector<FieldError> faults_of(std::initializer_list<Limit> limits) {
  std::vector<FieldError> wrong;
  for (const auto& limit : limits) {
    const bool empty = trim(limit.text).empty();
    if (empty && !limit.may_be_empty) wrong.push_back({std::string(limit.pointer), "field.required", {}});
    if (length_in_characters(limit.text) > limit.most)
      wrong.push_back({std::string(limit.pointer), "field.too_long", std::to_string(limit.most)});
  }
  return wrong;
}

std::string regime_of(const election::Elections& elections, std::string_view election) {
  if (const auto* known = elections.find(election)) return known->regime;
  return elections.all().empty() ? std::string() : elections.all().front().regime;
}

std::string document_name(const Rules& letters, const procedure::Rules& rules, const election::Elections& elections,
                          const LetterRecord& letter, std::string_view language) {
  if (const auto* free = letters.typed(letter.document)) return free->label.in(language);
  const auto* form = rules.document(regime_of(elections, letter.election_id), letter.document);
  return form ? form->label.in(language) : letter.document;
}

Date today_of(storage::Reader& db, const http::Call& call, std::string_view office) {
  return date_in(call.now, office::zone_of(db, office));
}

std::string number_of(storage::Reader& db, std::string_view letter) {
  auto found = find(db, letter);
  return found ? found->number : std::string();
}

std::vector<LetterLine> letters_of(storage::Reader& db, const procedure::Rules& rules, const Actor& actor,
                                   const journal::Subject& subject, std::string_view language) {
  std::vector<LetterLine> out;
  for (const auto& l : db.all<LetterRecord>(sql::letter::letters_of_subject, {subject.kind, subject.id})) {
    if (!may_read(actor, l.office_id)) continue;
    std::string name;  // of a typed one: only letter::Rules know it, and its matter says enough
    for (const auto& document : rules.documents)
      if (document.id == l.document) name = document.label.in(language);
    out.push_back({l.id, l.document, name, l.matter, l.number, l.state, l.dated, office::name_of(db, l.office_id),
                   "/letters/" + l.id});
  }
  return out;
}

}  // namespace netra::letter
