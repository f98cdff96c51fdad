// The unit of work that takes a report in: few statements, nothing slow.
#include "domain/office/worklist.hpp"
#include "domain/report/attorney.hpp"
#include "domain/report/intake.hpp"
#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"
#include "engine/crypto/code.hpp"
#include "engine/crypto/hash.hpp"
#include "engine/storage/search.hpp"

namespace netra::report {

namespace {

json::array ids_of(const std::vector<GapView>& gaps) {
  json::array out;
  for (const auto& gap : gaps) out.emplace_back(gap.field);
  return out;
}

Stage first_stage(Track track) { return track == Track::formal ? Stage::initial_review : Stage::info_logged; }

journal::Act act_of(const Filing& f) {
  json::object change{{"track", enum_name(f.track)},
                      {"asked_track", enum_name(f.facts.track)},
                      {"downgrade", enum_name(f.downgrade)},
                      {"channel", enum_name(f.channel)},
                      {"place", *f.facts.place},
                      {"election", *f.facts.election},
                      {"missing", ids_of(f.gaps)}};
  json::array files;
  for (const auto& kept : f.evidence)
    if (!kept.sha256.empty()) files.emplace_back(kept.sha256);
  change.emplace("files", std::move(files));
  // The act has the time of entering; this is the one that counts.
  if (f.received_at) change.emplace("received_at", format_local({*f.received_at, f.zone}));
  return {f.actor, "report.filed", {"report", f.id}, f.office_id, std::move(change), f.received_reason};
}

void insert_record(storage::Writer& db, Instant now, const Filing& f) {
  const auto& in = f.facts;
  db.execute(sql::report::insert_report, {f.id,
                                          f.code_hash,
                                          f.office_id,
                                          *in.place,
                                          in.place_detail.value_or(""),
                                          f.zone,
                                          *in.election,
                                          f.regime,
                                          f.track,
                                          in.track,
                                          f.downgrade,
                                          first_stage(f.track),
                                          f.channel,
                                          now,
                                          in.date_happened,
                                          in.date_known,
                                          in.event.value_or(""),
                                          in.chronology.value_or(""),
                                          f.capacity,
                                          f.is_proxy,
                                          f.has_identity,
                                          json::serialize(to_json(f.filled)),
                                          f.track == Track::formal && f.gaps.empty(),
                                          f.taken_in_by,
                                          f.track == Track::formal ? std::optional<Instant>(now) : std::nullopt});
}

void insert_rows(storage::Writer& db, Instant now, Entropy& entropy, const Filing& f) {
  int number = 0;
  for (const auto& r : f.facts.reported)
    db.execute(sql::report::insert_reported,
               {make_id(now, entropy), f.id, ++number, r.name.value_or(""), r.kind.value_or(""),
                r.position.value_or(""), r.unit.value_or(""), r.address.value_or("")});
  for (const auto& row : f.vault)
    db.execute(sql::report::insert_vault, {make_id(now, entropy), f.id, row.kind, f.office_id, row.sealed, now});
  for (const auto& kept : f.evidence) evidence::attach(db, now, entropy, {"report", f.id}, f.office_id, f.actor, kept);
}

std::vector<clock::ClockView> start_clock(storage::Writer& db, Instant now, Entropy& entropy, const Services& s,
                                          const Filing& f, std::string_view language) {
  clock::Place place{f.office_id, *f.facts.place, f.zone, f.regime, *f.facts.election};
  auto started = clock::start_shown(
      db, s.clocks, now, entropy,
      {f.track == Track::formal ? "initial_review" : "tracing", {"report", f.id}, place, f.received_at.value_or(now)},
      language);
  // A rule that does not exist on this day leaves the report without a clock; it must not refuse the report.
  if (!started) return {};
  return {std::move(*started)};
}

Receipt receipt_of(Instant now, const Filing& f, std::vector<clock::ClockView> due) {
  Receipt out{.code = f.code,
              .id = f.id,
              .received_at = {f.received_at.value_or(now), f.zone},
              .office = f.office_name,
              .office_id = f.office_id,
              .place = f.place_name,
              .track = f.track,
              .asked_track = f.facts.track,
              .downgrade = f.downgrade,
              .complete = f.gaps.empty(),
              .missing = f.gaps,
              .due = std::move(due),
              .appear = f.appear};
  std::int64_t number = 0;
  for (const auto& kept : f.evidence)
    out.files.push_back({++number, kept.filename, kept.description, kept.sha256, kept.size});
  return out;
}

}  // namespace

Result<Receipt> file(storage::Transaction& tx, Instant now, Entropy& entropy, const Services& s, const Filing& filing,
                     std::string_view language) {
  auto& db = journal::record(tx, now, entropy, act_of(filing));
  const Instant received = filing.received_at.value_or(now);
  insert_record(db, received, filing);
  insert_rows(db, now, entropy, filing);
  forget_uploads(db, now, filing.read_uploads);
  if (!filing.draft_hash.empty()) db.execute(sql::report::delete_draft, {filing.draft_hash});
  auto receipt = receipt_of(now, filing, start_clock(db, now, entropy, s, filing, language));
  ReportRecord row{.id = filing.id,
                   .office_id = filing.office_id,
                   .region_code = *filing.facts.place,
                   .election_id = *filing.facts.election,
                   .track = filing.track,
                   .stage = first_stage(filing.track),
                   .received_at_ms = received,
                   .event = filing.facts.event.value_or(""),
                   .chronology = filing.facts.chronology.value_or("")};
  put_work_item(db, now, row, filing.place_name, receipt.due);
  search::index(db, {.kind = "report",
                     .id = filing.id,
                     .scope = filing.office_id,
                     .shared = filing.offices_above,
                     .at = received,
                     .text = {},
                     .stems = filing.stems,
                     .is_new = true});
  return receipt;
}

std::string hash_of_code(std::string_view normalised_code) {
  return crypto::sha256_hex("netra report code\n" + std::string(normalised_code));
}

Result<std::string> report_by_code(storage::Reader& db, std::string_view typed_code) {
  auto code = crypto::normalise_code(typed_code);
  if (code)
    if (auto id = db.text(sql::report::report_id_by_code, {hash_of_code(*code)})) return *id;
  return fail(Outcome::kNotFound, "report.code_unknown");
}

}  // namespace netra::report
