// Fills a demo office with recommendations of four elections, for the figures of the registers: recommendations with
// one person each, their receivers and decisions in every stage, spread over all regencies; their facts and the cells
// are made by the product's own functions. No journal, no clocks.
//
//   fill_recommendations DATA COUNT      -> RESULT ..., and TOKEN of a session that reads the whole country
#include <array>
#include <cstdio>

#include "bench/bench_office.hpp"
#include "bench/stopwatch.hpp"
#include "domain/funnel/facts.hpp"
#include "domain/funnel/funnel.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/sessions.hpp"

namespace netra::bench {
namespace {

using namespace std::chrono;

constexpr std::int64_t kInUnit = 1000;

struct Vote {
  const char* id;
  Date first;  // about when recommendations began
  const char* receiver;
};
constexpr std::array kVotes{Vote{"pilkada-2018", 2018y / 1 / 10, "kasn"}, Vote{"pilkada-2020", 2020y / 6 / 1, "kasn"},
                            Vote{"pemilu-2024", 2023y / 10 / 1, "kasn"}, Vote{"pilkada-2024", 2024y / 8 / 25, "bkn"}};
constexpr std::array kKinds{"pns", "pppk", "village_head", "village_staff", "pns", "pns", "lurah", "tni"};

// A fixed scramble: the same records in every run.
std::uint64_t scramble(std::int64_t serial, int salt) {
  auto z = (static_cast<std::uint64_t>(serial) * 64 + static_cast<std::uint64_t>(salt)) * 0x9e3779b97f4a7c15ULL;
  z ^= z >> 29;
  z *= 0xbf58476d1ce4e5b9ULL;
  return z ^ (z >> 32);
}

struct Person {
  std::string recommendation, person;
  Instant sent;
  bool is_answered, is_passed_on, is_decided, is_sanctioned;
  int answer_days, decision_days;
};

void add_receiver(storage::Writer& db, const Person& p, int ordinal, const char* receiver, const char* task,
                  std::optional<Instant> sent, std::optional<Instant> answered, const std::string& id) {
  db.execute(
      "INSERT INTO recommendation_receivers (id, recommendation_id, ordinal, receiver, task, name, contact, superior, "
      "basis, "
      "mark, via, reason, state, sent_at_ms, received_at_ms, answered_at_ms) VALUES ($1, $2, $3, $4, $5, $6, '', '', "
      "'', "
      "'secondary', '', '', $7, $8, $8, $9)",
      {id, p.recommendation, ordinal, receiver, task, std::string("Lembaga ") + receiver,
       answered ? "answered" : "sent", sent, answered});
  db.execute("INSERT INTO recommendation_addressed (receiver_id, person_id) VALUES ($1, $2)", {id, p.person});
}

std::string add_recommendation(storage::Writer& db, Entropy& entropy, std::int64_t serial,
                               const std::vector<std::string>& places) {
  const auto& vote = kVotes[static_cast<std::size_t>(serial) % kVotes.size()];
  const auto& place = places[scramble(serial, 1) % places.size()];
  const auto* kind = kKinds[scramble(serial, 2) % kKinds.size()];
  const auto fate = scramble(serial, 3) % 100;
  const auto sent = Instant(sys_days(vote.first)) + days(scramble(serial, 4) % 120) + 3h;
  Person p{make_id(sent, entropy),
           make_id(sent, entropy),
           sent,
           fate >= 25,
           fate >= 45,
           fate >= 60,
           fate >= 75,
           static_cast<int>(3 + scramble(serial, 5) % 90),
           static_cast<int>(100 + scramble(serial, 6) % 200)};
  db.execute(
      "INSERT INTO recommendations (id, origin, office_id, election_id, region_code, zone, kind, incident_on, title, "
      "matter, "
      "content, number, state, state_since_ms, sent_at_ms, version, created_at_ms, created_by) VALUES ($1, 'entered', "
      "'bawaslu-36.73', $2, $3, 'wib', 'other_law', $4, 'Rekomendasi', 'Contoh', 'Contoh', $5, $6, $7, $7, 1, $7, "
      "'bench')",
      {p.recommendation, vote.id, place, format_date(date_in(sent, Zone::wib)), "B-" + std::to_string(serial),
       p.is_decided    ? "checked"
       : p.is_answered ? "answered"
                       : "sent",
       sent});
  db.execute(
      "INSERT INTO recommendation_persons (id, recommendation_id, ordinal, name, kind, position, unit, rules, "
      "proposed, "
      "wanted, wanted_reason) VALUES ($1, $2, 1, 'Orang Contoh', $3, '', '', '[]', '{}', '', '')",
      {p.person, p.recommendation, kind});
  const auto answered = p.is_answered ? std::optional<Instant>(sent + days(p.answer_days)) : std::nullopt;
  add_receiver(db, p, 1, vote.receiver, "verify", sent, answered, make_id(sent, entropy));
  if (!p.is_passed_on) return p.recommendation;
  const auto decider = make_id(sent, entropy);
  add_receiver(db, p, 2, "ppk_asn", "decide", answered, std::nullopt, decider);
  if (!p.is_decided) return p.recommendation;
  db.execute(
      "INSERT INTO recommendation_decisions (id, recommendation_id, receiver_id, person_id, ordinal, outcome, "
      "sanction, grade, "
      "wording, number, decided_on, note, filed, check_state, check_note, checked_at_ms, checked_by, objection_result, "
      "entry_reference, recorded_at_ms, recorded_by) VALUES ($1, $2, $3, $4, 1, $5, '', '', '', '', $6, '', 0, "
      "'accepted', '', "
      "$7, 'bench', '', '', $7, 'bench')",
      {make_id(sent, entropy), p.recommendation, decider, p.person, p.is_sanctioned ? "sanctioned" : "not_proven",
       format_date(date_in(sent + days(p.decision_days), Zone::wib)), sent});
  return p.recommendation;
}

// A commissioner of the whole country, signed in.
std::string national_session(DemoOffice& demo, Instant now) {
  crypto::PasswordHasher hasher;
  const journal::ActorRef by{"system", "bench", ""};
  auto password = identity::make_password(hasher, demo.entropy, "contoh-netra-2024-bench");
  must(password.has_value(), "password");
  auto token = storage::write(demo.office->database(), [&](storage::Transaction& tx) -> Result<std::string> {
    const auto top = tx.text("SELECT id FROM offices WHERE kind = 'bawaslu' AND level = 'national'").value_or("");
    auto account = identity::add_account(
        tx, now, demo.entropy, by, {"bench" + std::to_string(to_ms(now)) + "@contoh.netra", "Pengukur Contoh"}, top);
    if (!account) return account;
    auto granted =
        identity::grant_role(tx, now, demo.entropy, by, {*account, top, Role::commissioner, now, std::nullopt});
    if (!granted) return fail(std::move(granted.error()));
    if (auto set = identity::set_password(tx, now, demo.entropy, by, *account, *password); !set)
      return fail(std::move(set.error()));
    auto session =
        identity::new_session({}, now, demo.entropy, *account, identity::SessionState::full, top, password->secret_key);
    identity::begin_session(tx, now, session, "");
    return session.token;
  });
  must(token.has_value(), token ? "" : token.error().code + " " + token.error().detail);
  return *token;
}

int run(int count, char** args) {
  must(count == 3, "DATA and COUNT are missing");
  DemoOffice demo(args[1]);
  auto& database = demo.office->database();
  const std::int64_t wanted = std::atoll(args[2]);
  std::vector<std::string> places;
  auto have = storage::read(database, [&](storage::Reader& db) {
    for (const auto& row : db.query("SELECT code FROM regions WHERE level = 'regency' ORDER BY code"))
      places.push_back(row.text(0));
    return db.integer("SELECT count(*) FROM recommendations").value_or(0);
  });
  must(!places.empty(), "no regencies");
  const auto start = Steady::now();
  for (std::int64_t serial = have; serial < wanted;) {
    const auto end = std::min(wanted, serial + kInUnit);
    auto done = storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
      auto& db = tx.unlogged(storage::Unlogged::kReference);
      for (auto i = serial; i < end; ++i) {
        const auto id = add_recommendation(db, demo.entropy, i, places);
        for (const auto& person : recommendation::facts_of(tx, id)) funnel::insert_fact(db, *funnel::fact_of(person));
      }
      return Done{};
    });
    must(done.has_value(), done ? "" : done.error().code + " " + done.error().detail);
    serial = end;
  }
  const auto filled = Steady::now();
  auto counted =
      storage::write(database, [](storage::Transaction& tx) -> Result<std::size_t> { return funnel::recount(tx); });
  must(counted.has_value(), counted ? "" : counted.error().code + " " + counted.error().detail);
  const auto now = demo.clock.now();
  std::printf("RESULT recommendations=%lld filled_s=%.1f counted_s=%.1f\nTOKEN %s\n", static_cast<long long>(wanted),
              duration<double>(filled - start).count(), duration<double>(Steady::now() - filled).count(),
              national_session(demo, now).c_str());
  return 0;
}

}  // namespace
}  // namespace netra::bench

int main(int count, char** args) { return netra::bench::run(count, args); }
