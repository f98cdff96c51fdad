// One form each on a page of its own: what can be written down about a recommendation now. A refused form comes back
// here with its entries.
#include "domain/recommendation/views.hpp"

namespace netra::recommendation {

struct WorkView {
  PageView file;
  std::string doing;
  std::int64_t version = 0;
  std::string today;
  std::optional<ReceiverView> receiver;
  std::optional<PersonView> person;
  std::optional<StepView> step;
  std::optional<DecisionView> decision;
  std::optional<ReminderView> reminder;
};
BOOST_DESCRIBE_STRUCT(WorkView, (), (file, doing, version, today, receiver, person, step, decision, reminder))

namespace {

using FailedWith = netra::Outcome;
using Reply = Result<http::Reply<WorkView>>;

// What the address, its query, or the refused form names.
std::string named(const http::Reading& call, std::string_view name) {
  if (auto value = call.param(name); !value.empty()) return std::string(value);
  if (call.entered)
    for (auto key : {name, name == "receiver" ? std::string_view("from") : name})
      if (const auto* value = call.entered->values.if_contains(key);
          value && value->is_string() && !value->as_string().empty())
        return std::string(value->as_string());
  return call.query(name).value_or("");
}

template <class T>
std::optional<T> find(const std::vector<T>& all, const std::string& id) {
  for (const auto& one : all)
    if (one.id == id) return one;
  return std::nullopt;
}

// A form about an institution needs one: the one named, or the only one that this may be done about.
std::optional<ReceiverView> receiver_of(const PageView& file, const std::string& id, bool ReceiverMay::*may) {
  if (!id.empty()) {
    auto found = find(file.receivers, id);
    return found && found->may.*may ? found : std::nullopt;
  }
  std::optional<ReceiverView> only;
  for (const auto& one : file.receivers) {
    if (!(one.may.*may)) continue;
    if (only) return std::nullopt;
    only = one;
  }
  return only;
}

struct Doing {
  std::string_view path, name;
  bool ReceiverMay::*receiver;  // null: about the recommendation itself
  bool PageMay::*page;
};
constexpr Doing kDoings[] = {
    {"sendings", "send", &ReceiverMay::send, nullptr},
    {"receipts", "receipt", &ReceiverMay::receipt, nullptr},
    {"answers", "answer", &ReceiverMay::answer, nullptr},
    {"forwardings", "forward", &ReceiverMay::forward, nullptr},
    {"steps", "step", &ReceiverMay::step, nullptr},
    {"decisions", "decide", &ReceiverMay::decide, nullptr},
    {"links", "link", &ReceiverMay::link, nullptr},
    {"receivers/{receiver}", "change", &ReceiverMay::change, nullptr},
    {"checks", "check", nullptr, &PageMay::act},
    {"persons/{person}", "want", nullptr, &PageMay::word},
    {"wording", "word", nullptr, &PageMay::word},
    {"reminders/{reminder}/sending", "remind", nullptr, &PageMay::act},
    {"reminders/{reminder}/dropping", "drop", nullptr, &PageMay::act},
    {"closing", "close", nullptr, &PageMay::close},
    {"withdrawal", "withdraw", nullptr, &PageMay::withdraw},
};

// What a form is about must be there, and open.
bool is_complete(const WorkView& v) {
  if (v.doing == "want" || v.doing == "decide") return v.person.has_value() || v.doing == "decide";
  if (v.doing == "check") return v.step.has_value() != v.decision.has_value();
  if (v.doing == "remind" || v.doing == "drop") return v.reminder && v.reminder->state == ReminderState::draft;
  return true;
}

Reply show(http::Reading& call, const Services& s, const Doing& doing) {
  auto file = view_page(call, call.db, s, call.param("id"));
  if (!file) return fail(std::move(file.error()));
  if (!actor_of(call).may(Right::recommend, file->office)) return fail(FailedWith::kForbidden, "access.denied");
  WorkView v;
  v.doing = doing.name;
  v.version = file->version;
  v.today = format_date(date_in(call.now, file->created_at.zone));
  if (doing.page && !((*file).may.*doing.page)) return fail(FailedWith::kConflict, "recommendation.state");
  if (doing.receiver) {
    v.receiver = receiver_of(*file, named(call, "receiver"), doing.receiver);
    if (!v.receiver) return fail(FailedWith::kConflict, "recommendation.state");
  }
  v.person = find(file->persons, named(call, "person"));
  v.step = find(file->to_check, named(call, "step"));
  v.decision = find(file->decisions_to_check, named(call, "decision"));
  for (const auto& receiver : file->receivers)
    if (auto found = find(receiver.reminders, std::string(call.param("reminder")))) v.reminder = found;
  // A decision on one person: the only one who waits for it, when none was named.
  if (v.doing == "decide" && !v.person && v.receiver->undecided.size() == 1)
    v.person = find(file->persons, v.receiver->undecided.front().value);
  if (v.doing == "decide" && !v.person) return fail(FailedWith::kConflict, "recommendation.state");
  if (!is_complete(v)) return fail(FailedWith::kConflict, "recommendation.state");
  v.file = std::move(*file);
  v.file.history.clear();
  return http::Reply<WorkView>(std::move(v));
}

}  // namespace

void add_work_routes(http::Routes& routes, const Services& s) {
  for (const auto& doing : kDoings)
    routes
        .get<WorkView>("/recommendations/{id}/" + std::string(doing.path), access::with(Right::recommend),
                       {"recommendation/work_" + std::string(doing.name)},
                       [&s, doing](http::Reading& call) { return show(call, s, doing); })
        .summary("The form of this step, with what it needs to know.")
        .query("receiver", "Id of the institution it is about.")
        .query("person", "Id of the person it is about.")
        .query("step", "Id of the filed answer to check.")
        .query("decision", "Id of the filed decision to check.");
}

}  // namespace netra::recommendation
