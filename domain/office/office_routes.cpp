#include "domain/office/office_routes.hpp"

#include "domain/office/office.hpp"

namespace netra::office {

struct OfficeRow {
  std::string id, name, href, place, phone, email, website;
  Kind kind = Kind::bawaslu;
  Level level = Level::regency;
  Zone zone = Zone::wib;
  bool public_intake = false;
  bool may_edit = false;
};
BOOST_DESCRIBE_STRUCT(OfficeRow, (),
                      (id, name, href, place, phone, email, website, kind, level, zone, public_intake, may_edit))

struct Choice {
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (value))

struct OfficeList {
  std::string q, kind, level, within;
  std::vector<Choice> kinds, levels;
  std::vector<OfficeRow> offices;
  std::optional<std::string> older;
  bool may_edit = false;  // some of them
};
BOOST_DESCRIBE_STRUCT(OfficeList, (), (q, kind, level, within, kinds, levels, offices, older, may_edit))

// One weekday of the desk. Day 1 is Monday.
struct DeskDay {
  int day = 1;
  std::string day_name;  // of the catalogue's weekday: "1" .. "6", "0" for Sunday
  std::string opens, closes;
};
BOOST_DESCRIBE_STRUCT(DeskDay, (), (day, day_name, opens, closes))

struct OfficeView {
  std::string name;
  Office office;
  std::string place;
  std::vector<OfficeRow> above;
  std::vector<OfficeRow> below;
  std::vector<OfficeRow> partners;  // other offices of the same place
  std::vector<DeskDay> desk_days;
  std::string desk_basis;
  procedure::Mark desk_mark = procedure::Mark::unverified;
  bool may_edit = false;
  bool has_registers = false;  // gives register numbers of its own
};
BOOST_DESCRIBE_STRUCT(OfficeView, (),
                      (name, office, place, above, below, partners, desk_days, desk_basis, desk_mark, may_edit,
                       has_registers))

namespace {

constexpr std::size_t kPage = 50;

bool may_edit(http::Reading& call, const OfficeServices& s, const Office& office) {
  return s.may_edit && call.principal.signed_in() && s.may_edit(call, office);
}

OfficeRow row_of(http::Reading& call, const OfficeServices& s, const Office& office) {
  auto place = region::find_region(call.db, office.region_code);
  return {office.id,    office.name,  "/offices/" + office.id, place ? place->path : "",
          office.phone, office.email, office.website,          office.kind,
          office.level, office.zone,  office.public_intake,    may_edit(call, s, office)};
}

template <class E>
std::vector<Choice> choices() {
  std::vector<Choice> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) { out.push_back({e.name}); });
  return out;
}

std::string plain(std::string text) {  // for the query of the next page
  std::erase_if(text,
                [](unsigned char c) { return c <= ' ' || c >= 0x7f || c == '&' || c == '#' || c == '%' || c == '+'; });
  return text;
}

http::Reply<OfficeList> list(http::Reading& call, const OfficeServices& s) {
  OfficeList view;
  view.kinds = choices<Kind>();
  view.levels = choices<Level>();
  view.q = call.query("q").value_or("");
  OfficeQuery query{.text = view.q, .limit = kPage + 1};
  if (auto kind = parse_enum<Kind>(call.query("kind").value_or(""))) query.kind = kind;
  if (auto level = parse_enum<Level>(call.query("level").value_or(""))) query.level = level;
  if (query.kind) view.kind = enum_name(*query.kind);
  if (query.level) view.level = enum_name(*query.level);
  if (auto within = call.query("within"); within && region::is_code(*within)) query.within = view.within = *within;
  auto cursor = call.query("cursor").value_or("");
  query.after_region = cursor.substr(0, cursor.find('~'));
  if (auto cut = cursor.find('~'); cut != std::string::npos) query.after_id = cursor.substr(cut + 1);

  auto offices = list_offices(call.db, query);
  bool is_more = offices.size() > kPage;
  if (is_more) offices.resize(kPage);
  for (const auto& office : offices) {
    view.offices.push_back(row_of(call, s, office));
    view.may_edit = view.may_edit || view.offices.back().may_edit;
  }
  if (is_more)
    view.older = "/offices?q=" + plain(view.q) + "&kind=" + view.kind + "&level=" + view.level +
                 "&within=" + view.within + "&cursor=" + offices.back().region_code + "~" + offices.back().id;
  return view;
}

std::string clock_time(int minutes) {
  auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(minutes / 60) + "." + two(minutes % 60);
}

Result<http::Reply<OfficeView>> show(http::Reading& call, const OfficeServices& s) {
  auto office = find_office(call.db, call.param("id"));
  if (!office) return fail(Outcome::kNotFound, "office.unknown");
  OfficeView view;
  auto place = region::find_region(call.db, office->region_code);
  if (place) view.place = place->path;
  auto superiors = superiors_of(call.db, office->id);
  for (std::size_t i = superiors.size(); i > 1; --i) view.above.push_back(row_of(call, s, superiors[i - 1]));
  for (const auto& child : children_of(call.db, office->id)) view.below.push_back(row_of(call, s, child));
  if (!office->region_code.empty())
    for (const auto& other : offices_in(call.db, office->region_code))
      if (other.id != office->id) view.partners.push_back(row_of(call, s, other));
  const auto* desk = s.rules->desk("pilkada", {date_in(call.now, office->zone)});
  if (desk && office->public_intake) {
    for (const auto& [day, hours] : desk->value.days)
      view.desk_days.push_back({day, std::to_string(day % 7), clock_time(hours.opens), clock_time(hours.closes)});
    view.desk_basis = desk->origin.basis;
    view.desk_mark = desk->origin.mark;
  }
  view.name = office->name;
  view.may_edit = may_edit(call, s, *office);
  view.has_registers = office->kind == Kind::bawaslu;
  view.office = std::move(*office);
  return view;
}

// Who is signed in stays within the office's side.
template <class View>
Result<http::Reply<View>> on_desk(const http::Reading& call, Result<http::Reply<View>> reply, const char* page) {
  if (reply && call.principal.signed_in()) reply->page = page;
  return reply;
}

}  // namespace

void add_office_routes(http::Routes& routes, const OfficeServices& services) {
  auto s = std::make_shared<const OfficeServices>(services);
  routes
      .get<OfficeList>("/offices", s->everyone, {"office/list"},
                       [s](http::Reading& call) -> Result<http::Reply<OfficeList>> {
                         return on_desk<OfficeList>(call, list(call, *s), "office/list_desk");
                       })
      .summary("Supervisors, police, prosecutors and local government offices with their contact")
      .query("q", "Part of a name.")
      .query("kind", "Only this kind.")
      .query("level", "Only this level.")
      .query("within", "Only in this region (code).")
      .query("cursor", "Where the page before ended.");
  routes
      .get<OfficeView>(
          "/offices/{id}", s->everyone, {"office/show"},
          [s](http::Reading& call) { return on_desk<OfficeView>(call, show(call, *s), "office/show_desk"); })
      .summary("One office: contact, time zone, desk hours, its place in the tree");
}

}  // namespace netra::office
