#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/identity/sql.hpp"
#include "domain/identity/testing_door.hpp"
#include "engine/http/security.hpp"
#include "tests/support/databases.hpp"

namespace netra::identity::testing {
namespace {

using namespace std::chrono_literals;
using test::for_each_database;
using ::testing::HasSubstr;

const std::string kOffice = "bawaslu-36.73";

struct Office {
  explicit Office(storage::Database& db, Settings settings = {}, crypto::PasswordHasher::Limits limits = {4, 64})
      : door(db, std::move(settings), limits) {
    make_office(db, kOffice);
    member = make_member(db, "satu@contoh.example", kOffice, {Role::case_officer});
  }
  std::string sign_in(Browser& browser) { return Door::refusal(door.sign_in(browser, member.email, member.password)); }
  std::string me(Browser& browser) { return Door::refusal(door.get(browser, "/me")); }

  Door door;
  Member member;
};

TEST(SignIn, OpensASessionInACookieThatOnlyTheBrowserHolds) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    Browser browser;
    EXPECT_EQ(office.me(browser), "session.required");
    auto done = office.door.sign_in(browser, " Satu@Contoh.Example ", office.member.password);
    ASSERT_TRUE(done) << Door::refusal(done);
    EXPECT_EQ(text_at(done->view, "/state"), "full");
    EXPECT_EQ(done->location, "/today");
    EXPECT_EQ(office.me(browser), "");
    ASSERT_EQ(done->cookies.size(), 2u) << "the session and the device";
    for (const auto& cookie : done->cookies) {
      auto header = http::set_cookie(cookie, true);
      EXPECT_THAT(header, HasSubstr("__Host-netra"));
      for (const char* attribute : {"; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"})
        EXPECT_THAT(header, HasSubstr(attribute));
      EXPECT_EQ(header.find("Domain"), std::string::npos);
      if (cookie.name == kSessionCookie) {
        EXPECT_FALSE(cookie.max_age) << "ends with the browser";
      }
    }
    EXPECT_EQ(json::serialize(done->view).find(browser.session), std::string::npos);
    db.with_reader([&](storage::Reader& reader) {
      EXPECT_TRUE(reader.query("SELECT 1 FROM sessions WHERE token_hash = $1", {browser.session}).empty());
    });
  });
}

TEST(SignIn, EndsTheTokenTheBrowserCameWith) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    Browser victim{office.member.token, {}, "network-1"};  // planted by somebody who knows it
    Browser attacker = victim;
    ASSERT_EQ(office.sign_in(victim), "");
    EXPECT_NE(victim.session, attacker.session);
    EXPECT_EQ(office.me(victim), "");
    EXPECT_EQ(office.me(attacker), "session.required");
  });
}

TEST(SignIn, SaysTheSameOfAllThatIsWrong) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    Browser browser;
    auto& door = office.door;
    EXPECT_EQ(Door::refusal(door.sign_in(browser, office.member.email, "bukan kata sandinya")), "sign_in.wrong");
    EXPECT_EQ(Door::refusal(door.sign_in(browser, "tiada@contoh.example", "bukan kata sandinya")), "sign_in.wrong");
    EXPECT_EQ(Door::refusal(door.sign_in(browser, "bukan surel", "bukan kata sandinya")), "sign_in.wrong");
    must(storage::write(db, [&](storage::Transaction& tx) {
      return disable_account(tx, kNow, entropy(), kSystem, office.member.account, "sudah pindah tugas");
    }));
    EXPECT_EQ(office.sign_in(browser), "sign_in.wrong") << "right password of a disabled account";
    EXPECT_EQ(browser.session, "");
  });
}

// With no place left in the hasher both are turned away by it: an unknown account goes the same slow way as a known.
TEST(SignIn, CostsTheSameForAnAccountThatIsNotThere) {
  for_each_database([](storage::Database& db) {
    Office office(db, {}, {0, 0});
    Browser browser;
    EXPECT_EQ(office.sign_in(browser), "password.busy");
    EXPECT_EQ(Door::refusal(office.door.sign_in(browser, "tiada@contoh.example", "apa saja boleh")), "password.busy");
  });
}

TEST(SignIn, NeverLocksTheOwnerOutOnAKnownDevice) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    Browser owner;
    ASSERT_EQ(office.sign_in(owner), "");
    Browser stranger;  // behind the same address
    std::string last;
    for (int i = 0; i < 20; ++i) {
      last = Door::refusal(office.door.sign_in(stranger, office.member.email, "tebakan ke sekian"));
    }
    EXPECT_EQ(last, "sign_in.too_many");
    owner.session.clear();
    EXPECT_EQ(office.sign_in(owner), "") << "the device has a bucket of its own";
    Browser elsewhere{{}, {}, "network-2"};
    EXPECT_EQ(office.sign_in(elsewhere), "") << "and other networks too";
    Browser forged{{}, "made-up-device-token", "network-1"};
    EXPECT_EQ(office.sign_in(forged), "sign_in.too_many") << "an unknown device counts as none";
    office.door.now += 31s;
    EXPECT_EQ(office.sign_in(stranger), "") << "it refills: nobody is locked out for good";
  });
}

