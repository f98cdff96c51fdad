// Who takes part in a track, and who may see what of it.
#include "domain/room/room.hpp"

#include <algorithm>

#include "domain/case/sql.hpp"
#include "domain/room/record.hpp"
#include "domain/room/sql.hpp"

namespace netra::room {

office::Kind institution_of(storage::Reader& db, std::string_view office) {
  auto known = office::find_office(db, office);
  return known ? known->kind : office::Kind::bawaslu;
}

std::optional<office::Kind> institution_of_actor(std::string_view participant) {
  static constexpr std::pair<std::string_view, office::Kind> kActors[] = {
      {"ptps", office::Kind::bawaslu},
      {"pkd", office::Kind::bawaslu},
      {"panwascam", office::Kind::bawaslu},
      {"bawaslu_kab", office::Kind::bawaslu},
      {"bawaslu_prov", office::Kind::bawaslu},
      {"bawaslu_ri", office::Kind::bawaslu},
      {"penyidik", office::Kind::police},
      {"propam", office::Kind::police},
      {"jpu", office::Kind::prosecutor},
      {"pn", office::Kind::court},
      {"pt", office::Kind::court},
      {"kpu", office::Kind::election_commission},
      {"ppk_kecamatan", office::Kind::election_commission},
      {"dkpp", office::Kind::state_agency},
      {"bkn", office::Kind::state_agency},
      {"kasn", office::Kind::state_agency},
      {"ppk_asn", office::Kind::local_government},
      {"bupati", office::Kind::local_government},
      {"commander", office::Kind::military},
  };
  for (const auto& [id, kind] : kActors)
    if (id == participant) return kind;
  return std::nullopt;
}

std::vector<Party> parties_of(storage::Reader& db, std::string_view id) {
  std::vector<Party> out;
  const auto track = cases::find_track(db, id);
  if (!track) return out;
  const auto add = [&](const std::string& office, PartyBasis basis) {
    if (office.empty() || std::any_of(out.begin(), out.end(), [&](const auto& p) { return p.office == office; }))
      return;
    out.push_back({office, office::name_of(db, office), institution_of(db, office), basis, track->office_id == office});
  };
  add(track->case_office, PartyBasis::owner);
  for (const auto& row : db.query(sql::cases::parties_of, {id}))
    add(row.text(0), parse_enum<PartyBasis>(row.text(1)).value_or(PartyBasis::invited));
  add(track->office_id, PartyBasis::handover);
  return out;
}

namespace {

bool takes_part(const Actor& actor, std::string_view office) {
  return actor.may(Right::work_track, office) || actor.may(Right::read_cases, office);
}

// Own roles only: a superior reads the case, and takes no part in the room.
bool works_in(const Actor& actor, std::string_view office) {
  return std::any_of(actor.roles.begin(), actor.roles.end(), [&](const auto& r) { return r.office == office; }) &&
         takes_part(actor, office);
}

}  // namespace

Result<Entrance> may_enter(storage::Reader& db, const Actor& actor, std::string_view id) {
  auto track = cases::find_track(db, id);
  if (!track) return fail(Outcome::kNotFound, "track.unknown");
  Entrance out;
  std::vector<std::string> offices;
  for (const auto& party : parties_of(db, id)) offices.push_back(party.office);
  for (const auto& held : actor.roles)  // what was offered is seen before it is accepted
    if (db.integer(sql::room::is_offered_to, {id, held.office})) offices.push_back(held.office);
  for (const auto& office : offices)
    if (works_in(actor, office) && (out.office.empty() || office == actor.active_office)) out.office = office;
  out.is_party = !out.office.empty();
  out.is_owner = out.office == track->case_office;
  out.has_it = out.is_party && out.office == track->office_id;
  if (!out.is_party && !cases::may_read(db, actor, track->case_id)) return fail(Outcome::kNotFound, "track.unknown");
  out.track = std::move(*track);
  return out;
}

bool may_read_handed_file(storage::Reader& db, const Actor& actor, const evidence::Item& item) {
  if (item.subject_kind == kFileKind && works_in(actor, giver_of(db, item))) return true;
  for (const auto& row : db.query(sql::room::offices_given, {item.id}))
    if (works_in(actor, row.text(0))) return true;
  return false;
}

bool may_read_clock(storage::Reader& db, const Actor& actor, const journal::Subject& subject) {
  if (subject.kind == cases::kTrackKind) return may_enter(db, actor, subject.id).has_value();
  if (subject.kind != kHandoverKind) return false;
  const auto handed = find_handover(db, subject.id);
  return handed && (works_in(actor, handed->from_office) || works_in(actor, handed->to_office));
}

}  // namespace netra::room
