// The case file through its own routes, on every engine: each step, each refusal, the acts it leaves.
#include "domain/case/case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "domain/case/record.hpp"
#include "domain/case/sql.hpp"
#include "domain/finding/sql.hpp"
#include "domain/identity/office_tree.hpp"
#include "domain/office/office.hpp"
#include "domain/region/testing.hpp"
#include "domain/report/intake.hpp"
#include "engine/crypto/box.hpp"
#include "engine/files/store.hpp"
#include "tests/support/databases.hpp"

namespace netra::cases {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const Instant kNow = from_ms(1'730'106'000'000);  // 28 October 2024, 16.00 WIB
const std::string kOffice = "bawaslu-36.73", kOther = "bawaslu-33.01", kProvince = "bawaslu-36";

class FixedClock final : public Clock {
 public:
  Instant now() const override { return kNow; }
};

report::NewReport formal_report() {
  return {.track = report::Track::formal,
          .election = "pilkada-2024",
          .place = "36.73.01",
          .date_happened = Date{2024y / 10 / 26},
          .date_known = Date{2024y / 10 / 27},
          .event = "Dugaan dukungan terbuka pegawai kantor contoh",
          .chronology = "Pada apel pagi seorang pegawai membagikan kaus bergambar pasangan calon.",
          .reporter = report::ReporterIn{.name = "Warga Contoh Rahasia",
                                         .address = "Jalan Contoh Tersembunyi 7",
                                         .birth_place = "Kota Contoh",
                                         .birth_date = Date{1990y / 1 / 31},
                                         .sex = "female",
                                         .occupation = "Pedagang",
                                         .citizenship = "WNI",
                                         .phone = "0800-0000-0001",
                                         .capacity = "voter_citizen"},
          .reported = {{.name = "Pegawai Contoh Fiktif", .kind = "pns", .position = "Staf", .unit = "Dinas Contoh"}},
          .witnesses = {{.name = "Saksi Contoh Rahasia", .address = "Jalan Contoh", .phone = "0800-0000-0002"}},
          .evidence = {{.description = "Foto unggahan contoh"}}};
}

struct World {
  explicit World(storage::Database& database) : db(database) {
    region::import_sample(db);
    auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      for (const char* regency : {"36.73", "33.01"})
        if (auto made = office::ensure_offices_for(writer, assets, regency, {}); !made)
          return fail(std::move(made.error()));
      auto own = *office::find_office(tx, kOffice);
      own.register_code = "99.01";
      if (auto changed = office::change_office(writer, own); !changed) return fail(std::move(changed.error()));
      for (const auto& office : {kOffice, kOther})
        writer.execute(
            "INSERT INTO office_keys (id, office_id, public_key, recovery_locked, made_by, made_at_ms) VALUES ($1, $2, "
            "$3, $4, 'system', 0)",
            {"key-" + office, office, crypto::to_bytes(key.public_key), storage::Bytes{}});
      for (int i = 1; i <= 3; ++i) add_commissioner(writer, "member-" + std::to_string(i));
      tree = std::make_shared<OfficeTree>(OfficeTree::load(tx));
      return Done{};
    });
    if (!done) throw std::runtime_error(done.error().code + " " + done.error().detail);
    add_case_routes(routes, services);
    finding::add_finding_routes(routes, services);
    officer = actor("officer-1", {Role::case_officer}, kOffice);
    commissioner = actor("member-1", {Role::commissioner}, kOffice);
    stranger = actor("officer-2", {Role::case_officer, Role::commissioner}, kOther);
    auditor = actor("auditor-1", {Role::auditor}, kOffice);
    superior = actor("member-9", {Role::commissioner}, kProvince);
  }

  void add_commissioner(storage::Writer& writer, const std::string& id) {
    writer.execute(
        "INSERT INTO accounts (id, email, name, status, language, created_at_ms) VALUES ($1, $2, $3, 'active', 'id', "
        "0)",
        {id, id + "@contoh.example", "Anggota Contoh " + id});
    writer.execute(
        "INSERT INTO role_grants (id, account_id, office_id, role, from_ms, granted_by, granted_at_ms) VALUES ($1, $2, "
        "$3, 'commissioner', 0, 'system', 0)",
        {"grant-" + id, id, kOffice});
  }

  Actor actor(const std::string& id, const std::vector<Role>& held, const std::string& office) {
    Actor out;
    out.id = id;
    out.name = id;
    for (auto role : held) out.roles.push_back({role, office, office, "", Zone::wib});
    out.active_office = office;
    out.tree = tree;
    return out;
  }

  const http::Route& route(http::Method method, std::string_view pattern) {
    for (const auto& known : routes.all())
      if (known->method == method && known->pattern == pattern) return *known;
    throw std::runtime_error("no route " + std::string(pattern));
  }

  // Posts JSON; the path's {name} parts are filled from `params`.
  Result<json::object> post(const Actor& who, std::string_view pattern, const json::object& body,
                            std::map<std::string, std::string, std::less<>> params = {}) {
    const auto& known = route(http::Method::post, pattern);
    auto in = known.decode(body, Leniency::kStrict);
    if (!in) return fail(std::move(in.error()));
    http::RequestInfo info;
    info.params = std::move(params);
    auto reply = storage::write(db, [&](storage::Transaction& tx) -> Result<http::AnyReply> {
      http::Writing call{{now, info, who, entropy}, tx};
      return known.act(call, *in);
    });
    if (!reply) return fail(std::move(reply.error()));
    return reply->view.as_object();
  }

  Result<json::object> get(const Actor& who, std::string_view pattern,
                           std::map<std::string, std::string, std::less<>> params = {}) {
    http::RequestInfo info;
    info.params = std::move(params);
    Result<http::AnyReply> reply = fail(netra::Outcome::kInvalid, "not run");
    db.with_reader([&](storage::Reader& reader) {
      http::Reading call{{now, info, who, entropy}, reader};
      reply = route(http::Method::get, pattern).read(call);
    });
    if (!reply) return fail(std::move(reply.error()));
    return reply->view.as_object();
  }

  std::string filed_report() {
    auto filing = storage::read(db, [&](storage::Reader& reader) {
      http::RequestInfo info;
      Actor nobody;
      http::Reading call{{now, info, nobody, entropy}, reader};
      return report::prepare_filing(call, reports, formal_report(), {});
    });
    EXPECT_TRUE(filing) << filing.error().code;
    auto receipt = storage::write(
        db, [&](storage::Transaction& tx) { return report::file(tx, now, entropy, reports, *filing, "id"); });
    EXPECT_TRUE(receipt) << receipt.error().code << receipt.error().detail;
    return receipt ? receipt->id : std::string();
  }

  std::vector<std::string> verbs(const std::string& kind, const std::string& id) {
    std::vector<std::string> out;
    db.with_reader([&](storage::Reader& reader) {
      for (const auto& item : journal::history(reader, {kind, id})) out.push_back(item.entry.verb);
    });
    return out;
  }

  storage::Database& db;
  Instant now = kNow;
  SeededEntropy entropy{11};
  FixedClock clock;
  test::TempFolder folder;
  Assets assets = Assets::from_directory(".", {"procedures", "domain"});
  std::shared_ptr<const procedure::Rules> rules = *procedure::load(assets);
  election::Elections elections = *election::Elections::load(assets);
  office::CompetenceRules competence = *office::CompetenceRules::load(assets);
  std::unique_ptr<files::Store> store = *files::Store::open(folder.path(), entropy);
  Messages::Loaded messages = Messages::load(assets);
  clock::Services clocks{*rules, {}, {}};
  report::Services reports{*store, *rules, clocks, elections, competence, "https://netra.example"};
  Services services{*rules, clocks, elections, messages.messages};
  crypto::KeyPair key = crypto::make_key_pair(entropy);
  std::shared_ptr<const OfficeTree> tree;
  http::Routes routes;
  Actor officer, commissioner, stranger, auditor, superior;
};

