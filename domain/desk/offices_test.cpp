// Who may change offices, and how an office comes to write its register numbers.
#include "domain/desk/testing.hpp"
#include "domain/journal/journal.hpp"

namespace netra::desk {
namespace {

json::object change_of(const std::string& reason) {
  return {{"name", "Bawaslu Kota Serang"},
          {"zone", "wib"},
          {"public_intake", true},
          {"phone", "0254-000000"},
          {"reason", reason}};
}

bool edits(const json::value& rows, const std::string& id) {
  for (const auto& row : rows.as_array())
    if (row.at("id").as_string() == id) return row.at("may_edit").as_bool();
  return false;
}

TEST(Offices, AreChangedByTheirAdministratorWithAReason) {
  with_desk([](Desk& desk) {
    auto admin = desk.member("admin@contoh.example", kOffice, {Role::administrator});
    EXPECT_EQ(code_of(desk.post_as(desk.officer, "/offices/" + kOffice, change_of("Nomor baru"))), "access.denied");
    EXPECT_EQ(code_of(desk.post_as(admin, "/offices/" + kOffice, change_of(""))), "request.fields /reason");
    ASSERT_EQ(code_of(desk.post_as(admin, "/offices/" + kOffice, change_of("Nomor telepon baru"))), "done");
    desk.db.with_reader([&](storage::Reader& reader) {
      EXPECT_EQ(office::find_office(reader, kOffice)->phone, "0254-000000");
      auto history = journal::history(reader, {"office", kOffice});
      ASSERT_EQ(history.size(), 1u);
      EXPECT_EQ(history[0].reason, "Nomor telepon baru");
    });
    json::object partner{
        {"kind", "local_government"}, {"region_code", "36.73"}, {"name", "Dinas Contoh"}, {"reason", "Mitra baru"}};
    EXPECT_EQ(code_of(desk.post_as(admin, "/offices", partner)), "done");
    partner["region_code"] = "33.01";
    EXPECT_EQ(code_of(desk.post_as(admin, "/offices", partner)), "access.denied") << "another region";
  });
}

TEST(Offices, OfOnesOwnAndBelowLeadToTheirEditingAndNoOthers) {
  with_desk([](Desk& desk) {
    auto superior = desk.member("prov@contoh.example", kProvince, {Role::administrator});
    auto list = desk.get_as(superior, "/offices?within=36");
    ASSERT_TRUE(list);
    EXPECT_TRUE(list->at("may_edit").as_bool());
    EXPECT_TRUE(edits(list->at("offices"), kProvince));
    EXPECT_TRUE(edits(list->at("offices"), kOffice)) << "below";
    EXPECT_TRUE(edits(list->at("offices"), "polri-36.73")) << "a partner of an office below";
    auto page = desk.get_as(superior, "/offices/" + kProvince);
    EXPECT_TRUE(page->at("may_edit").as_bool());
    EXPECT_TRUE(edits(page->at("below"), kOffice));
    for (const auto& id : {kProvince, kOffice, std::string("polri-36.73")})
      EXPECT_EQ(code_of(desk.get_as(superior, "/offices/" + id + "/edit")), "done") << id;

    EXPECT_FALSE(desk.get_as(superior, "/offices?within=33")->at("may_edit").as_bool());
    EXPECT_FALSE(desk.get_as(superior, "/offices/" + kForeign)->at("may_edit").as_bool());
    EXPECT_EQ(code_of(desk.get_as(superior, "/offices/" + kForeign + "/edit")), "access.denied");
    auto admin = desk.member("admin@contoh.example", kOffice, {Role::administrator});
    EXPECT_FALSE(desk.get_as(admin, "/offices/" + kProvince)->at("may_edit").as_bool()) << "above";
    EXPECT_EQ(code_of(desk.post_as(admin, "/offices/" + kProvince, change_of("x"))), "access.denied");
    for (const auto& who : {desk.officer, Actor{}}) {
      EXPECT_FALSE(desk.get_as(who, "/offices?within=36")->at("may_edit").as_bool());
      EXPECT_FALSE(desk.get_as(who, "/offices/" + kOffice)->at("may_edit").as_bool());
    }
  });
}

struct Numbers {
  explicit Numbers(Desk& d) : desk(d) {
    admin = desk.member("admin@contoh.example", kOffice, {Role::administrator});
    desk.write([&](storage::Writer& writer) {
      auto office = *office::find_office(writer, kOffice);
      office.register_code = "99.73";
      identity::testing::must(office::change_office(writer, office));
    });
  }
  json::object body(const std::string& pattern, const std::string& reason = "Surat edaran contoh") {
    return {{"kind", "report"}, {"pattern", pattern}, {"reason", reason}};
  }
  std::string post(const Actor& who, json::object body) { return code_of(desk.post_as(who, page, std::move(body))); }
  json::value view() { return *desk.get_as(admin, page); }

