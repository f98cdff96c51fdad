// What the parts of the loader share. Private to this folder.
#pragma once

#include <map>
#include <string>

#include "domain/procedure/table.hpp"

namespace netra::procedure {

struct BasisText {
  std::string text;  // "UU 8/2015 pasal 134(5)"
  Mark mark = Mark::unverified;
};

// Values that hold for a whole file unless an entry says otherwise.
struct FileDefaults {
  std::string regime;
  std::optional<Date> from;
  std::optional<Date> last_checked;
  std::string source;
  std::optional<Mark> mark;
};

struct Loading {
  Rules& rules;
  Faults& faults;
  std::map<std::string, BasisText, std::less<>> bases;  // of all regimes; ids are unique
};

FileDefaults read_defaults(Table& file);
Origin read_origin(Loading& loading, Table& entry, const FileDefaults& defaults);

// The versions of an entry: its `version` tables, or the entry itself when it has only ever had one.
template <class T>
Versions<T> read_versions(Loading& loading, Table& entry, const FileDefaults& defaults,
                          const std::function<T(Table&)>& read_value) {
  Versions<T> out;
  auto read = [&](Table& table) {
    Version<T> version;
    auto from = table.date("from");
    if (!from) from = defaults.from;
    if (!from) table.fault("from", "is missing");
    version.from = from.value_or(Date{});
    version.until = table.date("until");
    if (version.until && *version.until < version.from) table.fault("until", "lies before from");
    version.not_for = table.texts("not_for");
    version.value = read_value(table);
    version.origin = read_origin(loading, table, defaults);
    out.push_back(std::move(version));
  };
  if (entry.has("version"))
    entry.each("version", read);
  else
    read(entry);
  return out;
}

// Faults for gaps and overlaps; versions must come in order.
template <class T>
void check_versions(Table& entry, const Versions<T>& versions) {
  if (versions.empty()) entry.fault("version", "is missing");
  for (std::size_t i = 0; i + 1 < versions.size(); ++i) {
    const auto& now = versions[i];
    const auto& next = versions[i + 1];
    if (!now.until || *now.until >= next.from)
      entry.fault("version", "two versions overlap on " + format_date(next.from));
    else if (add_days(*now.until, 1) != next.from)
      entry.fault("version", "no version holds on " + format_date(add_days(*now.until, 1)));
  }
  if (!versions.empty() && versions.back().until && !entry.flag("retired"))
    entry.fault("version", "nothing holds after " + format_date(*versions.back().until) + " and it is not retired");
}

// Adds an entry, or, with `amends = true`, its versions to the entry of that id (a change in law is a new file).
template <class Entry>
void add_entry(Table& table, std::vector<Entry>& list, Entry entry, const std::function<bool(const Entry&)>& is_same) {
  bool amends = table.flag("amends");
  for (auto& old : list) {
    if (!is_same(old)) continue;
    if (!amends) return table.fault("id", "is already defined; say amends = true to add versions");
    if (!old.versions.empty() && !entry.versions.empty() && !old.versions.back().until)
      old.versions.back().until = add_days(entry.versions.front().from, -1);
    for (auto& version : entry.versions) old.versions.push_back(std::move(version));
    return check_versions(table, old.versions);
  }
  if (amends) return table.fault("id", "amends an entry that does not exist");
  check_versions(table, entry.versions);
  list.push_back(std::move(entry));
}

void read_bases(Loading& loading, Table& file);
void read_procedure_file(Loading& loading, Table& file, const FileDefaults& defaults);
void read_neutrality_file(Loading& loading, Table& file);
void read_holiday_file(Loading& loading, Table& file);
// References between files.
void check_references(Loading& loading);
void build_catalogue(Rules& rules);

}  // namespace netra::procedure
