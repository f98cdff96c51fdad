// Search over everything the person may see. Sealed fields are not in the index.
#include "engine/storage/search.hpp"

#include <algorithm>

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

constexpr int kPage = 50;

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

http::Reply<SearchView> find(http::Reading& call, const Services& services) {
  const auto& actor = actor_of(call);
  SearchView out{.q = call.query("q").value_or("").substr(0, 200)};
  out.searched = !out.q.empty();
  if (!out.searched) return out;
  search::Query query{.scopes = scopes_of(actor), .text = out.q, .limit = kPage + 1};
  if (auto before = call.query("before")) {
    std::int64_t position = 0;
    for (char c : before->substr(0, 18)) position = c >= '0' && c <= '9' ? position * 10 + (c - '0') : position;
    query.before = position;
  }
  auto hits = search::query(call.db, query);
  bool is_more = hits.size() > kPage;
  if (is_more) hits.resize(kPage);
  View view{call, call.db, services, actor};
  for (const auto& hit : hits) {
    auto item = item_of(call.db, hit);
    if (!item) continue;
    bool is_seen = actor.may(reads(item->kind), item->office) || actor.may(reads(item->kind), hit.scope);
    if (is_seen) out.rows.push_back(row_of(view, *item));
  }
  if (is_more) out.older = "/search?q=" + encoded(out.q) + "&before=" + std::to_string(hits.back().position);
  return out;
}

}  // namespace

void add_search_routes(http::Routes& routes, const Services& s) {
  routes
      .get<SearchView>("/search", access::member(), {"desk/search"},
                       [&s](http::Reading& call) -> Result<http::Reply<SearchView>> { return find(call, s); })
      .summary("Full-text search over reports, tracings, findings and cases the person may see");
}

}  // namespace netra::desk