void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

std::string code_of(const Result<json::object>& result) { return result ? "done" : result.error().code; }
std::string text_of(const json::object& view, std::string_view member) {
  return std::string(view.at(member).as_string());
}

// A case on its way, with the version its last answer showed.
struct File {
  World* w;
  std::string id;
  std::int64_t version = 1;
  json::object view;

  Result<json::object> post(const Actor& who, const std::string& tail, json::object body,
                            std::map<std::string, std::string, std::less<>> params = {}) {
    body["version"] = version;
    params["id"] = id;
    auto out = w->post(who, "/cases/{id}/" + tail, body, params);
    if (out) {
      view = *out;
      version = view.at("version").as_int64();
    }
    return out;
  }
  std::string stage() const { return text_of(view, "stage"); }
};

File opened(World& w) {
  const auto report = w.filed_report();
  auto view = w.post(w.officer, "/cases", {{"report", report}});
  EXPECT_TRUE(view) << view.error().code << " " << view.error().detail;
  return {&w, text_of(*view, "id"), view->at("version").as_int64(), *view};
}

json::object full_review(const File& file) {
  json::array checks;
  for (const auto& check : file.view.at("checks").as_array())
    checks.push_back({{"requirement", check.at("requirement")}, {"mark", "fulfilled"}});
  return {{"checks", checks},
          {"within_time", "yes"},
          {"competent", "yes"},
          {"already_handled", "no"},
          {"result", "complete"}};
}

