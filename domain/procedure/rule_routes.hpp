// The law as the public reads it: every rule with its dates, article, source and mark; and "is this allowed?" by kind
// of person and date.
//
//   GET /rules, /aturan        all rules, by topic
//   GET /rules/{id}            one rule with all its versions
//   GET /rules/neutrality      what binds a kind of person on a day
//
// Rights live in a later module, so the rule of access arrives as an argument. Threads: as all routes.
#pragma once

#include "domain/procedure/procedure.hpp"
#include "engine/http/route.hpp"

namespace netra::procedure {

struct RuleServices {
  const Rules& rules;
  http::Access anyone;
};

struct FactValue {
  std::optional<std::string> text;  // in words; else `term`
  std::optional<std::string> term;
};
BOOST_DESCRIBE_STRUCT(FactValue, (), (text, term))
struct FactView {
  std::string fact;
  std::vector<FactValue> values;  // at least one
};
BOOST_DESCRIBE_STRUCT(FactView, (), (fact, values))

struct RuleVersionView {
  Date from;
  std::optional<Date> until;
  std::vector<std::string> not_for;
  bool in_force = false;  // on the day asked for
  std::vector<FactView> facts;
  std::string basis;
  std::string source;
  Mark mark = Mark::unverified;
  std::optional<Date> last_checked;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(RuleVersionView, (),
                      (from, until, not_for, in_force, facts, basis, source, mark, last_checked, note))

struct RuleView {
  std::string id;
  std::string url;
  std::string topic;
  std::string label;
  std::vector<RuleVersionView> versions;
};
BOOST_DESCRIBE_STRUCT(RuleView, (), (id, url, topic, label, versions))

struct RuleRow {
  std::string id;
  std::string url;
  std::string label;
  std::vector<FactView> facts;  // of the version in force
  std::string basis;
  Mark mark = Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(RuleRow, (), (id, url, label, facts, basis, mark))
struct RuleGroup {
  std::string topic;
  std::vector<RuleRow> rules;
};
BOOST_DESCRIBE_STRUCT(RuleGroup, (), (topic, rules))
struct TopicChoice {
  std::string topic;
  std::string url;
  std::int64_t rules = 0;
  std::int64_t verified = 0, secondary = 0, unverified = 0;  // by the mark on that day
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(TopicChoice, (), (topic, url, rules, verified, secondary, unverified, current))
struct RulesView {
  Date date;          // the day for which "in force" is meant
  std::string topic;  // empty: the overview
  std::vector<TopicChoice> topics;
  std::vector<RuleGroup> groups;  // the topic asked for; all of them for ?topic=all
  std::string fingerprint;
};
BOOST_DESCRIBE_STRUCT(RulesView, (), (date, topic, topics, groups, fingerprint))

struct SubjectChoice {
  std::string value;
  std::string label;
  std::string url;
};
BOOST_DESCRIBE_STRUCT(SubjectChoice, (), (value, label, url))
struct NeutralityRow {
  std::string id;
  std::string url;
  std::string title;
  std::string kind;   // in words
  std::string phase;  // in words
  std::vector<std::string> sanctions;
  std::vector<std::string> route;
  std::vector<std::string> exceptions;
  std::string basis;
  std::string source;
  Mark mark = Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(NeutralityRow, (),
                      (id, url, title, kind, phase, sanctions, route, exceptions, basis, source, mark))
// Rules that bind in the same part of an election's time.
struct NeutralityGroup {
  std::string phase;
  std::vector<NeutralityRow> rules;
};
BOOST_DESCRIBE_STRUCT(NeutralityGroup, (), (phase, rules))
struct NeutralityView {
  Date date;
  std::string subject;
  std::string subject_label;
  std::string words;  // what the reader looks for: only rules that speak of one of these words
  std::vector<SubjectChoice> subjects;
  std::int64_t found = 0;
  std::vector<NeutralityGroup> groups;
  std::string receiver;  // who receives a case about this kind of person on that day
  std::string receiver_basis;
  std::optional<Mark> receiver_mark;
};
BOOST_DESCRIBE_STRUCT(NeutralityView, (),
                      (date, subject, subject_label, words, subjects, found, groups, receiver, receiver_basis,
                       receiver_mark))

void add_rule_routes(http::Routes& routes, RuleServices services);

}  // namespace netra::procedure
