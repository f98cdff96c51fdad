#include "engine/storage/search.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/storage/search_terms.hpp"

namespace netra::search {

namespace {

constexpr std::int64_t kPlacesPerMs = 1024;
constexpr std::size_t kMostWords = 16;
constexpr std::size_t kShortestBeginning = 3;
constexpr std::size_t kMostSpelled = 64;  // words that a beginning is spelled out to

// How one engine writes the parts of a question. Terms hold only lower-case letters, digits, underscores and bytes
// above 0x7F, so quoting is enough.
struct Spelling {
  char quote;
  const char* all_of;
  const char* one_of;
  const char* beginning;
};
constexpr Spelling kSqlite{'"', " AND ", " OR ", " *"};
constexpr Spelling kPostgres{'\'', " & ", " | ", ":*"};

std::string quoted(const Spelling& s, const std::string& term) { return s.quote + term + s.quote; }

std::string any_of(const Spelling& s, char family, const std::vector<std::string>& names) {
  std::string out = "(";
  for (const auto& name : names) out += (out.size() > 1 ? s.one_of : "") + quoted(s, tag(family, name));
  return out + ")";
}

// The terms that begin so, one step of the index each; nothing when there are too many to name.
std::optional<std::vector<std::string>> terms_beginning(storage::Reader& db, const std::string& beginning) {
  std::vector<std::string> out;
  auto from = beginning;
  while (true) {
    auto term = db.text("SELECT term FROM search_vocabulary WHERE term >= $1 ORDER BY term LIMIT 1", {from});
    if (!term || !term->starts_with(beginning)) return out;
    if (out.size() == kMostSpelled) return std::nullopt;
    from = *term + '\x01';  // sorts after the term and before every other: no term holds it
    out.push_back(std::move(*term));
  }
}

// FTS5 gathers every document of a beginning before it gives the first one; words by their names it walks newest first
// and stops after a page. Empty when there is no such word.
std::string begins_with(storage::Reader& db, const Spelling& s, const std::string& beginning) {
  auto terms = db.is_postgres() ? std::nullopt : terms_beginning(db, beginning);
  if (!terms) return quoted(s, beginning) + s.beginning;
  std::string out;
  for (const auto& term : *terms) out += (out.empty() ? "(" : s.one_of) + quoted(s, term);
  return out.empty() ? out : out + ")";
}

// Empty when nothing can be found.
std::string question(storage::Reader& db, const Spelling& s, const Query& query) {
  auto asked = trim(query.text);
  std::string beginning;
  if (asked.ends_with('*')) {
    auto last = words(asked);
    auto start = asked.find_last_of(" \t\n", asked.size() - 1);
    if (!last.empty() && last.back().size() >= kShortestBeginning) {
      beginning = last.back();
      asked = start == std::string_view::npos ? std::string_view{} : asked.substr(0, start);
    }
  }
  auto terms = stems(asked);
  if (terms.size() > kMostWords) terms.resize(kMostWords);
  if (query.scopes.empty() || (terms.empty() && beginning.empty())) return {};
  auto out = any_of(s, 's', query.scopes);
  if (!query.kinds.empty()) out += s.all_of + any_of(s, 'k', query.kinds);
  for (const auto& term : terms) out += s.all_of + quoted(s, term);
  if (beginning.empty()) return out;
  auto begun = begins_with(db, s, beginning);
  return begun.empty() ? begun : out + s.all_of + begun;
}

std::string terms_of(const Document& document) {
  auto terms = document.stems ? *document.stems : stems(document.text);
  terms.push_back(tag('k', document.kind));
  terms.push_back(tag('s', document.scope));
  for (const auto& office : document.shared) terms.push_back(tag('s', office));
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  std::string out;
  for (const auto& term : terms) out += (out.empty() ? "" : " ") + term;
  return out;
}

std::int64_t free_position(storage::Reader& db, Instant at) {
  for (auto ms = to_ms(at);; ++ms) {
    auto last = db.integer("SELECT MAX(position) FROM search_documents WHERE position >= $1 AND position < $2",
                           {ms * kPlacesPerMs, (ms + 1) * kPlacesPerMs});
    auto free = last ? *last + 1 : ms * kPlacesPerMs;
    if (free < (ms + 1) * kPlacesPerMs) return free;
  }
}

void add_terms(storage::Writer& db, std::int64_t position, const std::string& terms) {
  db.execute(db.is_postgres() ? "INSERT INTO search_terms (position, terms) "
                                "VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))"
                              : "INSERT INTO search_index (rowid, terms) VALUES ($1, $2)",
             {position, terms});
}

}  // namespace

void remove(storage::Writer& db, std::string_view kind, std::string_view id) {
  auto rows = db.query("SELECT position, terms FROM search_documents WHERE kind = $1 AND id = $2", {kind, id});
  if (rows.empty()) return;
  auto position = rows[0].integer(0);
  if (!db.is_postgres())  // FTS5 must be told what it was given, to find it again
    db.execute("INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', $1, $2)",
               {position, rows[0].text(1)});
  db.execute("DELETE FROM search_documents WHERE position = $1", {position});
}

void index(storage::Writer& db, const Document& document) {
  if (!document.is_new) remove(db, document.kind, document.id);
  auto position = free_position(db, document.at);
  auto terms = terms_of(document);
  db.execute("INSERT INTO search_documents (position, kind, id, scope, at_ms, terms) VALUES ($1, $2, $3, $4, $5, $6)",
             {position, document.kind, document.id, document.scope, document.at, terms});
  add_terms(db, position, terms);
}

std::vector<Hit> query(storage::Reader& db, const Query& query) {
  auto asked = question(db, db.is_postgres() ? kPostgres : kSqlite, query);
  if (asked.empty()) return {};
  return db.all<Hit>(db.is_postgres() ? "SELECT d.kind, d.id, d.scope, d.at_ms AS at, d.position "
                                        "FROM search_terms t JOIN search_documents d ON d.position = t.position "
                                        "WHERE t.terms @@ CAST($1 AS tsquery) AND t.position < $2 "
                                        "ORDER BY t.position DESC LIMIT $3"
                                      : "SELECT d.kind, d.id, d.scope, d.at_ms AS at, d.position "
                                        "FROM search_index JOIN search_documents d ON d.position = search_index.rowid "
                                        "WHERE search_index MATCH $1 AND search_index.rowid < $2 "
                                        "ORDER BY search_index.rowid DESC LIMIT $3",
                     {asked, query.before.value_or(INT64_MAX), query.limit});
}

void rebuild(storage::Writer& db) {
  if (db.is_postgres()) {
    db.execute("DELETE FROM search_terms");
    db.execute(
        "INSERT INTO search_terms (position, terms) "
        "SELECT position, array_to_tsvector(string_to_array(terms, ' ')) FROM search_documents");
  } else {
    db.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')");
  }
}

bool index_matches_documents(storage::Writer& db) {
  if (db.is_postgres()) {
    auto wrong = db.integer(
        "SELECT COUNT(*) FROM search_documents d FULL JOIN search_terms t ON t.position = d.position "
        "WHERE d.position IS NULL OR t.position IS NULL "
        "OR t.terms <> array_to_tsvector(string_to_array(d.terms, ' '))");
    return wrong == 0;
  }
  try {  // the one way FTS5 has to say no
    db.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)");
    return true;
  } catch (const storage::Failure&) {
    return false;
  }
}

}  // namespace netra::search