File registered(World& w) {
  auto file = opened(w);
  auto reviewed = file.post(w.officer, "review", full_review(file));
  EXPECT_EQ(code_of(reviewed), "done");
  auto done = file.post(w.officer, "registration", {{"crime_alleged", false}});
  EXPECT_EQ(code_of(done), "done") << (done ? "" : done.error().detail);
  return file;
}

json::object plenary(int present, std::string_view vote = "agree") {
  json::array seats;
  for (int i = 1; i <= 3; ++i) {
    json::object seat{{"member", "member-" + std::to_string(i)}, {"present", i <= present}};
    if (i <= present) seat["vote"] = vote;
    if (i <= present && vote == "disagree") seat["reason"] = "Bukti belum cukup";
    seats.push_back(seat);
  }
  return {{"held_at", "2024-10-28T15:00"}, {"place", "Kantor contoh"}, {"seats", seats}, {"decision", "Diputuskan."}};
}

File before_plenary(World& w) {
  auto file = registered(w);
  EXPECT_EQ(code_of(file.post(w.officer, "studies",
                              {{"facts", "Fakta contoh"},
                               {"analysis", "Analisis contoh"},
                               {"rules", json::array{"NR-ASN-D01"}},
                               {"conclusions", json::array{}}})),
            "done");
  EXPECT_EQ(code_of(file.post(w.officer, "stage", {{"event", "study_ready"}})), "done");
  return file;
}

std::vector<std::string> running(const File& file) {
  std::vector<std::string> out;
  for (const auto& clock : file.view.at("clocks").as_array())
    if (clock.at("state") == "running") out.emplace_back(clock.at("rule").as_string());
  return out;
}

TEST(Cases, EveryQueryIsPreparedOnEveryEngine) {
  test::expect_prepares(sql::cases::all);
  test::expect_prepares(sql::finding::all);
}

