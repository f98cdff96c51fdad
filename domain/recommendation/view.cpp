// The whole file for the office that wrote it, and the part of it that one institution sees.
#include "domain/case/track.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"
#include "domain/region/region.hpp"

namespace netra::recommendation {

namespace {

struct Looking {
  const http::Call& call;
  storage::Reader& db;
  const Services& s;
  const File& f;
  const std::string& language;
  bool acts = false;  // the reader may change something
};

// Offices that could be this institution: of the place, of its province, and national ones.
std::vector<Choice> offices_for(const Looking& look, const Institution& institution) {
  std::vector<Choice> out;
  std::vector<std::string> places{look.f.r.region_code};
  for (auto level : {region::Level::regency, region::Level::province})
    if (auto code = region::ancestor_of(look.f.r.region_code, level); !code.empty() && code != places.front())
      places.push_back(code);
  places.emplace_back();
  for (const auto& place : places)
    for (auto kind : institution.office_kinds)
      for (const auto& one : office::offices_in(look.db, place, kind)) out.push_back({one.id, one.name});
  return out;
}

std::string owes(const File& f, const ReceiverRow& r) {
  if (!f.owes(r)) return "";
  if (!r.received_at_ms) return "receipt";
  return r.task == Task::decide && r.answered_at_ms ? "decision" : r.task == Task::decide ? "decision" : "answer";
}

std::vector<Choice> steps_possible(const Looking& look, const ReceiverRow& r) {
  std::vector<Choice> out;
  const auto add = [&](std::initializer_list<StepKind> kinds) {
    for (auto kind : kinds) {
      const std::string name(enum_name(kind));
      out.push_back({name, look.s.base.messages.text(look.language, "value.step_kind." + name)});
    }
  };
  if (r.task == Task::verify) {
    add({StepKind::study_requested, StepKind::study_given, StepKind::ended});
    return out;
  }
  bool open = false, accepted = false;
  for (const auto* person : look.f.persons_of(r.id)) {
    const auto* decision = look.f.decision_on(person->id);
    open = open || !decision;
    accepted = accepted || (decision && decision->check_state == Check::accepted);
  }
  if (open)
    add({StepKind::summons, StepKind::missed, StepKind::second_summons, StepKind::examined, StepKind::released});
  if (accepted)
    add({StepKind::delivered, StepKind::objected, StepKind::objection_decided, StepKind::in_force, StepKind::entered});
  add({StepKind::ended});
  return out;
}

std::vector<LinkView> links_of(const Looking& look, const ReceiverRow& r) {
  std::vector<LinkView> out;
  for (const auto& row : look.db.all<LinkRow>(sql::recommendation::links_of, {look.f.r.id})) {
    if (row.receiver_id != r.id) continue;
    const auto state = row.revoked_at_ms                    ? LinkState::revoked
                       : row.expires_at_ms <= look.call.now ? LinkState::expired
                                                            : LinkState::open;
    out.push_back({row.id, row.given_to, state, look.f.r.local(row.created_at_ms), look.f.r.local(row.expires_at_ms),
                   look.f.r.local(row.used_at_ms)});
  }
  return out;
}

ReceiverMay may_of(const Looking& look, const ReceiverRow& r) {
  ReceiverMay may;
  if (!look.acts) return may;
  const bool has_it = r.sent_at_ms && !r.ended_at_ms;
  may.change = may.send = r.state == Stand::waiting;
  may.receipt = has_it && !r.received_at_ms;
  may.answer = may.step = has_it;
  may.remind = may.link = has_it && look.f.owes(r);
  may.forward = has_it && r.task == Task::verify && look.f.owes(r);
  may.decide = has_it && r.task == Task::decide;
  return may;
}

void fill_choices(const Looking& look, const ReceiverRow& r, ReceiverView& out) {
  const auto* institution = look.s.catalogue.institution(r.receiver);
  if (!institution) return;
  if (institution->note) out.note = institution->note->in(look.language);
  if (institution->above.size() > 1)
    out.above = name_at(look.db, institution->above[1], look.f.r.region_code, look.language);
  if (!look.acts) return;
  out.offices = offices_for(look, *institution);
  for (const auto& one : look.s.catalogue.institutions())
    out.choices.push_back({one.receiver, receiver_label(look.s, one.receiver, look.language)});
  out.steps_possible = steps_possible(look, r);
  if (institution->passes_to.empty()) return;
  const auto* next = look.s.catalogue.institution(institution->passes_to.front());
  out.next = {next->receiver, name_at(look.db, next->above.front(), look.f.r.region_code, look.language)};
  if (next->above.size() > 1) out.next_superior = name_at(look.db, next->above[1], look.f.r.region_code, look.language);
  out.next_offices = offices_for(look, *next);
}

ReceiverView view_receiver(const Looking& look, const ReceiverRow& r) {
  ReceiverView out;
  out.id = r.id;
  out.receiver = r.receiver;
  out.receiver_name = receiver_label(look.s, r.receiver, look.language);
  out.name = r.name;
  out.office = r.office_id.value_or("");
  if (r.office_id) out.office_name = office::name_of(look.db, *r.office_id);
  out.contact = r.contact;
  out.superior = r.superior;
  out.basis = r.basis;
  out.mark = r.mark;
  out.via = r.via;
  out.reason = r.reason;
  out.task = r.task;
  out.state = r.state;
  const auto* from = r.from_receiver ? look.f.receiver(*r.from_receiver) : nullptr;
  out.from_name = from ? from->name : "";
  out.sent_at = look.f.r.local(r.sent_at_ms);
  out.received_at = look.f.r.local(r.received_at_ms);
  out.answered_at = look.f.r.local(r.answered_at_ms);
  out.decided_at = look.f.r.local(r.decided_at_ms);
  out.ended_at = look.f.r.local(r.ended_at_ms);
  out.days_waiting = days_waiting(look.f.r, r, look.call.now);
  out.silent = r.sent_at_ms && !r.answered_at_ms;
  out.owes = owes(look.f, r);
  for (const auto* person : look.f.persons_of(r.id)) {
    out.persons.push_back({person->id, person->name});
    const auto* decision = look.f.decision_on(person->id);
    if (r.task == Task::decide && (!decision || decision->objected_on))
      out.undecided.push_back({person->id, person->name});
  }
  for (const auto& step : look.f.steps)
    if (step.receiver_id == r.id) out.steps.push_back(view_step(look.db, look.f, step, true));
  for (const auto& one : look.f.reminders)
    if (one.receiver_id == r.id)
      out.reminders.push_back({one.id, one.kind, one.rung, one.state, one.addressed_to, one.text, one.number,
                               one.channel, one.reason, look.f.r.local(one.prepared_at_ms),
                               look.f.r.local(one.sent_at_ms)});
  out.links = links_of(look, r);
  out.files = files_of(look.db, r.files(), look.f.r.zone, true);
  out.may = may_of(look, r);
  fill_choices(look, r, out);
  return out;
}

void fill_owed(const Looking& look, PageView& v) {
  for (const auto& r : look.f.receivers) {
    const auto what = owes(look.f, r);
    if (what.empty()) continue;
    v.owed.push_back({r.name, what, look.f.r.local(r.sent_at_ms),
                      days_between(date_in(*r.sent_at_ms, look.f.r.zone), date_in(look.call.now, look.f.r.zone))});
  }
  if (waits_for_check(look.f) || look.f.r.state == State::checked)
    v.owed.push_back(
        {v.office_name, waits_for_check(look.f) ? "check" : "closing", look.f.r.local(look.f.r.state_since_ms),
         days_between(date_in(look.f.r.state_since_ms, look.f.r.zone), date_in(look.call.now, look.f.r.zone))});
}

void fill_head(const Looking& look, PageView& v) {
  const auto& r = look.f.r;
  v.id = r.id;
  v.version = r.version;
  v.origin = r.origin;
  v.kind = r.kind;
  v.state = r.state;
  v.title = r.title;
  v.matter = r.matter;
  v.content = r.content;
  v.number = r.number.value_or("");
  v.letter = r.letter_id.value_or("");
  v.office = r.office_id;
  v.office_name = office::name_of(look.db, r.office_id);
  const auto* election = look.s.base.elections.find(r.election_id);
  v.election_name = election ? std::string(election->name(look.language)) : r.election_id;
  v.place_name = region::path_of(look.db, r.region_code);
  v.dated_on = r.dated_on;
  v.incident_on = r.incident_on;
  v.case_id = r.case_id;
  v.track_id = r.track_id;
  v.created_at = r.local(r.created_at_ms);
  v.sent_at = r.local(r.sent_at_ms);
  v.closed_at = r.local(r.closed_at_ms);
  v.may.act = look.acts;
  v.may.word = look.acts && !r.sent_at_ms;
  v.may.close = look.acts && r.state != State::draft && !waits_for_check(look.f);
  v.may.withdraw = look.acts && look.f.decisions.empty();
}

}  // namespace

Result<PageView> view_page(const http::Call& call, storage::Reader& db, const Services& s, std::string_view id) {
  if (auto may = may_read(db, actor_of(call), id); !may) return fail(std::move(may.error()));
  const auto f = load(db, id);
  const Looking look{
      call, db, s, *f, call.info.language, !f->r.is_closed() && actor_of(call).may(Right::recommend, f->r.office_id)};
  PageView v;
  fill_head(look, v);
  for (const auto& receiver : f->receivers) v.receivers.push_back(view_receiver(look, receiver));
  for (const auto& person : f->persons) v.persons.push_back(view_person(call, db, s, *f, person));
  v.clocks = clock::clocks_of(db, s.base.clocks, f->r.subject(), call.now, look.language);
  if (f->r.track_id)
    for (auto& one : clock::clocks_of(db, s.base.clocks, cases::track_subject(*f->r.track_id), call.now, look.language))
      v.clocks.push_back(std::move(one));
  std::erase_if(v.clocks, [](const auto& one) { return one.state == clock::ClockState::ended; });
  fill_owed(look, v);
  v.files = files_of(db, f->r.subject(), f->r.zone, true);
  for (const auto& step : f->steps)
    if (step.check_state == Check::open) v.to_check.push_back(view_step(db, *f, step, true));
  for (const auto& decision : f->decisions)
    if (decision.check_state == Check::open)
      v.decisions_to_check.push_back(view_decision(db, s, *f, decision, look.language, true));
  v.history = journal::history(db, f->r.subject(), f->r.zone);
  v.channels = {"SBT", "Surat", "Surel", "Antar langsung"};
  return v;
}

namespace {

// What the office thought of it stays with the office; only why something was sent back is told.
DecisionView without_judgement(DecisionView d) {
  d.conforms.reset();
  if (d.check != Check::returned) d.check_note.clear();
  return d;
}

}  // namespace

OwnView view_own(const http::Call& call, storage::Reader& db, const Services& s, const File& f,
                 const ReceiverRow& receiver, std::string action, bool by_link) {
  const auto& language = call.info.language;
  OwnView v;
  v.recommendation = f.r.id;
  v.receiver = receiver.id;
  v.action = std::move(action);
  v.institution = receiver.name;
  v.office_name = office::name_of(db, f.r.office_id);
  v.title = f.r.title;
  v.number = f.r.number.value_or("");
  v.matter = f.r.matter;
  v.content = f.r.content;
  v.dated_on = f.r.dated_on;
  v.task = receiver.task;
  v.sent_at = f.r.local(receiver.sent_at_ms.value_or(f.r.created_at_ms));
  v.received_at = f.r.local(receiver.received_at_ms);
  const bool open = !f.r.is_closed() && receiver.sent_at_ms && !receiver.ended_at_ms;
  v.may_receive = open && !receiver.received_at_ms;
  v.may_answer = open;
  for (const auto* person : f.persons_of(receiver.id)) {
    OwnPerson own{person->id,
                  person->name,
                  s.base.rules.term_name("subject", person->kind, language),
                  person->position,
                  person->unit,
                  "",
                  rule_titles(s, *person, language),
                  sanction_choices(s, f, *person, language),
                  {},
                  false};
    if (const auto* wanted = s.catalogue.sanction(person->wanted)) own.wanted_name = wanted->label.in(language);
    for (const auto& decision : f.decisions)
      if (decision.person_id == person->id && decision.receiver_id == receiver.id)
        own.decisions.push_back(without_judgement(view_decision(db, s, f, decision, language, !by_link)));
    const auto* standing = f.decision_on(person->id);
    own.may_decide = open && receiver.task == Task::decide && (!standing || standing->objected_on);
    v.may_decide = v.may_decide || own.may_decide;
    v.persons.push_back(std::move(own));
  }
  // Its own letters and the sending it knows of; what the office notes for itself is not shown.
  for (const auto& step : f.steps)
    if (step.receiver_id == receiver.id && (step.kind == StepKind::received || step.kind == StepKind::answer)) {
      auto own = view_step(db, f, step, !by_link);
      if (own.check != Check::returned) own.check_note.clear();
      v.steps.push_back(std::move(own));
    }
  v.files = files_of(db, receiver.files(), f.r.zone, !by_link);
  const auto* institution = s.catalogue.institution(receiver.receiver);
  for (auto& one : clock::clocks_of(db, s.base.clocks, f.r.subject(), call.now, language))
    if (institution && institution->clock == one.rule && one.state != clock::ClockState::ended) {
      one.url.clear();  // the clock's own page is the office's
      v.clocks.push_back(std::move(one));
    }
  v.done = !v.may_receive && !f.owes(receiver);
  return v;
}

Result<http::Reply<PageView>> shown(http::Writing& call, const Services& s, const std::string& id) {
  auto view = view_page(call, call.tx, s, id);
  if (!view) return fail(std::move(view.error()));
  return http::see(std::move(*view), "/recommendations/" + id);
}

Result<http::Reply<PageView>> answer_page(http::Writing& call, const Services& s, storage::Writer& writer,
                                          const std::string& id, Instant at) {
  if (auto done = settle(call, s, writer, id, at); !done) return fail(std::move(done.error()));
  return shown(call, s, id);
}

}  // namespace netra::recommendation
