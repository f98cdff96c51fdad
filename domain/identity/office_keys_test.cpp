#include "domain/identity/office_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/identity/sql.hpp"
#include "domain/identity/testing.hpp"
#include "engine/crypto/box.hpp"
#include "engine/crypto/code.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/taint.hpp"

namespace netra::identity::testing {
namespace {

using test::for_each_database;
using ::testing::IsEmpty;

const std::string kOffice = "bawaslu-36.73";
const std::string kOther = "bawaslu-36.72";
const journal::Subject kReport{"report", "r1"};
const std::string kReason = "menghubungi pelapor untuk klarifikasi";

storage::Bytes sealed_to(storage::Database& db, const std::string& office, const std::string& plain) {
  auto key = storage::read(db, [&](storage::Reader& r) { return must(office_public_key(r, office)); });
  return crypto::seal(key, plain);
}

Result<std::string> opened(storage::Database& db, const Member& member, const std::string& office,
                           const storage::Bytes& sealed, const std::string& reason = kReason) {
  return as(db, member, [&](http::Writing& call) { return open_for(call, office, sealed, kReport, reason); });
}

std::string code_of(const Result<std::string>& result) { return result ? "opened" : result.error().code; }

std::size_t openings(storage::Database& db) {
  return storage::read(db, [](storage::Reader& r) {
    std::size_t count = 0;
    for (const auto& item : journal::history(r, kReport)) count += item.entry.verb == "identity.opened" ? 1 : 0;
    return count;
  });
}

TEST(Identity, QueriesPrepare) { test::expect_prepares(sql::identity::all); }

TEST(OfficeKeys, OpenForMembersWithAReasonAndLeaveAnAct) {
  for_each_database([](storage::Database& db) {
    make_office(db, kOffice);
    auto member = make_member(db, "satu@contoh.example", kOffice, {Role::case_officer});
    make_key(db, kOffice);
    auto sealed = sealed_to(db, kOffice, "Warga Contoh Satu");
    EXPECT_EQ(opened(db, member, kOffice, sealed).value_or("refused"), "Warga Contoh Satu");
    EXPECT_EQ(openings(db), 1u);
    EXPECT_EQ(code_of(opened(db, member, kOffice, sealed, " . ")), "reason.required");
    EXPECT_EQ(openings(db), 1u) << "a refusal leaves no act of opening";
  });
}

TEST(OfficeKeys, StayShutForEverybodyElse) {
  for_each_database([](storage::Database& db) {
    make_office(db, kOffice);
    make_office(db, kOther);
    auto member = make_member(db, "satu@contoh.example", kOffice, {Role::case_officer});
    auto stranger = make_member(db, "dua@contoh.example", kOther, {Role::case_officer});
    auto administrator = make_member(db, "tiga@contoh.example", kOffice, {Role::administrator});
    auto registrar = make_member(db, "empat@contoh.example", kOffice, {Role::registrar});
    make_key(db, kOffice);
    make_key(db, kOther);
    auto late = make_member(db, "lima@contoh.example", kOffice, {Role::intake_officer});
    auto sealed = sealed_to(db, kOffice, "rahasia");
    EXPECT_EQ(code_of(opened(db, stranger, kOffice, sealed)), "access.denied");
    EXPECT_EQ(code_of(opened(db, stranger, kOther, sealed)), "crypto.unopenable") << "not with another office's key";
    EXPECT_EQ(code_of(opened(db, administrator, kOffice, sealed)), "access.denied");
    EXPECT_EQ(code_of(opened(db, registrar, kOffice, sealed)), "access.denied");
    EXPECT_EQ(code_of(opened(db, late, kOffice, sealed)), "key.not_granted") << "the role alone opens nothing";
    EXPECT_EQ(code_of(opened(db, {member.account, "", "", "made-up-token"}, kOffice, sealed)), "key.not_granted");
    EXPECT_EQ(code_of(opened(db, {}, kOffice, sealed)), "access.denied");
    EXPECT_EQ(openings(db), 0u);
  });
}

TEST(OfficeKeys, AreGivenByOneWhoHoldsThem) {
  for_each_database([](storage::Database& db) {
    make_office(db, kOffice);
    auto giver = make_member(db, "satu@contoh.example", kOffice, {Role::case_officer});
    make_key(db, kOffice);
    auto late = make_member(db, "dua@contoh.example", kOffice, {Role::intake_officer});
    auto registrar = make_member(db, "tiga@contoh.example", kOffice, {Role::registrar});
    auto sealed = sealed_to(db, kOffice, "rahasia");
    auto give = [&](const Member& from, const Member& to) -> std::string {
      auto done = as(db, from, [&](http::Writing& call) -> Result<Done> {
        auto secret = must(member_secret(call.tx, call.info.session_token));
        return grant_key(call.tx, kNow, entropy(), kSystem, from.account, secret, kOffice, to.account);
      });
      return done ? "given" : done.error().code;
    };
    EXPECT_EQ(give(late, late), "key.not_granted") << "nobody gives what they do not have";
    EXPECT_EQ(give(giver, registrar), "key.not_entitled");
    EXPECT_EQ(give(giver, late), "given");
    EXPECT_EQ(code_of(opened(db, late, kOffice, sealed)), "opened");
  });
}

TEST(OfficeKeys, AreTakenBackWithTheRole) {
  for_each_database([](storage::Database& db) {
    make_office(db, kOffice);
    auto member = make_member(db, "satu@contoh.example", kOffice, {Role::case_officer});
    make_key(db, kOffice);
    auto sealed = sealed_to(db, kOffice, "rahasia");
    must(storage::write(db, [&](storage::Transaction& tx) {
      auto grant = grants_of(tx, member.account).front().id;
      return end_role(tx, kNow, entropy(), kSystem, grant, "mutasi ke kantor lain");
    }));
    EXPECT_EQ(code_of(opened(db, member, kOffice, sealed)), "access.denied");
    must(storage::write(db, [&](storage::Transaction& tx) {
      return grant_role(tx, kNow, entropy(), kSystem, {member.account, kOffice, Role::intake_officer, kNow, {}});
    }));
    EXPECT_EQ(code_of(opened(db, member, kOffice, sealed)), "key.not_granted");
  });
}

TEST(OfficeKeys, ComeBackWithBothSharesOnly) {
  for_each_database([](storage::Database& db) {
    make_office(db, kOffice);
    auto shares = make_key(db, kOffice);  // nobody entitled yet
    auto member = make_member(db, "satu@contoh.example", kOffice, {Role::commissioner});
    auto sealed = sealed_to(db, kOffice, "rahasia");
    auto recover = [&](const std::string& one, const std::string& other) -> std::string {
      auto done = storage::write(db, [&](storage::Transaction& tx) {
        return recover_keys(tx, kNow, entropy(), kSystem, kOffice, one, other);
      });
      return done ? "recovered" : done.error().code;
    };
    EXPECT_EQ(recover(shares.first, shares.first), "key.wrong_shares");
    EXPECT_EQ(recover(shares.first, crypto::make_code(entropy())), "key.wrong_shares");
    EXPECT_EQ(recover(shares.first, "bukan kode"), "request.fields");
    EXPECT_EQ(code_of(opened(db, member, kOffice, sealed)), "key.not_granted");
    EXPECT_EQ(recover(shares.second, shares.first), "recovered") << "in any order";
    EXPECT_EQ(code_of(opened(db, member, kOffice, sealed)), "opened");
  });
}

TEST(OfficeKeys, RotateWithoutLosingOldRecords) {
  for_each_database([](storage::Database& db) {
    make_office(db, kOffice);
    auto member = make_member(db, "satu@contoh.example", kOffice, {Role::case_officer});
    make_key(db, kOffice);
    auto before = sealed_to(db, kOffice, "lama");
    make_key(db, kOffice, kNow + std::chrono::hours(1));
    auto after = sealed_to(db, kOffice, "baru");
    EXPECT_EQ(opened(db, member, kOffice, before).value_or("refused"), "lama");
    EXPECT_EQ(opened(db, member, kOffice, after).value_or("refused"), "baru");
  });
}

TEST(OfficeKeys, OfTheSuperiorSealForAnOfficeWithoutOne) {
  for_each_database([](storage::Database& db) {
    make_office(db, kOffice);
    make_office(db, "panwascam-36.73.01", kOffice, office::Level::district);
    auto above = make_member(db, "satu@contoh.example", kOffice, {Role::case_officer});
    auto below = make_member(db, "dua@contoh.example", "panwascam-36.73.01", {Role::intake_officer});
    auto none = storage::read(db, [](storage::Reader& r) { return office_public_key(r, "panwascam-36.73.01"); });
    EXPECT_EQ(none.error().code, "office.no_key");
    make_key(db, kOffice);
    auto sealed = sealed_to(db, "panwascam-36.73.01", "rahasia");
    EXPECT_EQ(code_of(opened(db, above, "panwascam-36.73.01", sealed)), "opened");
    EXPECT_EQ(code_of(opened(db, below, "panwascam-36.73.01", sealed)), "key.not_granted");
  });
}

TEST(OfficeKeys, AreSealedAnewForTheReceiverOfARecord) {
  for_each_database([](storage::Database& db) {
    make_office(db, kOffice);
    make_office(db, kOther);
    auto sender = make_member(db, "satu@contoh.example", kOffice, {Role::case_officer});
    auto receiver = make_member(db, "dua@contoh.example", kOther, {Role::case_officer});
    make_key(db, kOffice);
    make_key(db, kOther);
    auto sealed = sealed_to(db, kOffice, "rahasia");
    auto again = must(as(
        db, sender, [&](http::Writing& call) { return reseal_for(call, kOffice, kOther, sealed, kReport, kReason); }));
    EXPECT_EQ(opened(db, receiver, kOther, again).value_or("refused"), "rahasia");
    EXPECT_EQ(code_of(opened(db, sender, kOffice, again)), "crypto.unopenable");
  });
}

TEST(OfficeKeys, LeaveNothingReadableInTheDatabase) {
  test::for_each_place(test::Schema::kMigrated, [](test::Place& place) {
    std::vector<std::string> secrets{"Warga Rahasia Contoh"};
    {
      auto db = place.open();
      make_office(*db, kOffice);
      auto member = make_member(*db, "satu@contoh.example", kOffice, {Role::case_officer});
      auto shares = make_key(*db, kOffice);
      auto sealed = sealed_to(*db, kOffice, secrets[0]);
      must(opened(*db, member, kOffice, sealed));
      auto secret = storage::read(*db, [&](storage::Reader& r) { return must(member_secret(r, member.token)); });
      for (const auto& text : {member.password, member.token, shares.first, shares.second, secret.copy()})
        secrets.push_back(text);
    }
    EXPECT_THAT(test::secrets_in(place, secrets), IsEmpty());
    EXPECT_THAT(test::secrets_in(place, {"satu@contoh.example"}), ::testing::SizeIs(1)) << "the helper can find things";
  });
}

}  // namespace
}  // namespace netra::identity::testing
