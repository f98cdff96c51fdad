#include <algorithm>

#include "domain/procedure/loading.hpp"

namespace netra::procedure {
namespace {

template <class T>
std::function<bool(const T&)> same_id(const T& entry) {
  return [id = entry.id, regime = entry.regime](const T& other) { return other.id == id && other.regime == regime; };
}

template <class T>
T begin_entry(Table& table, const FileDefaults& defaults) {
  T out;
  out.id = table.required_text("id");
  out.regime = defaults.regime;
  out.label = table.has("amends") ? table.label("label") : table.required_label("label");
  return out;
}

StageRule read_stage(Table& t) {
  StageRule out;
  out.actors = t.texts("actors");
  out.clock = t.text("clock");
  out.checks = t.texts("checks");
  out.outputs = t.texts("outputs");
  out.ladder = t.texts("ladder");
  t.members("transitions", [&](const std::string& event, const Node& to) {
    if (to.kind == Node::Kind::text)
      out.transitions.push_back({event, to.text});
    else
      t.fault("transitions", event + " must name a stage");
  });
  out.parallel = t.flag("parallel");
  out.terminal = t.flag("terminal");
  out.withdrawal_possible = t.flag("withdrawal_possible", true);
  if (out.actors.empty()) t.fault("actors", "is missing");
  if (out.terminal != out.transitions.empty()) t.fault("transitions", "only a last stage has none");
  return out;
}

ClockRule read_clock(Table& t) {
  ClockRule out;
  out.amount = t.integer("amount");
  out.amount_parameter = t.text("amount_parameter");
  auto unit = t.name<Unit>("unit");
  out.unit_parameter = t.text("unit_parameter");
  out.starts_from = t.text("starts_from");
  out.starts_from_parameter = t.flag("starts_from_parameter");
  out.backwards = t.flag("backwards");
  out.continues = t.text("continues");
  out.within = t.texts("within");
  out.readings = t.texts("readings");
  out.at_desk = t.flag("at_desk");
  out.alarm_hours = t.integers("alarm_hours");
  bool counted = out.amount || !out.amount_parameter.empty();
  if (out.amount && *out.amount < 0) t.fault("amount", "must not be negative");
  if (out.amount && !out.amount_parameter.empty()) t.fault("amount", "stands beside amount_parameter");
  if (counted && !unit && out.unit_parameter.empty()) t.fault("unit", "is missing");
  if (unit && !out.unit_parameter.empty()) t.fault("unit", "stands beside unit_parameter");
  if (out.starts_from.empty() && out.within.empty()) t.fault("starts_from", "is missing");
  out.unit = unit.value_or(Unit::calendar_day);
  return out;
}

RequirementRule read_requirement(Table& t) {
  RequirementRule out;
  auto kind = t.name<RequirementClass>("class");
  if (!kind) t.fault("class", "is missing");
  out.kind = kind.value_or(RequirementClass::formal);
  auto need = t.name<Need>("need");
  if (!need) t.fault("need", "is missing");
  out.need = need.value_or(Need::required);
  out.identity = t.flag("identity");
  out.repeat = t.flag("repeat");
  out.values = t.texts("values");
  out.fields = t.texts("fields");
  return out;
}

std::vector<NumberCode> read_codes(Table& t, std::string_view key) {
  std::vector<NumberCode> out;
  t.each(key, [&](Table& code) {
    auto mark = code.name<Mark>("mark");
    if (!mark) code.fault("mark", "is missing");
    out.push_back({code.required_text("code"), code.required_text("means"), mark.value_or(Mark::unverified)});
  });
  return out;
}

NumberRule read_number(Table& t) {
  NumberRule out;
  out.pattern = t.required_text("pattern");
  out.sequence_per = t.texts("sequence_per");
  out.kinds = read_codes(t, "kinds");
  out.elections = read_codes(t, "elections");
  out.levels = read_codes(t, "levels");
  out.editable_per_office = t.flag("editable_per_office");
  out.example = t.text("example");
  return out;
}

// "08:00-16:30" to minutes after midnight.
std::optional<DeskHours> parse_hours(std::string_view text) {
  auto number = [&](std::size_t at) -> int {
    if (text[at] < '0' || text[at] > '9' || text[at + 1] < '0' || text[at + 1] > '9') return -1;
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
  };
  if (text.size() != 11 || text[2] != ':' || text[5] != '-' || text[8] != ':') return std::nullopt;
  int from_hour = number(0), from_minute = number(3), to_hour = number(6), to_minute = number(9);
  if (from_hour < 0 || from_hour > 23 || from_minute < 0 || from_minute > 59) return std::nullopt;
  if (to_hour < 0 || to_hour > 23 || to_minute < 0 || to_minute > 59) return std::nullopt;
  DeskHours out{from_hour * 60 + from_minute, to_hour * 60 + to_minute};
  if (out.closes <= out.opens) return std::nullopt;
  return out;
}

DeskRule read_desk(Table& t) {
  DeskRule out;
  const std::vector<std::string> names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  t.members("days", [&](const std::string& day, const Node& hours) {
    auto at = std::find(names.begin(), names.end(), day);
    auto parsed = parse_hours(hours.text);
    if (at == names.end()) return t.fault("days", "no such day: " + day);
    if (!parsed) return t.fault("days", day + " must be written 08:00-16:00");
    out.days.emplace(static_cast<int>(at - names.begin()) + 1, *parsed);
  });
  out.always_open_during = t.texts("always_open_during");
  return out;
}

void read_lists(Loading& in, Table& file, const FileDefaults& d) {
  file.each("participant", [&](Table& t) {
    Participant out{t.required_text("id"), t.required_label("label"), t.text("level"),
                    t.text("name_in_law"), t.texts("members"),        {}};
    out.kinds = t.texts("kinds");
    out.proxy = t.text("proxy");
    out.anonymous_allowed = t.flag("anonymous_allowed");
    out.ended = t.date("ended");
    out.origin = read_origin(in, t, d);
    if (in.rules.participant(out.id)) t.fault("id", "is already defined");
    in.rules.participants.push_back(std::move(out));
  });
  file.each("event", [&](Table& t) {
    EventName out{t.required_text("id"), t.required_label("label")};
    if (in.rules.event(out.id)) t.fault("id", "is already defined");
    in.rules.events.push_back(std::move(out));
  });
  file.each("change", [&](Table& t) {
    PendingChange out{t.required_text("id"), t.required_label("effect"), t.date("from").value_or(Date{}),
                      t.texts("not_for"), t.name<Mark>("mark").value_or(Mark::unverified)};
    if (!t.has("from")) t.fault("from", "is missing");
    in.rules.changes.push_back(std::move(out));
  });
}

void read_parameters(Loading& in, Table& file, const FileDefaults& d) {
  file.each("parameter", [&](Table& t) {
    auto out = begin_entry<Parameter>(t, d);
    out.options = t.texts("options");
    out.candidate = t.text("candidate");
    out.versions = read_versions<ParameterRule>(in, t, d, [](Table& v) {
      if (!v.has("value")) v.fault("value", "is missing");
      return ParameterRule{v.text("value")};
    });
    for (const auto& version : out.versions) {
      const auto& value = version.value.value;
      bool known = out.options.empty() || std::find(out.options.begin(), out.options.end(), value) != out.options.end();
      if (!known) t.fault("value", "is none of the options: " + value);
    }
    add_entry(t, in.rules.parameters, out, same_id(out));
  });
}

// One kind of entry: `read_rule` reads a version, `rest` what the entry says besides id, label and versions.
template <class Rule, class Entry>
void read_entries(
    Loading& in, Table& file, const FileDefaults& d, const char* kind, std::vector<Entry>& into,
    const std::function<Rule(Table&)>& read_rule,
    const std::function<void(Table&, Entry&)>& rest = [](Table&, Entry&) {}) {
  file.each(kind, [&](Table& t) {
    auto out = begin_entry<Entry>(t, d);
    rest(t, out);
    out.versions = read_versions<Rule>(in, t, d, read_rule);
    add_entry(t, into, out, same_id(out));
  });
}

// Requirements are told apart by their record too.
void read_requirements(Loading& in, Table& file, const FileDefaults& d) {
  file.each("requirement", [&](Table& t) {
    auto out = begin_entry<Requirement>(t, d);
    out.record = t.required_text("record");
    out.versions = read_versions<RequirementRule>(in, t, d, read_requirement);
    add_entry<Requirement>(t, in.rules.requirement_list, out, [&](const Requirement& other) {
      return other.id == out.id && other.regime == out.regime && other.record == out.record;
    });
  });
}

}  // namespace

void read_procedure_file(Loading& in, Table& file, const FileDefaults& d) {
  auto& rules = in.rules;
  read_lists(in, file, d);
  read_parameters(in, file, d);
  read_requirements(in, file, d);
  read_entries<StageRule, Stage>(in, file, d, "stage", rules.stages, read_stage, [](Table& t, Stage& out) {
    out.track = t.text("track");
    if (out.track.empty() && !t.has("amends")) t.fault("track", "is missing");
  });
  read_entries<ClockRule, ClockSeries>(in, file, d, "clock", rules.clocks, read_clock,
                                       [](Table& t, ClockSeries& out) { out.stage = t.text("stage"); });
  read_entries<DocumentRule>(in, file, d, "document", rules.documents, [](Table& v) {
    return DocumentRule{v.text("form"), v.label("title")};
  });
  read_entries<NumberRule>(in, file, d, "number", rules.numbers, read_number);
  read_entries<ReceiverRule, Receiver>(
      in, file, d, "receiver", rules.receivers,
      [](Table& v) {
        return ReceiverRule{v.required_text("receiver"), v.text("via")};
      },
      [](Table& t, Receiver& out) { out.subjects = t.texts("subjects"); });
  read_entries<ChannelRule>(in, file, d, "channel", rules.channels, [](Table& v) {
    return ChannelRule{v.flag("is_receipt"), v.text("is_receipt_parameter"), v.flag("paper_must_follow")};
  });
  read_entries<DeskRule>(in, file, d, "desk", rules.desks, read_desk);
  read_entries<TriggerRule>(in, file, d, "trigger", rules.triggers, [](Table& v) {
    return TriggerRule{v.required_text("action"), v.required_text("proven_by"), v.text("ordered_by"),
                       v.integer("at_least").value_or(1)};
  });
}

}  // namespace netra::procedure
