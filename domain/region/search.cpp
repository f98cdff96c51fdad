// How a name is looked for: equal names and aliases first; then names that begin so; only when there is neither, names
// that are nearly so. A nearly equal name shares its first or its last half with what was typed (one slip cannot spoil
// both), so two index ranges hold every candidate.
#include <algorithm>
#include <map>
#include <set>

#include "domain/region/names.hpp"
#include "domain/region/region.hpp"
#include "domain/region/sql.hpp"

namespace netra::region {

namespace {

constexpr std::size_t kMostEqual = 400;  // "Sukamaju" is the name of more than 200 villages
constexpr std::size_t kMostSimilarKeys = 20;

struct Hit {
  std::string code;
  std::string alias;
  Match match = Match::exact;
};

// A name with what was said about its kind.
struct Wanted {
  std::string key;
  std::optional<Kind> kind;
  std::optional<Level> level;
};

struct KindWord {
  std::string_view word;
  std::optional<Kind> kind;
  std::optional<Level> level;
};

// Words before a name that tell what it is; abbreviations as people write them.
constexpr KindWord kKindWords[] = {
    {"provinsi", Kind::provinsi, {}},   {"prov", Kind::provinsi, {}},
    {"province", Kind::provinsi, {}},   {"kabupaten", Kind::kabupaten, {}},
    {"kab", Kind::kabupaten, {}},       {"regency", Kind::kabupaten, {}},
    {"kota", Kind::kota, {}},           {"kotamadya", Kind::kota, {}},
    {"city", Kind::kota, {}},           {"kecamatan", Kind::kecamatan, {}},
    {"kec", Kind::kecamatan, {}},       {"district", Kind::kecamatan, {}},
    {"kelurahan", Kind::kelurahan, {}}, {"kel", Kind::kelurahan, {}},
    {"desa", Kind::desa, {}},           {"ds", Kind::desa, {}},
    {"village", {}, Level::village},    {"kuwu", Kind::desa, {}},
};

// "Kota Serang" is the city, but Kota Baru is also a name: both readings are tried.
std::vector<Wanted> readings(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
  std::vector<Wanted> out;
  if (to > from + 1) {
    for (const auto& known : kKindWords) {
      if (words[from] != known.word) continue;
      auto start = from + 1;
      if (to > start + 1 && (words[start] == "administrasi" || words[start] == "adm")) ++start;
      out.push_back({join(words, start, to), known.kind, known.level});
    }
  }
  out.push_back({join(words, from, to), {}, {}});
  return out;
}

std::string past_end(const std::string& prefix) { return prefix + std::string(40, 'z'); }

class Search {
 public:
  Search(storage::Reader& db, const Query& query) : db_(db), query_(query), edition_(current_edition(db)) {}

  Found run() {
    Found out;
    if (edition_.empty() || query_.text.size() > 200) return out;
    if (is_code(query_.text)) return by_code();
    auto [name, contexts] = split();
    auto words = words_of(name);
    if (words.empty()) return out;
    std::vector<std::set<std::string>> places;
    bool is_sure = true;
    for (const auto& context : contexts) places.push_back(context_codes(words_of(context), is_sure));

    auto hits = inside(equal_to(words, 0, words.size()), places);
    if (hits.empty()) hits = name_then_place(words, places);
    auto sure = hits.size();
    if (query_.limit > hits.size()) append(hits, inside(starting(words), places));
    if (hits.empty()) hits = inside(similar(words), places);
    return answer(std::move(hits), is_sure ? sure : 0);
  }

 private:
  Found by_code() {
    Found out;
    auto place = find_region(db_, edition_, query_.text);
    if (!place || !fits(place->code, place->level)) return out;
    out.candidates.push_back({*place, Match::exact, {}, {}});
    out.only = std::move(place);
    return out;
  }

  bool fits(std::string_view code, Level level) const {
    return (!query_.level || *query_.level == level) && (query_.within.empty() || is_within(code, query_.within));
  }

  std::pair<std::string, std::vector<std::string>> split() const {
    std::vector<std::string> parts(1);
    for (char c : query_.text) {
      if (c == ',' && parts.size() < 5)
        parts.emplace_back();
      else
        parts.back() += c;
    }
    std::vector<std::string> contexts;
    for (std::size_t i = 1; i < parts.size(); ++i)
      if (!words_of(parts[i]).empty()) contexts.push_back(parts[i]);
    return {parts[0], contexts};
  }

  bool is_wanted(const std::string& code, const Wanted& wanted) {
    auto level = *level_of(code);
    if (wanted.level && *wanted.level != level) return false;
    if (!wanted.kind) return true;
    if (level_of_kind(*wanted.kind) != level) return false;
    auto place = find_region(db_, edition_, code);
    return place && place->kind == *wanted.kind;
  }

  // Places one of whose names is exactly this, anywhere in the country.
  std::vector<Hit> named(const Wanted& wanted, std::string_view within) {
    std::vector<Hit> out;
    for (const auto& row : db_.query(sql::region::names_equal, {edition_, wanted.key, within, kMostEqual})) {
      auto alias = row.text(1);
      if (is_wanted(row.text(0), wanted))
        out.push_back({row.text(0), alias, alias.empty() ? Match::exact : Match::alias});
    }
    return out;
  }

  static void append(std::vector<Hit>& hits, std::vector<Hit> more) {
    for (auto& hit : more) {
      bool is_known = std::any_of(hits.begin(), hits.end(), [&](const Hit& h) { return h.code == hit.code; });
      if (!is_known) hits.push_back(std::move(hit));
    }
  }