  Desk& desk;
  Actor admin;
  std::string page = "/offices/" + kOffice + "/numbers";
};

TEST(Numbers, ArePatternedByAnAdministratorAfterATry) {
  with_desk([](Desk& desk) {
    Numbers numbers(desk);
    auto before = numbers.view();
    EXPECT_FALSE(before.at("current").at(0).at("is_own").as_bool());
    EXPECT_EQ(before.at("current").at(0).at("example"), "001/Reg/LP/PW/Kab/99.73/X/2024");
    auto tried = *desk.get_as(
        numbers.admin, numbers.page + "?kind=finding&pattern=%7Bseq%7D%2F%7Bkind%7D%2F%7Boffice_code%7D%2F%7Byear%7D");
    EXPECT_EQ(tried.at("tried").at("example"), "1/TM/99.73/2024");
    EXPECT_EQ(desk.get_as(numbers.admin, numbers.page + "?pattern=%7Bseq%7D")->at("tried").at("fault"),
              "number_pattern.incomplete");
    EXPECT_TRUE(numbers.view().at("patterns").as_array().empty()) << "a try changes nothing";

    ASSERT_EQ(numbers.post(numbers.admin, numbers.body("{seq:03}/{kind}/{office_code}/{year}")), "done");
    auto after = numbers.view();
    EXPECT_TRUE(after.at("current").at(0).at("is_own").as_bool());
    EXPECT_EQ(after.at("current").at(0).at("example"), "001/LP/99.73/2024");
    EXPECT_FALSE(after.at("current").at(1).at("is_own").as_bool()) << "findings keep the template";
    auto id = std::string(after.at("patterns").at(0).at("id").as_string());
    auto end = numbers.page + "/" + id + "/end";
    EXPECT_EQ(code_of(desk.post_as(numbers.admin, end, {{"reason", ""}})), "request.fields /reason");
    ASSERT_EQ(code_of(desk.post_as(numbers.admin, end, {{"reason", "Keliru"}})), "done");
    EXPECT_EQ(code_of(desk.post_as(numbers.admin, end, {{"reason", "Keliru"}})), "number_pattern.unknown");
    EXPECT_FALSE(numbers.view().at("current").at(0).at("is_own").as_bool());
    desk.db.with_reader([](storage::Reader& reader) {
      std::vector<std::string> verbs;
      for (const auto& act : journal::history(reader, {"office", kOffice})) verbs.push_back(act.act);
      EXPECT_THAT(verbs, testing::UnorderedElementsAre("office.number_pattern_set", "office.number_pattern_ended"));
    });
  });
}

TEST(Numbers, RefuseWrongPatternsPastDaysAndStrangers) {
  with_desk([](Desk& desk) {
    Numbers numbers(desk);
    const std::string good = "{seq:03}/{kind}/{office_code}/{year}";
    EXPECT_EQ(numbers.post(numbers.admin, numbers.body("{seq}/{kind}/{year}")), "number_pattern.incomplete /pattern");
    EXPECT_EQ(numbers.post(numbers.admin, numbers.body("{nomor}")), "number_pattern.placeholder /pattern");
    EXPECT_EQ(numbers.post(numbers.admin, numbers.body(good, "")), "request.fields /reason");
    auto past = numbers.body(good);
    past["from"] = "2024-10-27";
    EXPECT_EQ(numbers.post(numbers.admin, past), "request.fields /from");
    auto turned = numbers.body(good);
    turned["from"] = "2024-11-02";
    turned["until"] = "2024-11-01";
    EXPECT_EQ(numbers.post(numbers.admin, turned), "request.fields /until");
    auto stranger = desk.member("lain@contoh.example", kForeign, {Role::administrator});
    EXPECT_EQ(numbers.post(stranger, numbers.body(good)), "access.denied");
    EXPECT_EQ(numbers.post(desk.officer, numbers.body(good)), "access.denied");
    EXPECT_EQ(code_of(desk.get_as(numbers.admin, "/offices/polri-36.73/numbers")), "office.unknown")
        << "police register nothing here";
    EXPECT_TRUE(numbers.view().at("patterns").as_array().empty());
  });
}

}  // namespace
}  // namespace netra::desk
