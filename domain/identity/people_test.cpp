#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "domain/identity/testing_door.hpp"
#include "engine/crypto/box.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"
#include "tests/support/databases.hpp"

namespace netra::identity::testing {
namespace {

using namespace std::chrono_literals;
using test::for_each_database;
using ::testing::ElementsAre;

const std::string kOffice = "bawaslu-36.73";
const std::string kOther = "bawaslu-36.72";
const std::string kReason = "kata sandinya terlupa";

// What a feature would hold open; here in a list.
struct PiecesOfWork final : OpenWork {
  mutable std::vector<std::pair<std::string, std::string>> items;  // id, account
  std::vector<OpenItem> open_items(storage::Reader&, std::string_view account, std::string_view office) const override {
    std::vector<OpenItem> out;
    for (const auto& [id, holder] : items)
      if (holder == account) out.push_back({"case", id, "Perkara " + id, std::string(office), "/cases/" + id});
    return out;
  }
  void reassign(storage::Transaction&, Instant, Entropy&, const journal::ActorRef&, const OpenItem& item,
                std::string_view from, std::string_view to) const override {
    for (auto& [id, holder] : items)
      if (id == item.id && holder == from) holder = to;
  }
};

struct Bureau {
  explicit Bureau(storage::Database& database, Settings settings = {})
      : db(database), door(database, std::move(settings), {4, 64}, {&work}) {
    make_office(db, "bawaslu-36", "", office::Level::province);
    make_office(db, kOffice, "bawaslu-36");
    make_office(db, kOther, "bawaslu-36");
    first = make_member(db, "admin1@contoh.example", kOffice, {Role::administrator});
    second = make_member(db, "admin2@contoh.example", kOffice, {Role::administrator});
    officer = make_member(db, "petugas@contoh.example", kOffice, {Role::case_officer});
    stranger = make_member(db, "admin3@contoh.example", kOther, {Role::administrator});
  }
  std::string post(const Member& by, const std::string& address, json::object body = {}) {
    auto browser = browser_of(by);
    last = door.post(browser, address, std::move(body));
    return Door::refusal(last);
  }
  json::value get(const Member& by, const std::string& address) {
    auto browser = browser_of(by);
    return must(door.get(browser, address)).view;
  }
  std::string get_refusal(const Member& by, const std::string& address) {
    auto browser = browser_of(by);
    return Door::refusal(door.get(browser, address));
  }
  std::string last_text(std::string_view pointer) { return last ? text_at(last->view, pointer) : ""; }
  std::string use_link(const std::string& path, const std::string& password) {
    Browser browser;
    return Door::refusal(door.post(browser, path, {{"password", password}}));
  }
  std::string page(const Member& of) const { return "/people/" + of.account; }

  storage::Database& db;
  PiecesOfWork work;
  Door door;
  Member first, second, officer, stranger;
  Door::Answer last = fail(Outcome::kInvalid, "none");
};

json::object invitation(const std::string& email, const std::string& office = kOffice) {
  return {{"name", "Petugas Contoh Baru"}, {"email", email}, {"office", office}, {"role", "intake_officer"}};
}

TEST(Invitations, OpenAnAccountOnceAndInTime) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    ASSERT_EQ(bureau.post(bureau.first, "/people", invitation("baru@contoh.example")), "");
    auto link = bureau.last_text("/link");
    Browser browser;
    EXPECT_EQ(text_at(must(bureau.door.get(browser, link)).view, "/email"), "baru@contoh.example");
    EXPECT_EQ(bureau.use_link(link, "pendek"), "request.fields /password");
    EXPECT_EQ(bureau.use_link(link, "sandi pertama yang panjang"), "");
    EXPECT_EQ(bureau.use_link(link, "sandi kedua yang panjang"), "link.expired");
    EXPECT_EQ(Door::refusal(bureau.door.sign_in(browser, "baru@contoh.example", "sandi pertama yang panjang")), "");

