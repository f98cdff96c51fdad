// GET /journal: the acts of the offices that the reader may oversee, newest first, for auditors.
//
// Rights live in domain/identity, which comes later in the order of modules; so the rule of access and the offices
// arrive as arguments. Threads: as all routes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/journal/journal.hpp"
#include "engine/http/route.hpp"

namespace netra::journal {

struct JournalServices {
  http::Access access;  // who may read it at all
  // The office whose journal is read: `wanted` when the caller may (it or a superior of it is theirs), their own when
  // `wanted` is empty.
  // "" stands for all offices. Errors: access.denied
  std::function<Result<std::string>(http::Reading&, std::string_view wanted)> office;
};

struct JournalRow {
  Entry entry;
  std::string act;
  LocalTime at;
  std::string actor_name;
  std::string office_name;
};
BOOST_DESCRIBE_STRUCT(JournalRow, (), (entry, act, at, actor_name, office_name))

struct JournalFilter {
  std::string office, verb, actor, subject_kind, subject_id;
  std::optional<Date> from, until;  // both days included
};
BOOST_DESCRIBE_STRUCT(JournalFilter, (), (office, verb, actor, subject_kind, subject_id, from, until))

struct JournalPage {
  std::vector<JournalRow> rows;
  JournalFilter filter;
  std::vector<std::string> verbs;    // those that occur, for the choice
  std::optional<std::string> older;  // address of the next page
  std::optional<std::string> newer;  // address of the first page, when this is not it
};
BOOST_DESCRIBE_STRUCT(JournalPage, (), (rows, filter, verbs, older, newer))

void add_journal_routes(http::Routes& routes, JournalServices services);

}  // namespace netra::journal
