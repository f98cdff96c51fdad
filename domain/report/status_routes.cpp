// The holder of the code: status, messages, completion, evidence, withdrawal. The code comes in the header X-Netra-Code
// or in the cookie, never in an address.
#include "domain/identity/actor.hpp"
#include "domain/report/lapor.hpp"
#include "domain/report/routes.hpp"
#include "domain/report/status.hpp"
#include "engine/crypto/code.hpp"

namespace netra::report {

namespace {

using http::Reading;
using http::Reply;
using http::Writing;

constexpr std::size_t kUploadBytes = 1024UL * 1024 * 1024;

struct CodeIn {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(CodeIn, (), (code))
struct TextIn {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextIn, (), (text))
struct FilesIn {
  std::vector<http::Upload> files;
  std::vector<EvidenceIn> evidence;
};
BOOST_DESCRIBE_STRUCT(FilesIn, (), (files, evidence))
struct ConfirmIn {
  bool sure = false;
};
BOOST_DESCRIBE_STRUCT(ConfirmIn, (), (sure))

// The page /status: with a code what it opens, without one the question for it.
struct DoorView {
  std::optional<StatusView> status;
  std::string code;  // shown to its holder, so that it can be copied
  std::vector<std::string> capacities;
  bool unknown_code = false;
};
BOOST_DESCRIBE_STRUCT(DoorView, (), (status, code, capacities, unknown_code))

Result<ReportRecord> record_of(const http::Call& call, storage::Reader& db) {
  auto id = report_by_code(db, code_of(call));
  if (!id) return fail(std::move(id.error()));
  auto record = load(db, *id);
  if (!record) return fail(Outcome::kNotFound, "report.code_unknown");
  return *record;
}

Result<Reply<StatusView>> show_status(Reading& call, const Services& s) {
  auto record = record_of(call, call.db);
  if (!record) return fail(std::move(record.error()));
  return status_of(call.db, s, *record, call.now, call.info.language);
}

Result<Reply<DoorView>> show_door(Reading& call, const Services& s) {
  DoorView out;
  auto code = code_of(call);
  if (code.empty()) return out;
  auto record = record_of(call, call.db);
  if (!record) return out;
  out.code = code;
  out.status = status_of(call.db, s, *record, call.now, call.info.language);
  out.capacities = capacities(s.rules, record->regime, record->election_id, date_in(call.now, record->zone));
  return out;
}

// Without a code a person is asked for it; it stands in no address, so the link alone opens nothing.
Result<Reply<clock::SumView>> show_clock(Reading& call, const Services& s) {
  auto record = record_of(call, call.db);
  if (!record && call.info.wants_html) return http::see(clock::SumView{}, "/status");
  if (!record) return fail(std::move(record.error()));
  auto sum = sum_for_holder(call.db, s, *record, call.param("id"), call.now, call.info.language);
  if (!sum) return fail(std::move(sum.error()));
  return std::move(*sum);
}

Result<Reply<NextView>> enter(Writing& call, const CodeIn& in) {
  auto id = report_by_code(call.tx, in.code);
  if (!id) {
    if (load_draft(call.tx, in.code, call.now))  // not sent yet: go on with it
      return http::see(NextView{"", address_of(Step::periksa)}, address_of(Step::periksa))
          .cookie(code_cookie(*crypto::normalise_code(in.code)));
    return fail_fields("report.code_unknown", {{"/code", "report.code_unknown", {}}});
  }
  return http::see(NextView{"", "/status"}, "/status").cookie(code_cookie(*crypto::normalise_code(in.code)));
}

Result<Reply<NextView>> leave(Writing&, const http::Nothing&) {
  return http::see(NextView{"", "/status"}, "/status").cookie(code_cookie(""));
}

// ---- acts of the holder ----

Result<ReadyAdditions> prepare(Reading& call, const Services& s, const Additions& in) {
  auto record = record_of(call, call.db);
  if (!record) return fail(std::move(record.error()));
  return prepare_additions(call, s, record->id, in);
}

Result<ReadyAdditions> prepare_files(Reading& call, const Services& s, const FilesIn& in) {
  return prepare(call, s, Additions{.evidence = in.evidence, .files = in.files});
}

Result<ReadyAdditions> prepare_attorney(Reading& call, const Services& s, const AttorneyIn& in) {
  auto record = record_of(call, call.db);
  if (!record) return fail(std::move(record.error()));
  auto additions = attorney_additions(*record, in);
  if (!additions) return fail(std::move(additions.error()));
  return prepare_additions(call, s, record->id, *additions);
}

Result<Reply<StatusView>> answer(Writing& call, const Services& s, const Result<Done>& done,
                                 const std::string& report) {
  if (!done) return fail(Error(done.error()));
  return http::see(status_of(call.tx, s, *load(call.tx, report), call.now, call.info.language), "/status");
}

By citizen(Writing& call) { return {call.now, call.entropy}; }

Result<Reply<StatusView>> post_message(Writing& call, const Services& s, const TextIn& in) {
  auto record = record_of(call, call.tx);
  if (!record) return fail(std::move(record.error()));
  return answer(call, s, write_message(call.tx, citizen(call), record->id, in.text), record->id);
}

Result<Reply<StatusView>> post_withdrawal(Writing& call, const Services& s, const ConfirmIn& in) {
  auto record = record_of(call, call.tx);
  if (!record) return fail(std::move(record.error()));
  if (!in.sure) return fail_fields("report.fields", {{"/sure", "field.required", {}}});
  return answer(call, s, withdraw(call.tx, citizen(call), s, record->id), record->id);
}

using Act = Result<Done> (*)(storage::Transaction&, const By&, const Services&, const ReadyAdditions&);

void add_additions(http::Routes& routes, const Services& s, const std::string& path, Act act, const char* summary) {
  routes
      .post<Additions, StatusView, ReadyAdditions>(
          path, access::anyone(), {}, [&s](Reading& c, const Additions& in) { return prepare(c, s, in); },
          [&s, act](Writing& c, const ReadyAdditions& r) {
            return answer(c, s, act(c.tx, citizen(c), s, r), r.report);
          })
      .again("/status/formal-report")
      .max_upload(kUploadBytes)
      .summary(summary);
}

void add_attorney(http::Routes& routes, const Services& s) {
  routes
      .get<DoorView>("/status/power-of-attorney", access::anyone(), {"report/attorney"},
                     [&s](Reading& c) { return show_door(c, s); })
      .summary("Does the holder report for somebody else, and is the power of attorney here?");
  routes
      .post<AttorneyIn, StatusView, ReadyAdditions>(
          "/status/power-of-attorney", access::anyone(), {},
          [&s](Reading& c, const AttorneyIn& in) { return prepare_attorney(c, s, in); },
          [&s](Writing& c, const ReadyAdditions& r) {
            return answer(c, s, complete(c.tx, citizen(c), s, r), r.report);
          })
      .again("/status/power-of-attorney")
      .max_upload(kPowerOfAttorneyBytes)
      .summary("Says for whom the holder reports, and hands in the power of attorney; sealed with the identity.")
      .header("X-Netra-Code", "The secret code on the receipt.");
}

}  // namespace

void add_status_routes(http::Routes& routes, const Services& s) {
  auto anyone = access::anyone();
  routes.get<StatusView>("/reports/status", anyone, {}, [&s](Reading& c) { return show_status(c, s); })
      .summary("Where a report stands, for the holder of its code (header X-Netra-Code).")
      .header("X-Netra-Code", "The secret code on the receipt.");
  routes.get<DoorView>("/status", anyone, {"report/status"}, [&s](Reading& c) { return show_door(c, s); })
      .summary("The same as a page; asks for the code.");
  routes
      .get<clock::SumView>("/status/clocks/{id}", anyone, {"report/clock"},
                           [&s](Reading& c) { return show_clock(c, s); })
      .summary("A legal clock of the holder's report: its sum day by day, all readings, what moved it; names nobody.")
      .header("X-Netra-Code", "The secret code on the receipt.");
  routes.post<CodeIn, NextView>("/status", anyone, {}, [](Writing& c, const CodeIn& in) { return enter(c, in); })
      .again("/status")
      .not_repeatable()
      .proof_when_busy()
      .summary("Keeps the code in a cookie, so that it stands in no address.");
  routes
      .post<http::Nothing, NextView>("/status/leave", anyone, {},
                                     [](Writing& c, const http::Nothing& in) { return leave(c, in); })
      .not_repeatable()
      .summary("Forgets the code in this browser.");
  routes
      .post<TextIn, StatusView>("/status/messages", anyone, {},
                                [&s](Writing& c, const TextIn& in) { return post_message(c, s, in); })
      .again("/status")
      .proof_when_busy()
      .summary("Writes to the office.");
  routes
      .get<DoorView>("/status/withdrawal", anyone, {"report/withdrawal"}, [&s](Reading& c) { return show_door(c, s); })
      .summary("Asks whether the report is really to be withdrawn.");
  routes
      .post<ConfirmIn, StatusView>("/status/withdrawal", anyone, {},
                                   [&s](Writing& c, const ConfirmIn& in) { return post_withdrawal(c, s, in); })
      .again("/status/withdrawal")
      .summary("Withdraws a report that is not registered yet.");
  routes
      .post<FilesIn, StatusView, ReadyAdditions>(
          "/status/evidence", anyone, {}, [&s](Reading& c, const FilesIn& in) { return prepare_files(c, s, in); },
          [&s](Writing& c, const ReadyAdditions& r) {
            return answer(c, s, add_evidence(c.tx, citizen(c), s, r), r.report);
          })
      .again("/status")
      .max_upload(kUploadBytes)
      .summary("Adds evidence to a report.");
  add_additions(routes, s, "/status/completion", &complete, "Fills in what was missing or asked for.");
  routes.get<DoorView>("/status/formal-report", anyone, {"report/formal"}, [&s](Reading& c) { return show_door(c, s); })
      .summary("What a lead lacks to become a formal report.");
  add_attorney(routes, s);
  add_additions(routes, s, "/status/formal-report", &make_formal,
                "Makes a formal report of a lead; nothing is typed again.");
}

}  // namespace netra::report
