// What everybody may know: how many recommendations stand where, per place and kind of person, without a number from
// which one person could be told (protect.hpp).
#include <algorithm>

#include "domain/funnel/protect.hpp"
#include "domain/funnel/routes.hpp"
#include "domain/funnel/sql.hpp"
#include "engine/http/text.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::funnel {

namespace {

// A number that is absent is not told.
struct PublicRow {
  std::string name, label, url;
  std::optional<std::int64_t> recommended, waiting, answered, sanctioned, ended, unknown;
  std::optional<std::int64_t> decision_median;  // days, of at least as many decisions as the smallest number told
};
BOOST_DESCRIBE_STRUCT(PublicRow, (),
                      (name, label, url, recommended, waiting, answered, sanctioned, ended, unknown, decision_median))

struct PublicElection {
  std::string id, label, url;
  PublicRow whole;
  bool is_shown = false;
};
BOOST_DESCRIBE_STRUCT(PublicElection, (), (id, label, url, whole, is_shown))

struct PublicView {
  std::string election, election_name, place, place_name, up_url, csv;
  std::vector<PublicElection> elections;
  PublicRow whole;
  std::vector<PublicRow> by_place, by_kind;  // the last one may be "others": what is not told, together
  bool has_figures = false;
  SmallestCell smallest;
  std::string api;
};
BOOST_DESCRIBE_STRUCT(PublicView, (),
                      (election, election_name, place, place_name, up_url, csv, elections, whole, by_place, by_kind,
                       has_figures, smallest, api))

inline constexpr std::string_view kOthers = "others";

Parts parts_of(const Counts& c) { return {c.waiting, c.answered, c.sanctioned, c.ended, c.unknown}; }

PublicRow row_of(const Parts& parts, Show show) {
  PublicRow out;
  if (show == Show::none) return out;
  out.recommended = total(parts);
  if (show != Show::all) return out;
  out.waiting = parts[0];
  out.answered = parts[1];
  out.sanctioned = parts[2];
  out.ended = parts[3];
  out.unknown = parts[4];
  return out;
}

// One whole and how it may be told.
struct Whole {
  Protected cell;
  std::optional<std::int64_t> decision_median;
};

class Public {
 public:
  Public(storage::Reader& db, const Services& s, std::string_view language)
      : db_(db), s_(s), labels_(db, s, language), k_(s.policy.smallest_cell().value) {}

  // Elections are told each by itself: their sum is not.
  std::vector<PublicElection> elections() {
    std::vector<PublicElection> out;
    for (const auto& row : db_.all<CellRow>(sql::funnel::by_election, {"", "", ""})) {
      if (row.name == kUnknown || row.recommended() == 0) continue;
      const auto parts = parts_of(row);
      const auto show = protect_whole(parts, k_);
      PublicElection one{row.name, labels_.election(row.name),
                         "/rekomendasi?election=" + http::percent_encode(row.name), row_of(parts, show),
                         show != Show::none};
      out.push_back(std::move(one));
    }
    std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
      return voting_day(s_, b.id).value_or(Date{}) < voting_day(s_, a.id).value_or(Date{});
    });
    return out;
  }

  // The country, then down to the place; nothing where the way down is not told.
  std::optional<Whole> whole_of(const std::string& election, const std::string& place) {
    const auto cell = find_cell(db_, {election, "", "", ""});
    if (!cell) return std::nullopt;
    const auto parts = parts_of(cell->counts);
    Protected now{parts, protect_whole(parts, k_)};
    auto median = cell->waits.decision_done;
    std::string at;
    for (auto level : {region::Level::province, region::Level::regency}) {
      const auto next = region::ancestor_of(place, level);
      if (next.empty()) break;
      const auto rows = places(election, at, now);
      const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == next; });
      if (found == rows.end() || found->show == Show::none) return std::nullopt;
      now = {found->parts, found->show};
      median = find_cell(db_, {election, "", next, ""}).value_or(Cell{}).waits.decision_done;
      at = next;
    }
    return Whole{now, sum(median) >= k_ && now.show == Show::all ? funnel::median(median) : std::nullopt};
  }

  // Parts of a place; what belongs to none of them (a province itself, a place not known) is one more.
  std::vector<Part> places(const std::string& election, const std::string& place, const Protected& whole) {
    if (region::level_of(place) == region::Level::regency) return {};
    return protected_rows(db_.all<CellRow>(sql::funnel::by_place, {place, election, "", ""}), whole);
  }

  std::vector<Part> kinds(const std::string& election, const std::string& place, const Protected& whole) {
    return protected_rows(db_.all<CellRow>(sql::funnel::by_kind, {election, "", place}), whole);
  }

  // Rows that are told; then one for all others, which is what the reader could compute anyhow.
  std::vector<PublicRow> told(const std::vector<Part>& rows, const Protected& whole) {
    std::vector<PublicRow> out;
    Parts others{};
    bool others_whole = true, has_others = false;
    for (const auto& row : rows) {
      if (total(row.parts) == 0) continue;
      if (row.show != Show::none && !row.name.empty()) {
        out.push_back(row_of(row.parts, row.show));
        out.back().name = row.name;
        others_whole = others_whole && row.show == Show::all;
        continue;
      }
      has_others = true;
      for (std::size_t i = 0; i < kParts; ++i) others[i] += row.parts[i];
    }
    if (!has_others || whole.show == Show::none) return out;
    out.push_back(row_of(others, whole.show == Show::all && others_whole ? Show::all : Show::total));
    out.back().name = kOthers;
    return out;
  }

  const Labels& labels() const { return labels_; }

 private:
  std::vector<Part> protected_rows(const std::vector<CellRow>& cells, const Protected& whole) {
    std::vector<Part> rows;
    Parts rest = whole.parts;
    for (const auto& cell : cells) {
      rows.push_back({cell.name, parts_of(cell)});
      for (std::size_t i = 0; i < kParts; ++i) rest[i] -= rows.back().parts[i];
    }
    if (total(rest) > 0) rows.push_back({"", rest});
    protect(whole, rows, k_);
    return rows;
  }

  storage::Reader& db_;
  const Services& s_;
  Labels labels_;
  std::int64_t k_;
};