    ASSERT_EQ(bureau.post(bureau.first, "/people", invitation("lambat@contoh.example")), "");
    link = bureau.last_text("/link");
    auto account = bureau.last_text("/account");
    bureau.door.now += 72h;
    EXPECT_EQ(bureau.use_link(link, "sandi pertama yang panjang"), "link.expired");
    auto late = make_member(db, "admin4@contoh.example", kOffice, {Role::administrator}, bureau.door.now);
    ASSERT_EQ(bureau.post(late, "/people/" + account + "/invitation"), "") << bureau.last_text("/link");
    EXPECT_EQ(bureau.use_link(bureau.last_text("/link"), "sandi pertama yang panjang"), "");
    EXPECT_EQ(bureau.use_link("/invitations/karangan", "sandi pertama yang panjang"), "link.expired");
  });
}

// An office with mail, its mails written into a folder.
struct MailedBureau : Bureau {
  explicit MailedBureau(storage::Database& database) : Bureau(database, with_mail()) {
    mail::add_jobs(runner, {db, *transport, messages.messages, {"Netra <netra@contoh.example>", "", link_key()}});
  }
  static crypto::Secret link_key() { return crypto::derive_key("secret of the server", "links"); }
  static Settings with_mail() {
    Settings settings;
    settings.link_key = link_key();
    return settings;
  }
  // The only mail that was sent since the last call, unfolded.
  std::string next_mail() {
    while (runner.run_due() > 0) {
    }
    std::string text;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      EXPECT_EQ(text, "") << "two mails";
      std::ifstream in(file.path());
      text.assign(std::istreambuf_iterator<char>(in), {});
      std::filesystem::remove(file.path());
    }
    for (auto at = text.find("=\r\n"); at != std::string::npos; at = text.find("=\r\n")) text.erase(at, 3);
    return text;
  }
  static std::string link_in(const std::string& mail, const std::string& begin) {
    auto at = mail.find(begin);
    return at == std::string::npos ? "" : mail.substr(at, mail.find('\r', at) - at);
  }

  struct Still final : Clock {
    Instant now() const override { return kNow; }
  } clock;
  test::TempFolder folder;
  std::unique_ptr<mail::Transport> transport = mail::folder_transport(folder.path());
  Messages::Loaded messages = Messages::load(Assets::from_directory(".", {"domain", "engine", "web"}));
  jobs::Runner runner{db, clock};
};

TEST(Invitations, GoByMailToThePersonAlone) {
  for_each_database([](storage::Database& db) {
    MailedBureau bureau(db);
    ASSERT_EQ(bureau.post(bureau.first, "/people", invitation("baru@contoh.example")), "");
    EXPECT_EQ(bureau.last_text("/mailed_to"), "baru@contoh.example");
    EXPECT_EQ(bureau.last_text("/link"), "") << "the administrator does not see it";
    auto page = "/people/" + bureau.last_text("/account");
    auto mail = bureau.next_mail();
    EXPECT_THAT(mail, ::testing::HasSubstr("To: baru@contoh.example"));
    EXPECT_THAT(mail, ::testing::Not(::testing::HasSubstr("Petugas Contoh Baru")));
    auto first = bureau.link_in(mail, "/invitations/");
    ASSERT_EQ(bureau.post(bureau.first, page + "/invitation"), "") << "again, for who lost it";
    auto second = bureau.link_in(bureau.next_mail(), "/invitations/");
    EXPECT_EQ(bureau.use_link(first, "sandi pertama yang panjang"), "link.expired");
    ASSERT_EQ(bureau.post(bureau.first, page + "/invitation", {{"by_hand", true}}), "");
    EXPECT_EQ(bureau.next_mail(), "");
    EXPECT_EQ(bureau.use_link(second, "sandi pertama yang panjang"), "link.expired");
    EXPECT_EQ(bureau.use_link(bureau.last_text("/link"), "sandi pertama yang panjang"), "");
    EXPECT_EQ(bureau.post(bureau.first, page + "/invitation"), "account.status") << "who has a password needs none";
  });
}

TEST(Resets, GoByMailWhenTheSecondAdministratorConfirms) {
  for_each_database([](storage::Database& db) {
    MailedBureau bureau(db);
    auto resets = bureau.page(bureau.officer) + "/resets";
    ASSERT_EQ(bureau.post(bureau.first, resets, {{"reason", kReason}}), "");
    EXPECT_EQ(bureau.next_mail(), "") << "nothing leaves before the second administrator's word";
    auto id = text_at(bureau.get(bureau.second, bureau.page(bureau.officer)), "/resets/0/id");
    ASSERT_EQ(bureau.post(bureau.second, resets + "/" + id + "/confirmation"), "");
    EXPECT_EQ(bureau.last_text("/link"), "");
    auto link = bureau.link_in(bureau.next_mail(), "/password-resets/");
    EXPECT_EQ(bureau.use_link(link, "sandi sesudah penyetelan"), "");
    EXPECT_EQ(bureau.use_link(link, "sandi lain lagi yang panjang"), "link.expired");
  });
}

