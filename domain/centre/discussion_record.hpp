// How the files about discussions share one. Not for other folders.
#pragma once

#include "domain/case/track.hpp"
#include "domain/centre/discussion.hpp"
#include "domain/centre/record.hpp"

namespace netra::centre {

struct DiscussionRecord {
  std::string id, office_id, case_id, track_id, kind, agenda;
  Instant starts_at_ms;
  bool is_online = false;
  std::string place;
  DiscussionState state = DiscussionState::planned;
  std::string quorum_rule, quorum_mark;
  bool quorum_met = false;
  std::optional<std::string> result;
  std::string result_reason;
  std::optional<Instant> concluded_at_ms;
  std::optional<std::string> concluded_by;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(DiscussionRecord, (),
                      (id, office_id, case_id, track_id, kind, agenda, starts_at_ms, is_online, place, state,
                       quorum_rule, quorum_mark, quorum_met, result, result_reason, concluded_at_ms, concluded_by,
                       version))

struct SeatRow {
  std::string member_id;
  Institution institution = Institution::bawaslu;
  std::string name;
  bool is_invited = false, is_present = false;
};
BOOST_DESCRIBE_STRUCT(SeatRow, (), (member_id, institution, name, is_invited, is_present))

struct OpinionRow {
  Institution institution = Institution::bawaslu;
  std::int64_t version = 0;
  Stand stand = Stand::other;
  std::string reason;
  OpinionWay way = OpinionWay::member;
  std::string member_id;
  Instant recorded_at_ms;
  std::string recorded_by;
};
BOOST_DESCRIBE_STRUCT(OpinionRow, (),
                      (institution, version, stand, reason, way, member_id, recorded_at_ms, recorded_by))

DiscussionRow row_of(storage::Reader& db, const Services& s, const DiscussionRecord& d, Zone zone,
                     std::string_view language);
std::string kind_name(const Services& s, std::string_view id, std::string_view language);
std::optional<std::string> result_name(const Services& s, const DiscussionRecord& d, std::string_view language);
std::optional<DiscussionRecord> load_discussion(storage::Reader& db, std::string_view id);
std::vector<SeatRow> seats_of(storage::Reader& db, std::string_view discussion);
std::vector<OpinionRow> opinions_of(storage::Reader& db, std::string_view discussion);  // newest first
std::int64_t minutes_count(storage::Reader& db, std::string_view discussion);

// The discussion of the address with its centre, for who holds `right` there; version and state as the caller saw them.
struct Held {
  DiscussionRecord d;
  office::Office centre;
};
// Errors: discussion.unknown, access.denied, discussion.changed, discussion.state
Result<Held> discussion_for(const http::Writing& call, std::optional<Right> right, std::int64_t version,
                            std::initializer_list<DiscussionState> states);
// Records the act and counts the version. Errors: discussion.changed
Result<storage::Writer*> begin(http::Writing& call, const Held& held, Right right, std::string_view verb,
                               json::object change, std::string_view reason = {});
Result<http::Reply<DiscussionView>> answer(http::Writing& call, const Services& s, const std::string& id,
                                           bool is_new = false);

// Crime tracks whose cases belong to this centre, oldest first.
std::vector<cases::Track> tracks_of_centre(storage::Reader& db, std::string_view centre);
// Has the table a quorum on that day? By the procedure data.
Quorum quorum_of(const Services& s, const cases::Track& track, Date day, const std::vector<Institution>& present);
std::string track_label(const cases::Track& track);

}  // namespace netra::centre
