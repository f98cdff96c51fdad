// Discussions of the law-enforcement centre for those who belong to it that day, whichever institution sent them.
#include <algorithm>

#include "domain/centre/centre.hpp"
#include "domain/feed/parts.hpp"
#include "domain/feed/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::feed {

namespace {

struct DiscussionRow {
  std::string id, office, kind;
  Instant starts_at;
  std::string state;
  std::int64_t version = 0;
  Instant planned_at;
  std::string number;
  std::optional<Instant> changed_at;
};
BOOST_DESCRIBE_STRUCT(DiscussionRow, (), (id, office, kind, starts_at, state, version, planned_at, number, changed_at))

std::vector<std::string> centres_of(storage::Reader& db, const Actor& actor) {
  std::vector<std::string> out;
  auto add = [&](const std::string& centre) {
    if (!centre.empty() && std::find(out.begin(), out.end(), centre) == out.end()) out.push_back(centre);
  };
  for (const auto& held : actor.roles) add(centre::centre_of(db, held.office));
  for (const auto& row : db.query(sql::feed::seats, {actor.id})) add(row.text(0));
  return out;
}

}  // namespace

Meetings centre_meetings(const centre::Kinds& kinds) {
  return [&kinds](storage::Reader& db, const Actor& actor, Instant now, Instant from, Instant until,
                  std::string_view language) {
    std::vector<Meeting> out;
    for (const auto& office : centres_of(db, actor)) {
      if (!centre::may_read(db, actor, office, now)) continue;
      auto zone = office::zone_of(db, office);
      for (const auto& row : db.all<DiscussionRow>(sql::feed::discussions, {office, from, until})) {
        const auto* kind = kinds.find(row.kind);
        out.push_back({"discussion",
                       row.id,
                       kind ? kind->label.in(language) : "",
                       row.number,
                       row.office,
                       {row.starts_at, zone},
                       path_of("discussion", row.id),
                       row.state == "cancelled",
                       row.version,
                       row.changed_at.value_or(row.planned_at)});
      }
    }
    return out;
  };
}

}  // namespace netra::feed