TEST(Invitations, ReplaceEarlierOnes) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    ASSERT_EQ(bureau.post(bureau.first, "/people", invitation("baru@contoh.example")), "");
    auto old = bureau.last_text("/link");
    ASSERT_EQ(bureau.post(bureau.first, "/people/" + bureau.last_text("/account") + "/invitation"), "");
    EXPECT_EQ(bureau.use_link(old, "sandi pertama yang panjang"), "link.expired");
    EXPECT_EQ(bureau.use_link(bureau.last_text("/link"), "sandi pertama yang panjang"), "");
  });
}

TEST(Invitations, ComeFromAdministratorsOfTheOfficeOnly) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    EXPECT_EQ(bureau.post(bureau.officer, "/people", invitation("a@contoh.example")), "access.denied");
    EXPECT_EQ(bureau.post(bureau.stranger, "/people", invitation("a@contoh.example")), "access.denied");
    EXPECT_EQ(bureau.post(bureau.first, "/people", invitation("a@contoh.example", kOther)), "access.denied");
    auto above = make_member(db, "prov@contoh.example", "bawaslu-36", {Role::administrator});
    EXPECT_EQ(bureau.post(above, "/people", invitation("a@contoh.example")), "") << "superiors' administrators may";
    EXPECT_EQ(bureau.post(bureau.first, "/people", invitation("a@contoh.example")), "account.exists");
  });
}

TEST(Resets, NeedASecondAdministrator) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    make_key(db, kOffice);
    auto resets = bureau.page(bureau.officer) + "/resets";
    EXPECT_EQ(bureau.post(bureau.officer, resets, {{"reason", kReason}}), "access.denied");
    EXPECT_EQ(bureau.post(bureau.stranger, resets, {{"reason", kReason}}), "account.unknown");
    EXPECT_EQ(bureau.post(bureau.first, resets, {{"reason", ""}}), "reason.required /reason");
    ASSERT_EQ(bureau.post(bureau.first, resets, {{"reason", kReason}}), "");
    auto id = text_at(bureau.get(bureau.second, bureau.page(bureau.officer)), "/resets/0/id");
    auto confirm = resets + "/" + id + "/confirmation";
    EXPECT_EQ(bureau.post(bureau.first, confirm), "reset.second_person") << "who asked cannot confirm";
    EXPECT_EQ(bureau.post(bureau.stranger, confirm), "account.unknown");
    ASSERT_EQ(bureau.post(bureau.second, confirm), "");
    auto link = bureau.last_text("/link");
    EXPECT_EQ(bureau.post(bureau.second, confirm), "reset.unknown") << "one link only";

    auto old = browser_of(bureau.officer);
    EXPECT_EQ(Door::refusal(bureau.door.get(old, "/me")), "") << "nothing changes before the link is used";
    EXPECT_EQ(bureau.use_link(link, "sandi sesudah penyetelan"), "");
    EXPECT_EQ(bureau.use_link(link, "sandi lain lagi yang panjang"), "link.expired");
    EXPECT_EQ(Door::refusal(bureau.door.get(old, "/me")), "session.required");
    Browser browser;
    EXPECT_EQ(Door::refusal(bureau.door.sign_in(browser, bureau.officer.email, bureau.officer.password)),
              "sign_in.wrong");
    EXPECT_EQ(Door::refusal(bureau.door.sign_in(browser, bureau.officer.email, "sandi sesudah penyetelan")), "");
    db.with_reader([&](storage::Reader& reader) {
      EXPECT_FALSE(key_holders(reader, kOffice, kNow)[0].has_access) << "sealed identities stay shut to a reset";
    });
  });
}