TEST(Cases, AReportIsOpenedOnceAndOnlyByItsOffice) {
  with_world([](World& w) {
    const auto report = w.filed_report();
    EXPECT_EQ(code_of(w.post(w.stranger, "/cases", {{"report", report}})), "report.unknown");
    EXPECT_EQ(code_of(w.post(w.auditor, "/cases", {{"report", report}})), "access.denied");
    EXPECT_EQ(code_of(w.post(w.officer, "/cases", json::object{})), "case.one_source");
    auto view = w.post(w.officer, "/cases", {{"report", report}});
    ASSERT_EQ(code_of(view), "done") << view.error().detail;
    EXPECT_EQ(text_of(*view, "stage"), "initial_review");
    EXPECT_EQ(code_of(w.post(w.officer, "/cases", {{"report", report}})), "case.open_already");
    EXPECT_THAT(w.verbs("case", text_of(*view, "id")), Contains("case.opened"));
  });
}

TEST(Cases, AnIncompleteReviewCannotRegister) {
  with_world([](World& w) {
    auto file = opened(w);
    EXPECT_EQ(code_of(file.post(w.officer, "registration", {{"crime_alleged", false}})), "review.not_complete");
    auto review = full_review(file);
    review["checks"].as_array()[0].as_object()["mark"] = "not_fulfilled";
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "review.not_complete");
    review["result"] = "incomplete";
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "review.reason");
    review["reason"] = "Mohon lengkapi alamat.";
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "done");
    EXPECT_EQ(file.stage(), "completion");
    EXPECT_EQ(text_of(file.view.at("next").as_object(), "action"), "wait_completion");
  });
}

TEST(Cases, AReportThatIsNotRegisteredEndsTheFile) {
  with_world([](World& w) {
    auto file = opened(w);
    auto review = full_review(file);
    review["result"] = "already_handled";
    review["reason"] = "Sudah ditangani kantor lain.";
    ASSERT_EQ(code_of(file.post(w.officer, "review", review)), "done");
    EXPECT_EQ(file.stage(), "not_registered");
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "case.closed");
  });
}

TEST(Cases, RegistrationGivesTheNumberAndStartsTheClock) {
  with_world([](World& w) {
    auto file = registered(w);
    EXPECT_EQ(file.stage(), "handling");
    EXPECT_THAT(text_of(file.view, "number"), testing::StartsWith("001/Reg/LP/"));
    EXPECT_THAT(text_of(file.view, "number"), testing::EndsWith("/Kab/99.01/X/2024"));
    EXPECT_THAT(running(file), Contains("handling"));
    EXPECT_THAT(w.verbs("case", file.id), testing::IsSupersetOf({"case.opened", "case.reviewed", "case.registered"}));
    EXPECT_EQ(code_of(file.post(w.officer, "registration", {{"crime_alleged", false}})), "case.stage");
  });
}

TEST(Cases, AStaleFormIsRefusedAndLeavesNoAct) {
  with_world([](World& w) {
    auto file = registered(w);
    const auto before = w.verbs("case", file.id).size();
    --file.version;
    EXPECT_EQ(code_of(file.post(w.officer, "assignments", {{"account", "member-1"}})), "case.changed");
    EXPECT_EQ(w.verbs("case", file.id).size(), before);
  });
}

TEST(Cases, OtherOfficesReadOnlyWhatIsShared) {
  with_world([](World& w) {
    auto file = registered(w);
    const std::map<std::string, std::string, std::less<>> at{{"id", file.id}};
    EXPECT_EQ(code_of(w.get(w.stranger, "/cases/{id}", at)), "case.unknown");
    EXPECT_EQ(code_of(w.get(w.superior, "/cases/{id}", at)), "done");
    EXPECT_EQ(code_of(file.post(w.stranger, "shares", {{"office", kOther}, {"reason", "Koordinasi"}})), "case.unknown");
    ASSERT_EQ(code_of(file.post(w.officer, "shares", {{"office", kOther}, {"reason", "Koordinasi"}})), "done");
    EXPECT_EQ(code_of(w.get(w.stranger, "/cases/{id}", at)), "done");
    EXPECT_EQ(code_of(file.post(w.stranger, "stage", {{"event", "study_ready"}})), "access.denied");
    const auto share = text_of(file.view.at("shares").as_array()[0].as_object(), "id");
    ASSERT_EQ(code_of(file.post(w.officer, "shares/{share}/end", json::object{}, {{"share", share}})), "done");
    EXPECT_EQ(code_of(w.get(w.stranger, "/cases/{id}", at)), "case.unknown");
  });
}

