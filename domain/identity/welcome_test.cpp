#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/identity/testing_door.hpp"
#include "domain/region/testing.hpp"
#include "engine/crypto/code.hpp"
#include "tests/support/databases.hpp"

namespace netra::identity::testing {
namespace {

using test::for_each_database;

json::object form(const std::string& code) {
  return {{"code", code},
          {"name", "Pengelola Contoh"},
          {"email", "pengelola@contoh.example"},
          {"password", "sandi pengelola yang panjang"},
          {"regency", "36.73"},
          {"roles", {"commissioner", "administrator"}}};
}

std::string prepared_code(storage::Database& db) {
  return storage::write(db,
                        [](storage::Transaction& tx) -> Result<std::string> {
                          return prepare_first_start(tx, kNow, entropy()).value_or("");
                        })
      .value();
}

TEST(Welcome, MakesTheOfficeItsAdministratorAndItsKeyOnce) {
  for_each_database([](storage::Database& db) {
    region::import_sample(db);
    Door door(db);
    Browser browser;
    auto code = prepared_code(db);
    EXPECT_FALSE(must(door.get(browser, "/welcome")).view.at("regencies").as_array().empty());
    EXPECT_TRUE(must(door.get(browser, "/sign-in")).view.at("first_start").as_bool());
    EXPECT_EQ(Door::refusal(door.post(browser, "/welcome", form(crypto::make_code(entropy())))), "setup.code /code");
    EXPECT_EQ(Door::refusal(door.post(browser, "/welcome", form("bukan kode"))), "setup.code /code");
    auto elsewhere = form(code);
    elsewhere["regency"] = "99.99";
    EXPECT_EQ(Door::refusal(door.post(browser, "/welcome", elsewhere)), "request.fields /regency");

    auto done = door.post(browser, "/welcome", form(code));
    ASSERT_TRUE(done) << Door::refusal(done);
    EXPECT_EQ(text_at(done->view, "/office"), "bawaslu-36.73");
    auto first = text_at(done->view, "/first");
    auto second = text_at(done->view, "/second");
    EXPECT_TRUE(crypto::normalise_code(first));
    EXPECT_TRUE(crypto::normalise_code(second));
    EXPECT_NE(first, second);

    ASSERT_TRUE(door.sign_in(browser, "pengelola@contoh.example", "sandi pengelola yang panjang"));
    EXPECT_EQ(must(door.get(browser, "/me")).view.at("roles").as_array().size(), 2u) << "each role once";
    auto keys = must(door.get(browser, "/keys")).view;
    EXPECT_EQ(keys.at("keys").as_array().size(), 1u);
    EXPECT_TRUE(keys.at("holders").at(0).at("has_access").as_bool()) << "the commissioner can open it";

    auto again = form(code);
    again["email"] = "penyusup@contoh.example";
    Browser intruder;
    EXPECT_EQ(Door::refusal(door.post(intruder, "/welcome", again)), "setup.closed");
    EXPECT_EQ(Door::refusal(door.get(intruder, "/welcome")), "setup.closed");
    EXPECT_EQ(prepared_code(db), "") << "no new code once there is an account";
  });
}

TEST(Welcome, HoldsOnlyTheNewestCode) {
  for_each_database([](storage::Database& db) {
    region::import_sample(db);
    Door door(db);
    auto old = prepared_code(db);
    auto fresh = prepared_code(db);  // the server was started again
    Browser browser;
    EXPECT_EQ(Door::refusal(door.post(browser, "/welcome", form(old))), "setup.code /code");
    EXPECT_EQ(Door::refusal(door.post(browser, "/welcome", form(fresh))), "");
  });
}

TEST(Welcome, CodesCannotBeGuessed) {
  for_each_database([](storage::Database& db) {
    region::import_sample(db);
    Door door(db);
    prepared_code(db);
    Browser browser;
    std::string last;
    for (int i = 0; i < 20; ++i)
      last = Door::refusal(door.post(browser, "/welcome", form(crypto::make_code(entropy()))));
    EXPECT_EQ(last, "sign_in.too_many");
  });
}

}  // namespace
}  // namespace netra::identity::testing