TEST(Resets, OfOneselfAndRefusedOnesLeadNowhere) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    auto resets = bureau.page(bureau.first) + "/resets";
    ASSERT_EQ(bureau.post(bureau.second, resets, {{"reason", kReason}}), "");
    auto id = text_at(bureau.get(bureau.first, bureau.page(bureau.first)), "/resets/0/id");
    EXPECT_EQ(bureau.post(bureau.first, resets + "/" + id + "/confirmation"), "reset.second_person")
        << "nor can the person concerned";
    EXPECT_EQ(bureau.post(bureau.first, resets + "/" + id + "/refusal"), "");
    auto third = make_member(db, "admin4@contoh.example", kOffice, {Role::administrator});
    EXPECT_EQ(bureau.post(third, resets + "/" + id + "/confirmation"), "reset.unknown");
  });
}

TEST(Disabling, EndsAllAtOnceAndCanBeTakenBack) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    auto page = bureau.page(bureau.officer);
    EXPECT_EQ(bureau.post(bureau.first, bureau.page(bureau.first) + "/disablement", {{"reason", kReason}}),
              "account.own");
    EXPECT_EQ(bureau.post(bureau.stranger, page + "/disablement", {{"reason", kReason}}), "account.unknown");
    ASSERT_EQ(bureau.post(bureau.first, page + "/disablement", {{"reason", "tidak lagi bertugas"}}), "");
    EXPECT_EQ(bureau.get_refusal(bureau.officer, "/me"), "session.required");
    Browser browser;
    EXPECT_EQ(Door::refusal(bureau.door.sign_in(browser, bureau.officer.email, bureau.officer.password)),
              "sign_in.wrong");
    EXPECT_EQ(bureau.post(bureau.first, page + "/disablement", {{"reason", kReason}}), "account.status");
    ASSERT_EQ(bureau.post(bureau.first, page + "/enablement", {{"reason", "kembali bertugas"}}), "");
    EXPECT_EQ(Door::refusal(bureau.door.sign_in(browser, bureau.officer.email, bureau.officer.password)), "");
    auto history = bureau.get(bureau.first, page).at("history").as_array();
    std::vector<std::string> verbs;
    for (const auto& item : history) verbs.emplace_back(item.at("act").as_string());
    EXPECT_THAT(verbs, ::testing::IsSupersetOf({"identity.disabled", "identity.enabled"}));
  });
}

TEST(HandOver, GivesOpenWorkToAColleagueOfTheOffice) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    auto colleague = make_member(db, "rekan@contoh.example", kOffice, {Role::case_officer});
    bureau.work.items = {{"1", bureau.officer.account}, {"2", bureau.officer.account}, {"3", "lain"}};
    auto page = bureau.page(bureau.officer);
    EXPECT_EQ(bureau.get(bureau.first, page).at("open_work").as_array().size(), 2u);
    EXPECT_EQ(bureau.post(bureau.first, page + "/hand-over", {{"to", bureau.stranger.account}}),
              "hand_over.receiver /to");
    EXPECT_EQ(bureau.post(bureau.first, page + "/hand-over", {{"to", bureau.officer.account}}),
              "hand_over.receiver /to");
    ASSERT_EQ(bureau.post(bureau.first, page + "/disablement", {{"reason", "tidak lagi bertugas"}}), "");
    EXPECT_EQ(bureau.post(bureau.first, page + "/hand-over", {{"to", colleague.account}}), "")
        << "also after the person has left";
    EXPECT_EQ(bureau.work.items[0].second, colleague.account);
    EXPECT_EQ(bureau.work.items[2].second, "lain");
  });
}

TEST(Roles, HoldFromDayToDay) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    auto give = [&](const char* from, const char* until) {
      return bureau.post(bureau.first, bureau.page(bureau.officer) + "/roles",
                         {{"office", kOffice}, {"role", "administrator"}, {"from", from}, {"until", until}});
    };
    EXPECT_EQ(give("2024-11-02", "2024-11-01"), "role.period /until");
    ASSERT_EQ(give("2024-11-01", "2024-11-02"), "");
    EXPECT_EQ(give("2024-11-02", "2024-11-05"), "role.held");
    auto invite_page = [&](const char* at) {
      bureau.door.now = *parse_instant(at);
      Browser browser;
      must(bureau.door.sign_in(browser, bureau.officer.email, bureau.officer.password));
      return Door::refusal(bureau.door.get(browser, "/people/new"));
    };
    EXPECT_EQ(invite_page("2024-10-31T23:59:59+07:00"), "access.denied");
    EXPECT_EQ(invite_page("2024-11-01T00:00:00+07:00"), "") << "the first moment of the day in the office's zone";
    EXPECT_EQ(invite_page("2024-11-02T23:59:59+07:00"), "") << "the last day is included";
    EXPECT_EQ(invite_page("2024-11-03T00:00:00+07:00"), "access.denied");
  });
}

