// What each page of the guided form saves into the draft.
#include <algorithm>

#include "domain/identity/actor.hpp"
#include "domain/report/attorney.hpp"
#include "domain/report/clean.hpp"
#include "domain/report/lapor.hpp"

namespace netra::report {

Result<DraftFound> draft_of(const http::Call& call, storage::Reader& db) {
  auto code = code_of(call);
  if (code.empty()) return fail(Outcome::kNotFound, "draft.unknown");
  return load_draft(db, code, call.now);
}

Saved go(std::string code, std::string next) {
  auto cookie = code_cookie(code);
  return http::see(NextView{std::move(code), next}, next).cookie(std::move(cookie));
}

Saved change_draft(http::Writing& call, const std::function<Result<Done>(Draft&)>& change, const std::string& next) {
  auto found = draft_of(call, call.tx);
  if (!found) return fail(std::move(found.error()));
  if (auto changed = change(found->draft); !changed) return fail(std::move(changed.error()));
  save_draft(call.tx, call.now, call.entropy, found->code, found->draft);
  return go(found->code, next);
}

namespace {

using http::Reading;
using http::Writing;

constexpr std::size_t kUploadBytes =
    1024UL * 1024 * 1024;  // all files of one form; each file has the server's own limit

// Tidies the whole report of the draft; what is wrong stays the page's own business, because only its fields have just
// changed.
Result<Done> tidy(Draft& draft) {
  std::vector<FieldError> wrong;
  clean_report(draft.report, wrong);
  if (!wrong.empty()) return fail_fields("report.fields", std::move(wrong));
  return Done{};
}

Saved save_place(Writing& call, const PlaceIn& in) {
  auto region = region::find_region(call.tx, in.place);
  if (!region || region->level == region::Level::province)
    return fail_fields("report.fields", {{"/place", "region.unknown", {}}});
  return change_draft(
      call,
      [&](Draft& d) -> Result<Done> {
        d.report.place = region->code;
        return Done{};
      },
      address_of(Step::waktu));
}

// ---- when, what, whom ----

Saved save_when(Writing& call, const WhenIn& in) {
  return change_draft(
      call,
      [&](Draft& d) -> Result<Done> {
        auto zone = d.report.place ? region::zone_of(call.tx, *d.report.place).value_or(Zone::wib) : Zone::wib;
        auto today = date_in(call.now, zone);
        std::vector<FieldError> wrong;
        check_dates(in.date_happened, in.date_known, std::nullopt, today, wrong);
        if (!wrong.empty()) return fail_fields("report.fields", std::move(wrong));
        d.report.place_detail = in.place_detail;
        d.report.date_happened = in.date_happened;
        d.report.date_known = in.date_known;
        return tidy(d);
      },
      address_of(Step::peristiwa));
}

Saved save_what(Writing& call, const WhatIn& in) {
  return change_draft(
      call,
      [&](Draft& d) {
        d.report.event = in.event;
        d.report.chronology = in.chronology;
        return tidy(d);
      },
      address_of(Step::terlapor));
}

Saved save_whom(Writing& call, const WhomIn& in) {
  return change_draft(
      call,
      [&](Draft& d) {
        d.report.reported = in.reported;
        return tidy(d);
      },
      address_of(in.stay ? Step::terlapor : Step::bukti));
}

// ---- proof ----

struct ProofReady {
  ProofIn in;
  std::vector<DraftFile> files;
};

Result<ProofReady> take_proof(Reading& call, const Services& s, const ProofIn& in) {
  if (auto found = draft_of(call, call.db); !found) return fail(std::move(found.error()));
  ProofReady out{.in = in};
  for (const auto& upload : in.files) {
    auto kept = evidence::keep(s.files, upload, in.description.value_or(""));
    if (!kept) return fail(std::move(kept.error()));
    out.files.push_back({kept->sha256, kept->media_type, kept->size, upload.filename, kept->description});
  }
  return out;
}

Saved save_proof(Writing& call, const ProofReady& ready) {
  bool stays = ready.in.stay || ready.in.remove;
  auto found = draft_of(call, call.tx);
  if (!found) return fail(std::move(found.error()));
  auto next = stays ? Step::bukti : found->draft.report.track == Track::formal ? Step::pelapor : Step::periksa;
  return change_draft(
      call,
      [&](Draft& d) {
        for (const auto& file : ready.files)
          if (std::none_of(d.files.begin(), d.files.end(), [&](const DraftFile& f) { return f.sha256 == file.sha256; }))
            d.files.push_back(file);
        if (ready.in.remove) std::erase_if(d.files, [&](const DraftFile& f) { return f.sha256 == *ready.in.remove; });
        d.report.evidence = ready.in.evidence;
        d.report.witnesses = ready.in.witnesses;
        return tidy(d);
      },
      address_of(next));
}

// ---- who ----

struct WhoReady {
  WhoIn in;
  std::optional<std::string> attorney;  // bytes
};

Result<WhoReady> take_who(Reading&, const Services& s, const WhoIn& in) {
  WhoReady out{.in = in};
  if (in.power_of_attorney.empty() || in.power_of_attorney.front().size == 0) return out;
  auto bytes = read_power_of_attorney(s, in.power_of_attorney.front().staged);
  if (!bytes) return fail(std::move(bytes.error()));
  out.attorney = std::move(*bytes);
  return out;
}

Saved save_who(Writing& call, const WhoReady& ready) {
  auto code = code_of(call);
  return change_draft(
      call,
      [&](Draft& d) {
        d.report.reporter = ready.in.reporter;
        if (ready.attorney) {
          save_power_of_attorney(call.tx, call.now, call.entropy, code, *ready.attorney);
          const auto& upload = ready.in.power_of_attorney.front();
          forget_uploads(call.tx.unlogged(storage::Unlogged::kJob), call.now, {upload.staged});
          d.power_of_attorney = upload.filename;
        }
        return tidy(d);
      },
      address_of(Step::periksa));
}

}  // namespace

void add_lapor_answers(http::Routes& routes, const Services& s) {
  // None keeps its answers for repeats: saving a page twice is harmless, and "back" sends the same page with other
  // entries.
  auto anyone = access::anyone();
  routes
      .post<PlaceIn, NextView>("/lapor/tempat", anyone, {},
                               [](Writing& c, const PlaceIn& in) { return save_place(c, in); })
      .again("/lapor/tempat")
      .not_repeatable()
      .summary("Saves the place.");
  routes
      .post<WhenIn, NextView>("/lapor/waktu", anyone, {}, [](Writing& c, const WhenIn& in) { return save_when(c, in); })
      .again("/lapor/waktu")
      .not_repeatable()
      .summary("Saves the dates.");
  routes
      .post<WhatIn, NextView>("/lapor/peristiwa", anyone, {},
                              [](Writing& c, const WhatIn& in) { return save_what(c, in); })
      .again("/lapor/peristiwa")
      .not_repeatable()
      .summary("Saves what happened.");
  routes
      .post<WhomIn, NextView>("/lapor/terlapor", anyone, {},
                              [](Writing& c, const WhomIn& in) { return save_whom(c, in); })
      .again("/lapor/terlapor")
      .not_repeatable()
      .summary("Saves who is reported.");
  routes
      .post<ProofIn, NextView, ProofReady>(
          "/lapor/bukti", anyone, {}, [&s](Reading& c, const ProofIn& in) { return take_proof(c, s, in); },
          [](Writing& c, const ProofReady& r) { return save_proof(c, r); })
      .again("/lapor/bukti")
      .not_repeatable()
      .max_upload(kUploadBytes)
      .summary("Saves files and witnesses.");
  routes
      .post<WhoIn, NextView, WhoReady>(
          "/lapor/pelapor", anyone, {}, [&s](Reading& c, const WhoIn& in) { return take_who(c, s, in); },
          [](Writing& c, const WhoReady& r) { return save_who(c, r); })
      .again("/lapor/pelapor")
      .not_repeatable()
      .max_upload(kPowerOfAttorneyBytes)
      .summary("Saves who reports, locked with the code.");
}

}  // namespace netra::report
