// How an office writes its register numbers: the pattern that holds, a try before it is set, what was set before.
#include "domain/office/numbers.hpp"
#include "domain/desk/parts.hpp"
#include "domain/desk/rows.hpp"
#include "domain/identity/identity.hpp"

namespace netra::desk {

using office::NumberKind;
using office::NumberPattern;

// How a kind's numbers are written today.
struct NumberNow {
  NumberKind kind = NumberKind::report;
  std::string pattern;
  bool is_own = false;  // set by the office; else the template of the procedure data
  std::string example;  // the first number of the year; empty when the pattern cannot be filled here
};
BOOST_DESCRIBE_STRUCT(NumberNow, (), (kind, pattern, is_own, example))

// A pattern tried, not set.
struct NumberTry {
  NumberKind kind = NumberKind::report;
  std::string pattern;
  std::string example;
  std::string fault;  // code of the refusal; empty: it may be set
};
BOOST_DESCRIBE_STRUCT(NumberTry, (), (kind, pattern, example, fault))

enum class PatternState { future, now, over, ended };
BOOST_DESCRIBE_ENUM(PatternState, future, now, over, ended)

struct PatternRow {
  std::string id, pattern, reason, set_by_name;
  NumberKind kind = NumberKind::report;
  Date valid_from;
  std::optional<Date> valid_until;
  LocalTime set_at;
  PatternState state = PatternState::now;
  bool may_end = false;
};
BOOST_DESCRIBE_STRUCT(PatternRow, (),
                      (id, pattern, reason, set_by_name, kind, valid_from, valid_until, set_at, state, may_end))

struct Placeholder {
  std::string name;  // message value.placeholder.<name>
  std::string code;  // as it is written in a pattern
  std::string here;  // what it stands for at this office today; empty: nothing is known
};
BOOST_DESCRIBE_STRUCT(Placeholder, (), (name, code, here))

struct NumbersView {
  std::string id, name, register_code;
  std::vector<NumberNow> current;
  std::vector<std::string> kinds;
  std::vector<Placeholder> placeholders;
  std::string basis, source, note;
  procedure::Mark mark = procedure::Mark::unverified;
  bool editable = false;  // the procedure data let offices write numbers in their own way
  Date today;
  std::optional<NumberTry> tried;
  NumberTry proposal;  // what the form begins with: the pattern tried, or the one that holds
  std::vector<PatternRow> patterns;
};
BOOST_DESCRIBE_STRUCT(NumbersView, (),
                      (id, name, register_code, current, kinds, placeholders, basis, source, note, mark, editable,
                       today, tried, proposal, patterns))

struct NewPattern {
  NumberKind kind = NumberKind::report;
  std::string pattern;
  std::optional<Date> from, until;  // absent: from today, without end
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(NewPattern, (), (kind, pattern, from, until, reason))

struct PatternEnd {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(PatternEnd, (), (reason))

struct PatternSet {
  std::string id, example;
};
BOOST_DESCRIBE_STRUCT(PatternSet, (), (id, example))

namespace {

constexpr std::string_view kRegime = "pilkada";

using Rule = procedure::Version<procedure::NumberRule>;

// An office that numbers cases, for who may change it.
Result<office::Office> numbering_office(storage::Reader& db, const Actor& actor, std::string_view id) {
  auto office = editable_office(db, actor, id);
  if (office && office->kind != office::Kind::bawaslu) return fail(Outcome::kNotFound, "office.unknown");
  return office;
}

Result<const Rule*> template_on(const Services& s, Date day) {
  const auto* rule = s.rules.number(kRegime, "register", {day});
  if (!rule) return fail(Outcome::kNotFound, "registration.number");
  return rule;
}

NumberNow now_of(storage::Reader& db, const Rule& rule, const office::Office& office, NumberKind kind, Date today) {
  auto own = rule.value.editable_per_office ? office::pattern_on(db, office.id, kind, today) : std::nullopt;
  NumberNow out{kind, own ? own->pattern : rule.value.pattern, own.has_value(), {}};
  out.example = office::fill_number(out.pattern, office::number_parts(db, rule.value, office, kind, today, 1));
  return out;
}

PatternRow row_of(storage::Reader& db, const NumberPattern& p, const office::Office& office, Date today) {
  PatternRow row{p.id,   p.pattern,    p.reason,      identity::account_name(db, p.set_by),
                 p.kind, p.valid_from, p.valid_until, {p.set_at, office.zone}};
  bool over = p.valid_until && *p.valid_until < today;
  row.state = p.ended_at             ? PatternState::ended
              : over                 ? PatternState::over
              : today < p.valid_from ? PatternState::future
                                     : PatternState::now;
  row.may_end = !p.ended_at && !over;
  return row;
}

std::vector<Placeholder> placeholders(storage::Reader& db, const Rule& rule, const office::Office& office, Date today) {
  auto parts = office::number_parts(db, rule.value, office, NumberKind::report, today, 1);
  std::vector<Placeholder> out;
  for (const char* name : {"seq", "kind", "office_code", "year", "election", "level", "month_roman", "month"}) {
    auto code = name == std::string_view("seq") ? std::string("{seq:03}") : "{" + std::string(name) + "}";
    out.push_back({name, code, office::fill_number(code, parts)});
  }
  return out;
}

std::optional<NumberTry> tried(http::Reading& call, const Rule& rule, const office::Office& office, Date today) {
  auto pattern = call.query("pattern");
  if (!pattern) return std::nullopt;
  NumberTry out{parse_enum<NumberKind>(call.query("kind").value_or("")).value_or(NumberKind::report), *pattern, {}, {}};
  auto made = office::check_pattern(*pattern, office::number_parts(call.db, rule.value, office, out.kind, today, 1));
  if (made)
    out.example = *made;
  else
    out.fault = made.error().code;
  return out;
}

Result<http::Reply<NumbersView>> show(http::Reading& call, const Services& s) {
  auto office = numbering_office(call.db, actor_of(call), call.param("id"));
  if (!office) return fail(std::move(office.error()));
  NumbersView out{.id = office->id, .name = office->name, .register_code = office->register_code};
  out.today = date_in(call.now, office->zone);
  auto rule = template_on(s, out.today);
  if (!rule) return fail(std::move(rule.error()));
  const auto& origin = (*rule)->origin;
  out.basis = origin.basis;
  out.source = origin.source;
  out.mark = origin.mark;
  out.note = origin.note.in(call.info.language);
  out.editable = (*rule)->value.editable_per_office;
  for (auto kind : {NumberKind::report, NumberKind::finding}) {
    out.kinds.emplace_back(enum_name(kind));
    out.current.push_back(now_of(call.db, **rule, *office, kind, out.today));
  }
  out.placeholders = placeholders(call.db, **rule, *office, out.today);
  if (out.editable) out.tried = tried(call, **rule, *office, out.today);
  out.proposal = out.tried.value_or(NumberTry{NumberKind::report, out.current.front().pattern, {}, {}});
  for (const auto& pattern : office::patterns_of(call.db, office->id))
    out.patterns.push_back(row_of(call.db, pattern, *office, out.today));
  return out;
}

std::vector<FieldError> faults_of(const NewPattern& in, Date from, Date today) {
  std::vector<FieldError> wrong;
  // Numbers that were given stay as they were written; so a pattern begins today at the earliest.
  if (from < today) wrong.push_back({"/from", "number_pattern.past", {}});
  if (in.until && *in.until < from) wrong.push_back({"/until", "field.order", {}});
  if (in.reason.empty()) wrong.push_back({"/reason", "field.required", {}});
  if (in.reason.size() > 500) wrong.push_back({"/reason", "field.too_long", "500"});
  return wrong;
}

Result<http::Reply<PatternSet>> set(http::Writing& call, const Services& s, const NewPattern& in) {
  const auto& actor = actor_of(call);
  auto office = numbering_office(call.tx, actor, call.param("id"));
  if (!office) return fail(std::move(office.error()));
  const Date today = date_in(call.now, office->zone), from = in.from.value_or(today);
  auto rule = template_on(s, from);
  if (!rule) return fail(std::move(rule.error()));
  if (!(*rule)->value.editable_per_office) return fail(Outcome::kConflict, "number_pattern.fixed");
  auto example =
      office::check_pattern(in.pattern, office::number_parts(call.tx, (*rule)->value, *office, in.kind, from, 1));
  if (!example) return fail(std::move(example.error()));
  if (auto wrong = faults_of(in, from, today); !wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  NumberPattern pattern{make_id(call.now, call.entropy),
                        office->id,
                        in.kind,
                        in.pattern,
                        from,
                        in.until,
                        in.reason,
                        actor.id,
                        call.now,
                        {}};
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {office_manager(actor),
                                  "office.number_pattern_set",
                                  {"office", office->id},
                                  office->id,
                                  {{"kind", std::string(enum_name(in.kind))},
                                   {"pattern", in.pattern},
                                   {"from", format_date(from)},
                                   {"until", in.until ? json::value(format_date(*in.until)) : json::value(nullptr)}},
                                  in.reason});
  office::put_pattern(writer, pattern);
  return http::see(PatternSet{pattern.id, *example}, "/offices/" + office->id + "/numbers");
}

Result<http::Reply<http::Nothing>> end(http::Writing& call, const PatternEnd& in) {
  const auto& actor = actor_of(call);
  auto office = numbering_office(call.tx, actor, call.param("id"));
  if (!office) return fail(std::move(office.error()));
  if (in.reason.empty()) return fail_fields("request.fields", {{"/reason", "field.required", {}}});
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {office_manager(actor),
                                  "office.number_pattern_ended",
                                  {"office", office->id},
                                  office->id,
                                  {{"pattern_id", call.param("pattern")}},
                                  in.reason});
  if (!office::end_pattern(writer, office->id, call.param("pattern"), call.now))
    return fail(Outcome::kNotFound, "number_pattern.unknown");
  return http::see(http::Nothing{}, "/offices/" + office->id + "/numbers");
}

}  // namespace

void add_number_routes(http::Routes& routes, const Services& s) {
  auto manager_only = access::with(Right::manage_office);
  const std::string page = "/offices/{id}/numbers";
  routes.get<NumbersView>(page, manager_only, {"desk/numbers"}, [&s](http::Reading& call) { return show(call, s); })
      .summary("How an office writes its register numbers; tries a pattern without setting it")
      .query("kind", "report or finding")
      .query("pattern", "A pattern to try; the answer holds the number it makes, or what is wrong with it.");
  routes
      .post<NewPattern, PatternSet>(page, manager_only, {},
                                    [&s](http::Writing& call, const NewPattern& in) { return set(call, s, in); })
      .again(page)
      .summary("Set an office's pattern of register numbers for a kind and a period, with a reason");
  routes.post<PatternEnd, http::Nothing>(page + "/{pattern}/end", manager_only, {}, end)
      .again(page)
      .summary("Take a pattern back; the one before, or the template, holds again");
}

}  // namespace netra::desk
