// The world of cases with institutions that receive recommendations: for tests of this folder and those below it.
#pragma once

#include "domain/case/testing.hpp"
#include "domain/recommendation/catalogue.hpp"
#include "domain/recommendation/record.hpp"

namespace netra::recommendation::testing_world {

using cases::code_of;
using cases::kOffice;
using cases::kOther;
using cases::text_of;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

inline const std::string kCity = "pemda-36.73", kElsewhere = "pemda-33.01";

inline Instant day(std::chrono::year_month_day date, int hour = 9) {
  return start_of_day(date, Zone::wib) + std::chrono::hours(hour);
}

struct World : cases::World {
  explicit World(storage::Database& database) : cases::World(database) {
    if (!catalogue) throw std::runtime_error(catalogue.error().detail);
    auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
      auto& writer = tx.unlogged(storage::Unlogged::kReference);
      for (const auto& [id, kind, region] : {std::tuple{kCity, office::Kind::local_government, "36.73"},
                                             std::tuple{kElsewhere, office::Kind::local_government, "33.01"},
                                             std::tuple{std::string("bkn"), office::Kind::state_agency, ""}})
        if (!office::find_office(tx, id))
          if (auto made = office::create_office(
                  writer, {.id = id,
                           .kind = kind,
                           .level = std::string_view(region).empty() ? office::Level::national : office::Level::regency,
                           .name = "Instansi Contoh " + id,
                           .region_code = region});
              !made)
            return fail(std::move(made.error()));
      return Done{};
    });
    if (!done) throw std::runtime_error(done.error().code + " " + done.error().detail);
    add_recommendation_routes(routes, own);
    liaison = actor("liaison-1", {Role::government_liaison}, kCity);
    other_liaison = actor("liaison-2", {Role::government_liaison}, kElsewhere);
    agency = actor("liaison-3", {Role::government_liaison}, "bkn");
  }

  int told = 0;
  const Result<Catalogue>& catalogue = test::loaded_once([] {
    return Catalogue::load(test::repository(), *test::loaded_once([] { return *procedure::load(test::repository()); }));
  });
  Services own{services, *catalogue, [this](storage::Transaction&, Instant, Entropy&, std::string_view) { ++told; }};
  Actor liaison, other_liaison, agency;
};

inline void with_world(const std::function<void(World&)>& body) {
  test::for_each_database([&](storage::Database& db) {
    World world(db);
    body(world);
  });
}

// A recommendation on its way, with the version its last answer showed.
struct Letter {
  World* w;
  std::string id;
  std::int64_t version = 1;
  json::object view;

  Result<json::object> post(const Actor& who, const std::string& tail, json::object body,
                            http::PathParams params = {}) {
    body["version"] = version;
    params["id"] = id;
    auto out = w->post(who, "/recommendations/{id}/" + tail, body, params);
    if (out && out->contains("version")) {
      view = *out;
      version = view.at("version").as_int64();
    } else if (out) {
      read();
    }
    return out;
  }
  void read() {
    auto out = w->get(w->officer, "/recommendations/{id}", {{"id", id}});
    ASSERT_EQ(code_of(out), "done");
    view = *out;
    version = view.at("version").as_int64();
  }
  const json::object& receiver(std::size_t i = 0) const { return view.at("receivers").as_array().at(i).as_object(); }
  const json::object& person(std::size_t i = 0) const { return view.at("persons").as_array().at(i).as_object(); }
  std::string receiver_id(std::size_t i = 0) const { return text_of(receiver(i), "id"); }
  std::string person_id(std::size_t i = 0) const { return text_of(person(i), "id"); }
  std::string state() const { return text_of(view, "state"); }
};

inline json::object typed(const json::array& persons, const std::string& incident = "2024-10-01") {
  return {{"office", kOffice},
          {"election", "pilkada-2024"},
          {"place", "36.73.01"},
          {"kind", "other_law"},
          {"incident_on", incident},
          {"matter", "Dugaan pelanggaran netralitas pegawai contoh"},
          {"content", "Pegawai contoh diduga mengunggah dukungan."},
          {"persons", persons}};
}

inline json::object civil_servant(const std::string& name = "Pegawai Contoh Satu",
                                  const json::array& rules = {"NR-ASN-D06"}) {
  return {{"name", name}, {"kind", "pns"}, {"position", "Staf"}, {"unit", "Dinas Contoh"}, {"rules", rules}};
}

inline Letter drafted(World& w, const json::array& persons = {civil_servant()},
                      const std::string& incident = "2024-10-01") {
  auto view = w.post(w.officer, "/recommendations", typed(persons, incident));
  EXPECT_TRUE(view) << view.error().code << " " << view.error().detail
                    << (view.error().fields.empty() ? "" : view.error().fields[0].pointer);
  return {&w, text_of(*view, "id"), view->at("version").as_int64(), *view};
}

// Sent through SBT at nine in the morning of 7 October 2024.
inline Letter sent(World& w, const json::array& persons = {civil_servant()}, const std::string& office = "bkn") {
  w.now = day(2024y / 10 / 7);
  auto letter = drafted(w, persons);
  const http::PathParams at{{"receiver", letter.receiver_id()}};
  if (!office.empty())
    EXPECT_EQ(code_of(letter.post(w.officer, "receivers/{receiver}", {{"office", office}}, at)), "done");
  EXPECT_EQ(code_of(letter.post(
                w.officer, "sendings",
                {{"receiver", letter.receiver_id()}, {"number", "012/PM.06.02/K/10/2024"}, {"channel", "SBT"}})),
            "done");
  return letter;
}

// Passed on by BKN to the personnel authority of the city, ten days later.
inline Letter with_authority(World& w, const json::array& persons = {civil_servant()}) {
  auto letter = sent(w, persons);
  w.now = day(2024y / 10 / 17);
  EXPECT_EQ(code_of(letter.post(w.officer, "forwardings",
                                {{"from", letter.receiver_id()}, {"office", kCity}, {"number", "B-1/BKN/2024"}})),
            "done");
  return letter;
}

}  // namespace netra::recommendation::testing_world
