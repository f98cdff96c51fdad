// Decisions as the office records them, and its check of what institutions filed. People decide; the catalogue only
// says how a decision compares with what was proposed.
#include "domain/recommendation/requests.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"

namespace netra::recommendation {

namespace {

using Reply = Result<http::Reply<PageView>>;
using FailedWith = netra::Outcome;

constexpr std::size_t kBytes = 64UL * 1024 * 1024;

struct KeptDecision {
  DecidedIn in;
  std::vector<evidence::Kept> files;
};

Result<KeptDecision> keep(http::Reading& call, const Services& s, const DecidedIn& in) {
  auto f = load(call.db, call.param("id"));
  if (!f) return fail(FailedWith::kNotFound, "recommendation.unknown");
  if (auto may = finding::require(call, Right::recommend, f->r.office_id); !may) return fail(std::move(may.error()));
  auto files = keep_files(s, in.files, "");
  if (!files) return fail(std::move(files.error()));
  return KeptDecision{in, std::move(*files)};
}

Reply record_decision(http::Writing& call, const Services& s, const KeptDecision& kept) {
  const auto& in = kept.in;
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  auto done = note_decision(call, s, *f, by_office(call, f->r),
                            {in.receiver, in.person, in.outcome, in.sanction, in.wording, in.number, in.note,
                             in.decided_on, in.delivered_on, kept.files},
                            in.version);
  if (!done) return fail(std::move(done.error()));
  return shown(call, s, f->r.id);
}

// What an accepted answer means for its institution.
void answer_counts(storage::Writer& writer, const File& f, const StepRow& step) {
  const auto* receiver = step.receiver_id ? f.receiver(*step.receiver_id) : nullptr;
  if (!receiver || step.kind != StepKind::answer || receiver->answered_at_ms) return;
  auto changed = *receiver;
  changed.answered_at_ms = step.at_ms;
  set_times(writer, changed);
}

Reply check_step(http::Writing& call, const Services& s, const File& f, const CheckIn& in, const std::string& note) {
  const auto step = std::find_if(f.steps.begin(), f.steps.end(), [&](const auto& one) { return one.id == in.step; });
  if (step == f.steps.end()) return fail(FailedWith::kNotFound, "recommendation.filing");
  if (step->check_state != Check::open) return fail(FailedWith::kConflict, "recommendation.state");
  auto writer = begin(call, f.r, by_office(call, f.r), "recommendation.answer_checked",
                      {{"step", step->id}, {"result", enum_name(in.result)}}, note, in.version);
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::recommendation::check_step,
                     {step->id, enum_name(in.result), note, call.now, call.principal.id});
  if (in.result == CheckResult::accepted) answer_counts(**writer, f, *step);
  return answer_page(call, s, **writer, f.r.id, call.now);
}

Reply check_decision(http::Writing& call, const Services& s, const File& f, const CheckIn& in,
                     const std::string& note) {
  const auto* decision = f.decision(*in.decision);
  if (!decision) return fail(FailedWith::kNotFound, "recommendation.filing");
  if (decision->check_state != Check::open) return fail(FailedWith::kConflict, "recommendation.state");
  if (in.result == CheckResult::accepted && !in.conforms)
    return fail_fields("recommendation.incomplete", {{"/conforms", "field.required", {}}});
  auto writer = begin(call, f.r, by_office(call, f.r), "recommendation.decision_checked",
                      {{"decision", decision->id},
                       {"result", enum_name(in.result)},
                       {"conforms", in.conforms ? enum_name(*in.conforms) : ""}},
                      note, in.version);
  if (!writer) return fail(std::move(writer.error()));
  std::optional<std::string> conforms;
  if (in.result == CheckResult::accepted && in.conforms) conforms = std::string(enum_name(*in.conforms));
  (*writer)->execute(sql::recommendation::check_decision,
                     {decision->id, enum_name(in.result), conforms, note, call.now, call.principal.id});
  return answer_page(call, s, **writer, f.r.id, call.now);
}

Reply check(http::Writing& call, const Services& s, const CheckIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  Entries entries;
  // Who sends something back, and who accepts what is not as proposed, says why.
  const bool says_why = in.result == CheckResult::returned || (in.conforms && *in.conforms != Conforms::as_proposed);
  const auto note = says_why ? entries.text("/note", in.note, kText) : entries.optional_text("/note", in.note, kText);
  if (in.step.has_value() == in.decision.has_value()) entries.wrong("/decision", "field.value");
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  return in.step ? check_step(call, s, *f, in, note) : check_decision(call, s, *f, in, note);
}

}  // namespace

void add_deciding_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::recommend);
  routes
      .post<DecidedIn, PageView, KeptDecision>(
          "/recommendations/{id}/decisions", access, {"recommendation/show"},
          [&s](http::Reading& call, const DecidedIn& in) { return keep(call, s, in); },
          [&s](http::Writing& call, const KeptDecision& in) { return record_decision(call, s, in); })
      .again("/recommendations/{id}/decisions")
      .max_upload(kBytes)
      .summary("Writes down what was decided about a person, with its decree.");
  routes
      .post<CheckIn, PageView>("/recommendations/{id}/checks", access, {"recommendation/show"},
                               [&s](http::Writing& call, const CheckIn& in) { return check(call, s, in); })
      .again("/recommendations/{id}/checks")
      .summary("Accepts or returns what an institution filed; before that it does not count.");
}

}  // namespace netra::recommendation
