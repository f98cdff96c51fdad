// Taking a report in: what is asked, what is missing, what is sealed, and the receipt.
//
// Two steps, so that the single writer stays quick:
//   auto ready = prepare_filing(call, services, in);            // anywhere: checks, competence, sealing, a new code
//   auto receipt = file(tx, now, entropy, services, *ready);    // unit of work: a handful of statements
//
// What a formal report must hold comes from procedures/ (requirements of the record "report"); this file only knows how
// to see whether a field is filled in. A missing field never refuses a report: it is listed on the receipt. Late or by
// someone not entitled: kept as a lead, and the receipt says so.
//
// Threads: prepare_filing from any thread; file as the transaction.
// Errors: report.fields (kInvalid, with fields: field.required for track, place and an empty report; field.too_long,
// field.text, field.future, field.value,
//         region.unknown, election.unknown, report.known_before_happened); office.none, office.no_key (kUnavailable)
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/clock/clock.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/procedure/procedure.hpp"
#include "domain/report/report.hpp"
#include "engine/http/route.hpp"

namespace netra::election {
class Elections;
}
namespace netra::office {
class CompetenceRules;
struct Office;
}  // namespace netra::office

namespace netra::report {

struct Services {
  files::Store& files;
  const procedure::Rules& rules;
  const clock::Services& clocks;
  const election::Elections& elections;
  const office::CompetenceRules& competence;
  std::string public_url;  // "https://netra.example": for the QR on receipts; "" leaves the QR to the code alone
  // Told in the same unit of work when the reporter completed or withdrew a report: whoever keeps a record of it
  // follows.
  std::function<void(storage::Transaction&, Instant, Entropy&, std::string_view report)> moved = {};
};

// ---- what is asked; every member may be absent, so that nothing told is refused for what is not told ----

struct ReporterIn {
  std::optional<std::string> name;
  std::optional<std::string> address;
  std::optional<std::string> birth_place;
  std::optional<Date> birth_date;
  std::optional<std::string> sex;
  std::optional<std::string> occupation;
  std::optional<std::string> citizenship;
  std::optional<std::string> phone;
  std::optional<std::string> email;
  std::optional<std::string> capacity;  // a value of the requirement reporter_capacity, or "other"
  std::optional<bool> proxy;            // files for somebody else, with a power of attorney
};
BOOST_DESCRIBE_STRUCT(ReporterIn, (),
                      (name, address, birth_place, birth_date, sex, occupation, citizenship, phone, email, capacity,
                       proxy))

struct ReportedIn {
  std::optional<std::string> name;
  std::optional<std::string> kind;
  std::optional<std::string> position;
  std::optional<std::string> unit;
  std::optional<std::string> address;
};
BOOST_DESCRIBE_STRUCT(ReportedIn, (), (name, kind, position, unit, address))

struct WitnessIn {
  std::optional<std::string> name;
  std::optional<std::string> address;
  std::optional<std::string> phone;
};
BOOST_DESCRIBE_STRUCT(WitnessIn, (), (name, address, phone))

// A file that was uploaded before (`staged`, a handle of /uploads) or only a description of what will be handed in.
struct EvidenceIn {
  std::optional<std::string> staged;
  std::optional<std::string> description;
  std::optional<std::string> kind;  // "power_of_attorney": sealed with the reporter's identity; else ordinary evidence
};
BOOST_DESCRIBE_STRUCT(EvidenceIn, (), (staged, description, kind))

struct NewReport {
  Track track = Track::lead;
  std::optional<std::string> election;
  std::optional<std::string> place;
  std::optional<std::string> place_detail;
  std::optional<Date> date_happened;
  std::optional<Date> date_known;
  std::optional<std::string> event;
  std::optional<std::string> chronology;
  std::optional<ReporterIn> reporter;
  std::vector<ReportedIn> reported;
  std::vector<WitnessIn> witnesses;
  std::vector<EvidenceIn> evidence;
};
BOOST_DESCRIBE_STRUCT(NewReport, (),
                      (track, election, place, place_detail, date_happened, date_known, event, chronology, reporter,
                       reported, witnesses, evidence))

// ---- completeness ----

struct GapView {
  std::string field;  // "reporter_address"
  std::string label;  // in the reader's language, from procedures/
  procedure::RequirementClass kind = procedure::RequirementClass::formal;
  std::string explain;  // message key: why it is asked and what to do ("report.gap.reporter_address")
  std::string basis;    // article
  procedure::Mark mark = procedure::Mark::unverified;
  std::string href;  // in a draft: the step that asks for it
};
BOOST_DESCRIBE_STRUCT(GapView, (), (field, label, kind, explain, basis, mark, href))

// Ids of the requirements that this report fills in. `has_power_of_attorney`: sealed earlier or among the files now.
std::vector<std::string> filled_fields(const NewReport& in, std::size_t files, bool has_power_of_attorney);

// What the law asks for and is not there; empty for leads, of which nothing is asked. `on` is the day of filing at the
// place.
std::vector<GapView> check_completeness(const procedure::Rules& rules, std::string_view regime,
                                        std::string_view election, Date on, Track track, bool is_proxy,
                                        const std::vector<std::string>& filled, std::string_view language);

// May this capacity file a formal report? Unknown (empty) counts as yes: then it is a gap, not a refusal.
bool is_entitled(const procedure::Rules& rules, std::string_view regime, std::string_view election, Date on,
                 std::string_view capacity);
std::vector<std::string> capacities(const procedure::Rules& rules, std::string_view regime, std::string_view election,
                                    Date on);
// Notes a capacity that the rules do not know ("field.choice", naming those that they do). "other" is an answer too:
// the report then becomes a lead.
void check_capacity(const std::optional<ReporterIn>& reporter, const std::vector<std::string>& known,
                    std::vector<FieldError>& wrong);

// How long a formal report may still be filed, when the reporter knew on `date_known`.
struct TimeLeft {
  bool late = false;           // every reading of the rule is over
  bool disputed = false;       // over by one reading, not by another: still taken in as a formal report
  std::int64_t days_left = 0;  // whole days until the earliest reading, today counted
  clock::Forecast limit;
};
BOOST_DESCRIBE_STRUCT(TimeLeft, (), (late, disputed, days_left, limit))
std::optional<TimeLeft> time_left(storage::Reader& db, const Services& s, const clock::Place& place, Date date_known,
                                  Instant now);

// ---- filing ----

struct VaultRow {
  std::string kind;
  storage::Bytes sealed;
};

// Where the law wants more than an online form: be at the office, with the signed form, by then.
struct AppearView {
  std::optional<LocalTime> by;  // by the earliest reading; absent when the day the reporter knew is not told
  std::string office;
  std::string address;
  std::string phone;
  std::string basis;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(AppearView, (), (by, office, address, phone, basis, mark))

struct Filing {
  NewReport facts;  // cleaned; without reporter and witnesses, which are sealed
  std::string id;
  std::string code;
  std::string code_hash;
  std::string office_id;
  std::string office_name;
  std::string place_name;
  std::string regime;
  Zone zone = Zone::wib;
  Track track = Track::lead;
  Downgrade downgrade = Downgrade::none;
  Channel channel = Channel::online;
  std::string taken_in_by;  // account; "" for a citizen
  journal::ActorRef actor;
  std::string capacity;
  bool is_proxy = false;
  bool has_identity = false;
  std::vector<std::string> filled;
  std::vector<GapView> gaps;
  std::vector<VaultRow> vault;
  std::vector<evidence::Kept> evidence;
  std::optional<AppearView> appear;
  std::optional<Instant> received_at;  // earlier than the moment of filing: taken in on paper
  std::string received_reason;
  std::string draft_hash;                  // the draft this came from; deleted with the filing
  std::vector<std::string> offices_above;  // who may find it besides the office
  std::vector<std::string> stems;          // of what may be searched
  std::vector<std::string> read_uploads;   // sealed in `vault`: forgotten with the commit
};

struct FileView {
  std::int64_t number = 0;
  std::string filename;
  std::string description;
  std::string sha256;
  std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(FileView, (), (number, filename, description, sha256, size))

struct Receipt {
  std::string code;
  std::string id;
  LocalTime received_at;
  std::string office;  // its name
  std::string office_id;
  std::string place;
  Track track = Track::lead;
  Track asked_track = Track::lead;
  Downgrade downgrade = Downgrade::none;
  bool complete = false;
  std::vector<GapView> missing;
  std::vector<clock::ClockView> due;
  std::vector<FileView> files;
  std::optional<AppearView> appear;  // formal reports through a channel that is not the legal receipt
};
BOOST_DESCRIBE_STRUCT(Receipt, (),
                      (code, id, received_at, office, office_id, place, track, asked_track, downgrade, complete,
                       missing, due, files, appear))

// Who files: a citizen (channel online), or staff for a person present.
struct Origin {
  Channel channel = Channel::online;
  journal::ActorRef actor{"citizen", "", ""};
  std::string account;                           // of staff
  std::string office;                            // counter: the office that takes it in; "" = the competent one
  std::string code;                              // of the draft; "" = a new one is made
  std::vector<evidence::Kept> kept;              // files that are already in the store
  std::optional<std::string> power_of_attorney;  // its bytes; sealed with the identity
  std::vector<std::string> read_uploads;         // where these bytes came from: forgotten with the commit
  std::optional<Instant> received_at;            // of a report taken in on paper; absent: now
  std::string received_reason;                   // why it is entered later
};
inline constexpr std::int64_t kPowerOfAttorneyBytes = 4 * 1024 * 1024;
Result<Filing> prepare_filing(http::Reading& call, const Services& s, const NewReport& in, const Origin& origin);
Result<Receipt> file(storage::Transaction& tx, Instant now, Entropy& entropy, const Services& s, const Filing& filing,
                     std::string_view language);

// The receipt again, for the one who holds the code.
Receipt receipt_again(storage::Reader& db, const Services& s, const ReportRecord& record, std::string_view code,
                      Instant now, std::string_view language);
// When the reporter came to the office and signed; absent: not recorded.
std::optional<Instant> attended_at(storage::Reader& db, std::string_view report);
// Does the law ask to appear at the office after filing through this channel?
std::optional<AppearView> must_appear(storage::Reader& db, const Services& s, const clock::Place& place, Track track,
                                      Channel channel, std::optional<Date> date_known,
                                      const clock::Forecast* limit = nullptr);  // when it is already computed

// The hash by which a code is found. Codes are 115 random bits, so that a plain hash cannot be searched.
std::string hash_of_code(std::string_view normalised_code);
// Errors: report.code_unknown (kNotFound), also for anything that cannot be a code.
Result<std::string> report_by_code(storage::Reader& db, std::string_view typed_code);

}  // namespace netra::report