TEST(Cases, ClarificationsKeepEveryVersionOfTheirMinutes) {
  with_world([](World& w) {
    auto file = registered(w);
    std::string person;
    for (const auto& p : file.view.at("participants").as_array())
      if (p.at("role") == "reporter") {
        person = p.at("id").as_string();
        EXPECT_EQ(p.at("label"), "Pelapor");
      }
    EXPECT_EQ(code_of(file.post(w.officer, "clarifications",
                                {{"participant", person}, {"at", "2024-10-01T09:00"}, {"place", "Kantor"}})),
              "clarification.incomplete");
    ASSERT_EQ(code_of(file.post(w.officer, "clarifications",
                                {{"participant", person}, {"at", "2024-10-29T09:00"}, {"place", "Kantor"}})),
              "done");
    const auto id = text_of(file.view.at("clarifications").as_array()[0].as_object(), "id");
    const json::object minutes{{"under_oath", true},
                               {"answers", json::array{json::object{{"question", "Apa?"}, {"answer", "Ini."}}}}};
    const std::map<std::string, std::string, std::less<>> at{{"clarification", id}};
    EXPECT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", minutes, at)),
              "clarification.not_attended");
    ASSERT_EQ(
        code_of(file.post(w.officer, "clarifications/{clarification}/attendance", {{"attendance", "attended"}}, at)),
        "done");
    EXPECT_EQ(
        code_of(file.post(w.officer, "clarifications/{clarification}/attendance", {{"attendance", "absent"}}, at)),
        "clarification.done");
    ASSERT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", minutes, at)), "done");
    EXPECT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", minutes, at)),
              "clarification.incomplete");  // a correction needs a reason
    auto corrected = minutes;
    corrected["reason"] = "Salah ketik";
    ASSERT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", corrected, at)), "done");
    EXPECT_EQ(file.view.at("clarifications").as_array()[0].at("minutes").as_array().size(), 2u);
  });
}

TEST(Cases, ThePlenaryNeedsAStudyAQuorumAndAVote) {
  with_world([](World& w) {
    auto file = registered(w);
    EXPECT_EQ(code_of(file.post(w.officer, "stage", {{"event", "study_ready"}})), "study.empty");
    EXPECT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3)}, {"outcomes", json::array{}}})),
              "case.stage");
    file = before_plenary(w);
    const json::array outcomes{json::object{{"outcome", "other_law"}}, json::object{{"outcome", "crime"}}};
    EXPECT_EQ(code_of(file.post(w.officer, "plenaries", {{"plenary", plenary(3)}, {"outcomes", outcomes}})),
              "access.denied");
    EXPECT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(1)}, {"outcomes", outcomes}})),
              "plenary.no_quorum");
    EXPECT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3)}, {"outcomes", json::array{}}})),
              "outcome.unknown");
    ASSERT_EQ(
        code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3, "disagree")}, {"outcomes", outcomes}})),
        "done");
    EXPECT_EQ(file.stage(), "plenary");  // not carried: kept, nothing decided
    ASSERT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(2)}, {"outcomes", outcomes}})),
              "done");
    const auto& tracks = file.view.at("tracks").as_array();
    ASSERT_EQ(tracks.size(), 2u);
    std::vector<std::string> receivers;
    for (const auto& track : tracks) receivers.emplace_back(track.at("receiver").as_string());
    EXPECT_THAT(receivers, Contains("bkn"));  // a civil servant, October 2024
    EXPECT_THAT(running(file), Contains("crime_forward"));
    EXPECT_THAT(running(file), Not(Contains("handling")));
    EXPECT_THAT(w.verbs("case", file.id), testing::IsSupersetOf({"case.undecided", "case.decided"}));
  });
}

