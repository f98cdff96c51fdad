// Offices come into being: the supervisors' tree of a regency, partner offices, single ones.
#include "domain/office/office.hpp"
#include "domain/office/sql.hpp"
#include "domain/region/toml.hpp"

namespace netra::office {

// procedures/office/structure.toml: how offices of the tree are called.
struct NamePattern {
  Level level = Level::national;
  std::optional<region::Kind> kind;     // only for places of this kind
  std::optional<std::string> province;  // only in this province
  std::string name;                     // {name} is the place's name as decreed
  bool public_intake = false;
};
BOOST_DESCRIBE_STRUCT(NamePattern, (), (level, kind, province, name, public_intake))

struct StructureFile {
  std::string basis, source;
  procedure::Mark mark = procedure::Mark::unverified;
  Date last_checked;
  std::string desk_hours;
  std::vector<NamePattern> office;  // the first that fits
};
BOOST_DESCRIBE_STRUCT(StructureFile, (), (basis, source, mark, last_checked, desk_hours, office))

// procedures/office/known_offices.toml: what is known of single offices.
struct KnownOffice {
  std::string id;
  Kind kind = Kind::bawaslu;
  std::string region;
  std::optional<std::string> name, number_code, register_code, website, phone, email, address;
  std::string source;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(KnownOffice, (),
                      (id, kind, region, name, number_code, register_code, website, phone, email, address, source,
                       mark))

struct KnownFile {
  Date last_checked;
  std::vector<KnownOffice> office;
};
BOOST_DESCRIBE_STRUCT(KnownFile, (), (last_checked, office))

namespace {

constexpr std::string_view kTop = "bawaslu-ri";

Level level_at(std::string_view code) {
  return code.empty() ? Level::national : static_cast<Level>(static_cast<int>(*region::level_of(code)) + 1);
}

std::string supervisors_id(std::string_view code) {
  return code.empty() ? std::string(kTop) : "bawaslu-" + std::string(code);
}

class SetUp {
 public:
  SetUp(storage::Writer& db, const StructureFile& structure, const KnownFile& known)
      : db_(db), structure_(structure), known_(known) {}

  Result<Done> supervisors(const region::Region* place) {
    std::string code = place ? place->code : "";
    Office office{.id = supervisors_id(code), .kind = Kind::bawaslu, .level = level_at(code), .region_code = code};
    for (const auto& pattern : structure_.office) {
      if (!fits(pattern, office.level, place)) continue;
      office.name = filled(pattern.name, place ? place->name : "");
      office.public_intake = pattern.public_intake;
      break;
    }
    if (office.name.empty()) return fail(Outcome::kInvalid, "office.file", "no name pattern for " + office.id);
    if (place) {
      office.parent = supervisors_id(place->parent);
      office.zone = place->zone;
    }
    return add(std::move(office));
  }

  Result<Done> partners(const region::Region& regency) {
    for (const auto& known : known_.office) {
      if (known.kind == Kind::bawaslu || known.region != regency.code || !known.name) continue;
      auto added = add({.id = known.id,
                        .kind = known.kind,
                        .level = Level::regency,
                        .name = *known.name,
                        .region_code = regency.code,
                        .zone = regency.zone});
      if (!added) return added;
    }
    return Done{};
  }

  std::vector<Office> created;

 private:
  static bool fits(const NamePattern& pattern, Level level, const region::Region* place) {
    if (pattern.level != level) return false;
    if (pattern.kind && (!place || place->kind != *pattern.kind)) return false;
    return !pattern.province || (place && region::is_within(place->code, *pattern.province));
  }

  static std::string filled(std::string pattern, const std::string& name) {
    auto at = pattern.find("{name}");
    if (at != std::string::npos) pattern.replace(at, 6, name);
    return pattern;
  }

  Result<Done> add(Office office) {
    if (find_office(db_, office.id)) return Done{};
    for (const auto& known : known_.office) {
      if (known.id != office.id) continue;
      office.name = known.name.value_or(office.name);
      office.number_code = known.number_code.value_or("");
      office.register_code = known.register_code.value_or("");
      office.website = known.website.value_or("");
      office.phone = known.phone.value_or("");
      office.email = known.email.value_or("");
      office.address = known.address.value_or("");
    }
    office.desk_hours = structure_.desk_hours;
    auto made = create_office(db_, std::move(office));
    if (!made) return fail(std::move(made.error()));
    created.push_back(std::move(*made));
    return Done{};
  }

