// Which clocks of a recommendation run follows from what is recorded: wanted ones are started, others end.
#include "domain/recommendation/record.hpp"

namespace netra::recommendation {

namespace {

struct Wanted {
  journal::Subject subject;
  std::string rule;
  Instant event;
};

bool same_subject(const journal::Subject& a, const journal::Subject& b) { return a.kind == b.kind && a.id == b.id; }

// Two institutions may have it at once: the clock is that of the one that has had it longest.
void want(std::vector<Wanted>& wanted, Wanted one) {
  for (auto& other : wanted)
    if (same_subject(other.subject, one.subject) && other.rule == one.rule) {
      other.event = std::min(other.event, one.event);
      return;
    }
  wanted.push_back(std::move(one));
}

// The limit of the institution itself. On a case's track the clock of the track's stage is this one.
void want_institution(const Services& s, const File& f, const ReceiverRow& receiver, std::vector<Wanted>& wanted) {
  const auto* institution = s.catalogue.institution(receiver.receiver);
  if (f.r.track_id || !institution || !institution->clock || !f.owes(receiver)) return;
  if (receiver.task == Task::verify && receiver.answered_at_ms) return;
  const auto event = *institution->clock_event == ClockEvent::sent ? receiver.sent_at_ms : receiver.received_at_ms;
  if (event) want(wanted, {f.r.subject(), *institution->clock, *event});
}

void want_study(const File& f, std::vector<Wanted>& wanted) {
  std::optional<Instant> since;
  for (const auto& step : f.steps) {
    if (step.kind == StepKind::study_requested && step.counts()) since = step.at_ms;
    if (step.kind == StepKind::study_given) since.reset();
  }
  if (since) want(wanted, {f.r.subject(), "bawaslu_study", *since});
}

// Since when an institution is silent: its sending, the last reminder, or the last it let hear.
Instant silent_since(const File& f, const ReceiverRow& receiver) {
  Instant since = *receiver.sent_at_ms;
  for (const auto& reminder : f.reminders)
    if (reminder.receiver_id == receiver.id && reminder.sent_at_ms) since = std::max(since, *reminder.sent_at_ms);
  for (const auto& step : f.steps)
    if (step.receiver_id == receiver.id && step.counts() && step.kind != StepKind::received)
      since = std::max(since, step.at_ms);
  return since;
}

// One rung of the ladder runs at a time, for the institution that has been silent longest.
void want_ladder(const Services& s, const File& f, std::vector<Wanted>& wanted) {
  std::optional<Wanted> found;
  for (const auto& receiver : f.receivers) {
    const auto* institution = s.catalogue.institution(receiver.receiver);
    if (!institution || !f.owes(receiver)) continue;
    const auto rung =
        static_cast<std::size_t>(std::count_if(f.reminders.begin(), f.reminders.end(), [&](const auto& reminder) {
          return reminder.receiver_id == receiver.id && reminder.state == ReminderState::sent;
        }));
    if (rung >= institution->reminders.size()) continue;
    const auto since = silent_since(f, receiver);
    if (!found || since < found->event) found = Wanted{f.r.subject(), institution->reminders[rung], since};
  }
  if (found) wanted.push_back(std::move(*found));
}

// Summons and examination (PP 94/2021 art 26).
void want_examination(const File& f, const PersonRow& person, std::vector<Wanted>& wanted) {
  std::optional<Wanted> open;
  for (const auto& step : f.steps) {
    if (step.person_id != person.id || !step.counts()) continue;
    if (step.kind == StepKind::summons) open = Wanted{person.clocks(), "summons_to_exam", step.at_ms};
    if (step.kind == StepKind::missed) open = Wanted{person.clocks(), "second_summons", step.at_ms};
    if (step.kind == StepKind::second_summons || step.kind == StepKind::examined) open.reset();
  }
  if (open) wanted.push_back(std::move(*open));
}

// Delivery and entry into force (arts 37, 38) of discipline decided by a personnel authority.
void want_decision(const File& f, const PersonRow& person, std::vector<Wanted>& wanted) {
  const auto* decision = f.decision_on(person.id);
  const auto* receiver = decision ? f.receiver(decision->receiver_id) : nullptr;
  if (!receiver || receiver->receiver != "ppk_asn" || decision->outcome != Verdict::sanctioned) return;
  const auto noted = [&](StepKind kind) {
    return std::any_of(f.steps.begin(), f.steps.end(), [&](const auto& step) {
      return step.person_id == person.id && step.kind == kind && step.counts();
    });
  };
  if (!decision->delivered_on)
    wanted.push_back({person.clocks(), "decision_delivery", start_of_day(decision->decided_on, f.r.zone)});
  else if (!decision->objected_on && !noted(StepKind::in_force))
    wanted.push_back({person.clocks(), "in_force", start_of_day(*decision->delivered_on, f.r.zone)});
}

std::vector<Wanted> wanted_clocks(const Services& s, const File& f) {
  std::vector<Wanted> wanted;
  if (f.r.is_closed()) return wanted;
  for (const auto& receiver : f.receivers) want_institution(s, f, receiver, wanted);
  want_study(f, wanted);
  want_ladder(s, f, wanted);
  for (const auto& person : f.persons) {
    if (!f.decision_on(person.id)) want_examination(f, person, wanted);
    want_decision(f, person, wanted);
  }
  return wanted;
}

void end_others(http::Writing& call, const Services& s, storage::Writer& writer, const journal::Subject& subject,
                std::vector<Wanted>& wanted) {
  for (const auto& running : clock::clocks_of(call.tx, s.base.clocks, subject, call.now, "id")) {
    if (running.state == clock::ClockState::ended) continue;
    const auto same = std::find_if(wanted.begin(), wanted.end(), [&](const auto& one) {
      return same_subject(one.subject, subject) && one.rule == running.rule && one.event == running.started_at.at;
    });
    if (same != wanted.end())
      wanted.erase(same);
    else
      clock::end(writer, call.entropy, call.now, subject, running.rule, call.now);
  }
}

}  // namespace

Result<Done> settle_clocks(http::Writing& call, const Services& s, storage::Writer& writer, const File& f) {
  auto wanted = wanted_clocks(s, f);
  end_others(call, s, writer, f.r.subject(), wanted);
  for (const auto& person : f.persons) end_others(call, s, writer, person.clocks(), wanted);
  for (const auto& one : wanted) {
    auto started = clock::start(writer, s.base.clocks, call.now, call.entropy,
                                {one.rule, one.subject, place_of(s, f.r), one.event});
    if (!started) return fail(std::move(started.error()));
  }
  return Done{};
}

}  // namespace netra::recommendation
