// Offices: supervisors' tree (Bawaslu RI down to village supervisors), police, prosecutors, local government units; and
// which one is competent.
//
//   auto competent = office::competent_office(db, rules, "36.73.01", Matter::general, "pilkada-2024");
//   competent->office.name                                  // "Bawaslu Kota Serang"
//
// An office's number codes ("JT-07" in letters, "08.07" in registers) are no region codes; never derive one from the
// other.
//
// Threads: as the reader or writer handed in; CompetenceRules is immutable.
// Errors: office.none (kNotFound): no supervisors' office up to the top; office.place_unknown (kInvalid); office.file
// (kInvalid, at load). Source: procedures/office/*.toml.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/procedure/procedure.hpp"
#include "domain/region/region.hpp"
#include "engine/base/assets.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/storage/storage.hpp"

namespace netra::office {

enum class Kind {
  bawaslu,
  police,
  prosecutor,
  local_government,
  state_agency,  // BKN, KASN, DKPP
  election_commission,
  military,
  court,
};
BOOST_DESCRIBE_ENUM(Kind, bawaslu, police, prosecutor, local_government, state_agency, election_commission, military,
                    court)

enum class Level { national, province, regency, district, village };
BOOST_DESCRIBE_ENUM(Level, national, province, regency, district, village)

struct Office {
  std::string id;  // readable and permanent: "bawaslu-36.73"
  Kind kind = Kind::bawaslu;
  Level level = Level::regency;
  std::string name;           // "Bawaslu Kota Serang"
  std::string region_code;    // empty for national
  std::string parent;         // office id; empty at the top
  std::string number_code;    // "JT-07", for letters; may be empty
  std::string register_code;  // "08.07", for register numbers; may be empty
  Zone zone = Zone::wib;
  std::string address;
  std::string phone;
  std::string email;
  std::string website;
  std::string desk_hours;      // id of the desk hours in procedures ("normal"); their times come from domain/calendar
  bool public_intake = false;  // may citizens choose it?
  std::optional<Date> valid_from;
  std::optional<Date> valid_until;
};
BOOST_DESCRIBE_STRUCT(Office, (),
                      (id, kind, level, name, region_code, parent, number_code, register_code, zone, address, phone,
                       email, website, desk_hours, public_intake, valid_from, valid_until))

std::optional<Office> find_office(storage::Reader& db, std::string_view id);
std::vector<Office> offices_in(storage::Reader& db, std::string_view region_code, std::optional<Kind> kind = {});
std::vector<Office> children_of(storage::Reader& db, std::string_view office);
// The office itself, then its superiors up to the top.
std::vector<Office> superiors_of(storage::Reader& db, std::string_view office);
// Ids of the superiors alone: who may find what lies below them.
std::vector<std::string> offices_above(storage::Reader& db, std::string_view office);
// What people call it; the id when it is unknown.
std::string name_of(storage::Reader& db, std::string_view office);
// Is `superior` above (or the same as) `office` in the tree?
bool is_superior(storage::Reader& db, std::string_view superior, std::string_view office);
Zone zone_of(storage::Reader& db, std::string_view office);  // WIB when the office is unknown

// For lists. Village supervisors appear only when their level is asked for.
struct OfficeQuery {
  std::optional<Kind> kind;
  std::optional<Level> level;
  std::string within;        // region code; empty is everywhere
  std::string text;          // part of the name
  std::string after_region;  // keyset: region code and id of the last row seen
  std::string after_id;
  std::size_t limit = 50;
};
std::vector<Office> list_offices(storage::Reader& db, const OfficeQuery& query);

// ---- competence ----

// What a report or finding is about, as far as it decides who handles it.
enum class Matter { general, governor_contest, regent_contest, structured_money_politics, adhoc_ethics };
BOOST_DESCRIBE_ENUM(Matter, general, governor_contest, regent_contest, structured_money_politics, adhoc_ethics)

struct CompetenceRule {
  Matter matter = Matter::general;
  std::string regime;            // "pilkada"
  Level level = Level::regency;  // where the matter starts
  Date from;
  std::optional<Date> until;
  std::string article;
  procedure::Mark mark = procedure::Mark::unverified;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(CompetenceRule, (), (matter, regime, level, from, until, article, mark, source))

class CompetenceRules {
 public:
  static Result<CompetenceRules> load(const Assets& assets);
  const CompetenceRule* find(Matter matter, Date on) const;
  const std::vector<CompetenceRule>& all() const { return rules_; }

 private:
  std::vector<CompetenceRule> rules_;
};

struct Competent {
  Office office;
  Level wanted = Level::regency;  // the level the rule names
  bool fell_up = false;           // no office there: the next one above takes it
  std::string article;
  procedure::Mark mark = procedure::Mark::unverified;
};

// The supervisors' office for a matter at a place on a day (choose the rule by the day of the event or of the filing).
// `election` is recorded for rules that differ by election; empty means any.
Result<Competent> competent_office(storage::Reader& db, const CompetenceRules& rules, std::string_view place,
                                   Matter matter, std::string_view election, Date on);

// ---- setting up ----

// Creates what is missing of the tree that serves a regency: RI, province, regency, sub-districts, villages, and the
// partner offices listed in procedures/office/known_offices.toml. Returns those created, for the caller's act.
// Idempotent. Errors: office.place_unknown
struct EnsureOptions {
  bool villages = true;
  bool partners = true;  // police, prosecutors, local government
};
Result<std::vector<Office>> ensure_offices_for(storage::Writer& db, const Assets& assets, std::string_view regency,
                                               const EnsureOptions& options);

// Creates or changes one office; the caller records the act. Errors: office.exists, office.unknown, office.invalid with
// fields.
Result<Office> create_office(storage::Writer& db, Office office);  // an empty id is derived from kind and region
Result<Office> change_office(storage::Writer& db, const Office& office);

}  // namespace netra::office
