#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "domain/identity/actor.hpp"
#include "domain/identity/office_tree.hpp"
#include "domain/identity/throttle.hpp"

namespace netra {
namespace {

using namespace std::chrono_literals;

template <class E, class F>
void each(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) { f(e.value); });
}

// The whole table once more, written down independently: "+" also in the offices below.
const std::map<Role, std::set<std::string>> kExpected = {
    {Role::intake_officer, {"read_reports", "take_in_reports", "read_identity", "read_cases", "write_letters"}},
    {Role::case_officer,
     {"read_reports", "take_in_reports", "read_identity", "register_case", "handle_case", "notify", "forward",
      "record_finding", "read_cases", "work_track", "discuss", "manage_centre", "recommend", "write_letters",
      "read_figures", "export_case"}},
    {Role::commissioner,
     {"read_reports+", "read_identity", "register_case", "handle_case", "decide", "notify", "forward+",
      "record_finding", "read_cases+", "manage_calendar", "work_track", "discuss", "manage_centre", "recommend",
      "write_letters", "sign_letters", "read_figures+", "export_case"}},
    {Role::registrar,
     {"read_reports", "register_case", "notify", "read_cases", "manage_centre", "recommend", "write_letters",
      "read_figures"}},
    {Role::prevention_officer, {"record_finding", "read_cases", "write_letters", "read_figures"}},
    {Role::police_investigator,
     {"read_identity", "handle_case", "read_cases", "work_track", "discuss", "write_letters", "export_case"}},
    {Role::prosecutor,
     {"read_identity", "handle_case", "read_cases", "work_track", "discuss", "write_letters", "export_case"}},
    {Role::government_liaison, {"read_cases", "work_track", "answer_recommendation"}},
    {Role::field_supervisor, {"record_finding", "record_lead"}},
    {Role::auditor, {"read_reports+", "read_cases+", "read_journal+", "read_figures+"}},
    {Role::administrator,
     {"manage_calendar+", "manage_office+", "read_journal+", "manage_system", "manage_connections"}},
};

Actor holder(Role role, std::string office = "kab") {
  Actor actor;
  actor.id = "a";
  actor.active_office = office;
  actor.roles = {{role, office, "Kantor", "36.73", Zone::wib}};
  actor.tree = std::make_shared<const OfficeTree>(
      OfficeTree::Parents{{"prov", "ri"}, {"kab", "prov"}, {"kec", "kab"}, {"desa", "kec"}, {"lain", "prov"}});
  return actor;
}

TEST(Access, TheTableIsWhatWeDecided) {
  each<Role>([](Role role) {
    each<Right>([role](Right right) {
      const auto& expected = kExpected.at(role);
      std::string name(enum_name(right));
      bool below = expected.contains(name + "+");
      EXPECT_EQ(gives(role, right), below || expected.contains(name)) << enum_name(role) << " " << name;
      EXPECT_EQ(gives_below(role, right), below) << enum_name(role) << " " << name;
    });
  });
}

TEST(Access, ReachesOwnOfficeAndBelowNeverBesideOrAbove) {
  each<Role>([](Role role) {
    auto actor = holder(role);
    each<Right>([&](Right right) {
      EXPECT_EQ(actor.may(right, "kab"), gives(role, right));
      EXPECT_EQ(actor.may(right, "kec"), gives_below(role, right));
      EXPECT_EQ(actor.may(right, "desa"), gives_below(role, right));
      for (const char* office : {"prov", "ri", "lain", "nowhere", ""}) EXPECT_FALSE(actor.may(right, office)) << office;
    });
  });
}

TEST(Access, AdministratorsReadNoReportsAndNobodyElseGivesRoles) {
  EXPECT_FALSE(gives(Role::administrator, Right::read_identity));
  EXPECT_FALSE(gives(Role::administrator, Right::read_reports));
  EXPECT_FALSE(gives(Role::administrator, Right::read_cases));
  each<Role>([](Role role) { EXPECT_EQ(gives(role, Right::manage_office), role == Role::administrator); });
}

TEST(Access, ThePublicMayNothing) {
  Actor nobody;
  each<Right>([&](Right right) {
    EXPECT_FALSE(nobody.may(right, "kab"));
    EXPECT_FALSE(nobody.may_somewhere(right));
  });
  EXPECT_FALSE(nobody.signed_in());
}

TEST(Access, NamesTheRoleThatGivesTheRight) {
  auto actor = holder(Role::commissioner);
  EXPECT_EQ(actor.as(Right::decide, "kab").role, "commissioner");
  EXPECT_EQ(actor.as(Right::read_cases, "desa").office, "kab") << "by the role in the superior office";
  EXPECT_EQ(actor.as(Right::manage_system, "kab").role, "");
}

TEST(Access, ABrokenTreeEnds) {
  OfficeTree tree({{"a", "b"}, {"b", "a"}});
  EXPECT_FALSE(tree.is_below("a", "c"));
}

TEST(SignInThrottle, SlowsGuessesAndLetsOthersIn) {
  identity::SignInThrottle throttle({3, 30s, 100});
  auto now = from_ms(1'000'000);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(throttle.take("network 1 korban", now));
  EXPECT_FALSE(throttle.take("network 1 korban", now));
  EXPECT_TRUE(throttle.take("device x korban", now)) << "the owner's own device";
  EXPECT_TRUE(throttle.take("network 2 korban", now)) << "the owner from elsewhere";
  EXPECT_TRUE(throttle.take("network 1 lain", now)) << "a colleague behind the same address";
  EXPECT_TRUE(throttle.take("network 1 korban", now + 31s)) << "it refills: no lock";
  throttle.forgive("network 1 korban");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(throttle.take("network 1 korban", now + 31s));
}

TEST(SignInThrottle, RemembersOnlySoMany) {
  identity::SignInThrottle throttle({1, 30s, 10});
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(throttle.take(std::to_string(i), from_ms(0)));
}

}  // namespace
}  // namespace netra
