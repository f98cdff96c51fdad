#include "domain/report/additions.hpp"

#include <algorithm>

#include "domain/identity/office_keys.hpp"
#include "domain/report/attorney.hpp"
#include "domain/report/clean.hpp"
#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"
#include "engine/crypto/box.hpp"
#include "engine/files/store.hpp"

namespace netra::report {

namespace {

constexpr std::int64_t kMessagesPerHour = 20;
constexpr std::size_t kMessage = 5000;

NewReport as_report(const Additions& in) {
  return {.place_detail = in.place_detail,
          .date_happened = in.date_happened,
          .date_known = in.date_known,
          .event = in.event,
          .chronology = in.chronology,
          .reporter = in.reporter,
          .reported = in.reported,
          .witnesses = in.witnesses,
          .evidence = in.evidence};
}

Result<Done> take_files(const Services& s, const Additions& in, ReadyAdditions& out,
                        std::optional<std::string>& attorney) {
  auto keep = [&](const std::string& staged, std::string description) -> Result<Done> {
    auto kept = evidence::keep(s.files, {.staged = staged}, std::move(description));
    if (!kept) return fail(std::move(kept.error()));
    out.evidence.push_back(std::move(*kept));
    return Done{};
  };
  auto take = [&](const std::string& staged) -> Result<Done> {
    auto bytes = read_power_of_attorney(s, staged);
    if (!bytes) return fail(std::move(bytes.error()));
    attorney = std::move(*bytes);
    out.read_uploads.push_back(staged);
    return Done{};
  };
  for (const auto& upload : in.files)
    if (auto kept = keep(upload.staged, ""); !kept) return kept;
  for (const auto& item : out.facts.evidence) {
    if (!item.staged) {
      out.evidence.push_back({.description = *item.description});
    } else if (item.kind == "power_of_attorney") {
      if (auto taken = take(*item.staged); !taken) return taken;
    } else if (auto kept = keep(*item.staged, item.description.value_or("")); !kept) {
      return kept;
    }
  }
  if (in.power_of_attorney.empty()) return Done{};
  return take(in.power_of_attorney.front().staged);
}

constexpr std::string_view kAttorney = "power_of_attorney";

void seal_people(ReadyAdditions& out, std::string_view key, const std::optional<std::string>& attorney) {
  if (out.facts.reporter) {
    out.capacity = out.facts.reporter->capacity.value_or("");
    out.is_proxy = out.facts.reporter->proxy;
    out.vault.push_back({"reporter", crypto::seal(key, json::serialize(to_json(*out.facts.reporter)))});
    out.has_identity = true;
  }
  if (!out.facts.witnesses.empty())
    out.vault.push_back({"witnesses", crypto::seal(key, json::serialize(to_json(out.facts.witnesses)))});
  if (attorney) out.vault.push_back({"power_of_attorney", crypto::seal(key, *attorney)});
  out.facts.reporter.reset();
  out.facts.witnesses.clear();
}

bool is_nothing(const ReadyAdditions& r) {
  const auto& f = r.facts;
  return !f.place_detail && !f.date_happened && !f.date_known && !f.event && !f.chronology && f.reported.empty() &&
         r.vault.empty() && r.evidence.empty();
}

std::vector<std::string> filled_now(storage::Reader& db, std::string_view report,
                                    const std::vector<std::string>& more) {
  auto out = filled_of(db, report);
  for (const auto& id : more)
    if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
  return out;
}

std::vector<std::string> asked_fields(storage::Reader& db, std::string_view report) {
  auto rows = db.query(sql::report::open_completion, {report});
  if (rows.empty()) return {};
  return from_json<std::vector<std::string>>(json::parse(rows[0].text(1))).value_or(std::vector<std::string>{});
}

bool has(const std::vector<std::string>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

// The record with the additions; what was told stays.
void merge(ReportRecord& r, const ReadyAdditions& ready, const std::vector<std::string>& asked) {
  const auto& in = ready.facts;
  auto set_date = [&](std::optional<Date>& date, const std::optional<Date>& more, std::string_view id) {
    if (more && (!date || has(asked, id))) date = more;
  };
  set_date(r.date_happened, in.date_happened, "date_happened");
  set_date(r.date_known, in.date_known, "date_known");
  if (in.event && r.event.empty()) r.event = *in.event;
  if (in.place_detail && r.place_detail.empty()) r.place_detail = *in.place_detail;
  if (in.chronology) r.chronology += (r.chronology.empty() ? "" : "\n\n") + *in.chronology;
  if (!ready.capacity.empty()) r.capacity = ready.capacity;
  if (ready.is_proxy) r.is_proxy = *ready.is_proxy;
  r.has_identity = r.has_identity || ready.has_identity;
}

void insert_rows(storage::Writer& db, const By& by, const ReportRecord& r, const ReadyAdditions& ready) {
  auto number = db.integer(sql::report::last_reported_number, {r.id}).value_or(0);
  for (const auto& p : ready.facts.reported)
    db.execute(sql::report::insert_reported,
               {make_id(by.now, by.entropy), r.id, ++number, p.name.value_or(""), p.kind.value_or(""),
                p.position.value_or(""), p.unit.value_or(""), p.address.value_or("")});
  for (const auto& row : ready.vault)
    db.execute(sql::report::insert_vault,
               {make_id(by.now, by.entropy), r.id, row.kind, ready.office, row.sealed, by.now});
  for (const auto& kept : ready.evidence)
    evidence::attach(db, by.now, by.entropy, {"report", r.id}, r.office_id, by.actor, kept);
}

json::object change_of(const ReadyAdditions& ready) {
  json::array files;
  for (const auto& kept : ready.evidence)
    if (!kept.sha256.empty()) files.emplace_back(kept.sha256);
  return {{"filled", to_json(ready.filled)}, {"files", std::move(files)}};
}

Result<Done> store(storage::Writer& db, const By& by, const Services& s, ReportRecord& r, const ReadyAdditions& ready) {
  merge(r, ready, asked_fields(db, r.id));
  if (count_characters(r.chronology) > 20'000)
    return fail_fields("report.fields", {{"/chronology", "field.too_long", "20000"}});
  auto filled = filled_now(db, r.id, ready.filled);
  auto gaps =
      check_completeness(s.rules, r.regime, r.election_id, date_in(by.now, r.zone), r.track, r.is_proxy, filled, "id");
  r.is_complete = r.track == Track::formal && gaps.empty();
  auto rows = db.execute(sql::report::set_facts,
                         {r.id, r.date_happened, r.date_known, r.event, r.chronology, r.place_detail, r.capacity,
                          r.is_proxy, r.has_identity, json::serialize(to_json(filled)), r.is_complete, r.version});
  if (rows != 1) return fail(Outcome::kConflict, "report.changed");
  ++r.version;
  insert_rows(db, by, r, ready);
  forget_uploads(db, by.now, ready.read_uploads);
  refresh_search(db, r.id);
  return Done{};
}

Result<ReportRecord> loaded(storage::Reader& db, std::string_view id) {
  auto record = load(db, id);
  if (!record) return fail(Outcome::kNotFound, "report.unknown");
  return *record;
}

storage::Writer& act(storage::Transaction& tx, const By& by, std::string_view verb, const ReportRecord& r,
                     json::object change) {
  return journal::record(tx, by.now, by.entropy,
                         {by.actor, std::string(verb), {"report", r.id}, r.office_id, std::move(change), {}});
}

}  // namespace

Result<ReadyAdditions> prepare_additions(http::Reading& call, const Services& s, std::string_view report,
                                         const Additions& in) {
  auto record = loaded(call.db, report);
  if (!record) return fail(std::move(record.error()));
  ReadyAdditions out{.report = record->id, .office = record->office_id, .facts = as_report(in)};
  std::vector<FieldError> wrong;
  clean_report(out.facts, wrong);
  const auto today = date_in(call.now, record->zone);
  check_dates(in.date_happened ? in.date_happened : record->date_happened,
              in.date_known ? in.date_known : record->date_known, out.facts.reporter, today, wrong);
  check_capacity(out.facts.reporter, capacities(s.rules, record->regime, record->election_id, today), wrong);
  if (!wrong.empty()) return fail_fields("report.fields", std::move(wrong));
  std::optional<std::string> attorney;
  if (auto files = take_files(s, in, out, attorney); !files) return fail(std::move(files.error()));
  out.filled = filled_fields(out.facts, out.evidence.size(), attorney.has_value());
  auto key = office_public_key(call.db, record->office_id);
  if (!key) return fail(std::move(key.error()));
  seal_people(out, *key, attorney);
  return out;
}

Result<Done> complete(storage::Transaction& tx, const By& by, const Services& s, const ReadyAdditions& ready) {
  auto r = loaded(tx, ready.report);
  if (!r) return fail(std::move(r.error()));
  if (r->stage != Stage::completion && r->stage != Stage::initial_review)
    return fail(Outcome::kConflict, "report.stage");
  if (is_nothing(ready)) return fail(Outcome::kInvalid, "report.nothing_added");
  auto asked = asked_fields(tx, r->id);
  auto& db = act(tx, by, "report.completed", *r, change_of(ready));
  if (auto stored = store(db, by, s, *r, ready); !stored) return stored;
  auto filled = filled_of(db, r->id);
  bool answered = std::all_of(asked.begin(), asked.end(),
                              [&](const std::string& id) { return has(ready.filled, id) || has(filled, id); });
  if (r->stage == Stage::completion && answered) {
    db.execute(sql::report::answer_completions, {r->id, by.now});
    db.execute(sql::report::set_stage, {r->id, Stage::initial_review, r->version});
    clock::end(db, by.entropy, by.now, {"report", r->id}, "completion", by.now);
  }
  refresh_work_item(db, s.clocks, by.now, r->id);
  if (s.moved) s.moved(tx, by.now, by.entropy, r->id);
  return Done{};
}

Result<Done> make_formal(storage::Transaction& tx, const By& by, const Services& s, const ReadyAdditions& ready) {
  auto r = loaded(tx, ready.report);
  if (!r) return fail(std::move(r.error()));
  if (r->track != Track::lead || r->stage != Stage::info_logged) return fail(Outcome::kConflict, "report.stage");
  if (is_nothing(ready)) return fail(Outcome::kInvalid, "report.nothing_added");
  auto preview = *r;
  merge(preview, ready, {});
  auto today = date_in(by.now, r->zone);
  if (!is_entitled(s.rules, r->regime, r->election_id, today, preview.capacity))
    return fail(Outcome::kConflict, "report.not_entitled");
  clock::Place place{r->office_id, r->region_code, r->zone, r->regime, r->election_id};
  if (preview.date_known)
    if (auto left = time_left(tx, s, place, *preview.date_known, by.now); left && left->late)
      return fail(Outcome::kConflict, "report.late");
  auto& db = act(tx, by, "report.made_formal", *r, change_of(ready));
  if (db.execute(sql::report::set_formal, {r->id, by.now, r->version}) != 1)
    return fail(Outcome::kConflict, "report.changed");
  r = loaded(tx, ready.report);
  if (auto stored = store(db, by, s, *r, ready); !stored) return stored;
  clock::end_all(db, by.entropy, by.now, {"report", r->id}, by.now);
  (void)clock::start(db, s.clocks, by.now, by.entropy, {"initial_review", {"report", r->id}, place, by.now});
  refresh_work_item(db, s.clocks, by.now, r->id);
  return Done{};
}

Result<Done> add_evidence(storage::Transaction& tx, const By& by, const Services& s, const ReadyAdditions& ready) {
  auto r = loaded(tx, ready.report);
  if (!r) return fail(std::move(r.error()));
  if (r->stage == Stage::closed_withdrawn || r->stage == Stage::closed_no_action || r->stage == Stage::not_registered)
    return fail(Outcome::kConflict, "report.stage");
  ReadyAdditions only{.report = ready.report, .evidence = ready.evidence, .read_uploads = ready.read_uploads};
  if (!ready.evidence.empty()) only.filled.emplace_back("evidence");
  for (const auto& row : ready.vault)  // a letter may come among the evidence
    if (row.kind == kAttorney) {
      only.vault.push_back(row);
      only.filled.emplace_back(kAttorney);
    }
  if (only.filled.empty()) return fail_fields("report.fields", {{"/files", "field.required", {}}});
  auto& db = act(tx, by, "report.evidence_added", *r, change_of(only));
  if (auto stored = store(db, by, s, *r, only); !stored) return stored;
  refresh_work_item(db, s.clocks, by.now, r->id);
  return Done{};
}

Result<Done> write_message(storage::Transaction& tx, const By& by, std::string_view report, std::string_view text) {
  auto r = loaded(tx, report);
  if (!r) return fail(std::move(r.error()));
  std::string clean(text);
  if (const char* wrong = clean_text(clean, kMessage, Lines::many))
    return fail_fields("report.fields", {{"/text", wrong, "5000"}});
  if (clean.empty()) return fail_fields("report.fields", {{"/text", "field.required", {}}});
  bool from_reporter = by.actor.account == "citizen";
  if (from_reporter) {
    auto recent =
        tx.integer(sql::report::count_messages_from, {r->id, MessageFrom::reporter, by.now - std::chrono::hours(1)});
    if (recent.value_or(0) >= kMessagesPerHour) return fail(Outcome::kTooMany, "report.too_many_messages");
  }
  auto& db = act(tx, by, "report.message", *r, {{"from", from_reporter ? "reporter" : "office"}});
  db.execute(sql::report::insert_message,
             {make_id(by.now, by.entropy), r->id, from_reporter ? MessageFrom::reporter : MessageFrom::office, "", "{}",
              clean, by.actor.office, by.actor.account, by.now});
  return Done{};
}

bool may_withdraw(const Services& s, const ReportRecord& r, Instant now) {
  if (!is_open(r.stage)) return false;
  const auto* rule = s.rules.stage_rule(r.regime, enum_name(r.stage), {date_in(now, r.zone), r.election_id});
  return !rule || rule->value.withdrawal_possible;
}

Result<Done> withdraw(storage::Transaction& tx, const By& by, const Services& s, std::string_view report) {
  auto r = loaded(tx, report);
  if (!r) return fail(std::move(r.error()));
  if (!may_withdraw(s, *r, by.now)) return fail(Outcome::kConflict, "report.stage");
  auto& db = act(tx, by, "report.withdrawn", *r, {{"stage", enum_name(r->stage)}});
  if (db.execute(sql::report::set_stage, {r->id, Stage::closed_withdrawn, r->version}) != 1)
    return fail(Outcome::kConflict, "report.changed");
  clock::end_all(db, by.entropy, by.now, {"report", r->id}, by.now);
  tell_reporter(db, {by.now, by.entropy, {"system", "", r->office_id}, s.clocks}, r->id, "report.notice.withdrawn", {},
                "");
  refresh_work_item(db, s.clocks, by.now, r->id);
  if (s.moved) s.moved(tx, by.now, by.entropy, r->id);
  return Done{};
}

}  // namespace netra::report
