// The law-enforcement centre (Sentra Gakkumdu): three institutions at one table. Its office book: members by decree and
// period, duty roster, discussions of the crime track of a case, register of cases, monthly recap.
//
//   GET  /centres                                     the centres one belongs to
//   GET  /centres/{office}?on=2024-10-24              who belongs to it that day, who is on duty now
//   POST /centres/{office}/members                    a member by decree; /members/{member} changes, /ending ends
//   GET  /centres/{office}/roster?week=2024-10-21     POST .../shifts, /shifts/{shift}/removal, /roster/copies
//   POST /centres/{office}/discussions                plans one; /discussions/{id} holds what became of it
//   GET  /centres/{office}/register, /recap           which cases came and how far they are
//
// A centre belongs to a supervisors' office of a regency or a province; its institutions are that office, and the
// police and prosecutors of the same region. Who belongs to it reads it: the staff of the office who discuss or keep
// the book, and the members by decree of that day who hold Right::discuss in an office of their institution. For all
// others there is no such centre.
//
// Opinions are an institution's, given by its own member or taken from the paper minutes by who keeps the book; the
// record says which. A result needs the quorum of the procedure data (parameter discussion_quorum) and is chosen by a
// person with a reason; it moves the track of the case. Without quorum the minutes are kept and there is no result.
// Working notes of an institution never come here.
//
// Threads: as the call handed in; Kinds is immutable.
// Errors: centre.unknown  centre.file (at load)
//         member.unknown  member.changed  member.twice  member.ended  member.account  member.incomplete
//         duty.clash  duty.not_member  duty.incomplete  duty.unknown  duty.nothing_to_copy
//         discussion.unknown  discussion.changed  discussion.stage  discussion.planned_already  discussion.incomplete
//         discussion.state  discussion.not_begun  discussion.no_quorum  discussion.not_present  discussion.own_opinion
//         discussion.opinion_missing  access.denied
// Source: Peraturan Bersama 5/2020, 1/2020, 14/2020 arts 16-21 (secondary); procedures/centre/discussions.toml.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/finding/services.hpp"
#include "domain/identity/actor.hpp"
#include "domain/procedure/version.hpp"
#include "engine/base/assets.hpp"
#include "engine/http/route.hpp"

namespace netra::evidence {
struct Item;
}

namespace netra::centre {

enum class Institution { bawaslu, police, prosecutor };
BOOST_DESCRIBE_ENUM(Institution, bawaslu, police, prosecutor)
inline constexpr Institution kInstitutions[] = {Institution::bawaslu, Institution::police, Institution::prosecutor};

// What an institution says of the elements of the crime.
enum class Stand { met, not_met, other };
BOOST_DESCRIBE_ENUM(Stand, met, not_met, other)

// ---- kinds of discussion, as data ----

struct KindLabel {
  std::string id, en;
  const std::string& in(std::string_view language) const { return language == "en" ? en : id; }
};
BOOST_DESCRIBE_STRUCT(KindLabel, (), (id, en))

struct KindResult {
  std::string event;           // of the stage's transitions, when it moves the track
  Stand stand = Stand::other;  // who says otherwise dissents; other: nobody does
  bool moves = false;          // the event moves the track; otherwise the result is only noted
  KindLabel label;
};
BOOST_DESCRIBE_STRUCT(KindResult, (), (event, stand, moves, label))

struct Kind {
  std::string id;
  KindLabel label, purpose;
  std::vector<std::string> stages;  // stages of the track in which it is held
  bool optional = false;
  std::string basis;
  procedure::Mark mark = procedure::Mark::unverified;
  KindLabel note;
  std::vector<KindResult> result;

  const KindResult* find(std::string_view event) const;
};
BOOST_DESCRIBE_STRUCT(Kind, (), (id, label, purpose, stages, optional, basis, mark, note, result))

class Kinds {
 public:
  static Result<Kinds> load(const Assets& assets);
  const Kind* find(std::string_view id) const;
  const std::vector<Kind>& all() const { return kinds_; }

 private:
  std::vector<Kind> kinds_;
};

struct Services {
  const finding::Services& cases;
  const Kinds& kinds;
};

// ---- who belongs to it ----

// The supervisors' office whose centre serves this one: itself, or the nearest superior of a regency or province; empty
// when there is none.
std::string centre_of(storage::Reader& db, std::string_view office);
// May the person read this centre's book? Errors: centre.unknown
Result<Done> may_read(storage::Reader& db, const Actor& actor, std::string_view office, Instant now);
// The institution for which the person sits in the centre by decree that day; nothing when they don't.
std::optional<Institution> seat_of(storage::Reader& db, const Actor& actor, std::string_view office, Date on);

// Discussions of one track as others show them: the case file, the room, the papers.
struct DiscussionItem {
  std::string id;
  std::string kind;
  std::string kind_name;
  std::string state;  // planned, held, concluded, cancelled
  LocalTime starts_at;
  std::optional<std::string> result_name;
};
BOOST_DESCRIBE_STRUCT(DiscussionItem, (), (id, kind, kind_name, state, starts_at, result_name))
std::vector<DiscussionItem> discussions_of_track(storage::Reader& db, const Services&, std::string_view track,
                                                 Zone zone, std::string_view language);

// For evidence::Services: the decree of a member, for who may read the centre.
bool may_read_decree(http::Reading& call, const evidence::Item& item);

void add_centre_routes(http::Routes& routes, const Services& services);

}  // namespace netra::centre
