// The guided form: its pages, the draft's beginning, and sending. What each page saves is in lapor_answers.cpp.
#include <algorithm>

#include "domain/election/election.hpp"
#include "domain/identity/actor.hpp"
#include "domain/report/lapor.hpp"
#include "engine/crypto/code.hpp"

namespace netra::report {

namespace {

using http::Reading;
using http::Reply;
using http::Writing;

// A page of a draft that is not (or no longer) here: a person goes where a code brings it back, a program is told.
template <class View>
Result<Reply<View>> without_draft(const http::Call& call, Error error) {
  if (!call.info.wants_html || call.entered) return fail(std::move(error));
  return http::see(View{}, "/lapor/lanjut");
}

void fill_rows(DraftView& out, const NewReport& r) {
  ReportedIn* persons[] = {&out.person0, &out.person1, &out.person2, &out.person3,
                           &out.person4, &out.person5, &out.person6, &out.person7};
  for (std::size_t i = 0; i < std::min(r.reported.size(), std::size(persons)); ++i) *persons[i] = r.reported[i];
  WitnessIn* witnesses[] = {&out.witness0, &out.witness1, &out.witness2, &out.witness3, &out.witness4, &out.witness5};
  for (std::size_t i = 0; i < std::min(r.witnesses.size(), std::size(witnesses)); ++i) *witnesses[i] = r.witnesses[i];
  out.several_persons = !r.reported.empty();
  out.many_persons = r.reported.size() >= 4;
  out.several_witnesses = !r.witnesses.empty();
  out.many_witnesses = r.witnesses.size() >= 3;
  for (const auto& e : r.evidence)
    if (e.description) out.described = *e.description;
}

Step step_of_field(std::string_view field) {
  if (field.starts_with("reporter_") || field == "power_of_attorney") return Step::pelapor;
  if (field.starts_with("reported_")) return Step::terlapor;
  if (field.starts_with("date_")) return Step::waktu;
  if (field == "place") return Step::tempat;
  if (field == "witnesses" || field == "evidence") return Step::bukti;
  return Step::peristiwa;
}

DraftView draft_view(Reading& call, const Services& s, const DraftFound& found, Step step) {
  DraftView out{.guide = guide_for(call.db, s, found, step, call.now),
                .draft = found.draft,
                .kinds = kinds_of_person(s, call.info.language)};
  const auto& r = found.draft.report;
  fill_rows(out, r);
  const auto* election = s.elections.current(out.guide.today);
  if (!election) return out;
  out.capacities = capacities(s.rules, election->regime, election->id, out.guide.today);
  out.has_event = r.place && (r.event || r.chronology);
  if (step != Step::periksa) return out;
  bool proxy = r.reporter && r.reporter->proxy.value_or(false);
  out.missing = check_completeness(
      s.rules, election->regime, election->id, out.guide.today, r.track, proxy,
      filled_fields(r, found.draft.files.size(), found.draft.power_of_attorney.has_value()), call.info.language);
  for (auto& gap : out.missing) gap.href = address_of(step_of_field(gap.field));
  if (r.track == Track::formal) {
    auto capacity = r.reporter ? r.reporter->capacity.value_or("") : std::string();
    if (!is_entitled(s.rules, election->regime, election->id, out.guide.today, capacity))
      out.downgrade = Downgrade::not_entitled;
    if (out.guide.time && out.guide.time->late) out.downgrade = Downgrade::late;
  }
  return out;
}

Result<Reply<DraftView>> show_step(Reading& call, const Services& s, Step step) {
  auto found = draft_of(call, call.db);
  if (!found) return without_draft<DraftView>(call, std::move(found.error()));
  return draft_view(call, s, *found, step);
}

// ---- start, resume ----

Result<Reply<StartView>> show_start(Reading& call, const Services& s) {
  StartView out;
  auto found = draft_of(call, call.db);
  if (found) out.code = found->code;
  auto today = date_in(call.now, Zone::wib);
  if (const auto* election = s.elections.current(today)) {
    auto limit =
        clock::forecast(call.db, s.clocks, "draft", {"", "", Zone::wib, election->regime, election->id}, call.now);
    if (limit) out.limit = std::move(*limit);
    out.capacities = capacities(s.rules, election->regime, election->id, today);
  }
  return out;
}

Saved start(Writing& call, const StartIn& in) {
  auto found = draft_of(call, call.tx);
  if (found) {  // another track for what is already written
    found->draft.report.track = in.track;
    save_draft(call.tx, call.now, call.entropy, found->code, found->draft);
    return go(found->code, address_of(Step::tempat));
  }
  auto code = crypto::make_code(call.entropy);
  Draft draft;
  draft.report.track = in.track;
  save_draft(call.tx, call.now, call.entropy, code, draft);
  return go(code, address_of(Step::tempat));
}

Saved resume(Writing& call, const ResumeIn& in) {
  auto found = load_draft(call.tx, in.code, call.now);
  if (found) return go(found->code, address_of(Step::periksa));
  auto report = report_by_code(call.tx, in.code);  // already sent: its status is what is wanted
  if (!report) return fail_fields("draft.unknown", {{"/code", "draft.unknown", {}}});
  return go(*crypto::normalise_code(in.code), "/status");
}

Saved start_anew(Writing& call, const http::Nothing&) {
  auto code = code_of(call);
  if (!code.empty()) drop_draft(call.tx, code);
  return http::see(NextView{"", "/lapor"}, "/lapor").cookie(code_cookie(""));
}

// ---- where ----

PlaceItem item_of(const region::Region& r, std::string alias = {}) {
  return {r.code,
          r.name,
          r.path,
          r.level,
          std::move(alias),
          r.level != region::Level::province,
          r.level != region::Level::village};
}

Result<Reply<PlaceView>> show_place(Reading& call, const Services& s) {
  auto found = draft_of(call, call.db);
  if (!found) return without_draft<PlaceView>(call, std::move(found.error()));
  PlaceView out{.guide = guide_for(call.db, s, *found, Step::tempat, call.now)};
  if (found->draft.report.place)
    if (auto region = region::find_region(call.db, *found->draft.report.place)) out.chosen = item_of(*region);
  if (auto q = call.query("q")) {
    out.q = *q;
    out.searched = true;
    auto hits = region::search(call.db, {.text = *q, .limit = 30});
    for (const auto& c : hits.candidates)
      out.found.push_back(item_of(c.region, c.match == region::Match::alias ? c.alias : ""));
    out.more = hits.more;
  }
  auto inside = call.query("in").value_or("");
  out.browses = !inside.empty() || call.query("list").has_value();
  if (!inside.empty())
    for (const auto& r : region::lineage_of(call.db, inside)) out.above.push_back(item_of(r));
  for (const auto& r : region::children_of(call.db, inside)) out.inside.push_back(item_of(r));
  return out;
}

// ---- send ----

struct SendReady {
  std::optional<Filing> filing;  // none: it was sent before
  std::string code;
  std::string language;
};

Result<SendReady> prepare_sending(Reading& call, const Services& s, const SendIn& in) {
  auto found = draft_of(call, call.db);
  if (!found) {
    // Sent twice, or the answer was lost on the way: the receipt is there.
    auto code = code_of(call);
    if (report_by_code(call.db, code)) return SendReady{{}, code, call.info.language};
    return fail(std::move(found.error()));
  }
  auto report = found->draft.report;
  if (in.track) report.track = *in.track;
  if (report.track == Track::lead) report.reporter.reset();  // a lead asks for nobody's name
  Origin origin{.code = found->code};
  for (const auto& f : found->draft.files) origin.kept.push_back({f.sha256, f.media_type, f.size, "", f.description});
  if (report.track == Track::formal) origin.power_of_attorney = load_power_of_attorney(call.db, found->code, call.now);
  auto filing = prepare_filing(call, s, report, origin);
  if (!filing) return fail(std::move(filing.error()));
  return SendReady{std::move(*filing), found->code, call.info.language};
}

Saved send(Writing& call, const Services& s, const SendReady& ready) {
  if (ready.filing) {
    drop_draft(call.tx, ready.code);
    auto receipt = file(call.tx, call.now, call.entropy, s, *ready.filing, ready.language);
    if (!receipt) return fail(std::move(receipt.error()));
  }
  return go(ready.code, "/lapor/tanda-terima");
}

Result<Reply<ReceiptView>> show_receipt(Reading& call, const Services& s) {
  auto code = code_of(call);
  auto id = report_by_code(call.db, code);
  if (!id) return fail(std::move(id.error()));
  auto record = load(call.db, *id);
  if (!record) return fail(Outcome::kNotFound, "report.code_unknown");
  auto view = receipt_view(s, receipt_again(call.db, s, *record, code, call.now, call.info.language));
  if (!view) return fail(std::move(view.error()));
  return std::move(*view);
}

void add_step_pages(http::Routes& routes, const Services& s) {
  auto page = [&](Step step, const char* summary) {
    routes
        .get<DraftView>(address_of(step), access::anyone(), {"report/" + std::string(enum_name(step))},
                        [&s, step](Reading& c) { return show_step(c, s, step); })
        .summary(summary);
  };
  page(Step::waktu, "The draft's question: when.");
  page(Step::peristiwa, "The draft's question: what happened.");
  page(Step::terlapor, "The draft's question: who is reported.");
  page(Step::bukti, "The draft's question: evidence and witnesses.");
  page(Step::pelapor, "The draft's question: who reports.");
  page(Step::periksa, "The whole draft, what is missing, and sending.");
}

}  // namespace

void add_lapor_routes(http::Routes& routes, const Services& s) {
  // No route here keeps its answers for repeats: starting twice goes on, and sending twice leads to the same receipt.
  auto anyone = access::anyone();
  routes.get<StartView>("/lapor", anyone, {"report/lapor"}, [&s](Reading& c) { return show_start(c, s); })
      .summary("Two ways to tell the supervisors, in plain words.");
  routes.post<StartIn, NextView>("/lapor", anyone, {}, [](Writing& c, const StartIn& in) { return start(c, in); })
      .again("/lapor")
      .not_repeatable()
      .proof_when_busy()
      .summary("Starts a draft and gives its code.");
  routes
      .get<http::Nothing>("/lapor/lanjut", anyone, {"report/lanjut"},
                          [](Reading&) -> Result<Reply<http::Nothing>> { return http::Nothing{}; })
      .summary("Where one goes on with a code.");
  routes
      .post<ResumeIn, NextView>("/lapor/lanjut", anyone, {},
                                [](Writing& c, const ResumeIn& in) { return resume(c, in); })
      .again("/lapor/lanjut")
      .not_repeatable()
      .proof_when_busy()
      .summary("Goes on with a draft, or to the status of what was sent.");
  routes
      .post<http::Nothing, NextView>("/lapor/baru", anyone, {},
                                     [](Writing& c, const http::Nothing& in) { return start_anew(c, in); })
      .not_repeatable()
      .summary("Throws the draft away.");

  routes.get<PlaceView>("/lapor/tempat", anyone, {"report/tempat"}, [&s](Reading& c) { return show_place(c, s); })
      .summary("The draft's question: where. Search with q, or walk down the list with in.")
      .query("q", "Part of the name of a place.")
      .query("in", "Code of a region: what lies in it.")
      .query("list", "Present: the list is open from its beginning.");
  add_step_pages(routes, s);
  add_lapor_answers(routes, s);
  routes
      .post<SendIn, NextView, SendReady>(
          "/lapor/kirim", anyone, {}, [&s](Reading& c, const SendIn& in) { return prepare_sending(c, s, in); },
          [&s](Writing& c, const SendReady& r) { return send(c, s, r); })
      .again("/lapor/periksa")
      .not_repeatable()
      .proof_when_busy()
      .summary("Files the draft.");
  routes
      .get<ReceiptView>("/lapor/tanda-terima", anyone, {"report/receipt"},
                        [&s](Reading& c) { return show_receipt(c, s); })
      .summary("The receipt, to print.");
}

}  // namespace netra::report
