// How a recommendation comes to be: from a case's track or typed, its persons with what is proposed for them, and who
// is to receive it. Everything is a proposal until a person sends it.
#include <map>

#include "domain/case/track.hpp"
#include "domain/recommendation/requests.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"
#include "domain/region/region.hpp"

namespace netra::recommendation {

namespace {

using Reply = Result<http::Reply<PageView>>;
using FailedWith = netra::Outcome;

struct NewPerson {
  std::optional<std::string> participant;
  std::string name, kind, position, unit;
  std::vector<std::string> rules;
};

// What a new recommendation starts from.
struct Beginning {
  Origin origin = Origin::entered;
  std::optional<std::string> case_id, track_id;
  std::string office, election, region;
  Zone zone = Zone::wib;
  Kind kind = Kind::other_law;
  Date incident;
  std::string matter, content;
  std::optional<std::string> number;
  std::optional<Date> dated_on;
  std::vector<NewPerson> persons;
};

struct ReportedRow {
  std::string id;
  std::optional<std::string> name;
  std::string kind;
  std::optional<std::string> position, unit;
};
BOOST_DESCRIBE_STRUCT(ReportedRow, (), (id, name, kind, position, unit))

bool holds(const json::array& list, std::string_view text) {
  return std::any_of(list.begin(), list.end(),
                     [&](const auto& item) { return item.is_string() && item.as_string() == text; });
}

std::vector<std::string> rules_of_study(storage::Reader& db, std::string_view case_id) {
  std::vector<std::string> out;
  const auto content = db.text(sql::recommendation::newest_study, {case_id});
  if (!content) return out;
  const auto tree = json::parse(*content);
  if (const auto* rules = tree.is_object() ? tree.as_object().if_contains("rules") : nullptr;
      rules && rules->is_array())
    for (const auto& rule : rules->as_array())
      if (rule.is_string()) out.emplace_back(rule.as_string());
  return out;
}

// Rules of the study that bind this kind of person on the day of the incident.
std::vector<std::string> fitting(const Services& s, const std::vector<std::string>& rules, const std::string& kind,
                                 Date on, const std::string& election) {
  std::vector<std::string> out;
  for (const auto& known : s.base.rules.neutrality_rules(kind, {on, election}))
    if (std::find(rules.begin(), rules.end(), known.rule->id) != rules.end()) out.push_back(known.rule->id);
  return out;
}

Kind kind_of(std::string_view outcome) {
  if (outcome == "administrative") return Kind::administrative;
  return outcome == "ethics" ? Kind::ethics : Kind::other_law;
}

Result<Beginning> from_track(const http::Writing& call, const Services& s, std::string_view id) {
  const auto track = cases::find_track(call.tx, id);
  if (!track || !cases::may_read(call.tx, actor_of(call), track->case_id))
    return fail(FailedWith::kNotFound, "track.unknown");
  if (auto may = finding::require(call, Right::recommend, track->case_office); !may)
    return fail(std::move(may.error()));
  if (!track->is_open()) return fail(FailedWith::kConflict, "recommendation.state");
  if (!call.tx.query(sql::recommendation::of_track, {id}).empty())
    return fail(FailedWith::kConflict, "recommendation.already");
  const auto source = call.tx.query(sql::recommendation::track_source, {id});
  Beginning out;
  out.origin = Origin::case_file;
  out.case_id = track->case_id;
  out.track_id = track->id;
  out.office = track->case_office;
  out.election = track->election_id;
  out.region = track->region_code;
  out.zone = track->zone;
  out.kind = kind_of(track->outcome);
  out.matter = track->title;
  const auto known = parse_date(source[0].text(12)), found = parse_date(source[0].text(13));
  out.incident = known.value_or(found.value_or(date_in(track->received_at_ms, track->zone)));
  const auto alleged = json::parse(track->persons);
  const auto rules = rules_of_study(call.tx, track->case_id);
  for (const auto& person : call.tx.all<ReportedRow>(sql::recommendation::reported_of_case, {track->case_id}))
    if (person.name && alleged.is_array() && holds(alleged.as_array(), person.id))
      out.persons.push_back({person.id, *person.name, person.kind, person.position.value_or(""),
                             person.unit.value_or(""), fitting(s, rules, person.kind, out.incident, out.election)});
  return out;
}

std::optional<NewPerson> read_person(const http::Call&, const Services& s, const PersonIn& in, const std::string& at,
                                     Date on, const std::string& election, Entries& entries) {
  NewPerson out;
  out.name = entries.text(at + "/name", in.name, kLine);
  out.kind = entries.text(at + "/kind", in.kind, 40);
  if (!out.kind.empty() && !s.base.rules.term("subject", out.kind)) entries.wrong(at + "/kind", "field.value");
  out.position = entries.optional_text(at + "/position", in.position, kLine);
  out.unit = entries.optional_text(at + "/unit", in.unit, kLine);
  out.rules = fitting(s, in.rules, out.kind, on, election);
  if (out.rules.size() != in.rules.size()) entries.wrong(at + "/rules", "field.value");
  return out;
}

Result<Beginning> typed(const http::Writing& call, const Services& s, const NewIn& in) {
  Entries entries;
  Beginning out;
  out.office = in.office.value_or(actor_of(call).active_office);
  if (auto may = finding::require(call, Right::recommend, out.office); !may) return fail(std::move(may.error()));
  out.election = entries.text("/election", in.election, 60);
  if (!out.election.empty() && !s.base.elections.find(out.election)) entries.wrong("/election", "field.value");
  out.region = entries.text("/place", in.place, 20);
  const auto zone = region::zone_of(call.tx, out.region);
  if (!out.region.empty() && !zone) entries.wrong("/place", "field.value");
  out.zone = zone.value_or(Zone::wib);
  out.kind = in.kind.value_or(Kind::other_law);
  const auto incident = read_date(entries, "/incident_on", in.incident_on, true);
  if (incident && *incident > date_in(call.now, out.zone)) entries.wrong("/incident_on", "field.future");
  out.incident = incident.value_or(Date{});
  out.matter = entries.text("/matter", in.matter, kLine);
  out.content = entries.optional_text("/content", in.content, kText);
  if (in.number) out.number = entries.text("/number", in.number, 120);
  out.dated_on = read_date(entries, "/dated_on", in.dated_on, false);
  for (std::size_t i = 0; i < in.persons.size(); ++i)
    if (!in.persons[i].is_blank())
      if (auto person =
              read_person(call, s, in.persons[i], "/persons/" + std::to_string(i), out.incident, out.election, entries))
        out.persons.push_back(std::move(*person));
  if (out.persons.empty()) entries.wrong("/persons/0/name", "field.required");
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  if (out.number && !call.tx.query(sql::recommendation::number_taken, {out.office, *out.number, ""}).empty())
    return fail(FailedWith::kConflict, "recommendation.number_taken");
  return out;
}

// The word the law uses for the document on that day: "Rekomendasi", for later elections "Putusan".
std::string document_title(const Services& s, const Beginning& b) {
  const auto regime = finding::regime_of(s.base.elections, b.election);
  const std::string id = b.kind == Kind::ethics ? "forwarding_letter" : "recommendation";
  const auto* document = s.base.rules.document(regime, id);
  if (!document) return id;
  // Only administrative matters became decisions (MK 104/2025): the versions of the document are theirs.
  if (b.kind != Kind::administrative) return document->label.id;
  const auto* rule = s.base.rules.document_rule(regime, id, {b.incident, b.election});
  return rule && !rule->value.title.id.empty() ? rule->value.title.id : document->label.id;
}

struct Suggested {
  std::string receiver, basis, mark, via;
};

// Who receives, by the kind of matter and, for breaches of other laws, by the kind of person and the day.
Suggested suggested_for(const Services& s, const Beginning& b, const std::string& kind) {
  const auto regime = finding::regime_of(s.base.elections, b.election);
  const procedure::When when{b.incident, b.election};
  const std::string subject = b.kind == Kind::administrative ? "candidate"
                              : b.kind == Kind::ethics       ? "organiser"
                                                             : kind;
  const auto* rule = s.base.rules.receiver(regime, subject, when);
  if (!rule) return {};
  return {rule->value.receiver, rule->origin.basis.empty() ? rule->origin.source : rule->origin.basis,
          std::string(enum_name(rule->origin.mark)), rule->value.via};
}

void insert_receiver(http::Writing& call, const Services& s, storage::Writer& writer, const Beginning& b,
                     const std::string& id, std::int64_t ordinal, const Suggested& to,
                     const std::vector<std::string>& persons) {
  const auto* institution = s.catalogue.institution(to.receiver);
  const auto name = institution ? name_at(call.tx, institution->above.front(), b.region, "id") : std::string();
  const auto superior =
      institution && institution->above.size() > 1 ? name_at(call.tx, institution->above[1], b.region, "id") : "";
  const auto receiver = make_id(call.now, call.entropy);
  writer.execute(sql::recommendation::insert_receiver,
                 {receiver, id, ordinal, to.receiver, institution ? institution->task : Task::decide, name, nullptr, "",
                  superior, to.basis, to.mark, to.via, "", nullptr, Stand::waiting, nullptr});
  for (const auto& person : persons) writer.execute(sql::recommendation::address, {receiver, person});
}

std::string insert_person(http::Writing& call, const Services& s, storage::Writer& writer, const Beginning& b,
                          const std::string& id, std::int64_t ordinal, const NewPerson& person) {
  const auto proposed = s.catalogue.propose(s.base.rules, {person.kind, person.rules, b.incident, b.election});
  auto own = make_id(call.now, call.entropy);
  writer.execute(sql::recommendation::insert_person,
                 {own, id, ordinal, person.participant, person.name, person.kind, person.position, person.unit,
                  store(person.rules), store(proposed), "", ""});
  return own;
}

Reply create(http::Writing& call, const Services& s, const NewIn& in) {
  auto b = in.track ? from_track(call, s, *in.track) : typed(call, s, in);
  if (!b) return fail(std::move(b.error()));
  const auto id = make_id(call.now, call.entropy);
  auto& writer = journal::record(
      call.tx, call.now, call.entropy,
      {actor_of(call).as(Right::recommend, b->office),
       "recommendation.drafted",
       {std::string(kSubjectKind), id},
       b->office,
       {{"kind", enum_name(b->kind)}, {"origin", enum_name(b->origin)}, {"persons", std::int64_t(b->persons.size())}},
       ""});
  writer.execute(
      sql::recommendation::insert_recommendation,
      {id, b->origin, b->case_id, b->track_id, b->office, b->election, b->region, b->zone, b->kind, b->incident,
       document_title(s, *b), b->matter, b->content, b->number, b->dated_on, call.now, call.principal.id});
  std::map<std::string, std::pair<Suggested, std::vector<std::string>>> by_receiver;
  std::int64_t ordinal = 0;
  for (const auto& person : b->persons) {
    const auto own = insert_person(call, s, writer, *b, id, ++ordinal, person);
    const auto to = suggested_for(s, *b, person.kind);
    auto& group = by_receiver.try_emplace(to.receiver, to, std::vector<std::string>{}).first->second;
    group.second.push_back(own);
  }
  ordinal = 0;
  if (by_receiver.empty()) by_receiver.try_emplace("", suggested_for(s, *b, ""), std::vector<std::string>{});
  for (const auto& [receiver, group] : by_receiver)
    insert_receiver(call, s, writer, *b, id, ++ordinal, group.first, group.second);
  if (auto done = settle(call, s, writer, id, call.now); !done) return fail(std::move(done.error()));
  auto view = view_page(call, call.tx, s, id);
  if (!view) return fail(std::move(view.error()));
  return http::created(std::move(*view), "/recommendations/" + id);
}

Reply change_wording(http::Writing& call, const Services& s, const WordingIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  Entries entries;
  auto& r = f->r;
  r.title = entries.text("/title", in.title, 60);
  r.matter = entries.text("/matter", in.matter, kLine);
  r.content = entries.optional_text("/content", in.content, kText);
  r.number = in.number ? std::optional(entries.text("/number", in.number, 120)) : std::nullopt;
  r.letter_id = in.letter;
  r.dated_on = read_date(entries, "/dated_on", in.dated_on, false);
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  if (r.sent_at_ms) return fail(FailedWith::kConflict, "recommendation.state");
  if (r.number && !call.tx.query(sql::recommendation::number_taken, {r.office_id, *r.number, r.id}).empty())
    return fail(FailedWith::kConflict, "recommendation.number_taken");
  auto writer =
      begin(call, r, by_office(call, r), "recommendation.worded", {{"number", r.number.value_or("")}}, "", in.version);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::recommendation::set_wording,
                     {r.id, r.title, r.matter, r.content, r.number, r.letter_id, r.dated_on});
  return answer_page(call, s, **writer, r.id, call.now);
}

Reply change_wanted(http::Writing& call, const Services& s, const WantedIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  const auto* person = f->person(call.param("person"));
  if (!person) return fail(FailedWith::kNotFound, "recommendation.person");
  if (f->r.sent_at_ms) return fail(FailedWith::kConflict, "recommendation.state");
  Entries entries;
  const auto rules = fitting(s, in.rules, person->kind, f->r.incident_on, f->r.election_id);
  if (rules.size() != in.rules.size()) entries.wrong("/rules", "field.value");
  const auto proposed = s.catalogue.propose(s.base.rules, {person->kind, rules, f->r.incident_on, f->r.election_id});
  const auto wanted = in.wanted.value_or("");
  const auto all = s.catalogue.sanctions_for(person->kind, f->r.incident_on);
  if (!wanted.empty() && std::none_of(all.begin(), all.end(), [&](const auto* one) { return one->id == wanted; }))
    entries.wrong("/wanted", "field.value");
  const bool deviates = !wanted.empty() && std::find(proposed.sanctions.begin(), proposed.sanctions.end(), wanted) ==
                                               proposed.sanctions.end();
  const auto reason =
      deviates ? entries.text("/reason", in.reason, kText) : entries.optional_text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  auto writer = begin(call, f->r, by_office(call, f->r), "recommendation.wanted",
                      {{"person", person->id}, {"sanction", wanted}, {"deviates", deviates}}, reason, in.version);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::recommendation::set_wanted, {person->id, store(rules), store(proposed), wanted, reason});
  return answer_page(call, s, **writer, f->r.id, call.now);
}

