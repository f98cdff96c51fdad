// Counted cells: how many stand where, and how long they waited, for every combination of election, institution, place
// and kind of person that a page may ask for. Inner header.
//
//   Delta delta;
//   add(delta, old, -1); add(delta, fact, +1);
//   write_cells(writer, delta);
//
// A fact counts in 4 x (1 + places above it) cells for who received it, and again for who decides when that is another:
// there it waits from the day it got there. Units of work run one after the other, also those of several servers
// (engine/storage), so what is read is still so when it is written.
//
// Threads: as the writer or reader handed in.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "domain/funnel/fact.hpp"
#include "engine/storage/storage.hpp"

namespace netra::funnel {

// The institution that decides, beside the one that receives: "ppk_asn" -> "ppk_asn.decides".
inline constexpr std::string_view kDecides = ".decides";

struct CellKey {
  std::string election, institution, place, person_kind;  // "" stands for all
  friend auto operator<=>(const CellKey&, const CellKey&) = default;
};

struct Counts {
  std::int64_t reported = 0, waiting = 0, answered = 0, sanctioned = 0, ended = 0, unknown = 0, uncounted = 0;
  std::int64_t recommended() const { return waiting + answered + sanctioned + ended + unknown; }
  friend bool operator==(const Counts&, const Counts&) = default;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (reported, waiting, answered, sanctioned, ended, unknown, uncounted))

// A number (days waited; or the day since when, counted from 1970) and how many have it.
using Tally = std::map<std::int64_t, std::int64_t>;

struct Waits {
  Tally answer_done, answer_open, decision_done, decision_open;
  friend bool operator==(const Waits&, const Waits&) = default;
};

struct Cell {
  Counts counts;
  Waits waits;
  bool is_empty() const { return counts == Counts{} && waits == Waits{}; }
  friend bool operator==(const Cell&, const Cell&) = default;
};

using Delta = std::map<CellKey, Cell>;

// "" for what is nowhere, the country, the province, the regency, in which a place counts.
std::vector<std::string> places_of(std::string_view place);

void add(Delta& delta, const Fact& fact, std::int64_t sign);
void merge(Cell& into, const Cell& more);

// The middle of what was waited; of two middles the mean, rounded up. Nothing for an empty tally.
std::optional<std::int64_t> median(const Tally& tally);
std::optional<std::int64_t> longest(const Tally& tally);
std::int64_t sum(const Tally& tally);

std::string to_text(const Waits& waits);       // "38*2 41*1|19993*1||"
Waits waits_from_text(std::string_view text);  // what is no such text reads as nothing

std::optional<Cell> find_cell(storage::Reader& db, const CellKey& key);
void write_cells(storage::Writer& db, const Delta& delta);

}  // namespace netra::funnel
