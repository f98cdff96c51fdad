#include "domain/report/papers.hpp"

#include "domain/identity/actor.hpp"
#include "domain/letter/form.hpp"
#include "domain/office/office.hpp"
#include "domain/region/region.hpp"
#include "domain/report/desk_views.hpp"
#include "domain/report/sealed.hpp"
#include "domain/report/status.hpp"

namespace netra::report {

namespace {

using http::Reply;
using http::Writing;

// What a form shows, gathered once.
struct Opened {
  const PaperServices& s;
  storage::Reader& db;
  const ReportRecord& record;
  const IdentityView& identity;
  std::string office_name;

  const letter::Composing& with() const { return s.composing; }
  LocalTime received() const { return {record.received_at_ms, record.zone}; }
};

std::string place_of(const Opened& o) {
  auto region = region::path_of(o.db, o.record.region_code);
  return o.record.place_detail.empty() ? region : o.record.place_detail + ", " + region;
}

std::string joined(const std::string& one, const std::string& other) {
  return one.empty() || other.empty() ? one + other : one + ", " + other;
}

std::vector<pdf::Row> reported_rows(const Opened& o) {
  std::vector<pdf::Row> out;
  for (const auto& person : reported_of(o.db, o.record.id))
    out.push_back(
        {{std::to_string(out.size() + 1), person.name, joined(person.position, person.unit), person.address}});
  return out;
}

std::vector<pdf::Row> witness_rows(const Opened& o) {
  std::vector<pdf::Row> out;
  for (const auto& witness : o.identity.witnesses)
    out.push_back({{std::to_string(out.size() + 1), witness.name.value_or(""), witness.address.value_or(""),
                    witness.phone.value_or("")}});
  return out;
}

std::vector<pdf::Row> evidence_rows(const Opened& o) {
  std::vector<pdf::Row> out;
  for (const auto& item : evidence::list(o.db, {"report", o.record.id}, o.record.zone)) {
    auto name = item.description.empty() ? item.filename : item.description;
    out.push_back({{std::to_string(item.number), name, item.sha256}});
  }
  return out;
}

std::vector<pdf::Block> or_none(const Opened& o, std::vector<pdf::Block> blocks) {
  if (blocks.empty()) blocks.push_back(pdf::paragraph(o.with().texts.term("report", "none")));
  return blocks;
}

// "Cilegon, 31 Januari 1990": a day of birth has no weekday.
std::string born(const Opened& o, const ReporterIn& who) {
  auto day = o.with().day(who.birth_date);
  if (auto comma = day.find(", "); comma != std::string::npos) day.erase(0, comma + 2);
  return joined(who.birth_place.value_or(""), day);
}

letter::Content content_of(const Opened& o) {
  letter::Content out;
  out.office = o.record.office_id;
  out.election = o.record.election_id;
  out.region = o.record.region_code;
  out.sealed = true;
  return out;
}

void add_filing(const Opened& o, letter::Filling& fill) {
  fill.words["reference"] = reference_of(o.record.id);
  fill.words["received"] = o.with().moment(o.received());
  fill.words["office"] = o.office_name;
  fill.words["channel"] = o.with().label("channel", enum_name(o.record.channel));
  fill.words["event"] = o.record.event;
  fill.words["place"] = place_of(o);
}

letter::Content report_form(const Opened& o) {
  const auto who = o.identity.reporter.value_or(ReporterIn{});
  const auto& texts = o.with().texts;
  letter::Filling fill;
  add_filing(o, fill);
  auto add = [&](const char* name, std::string text) { fill.words[name] = std::move(text); };
  add("reporter_name", who.name.value_or(""));
  add("reporter_address", who.address.value_or(""));
  add("reporter_birth", born(o, who));
  add("reporter_sex", who.sex ? o.with().label("sex", *who.sex) : "");
  add("reporter_occupation", who.occupation.value_or(""));
  add("reporter_citizenship", who.citizenship.value_or(""));
  add("reporter_phone", who.phone.value_or(""));
  add("reporter_email", who.email.value_or(""));
  add("reporter_capacity", o.with().label("capacity", o.record.capacity));
  add("happened", o.with().day(o.record.date_happened));
  add("known", o.with().day(o.record.date_known));
  add("chronology", o.record.chronology);
  fill.slots["reported"] = or_none(o, texts.table("report", "reported", reported_rows(o)));
  fill.slots["witnesses"] = or_none(o, texts.table("report", "witnesses", witness_rows(o)));
  fill.slots["evidence"] = or_none(o, texts.table("report", "evidence", evidence_rows(o)));
  auto out = content_of(o);
  texts.fill("report", fill, out);
  return out;
}

letter::Content receipt_form(const Opened& o) {
  const auto who = o.identity.reporter.value_or(ReporterIn{});
  const auto& texts = o.with().texts;
  letter::Filling fill;
  add_filing(o, fill);
  fill.words["reporter_name"] = who.name.value_or("");
  fill.words["reporter_address"] = who.address.value_or("");
  fill.words["reporter_phone"] = who.phone.value_or("");
  std::vector<std::string> missing;
  const auto& r = o.record;
  for (const auto& gap :
       check_completeness(o.s.reports.rules, r.regime, r.election_id, date_in(r.received_at_ms, r.zone), r.track,
                          r.is_proxy, filled_of(o.db, r.id), "id"))
    missing.push_back(gap.label);
  fill.words["missing_intro"] = missing.empty() ? "" : texts.term("receipt", "missing");
  fill.slots["missing"] = missing.empty() ? std::vector<pdf::Block>() : std::vector{pdf::list(std::move(missing))};
  fill.slots["evidence"] = texts.table("receipt", "evidence", evidence_rows(o));
  auto out = content_of(o);
  texts.fill("receipt", fill, out);
  return out;
}

Result<Reply<http::Nothing>> print(Writing& call, const PaperServices& s, const std::string& reason) {
  const auto document = call.param("document");
  if (document != "report" && document != "receipt") return fail(Outcome::kNotFound, "letter.source");
  auto record = readable(call, call.tx);
  if (!record) return fail(std::move(record.error()));
  auto identity = open_people(call, *record, reason);
  if (!identity) return fail(std::move(identity.error()));
  Opened opened{s, call.tx, *record, *identity, office::name_of(call.tx, record->office_id)};
  auto content = document == "report" ? report_form(opened) : receipt_form(opened);
  auto paper = letter::set_form(call.tx, s.letters,
                                {std::string(document), reference_of(record->id),
                                 date_in(record->received_at_ms, record->zone), std::move(content)});
  if (!paper) return fail(std::move(paper.error()));
  Reply<http::Nothing> reply;
  reply.file = std::move(*paper);
  return reply;
}

Result<letter::Content> completion_notice(http::Reading& call, const Services& s, const letter::Composing& with,
                                          const std::string& id) {
  auto record = load(call.db, id);
  if (!record || !may_read(actor_of(call), *record)) return fail(Outcome::kNotFound, "report.unknown");
  auto asked = open_completion(call.db, s, *record, call.now, "id");
  if (!asked) return fail(Outcome::kConflict, "letter.source");
  std::vector<std::string> missing;
  for (const auto& field : asked->fields) missing.push_back(field.label);
  letter::Filling fill;
  fill.words = {{"register", reference_of(record->id)},
                {"title", record->event},
                {"office", office::name_of(call.db, record->office_id)},
                {"received", with.moment(LocalTime{record->received_at_ms, record->zone})},
                {"reason", asked->note},
                {"until", asked->clock ? with.moment(asked->clock->target) : ""},
                {"basis", asked->clock ? asked->clock->basis : ""}};
  fill.slots["missing"] = missing.empty() ? std::vector<pdf::Block>() : std::vector{pdf::list(std::move(missing))};
  letter::Content out;
  out.office = record->office_id;
  out.election = record->election_id;
  out.region = record->region_code;
  with.texts.fill("completion_notice", fill, out);
  return out;
}

}  // namespace

std::vector<letter::Source> papers(const Services& s, const letter::Composing& with) {
  return {{"completion_notice", "report",
           [&s, &with](http::Reading& call, const std::string& id) { return completion_notice(call, s, with, id); }}};
}

void add_paper_routes(http::Routes& routes, const PaperServices& s) {
  routes
      .post<ReasonIn, http::Nothing>("/reports/{id}/papers/{document}", access::with(Right::read_identity), {},
                                     [s](Writing& c, const ReasonIn& in) { return print(c, s, in.reason); })
      .again("/reports/{id}")
      .not_repeatable()
      .summary("The report form or the receipt with the reporter's identity, with a reason; leaves an act.");
}

}  // namespace netra::report
