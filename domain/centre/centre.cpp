// Which centre, who reads it, its page and its history; the kinds of discussion.
#include "domain/centre/centre.hpp"

#include <algorithm>
#include <set>

#include "domain/centre/record.hpp"
#include "domain/centre/sql.hpp"
#include "domain/identity/identity.hpp"
#include "domain/region/toml.hpp"

namespace netra::centre {

// ---- kinds ----

struct KindFile {
  Date last_checked;
  std::string source;
  std::vector<Kind> kind;
};
BOOST_DESCRIBE_STRUCT(KindFile, (), (last_checked, source, kind))

const KindResult* Kind::find(std::string_view event) const {
  auto found = std::ranges::find_if(result, [&](const auto& one) { return one.event == event; });
  return found == result.end() ? nullptr : &*found;
}

Result<Kinds> Kinds::load(const Assets& assets) {
  constexpr std::string_view kFile = "procedures/centre/discussions.toml";
  auto file = region::read_toml_as<KindFile>(assets, kFile);
  if (!file) return fail(FailedWith::kInvalid, "centre.file", file.error().detail);
  std::set<std::string> seen;
  for (const auto& kind : file->kind)
    if (!seen.insert(kind.id).second || kind.stages.empty() || kind.result.empty())
      return fail(FailedWith::kInvalid, "centre.file",
                  std::string(kFile) + ": " + kind.id + " is there twice, or has no stage or no result");
  Kinds out;
  out.kinds_ = std::move(file->kind);
  return out;
}

const Kind* Kinds::find(std::string_view id) const {
  auto found = std::ranges::find_if(kinds_, [&](const auto& kind) { return kind.id == id; });
  return found == kinds_.end() ? nullptr : &*found;
}

// ---- access ----

namespace {

bool has_centre(const office::Office& office) {
  return office.kind == office::Kind::bawaslu &&
         (office.level == office::Level::regency || office.level == office::Level::province);
}

office::Kind kind_of(Institution institution) {
  switch (institution) {
    case Institution::bawaslu:
      return office::Kind::bawaslu;
    case Institution::police:
      return office::Kind::police;
    case Institution::prosecutor:
      break;
  }
  return office::Kind::prosecutor;
}

// Police and prosecutors have no rights in the supervisors' office; their seat is what lets them in.
Right reading_right(const Actor& actor, std::string_view office) {
  return actor.may(Right::manage_centre, office) ? Right::manage_centre : Right::discuss;
}

}  // namespace

std::string centre_of(storage::Reader& db, std::string_view office) {
  for (const auto& one : office::superiors_of(db, office))
    if (has_centre(one)) return one.id;
  return {};
}

std::vector<office::Office> offices_of(storage::Reader& db, const office::Office& centre, Institution institution) {
  if (institution == Institution::bawaslu) return {centre};
  return office::offices_in(db, centre.region_code, kind_of(institution));
}

std::optional<Institution> seat_of(storage::Reader& db, const Actor& actor, std::string_view office, Date on) {
  auto centre = office::find_office(db, office);
  if (!centre || !actor.signed_in()) return std::nullopt;
  for (const auto& row : db.query(sql::centre::seats_of_account, {actor.id, office, on})) {
    const auto institution = *parse_enum<Institution>(row.text(0));
    for (const auto& home : offices_of(db, *centre, institution))
      if (actor.may(Right::discuss, home.id)) return institution;
  }
  return std::nullopt;
}

Result<Done> may_read(storage::Reader& db, const Actor& actor, std::string_view office, Instant now) {
  const auto unknown = fail(FailedWith::kNotFound, "centre.unknown");
  auto centre = office::find_office(db, office);
  if (!centre || !has_centre(*centre)) return unknown;
  if (actor.may(reading_right(actor, office), office)) return Done{};
  if (seat_of(db, actor, office, date_in(now, centre->zone))) return Done{};
  return unknown;
}

Result<office::Office> centre_here(const http::Call& call, storage::Reader& db) {
  if (auto may = may_read(db, actor_of(call), call.param("office"), call.now); !may)
    return fail(std::move(may.error()));
  return *office::find_office(db, call.param("office"));
}

Result<office::Office> centre_for(const http::Writing& call, Right right) {
  auto centre = centre_here(call, call.tx);
  if (!centre) return centre;
  if (auto may = finding::require(call, right, centre->id); !may) return fail(std::move(may.error()));
  return centre;
}

// ---- pages ----

namespace {

MemberState state_on(const MemberRow& row, Date day) {
  if (row.holds_on(day)) return MemberState::now;
  return day < row.valid_from ? MemberState::future : MemberState::over;
}

}  // namespace

MemberView view_of(storage::Reader& db, const MemberRow& row, Date day, Zone zone) {
  return {row.id,
          row.version,
          row.institution,
          row.account,
          row.name,
          row.rank,
          row.unit,
          row.post,
          row.decree_number,
          row.decree_date,
          row.valid_from,
          row.valid_until,
          state_on(row, day),
          row.reason,
          {row.recorded_at_ms, zone},
          identity::account_name(db, row.recorded_by)};
}

namespace {

void fill_members(storage::Reader& db, const office::Office& centre, CentreView& v) {
  for (auto institution : kInstitutions) {
    const auto homes = offices_of(db, centre, institution);
    v.sides.push_back({institution, homes.empty() ? std::string() : homes.front().name, {}});
  }
  for (const auto& row : members_of(db, centre.id)) {
    auto view = view_of(db, row, v.on, centre.zone);
    if (view.state == MemberState::now)
      v.sides[static_cast<std::size_t>(row.institution)].members.push_back(std::move(view));
    else
      v.others.push_back(std::move(view));
  }
}

Result<http::Reply<CentreView>> show(http::Reading& call, const Services& s) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  CentreView v{.office = centre->id, .office_name = centre->name};
  v.today = date_in(call.now, centre->zone);
  v.on = parse_date(call.query("on").value_or("")).value_or(v.today);
  v.is_today = v.on == v.today;
  fill_members(call.db, *centre, v);
  v.on_duty = on_duty(call.db, *centre, call.now);
  const auto later = shifts_between(call.db, *centre, call.now, call.now + std::chrono::hours(7 * 24), call.now);
  for (const auto& shift : later)
    if (!shift.is_now && !v.next_duty) v.next_duty = shift;
  v.waiting = waiting_tracks(call.db, s, *centre, call.now, call.info.language);
  v.coming = coming_discussions(call.db, s, *centre, call.info.language);
  v.seat = seat_of(call.db, actor_of(call), centre->id, v.today);
  v.may_manage = actor_of(call).may(Right::manage_centre, centre->id);
  return http::Reply<CentreView>(std::move(v));
}

std::vector<std::string> own_centres(http::Reading& call, const Actor& actor) {
  std::vector<std::string> out = actor.offices_with(Right::manage_centre);
  for (auto& office : actor.offices_with(Right::discuss)) out.push_back(std::move(office));
  const Date today = date_in(call.now, actor.zone());
  for (const auto& row : call.db.query(sql::centre::centres_of_account, {actor.id, today})) out.push_back(row.text(0));
  std::set<std::string> seen;
  std::erase_if(out, [&](const auto& office) {
    return !seen.insert(office).second || !may_read(call.db, actor, office, call.now);
  });
  return out;
}

Result<http::Reply<CentreList>> list(http::Reading& call) {
  CentreList out;
  for (const auto& id : own_centres(call, actor_of(call))) {
    const auto centre = *office::find_office(call.db, id);
    const auto today = members_on(call.db, id, date_in(call.now, centre.zone));
    out.rows.push_back({id, centre.name, static_cast<std::int64_t>(today.size()), on_duty(call.db, centre, call.now)});
  }
  return http::Reply<CentreList>(std::move(out));
}

Result<http::Reply<CentreHistory>> history(http::Reading& call) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  return http::Reply<CentreHistory>(
      CentreHistory{centre->id, centre->name, journal::history(call.db, subject(centre->id), centre->zone)});
}

}  // namespace

void add_centre_routes(http::Routes& routes, const Services& s) {
  // The handler looks whether the person belongs to this one centre.
  const auto access = access::member();
  routes.get<CentreList>("/centres", access, {"centre/list"}, list)
      .summary("The law-enforcement centres one belongs to.");
  routes
      .get<CentreView>("/centres/{office}", access, {"centre/show"},
                       [&s](http::Reading& call) { return show(call, s); })
      .summary("A law-enforcement centre: members on a day, who is on duty, what is planned.")
      .query("on", "The day whose members are shown; without it today.");
  routes.get<CentreHistory>("/centres/{office}/history", access, {"centre/history"}, history)
      .summary("Acts in the book of a centre.");
  add_member_routes(routes, s);
  add_roster_routes(routes, s);
  add_discussion_routes(routes, s);
  add_opinion_routes(routes, s);
  add_register_routes(routes, s);
}

}  // namespace netra::centre
