// One centre with people of the three institutions and a crime on its way: for tests of this folder only.
#pragma once

#include "domain/case/testing.hpp"
#include "domain/centre/discussion_record.hpp"
#include "domain/centre/sql.hpp"
#include "tests/support/repository.hpp"

namespace netra::centre {

using namespace std::chrono_literals;
using cases::code_of;
using cases::kOffice;
using cases::kOther;
using cases::text_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

inline const std::string kPolice = "polri-36.73", kProsecutor = "kejaksaan-36.73";

struct World : cases::World {
  explicit World(storage::Database& database) : cases::World(database) {
    add_centre_routes(routes, centre_services);
    auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      add_account(writer, "officer-1", kOffice, Role::case_officer);
      add_account(writer, "police-1", kPolice, Role::police_investigator);
      add_account(writer, "police-2", kPolice, Role::police_investigator);
      add_account(writer, "prosecutor-1", kProsecutor, Role::prosecutor);
      add_account(writer, "police-far", "polri-33.01", Role::police_investigator);
      return Done{};
    });
    if (!done) throw std::runtime_error(done.error().code);
    police = actor("police-1", {Role::police_investigator}, kPolice);
    other_police = actor("police-2", {Role::police_investigator}, kPolice);
    prosecutor = actor("prosecutor-1", {Role::prosecutor}, kProsecutor);
    far_police = actor("police-far", {Role::police_investigator}, "polri-33.01");
    registrar = actor("registrar-1", {Role::registrar}, kOffice);
  }

  void add_account(storage::Writer& writer, const std::string& id, const std::string& office, Role role) {
    writer.execute(
        "INSERT INTO accounts (id, email, name, status, language, created_at_ms) VALUES ($1, $2, $3, 'active', 'id', "
        "0)",
        {id, id + "@contoh.example", "Petugas Contoh " + id});
    writer.execute(
        "INSERT INTO role_grants (id, account_id, office_id, role, from_ms, granted_by, granted_at_ms) VALUES ($1, $2, "
        "$3, $4, 0, 'system', 0)",
        {"grant-" + id, id, office, role});
  }

  Result<json::object> post_at(const Actor& who, const std::string& tail, const json::object& body,
                               const std::string& office = kOffice) {
    return ask(who, {http::Method::post, "/centres/" + office + tail, body});
  }
  Result<json::object> get_at(const Actor& who, const std::string& tail, const std::string& office = kOffice) {
    return ask(who, {http::Method::get, "/centres/" + office + tail});
  }

  static json::object member(std::string_view institution, std::string_view account) {
    return {{"institution", institution},
            {"account", account},
            {"decree_number", "01/SK-CONTOH/2024"},
            {"decree_date", "2024-09-01"},
            {"valid_from", "2024-09-02"},
            {"valid_until", "2024-12-31"},
            {"post", "Anggota"}};
  }
  // Added by the officer; the member's id.
  std::string added(const json::object& in) {
    auto view = post_at(officer, "/members", in);
    EXPECT_TRUE(view) << view.error().code;
    return view ? text_of(view->at("member").as_object(), "id") : std::string();
  }
  // One member of each institution.
  void fill() {
    bawaslu_member = added(member("bawaslu", "member-1"));
    police_member = added(member("police", "police-1"));
    prosecutor_member = added(member("prosecutor", "prosecutor-1"));
  }

  const Kinds& kinds = test::loaded_once([] { return Kinds::load(test::repository()).value(); });
  Services centre_services{services, kinds};
  Actor police, other_police, prosecutor, far_police, registrar;
  std::string bawaslu_member, police_member, prosecutor_member;
};

inline void with_centre(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

inline std::string pointer_of(const Result<json::object>& result) {
  return result || result.error().fields.empty() ? std::string() : result.error().fields.front().pointer;
}

inline const json::object& at(const json::object& view, std::string_view member) { return view.at(member).as_object(); }

// A registered case in which a crime is alleged; the id of its track, which stands at the first discussion.
struct Crime {
  std::string case_id, track;
};
inline Crime alleged_crime(World& w) {
  auto file = cases::opened(w);
  EXPECT_EQ(code_of(file.post(w.officer, "review", cases::full_review(file))), "done");
  EXPECT_EQ(code_of(file.post(w.officer, "registration", {{"crime_alleged", true}})), "done");
  Crime out{file.id, {}};
  w.db.with_reader([&](storage::Reader& db) {
    for (const auto& track : cases::tracks_in(db, file.id))
      if (track.kind == "crime") out.track = track.id;
  });
  EXPECT_FALSE(out.track.empty());
  return out;
}

// A discussion on its way, with the version its last answer showed.
struct Talk {
  World* w;
  std::string id;
  std::int64_t version = 1;
  json::object view;

  Result<json::object> post(const Actor& who, const std::string& tail, json::object body) {
    if (!body.contains("version")) body["version"] = version;
    auto out = w->ask(who, {http::Method::post, "/discussions/" + id + "/" + tail, body});
    if (out) {
      view = *out;
      version = view.at("version").as_int64();
    }
    return out;
  }
  const json::object& side(std::size_t i) const { return view.at("sides").as_array().at(i).as_object(); }
};

inline json::object plan_of(const World& w, const std::string& track, std::string_view kind = "first") {
  return {{"track", track},
          {"kind", kind},
          {"agenda", "Pasal dan unsur"},
          {"starts_at", "2024-10-28T16:30"},
          {"place", "Ruang contoh"},
          {"members", json::array{w.bawaslu_member, w.police_member, w.prosecutor_member}}};
}

inline Talk planned(World& w, const std::string& track, std::string_view kind = "first") {
  auto view = w.post_at(w.officer, "/discussions", plan_of(w, track, kind));
  EXPECT_TRUE(view) << view.error().code << " " << pointer_of(view);
  if (!view) return {&w, {}, 0, {}};
  return {&w, text_of(*view, "id"), view->at("version").as_int64(), *view};
}

// Held an hour after its beginning, with everybody there.
inline Talk held(World& w, const std::string& track, std::string_view kind = "first") {
  auto talk = planned(w, track, kind);
  w.now = cases::kNow + 90min;
  EXPECT_EQ(code_of(talk.post(w.officer, "attendance",
                              {{"present", json::array{w.bawaslu_member, w.police_member, w.prosecutor_member}}})),
            "done");
  return talk;
}

inline json::object opinion(std::string_view stand, std::string_view institution = "") {
  json::object out{{"stand", stand}, {"reason", "Pertimbangan contoh"}};
  if (!institution.empty()) out["institution"] = institution;
  return out;
}

}  // namespace netra::centre
