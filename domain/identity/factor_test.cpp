#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/identity/factors.hpp"
#include "domain/identity/testing_door.hpp"
#include "engine/crypto/totp.hpp"
#include "tests/support/databases.hpp"

namespace netra::identity::testing {
namespace {

using namespace std::chrono_literals;
using test::for_each_database;

const std::string kOffice = "bawaslu-36.73";

struct Phone {
  Phone(storage::Database& database, Settings settings = {}, Role role = Role::case_officer)
      : db(database), door(database, std::move(settings)) {
    make_office(db, kOffice);
    member = make_member(db, "satu@contoh.example", kOffice, {role});
  }
  Door::Answer sign_in(Browser& browser) { return door.sign_in(browser, member.email, member.password); }
  // What the authenticator app shows to the person in front of `browser`.
  std::string shows(const Browser& browser) {
    return storage::read(db, [&](storage::Reader& reader) {
      auto secret = must(member_secret(reader, browser.session));
      return crypto::totp_code(find_factor(reader, member.account, secret)->secret, door.now);
    });
  }
  std::vector<std::string> enrol(Browser& browser) {
    must(door.post(browser, "/me/second-factor"));
    auto done = must(door.post(browser, "/me/second-factor/confirmation", {{"code", shows(browser)}}));
    std::vector<std::string> codes;
    for (const auto& code : done.view.at("codes").as_array()) codes.emplace_back(code.as_string());
    return codes;
  }
  std::string second_step(Browser& browser, const std::string& code) {
    return Door::refusal(door.post(browser, "/sign-in/second-factor", {{"code", code}}));
  }

