#include "domain/recommendation/record.hpp"

#include "domain/identity/actor.hpp"
#include "domain/recommendation/sql.hpp"

namespace netra::recommendation {

const ReceiverRow* File::receiver(std::string_view id) const {
  for (const auto& one : receivers)
    if (one.id == id) return &one;
  return nullptr;
}

const PersonRow* File::person(std::string_view id) const {
  for (const auto& one : persons)
    if (one.id == id) return &one;
  return nullptr;
}

bool File::is_addressed(std::string_view receiver, std::string_view person) const {
  return std::any_of(addressed.begin(), addressed.end(),
                     [&](const auto& one) { return one.receiver_id == receiver && one.person_id == person; });
}

std::vector<const PersonRow*> File::persons_of(std::string_view receiver) const {
  std::vector<const PersonRow*> out;
  for (const auto& one : persons)
    if (is_addressed(receiver, one.id)) out.push_back(&one);
  return out;
}

const DecisionRow* File::decision_on(std::string_view person) const {
  const DecisionRow* found = nullptr;
  for (const auto& one : decisions)
    if (one.person_id == person && one.check_state != Check::returned) found = &one;
  return found;
}

const DecisionRow* File::decision(std::string_view id) const {
  for (const auto& one : decisions)
    if (one.id == id) return &one;
  return nullptr;
}

bool File::owes(const ReceiverRow& receiver) const {
  if (receiver.ended_at_ms || receiver.state == Stand::waiting) return false;
  if (receiver.task == Task::verify)
    return std::none_of(receivers.begin(), receivers.end(),
                        [&](const auto& next) { return next.from_receiver == receiver.id; });
  for (const auto* person : persons_of(receiver.id))
    if (!decision_on(person->id)) return true;
  return false;
}

std::optional<File> load(storage::Reader& db, std::string_view id) {
  auto r = db.one<Record>(sql::recommendation::recommendation_by_id, {id});
  if (!r) return std::nullopt;
  return File{std::move(*r),
              db.all<ReceiverRow>(sql::recommendation::receivers_of, {id}),
              db.all<PersonRow>(sql::recommendation::persons_of, {id}),
              db.all<AddressedRow>(sql::recommendation::addressed_of, {id}),
              db.all<StepRow>(sql::recommendation::steps_of, {id}),
              db.all<DecisionRow>(sql::recommendation::decisions_of, {id}),
              db.all<ReminderRow>(sql::recommendation::reminders_of, {id})};
}

procedure::When when_of(const Record& r) { return {r.incident_on, r.election_id}; }

std::string regime_of(const Services& s, const Record& r) {
  return finding::regime_of(s.base.elections, r.election_id);
}

clock::Place place_of(const Services& s, const Record& r) {
  return {r.office_id, r.region_code, r.zone, regime_of(s, r), r.election_id};
}

std::string receiver_label(const Services& s, std::string_view receiver, std::string_view language) {
  const auto* known = s.base.rules.participant(receiver);
  return known ? known->label.in(language) : std::string(receiver);
}

std::vector<PersonFact> facts_of(storage::Reader& db, std::string_view recommendation) {
  return db.all<PersonFact>(sql::recommendation::facts_of, {recommendation});
}

std::vector<std::string> ids_after(storage::Reader& db, std::string_view after, int limit) {
  std::vector<std::string> out;
  for (const auto& row : db.query(sql::recommendation::ids_after, {after, limit})) out.push_back(row.text(0));
  return out;
}

// ---- who may read ----

Result<Done> may_read(storage::Reader& db, const Actor& actor, std::string_view id) {
  auto r = db.one<Record>(sql::recommendation::recommendation_by_id, {id});
  if (r && (actor.may(Right::recommend, r->office_id) || actor.may(Right::read_cases, r->office_id))) return Done{};
  return fail(netra::Outcome::kNotFound, "recommendation.unknown");
}

bool may_read_file(http::Reading& call, const evidence::Item& item) {
  return may_read(call.db, actor_of(call), item.subject_id).has_value();
}

bool may_read_exchanged_file(http::Reading& call, const evidence::Item& item) {
  const auto receiver = call.db.one<ReceiverRow>(sql::recommendation::receiver_by_id, {item.subject_id});
  if (!receiver) return false;
  const auto& actor = actor_of(call);
  if (may_read(call.db, actor, receiver->recommendation_id)) return true;
  return receiver->state != Stand::waiting && receiver->office_id &&
         actor.may(Right::answer_recommendation, *receiver->office_id);
}

// ---- acting ----

Result<File> for_act(const http::Writing& call, std::int64_t version) {
  const auto id = call.param("id");
  const auto& actor = actor_of(call);
  if (auto may = may_read(call.tx, actor, id); !may) return fail(std::move(may.error()));
  auto file = load(call.tx, id);
  if (!actor.may(Right::recommend, file->r.office_id)) return fail(netra::Outcome::kForbidden, "access.denied");
  if (file->r.version != version) return fail(netra::Outcome::kConflict, "recommendation.changed");
  if (file->r.is_closed()) return fail(netra::Outcome::kConflict, "recommendation.closed");
  return std::move(*file);
}

By by_office(const http::Writing& call, const Record& r) {
  return {actor_of(call).as(Right::recommend, r.office_id), false};
}

Result<storage::Writer*> begin(http::Writing& call, const Record& r, const By& by, std::string_view verb,
                               json::object change, std::string_view reason, std::optional<std::int64_t> version) {
  auto& writer =
      journal::record(call.tx, call.now, call.entropy,
                      {by.actor, std::string(verb), r.subject(), r.office_id, std::move(change), std::string(reason)});
  const auto touched = version ? writer.execute(sql::recommendation::touch, {r.id, *version})
                               : writer.execute(sql::recommendation::touch_any, {r.id});
  if (touched != 1) return fail(netra::Outcome::kConflict, "recommendation.changed");
  return &writer;
}

namespace {

std::optional<std::string> or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::string add_step(http::Writing& call, storage::Writer& writer, const File& f, const By& by, const Step& step) {
  auto id = make_id(call.now, call.entropy);
  // What an institution says of itself is checked first; that it has the letter, it knows best.
  const auto check = by.filed && step.kind != StepKind::received ? Check::open : Check::none;
  writer.execute(sql::recommendation::insert_step,
                 {id, f.r.id, or_none(step.receiver), or_none(step.person), step.kind, step.at, step.number,
                  step.channel, step.text, step.evidence, by.filed, check, call.now, by.actor.account});
  return id;
}

void set_times(storage::Writer& writer, const ReceiverRow& r) {
  writer.execute(sql::recommendation::set_receiver_times,
                 {r.id, r.state, r.sent_at_ms, r.received_at_ms, r.answered_at_ms, r.decided_at_ms, r.ended_at_ms});
}

// ---- who has it now ----

bool waits_for_check(const File& f) {
  return std::any_of(f.steps.begin(), f.steps.end(), [](const auto& s) { return s.check_state == Check::open; }) ||
         std::any_of(f.decisions.begin(), f.decisions.end(),
                     [](const auto& d) { return d.check_state == Check::open; });
}

Ball ball_of(storage::Reader& db, const File& f) {
  const auto own = [&](std::optional<Instant> since) {
    return Ball{f.r.office_id, office::name_of(db, f.r.office_id), since, nullptr};
  };
  if (f.r.is_closed()) return own(f.r.closed_at_ms);
  if (waits_for_check(f)) return own(f.r.state_since_ms);
  const ReceiverRow* oldest = nullptr;
  for (const auto& one : f.receivers)
    if (f.owes(one) && (!oldest || one.sent_at_ms < oldest->sent_at_ms)) oldest = &one;
  if (!oldest) return own(f.r.state_since_ms);
  return {oldest->office_id.value_or(f.r.office_id), oldest->name, oldest->sent_at_ms, oldest};
}

std::optional<std::int64_t> days_waiting(const Record& r, const ReceiverRow& receiver, Instant now) {
  if (!receiver.sent_at_ms) return std::nullopt;
  const auto until = receiver.answered_at_ms.value_or(receiver.ended_at_ms.value_or(now));
  return days_between(date_in(*receiver.sent_at_ms, r.zone), date_in(until, r.zone));
}

// ---- files ----

Result<std::vector<evidence::Kept>> keep_files(const Services& s, const std::vector<http::Upload>& uploads,
                                               std::string_view description) {
  constexpr std::size_t kFiles = 10;
  if (uploads.size() > kFiles) return fail_fields("recommendation.incomplete", {{"/files", "field.too_long", {}}});
  std::vector<evidence::Kept> out;
  for (const auto& upload : uploads) {
    auto kept = evidence::keep(s.base.files, upload, std::string(description));
    if (!kept) return fail(std::move(kept.error()));
    kept->filename = upload.filename;
    out.push_back(std::move(*kept));
  }
  return out;
}

std::optional<std::string> attach_files(http::Writing& call, storage::Writer& writer, const Record& r,
                                        const journal::Subject& subject, const By& by,
                                        const std::vector<evidence::Kept>& files) {
  std::optional<std::string> first;
  for (const auto& file : files) {
    auto item = evidence::attach(writer, call.now, call.entropy, subject, r.office_id, by.actor, file);
    if (!first) first = item.id;
  }
  return first;
}

}  // namespace netra::recommendation
