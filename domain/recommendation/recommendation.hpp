// Recommendations (rekomendasi, penerusan): what a supervisors' office asks of another institution about persons, and
// what became of it, institution by institution, until the decree is filed and checked.
//
//   POST /recommendations {"track": id}                              from a case's track, or typed for older ones
//   POST /recommendations/{id}/sendings  -> receipts -> answers -> forwardings -> examinations -> decisions -> checks
//   GET  /recommendations?office=&state=&receiver=&election=         the list, by what is owed
//   GET  /recommendations/{id}                                       the whole file, or for its receiver what was sent
//   GET  /jawab/{token}                                              the same for an institution without an account
//
// Who receives is chosen by the kind of person and the day of the incident (procedures/pilkada/, which names the
// article), who decides and who is above by procedures/recommendation/. Kind and grade of a sanction are proposed from
// the neutrality rules with their source and mark; people decide, and say why when they choose another.
//
// An institution sees what was sent to it: the letter, its own persons, what it filed itself. Never the case, the
// reporter, the supervisors' notes, or another institution's persons. What it files counts once the office that wrote
// the recommendation has checked it.
//
// Clocks: "recommendation" those of the institution that has it now and the ladder of reminders (policy, not law);
// "recommendation_person" summons, second summons, delivery, in force. A lapse never moves anything.
//
// Threads: as the reader or writer handed in.
// Errors: recommendation.unknown  recommendation.changed  recommendation.state (not possible now)
//         recommendation.incomplete (fields)  recommendation.closed  recommendation.number_taken
//         recommendation.receiver  recommendation.person  recommendation.unchecked  recommendation.open_decisions
//         recommendation.link (used up, expired, revoked, never made: all look the same)  access.denied
// Source: UU 1/2015 arts 28-33, 139-140; PP 94/2021 arts 24-42; UU 6/2014 arts 29-30, 51-53. Each value with its mark
// in procedures/.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/case/case.hpp"
#include "domain/evidence/evidence.hpp"

namespace netra::recommendation {

inline constexpr std::string_view kSubjectKind = "recommendation";

class Catalogue;  // domain/recommendation/catalogue.hpp: institutions, sanctions

struct Services {
  const cases::Services& base;
  const Catalogue& catalogue;
  // Told in the same unit of work after each change of a recommendation. May be empty.
  std::function<void(storage::Transaction&, Instant, Entropy&, std::string_view id)> changed = {};
};

enum class Origin { case_file, entered, imported };  // from a case's track; typed; taken over from an older register
BOOST_DESCRIBE_ENUM(Origin, case_file, entered, imported)

enum class Kind { other_law, administrative, ethics };
BOOST_DESCRIBE_ENUM(Kind, other_law, administrative, ethics)

// draft: being written. sent, received, answered: where the institution that has it now stands. decided: all decisions
// are filed. checked: the office has checked them all. closed, withdrawn: ended by a person.
enum class State { draft, sent, received, answered, decided, checked, closed, withdrawn };
BOOST_DESCRIBE_ENUM(State, draft, sent, received, answered, decided, checked, closed, withdrawn)

// What an institution is asked for: to verify and pass on (BKN, KASN), or to decide (personnel authority, regent,
// commander, Propam, KPU, DKPP).
enum class Task { verify, decide };
BOOST_DESCRIBE_ENUM(Task, verify, decide)

enum class Verdict { sanctioned, no_sanction, not_proven, left_service, followed_up };
BOOST_DESCRIBE_ENUM(Verdict, sanctioned, no_sanction, not_proven, left_service, followed_up)

enum class Check { none, open, accepted, returned };
BOOST_DESCRIBE_ENUM(Check, none, open, accepted, returned)

// One person of one recommendation as registers and funnels count it; holds no name. Days are those of the place.
struct PersonFact {
  std::string id;  // of the person in the recommendation
  std::string recommendation;
  Origin origin = Origin::case_file;
  State state = State::draft;
  Kind kind = Kind::other_law;
  std::string office;
  std::string election;
  std::string region;
  Zone zone = Zone::wib;
  std::string person_kind;  // "pns", "village_head"
  std::optional<std::string> case_id;
  Date incident_on;
  std::string first_receiver;          // actor of the procedure data: "bkn"
  std::string first_receiver_name;     // institution
  std::optional<std::string> decider;  // who decides on this person: "ppk_asn"
  std::optional<std::string> decider_name;
  Instant recommended_at;                                    // written
  std::optional<Instant> sent_at, received_at, answered_at;  // to and by the first receiver
  std::optional<Instant> reached_decider_at;                 // sent on to who decides
  // The newest decision that was not returned; counts when `checked`.
  std::optional<Verdict> verdict;
  std::optional<Date> decided_on, in_force_on;
  std::string sanction;  // id of the catalogue; empty when none
  std::string grade;     // "moral", "medium", "heavy" ...
  bool checked = false;
};
BOOST_DESCRIBE_STRUCT(PersonFact, (),
                      (id, recommendation, origin, state, kind, office, election, region, zone, person_kind, case_id,
                       incident_on, first_receiver, first_receiver_name, decider, decider_name, recommended_at, sent_at,
                       received_at, answered_at, reached_decider_at, verdict, decided_on, in_force_on, sanction, grade,
                       checked))

// The persons of one recommendation; empty when it does not exist.
std::vector<PersonFact> facts_of(storage::Reader& db, std::string_view recommendation);
// Ids of recommendations after `after` in order, at most `limit`: to walk all of them.
std::vector<std::string> ids_after(storage::Reader& db, std::string_view after, int limit);

// One row where other records list their recommendations: the case page, a track.
struct Row {
  std::string id;
  std::string number;  // empty while a draft
  std::string title;
  std::string matter;
  State state = State::draft;
  std::string held_by;  // who has the next word now
  std::optional<LocalTime> held_since;
  std::optional<LocalTime> sent_at;
  std::optional<std::int64_t> days_waiting;  // days from sending to the first answer, or until now
  std::int64_t persons = 0;
  std::int64_t decided = 0;
  std::string url;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (id, number, title, matter, state, held_by, held_since, sent_at, days_waiting, persons, decided,
                       url))
std::vector<Row> of_case(storage::Reader& db, const Services& s, std::string_view case_id, Instant now);

// May this person read the whole file? Unknown and forbidden ones both answer recommendation.unknown (kNotFound).
Result<Done> may_read(storage::Reader& db, const Actor& actor, std::string_view id);
// Files: those of the office itself, and those exchanged with one institution.
bool may_read_file(http::Reading& call, const evidence::Item& item);            // subject kind "recommendation"
bool may_read_exchanged_file(http::Reading& call, const evidence::Item& item);  // "recommendation_receiver"

office::RowSource recommendation_rows(const Services&);
void add_recommendation_routes(http::Routes&, const Services&);

}  // namespace netra::recommendation
