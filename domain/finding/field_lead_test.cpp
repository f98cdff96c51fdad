// Leads from the field: who may write them down, where they go, and that nobody reads another's.
#include "domain/finding/finding.hpp"
#include "domain/finding/services.hpp"
#include "domain/identity/testing.hpp"
#include "domain/office/worklist.hpp"
#include "domain/report/testing.hpp"
#include "engine/http/in_process.hpp"

namespace netra::finding {
namespace {

using namespace report::testing_world;

struct Field {
  explicit Field(World& world) : w(world) {
    add_field_lead_routes(routes, services, w.services);
    const std::string village = "bawaslu-36.73.01.1001";
    supervisor = identity::testing::let_in("field-1", {Role::field_supervisor}, village);
    other = identity::testing::let_in("field-2", {Role::field_supervisor}, village);
    officer = identity::testing::let_in("officer-1", {Role::intake_officer}, std::string(kOffice));
  }
  Result<json::value> ask(const Actor& who, http::InProcess::Request request) {
    auto reply = http::InProcess(routes, w.db, w.entropy).ask_as(who, w.now, std::move(request));
    if (!reply) return fail(std::move(reply.error()));
    return reply->view;
  }
  Result<json::value> get(const Actor& who, const std::string& address) {
    return ask(who, {http::Method::get, address});
  }
  Result<json::value> post(const Actor& who, json::object body) {
    return ask(who, {http::Method::post, "/leads", std::move(body)});
  }
  static std::string code_of(const Result<json::value>& result) {
    if (result) return "done";
    const auto& fields = result.error().fields;
    return fields.empty() ? result.error().code : result.error().code + " " + fields[0].pointer;
  }

  World& w;
  Messages messages;
  Services services{*w.rules, w.clocks, w.elections, messages, *w.store};
  http::Routes routes;
  Actor supervisor, other, officer;
};

json::object overheard() {
  return {{"place", "36.73.01.1001"},
          {"event", "Dugaan ajakan memilih di rapat kelurahan contoh"},
          {"reported", json::array{{{"name", "Pegawai Contoh Fiktif"}, {"kind", "pns"}}}}};
}

TEST(FieldLeads, GoToTheCompetentOfficeAndAreSeenByTheirWriterAlone) {
  with_world([](World& w) {
    Field field(w);
    auto made = field.post(field.supervisor, overheard());
    ASSERT_EQ(field.code_of(made), "done");
    const std::string id(made->at("id").as_string());
    EXPECT_FALSE(made->as_object().contains("code")) << "the writer comes back by signing in";
    auto record = w.record(id);
    EXPECT_EQ(record.office_id, kOffice) << "a village has nobody to trace it";
    EXPECT_EQ(record.track, report::Track::lead);
    EXPECT_EQ(record.channel, report::Channel::field);
    w.db.with_reader([&](storage::Reader& db) {
      EXPECT_TRUE(office::find_item(db, office::ItemKind::lead, id));
      auto history = journal::history(db, {"report", id});
      ASSERT_EQ(history.size(), 1u);
      EXPECT_EQ(history[0].entry.role, "field_supervisor");
    });
    EXPECT_EQ(field.code_of(field.get(field.supervisor, "/leads/" + id)), "done");
    EXPECT_EQ(field.get(field.supervisor, "/leads")->at("rows").as_array().size(), 1u);
    EXPECT_EQ(field.get(field.other, "/leads")->at("rows").as_array().size(), 0u);
    EXPECT_EQ(field.code_of(field.get(field.other, "/leads/" + id)), "report.unknown");
  });
}

TEST(FieldLeads, RefuseWhatIsEmptyAndWhoIsNotInTheField) {
  with_world([](World& w) {
    Field field(w);
    EXPECT_EQ(field.code_of(field.post(field.officer, overheard())), "access.denied");
    auto elsewhere = overheard();
    elsewhere["office"] = "bawaslu-33.01";
    EXPECT_EQ(field.code_of(field.post(field.supervisor, elsewhere)), "access.denied");
    EXPECT_EQ(field.code_of(field.post(field.supervisor, {{"place", "36.73.01"}})), "report.fields /event");
    EXPECT_EQ(field.code_of(field.post(field.supervisor, {{"event", "Dugaan contoh"}})), "report.fields /place");
    auto tomorrow = overheard();
    tomorrow["date_happened"] = "2024-10-29";
    EXPECT_EQ(field.code_of(field.post(field.supervisor, tomorrow)), "report.fields /date_happened");
    // What a citizen filed is no entry of the field, whoever took it in.
    auto receipt = w.filed(lead());
    EXPECT_EQ(field.code_of(field.get(field.supervisor, "/leads/" + receipt.id)), "report.unknown");
    EXPECT_EQ(field.code_of(field.get(field.officer, "/leads/new")), "access.denied");
    auto form = field.get(field.supervisor, "/leads/new");
    ASSERT_TRUE(form);
    EXPECT_FALSE(form->at("places").as_array().empty());
  });
}

TEST(FieldLeads, TurnPages) {
  with_world([](World& w) {
    Field field(w);
    for (int i = 0; i < 52; ++i) {
      w.now += 1s;
      ASSERT_EQ(field.code_of(field.post(field.supervisor, overheard())), "done");
    }
    auto first = *field.get(field.supervisor, "/leads");
    EXPECT_EQ(first.at("rows").as_array().size(), 50u);
    auto second = *field.get(field.supervisor, std::string(first.at("older").as_string()));
    EXPECT_EQ(second.at("rows").as_array().size(), 2u);
    EXPECT_FALSE(second.as_object().contains("older"));
  });
}

}  // namespace
}  // namespace netra::finding
