#include "domain/region/region_routes.hpp"

#include "domain/procedure/procedure.hpp"
#include "domain/region/region.hpp"
#include "domain/region/sql.hpp"

namespace netra::region {

struct PlaceRow {
  std::string code, name, path;
  Level level = Level::province;
  Kind kind = Kind::provinsi;
  Zone zone = Zone::wib;
  std::optional<Match> match;
  std::string alias, alias_source;
  std::string href;    // the place's page
  std::string inside;  // the list of places in it; empty for villages
  std::string pick;    // back to the form that asked; empty without one
};
BOOST_DESCRIBE_STRUCT(PlaceRow, (),
                      (code, name, path, level, kind, zone, match, alias, alias_source, href, inside, pick))

struct Crumb {
  std::string name, href;
};
BOOST_DESCRIBE_STRUCT(Crumb, (), (name, href))

struct RegionList {
  std::string q, within, back;
  std::optional<Level> level;
  std::string edition;
  std::vector<Crumb> above;
  std::vector<PlaceRow> places;
  std::optional<PlaceRow> only;  // the one place the text names beyond doubt
  bool searched = false;
  bool more = false;  // narrow the search
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(RegionList, (), (q, within, back, level, edition, above, places, only, searched, more, older))

struct AliasRow {
  std::string alias, source;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(AliasRow, (), (alias, source, mark))

struct EditionRow {
  std::string edition, basis, source, licence;
  procedure::Mark mark = procedure::Mark::unverified;
  std::optional<Date> valid_from;
};
BOOST_DESCRIBE_STRUCT(EditionRow, (), (edition, basis, source, licence, mark, valid_from))

struct RegionView {
  Region region;
  std::vector<Crumb> above;
  std::vector<PlaceRow> inside;
  std::vector<AliasRow> aliases;
  std::optional<EditionRow> edition;
};
BOOST_DESCRIBE_STRUCT(RegionView, (), (region, above, inside, aliases, edition))

namespace {

constexpr int kPage = 100;

// Only a path of this server: anything else could send the reader elsewhere.
std::string safe_back(std::string back) {
  bool is_path = back.size() > 1 && back.size() < 300 && back[0] == '/' && back[1] != '/' && back[1] != '\\';
  for (char c : back) is_path = is_path && c > ' ' && c < 0x7f && c != '\\';
  return is_path ? back : std::string();
}

std::string encoded(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (is_plain)
      out += static_cast<char>(c);
    else
      out += {'%', kHex[c >> 4], kHex[c & 15]};
  }
  return out;
}

std::string with_back(std::string url, const std::string& back) {
  return back.empty() ? url : url + (url.find('?') == std::string::npos ? "?" : "&") + "back=" + encoded(back);
}

PlaceRow row_of(const Region& place, const std::string& back) {
  PlaceRow row{.code = place.code,
               .name = place.short_name,
               .path = place.path,
               .level = place.level,
               .kind = place.kind,
               .zone = place.zone};
  row.href = "/regions/" + place.code;
  if (place.level != Level::village) row.inside = with_back("/regions?within=" + place.code, back);
  if (!back.empty()) row.pick = back + (back.find('?') == std::string::npos ? "?" : "&") + "place=" + place.code;
  return row;
}

std::vector<Crumb> crumbs(storage::Reader& db, std::string_view code, const std::string& back) {
  std::vector<Crumb> out;
  for (const auto& place : lineage_of(db, code))
    out.push_back({place.short_name, with_back("/regions?within=" + place.code, back)});
  return out;
}

void search_into(storage::Reader& db, RegionList& view) {
  auto found = search(db, {.text = view.q, .level = view.level, .within = view.within});
  view.searched = true;
  view.more = found.more;
  for (const auto& candidate : found.candidates) {
    auto row = row_of(candidate.region, view.back);
    row.match = candidate.match;
    row.alias = candidate.alias;
    row.alias_source = candidate.alias_source;
    if (found.only && found.only->code == row.code) view.only = row;
    view.places.push_back(std::move(row));
  }
}

void list_into(http::Reading& call, RegionList& view) {
  if (!view.level) {
    for (const auto& place : children_of(call.db, view.within)) view.places.push_back(row_of(place, view.back));
    return;
  }
  auto places = call.db.all<Region>(
      sql::region::at_level,
      {view.edition, *view.level, call.query("cursor").value_or(view.within), view.within, kPage + 1});
  bool is_more = places.size() > kPage;
  if (is_more) places.resize(kPage);
  for (const auto& place : places) view.places.push_back(row_of(place, view.back));
  if (is_more)
    view.older = with_back("/regions?level=" + std::string(enum_name(*view.level)) + "&within=" + view.within +
                               "&cursor=" + places.back().code,
                           view.back);
}

Result<http::Reply<RegionList>> list(http::Reading& call) {
  RegionList view;
  view.q = call.query("q").value_or("");
  view.back = safe_back(call.query("back").value_or(""));
  view.within = call.query("within").value_or("");
  view.edition = current_edition(call.db);
  if (auto level = call.query("level")) view.level = parse_enum<Level>(*level);
  if (!view.within.empty() && !find_region(call.db, view.edition, view.within))
    return fail(Outcome::kNotFound, "region.unknown");
  view.above = crumbs(call.db, view.within, view.back);
  if (view.q.empty())
    list_into(call, view);
  else
    search_into(call.db, view);
  return view;
}

Result<http::Reply<RegionView>> show(http::Reading& call) {
  auto place = find_region(call.db, call.param("code"));
  if (!place) return fail(Outcome::kNotFound, "region.unknown");
  RegionView view;
  view.above = crumbs(call.db, parent_of(place->code), "");
  for (const auto& child : children_of(call.db, place->code)) view.inside.push_back(row_of(child, ""));
  view.aliases = call.db.all<AliasRow>(sql::region::aliases, {place->edition, place->code});
  view.edition = call.db.one<EditionRow>(sql::region::edition_info, {place->edition});
  view.region = std::move(*place);
  return view;
}

}  // namespace

void add_region_routes(http::Routes& routes, const http::Access& everyone) {
  routes.get<RegionList>("/regions", everyone, {"region/list"}, list)
      .summary(
          "Places by name, alias or code, or the places inside one; several candidates are never reduced to a guess")
      .query("q", "Name, other name or code.")
      .query("within", "Only inside this region (code).")
      .query("level", "Only this level.")
      .query("cursor", "Where the page before ended.")
      .query("back", "Page that asked for a place, on this server.");
  routes.get<RegionView>("/regions/{code}", everyone, {"region/show"}, show)
      .summary("One place with its path, time zone, other names and the places inside it");
}

}  // namespace netra::region
