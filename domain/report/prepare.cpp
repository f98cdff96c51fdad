// The part of taking a report in that needs no writer: reading, checking, competence, sealing.
#include <algorithm>

#include "domain/election/election.hpp"
#include "domain/identity/office_keys.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "domain/report/attorney.hpp"
#include "domain/report/clean.hpp"
#include "domain/report/intake.hpp"
#include "domain/report/record.hpp"
#include "engine/crypto/box.hpp"
#include "engine/crypto/code.hpp"
#include "engine/files/store.hpp"
#include "engine/storage/search.hpp"

namespace netra::report {

namespace {

// What is known about the place and the day once the request has been read.
struct Setting {
  const election::Election* election = nullptr;
  region::Region region;
  Date today;
  clock::Place place;
};

const election::Election* choose_election(const Services& s, const NewReport& in, Date today) {
  if (in.election) return s.elections.find(*in.election);
  auto here = s.elections.at(*in.place, today);  // several may run side by side; not each is held everywhere
  return here.empty() ? s.elections.current(today) : here.front();
}

std::string known_elections(const Services& s) {
  std::string out;
  for (const auto& one : s.elections.all()) out += (out.empty() ? "" : ", ") + one.id;
  return out;
}

std::optional<Setting> find_setting(http::Reading& call, const Services& s, const NewReport& in,
                                    std::vector<FieldError>& wrong) {
  if (!in.place) {
    wrong.push_back({"/place", "field.required", {}});
    return std::nullopt;
  }
  auto region = region::find_region(call.db, *in.place);
  if (!region) {
    wrong.push_back({"/place", "region.unknown", {}});
    return std::nullopt;
  }
  Setting out{.region = std::move(*region)};
  out.today = date_in(call.now, out.region.zone);
  out.election = choose_election(s, in, out.today);
  if (!out.election) {
    wrong.push_back({"/election", "election.unknown", known_elections(s)});
    return std::nullopt;
  }
  out.place = {"", out.region.code, out.region.zone, out.election->regime, out.election->id};
  return out;
}

// Late or not entitled makes a lead of a formal report; it is never thrown away.
Downgrade weigh(const Services& s, const NewReport& in, const Setting& setting, std::string_view capacity,
                const std::optional<TimeLeft>& left) {
  if (in.track == Track::lead) return Downgrade::none;
  if (!is_entitled(s.rules, setting.election->regime, setting.election->id, setting.today, capacity))
    return Downgrade::not_entitled;
  return left && left->late ? Downgrade::late : Downgrade::none;
}

bool says_who(const ReporterIn& r) {
  return r.name || r.address || r.birth_place || r.birth_date || r.sex || r.occupation || r.citizenship || r.phone ||
         r.email;
}

// Seals who reported and who saw it; afterwards they are nowhere else.
void seal_people(Filing& out, std::string_view key) {
  auto& in = out.facts;
  if (in.reporter && says_who(*in.reporter)) {
    out.vault.push_back({"reporter", crypto::seal(key, json::serialize(to_json(*in.reporter)))});
    out.has_identity = true;
  }
  if (!in.witnesses.empty())
    out.vault.push_back({"witnesses", crypto::seal(key, json::serialize(to_json(in.witnesses)))});
  in.reporter.reset();
  in.witnesses.clear();
}

struct PeopleAndFiles {
  std::vector<evidence::Kept> kept;
  std::optional<std::string> power_of_attorney;  // bytes
  std::vector<std::string> read_uploads;
};

Result<PeopleAndFiles> take_files(const Services& s, const NewReport& in, const Origin& origin) {
  PeopleAndFiles out{
      .kept = origin.kept, .power_of_attorney = origin.power_of_attorney, .read_uploads = origin.read_uploads};
  for (const auto& item : in.evidence) {
    if (!item.staged) {
      out.kept.push_back({.description = item.description.value_or("")});
      continue;
    }
    if (item.kind == "power_of_attorney") {
      auto bytes = read_power_of_attorney(s, *item.staged);
      if (!bytes) return fail(std::move(bytes.error()));
      out.power_of_attorney = std::move(*bytes);
      out.read_uploads.push_back(*item.staged);
      continue;
    }
    auto kept = evidence::keep(s.files, {.staged = *item.staged}, item.description.value_or(""));
    if (!kept) return fail(std::move(kept.error()));
    out.kept.push_back(std::move(*kept));
  }
  return out;
}

Result<std::pair<std::string, std::string>> receiving_office(http::Reading& call, const Services& s,
                                                             const Setting& setting, const Origin& origin) {
  if (!origin.office.empty()) {
    auto office = office::find_office(call.db, origin.office);
    if (!office) return fail(Outcome::kInvalid, "office.unknown");
    return std::pair{office->id, office->name};
  }
  auto competent = office::competent_office(call.db, s.competence, setting.region.code, office::Matter::general,
                                            setting.election->id, setting.today);
  if (!competent) return fail(std::move(competent.error()));
  return std::pair{competent->office.id, competent->office.name};
}

void describe(Filing& out, const Services& s, const Setting& setting, const Origin& origin, std::string_view language) {
  out.place_name = setting.region.path;
  out.regime = setting.election->regime;
  out.zone = setting.region.zone;
  out.facts.election = setting.election->id;
  out.facts.place = setting.region.code;
  out.channel = origin.channel;
  out.taken_in_by = origin.account;
  out.actor = origin.actor;
  out.received_at = origin.received_at;
  out.received_reason = origin.received_reason;
  out.track = out.downgrade == Downgrade::none ? out.facts.track : Track::lead;
  out.gaps = check_completeness(s.rules, out.regime, setting.election->id, setting.today, out.track, out.is_proxy,
                                out.filled, language);
}

// What was written, tidied and judged; with the place, the day and the election it is about.
Result<Setting> read_facts(http::Reading& call, const Services& s, NewReport& facts) {
  std::vector<FieldError> wrong;
  clean_report(facts, wrong);
  auto setting = find_setting(call, s, facts, wrong);
  if (!facts.event && !facts.chronology) wrong.push_back({"/event", "field.required", {}});
  if (setting) {
    check_dates(facts.date_happened, facts.date_known, facts.reporter, setting->today, wrong);
    check_capacity(facts.reporter,
                   capacities(s.rules, setting->election->regime, setting->election->id, setting->today), wrong);
  }
  if (!wrong.empty()) return fail_fields("report.fields", std::move(wrong));
  return std::move(*setting);
}

// Sealed for the office that receives it, with the words by which that office and those above find it.
Result<Done> seal_for(http::Reading& call, PeopleAndFiles files, Filing& out) {
  auto key = office_public_key(call.db, out.office_id);
  if (!key) return fail(std::move(key.error()));
  out.offices_above = offices_above(call.db, out.office_id);
  out.stems = search::stems(
      search_text(out.facts.event.value_or(""), out.facts.chronology.value_or(""), out.place_name, out.facts.reported));
  seal_people(out, *key);
  if (files.power_of_attorney) out.vault.push_back({"power_of_attorney", crypto::seal(*key, *files.power_of_attorney)});
  out.evidence = std::move(files.kept);
  out.read_uploads = std::move(files.read_uploads);
  return Done{};
}

}  // namespace

Result<Filing> prepare_filing(http::Reading& asked, const Services& s, const NewReport& in, const Origin& origin) {
  // What was taken in on paper is judged, dated and ordered by the time at which the office had it.
  http::Reading call = asked;
  call.now = origin.received_at.value_or(asked.now);
  Filing out{.facts = in};
  auto setting = read_facts(call, s, out.facts);
  if (!setting) return fail(std::move(setting.error()));
  auto files = take_files(s, out.facts, origin);
  if (!files) return fail(std::move(files.error()));
  if (out.facts.reporter) {
    out.capacity = out.facts.reporter->capacity.value_or("");
    out.is_proxy = out.facts.reporter->proxy.value_or(false);
  }
  out.filled = filled_fields(out.facts, files->kept.size(), files->power_of_attorney.has_value());
  std::optional<TimeLeft> left;
  if (in.track == Track::formal && out.facts.date_known)
    left = time_left(call.db, s, setting->place, *out.facts.date_known, call.now);
  out.downgrade = weigh(s, out.facts, *setting, out.capacity, left);
  describe(out, s, *setting, origin, call.info.language);

  auto office = receiving_office(call, s, *setting, origin);
  if (!office) return fail(std::move(office.error()));
  std::tie(out.office_id, out.office_name) = *office;
  setting->place.office = out.office_id;
  out.appear = must_appear(call.db, s, setting->place, out.track, out.channel, out.facts.date_known,
                           left ? &left->limit : nullptr);
  if (auto sealed = seal_for(call, std::move(*files), out); !sealed) return fail(std::move(sealed.error()));

  out.id = make_id(call.now, call.entropy);
  out.code = origin.code.empty() ? crypto::make_code(call.entropy) : origin.code;
  out.code_hash = hash_of_code(out.code);
  return out;
}

}  // namespace netra::report
