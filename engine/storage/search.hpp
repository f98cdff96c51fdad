// Full-text search over what an office may see, newest first, the same answers on SQLite and PostgreSQL.
//
//   search::index(writer, {"report", id, office, {province_office}, received_at, title + " " + chronology});
//   auto hits = search::query(db, {{my_office}, "pembagian sembako", 50});
//
// Words are folded (NFKC, lower case, no accents) and stemmed (Indonesian, libstemmer) here, in C++; the engines only
// see the set of stems, so they cannot differ. All words must be there; "sutri*" as the last word finds beginnings.
// Words too common to
// help ("yang", "di") are neither kept nor asked for.
//
// Scopes decide who finds what: a document is found only through one of its scopes. Give every office that may see it,
// also those above, so that a search asks for one or two scopes, not for five hundred.
//
// Never index what is sealed: no name, no address of a reporter. The index is a view: rebuild() makes it anew from
// search_documents.
//
// Threads: as the reader or writer. Errors: none; a failing statement throws storage::Failure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/storage.hpp"

namespace netra::search {

struct Document {
  std::string kind;  // "report", "case"; with the id it names the document
  std::string id;
  std::string scope;                // the office whose record it is
  std::vector<std::string> shared;  // further offices that may find it
  Instant at;                       // orders the answers
  std::string text;                 // any length; only its set of stems is kept
  // The stems of the text, where they were made before, outside the writer: `text` is then not read.
  std::optional<std::vector<std::string>> stems = std::nullopt;
  bool is_new = false;  // certainly not there yet: is added without a look for what it replaces
};

// Adds the document or replaces the one with the same kind and id.
void index(storage::Writer& db, const Document& document);
void remove(storage::Writer& db, std::string_view kind, std::string_view id);

struct Query {
  std::vector<std::string> scopes;
  std::string text;
  int limit = 50;
  std::optional<std::int64_t> before;  // position of the last hit of the page before
  std::vector<std::string> kinds;      // empty: any
};

struct Hit {
  std::string kind;
  std::string id;
  std::string scope;
  Instant at;
  std::int64_t position = 0;  // for Query::before
};
BOOST_DESCRIBE_STRUCT(Hit, (), (kind, id, scope, at, position))

// Nothing is found without a scope or without a word.
std::vector<Hit> query(storage::Reader& db, const Query& query);

// Makes the engine's own index anew from search_documents, e.g. after a restore.
void rebuild(storage::Writer& db);

// The set of stems of a text, sorted; what is indexed. Exposed for tests and for near-duplicates.
std::vector<std::string> stems(std::string_view text);

}  // namespace netra::search