Reply change_receiver(http::Writing& call, const Services& s, const ReceiverIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  const auto* old = f->receiver(call.param("receiver"));
  if (!old) return fail(FailedWith::kNotFound, "recommendation.receiver");
  if (old->state != Stand::waiting) return fail(FailedWith::kConflict, "recommendation.state");
  Entries entries;
  auto changed = *old;
  changed.receiver = in.receiver.value_or(old->receiver);
  const auto* institution = s.catalogue.institution(changed.receiver);
  if (!institution) {
    entries.wrong("/receiver", "field.value");
    return entries.refuse("recommendation.incomplete");
  }
  const bool other = changed.receiver != old->receiver, reported = in.reported.value_or(false);
  changed.task = institution->task;
  const std::size_t step = reported && institution->above.size() > 1 ? 1 : 0;
  const auto usual = name_at(call.tx, institution->above[step], f->r.region_code, "id");
  changed.name = in.name && !(reported && *in.name == old->name) ? *in.name : usual;
  changed.superior = in.superior && !reported ? *in.superior
                     : institution->above.size() > step + 1
                         ? name_at(call.tx, institution->above[step + 1], f->r.region_code, "id")
                         : "";
  if (other || reported) {
    changed.basis = institution->above[step].law;
    changed.mark = enum_name(institution->above[step].mark);
    changed.via.clear();
  }
  changed.office_id = in.office;
  if (in.office && !office::find_office(call.tx, *in.office)) entries.wrong("/office", "field.value");
  changed.contact = entries.optional_text("/contact", in.contact, kLine);
  changed.reason = other || reported ? entries.text("/reason", in.reason, kText)
                                     : entries.optional_text("/reason", in.reason, kText);
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  auto writer =
      begin(call, f->r, by_office(call, f->r), "recommendation.receiver_chosen",
            {{"receiver", changed.receiver}, {"office", changed.office_id.value_or("")}, {"reported", reported}},
            changed.reason, in.version);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::recommendation::change_receiver,
                     {changed.id, changed.receiver, changed.task, changed.name, changed.office_id, changed.contact,
                      changed.superior, changed.basis, changed.mark, changed.via, changed.reason});
  return answer_page(call, s, **writer, f->r.id, call.now);
}

}  // namespace

