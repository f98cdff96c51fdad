#include "domain/report/status.hpp"

#include <algorithm>

#include "domain/office/office.hpp"
#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"

namespace netra::report {

namespace {

std::vector<std::string> ids_in(const std::string& text) {
  return from_json<std::vector<std::string>>(json::parse(text)).value_or(std::vector<std::string>{});
}

json::object object_in(const std::string& text) {
  boost::system::error_code broken;
  auto tree = json::parse(text, broken);
  return broken || !tree.is_object() ? json::object() : tree.get_object();
}

std::string stage_name(const Services& s, const ReportRecord& r, std::string_view language) {
  const auto* stage = s.rules.stage(r.regime, enum_name(r.stage));
  return stage ? stage->label.in(language) : std::string(enum_name(r.stage));
}

GapView describe(const Services& s, const ReportRecord& r, const std::string& id, std::string_view language) {
  for (const auto& [requirement, rule] :
       s.rules.requirements(r.regime, "report", {date_in(r.received_at_ms, r.zone), r.election_id}))
    if (requirement->id == id)
      return {id,
              requirement->label.in(language),
              rule->value.kind,
              "report.gap." + id,
              rule->origin.basis,
              rule->origin.mark};
  return {.field = id, .label = id, .explain = "report.gap.other"};
}

bool may_make_formal(const ReportRecord& r) { return r.track == Track::lead && r.stage == Stage::info_logged; }

// Of the case that came of a report the holder sees the limits that the law sets for its handling; the others would
// tell of inner steps before anybody is told of them.
bool is_for_holder(const clock::ClockView& clock) { return clock.rule == "handling" || clock.rule == "extension"; }

// The case's own number stays inside.
void take_over(clock::ClockView& clock, const ReportRecord& record) {
  clock.subject_kind = "report";
  clock.subject_id = record.id;
  open_to_holder(clock);
}

void add_clocks_of_case(storage::Reader& db, const Services& s, const ReportRecord& record, Instant now,
                        std::string_view language, std::vector<clock::ClockView>& clocks) {
  if (record.case_id.empty()) return;
  auto more = clock::clocks_of(db, s.clocks, {"case", record.case_id}, now, language);
  std::erase_if(more, [](const clock::ClockView& c) { return !is_for_holder(c); });
  clocks.insert(clocks.begin(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// What the form for more asks: what the office asked for, else what the law misses, else (a lead) all that a formal
// report needs.
std::vector<std::string> to_ask(const Services& s, const ReportRecord& r, const StatusView& view,
                                const std::vector<std::string>& filled, std::string_view language) {
  std::vector<std::string> out;
  if (view.completion)
    for (const auto& gap : view.completion->fields) out.push_back(gap.field);
  auto gaps = check_completeness(s.rules, r.regime, r.election_id, date_in(r.received_at_ms, r.zone), Track::formal,
                                 r.is_proxy, filled, language);
  for (const auto& gap : gaps)
    if (std::find(out.begin(), out.end(), gap.field) == out.end()) out.push_back(gap.field);
  return out;
}

}  // namespace

void open_to_holder(clock::ClockView& clock) { clock.url = "/status/clocks/" + clock.id; }

Result<clock::SumView> sum_for_holder(storage::Reader& db, const Services& s, const ReportRecord& record,
                                      std::string_view clock, Instant now, std::string_view language) {
  auto received = [&](storage::Reader&, const clock::Subject&, std::string_view event) {
    return event == "submitted" ? std::optional(record.received_at_ms) : std::nullopt;
  };
  auto sum = clock::sum_of(db, s.clocks, received, {"report", record.id}, clock, now, language);
  if (!sum && !record.case_id.empty()) {
    sum = clock::sum_of(db, s.clocks, received, {"case", record.case_id}, clock, now, language);
    if (sum && !is_for_holder(sum->clock)) return fail(Outcome::kNotFound, "clock.unknown");
  }
  if (!sum) return sum;
  take_over(sum->clock, record);
  return sum;
}

std::vector<MessageView> messages_of(storage::Reader& db, const ReportRecord& record) {
  std::vector<MessageView> out;
  for (const auto& row : db.query(sql::report::messages_of, {record.id}))
    out.push_back({.from = parse_enum<MessageFrom>(row.text(1)).value_or(MessageFrom::system),
                   .notice = row.text(2),
                   .params = object_in(row.text(3)),
                   .text = row.text(4),
                   .at = {row.instant(5), record.zone}});
  return out;
}

std::optional<CompletionView> open_completion(storage::Reader& db, const Services& s, const ReportRecord& record,
                                              Instant now, std::string_view language) {
  auto rows = db.query(sql::report::open_completion, {record.id});
  if (rows.empty()) return std::nullopt;
  auto filled = filled_of(db, record.id);
  CompletionView out{.asked_at = {rows[0].instant(3), record.zone}, .note = rows[0].text(2)};
  for (const auto& id : ids_in(rows[0].text(1))) out.fields.push_back(describe(s, record, id, language));
  for (auto& c : clock::clocks_of(db, s.clocks, {"report", record.id}, now, language))
    if (c.rule == "completion" && c.state != clock::ClockState::ended) out.clock = std::move(c);
  return out;
}

bool is_without_limit(const ReportRecord& record, const std::vector<clock::ClockView>& clocks) {
  return record.stage == Stage::initial_review &&
         std::all_of(clocks.begin(), clocks.end(),
                     [](const clock::ClockView& c) { return c.state == clock::ClockState::ended; });
}

StatusView status_of(storage::Reader& db, const Services& s, const ReportRecord& record, Instant now,
                     std::string_view language) {
  auto receipt = receipt_again(db, s, record, "", now, language);
  auto office = office::find_office(db, record.office_id);
  StatusView out{.reference = reference_of(record.id),
                 .received_at = receipt.received_at,
                 .office = receipt.office,
                 .office_phone = office ? office->phone : "",
                 .place = receipt.place,
                 .track = record.track,
                 .asked_track = record.asked_track,
                 .downgrade = record.downgrade,
                 .stage = record.stage,
                 .stage_name = stage_name(s, record, language),
                 .event = record.event,
                 .case_number = db.text(sql::report::case_number_of, {record.id}).value_or(""),
                 .complete = receipt.complete,
                 .missing = std::move(receipt.missing),
                 .clocks = std::move(receipt.due),
                 .appear = record.stage == Stage::initial_review || record.stage == Stage::completion
                               ? std::move(receipt.appear)
                               : std::nullopt,
                 .completion = open_completion(db, s, record, now, language),
                 .messages = messages_of(db, record),
                 .files = std::move(receipt.files),
                 .attorney = attorney_of(db, s, record),
                 .can_withdraw = may_withdraw(s, record, now),
                 .can_make_formal = may_make_formal(record),
                 .can_add = is_open(record.stage) || record.stage == Stage::registered};
  out.is_without_limit = is_without_limit(record, out.clocks);
  add_clocks_of_case(db, s, record, now, language, out.clocks);
  for (auto& c : out.clocks) take_over(c, record);
  if (out.completion && out.completion->clock) open_to_holder(*out.completion->clock);
  auto filled = filled_of(db, record.id);
  if (out.completion || out.can_make_formal || (record.track == Track::formal && is_open(record.stage)))
    out.ask = to_ask(s, record, out, filled, language);
  return out;
}

}  // namespace netra::report
