#include "domain/report/duplicates.hpp"

#include <algorithm>
#include <map>

#include "domain/region/region.hpp"
#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"
#include "engine/storage/search.hpp"

namespace netra::report {

namespace {

constexpr std::chrono::days kWindow{14};
constexpr std::size_t kBeginning = 800;  // bytes of the chronology that are compared
constexpr double kAlike = 0.3;
constexpr std::size_t kShown = 10;

std::vector<std::string> words_of(std::string_view event, std::string_view chronology) {
  return search::stems(std::string(event) + "\n" + std::string(chronology.substr(0, kBeginning)));
}

std::map<std::string, LinkKind> links_of(storage::Reader& db, std::string_view id) {
  std::map<std::string, LinkKind> out;
  for (const auto& row : db.query(sql::report::links_of, {id}))
    out[row.text(0) == id ? row.text(1) : row.text(0)] =
        parse_enum<LinkKind>(row.text(2)).value_or(LinkKind::same_event);
  return out;
}

std::pair<std::string, std::string> ordered(std::string_view a, std::string_view b) {
  return a < b ? std::pair{std::string(a), std::string(b)} : std::pair{std::string(b), std::string(a)};
}

Result<storage::Writer*> act(storage::Transaction& tx, const By& by, std::string_view verb, std::string_view id,
                             std::string_view other, json::object change) {
  if (id == other) return fail(Outcome::kInvalid, "report.same");
  auto record = load(tx, id);
  if (!record || !load(tx, other)) return fail(Outcome::kNotFound, "report.unknown");
  change.emplace("other", other);
  return &journal::record(
      tx, by.now, by.entropy,
      {by.actor, std::string(verb), {"report", record->id}, record->office_id, std::move(change), {}});
}

}  // namespace

double likeness(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return 0;
  std::vector<std::string> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return static_cast<double>(common.size()) / static_cast<double>(a.size() + b.size() - common.size());
}

std::vector<NearView> near_duplicates(storage::Reader& db, const ReportRecord& record,
                                      const std::vector<std::string>& offices) {
  auto links = links_of(db, record.id);
  auto words = words_of(record.event, record.chronology);
  std::vector<NearView> out;
  auto rows = db.query(sql::report::candidates_for_duplicates,
                       {record.region_code, record.received_at_ms - kWindow, record.received_at_ms + kWindow, record.id,
                        region::ancestor_of(record.region_code, region::Level::district)});
  for (const auto& row : rows) {
    if (std::find(offices.begin(), offices.end(), row.text(1)) == offices.end()) continue;
    auto share = likeness(words, words_of(row.text(4), row.text(5)));
    auto link = links.find(row.text(0));
    if (share < kAlike && link == links.end()) continue;
    NearView near{.id = row.text(0),
                  .reference = reference_of(row.text(0)),
                  .received_at = {row.instant(2), record.zone},
                  .event = row.text(4),
                  .likeness = static_cast<std::int64_t>(share * 100)};
    if (link != links.end()) near.link = link->second;
    out.push_back(std::move(near));
  }
  std::stable_sort(out.begin(), out.end(), [](const NearView& a, const NearView& b) {
    bool a_linked = a.link == LinkKind::same_event, b_linked = b.link == LinkKind::same_event;
    return a_linked != b_linked ? a_linked : a.likeness > b.likeness;
  });
  if (out.size() > kShown) out.resize(kShown);
  return out;
}

Result<Done> link(storage::Transaction& tx, const By& by, std::string_view report, std::string_view other,
                  LinkKind kind) {
  auto db = act(tx, by, "report.linked", report, other, {{"kind", enum_name(kind)}});
  if (!db) return fail(std::move(db.error()));
  auto [first, second] = ordered(report, other);
  (*db)->execute(sql::report::insert_link, {first, second, kind, by.actor.account, by.now});
  return Done{};
}

Result<Done> unlink(storage::Transaction& tx, const By& by, std::string_view report, std::string_view other) {
  auto db = act(tx, by, "report.unlinked", report, other, {});
  if (!db) return fail(std::move(db.error()));
  auto [first, second] = ordered(report, other);
  (*db)->execute(sql::report::delete_link, {first, second});
  return Done{};
}

}  // namespace netra::report
