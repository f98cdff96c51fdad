// Rows of the desk as pages and JSON show them; shared by today, lists and search. Inner header.
#pragma once

#include <string>
#include <vector>

#include "domain/clock/clock.hpp"
#include "domain/desk/desk.hpp"
#include "domain/identity/actor.hpp"
#include "domain/office/worklist.hpp"

namespace netra::desk {

// The nearest clock of a row; the component clock_small shows it.
struct RowClock {
  clock::Urgency urgency = clock::Urgency::calm;
  bool remaining = true;
  std::optional<LocalTime> target, due;
};
BOOST_DESCRIBE_STRUCT(RowClock, (), (urgency, remaining, target, due))

struct Row {
  std::string item;  // "report:<id>", for bulk actions
  office::ItemKind kind = office::ItemKind::report;
  std::string id, href, number, title, stage;
  std::string stage_name;  // of the procedure's stages; empty for states of tracings and findings
  std::string office, place_name;
  std::string person;  // display name; empty: nobody
  bool is_mine = false;
  bool can_assign = false;
  LocalTime received_at;
  std::optional<RowClock> clock;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (item, kind, id, href, number, title, stage, stage_name, office, place_name, person, is_mine,
                       can_assign, received_at, clock))

struct SavedFilter {
  std::string id, name, path;
};
BOOST_DESCRIBE_STRUCT(SavedFilter, (), (id, name, path))

struct Option {
  std::string value, label;
};
BOOST_DESCRIBE_STRUCT(Option, (), (value, label))

struct Undo {
  std::string action;
};
BOOST_DESCRIBE_STRUCT(Undo, (), (action))

struct View {
  http::Call& call;
  storage::Reader& db;
  const Services& services;
  const Actor& actor;
};

Row row_of(const View& view, const office::WorkItem& item);
std::vector<Row> rows_of(const View& view, const std::vector<office::WorkItem>& items);
std::string path_of(office::ItemKind kind, std::string_view id);
// Kind of the record's journal acts; a lead is a report there.
std::string subject_kind(office::ItemKind kind);
// The right that reads, and the right that assigns, rows of this kind.
Right reads(office::ItemKind kind);
Right assigns(office::ItemKind kind);
// The office whose desk is shown: `?office=` when the person has rights there, else the active one.
Result<std::string> office_of(http::Call& call, const Actor& actor);
std::vector<Option> people_of(storage::Reader& db, std::string_view office);
// A list of ours to return to: a local path and nothing else, "/today" otherwise. With `undo`, the notice that offers
// it.
std::string list_path(const std::optional<std::string>& wanted);
std::string with_undo(std::string path, const std::string& undo);
// What `?undo=` offers, if anything.
std::optional<Undo> undo_asked(const http::Call& call);
std::string plain_of(std::string text);  // what may stand in our own addresses without being encoded: ids, stage names
std::vector<SavedFilter> saved_filters(storage::Reader& db, const Actor& actor);

}  // namespace netra::desk
