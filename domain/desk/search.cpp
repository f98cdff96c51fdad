// Search over everything the person may see. Sealed fields are not in the index.
#include "engine/storage/search.hpp"

#include <algorithm>

#include "domain/case/case.hpp"
#include "domain/desk/parts.hpp"
#include "domain/desk/rows.hpp"

namespace netra::desk {

struct SearchView {
  std::string q;
  bool searched = false;
  std::vector<Row> rows;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(SearchView, (), (q, searched, rows, older))

namespace {

constexpr std::size_t kPage = 50;
constexpr int kRounds = 5;  // how many pages of hits one answer looks through for rows that may be read

std::vector<std::string> scopes_of(const Actor& actor) {
  auto out = actor.offices_with(Right::read_reports);
  for (auto& office : actor.offices_with(Right::read_cases))
    if (std::find(out.begin(), out.end(), office) == out.end()) out.push_back(office);
  return out;
}

std::optional<office::WorkItem> item_of(storage::Reader& db, const search::Hit& hit) {
  if (hit.kind == "report") {
    auto report = office::find_item(db, office::ItemKind::report, hit.id);
    return report ? report : office::find_item(db, office::ItemKind::lead, hit.id);
  }
  if (hit.kind == "case") return office::find_item(db, office::ItemKind::case_file, hit.id);
  auto kind = parse_enum<office::ItemKind>(hit.kind);
  return kind ? office::find_item(db, *kind, hit.id) : std::nullopt;
}

std::string encoded(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_plain)
      out += static_cast<char>(c);
    else
      out += {'%', kHex[c >> 4], kHex[c & 15]};
  }
  return out;
}

// Superiors' scopes hold the records below; whether this person may read those is decided here, as on every page.
bool may_see(http::Reading& call, const Actor& actor, const office::WorkItem& item) {
  if (item.kind == office::ItemKind::case_file) return cases::may_read(call.db, actor, item.id).has_value();
  return actor.may(reads(item.kind), item.office);
}

std::int64_t position_of(const std::string& text) {
  std::int64_t position = 0;
  for (char c : text.substr(0, 18)) position = c >= '0' && c <= '9' ? position * 10 + (c - '0') : position;
  return position;
}

Result<http::Reply<SearchView>> find(http::Reading& call, const Services& services) {
  const auto& actor = actor_of(call);
  SearchView out{.q = call.query("q").value_or("").substr(0, 200)};
  out.searched = !out.q.empty();
  if (!out.searched) return out;
  search::Query query{.scopes = scopes_of(actor), .text = out.q, .limit = static_cast<int>(kPage)};
  if (auto before = call.query("before")) query.before = position_of(*before);
  View view{call, call.db, services, actor};
  for (int round = 0; round < kRounds; ++round) {
    auto hits = search::query(call.db, query);
    for (const auto& hit : hits) {
      query.before = hit.position;
      auto item = item_of(call.db, hit);
      if (item && may_see(call, actor, *item)) out.rows.push_back(row_of(view, *item));
      if (out.rows.size() == kPage) break;
    }
    bool is_end = hits.size() < kPage && out.rows.size() < kPage;
    if (is_end) return out;
    if (out.rows.size() == kPage) break;
  }
  out.older = "/search?q=" + encoded(out.q) + "&before=" + std::to_string(query.before.value_or(0));
  return out;
}

}  // namespace

void add_search_routes(http::Routes& routes, const Services& s) {
  routes
      .get<SearchView>("/search", access::member(), {"desk/search"},
                       [&s](http::Reading& call) { return find(call, s); })
      .summary("Full-text search over reports, tracings, findings and cases the person may see")
      .query("q", "Words; their other forms are found too.")
      .query("before", "Where the page before ended.");
}

}  // namespace netra::desk