TEST(Roles, OfAnotherOfficeAreNoneOfItsBusiness) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    EXPECT_EQ(bureau.get_refusal(bureau.stranger, bureau.page(bureau.officer)), "account.unknown");
    EXPECT_EQ(bureau.get_refusal(bureau.stranger, "/people?office=" + kOffice), "access.denied");
    EXPECT_EQ(bureau.get_refusal(bureau.officer, "/people/new"), "access.denied");
    auto rows = bureau.get(bureau.officer, "/people").at("rows").as_array();
    for (const auto& row : rows) EXPECT_FALSE(row.as_object().contains("email")) << "colleagues see names only";

    // Moved to the other office: the one that was left manages the account no longer.
    auto grant = text_at(bureau.get(bureau.first, bureau.page(bureau.officer)), "/roles/0/id");
    must(storage::write(db, [&](storage::Transaction& tx) {
      return grant_role(tx, kNow, entropy(), kSystem, {bureau.officer.account, kOther, Role::case_officer, kNow, {}});
    }));
    auto end = bureau.page(bureau.officer) + "/roles/" + grant + "/end";
    EXPECT_EQ(bureau.post(bureau.stranger, end, {{"reason", "mutasi"}}), "role.unknown");
    EXPECT_EQ(bureau.post(bureau.first, end, {{"reason", "mutasi"}}), "");
    auto reset = bureau.page(bureau.officer) + "/resets";
    EXPECT_EQ(bureau.post(bureau.first, reset, {{"reason", kReason}}), "account.unknown");
    EXPECT_EQ(bureau.post(bureau.stranger, reset, {{"reason", kReason}}), "");
  });
}

TEST(Keys, AreMadeByAdministratorsGivenByHoldersAndRecovered) {
  for_each_database([](storage::Database& db) {
    Bureau bureau(db);
    EXPECT_EQ(bureau.post(bureau.officer, "/keys", {{"office", kOffice}}), "access.denied");
    EXPECT_EQ(bureau.post(bureau.stranger, "/keys", {{"office", kOffice}}), "access.denied");
    ASSERT_EQ(bureau.post(bureau.first, "/keys", {{"office", kOffice}}), "");
    auto one = bureau.last_text("/first");
    auto other = bureau.last_text("/second");
    auto late = make_member(db, "baru@contoh.example", kOffice, {Role::intake_officer});
    auto later = make_member(db, "nanti@contoh.example", kOffice, {Role::intake_officer});
    json::object to_late{{"office", kOffice}, {"account", late.account}};
    EXPECT_EQ(bureau.post(bureau.first, "/keys/grants", to_late), "access.denied") << "administrators open nothing";
    EXPECT_EQ(bureau.post(late, "/keys/grants", to_late), "key.not_granted");
    EXPECT_EQ(bureau.post(bureau.officer, "/keys/grants", to_late), "");
    auto has_access = [&](const Member& member) {
      auto view = bureau.get(bureau.first, "/keys");
      for (const auto& holder : view.at("holders").as_array())
        if (holder.at("account").as_string() == std::string_view(member.account))
          return holder.at("has_access").as_bool();
      return false;
    };
    EXPECT_TRUE(has_access(late));
    EXPECT_FALSE(has_access(later));
    auto recover = [&](const Member& by, const std::string& a, const std::string& b) {
      return bureau.post(by, "/keys/recovery", {{"office", kOffice}, {"first", a}, {"second", b}});
    };
    EXPECT_EQ(recover(bureau.stranger, one, other), "access.denied");
    EXPECT_EQ(recover(bureau.first, one, one), "key.wrong_shares");
    EXPECT_EQ(recover(bureau.first, one, other), "");
    EXPECT_TRUE(has_access(later));
  });
}

}  // namespace
}  // namespace netra::identity::testing
