// What the steps of /lapor show.
#include "domain/election/election.hpp"
#include "domain/report/lapor.hpp"
#include "domain/report/status.hpp"
#include "engine/crypto/code.hpp"

namespace netra::report {

namespace {

constexpr std::chrono::seconds kCookieAge = std::chrono::hours(24);

std::vector<Step> steps_of(Track track) {
  std::vector<Step> out{Step::tempat, Step::waktu, Step::peristiwa, Step::terlapor, Step::bukti};
  if (track == Track::formal) out.push_back(Step::pelapor);
  out.push_back(Step::periksa);
  return out;
}

bool is_done(const Draft& d, Step step) {
  const auto& r = d.report;
  switch (step) {
    case Step::tempat:
      return r.place.has_value();
    case Step::waktu:
      return r.date_happened && r.date_known;
    case Step::peristiwa:
      return r.event && r.chronology;
    case Step::terlapor:
      return !r.reported.empty();
    case Step::bukti:
      return !d.files.empty() || !r.evidence.empty() || !r.witnesses.empty();
    case Step::pelapor:
      return r.reporter.has_value();
    case Step::periksa:
      return false;
  }
  return false;
}

}  // namespace

std::vector<Option> kinds_of_person(const Services& s, std::string_view language) {
  std::vector<Option> out;
  for (const auto& term : s.rules.terms)
    if (term.group == "subject") out.push_back({term.id, term.label.in(language)});
  return out;
}

std::string address_of(Step step) { return "/lapor/" + std::string(enum_name(step)); }

std::string code_of(const http::Call& call) {
  std::string_view typed = call.info.header("x-netra-code");
  auto code = crypto::normalise_code(typed.empty() ? std::string_view(call.info.draft_token) : typed);
  return code ? *code : std::string();
}

// A day: long enough to come back after a lost connection, short enough for a shared phone; the code brings everything
// back later.
http::Cookie code_cookie(std::string_view code) { return {std::string(kDraftCookie), std::string(code), kCookieAge}; }

Guide guide_for(storage::Reader& db, const Services& s, const DraftFound& found, Step step, Instant now) {
  const auto& report = found.draft.report;
  auto region = report.place ? region::find_region(db, *report.place) : std::nullopt;
  auto zone = region ? region->zone : Zone::wib;
  auto today = date_in(now, zone);
  Guide out{.code = found.code,
            .track = report.track,
            .step = step,
            .kept_until = {found.kept_until, zone},
            .back = "/lapor",
            .today = today};
  bool before = true;
  for (auto each : steps_of(report.track)) {
    if (each == step) before = false;
    if (before) out.back = address_of(each);
    auto state = each == step ? StepState::now : is_done(found.draft, each) ? StepState::done : StepState::open;
    out.steps.push_back({each, state, address_of(each)});
  }
  if (!region) return out;
  out.place_name = region->path;
  const auto* election = report.election ? s.elections.find(*report.election) : s.elections.current(today);
  if (election && report.date_known && report.track == Track::formal)  // a lead has no limit
    out.time =
        time_left(db, s, {"", region->code, region->zone, election->regime, election->id}, *report.date_known, now);
  return out;
}

Result<ReceiptView> receipt_view(const Services& s, Receipt receipt) {
  // The code stands in the fragment, which browsers never send: an address with it in the path would end up in logs and
  // histories of servers.
  auto text = s.public_url.empty() ? receipt.code : s.public_url + "/status#" + receipt.code;
  for (auto& c : receipt.due) open_to_holder(c);
  auto qr = crypto::qr_code(text);
  ReceiptView out{.receipt = std::move(receipt)};
  if (qr) out.qr = std::move(*qr);
  return out;
}

}  // namespace netra::report
