// Law data of recommendations: who an institution is, who stands above it, and which sanctions there are.
//
//   auto catalogue = Catalogue::load(assets, rules);            // stops the start when a file is wrong
//   Proposal p = catalogue->propose(rules, {"pns", {"NR-ASN-D02"}, incident, "pilkada-2024"});
//   p.grade, p.sanctions, p.reasons                             // proposed from the rules; people decide
//
// Threads: immutable after loading. Errors of load: recommendation.file (kInvalid; detail names file and place).
// Source: procedures/recommendation/*.toml, each value with its law and mark.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/office/office.hpp"
#include "domain/procedure/procedure.hpp"
#include "domain/recommendation/recommendation.hpp"

namespace netra::recommendation {

struct Words {
  std::string id, en;
  const std::string& in(std::string_view language) const { return language == "en" ? en : id; }
};
BOOST_DESCRIBE_STRUCT(Words, (), (id, en))

// One step of the ladder of superiors; {regency} and {province} in the name are those of the place.
struct Above {
  Words name;
  std::string law;
  procedure::Mark mark = procedure::Mark::unverified;
};
BOOST_DESCRIBE_STRUCT(Above, (), (name, law, mark))

// When the institution's own clock starts.
enum class ClockEvent { sent, received };
BOOST_DESCRIBE_ENUM(ClockEvent, sent, received)

struct Institution {
  std::string receiver;  // actor of the procedure data
  Task task = Task::decide;
  std::vector<office::Kind> office_kinds;
  std::vector<std::string> passes_to;  // whom it passes on to, when it only verifies
  std::optional<std::string> clock;
  std::optional<ClockEvent> clock_event;
  // Steps of the case's track, where it offers them: when it is sent, when another passed it on, when all is checked.
  std::vector<std::string> track_sent, track_passed, track_done;
  std::vector<std::string> reminders;  // clocks of the ladder, in order; the last may be a letter to the superior
  std::string law;
  procedure::Mark mark = procedure::Mark::unverified;
  std::optional<Words> note;
  std::vector<Above> above;  // the usual receiver first, then its superiors
};
BOOST_DESCRIBE_STRUCT(Institution, (),
                      (receiver, task, office_kinds, passes_to, clock, clock_event, track_sent, track_passed,
                       track_done, reminders, law, mark, note, above))

inline constexpr std::string_view kEscalation = "escalation_letter";  // the rung that writes to the superior

struct Sanction {
  std::string id;
  std::string term;  // word of the neutrality catalogue
  std::string kind;  // ethics, discipline, village_admin ...
  std::string grade;
  std::int64_t rank = 0;
  Words label;
  std::vector<std::string> subjects;
  Date from;
  std::optional<Date> until;
  std::optional<std::string> delayed;  // article that delays it
  std::string law, source;
  procedure::Mark mark = procedure::Mark::unverified;
  std::optional<Words> note;
};
BOOST_DESCRIBE_STRUCT(Sanction, (),
                      (id, term, kind, grade, rank, label, subjects, from, until, delayed, law, source, mark, note))

struct Remark {
  std::string rule;
  procedure::Mark mark = procedure::Mark::unverified;
  Words text;
};
BOOST_DESCRIBE_STRUCT(Remark, (), (rule, mark, text))

// Several breaches, one sanction.
struct OneHeaviest {
  std::string law;
  procedure::Mark mark = procedure::Mark::unverified;
  std::vector<std::string> grades;
};
BOOST_DESCRIBE_STRUCT(OneHeaviest, (), (law, mark, grades))

// Why a grade is proposed: one line per rule of the neutrality catalogue.
struct ProposalReason {
  std::string rule;
  Words title;
  std::string articles;
  std::string grade;  // the heaviest this rule alone leads to
  procedure::Mark mark = procedure::Mark::unverified;
  std::optional<Words> remark;
};
BOOST_DESCRIBE_STRUCT(ProposalReason, (), (rule, title, articles, grade, mark, remark))

struct Proposal {
  std::string kind;  // empty: the rules lead to no sanction of this catalogue
  std::string grade;
  std::vector<std::string> sanctions;  // ids of the types of that grade, lightest first; delayed ones are left out
  std::vector<std::string> delayed;    // ids of types of that grade that are delayed
  std::vector<ProposalReason> reasons;
  std::string heaviest_law;  // set when several rules lead to different grades
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (kind, grade, sanctions, delayed, reasons, heaviest_law))

struct ForWhom {
  std::string kind;                // of person
  std::vector<std::string> rules;  // of the neutrality catalogue
  Date incident;
  std::string election;
};

class Catalogue {
 public:
  static Result<Catalogue> load(const Assets& assets, const procedure::Rules& rules);

  const Institution* institution(std::string_view receiver) const;
  const Sanction* sanction(std::string_view id) const;
  // Those in force for a kind of person on a day, lightest first; crimes are decided by courts and left out.
  std::vector<const Sanction*> sanctions_for(std::string_view kind, Date on) const;
  Proposal propose(const procedure::Rules& rules, const ForWhom& whom) const;

  const std::vector<Sanction>& sanctions() const { return sanctions_; }
  const OneHeaviest& one_heaviest() const { return one_heaviest_; }
  const std::vector<Institution>& institutions() const { return institutions_; }

 private:
  const Sanction* heaviest(const procedure::NeutralityRule& rule, const ForWhom& whom) const;

  std::vector<Institution> institutions_;
  std::vector<Sanction> sanctions_;
  std::vector<Remark> remarks_;
  OneHeaviest one_heaviest_;
};

// The name of a step of the ladder at a place.
std::string name_at(storage::Reader& db, const Above& above, std::string_view region, std::string_view language);

}  // namespace netra::recommendation
