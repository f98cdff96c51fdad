// What pages and JSON show of a centre: members and roster.
#pragma once

#include "domain/centre/discussion.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/journal/journal.hpp"

namespace netra::centre {

enum class MemberState { future, now, over };
BOOST_DESCRIBE_ENUM(MemberState, future, now, over)

struct MemberView {
  std::string id;
  std::int64_t version = 0;
  Institution institution = Institution::bawaslu;
  std::optional<std::string> account;
  std::string name;
  std::string rank, unit, post;
  std::string decree_number;
  Date decree_date;
  Date valid_from;
  std::optional<Date> valid_until;  // last day
  MemberState state = MemberState::now;
  std::string reason;
  LocalTime recorded_at;
  std::string recorded_by;  // name
};
BOOST_DESCRIBE_STRUCT(MemberView, (),
                      (id, version, institution, account, name, rank, unit, post, decree_number, decree_date,
                       valid_from, valid_until, state, reason, recorded_at, recorded_by))

// One institution's people on a day.
struct Side {
  Institution institution = Institution::bawaslu;
  std::string office_name;  // empty: no such office is known here
  std::vector<MemberView> members;
};
BOOST_DESCRIBE_STRUCT(Side, (), (institution, office_name, members))

struct ShiftView {
  std::string id;
  std::string member;
  std::string name;
  Institution institution = Institution::bawaslu;
  LocalTime starts_at, ends_at;
  std::string hours;  // "08.00–16.00 WIB", as rosters write it
  std::string note;
  bool is_now = false;
};
BOOST_DESCRIBE_STRUCT(ShiftView, (), (id, member, name, institution, starts_at, ends_at, hours, note, is_now))

struct CentreItem {
  std::string office, office_name;
  std::int64_t members = 0;  // today
  std::vector<ShiftView> on_duty;
};
BOOST_DESCRIBE_STRUCT(CentreItem, (), (office, office_name, members, on_duty))

struct CentreList {
  std::vector<CentreItem> rows;
};
BOOST_DESCRIBE_STRUCT(CentreList, (), (rows))

struct CentreView {
  std::string office, office_name;
  Date on, today;
  bool is_today = true;
  std::vector<Side> sides;
  std::vector<MemberView> others;  // those before and those to come
  std::vector<ShiftView> on_duty;
  std::optional<ShiftView> next_duty;
  std::vector<WaitingTrack> waiting;
  std::vector<DiscussionRow> coming;  // planned discussions, soonest first
  std::optional<Institution> seat;    // the reader's own, today
  bool may_manage = false;
};
BOOST_DESCRIBE_STRUCT(CentreView, (),
                      (office, office_name, on, today, is_today, sides, others, on_duty, next_duty, waiting, coming,
                       seat, may_manage))

struct CentreHistory {
  std::string office, office_name;
  std::vector<journal::HistoryItem> history;
};
BOOST_DESCRIBE_STRUCT(CentreHistory, (), (office, office_name, history))

// The form of a new member, and one member with all its versions.
struct MemberPage {
  std::string office, office_name;
  std::optional<MemberView> member;
  std::vector<MemberView> versions;  // newest first
  std::vector<evidence::ItemView> files;
  std::vector<Option> accounts;  // who could be one
  std::vector<std::string> institutions;
  Date today;
  bool may_manage = false;
};
BOOST_DESCRIBE_STRUCT(MemberPage, (),
                      (office, office_name, member, versions, files, accounts, institutions, today, may_manage))

struct MemberIn {
  std::optional<Institution> institution;
  std::optional<std::string> account;  // or name
  std::optional<std::string> name, rank, unit, post, decree_number;
  std::optional<Date> decree_date, valid_from, valid_until;
};
BOOST_DESCRIBE_STRUCT(MemberIn, (),
                      (institution, account, name, rank, unit, post, decree_number, decree_date, valid_from,
                       valid_until))

struct MemberChange : MemberIn {
  std::int64_t version = 0;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MemberChange, (MemberIn), (version, reason))

struct MemberEnding {
  std::int64_t version = 0;
  std::optional<Date> until;  // last day
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MemberEnding, (), (version, until, reason))

struct DecreeIn {
  std::vector<http::Upload> files;
};
BOOST_DESCRIBE_STRUCT(DecreeIn, (), (files))

// ---- roster ----

struct RosterDay {
  Date date;
  bool is_today = false;
  std::vector<ShiftView> shifts;
  std::vector<std::string> missing;  // institutions with nobody that day
};
BOOST_DESCRIBE_STRUCT(RosterDay, (), (date, is_today, shifts, missing))

struct RosterView {
  std::string office, office_name;
  Date week, last_day;  // Monday, Sunday
  Date week_before, week_after;
  bool is_this_week = false;
  std::vector<RosterDay> days;
  std::vector<ShiftView> on_duty;
  std::vector<Option> members;
  std::optional<std::int64_t> copied, skipped;  // what a copy has just done
  bool may_manage = false;
  bool is_empty = true;
};
BOOST_DESCRIBE_STRUCT(RosterView, (),
                      (office, office_name, week, last_day, week_before, week_after, is_this_week, days, on_duty,
                       members, copied, skipped, may_manage, is_empty))

struct ShiftIn {
  std::optional<std::string> member;
  std::vector<Date> dates;
  std::optional<std::string> from, until;  // "08:00"; until before from: the next day
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ShiftIn, (), (member, dates, from, until, note))

struct ShiftRemoval {
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ShiftRemoval, (), (reason))

struct CopyIn {
  std::optional<Date> week;  // any day of the week to fill
};
BOOST_DESCRIBE_STRUCT(CopyIn, (), (week))

enum class SkipReason { clash, not_member };
BOOST_DESCRIBE_ENUM(SkipReason, clash, not_member)

struct Skipped {
  std::string name;
  LocalTime starts_at;
  SkipReason why = SkipReason::clash;
};
BOOST_DESCRIBE_STRUCT(Skipped, (), (name, starts_at, why))

struct CopyView {
  std::int64_t copied = 0;
  std::vector<Skipped> skipped;
};
BOOST_DESCRIBE_STRUCT(CopyView, (), (copied, skipped))

struct ShiftsSet {
  std::int64_t added = 0;
  Date week;
};
BOOST_DESCRIBE_STRUCT(ShiftsSet, (), (added, week))

}  // namespace netra::centre