void add_drafting_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::recommend);
  routes
      .post<NewIn, PageView>("/recommendations", access, {"recommendation/show"},
                             [&s](http::Writing& call, const NewIn& in) { return create(call, s, in); })
      .again("/recommendations/new")
      .summary("Drafts a recommendation from a case's track, or from what is typed.");
  routes
      .post<WordingIn, PageView>("/recommendations/{id}/wording", access, {"recommendation/show"},
                                 [&s](http::Writing& call, const WordingIn& in) { return change_wording(call, s, in); })
      .again("/recommendations/{id}/wording")
      .summary("Words a recommendation that was not sent yet.");
  routes
      .post<WantedIn, PageView>("/recommendations/{id}/persons/{person}", access, {"recommendation/show"},
                                [&s](http::Writing& call, const WantedIn& in) { return change_wanted(call, s, in); })
      .again("/recommendations/{id}/persons/{person}")
      .summary("Says which rules a person is alleged to have broken and which sanction is asked for.");
  routes
      .post<ReceiverIn, PageView>(
          "/recommendations/{id}/receivers/{receiver}", access, {"recommendation/show"},
          [&s](http::Writing& call, const ReceiverIn& in) { return change_receiver(call, s, in); })
      .again("/recommendations/{id}/receivers/{receiver}")
      .summary("Chooses the institution that receives it; another than proposed needs a reason.");
}

}  // namespace netra::recommendation