  storage::Writer& db_;
  const StructureFile& structure_;
  const KnownFile& known_;
};

void check_text(std::vector<FieldError>& wrong, const char* pointer, const std::string& text, std::size_t most) {
  if (text.size() > most) wrong.push_back({pointer, "field.too_long", std::to_string(most)});
}

std::vector<FieldError> faults_of(storage::Reader& db, const Office& office) {
  std::vector<FieldError> wrong;
  if (office.name.empty()) wrong.push_back({"/name", "field.required", {}});
  check_text(wrong, "/name", office.name, 200);
  check_text(wrong, "/address", office.address, 300);
  check_text(wrong, "/phone", office.phone, 60);
  check_text(wrong, "/email", office.email, 120);
  check_text(wrong, "/website", office.website, 200);
  check_text(wrong, "/number_code", office.number_code, 40);
  check_text(wrong, "/register_code", office.register_code, 40);
  if (!office.website.empty() && !office.website.starts_with("https://") && !office.website.starts_with("http://"))
    wrong.push_back({"/website", "field.url", {}});
  bool is_national = office.level == Level::national;
  auto place = region::find_region(db, office.region_code);
  if (!is_national && (!place || level_at(office.region_code) != office.level))
    wrong.push_back({"/region_code", "field.place", {}});
  if (is_national && !office.region_code.empty()) wrong.push_back({"/region_code", "field.value", {}});
  if (!office.parent.empty()) {
    auto parent = find_office(db, office.parent);
    if (!parent || parent->kind != office.kind || parent->level >= office.level)
      wrong.push_back({"/parent", "field.value", {}});
  }
  if (office.valid_from && office.valid_until && *office.valid_until < *office.valid_from)
    wrong.push_back({"/valid_until", "field.order", {}});
  return wrong;
}

std::string free_id(storage::Reader& db, const Office& office) {
  static constexpr std::string_view kPrefix[] = {"bawaslu", "polri", "kejaksaan", "pemda"};
  std::string base(kPrefix[static_cast<int>(office.kind)]);
  base += "-" + (office.region_code.empty() ? "ri" : office.region_code);
  auto id = base;
  for (int n = 2; find_office(db, id); ++n) id = base + "-" + std::to_string(n);
  return id;
}

}  // namespace

Result<Office> create_office(storage::Writer& db, Office office) {
  if (office.id.empty()) office.id = free_id(db, office);
  if (find_office(db, office.id)) return fail(Outcome::kConflict, "office.exists");
  if (auto wrong = faults_of(db, office); !wrong.empty()) return fail_fields("office.invalid", std::move(wrong));
  db.execute(sql::office::insert,
             {office.id, office.kind, office.level, office.name, office.region_code, office.parent, office.number_code,
              office.register_code, office.zone, office.address, office.phone, office.email, office.website,
              office.desk_hours, office.public_intake, office.valid_from, office.valid_until});
  return office;
}

Result<Office> change_office(storage::Writer& db, const Office& office) {
  auto before = find_office(db, office.id);
  if (!before) return fail(Outcome::kNotFound, "office.unknown");
  if (before->kind != office.kind || before->level != office.level || before->region_code != office.region_code)
    return fail(Outcome::kConflict, "office.moved");  // another place is another office
  if (auto wrong = faults_of(db, office); !wrong.empty()) return fail_fields("office.invalid", std::move(wrong));
  db.execute(sql::office::update, {office.id, office.name, office.parent, office.number_code, office.register_code,
                                   office.zone, office.address, office.phone, office.email, office.website,
                                   office.desk_hours, office.public_intake, office.valid_from, office.valid_until});
  return office;
}

Result<std::vector<Office>> ensure_offices_for(storage::Writer& db, const Assets& assets, std::string_view regency,
                                               const EnsureOptions& options) {
  auto structure = region::read_toml_as<StructureFile>(assets, "procedures/office/structure.toml");
  if (!structure) return fail(Outcome::kInvalid, "office.file", structure.error().detail);
  auto known = region::read_toml_as<KnownFile>(assets, "procedures/office/known_offices.toml");
  if (!known) return fail(Outcome::kInvalid, "office.file", known.error().detail);
  auto lineage = region::lineage_of(db, regency);
  if (lineage.size() != 2) return fail(Outcome::kInvalid, "office.place_unknown");

  SetUp setup(db, *structure, *known);
  std::vector<const region::Region*> places{nullptr};
  for (const auto& place : lineage) places.push_back(&place);
  auto districts = region::children_of(db, regency);
  for (const auto& place : districts) places.push_back(&place);
  std::vector<std::vector<region::Region>> villages;
  for (const auto& district : districts)
    if (options.villages) villages.push_back(region::children_of(db, district.code));
  for (const auto& list : villages)
    for (const auto& place : list) places.push_back(&place);
  for (const auto* place : places)
    if (auto done = setup.supervisors(place); !done) return fail(std::move(done.error()));
  if (options.partners)
    if (auto done = setup.partners(lineage.back()); !done) return fail(std::move(done.error()));
  return std::move(setup.created);
}

}  // namespace netra::office
