// What the public tells us about a suspected breach, until someone decides what becomes of it.
//
// A report is a claim: nothing here may present the person reported as guilty of anything. A *formal report* (laporan)
// needs the reporter's identity and can become a case; a *lead* (informasi awal) may be anonymous and is traced. A
// formal report that is late or by someone not entitled is kept as a lead and says so.
//
// Who reported lives sealed in `report_vault`, for the keys of one office; nothing else in the database names the
// reporter. The reporter holds a secret code; the database holds its hash. Everything the office tells the reporter is
// read with that code, never mailed.
//
// This header is what later rooms (finding, case, desk) need. The citizen's side is in intake.hpp, drafts in draft.hpp.
//
// Threads: as the transaction. Functions that take a Writer expect that the caller has recorded the act; those that
// take a Transaction record their own. Law:     UU 8/2015 art. 134; Perbawaslu 9/2024. Numbers and required fields live
// in procedures/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/journal/journal.hpp"
#include "engine/base/random.hpp"
#include "engine/storage/storage.hpp"

namespace netra::clock {
struct Services;
}

namespace netra::report {

enum class Track { formal, lead };
BOOST_DESCRIBE_ENUM(Track, formal, lead)

// Where a report stands; the names of the stages in procedures/.
enum class Stage {
  initial_review,  // formal: being checked
  completion,      // formal: the reporter was asked to complete it
  registered,      // became a case
  not_registered,
  closed_withdrawn,
  info_logged,       // lead: written down
  tracing,           // lead: being traced
  closed_no_action,  // lead: closed with a note
  finding_set,       // lead: became a finding
};
BOOST_DESCRIBE_ENUM(Stage, initial_review, completion, registered, not_registered, closed_withdrawn, info_logged,
                    tracing, closed_no_action, finding_set)

enum class Channel { online, counter, phone, letter, social_media, message, field };  // field: our own supervisors
BOOST_DESCRIBE_ENUM(Channel, online, counter, phone, letter, social_media, message, field)

// Why a formal report was kept as a lead.
enum class Downgrade { none, late, not_entitled };
BOOST_DESCRIBE_ENUM(Downgrade, none, late, not_entitled)

struct ReportRecord {
  std::string id;
  std::string office_id;        // whose it is now
  std::string first_office_id;  // who received it; receipt time and this never change
  std::string region_code;
  std::string place_detail;  // "Balai Desa, depan TPS 3"; may be empty
  Zone zone = Zone::wib;
  std::string election_id;
  std::string regime;                 // set of procedures that holds: "pilkada"
  Track track = Track::formal;        // what it counts as now
  Track asked_track = Track::formal;  // what the reporter chose
  Downgrade downgrade = Downgrade::none;
  Stage stage = Stage::initial_review;
  Channel channel = Channel::online;
  Instant received_at_ms;
  std::optional<Instant> formal_at_ms;  // when it became a formal report: at receipt, or when the lead was completed
  std::optional<Date> date_happened;
  std::optional<Date> date_known;
  std::string event;
  std::string chronology;
  std::string capacity;  // "" for leads without a reporter
  bool is_proxy = false;
  bool has_identity = false;  // a sealed identity exists
  bool is_complete = false;   // at the last check; formal and material
  std::string case_id;        // set when registered
  std::string finding_id;     // set when a lead became a finding
  std::int64_t version = 0;   // counts changes; forms carry it back
};
BOOST_DESCRIBE_STRUCT(ReportRecord, (),
                      (id, office_id, first_office_id, region_code, place_detail, zone, election_id, regime, track,
                       asked_track, downgrade, stage, channel, received_at_ms, formal_at_ms, date_happened, date_known,
                       event, chronology, capacity, is_proxy, has_identity, is_complete, case_id, finding_id, version))

struct ReportedPerson {
  std::string id;
  std::string name;
  std::string kind;  // ids of the kinds of person in procedures/ ("asn", "village_head" ...), "" when unknown
  std::string position;
  std::string unit;
  std::string address;
};
BOOST_DESCRIBE_STRUCT(ReportedPerson, (), (id, name, kind, position, unit, address))

std::optional<ReportRecord> load(storage::Reader& db, std::string_view id);
std::vector<ReportedPerson> reported_of(storage::Reader& db, std::string_view id);

// Ids of the requirements that the report fills in by now.
std::vector<std::string> filled_of(storage::Reader& db, std::string_view report);

// A row of a list; newest first, keyset paging by (received_at_ms, id).
struct ReportRow {
  std::string id;
  std::string office_id;
  std::string region_code;
  Zone zone = Zone::wib;
  Track track = Track::formal;
  Stage stage = Stage::initial_review;
  Channel channel = Channel::online;
  Instant received_at_ms;
  std::string event;
  bool is_complete = false;
  std::string case_id;
};
BOOST_DESCRIBE_STRUCT(ReportRow, (),
                      (id, office_id, region_code, zone, track, stage, channel, received_at_ms, event, is_complete,
                       case_id))

struct ListFilter {
  std::vector<std::string> offices;  // only these; empty answers nothing
  std::optional<Stage> stage;
  std::optional<Track> track;
  std::optional<Instant> before;  // received before
  std::string before_id;
  int limit = 50;
};
std::vector<ReportRow> list(storage::Reader& db, const ListFilter& filter);
// What a supervisor wrote down in the field, newest first, below the id `before` ("": from the newest).
std::vector<ReportRow> field_leads_of(storage::Reader& db, std::string_view account, std::string_view before,
                                      int limit);
bool is_field_lead_of(storage::Reader& db, std::string_view report, std::string_view account);
// "L-3F7K21": how people call a report that has no register number. Says nothing about anybody.
std::string reference_of(std::string_view id);

// ---- what becomes of a report (called by finding, case, desk inside their unit of work) ----

// Refuses with report.stage (kConflict) when the report is no longer in a stage that allows it, report.unknown
// (kNotFound) when it does not exist. Each tells the reporter through the notice channel, ends the clocks of the stage
// left and refreshes worklist and search.
struct Change {
  Instant now;
  Entropy& entropy;
  journal::ActorRef actor;
  const clock::Services& clocks;
};
Result<Done> mark_registered(storage::Writer& writer, const Change& change, std::string_view report,
                             std::string_view case_id, std::string_view number);
Result<Done> mark_not_registered(storage::Writer& writer, const Change& change, std::string_view report,
                                 std::string_view reason_code);
// A formal report that cannot be repaired is kept as a lead (clock and rights of a lead from now on).
Result<Done> turn_into_lead(storage::Writer& writer, const Change& change, std::string_view report, Downgrade why);
Result<Done> mark_tracing(storage::Writer& writer, const Change& change, std::string_view report);
Result<Done> mark_finding_set(storage::Writer& writer, const Change& change, std::string_view report,
                              std::string_view finding_id);
Result<Done> mark_closed(storage::Writer& writer, const Change& change, std::string_view report);

// Hand-down, takeover, forwarding to the competent office: receipt time, first office, code and history stay.
// `resealed` holds the vault's fields sealed anew to the receiving office's key; without it the identity stays readable
// for the sender only, and the file says so.
struct Resealed {
  std::string kind;  // "reporter", "witnesses", "power_of_attorney"
  storage::Bytes sealed;
};
Result<Done> move_to_office(storage::Writer& writer, const Change& change, std::string_view report,
                            std::string_view to_office, std::string_view reason, const std::vector<Resealed>& resealed);

// ---- the reporter's notice channel (read with the code only) ----

enum class MessageFrom { reporter, office, system };
BOOST_DESCRIBE_ENUM(MessageFrom, reporter, office, system)

// Writes to the reporter. `notice` is a message key with parameters in `params` ("report.notice.registered",
// {{"number", …}}), or "" with free `text`.
void tell_reporter(storage::Writer& writer, const Change& change, std::string_view report, std::string_view notice,
                   const json::object& params, std::string_view text);

// Asks the reporter to complete the named fields (ids of procedures/ report_fields) and starts the clock `completion`;
// the report goes to stage completion.
Result<Done> request_completion(storage::Writer& writer, const Change& change, std::string_view report,
                                const std::vector<std::string>& fields, std::string_view note);

// ---- sealed fields ----

struct Sealed {
  std::string kind;       // "reporter", "witnesses", "power_of_attorney"
  std::string office_id;  // whose key opens it
  storage::Bytes sealed;
};
BOOST_DESCRIBE_STRUCT(Sealed, (), (kind, office_id, sealed))
// Open with identity::open_for; the plain text is one JSON document (Reporter, or an array of Witness; intake.hpp).
std::vector<Sealed> vault_of(storage::Reader& db, std::string_view report);

}  // namespace netra::report
