// What the office sees of reports. Private to domain/report.
#pragma once

#include "domain/report/duplicates.hpp"
#include "domain/report/lapor.hpp"
#include "domain/report/status.hpp"

namespace netra {
struct Actor;
}

namespace netra::report {

struct RowView {
  std::string id;
  std::string reference;
  Track track = Track::lead;
  Stage stage = Stage::info_logged;
  Channel channel = Channel::online;
  LocalTime received_at;
  std::string event;
  bool is_complete = false;
  bool is_open = false;
};
BOOST_DESCRIBE_STRUCT(RowView, (), (id, reference, track, stage, channel, received_at, event, is_complete, is_open))

struct ListView {
  std::vector<RowView> reports;
  std::vector<std::string> stages;  // choices of the filter
  std::vector<std::string> tracks;
  std::string stage;  // chosen; "" all
  std::string track;
  std::optional<std::string> older;  // address of the next page
};
BOOST_DESCRIBE_STRUCT(ListView, (), (reports, stages, tracks, stage, track, older))

// One kind of sealed field, shown as sealed.
struct SealedView {
  std::string kind;
  std::string office;
  bool is_ours = false;  // our office's key opens it
};
BOOST_DESCRIBE_STRUCT(SealedView, (), (kind, office, is_ours))

struct FileReportView {
  std::string id;
  std::string reference;
  std::int64_t version = 0;
  Track track = Track::lead;
  Track asked_track = Track::lead;
  Downgrade downgrade = Downgrade::none;
  Stage stage = Stage::info_logged;
  std::string stage_name;
  Channel channel = Channel::online;
  LocalTime received_at;
  std::string office;
  std::string office_name;
  bool came_from_elsewhere = false;
  std::string place;
  std::string place_detail;
  std::string election;
  std::optional<Date> date_happened;
  std::optional<Date> date_known;
  std::string event;
  std::string chronology;
  std::string capacity;
  bool is_proxy = false;
  bool is_complete = false;
  std::string case_id;
  std::string finding_id;
  std::vector<ReportedPerson> reported;
  std::vector<GapView> missing;
  std::vector<GapView> askable;  // fields a request to complete may name
  std::optional<CompletionView> completion;
  std::vector<clock::ClockView> clocks;
  std::vector<evidence::ItemView> evidence;
  std::vector<MessageView> messages;
  std::vector<SealedView> sealed;
  std::vector<NearView> near;
  std::optional<AppearView> appear;      // the reporter must come and sign
  std::optional<LocalTime> attended_at;  // and did
  bool can_attend = false;
  bool can_take_in = false;
  bool can_open_identity = false;
  bool can_open_case = false;
  bool can_trace = false;
  bool can_forward = false;
  bool can_request = false;
  bool is_without_limit = false;  // under review, and no time limit is running
  std::vector<Option> offices;    // to which the reader may hand it over
};
BOOST_DESCRIBE_STRUCT(FileReportView, (),
                      (id, reference, version, track, asked_track, downgrade, stage, stage_name, channel, received_at,
                       office, office_name, came_from_elsewhere, place, place_detail, election, date_happened,
                       date_known, event, chronology, capacity, is_proxy, is_complete, case_id, finding_id, reported,
                       missing, askable, completion, clocks, evidence, messages, sealed, near, appear, attended_at,
                       can_attend, can_take_in, can_open_identity, can_open_case, can_trace, can_forward, can_request,
                       is_without_limit, offices))

struct HistoryView {
  std::string id;
  std::string reference;
  std::vector<journal::HistoryItem> history;
};
BOOST_DESCRIBE_STRUCT(HistoryView, (), (id, reference, history))

// Plain identity: in the answer to the act that opened it, and nowhere else.
struct IdentityView {
  std::string id;
  std::string reference;
  std::string reason;  // why it was opened
  std::optional<ReporterIn> reporter;
  std::vector<WitnessIn> witnesses;
  bool has_power_of_attorney = false;
  std::optional<std::string> power_of_attorney;  // base64url of the file, for programs
};
BOOST_DESCRIBE_STRUCT(IdentityView, (),
                      (id, reference, reason, reporter, witnesses, has_power_of_attorney, power_of_attorney))

bool may_read(const Actor& actor, const ReportRecord& record);
// The record of the route's {id}, when this person may read it; else the same answer as for one that does not exist.
Result<ReportRecord> readable(const http::Call& call, storage::Reader& db);

}  // namespace netra::report