  storage::Database& db;
  Door door;
  Member member;
};

// Somebody signed in who has set the second factor up just now.
void with_enrolled(const std::function<void(Phone&, Browser&)>& body) {
  for_each_database([&](storage::Database& db) {
    Phone phone(db);
    Browser browser;
    must(phone.sign_in(browser));
    phone.enrol(browser);
    body(phone, browser);
  });
}

TEST(SecondFactor, IsAskedForOnceItIsSetUp) {
  for_each_database([](storage::Database& db) {
    Phone phone(db);
    Browser browser;
    must(phone.sign_in(browser));
    must(phone.door.post(browser, "/me/second-factor"));
    auto page = must(phone.door.get(browser, "/me/second-factor"));
    EXPECT_TRUE(page.view.at("is_enrolling").as_bool());
    EXPECT_NE(text_at(page.view, "/secret"), "");
    EXPECT_EQ(Door::refusal(phone.door.post(browser, "/me/second-factor/confirmation", {{"code", "000000"}})),
              "second_factor.wrong /code")
        << "a phone that shows something else locks nobody out";
    auto before = browser.session;
    EXPECT_EQ(phone.enrol(browser).size(), 10u);
    EXPECT_NE(browser.session, before);

    phone.door.now += 1min;
    Browser half;
    auto begun = must(phone.sign_in(half));
    EXPECT_EQ(text_at(begun.view, "/state"), "second_factor");
    EXPECT_EQ(begun.location, "/sign-in/second-factor");
    EXPECT_EQ(half.device, "") << "not a known device yet";
    EXPECT_EQ(Door::refusal(phone.door.get(half, "/me")), "session.second_factor");
    EXPECT_EQ(Door::refusal(phone.door.post(half, "/me/second-factor")), "second_factor.on")
        << "the password alone does not replace the factor";
    EXPECT_EQ(phone.second_step(half, "123456"), "second_factor.wrong /code");
    auto token = half.session;
    EXPECT_EQ(phone.second_step(half, phone.shows(half)), "");
    EXPECT_NE(half.session, token) << "a new session, not the half one";
    EXPECT_EQ(Door::refusal(phone.door.get(half, "/me")), "");
    EXPECT_NE(half.device, "");
  });
}

TEST(SecondFactor, TakesACodeOnce) {
  with_enrolled([](Phone& phone, Browser&) {
    phone.door.now += 1min;
    Browser one, two;
    must(phone.sign_in(one));
    must(phone.sign_in(two));
    auto code = phone.shows(one);
    EXPECT_EQ(phone.second_step(one, code), "");
    EXPECT_EQ(phone.second_step(two, code), "second_factor.wrong /code") << "seen over the shoulder";
    phone.door.now += 30s;
    EXPECT_EQ(phone.second_step(two, phone.shows(two)), "");
  });
}

TEST(SecondFactor, GuessingIsSlowed) {
  with_enrolled([](Phone& phone, Browser& browser) {
    Browser half;
    must(phone.sign_in(half));
    std::string last;
    for (int i = 0; i < 20; ++i) last = phone.second_step(half, "000000");
    EXPECT_EQ(last, "sign_in.too_many");
    for (int i = 0; i < 20; ++i)
      last = Door::refusal(phone.door.post(browser, "/me/second-factor/removal", {{"code", "000000"}}));
    EXPECT_EQ(last, "sign_in.too_many") << "nor can a stolen session guess it away";
  });
}

TEST(SecondFactor, RecoveryCodesServeOnceEach) {
  for_each_database([](storage::Database& db) {
    Phone phone(db);
    Browser browser;
    must(phone.sign_in(browser));
    auto codes = phone.enrol(browser);
    Browser lost;
    must(phone.sign_in(lost));
    EXPECT_EQ(phone.second_step(lost, codes[3]), "");
    EXPECT_EQ(must(phone.door.get(lost, "/me")).view.at("recovery_codes_left"), 9);
    Browser again;
    must(phone.sign_in(again));
    EXPECT_EQ(phone.second_step(again, codes[3]), "second_factor.wrong /code");
    EXPECT_EQ(phone.second_step(again, codes[4]), "");
  });
}

TEST(SecondFactor, HalfASessionDoesNotLast) {
  with_enrolled([](Phone& phone, Browser&) {
    Browser half;
    must(phone.sign_in(half));
    phone.door.now += 15min;
    EXPECT_EQ(phone.second_step(half, phone.shows(half)), "session.required");
  });
}

TEST(SecondFactor, IsRequiredOfWhomTheSettingNames) {
  struct Case {
    FactorRule rule;
    Role role;
    const char* state;
  };
  for (auto [rule, role, state] : {Case{FactorRule::optional, Role::administrator, "full"},
                                   Case{FactorRule::sensitive, Role::administrator, "enrolment"},
                                   Case{FactorRule::sensitive, Role::commissioner, "enrolment"},
                                   Case{FactorRule::sensitive, Role::government_liaison, "full"},
                                   Case{FactorRule::all, Role::government_liaison, "enrolment"}}) {
    for_each_database([&, rule = rule, role = role, state = state](storage::Database& db) {
      Settings settings;
      settings.second_factor = rule;
      Phone phone(db, settings, role);
      Browser browser;
      EXPECT_EQ(text_at(must(phone.sign_in(browser)).view, "/state"), state) << enum_name(rule) << enum_name(role);
    });
  }
}

TEST(SecondFactor, IsSetUpBeforeAnythingElseWhenRequired) {
  for_each_database([](storage::Database& db) {
    Settings settings;
    settings.second_factor = FactorRule::all;
    Phone phone(db, settings);
    Browser browser;
    EXPECT_EQ(must(phone.sign_in(browser)).location, "/me/second-factor");
    for (const char* page : {"/me", "/people", "/keys"})
      EXPECT_EQ(Door::refusal(phone.door.get(browser, page)), "session.second_factor") << page;
    phone.enrol(browser);
    EXPECT_EQ(Door::refusal(phone.door.get(browser, "/me")), "");
    phone.door.now += 1min;
    EXPECT_EQ(Door::refusal(phone.door.post(browser, "/me/second-factor/removal", {{"code", phone.shows(browser)}})),
              "second_factor.required");
  });
}

TEST(SecondFactor, GoesAwayWithACodeWhereItIsNotRequired) {
  with_enrolled([](Phone& phone, Browser& browser) {
    phone.door.now += 1min;
    auto remove = [&](const std::string& code) {
      return Door::refusal(phone.door.post(browser, "/me/second-factor/removal", {{"code", code}}));
    };
    EXPECT_EQ(remove("000000"), "second_factor.wrong /code");
    EXPECT_EQ(remove(phone.shows(browser)), "");
    Browser again;
    EXPECT_EQ(text_at(must(phone.sign_in(again)).view, "/state"), "full");
  });
}

}  // namespace
}  // namespace netra::identity::testing