TEST(Cases, NotProvenIsToldPublishedWithoutNamesAndClosed) {
  with_world([](World& w) {
    auto file = before_plenary(w);
    const json::array outcomes{json::object{{"outcome", "not_proven"}}};
    ASSERT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(3)}, {"outcomes", outcomes}})),
              "done");
    EXPECT_EQ(code_of(file.post(w.commissioner, "closing", {{"reason", "Selesai"}})), "case.not_finished");
    ASSERT_EQ(code_of(file.post(w.officer, "notices", {{"text", "Perkara tidak terbukti."}, {"on_board", true}})),
              "done");
    auto board = w.get(Actor{}, "/board");
    ASSERT_EQ(code_of(board), "done");
    const auto shown = json::serialize(*board);
    EXPECT_THAT(shown, HasSubstr(text_of(file.view, "number").substr(0, 3)));
    EXPECT_THAT(shown, HasSubstr("not_proven"));
    EXPECT_THAT(shown, Not(HasSubstr("Pegawai Contoh")));
    EXPECT_THAT(shown, Not(HasSubstr("Dugaan dukungan")));
    ASSERT_EQ(code_of(file.post(w.commissioner, "closing", {{"reason", "Selesai"}})), "done");
    EXPECT_EQ(file.stage(), "closed_not_proven");
    EXPECT_EQ(code_of(file.post(w.officer, "notices", {{"text", "Lagi"}, {"on_board", true}})), "case.closed");
  });
}

TEST(Cases, AForwardedCaseKeepsItsReceiptAndItsHistory) {
  with_world([](World& w) {
    auto file = registered(w);
    const auto received = text_of(file.view, "received_at");
    EXPECT_EQ(
        code_of(file.post(w.officer, "transfers", {{"kind", "forwarding"}, {"to", kOffice}, {"reason", "Salah"}})),
        "transfer.same_office");
    EXPECT_EQ(code_of(file.post(w.officer, "transfers", {{"kind", "hand_down"}, {"to", kOther}, {"reason", "Salah"}})),
              "transfer.competence");
    ASSERT_EQ(code_of(file.post(w.officer, "transfers",
                                {{"kind", "forwarding"}, {"to", kOther}, {"reason", "Wewenang kantor tujuan"}})),
              "done");
    EXPECT_EQ(text_of(file.view, "office"), kOther);
    EXPECT_EQ(text_of(file.view, "received_at"), received);
    EXPECT_EQ(code_of(w.get(w.stranger, "/cases/{id}", {{"id", file.id}})), "done");
    EXPECT_THAT(w.verbs("case", file.id), Contains("case.transferred"));
  });
}

TEST(Cases, ACorrectedEventRedatesItsClock) {
  with_world([](World& w) {
    auto file = registered(w);
    std::string event;
    for (const auto& e : file.view.at("events").as_array())
      if (e.at("event") == "registered") event = e.at("id").as_string();
    const auto due = [&] {
      for (const auto& clock : file.view.at("clocks").as_array())
        if (clock.at("rule") == "handling") return std::string(clock.at("due").as_string());
      return std::string();
    };
    const auto before = due();
    EXPECT_EQ(code_of(file.post(w.officer, "events",
                                {{"event", event}, {"at", "2024-10-30T09:00"}, {"reason", "Salah catat"}})),
              "event.incomplete");
    ASSERT_EQ(code_of(file.post(w.officer, "events",
                                {{"event", event}, {"at", "2024-10-27T09:00"}, {"reason", "Salah catat"}})),
              "done");
    EXPECT_LT(due(), before);
  });
}