std::string address(const std::string& election, const std::string& place) {
  return "/rekomendasi?election=" + http::percent_encode(election) + (place.empty() ? "" : "&place=" + place);
}

Result<PublicView> view_of(http::Reading& call, const Services& s) {
  Public figures(call.db, s, call.info.language);
  PublicView out{.smallest = s.policy.smallest_cell()};
  out.elections = figures.elections();
  out.election = call.query("election").value_or("");
  out.place = call.query("place").value_or("");
  if (out.election.empty()) {
    for (const auto& one : out.elections)
      if (out.election.empty() && one.is_shown) out.election = one.id;
    if (out.election.empty()) return out;
  }
  const bool is_known = std::any_of(out.elections.begin(), out.elections.end(),
                                    [&](const auto& one) { return one.id == out.election && one.is_shown; });
  const auto level = region::level_of(out.place);
  const bool is_place = out.place.empty() || (region::is_code(out.place) &&
                                              (level == region::Level::province || level == region::Level::regency));
  const auto whole = is_known && is_place ? figures.whole_of(out.election, out.place) : std::nullopt;
  // What is not told and what is not there answer alike.
  if (!whole || whole->cell.show == Show::none) return fail(Outcome::kNotFound, "register.not_told");
  out.has_figures = true;
  out.election_name = figures.labels().election(out.election);
  out.place_name = out.place.empty() ? "" : figures.labels().place(out.place);
  if (!out.place.empty()) out.up_url = address(out.election, region::parent_of(out.place));
  out.csv = "/rekomendasi.csv" + address(out.election, out.place).substr(std::string_view("/rekomendasi").size());
  out.whole = row_of(whole->cell.parts, whole->cell.show);
  out.whole.decision_median = whole->decision_median;
  out.by_place = figures.told(figures.places(out.election, out.place, whole->cell), whole->cell);
  for (auto& row : out.by_place)
    if (row.name != kOthers) {
      row.label = figures.labels().place(row.name);
      if (region::level_of(row.name) == region::Level::province) row.url = address(out.election, row.name);
    }
  // Kinds of person are told for the country only: crossed with places they would tell too much.
  if (out.place.empty()) {
    out.by_kind = figures.told(figures.kinds(out.election, "", whole->cell), whole->cell);
    for (auto& row : out.by_kind)
      if (row.name != kOthers) row.label = figures.labels().person_kind(row.name);
  }
  return out;
}

Result<http::Reply<PublicView>> show(http::Reading& call, const Services& s) {
  auto view = view_of(call, s);
  if (!view) return fail(std::move(view.error()));
  http::Reply<PublicView> reply(std::move(*view));
  reply.cacheable = true;
  return reply;
}

Result<http::Reply<http::Nothing>> file(http::Reading& call, const Services& s) {
  auto view = view_of(call, s);
  if (!view) return fail(std::move(view.error()));
  sheet::Sheet out{"rekomendasi",
                   {{"election"},
                    {"by"},
                    {"id"},
                    {"name"},
                    {"recommended"},
                    {"waiting"},
                    {"answered"},
                    {"sanctioned"},
                    {"ended"},
                    {"unknown"}},
                   {}};
  auto cell = [](const std::optional<std::int64_t>& value) -> sheet::Cell {
    if (!value) return std::string();
    return *value;
  };
  auto put = [&](const char* by, const PublicRow& r) {
    out.rows.push_back({view->election, std::string(by), r.name, r.label, cell(r.recommended), cell(r.waiting),
                        cell(r.answered), cell(r.sanctioned), cell(r.ended), cell(r.unknown)});
  };
  if (view->has_figures) put("all", view->whole);
  for (const auto& row : view->by_place) put("place", row);
  for (const auto& row : view->by_kind) put("person_kind", row);
  http::Reply<http::Nothing> reply;
  reply.file = *sheet::download(sheet::Format::csv, {out}, "rekomendasi-" + view->election);
  return reply;
}

}  // namespace

void add_public_routes(http::Routes& routes, const Services& s) {
  routes
      .get<PublicView>("/rekomendasi", access::anyone(), {"funnel/public"},
                       [&s](http::Reading& call) { return show(call, s); })
      .summary("What became of recommendations, per election, place and kind of person; small numbers are not told.")
      .query("election", "Id of an election; without it the latest with figures.")
      .query("place", "Code of a province.");
  routes
      .get<http::Nothing>("/rekomendasi.csv", access::anyone(), {}, [&s](http::Reading& call) { return file(call, s); })
      .summary("The same as a table (RFC 4180, UTF-8); an empty cell is a number that is not told.")
      .query("election", "Id of an election; without it the latest with figures.")
      .query("place", "Code of a province.");
}

}  // namespace netra::funnel
