// Editing offices. It stands here because rights come after offices in the order of modules.
#include "domain/desk/parts.hpp"
#include "domain/desk/rows.hpp"
#include "domain/office/office.hpp"

namespace netra::desk {

struct OfficeForm {
  std::string id, name, number_code, register_code, address, phone, email, website;
  Zone zone = Zone::wib;
  bool public_intake = false;
  std::optional<Date> valid_until;
  std::vector<Option> zones;
};
BOOST_DESCRIBE_STRUCT(OfficeForm, (),
                      (id, name, number_code, register_code, address, phone, email, website, zone, public_intake,
                       valid_until, zones))

struct OfficeChange {
  std::string name;
  std::optional<std::string> number_code, register_code, address, phone, email, website;
  Zone zone = Zone::wib;
  bool public_intake = false;
  std::optional<Date> valid_until;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(OfficeChange, (),
                      (name, number_code, register_code, address, phone, email, website, zone, public_intake,
                       valid_until, reason))

struct NewOffice {
  office::Kind kind = office::Kind::local_government;
  std::string region_code;
  std::string name;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(NewOffice, (), (kind, region_code, name, reason))

struct NewRegion {
  std::string regency;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(NewRegion, (), (regency, reason))

struct SetupView {
  std::vector<Option> kinds;
};
BOOST_DESCRIBE_STRUCT(SetupView, (), (kinds))

struct OfficeId {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(OfficeId, (), (id))

struct RegionSetUp {
  std::vector<std::string> created;
};
BOOST_DESCRIBE_STRUCT(RegionSetUp, (), (created))

namespace {

std::vector<FieldError> reason_fault(const std::string& reason) {
  if (reason.empty()) return {{"/reason", "field.required", {}}};
  return {};
}

Result<http::Reply<OfficeForm>> form(http::Reading& call) {
  auto office = editable_office(call.db, actor_of(call), call.param("id"));
  if (!office) return fail(std::move(office.error()));
  OfficeForm out{office->id,      office->name,          office->number_code, office->register_code,
                 office->address, office->phone,         office->email,       office->website,
                 office->zone,    office->public_intake, office->valid_until, {}};
  for (auto zone : {Zone::wib, Zone::wita, Zone::wit})
    out.zones.push_back({std::string(enum_name(zone)), std::string(zone_abbreviation(zone))});
  return out;
}

// Contact of an office is no personal data; its change is told in full.
json::object told(const office::Office& before, const office::Office& after) {
  json::object out;
  auto old = to_json(before).as_object();
  auto now = to_json(after).as_object();
  for (const auto& item : now) {
    auto* was = old.if_contains(item.key());
    if (!was || *was != item.value())
      out.emplace(item.key(), json::object{{"from", was ? *was : json::value()}, {"to", item.value()}});
  }
  return out;
}

Result<http::Reply<OfficeId>> change(http::Writing& call, const OfficeChange& in) {
  const auto& actor = actor_of(call);
  auto before = editable_office(call.tx, actor, call.param("id"));
  if (!before) return fail(std::move(before.error()));
  if (auto wrong = reason_fault(in.reason); !wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  auto after = *before;
  after.name = in.name;
  after.number_code = in.number_code.value_or("");
  after.register_code = in.register_code.value_or("");
  after.address = in.address.value_or("");
  after.phone = in.phone.value_or("");
  after.email = in.email.value_or("");
  after.website = in.website.value_or("");
  after.zone = in.zone;
  after.public_intake = in.public_intake;
  after.valid_until = in.valid_until;
  auto& writer = journal::record(
      call.tx, call.now, call.entropy,
      {office_manager(actor), "office.changed", {"office", after.id}, after.id, told(*before, after), in.reason});
  auto done = office::change_office(writer, after);
  if (!done) return fail(std::move(done.error()));
  return http::see(OfficeId{after.id}, "/offices/" + after.id);
}

Result<http::Reply<SetupView>> setup_page(http::Reading&) {
  SetupView out;
  for (auto kind :
       {office::Kind::bawaslu, office::Kind::police, office::Kind::prosecutor, office::Kind::local_government})
    out.kinds.push_back({std::string(enum_name(kind)), ""});
  return out;
}

// A new office belongs under the rights of whoever manages the place's supervisors or one above them.
bool may_manage_place(storage::Reader& db, const Actor& actor, std::string_view code) {
  if (actor.may(Right::manage_office, "bawaslu-ri")) return true;
  for (std::string at(code); !at.empty(); at = region::parent_of(at))
    for (const auto& office : office::offices_in(db, at, office::Kind::bawaslu))
      if (actor.may(Right::manage_office, office.id)) return true;
  return false;
}

Result<http::Reply<OfficeId>> create(http::Writing& call, const NewOffice& in) {
  const auto& actor = actor_of(call);
  auto place = region::find_region(call.tx, in.region_code);
  auto wrong = reason_fault(in.reason);
  if (!place) wrong.push_back({"/region_code", "field.place", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  if (!may_manage_place(call.tx, actor, place->code)) return fail(Outcome::kForbidden, "access.denied");
  office::Office office{.kind = in.kind,
                        .level = static_cast<office::Level>(static_cast<int>(place->level) + 1),
                        .name = in.name,
                        .region_code = place->code,
                        .zone = place->zone,
                        .desk_hours = "normal"};
  if (in.kind == office::Kind::bawaslu)
    for (std::string at = place->parent; office.parent.empty(); at = region::parent_of(at)) {
      for (const auto& above : office::offices_in(call.tx, at, office::Kind::bawaslu)) office.parent = above.id;
      if (at.empty()) break;
    }
  // The id is known only when the office is made, so the act follows its effect within the same transaction.
  auto made = office::create_office(call.tx.unlogged(storage::Unlogged::kReference), std::move(office));
  if (!made) return fail(std::move(made.error()));
  journal::record(
      call.tx, call.now, call.entropy,
      {office_manager(actor), "office.created", {"office", made->id}, made->id, {{"name", made->name}}, in.reason});
  return http::created(OfficeId{made->id}, "/offices/" + made->id);
}

Result<http::Reply<RegionSetUp>> set_up(http::Writing& call, const Services& services, const NewRegion& in) {
  const auto& actor = actor_of(call);
  if (auto wrong = reason_fault(in.reason); !wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  if (!may_manage_place(call.tx, actor, in.regency)) return fail(Outcome::kForbidden, "access.denied");
  auto made =
      office::ensure_offices_for(call.tx.unlogged(storage::Unlogged::kReference), services.assets, in.regency, {});
  if (!made) return fail(std::move(made.error()));
  RegionSetUp out;
  for (const auto& office : *made) out.created.push_back(office.id);
  auto where = "bawaslu-" + in.regency;
  journal::record(call.tx, call.now, call.entropy,
                  {office_manager(actor),
                   "office.set_up",
                   {"office", where},
                   where,
                   {{"offices", static_cast<std::int64_t>(made->size())}},
                   in.reason});
  return http::see(std::move(out), "/offices/" + where);
}

}  // namespace

Result<office::Office> editable_office(storage::Reader& db, const Actor& actor, std::string_view id) {
  auto office = office::find_office(db, id);
  if (!office) return fail(Outcome::kNotFound, "office.unknown");
  bool may = actor.may(Right::manage_office, office->id);
  for (const auto& above : office::superiors_of(db, office->id)) may = may || actor.may(Right::manage_office, above.id);
  // Partner offices have no administrators of their own here: those of the supervisors' office of the same place keep
  // them.
  for (const auto& near : office::offices_in(db, office->region_code, office::Kind::bawaslu))
    may = may || actor.may(Right::manage_office, near.id);
  if (!may) return fail(Outcome::kForbidden, "access.denied");
  return std::move(*office);
}

journal::ActorRef office_manager(const Actor& actor) {
  auto offices = actor.offices_with(Right::manage_office);
  return actor.as(Right::manage_office,
                  offices.empty() ? std::string_view(actor.active_office) : std::string_view(offices[0]));
}

bool may_edit_office(http::Reading& call, const office::Office& office) {
  const auto& actor = actor_of(call);
  return actor.may_somewhere(Right::manage_office) && editable_office(call.db, actor, office.id).has_value();
}

void add_office_editing_routes(http::Routes& routes, const Services& s) {
  auto manager_only = access::with(Right::manage_office);
  routes.get<OfficeForm>("/offices/{id}/edit", manager_only, {"desk/office_form"}, form)
      .summary("The form to change an office");
  routes.post<OfficeChange, OfficeId>("/offices/{id}", manager_only, {}, change)
      .again("/offices/{id}/edit")
      .summary("Change an office, with a reason");
  routes.get<SetupView>("/office-setup", manager_only, {"desk/office_setup"}, setup_page)
      .summary("The forms to add an office or to set up those of a region");
  routes.post<NewOffice, OfficeId>("/offices", manager_only, {}, create)
      .again("/office-setup")
      .summary("Add an office, with a reason");
  routes
      .post<NewRegion, RegionSetUp>("/office-setups", manager_only, {},
                                    [&s](http::Writing& call, const NewRegion& in) { return set_up(call, s, in); })
      .again("/office-setup")
      .summary("Create what is missing of the offices that serve a regency or city");
}

}  // namespace netra::desk
