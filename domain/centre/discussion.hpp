// One discussion (pembahasan) of a case's crime track: planned, held, concluded; its minutes and opinions with every
// version. What pages, JSON and papers show of it.
//
//   auto view = centre::view_discussion(call, db, services, id);   // for who may read the centre
//
// Threads: as the reader handed in. Errors: discussion.unknown (kNotFound; also for those who may not read)
#pragma once

#include "domain/centre/centre.hpp"
#include "domain/clock/clock.hpp"
#include "domain/finding/form_a_views.hpp"
#include "domain/journal/journal.hpp"

namespace netra::centre {

using finding::Option;

enum class DiscussionState { planned, held, concluded, cancelled };
BOOST_DESCRIBE_ENUM(DiscussionState, planned, held, concluded, cancelled)

// How an opinion came into the record.
enum class OpinionWay { member, minutes };
BOOST_DESCRIBE_ENUM(OpinionWay, member, minutes)

struct SeatView {
  std::string member;
  Institution institution = Institution::bawaslu;
  std::string name;
  bool is_invited = false;
  bool is_present = false;
};
BOOST_DESCRIBE_STRUCT(SeatView, (), (member, institution, name, is_invited, is_present))

struct OpinionView {
  std::int64_t version = 0;
  Stand stand = Stand::other;
  std::string reason;
  OpinionWay way = OpinionWay::member;
  std::string spoken_by;  // name; may be empty when it was taken from the minutes
  LocalTime recorded_at;
  std::string recorded_by;  // name
};
BOOST_DESCRIBE_STRUCT(OpinionView, (), (version, stand, reason, way, spoken_by, recorded_at, recorded_by))

// One institution at the table.
struct DiscussionSide {
  Institution institution = Institution::bawaslu;
  bool is_present = false;
  std::vector<SeatView> seats;
  std::optional<OpinionView> opinion;
  std::vector<OpinionView> before;  // earlier versions, newest first
  bool dissents = false;            // its opinion is another than the result's
  bool may_opine = false;           // the reader may give or take down its opinion
  bool is_own = false;              // the reader sits for it
};
BOOST_DESCRIBE_STRUCT(DiscussionSide, (),
                      (institution, is_present, seats, opinion, before, dissents, may_opine, is_own))

struct Quorum {
  std::string rule;  // all_institutions, two_institutions
  std::string mark;
  std::int64_t present = 0;  // institutions
  bool is_met = false;
};
BOOST_DESCRIBE_STRUCT(Quorum, (), (rule, mark, present, is_met))

struct DiscussionMinutes {
  std::int64_t version = 0;
  std::string content;
  std::string reason;  // of the correction
  LocalTime recorded_at;
  std::string recorded_by;
};
BOOST_DESCRIBE_STRUCT(DiscussionMinutes, (), (version, content, reason, recorded_at, recorded_by))

struct ResultChoice {
  std::string value, label;
  std::string next_stage;  // where it leads; empty when it moves nothing
};
BOOST_DESCRIBE_STRUCT(ResultChoice, (), (value, label, next_stage))

struct DiscussionMay {
  bool move = false, cancel = false, attend = false, write_minutes = false, conclude = false;
};
BOOST_DESCRIBE_STRUCT(DiscussionMay, (), (move, cancel, attend, write_minutes, conclude))

struct DiscussionView {
  std::string id;
  std::int64_t version = 0;
  std::string office, office_name;
  std::string case_id, track;
  std::optional<std::string> case_number;
  std::string case_title;
  std::string stage_name;  // where the track stands now
  std::string kind, kind_name, purpose, basis, mark, note;
  std::string agenda;
  LocalTime starts_at;
  std::string starts_local;  // as a form's field takes it
  bool is_online = false;
  std::string place;
  DiscussionState state = DiscussionState::planned;
  bool was_held = false;  // its attendance is on record
  std::vector<DiscussionSide> sides;
  Quorum quorum;
  std::vector<DiscussionMinutes> minutes;  // newest first
  std::optional<std::string> result, result_name;
  std::string result_reason;
  std::optional<LocalTime> concluded_at;
  std::string concluded_by;
  bool has_dissent = false;
  std::vector<clock::ClockView> clocks;  // of the track
  std::vector<SeatView> candidates;      // members that day, for the attendance
  std::vector<ResultChoice> results;
  std::vector<std::string> stands;
  std::optional<Institution> seat;  // the reader's own that day
  DiscussionMay may;
  std::vector<journal::HistoryItem> history;
};
BOOST_DESCRIBE_STRUCT(DiscussionView, (),
                      (id, version, office, office_name, case_id, track, case_number, case_title, stage_name, kind,
                       kind_name, purpose, basis, mark, note, agenda, starts_at, starts_local, is_online, place, state,
                       was_held, sides, quorum, minutes, result, result_name, result_reason, concluded_at, concluded_by,
                       has_dissent, clocks, candidates, results, stands, seat, may, history))

Result<DiscussionView> view_discussion(const http::Call& call, storage::Reader& db, const Services& s,
                                       std::string_view id);

// ---- lists and forms ----

struct DiscussionRow {
  std::string id;
  std::optional<std::string> case_number;
  std::string case_title;
  std::string kind, kind_name;
  LocalTime starts_at;
  bool is_online = false;
  std::string place;
  DiscussionState state = DiscussionState::planned;
  std::optional<std::string> result_name;
  bool has_quorum = false;
};
BOOST_DESCRIBE_STRUCT(DiscussionRow, (),
                      (id, case_number, case_title, kind, kind_name, starts_at, is_online, place, state, result_name,
                       has_quorum))

// A track that stands in a stage of discussion and has none planned.
struct WaitingTrack {
  std::string track;
  std::optional<std::string> case_number;
  std::string case_title;
  std::string kind_name;
  std::vector<clock::ClockView> clocks;
};
BOOST_DESCRIBE_STRUCT(WaitingTrack, (), (track, case_number, case_title, kind_name, clocks))

struct DiscussionList {
  std::string office, office_name, state, kind;
  std::vector<std::string> states;
  std::vector<Option> kinds;
  std::vector<DiscussionRow> rows;  // latest first
  bool may_manage = false;
};
BOOST_DESCRIBE_STRUCT(DiscussionList, (), (office, office_name, state, kind, states, kinds, rows, may_manage))

struct TrackChoice {
  std::string value, label;
  std::string stage_name;
};
BOOST_DESCRIBE_STRUCT(TrackChoice, (), (value, label, stage_name))

struct KindView {
  std::string id, name, purpose, basis, mark, note;
};
BOOST_DESCRIBE_STRUCT(KindView, (), (id, name, purpose, basis, mark, note))

struct DiscussionForm {
  std::string office, office_name, track, kind;
  std::vector<TrackChoice> tracks;  // crime tracks of the centre that are open
  std::vector<KindView> kinds;
  std::vector<Option> kind_options;
  std::vector<SeatView> members;  // today's
};
BOOST_DESCRIBE_STRUCT(DiscussionForm, (), (office, office_name, track, kind, tracks, kinds, kind_options, members))

struct DiscussionIn {
  std::optional<std::string> track, kind, agenda, starts_at, place;
  std::optional<bool> is_online;
  std::vector<std::string> members;  // invited
};
BOOST_DESCRIBE_STRUCT(DiscussionIn, (), (track, kind, agenda, starts_at, place, is_online, members))

struct MoveIn {
  std::int64_t version = 0;
  std::optional<std::string> agenda, starts_at, place, reason;
  std::optional<bool> is_online;
};
BOOST_DESCRIBE_STRUCT(MoveIn, (), (version, agenda, starts_at, place, reason, is_online))

struct CancelIn {
  std::int64_t version = 0;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CancelIn, (), (version, reason))

struct AttendanceIn {
  std::int64_t version = 0;
  std::vector<std::string> present;   // members
  std::optional<std::string> reason;  // of a correction
};
BOOST_DESCRIBE_STRUCT(AttendanceIn, (), (version, present, reason))

struct OpinionIn {
  std::int64_t version = 0;
  std::optional<Institution> institution;  // without it: one's own
  std::optional<Stand> stand;
  std::optional<std::string> reason;
  std::optional<std::string> spoken_by;  // member, when it is taken from the minutes
};
BOOST_DESCRIBE_STRUCT(OpinionIn, (), (version, institution, stand, reason, spoken_by))

struct MinutesIn {
  std::int64_t version = 0;
  std::optional<std::string> content;
  std::optional<std::string> reason;  // of a correction
};
BOOST_DESCRIBE_STRUCT(MinutesIn, (), (version, content, reason))

struct ResultIn {
  std::int64_t version = 0;
  std::optional<std::string> result;  // of the kind
  std::optional<std::string> at;      // when it was decided; without it when the discussion began
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ResultIn, (), (version, result, at, reason))

}  // namespace netra::centre