  std::vector<Hit> equal_to(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
    std::vector<Hit> out;
    for (const auto& wanted : readings(words, from, to)) {
      for (auto& hit : named(wanted, query_.within))
        if (!query_.level || *query_.level == *level_of(hit.code)) append(out, {std::move(hit)});
      if (wanted.kind && !out.empty())
        break;  // the word was about the kind: do not offer a village called Kota Serang too
    }
    return out;
  }

  // Where "…, Indramayu" may be. A name that is only similar makes the answer unsure.
  std::set<std::string> context_codes(const std::vector<std::string>& words, bool& is_sure) {
    std::set<std::string> out;
    for (const auto& wanted : readings(words, 0, words.size()))
      for (const auto& hit : named(wanted, "")) out.insert(hit.code);
    if (!out.empty()) return out;
    is_sure = false;
    for (const auto& hit : starting(words)) out.insert(hit.code);
    if (out.empty())
      for (const auto& hit : similar(words)) out.insert(hit.code);
    return out;
  }

  static std::vector<Hit> inside(std::vector<Hit> hits, const std::vector<std::set<std::string>>& places) {
    std::erase_if(hits, [&](const Hit& hit) {
      return !std::all_of(places.begin(), places.end(), [&](const auto& codes) {
        for (auto above = parent_of(hit.code); !above.empty(); above = parent_of(above))
          if (codes.contains(above)) return true;
        return false;
      });
    });
    return hits;
  }

  // "Kroya Indramayu" without a comma: the longest beginning that is a name, in a place that is the rest.
  std::vector<Hit> name_then_place(const std::vector<std::string>& words,
                                   const std::vector<std::set<std::string>>& places) {
    for (std::size_t cut = words.size() - 1; cut >= 1 && words.size() <= 8; --cut) {
      auto hits = inside(equal_to(words, 0, cut), places);
      if (hits.empty()) continue;
      std::set<std::string> rest;
      for (const auto& wanted : readings(words, cut, words.size()))
        for (const auto& hit : named(wanted, "")) rest.insert(hit.code);
      hits = inside(std::move(hits), {rest});
      if (!hits.empty()) return hits;
    }
    return {};
  }

  std::vector<Hit> starting(const std::vector<std::string>& words) {
    std::vector<Hit> out;
    for (const auto& wanted : readings(words, 0, words.size())) {
      if (wanted.key.size() < 3) continue;
      int depth = query_.level ? static_cast<int>(*query_.level) : -1;
      for (const auto& row : db_.query(sql::region::names_starting, {edition_, wanted.key, past_end(wanted.key),
                                                                     query_.within, depth, query_.limit + 1}))
        if (is_wanted(row.text(0), wanted)) append(out, {{row.text(0), row.text(1), Match::starts_with}});
    }
    return out;
  }

  std::vector<Hit> similar(const std::vector<std::string>& words) {
    std::vector<Hit> out;
    for (const auto& wanted : readings(words, 0, words.size())) {
      for (const auto& key : similar_keys(wanted.key)) {
        for (auto& hit : named({key, wanted.kind, wanted.level}, query_.within)) {
          hit.match = Match::similar;
          if (!query_.level || *query_.level == *level_of(hit.code)) append(out, {std::move(hit)});
        }
      }
    }
    return out;
  }

  // Nearest first.
  std::vector<std::string> similar_keys(const std::string& key) {
    if (key.size() < 4 || key.size() > 60) return {};
    int slips = key.size() < 9 ? 1 : 2;
    auto half =
        std::max<std::size_t>(2, key.size() / 2 - (key.size() > 6 ? 1 : 0));  // one less: a swap across the middle
    std::string back(key.rbegin(), key.rend());
    auto size = static_cast<int>(key.size());
    std::set<std::pair<int, std::string>> near;
    auto look = [&](std::string_view sql, const std::string& part) {
      for (const auto& row : db_.query(sql, {edition_, part, past_end(part), size - slips, size + slips})) {
        auto other = row.text(0);
        int distance = edit_distance(key, other, slips);
        if (distance <= slips) near.emplace(distance, other);
      }
    };
    look(sql::region::keys_sharing_start, key.substr(0, half));
    look(sql::region::keys_sharing_end, back.substr(0, half));
    std::vector<std::string> out;
    for (const auto& [distance, other] : near)
      if (out.size() < kMostSimilarKeys) out.push_back(other);
    return out;
  }

  Found answer(std::vector<Hit> hits, std::size_t sure) {
    Found out;
    auto limit = std::min<std::size_t>(query_.limit, 200);
    out.more = hits.size() > limit;
    if (out.more) hits.resize(limit);
    for (auto& hit : hits) {
      auto place = find_region(db_, edition_, hit.code);
      if (!place) continue;
      std::string source;
      if (!hit.alias.empty())
        source = db_.text(sql::region::alias_source, {edition_, hit.code, hit.alias}).value_or("");
      out.candidates.push_back({std::move(*place), hit.match, std::move(hit.alias), std::move(source)});
    }
    if (sure == 1 && !out.candidates.empty()) out.only = out.candidates.front().region;
    return out;
  }

  storage::Reader& db_;
  const Query& query_;
  std::string edition_;
};

}  // namespace

Found search(storage::Reader& db, const Query& query) { return Search(db, query).run(); }

}  // namespace netra::region
