#include "engine/crypto/password.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "engine/crypto/hash.hpp"

namespace netra::crypto {
namespace {

constexpr PasswordCost kCheap{1, 8192 * 8};

TEST(Password, HasTheCostWePromise) {
  auto stored = hash_password("sandi contoh");
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << stored;
  EXPECT_TRUE(verify_password(stored, "sandi contoh"));
  EXPECT_FALSE(verify_password(stored, "sandi Contoh"));
  EXPECT_NE(stored, hash_password("sandi contoh")) << "each has its own salt";
}

TEST(Password, AgreesWithTheReferenceProgram) {
  // echo -n "sandi contoh" | argon2 somesalt16bytes! -id -t 2 -k 19456 -p 1 -l 32
  EXPECT_EQ(to_hex(bytes_of(password_key("sandi contoh", "somesalt16bytes!").view())),
            "884061893329ab6349896756846ae8df2e3216467bfa2293d444c33b8f2da45a");
  EXPECT_TRUE(verify_password(
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxNmJ5dGVzIQ$iEBhiTMpq2NJiWdWhGro3y4yFkZ7+iKT1ETDO48tpFo",
      "sandi contoh"));
}

TEST(Password, NothingVerifiesAgainstNonsense) {
  for (const char* stored : {"", "*", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$$"}) {
    EXPECT_FALSE(verify_password(stored, "")) << stored;
  }
  EXPECT_FALSE(verify_password(std::string(5000, '$'), "x"));
}

TEST(PasswordHasher, NeverRunsMoreThanItsPlaces) {
  PasswordHasher hasher({2, 100}, kCheap);
  auto stored = hasher.hash("sandi");
  ASSERT_TRUE(stored);
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&] {
        auto answer = hasher.verify(*stored, "sandi");
        if (answer && *answer) ++right;
      });
    }
  }
  EXPECT_EQ(right, 16) << "all who wait get their turn";
}

TEST(PasswordHasher, RefusesWhenTooManyWait) {
  PasswordHasher hasher({0, 0}, kCheap);
  auto refused = hasher.hash("sandi");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "password.busy");
  EXPECT_EQ(refused.error().outcome, Outcome::kUnavailable);
  EXPECT_FALSE(hasher.pretend("sandi"));
}

}  // namespace
}  // namespace netra::crypto