// Numbers: many units at once, a third of them failing after the number was taken; no gap, no double.
TEST(Cases, NumbersHaveNoGapAndNoDouble) {
  with_world([](World& w) {
    constexpr int kThreads = 8, kEach = 15;
    std::vector<std::vector<std::int64_t>> given(kThreads);
    std::vector<std::thread> threads;
    CaseRecord c;
    c.office_id = kOffice;
    c.election_id = "pilkada-2024";
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          std::int64_t running = 0;
          auto done = storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
            auto number = take_number(tx.unlogged(storage::Unlogged::kReference), w.services, c, w.now);
            if (!number) return fail(std::move(number.error()));
            running = number->running;
            if ((t + i) % 3 == 0) return fail(netra::Outcome::kInvalid, "test.refused");
            return Done{};
          });
          if (done) given[static_cast<std::size_t>(t)].push_back(running);
        }
      });
    for (auto& thread : threads) thread.join();
    std::vector<std::int64_t> all;
    for (const auto& one : given) all.insert(all.end(), one.begin(), one.end());
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], static_cast<std::int64_t>(i + 1));
    EXPECT_EQ(all.size(), 80u);
  });
}

TEST(Cases, ThePatternOfNumbersIsData) {
  const NumberParts parts{7, "LP", "PB", "Kab", "08.07", 10, 2024};
  EXPECT_EQ(fill_number("{seq:03}/Reg/{kind}/{election}/{level}/{office_code}/{month_roman}/{year}", parts),
            "007/Reg/LP/PB/Kab/08.07/X/2024");
  EXPECT_EQ(fill_number("{seq}-{month}", parts), "7-10");
  EXPECT_EQ(fill_number("{unknown}", parts), "");
  EXPECT_EQ(fill_number("{seq", parts), "");
}

// ---- findings, from Form A to the register ----

json::object form_a(bool alleges) {
  json::object out{{"election", "pilkada-2024"},
                   {"region", "36.73.01"},
                   {"title", "Pengawasan kampanye contoh"},
                   {"stage_watched", "campaign"},
                   {"post", "Pengawas contoh"},
                   {"duty_letter", "001/ST/contoh"},
                   {"activities",
                    json::array{json::object{{"form", "Langsung"}, {"at", "2024-10-27T09:00"}, {"place", "Lapangan"}}}},
                   {"narrative", "Kegiatan berlangsung dua jam."},
                   {"alleges", alleges}};
  if (!alleges) return out;
  out["event"] = "Kepala desa contoh berorasi";
  out["place"] = "Lapangan contoh";
  out["happened_on"] = "2024-10-27";
  out["found_on"] = "2024-10-27";
  out["description"] = "Kepala desa naik panggung.";
  out["evidence"] = "Video";
  out["actors"] = json::array{json::object{{"name", "Kades Contoh Fiktif"}, {"kind", "village_head"}}};
  out["witnesses"] = json::array{json::object{{"name", "Saksi Contoh Tersegel"}}};
  return out;
}

