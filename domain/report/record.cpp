#include "domain/report/record.hpp"

#include <algorithm>
#include <cctype>

#include "domain/office/office.hpp"
#include "domain/office/worklist.hpp"
#include "domain/region/region.hpp"
#include "domain/report/sql.hpp"
#include "engine/base/text.hpp"
#include "engine/storage/search.hpp"

namespace netra::report {

std::string reference_of(std::string_view id) {
  std::string tail(id.substr(id.size() > 6 ? id.size() - 6 : 0));
  std::transform(tail.begin(), tail.end(), tail.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return "L-" + tail;
}

std::vector<std::string> filled_of(storage::Reader& db, std::string_view report) {
  auto list = json::parse(db.text(sql::report::filled_of, {report}).value_or("[]"));
  return from_json<std::vector<std::string>>(list).value_or(std::vector<std::string>{});
}

// What the report is about, in one line of a list.
std::string headline_of(const ReportRecord& r) {
  constexpr std::size_t kMost = 90;
  std::string_view text = r.event.empty() ? r.chronology : r.event;
  text = text.substr(0, text.find('\n'));
  auto head = first_characters(text, kMost);
  return head.size() == text.size() ? std::string(head) : std::string(trim(head)) + "…";
}

void put_work_item(storage::Writer& db, Instant now, const ReportRecord& r, std::string_view place_name,
                   const std::vector<clock::ClockView>& clocks) {
  office::WorkItem item{.kind = r.track == Track::formal ? office::ItemKind::report : office::ItemKind::lead,
                        .id = r.id,
                        .office = r.office_id,
                        .number = reference_of(r.id),
                        .title = headline_of(r),
                        .stage = std::string(enum_name(r.stage)),
                        .election = r.election_id,
                        .place = r.region_code,
                        .place_name = std::string(place_name),
                        .received_at = r.received_at_ms,
                        .updated_at = now,
                        .is_open = is_open(r.stage)};
  clock::date_item(item, clocks);
  office::put_item(db, item);
}

void refresh_work_item(storage::Writer& db, const clock::Services& clocks, Instant now, std::string_view report) {
  auto record = load(db, report);
  if (!record) return;
  // A report that turned into a lead (or back) has its row under the other kind.
  office::remove_item(db, record->track == Track::formal ? office::ItemKind::lead : office::ItemKind::report, report);
  put_work_item(db, now, *record, region::path_of(db, record->region_code),
                clock::clocks_of(db, clocks, {"report", record->id}, now, "id"));
}

std::string search_text(std::string_view event, std::string_view chronology, std::string_view place_name,
                        const std::vector<ReportedIn>& reported) {
  std::string text(event);
  auto add = [&text](std::string_view more) {
    if (more.empty()) return;
    text.push_back('\n');
    text.append(more);
  };
  add(chronology);
  add(place_name);
  for (const auto& r : reported)
    for (const auto* part : {&r.name, &r.position, &r.unit})
      if (*part) add(**part);
  return text;
}

void refresh_search(storage::Writer& db, std::string_view report) {
  auto record = load(db, report);
  if (!record) return;
  std::vector<ReportedIn> reported;
  for (const auto& r : reported_of(db, report)) reported.push_back({r.name, {}, r.position, r.unit, {}});
  search::index(
      db, {.kind = "report",
           .id = record->id,
           .scope = record->office_id,
           .shared = offices_above(db, record->office_id),
           .at = record->received_at_ms,
           .text = search_text(record->event, record->chronology, region::path_of(db, record->region_code), reported)});
}

}  // namespace netra::report
