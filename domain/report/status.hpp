// What the holder of the code sees: where the report stands, its clocks with their sums, what is asked, messages,
// files.
//
// The view never holds the reporter's identity: nobody here can open it. It names no officer either.
//
// Threads: as the reader.
#pragma once

#include "domain/clock/sum.hpp"
#include "domain/report/attorney.hpp"
#include "domain/report/draft.hpp"

namespace netra::report {

struct MessageView {
  MessageFrom from = MessageFrom::system;
  std::string notice;  // message key; "" when `text` is free text
  json::value params;  // for the notice; an object, and so described
  std::string text;
  LocalTime at;
};
BOOST_DESCRIBE_STRUCT(MessageView, (), (from, notice, params, text, at))

struct CompletionView {
  LocalTime asked_at;
  std::string note;
  std::vector<GapView> fields;            // asked for and not yet given
  std::optional<clock::ClockView> clock;  // its countdown
};
BOOST_DESCRIBE_STRUCT(CompletionView, (), (asked_at, note, fields, clock))

struct StatusView {
  std::string reference;
  LocalTime received_at;
  std::string office;
  std::string office_phone;
  std::string place;
  Track track = Track::lead;
  Track asked_track = Track::lead;
  Downgrade downgrade = Downgrade::none;
  Stage stage = Stage::info_logged;
  std::string stage_name;
  std::string event;
  std::string case_number;
  bool complete = false;
  std::vector<GapView> missing;
  std::vector<clock::ClockView> clocks;
  std::optional<AppearView> appear;
  std::optional<CompletionView> completion;
  std::vector<MessageView> messages;  // oldest first
  std::vector<FileView> files;
  std::optional<AttorneyView> attorney;  // formal reports
  bool can_withdraw = false;
  bool can_make_formal = false;
  bool can_add = false;
  bool is_without_limit = false;  // under review, and no time limit is running
  std::vector<std::string> ask;   // ids of the fields the completion form shows
};
BOOST_DESCRIBE_STRUCT(StatusView, (),
                      (reference, received_at, office, office_phone, place, track, asked_track, downgrade, stage,
                       stage_name, event, case_number, complete, missing, clocks, appear, completion, messages, files,
                       attorney, can_withdraw, can_make_formal, can_add, is_without_limit, ask))

// Clocks have a page of their own for who signs in; the holder of the code is led to the one below /status.
void open_to_holder(clock::ClockView& clock);
// The sum of one clock of the report, or of one of its case that the law sets for the reporter's sake.
// Errors: clock.unknown
Result<clock::SumView> sum_for_holder(storage::Reader& db, const Services& s, const ReportRecord& record,
                                      std::string_view clock, Instant now, std::string_view language);

StatusView status_of(storage::Reader& db, const Services& s, const ReportRecord& record, Instant now,
                     std::string_view language);
// After a completion the review goes on, and the rules on record start no new clock for it.
bool is_without_limit(const ReportRecord& record, const std::vector<clock::ClockView>& clocks);
std::vector<MessageView> messages_of(storage::Reader& db, const ReportRecord& record);
std::optional<CompletionView> open_completion(storage::Reader& db, const Services& s, const ReportRecord& record,
                                              Instant now, std::string_view language);

}  // namespace netra::report