TEST(SignIn, GoesOnToPagesOfThisSiteOnly) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    auto next = [&](const std::string& wanted) {
      Browser browser;
      auto done = must(
          office.door.post(browser, "/sign-in",
                           {{"email", office.member.email}, {"password", office.member.password}, {"next", wanted}}));
      return done.location;
    };
    EXPECT_EQ(next("/cases?stage=plenary"), "/cases?stage=plenary");
    for (const char* evil : {"https://jahat.example/", "//jahat.example", "/\\jahat.example", "", "javascript:alert(1)",
                             "/a\nSet-Cookie: x", "cases"})
      EXPECT_EQ(next(evil), "/today") << evil;
  });
}

TEST(Session, EndsWhenIdleAndInAnyCaseAfterItsTime) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    Browser browser;
    ASSERT_EQ(office.sign_in(browser), "");
    auto& now = office.door.now;
    auto begun = now;
    for (int i = 0; i < 7; ++i) {  // used every 100 minutes: never idle for 120
      now += 100min;
      if (now < begun + 12h) {
        EXPECT_EQ(office.me(browser), "") << i;
      }
      office.door.settle();
    }
    now = begun + 12h;
    EXPECT_EQ(office.me(browser), "session.required") << "absolute";
    ASSERT_EQ(office.sign_in(browser), "");
    now += 119min;
    EXPECT_EQ(office.me(browser), "");
    office.door.settle();
    now += 121min;
    EXPECT_EQ(office.me(browser), "session.required") << "idle";
  });
}

TEST(Session, SignsOutHereAndEverywhere) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    Browser desk, phone, library;
    for (auto* browser : {&desk, &phone, &library}) ASSERT_EQ(office.sign_in(*browser), "");
    auto copy = desk;
    must(office.door.post(desk, "/sign-out"));
    EXPECT_EQ(desk.session, "") << "the cookie is taken away";
    EXPECT_EQ(office.me(copy), "session.required");
    EXPECT_EQ(office.me(phone), "");

    auto sessions = must(office.door.get(phone, "/me")).view.at("sessions").as_array();
    ASSERT_EQ(sessions.size(), 3u) << "phone, library and the one of the test's setting-up";
    for (const auto& row : sessions)
      if (!row.at("is_this").as_bool()) must(office.door.post(phone, "/me/sessions/" + text_at(row, "/id") + "/end"));
    EXPECT_EQ(office.me(library), "session.required");
    EXPECT_EQ(office.me(phone), "");

    ASSERT_EQ(office.sign_in(library), "");
    auto kept = phone;
    must(office.door.post(library, "/me/sessions/end"));
    EXPECT_EQ(office.me(kept), "session.required");
    EXPECT_EQ(library.session, "");
  });
}

TEST(Session, OfAnotherPersonCannotBeEnded) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    auto other = make_member(db, "dua@contoh.example", kOffice, {Role::intake_officer});
    auto theirs = browser_of(other);
    auto id = text_at(must(office.door.get(theirs, "/me")).view, "/sessions/0/id");
    auto mine = browser_of(office.member);
    must(office.door.post(mine, "/me/sessions/" + id + "/end"));
    EXPECT_EQ(office.me(theirs), "");
  });
}

TEST(Password, ChangeKeepsTheKeysAndEndsOtherSessions) {
  for_each_database([](storage::Database& db) {
    Office office(db);
    make_key(db, kOffice);
    Browser here, there;
    ASSERT_EQ(office.sign_in(here), "");
    ASSERT_EQ(office.sign_in(there), "");
    auto change = [&](const std::string& old, const std::string& fresh) {
      return Door::refusal(office.door.post(here, "/me/password", {{"old_password", old}, {"new_password", fresh}}));
    };
    const std::string fresh = "sandi baru yang panjang";
    EXPECT_EQ(change("bukan sandi lama", fresh), "request.fields /old_password");
    EXPECT_EQ(change(office.member.password, "pendek"), "request.fields /new_password");
    EXPECT_EQ(change(office.member.password, "aaaaaaaaaaaaaaaa"), "request.fields /new_password");
    EXPECT_EQ(change(office.member.password, office.member.email), "request.fields /new_password");
    EXPECT_EQ(change(office.member.password, fresh), "");
    EXPECT_EQ(office.me(here), "");
    EXPECT_EQ(office.me(there), "session.required");
    Browser again;
    EXPECT_EQ(office.sign_in(again), "sign_in.wrong");
    ASSERT_EQ(Door::refusal(office.door.sign_in(again, office.member.email, fresh)), "");
    db.with_reader([&](storage::Reader& reader) {
      EXPECT_TRUE(member_secret(reader, again.session)) << "the key pair opens with the new password";
      EXPECT_EQ(key_holders(reader, kOffice, kNow).size(), 1u);
      EXPECT_TRUE(key_holders(reader, kOffice, kNow)[0].has_access) << "and opens what was granted before";
    });
  });
}

}  // namespace
}  // namespace netra::identity::testing