TEST(Findings, GoFromFormAThroughThePlenaryToTheRegister) {
  with_world([](World& w) {
    EXPECT_EQ(code_of(w.post(w.auditor, "/form-a", form_a(true))), "access.denied");
    auto plain = w.post(w.officer, "/form-a", form_a(false));
    ASSERT_EQ(code_of(plain), "done") << plain.error().detail;
    EXPECT_EQ(code_of(w.post(w.officer, "/findings", {{"form_a", text_of(*plain, "id")}})), "form_a.no_allegation");
    auto form = w.post(w.officer, "/form-a", form_a(true));
    ASSERT_EQ(code_of(form), "done");
    EXPECT_THAT(json::serialize(*form), Not(HasSubstr("Tersegel")));
    auto finding = w.post(w.officer, "/findings", {{"form_a", text_of(*form, "id")}});
    ASSERT_EQ(code_of(finding), "done");
    const auto id = text_of(*finding, "id");
    const std::map<std::string, std::string, std::less<>> at{{"id", id}};
    EXPECT_EQ(code_of(w.post(w.officer, "/findings", {{"form_a", text_of(*form, "id")}})), "form_a.has_finding");
    EXPECT_EQ(code_of(w.post(w.officer, "/cases", {{"finding", id}})), "finding.stage");
    EXPECT_EQ(code_of(w.post(w.commissioner, "/findings/{id}/decision", {{"version", 1}, {"plenary", plenary(3)}}, at)),
              "finding.incomplete");
    json::array checks;
    for (const auto& check : finding->at("checks").as_array())
      checks.push_back({{"requirement", check.at("requirement")}, {"mark", "fulfilled"}});
    EXPECT_EQ(checks.size(), 5u);
    EXPECT_EQ(code_of(w.post(w.officer, "/findings/{id}/checks", {{"version", 7}, {"checks", checks}}, at)),
              "finding.changed");
    ASSERT_EQ(code_of(w.post(w.officer, "/findings/{id}/checks", {{"version", 1}, {"checks", checks}}, at)), "done");
    auto set = w.post(w.commissioner, "/findings/{id}/decision", {{"version", 2}, {"plenary", plenary(3)}}, at);
    ASSERT_EQ(code_of(set), "done") << set.error().detail;
    EXPECT_EQ(text_of(*set, "stage"), "set");
    auto file = w.post(w.officer, "/cases", {{"finding", id}});
    ASSERT_EQ(code_of(file), "done") << file.error().detail;
    EXPECT_THAT(text_of(*file, "number"), testing::StartsWith("001/Reg/TM/"));
    EXPECT_THAT(w.verbs("finding", id), testing::ElementsAre("finding.proposed", "finding.checked", "finding.set"));
    EXPECT_EQ(code_of(w.get(w.stranger, "/findings/{id}", at)), "finding.unknown");
  });
}

TEST(Tracings, AreOpenedFromALeadAndEndWithANote) {
  with_world([](World& w) {
    auto file = opened(w);
    auto review = full_review(file);
    review["result"] = "not_repairable";
    review["within_time"] = "no";
    review["reason"] = "Lewat batas waktu";
    ASSERT_EQ(code_of(file.post(w.officer, "review", review)), "done");
    const auto lead = text_of(file.view, "report");
    auto tracing = w.post(w.officer, "/tracings", {{"report", lead}, {"reason", "Patut ditelusuri"}});
    ASSERT_EQ(code_of(tracing), "done") << tracing.error().detail;
    const auto id = text_of(*tracing, "id");
    const std::map<std::string, std::string, std::less<>> at{{"id", id}};
    EXPECT_EQ(code_of(w.post(w.officer, "/tracings", {{"report", lead}})), "tracing.open_already");
    EXPECT_EQ(tracing->at("clocks").as_array().at(0).at("rule"), "tracing");
    ASSERT_EQ(code_of(w.post(
                  w.officer, "/tracings/{id}/steps",
                  {{"version", 1}, {"kind", "visit"}, {"at", "2024-10-28T10:00"}, {"text", "Meninjau lokasi"}}, at)),
              "done");
    EXPECT_EQ(code_of(w.post(w.officer, "/tracings/{id}/closing", {{"version", 1}, {"note", "Tidak terbukti"}}, at)),
              "tracing.changed");
    auto closed = w.post(w.officer, "/tracings/{id}/closing", {{"version", 2}, {"note", "Tidak terbukti"}}, at);
    ASSERT_EQ(code_of(closed), "done") << closed.error().detail;
    EXPECT_EQ(text_of(*closed, "state"), "nothing_found");
    EXPECT_THAT(w.verbs("tracing", id),
                testing::ElementsAre("tracing.opened", "tracing.step_recorded", "tracing.closed"));
  });
}

}  // namespace
}  // namespace netra::cases
