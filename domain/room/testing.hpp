// A case whose crime was raised, with police and prosecutors beside the supervisors: for tests of this folder only.
#pragma once

#include "domain/case/testing.hpp"
#include "domain/room/room.hpp"

namespace netra::room {

using namespace std::chrono_literals;
using cases::code_of;
using cases::kOffice;
using cases::text_of;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

inline const std::string kPolice = "polri-36.73", kProsecutor = "kejaksaan-36.73", kRegency = "pemda-36.73";

struct RoomWorld : cases::World {
  explicit RoomWorld(storage::Database& database) : cases::World(database) {
    add_room_routes(routes, services);
    police = actor("police-1", {Role::police_investigator}, kPolice);
    prosecutor = actor("prosecutor-1", {Role::prosecutor}, kProsecutor);
    regency = actor("liaison-1", {Role::government_liaison}, kRegency);
  }

  // A case whose plenary raised a crime: its track waits to be forwarded.
  struct Raised {
    cases::File file;
    std::string track;
  };
  Raised raised() {
    auto file = cases::before_plenary(*this);
    const json::array outcomes{json::object{{"outcome", "crime"}}};
    EXPECT_EQ(code_of(file.post(commissioner, "plenaries", {{"plenary", cases::plenary(3)}, {"outcomes", outcomes}})),
              "done");
    return {file, text_of(file.view.at("tracks").as_array().at(0).as_object(), "id")};
  }

  Result<json::object> room(const Actor& who, const std::string& track) {
    return get(who, "/tracks/{id}", {{"id", track}});
  }

  Result<json::object> hand_over(const Actor& who, const std::string& track, json::object body) {
    const auto seen = room(who, track);
    if (!seen) return seen;
    body["version"] = seen->at("version");
    if (!body.contains("letter")) body["letter"] = "Surat pengantar contoh";
    return post(who, "/tracks/{id}/handovers", body, {{"id", track}});
  }
  // The last hand-over in a room's answer.
  static std::string last(const json::object& view) {
    return text_of(view.at("handovers").as_array().at(0).as_object(), "id");
  }
  Result<json::object> answer(const Actor& who, const std::string& handover, const char* how, json::object body = {}) {
    return post(who, "/handovers/{handover}/" + std::string(how), body, {{"handover", handover}});
  }
  // Offered by one and accepted by the other.
  json::object moved(const Actor& from, const Actor& to, const std::string& track, const std::string& office,
                     const std::string& event, json::object body = {}) {
    body["office"] = office;
    body["event"] = event;
    auto offered = hand_over(from, track, body);
    EXPECT_EQ(code_of(offered), "done") << event << (offered ? "" : json::serialize(fields(offered.error())));
    if (!offered) return {};
    now += 1h;
    auto accepted = answer(to, last(*offered), "acceptance");
    EXPECT_EQ(code_of(accepted), "done") << event << (accepted ? "" : accepted.error().detail);
    now += 1h;
    return accepted ? *accepted : json::object{};
  }
  static json::array fields(const Error& error) {
    json::array out;
    for (const auto& field : error.fields) out.push_back(json::value(field.pointer + " " + field.code));
    return out;
  }

  Actor police, prosecutor, regency;
};

inline void with_room(const std::function<void(RoomWorld&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    RoomWorld world(db);
    body(world);
  });
}

inline std::vector<std::string> clocks_at(RoomWorld& w, const std::string& office) {
  std::vector<std::string> out;
  w.db.with_reader([&](storage::Reader& db) {
    for (const auto& row :
         db.query("SELECT rule FROM clocks WHERE office = $1 AND state <> 'ended' ORDER BY rule", {office}))
      out.push_back(row.text(0));
  });
  return out;
}

}  // namespace netra::room
