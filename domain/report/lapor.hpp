// The citizen's guided form under /lapor: one short page per question, each saved at once. Private to domain/report.
//
//   /lapor                 two tracks in plain words         POST: starts a draft, shows its code
//   /lapor/tempat          where (search or nested lists)    POST place
//   /lapor/waktu           when, and when known              POST date_happened, date_known, place_detail
//   /lapor/peristiwa       what                              POST event, chronology
//   /lapor/terlapor        who is reported                   POST reported
//   /lapor/bukti           files, witnesses                  POST files (multipart), POST /lapor/bukti/hapus
//   /lapor/pelapor         who reports (formal only)         POST reporter, power_of_attorney
//   /lapor/periksa         what is missing, and send         POST /lapor/kirim
//   /lapor/tanda-terima    the receipt, to print
//   /lapor/lanjut          go on with a code
//
// The draft's code lives in the cookie kDraftCookie, never in an address.
#pragma once

#include "domain/region/region.hpp"
#include "domain/report/draft.hpp"
#include "engine/crypto/qr.hpp"

namespace netra::report {

enum class Step { tempat, waktu, peristiwa, terlapor, bukti, pelapor, periksa };
BOOST_DESCRIBE_ENUM(Step, tempat, waktu, peristiwa, terlapor, bukti, pelapor, periksa)

enum class StepState { done, now, open };
BOOST_DESCRIBE_ENUM(StepState, done, now, open)

struct StepView {
  Step step = Step::tempat;
  StepState state = StepState::open;
  std::string href;
};
BOOST_DESCRIBE_STRUCT(StepView, (), (step, state, href))

// What every step shows: where one is, the code, the days left.
struct Guide {
  std::string code;
  Track track = Track::lead;
  Step step = Step::tempat;
  std::vector<StepView> steps;
  LocalTime kept_until;
  std::optional<std::string> place_name;
  std::optional<TimeLeft> time;
  std::string back;  // address of the step before
  Date today;
};
BOOST_DESCRIBE_STRUCT(Guide, (), (code, track, step, steps, kept_until, place_name, time, back, today))

struct StartView {
  std::optional<std::string> code;       // a draft that waits in this browser
  std::optional<clock::Forecast> limit;  // how long a formal report may be filed, with article and mark
  std::vector<std::string> capacities;   // who may file one
};
BOOST_DESCRIBE_STRUCT(StartView, (), (code, limit, capacities))

struct PlaceItem {
  std::string code;
  std::string name;
  std::string path;
  region::Level level = region::Level::village;
  std::string alias;
  bool can_choose = true;   // a province alone is too large
  bool has_inside = false;  // the list goes on below it
};
BOOST_DESCRIBE_STRUCT(PlaceItem, (), (code, name, path, level, alias, can_choose, has_inside))

struct PlaceView {
  Guide guide;
  std::optional<PlaceItem> chosen;
  std::string q;
  std::vector<PlaceItem> found;
  bool searched = false;
  bool more = false;
  std::vector<PlaceItem> above;  // from the province down to where the list stands
  std::vector<PlaceItem> inside;
  bool browses = false;  // walks down the list
};
BOOST_DESCRIBE_STRUCT(PlaceView, (), (guide, chosen, q, found, searched, more, above, inside, browses))

struct Option {
  std::string value;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(Option, (), (value, label))

struct DraftView {
  Guide guide;
  Draft draft;
  // The form's rows, so that each has its place on the page.
  ReportedIn person0, person1, person2, person3, person4, person5, person6, person7;
  WitnessIn witness0, witness1, witness2, witness3, witness4, witness5;
  // More than the first is opened when there are several, and further rows come when the usual ones are full.
  bool several_persons = false, many_persons = false, several_witnesses = false, many_witnesses = false;
  std::string described;  // what will be handed in otherwise
  std::vector<std::string> capacities;
  std::vector<Option> kinds;              // kinds of person
  std::vector<GapView> missing;           // on the last page
  Downgrade downgrade = Downgrade::none;  // would be kept as a lead
  bool has_event = false;                 // enough to send
};
BOOST_DESCRIBE_STRUCT(DraftView, (),
                      (guide, draft, person0, person1, person2, person3, person4, person5, person6, person7, witness0,
                       witness1, witness2, witness3, witness4, witness5, several_persons, many_persons,
                       several_witnesses, many_witnesses, described, capacities, kinds, missing, downgrade, has_event))

struct ReceiptView {
  Receipt receipt;
  std::optional<crypto::QrCode> qr;
};
BOOST_DESCRIBE_STRUCT(ReceiptView, (), (receipt, qr))

struct NextView {
  std::string code;
  std::string next;
};
BOOST_DESCRIBE_STRUCT(NextView, (), (code, next))

// ---- what the steps send ----
struct StartIn {
  Track track = Track::lead;
};
BOOST_DESCRIBE_STRUCT(StartIn, (), (track))
struct ResumeIn {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(ResumeIn, (), (code))
struct PlaceIn {
  std::string place;
};
BOOST_DESCRIBE_STRUCT(PlaceIn, (), (place))
struct WhenIn {
  std::optional<std::string> place_detail;
  std::optional<Date> date_happened;
  std::optional<Date> date_known;
};
BOOST_DESCRIBE_STRUCT(WhenIn, (), (place_detail, date_happened, date_known))
struct WhatIn {
  std::optional<std::string> event;
  std::optional<std::string> chronology;
};
BOOST_DESCRIBE_STRUCT(WhatIn, (), (event, chronology))
struct WhomIn {
  std::vector<ReportedIn> reported;
  std::optional<std::string> stay;  // show this page again: more persons
};
BOOST_DESCRIBE_STRUCT(WhomIn, (), (reported, stay))
struct ProofIn {
  std::vector<http::Upload> files;
  std::optional<std::string> description;  // of these files
  std::vector<EvidenceIn> evidence;        // things described
  std::vector<WitnessIn> witnesses;
  std::optional<std::string> remove;  // fingerprint of a file to take out
  std::optional<std::string> stay;    // show this page again: more files
};
BOOST_DESCRIBE_STRUCT(ProofIn, (), (files, description, evidence, witnesses, remove, stay))
struct WhoIn {
  ReporterIn reporter;
  std::vector<http::Upload> power_of_attorney;
};
BOOST_DESCRIBE_STRUCT(WhoIn, (), (reporter, power_of_attorney))
struct SendIn {
  std::optional<Track> track;  // change of mind on the last page
};
BOOST_DESCRIBE_STRUCT(SendIn, (), (track))

// The code this caller holds: header X-Netra-Code, else the cookie. "" when there is none.
std::string code_of(const http::Call& call);
http::Cookie code_cookie(std::string_view code);

Result<ReceiptView> receipt_view(const Services& s, Receipt receipt);
Guide guide_for(storage::Reader& db, const Services& s, const DraftFound& found, Step step, Instant now);
std::vector<Option> kinds_of_person(const Services& s, std::string_view language);
std::string address_of(Step step);

// ---- shared by the steps ----
using Saved = Result<http::Reply<NextView>>;
// Errors: draft.unknown
Result<DraftFound> draft_of(const http::Call& call, storage::Reader& db);
// To the next page, with the code in the cookie.
Saved go(std::string code, std::string next);
// Loads, changes, saves, goes on. The change may refuse.
Saved change_draft(http::Writing& call, const std::function<Result<Done>(Draft&)>& change, const std::string& next);
void add_lapor_answers(http::Routes& routes, const Services& services);

}  // namespace netra::report
