// Alarms as the scheduler rings them, with the mails they send.
#include "domain/clock/alarms.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/clock/testing.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"

namespace netra::clock {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class HandClock final : public Clock {
 public:
  Instant now() const override { return time; }
  Instant time = at(2024y / 10 / 28);
};

struct Desk : Fixture {
  explicit Desk(storage::Database& database) : Fixture(database) {
    s.recipients = [](storage::Reader&, std::string_view, bool to_commissioner) {
      return std::vector<std::string>{to_commissioner ? "ketua@contoh.example" : "petugas@contoh.example"};
    };
    add_jobs(runner, s, entropy);
    mail::add_jobs(runner,
                   {db, *transport, messages.messages, {"Netra <netra@contoh.example>", "https://netra.example"}});
  }
  void pass_to(Instant time) {
    clock.time = time;
    while (runner.run_due() > 0) {
    }
  }
  std::vector<std::string> mails() {
    std::vector<std::string> out;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      std::ostringstream text;
      text << std::ifstream(file.path()).rdbuf();
      out.push_back(text.str());
    }
    return out;
  }

  HandClock clock;
  test::TempFolder folder;
  std::unique_ptr<mail::Transport> transport = mail::folder_transport(folder.path());
  Messages::Loaded messages = Messages::load(Assets::from_directory(".", {"domain", "engine", "web"}));
  jobs::Runner runner{db, clock};
};

TEST(ClockAlarms, RingBeforeAtAndAfterTheLimit) {
  test::for_each_database([](storage::Database& db) {
    Desk d(db);
    auto id = d.start("crime_forward", at(2024y / 10 / 28));
    d.pass_to(at(2024y / 10 / 28, 11h));
    EXPECT_TRUE(d.notice_kinds().empty());
    d.pass_to(at(2024y / 10 / 29, 5h));
    EXPECT_THAT(d.notice_kinds(), ElementsAre(NoticeKind::before_limit));
    EXPECT_EQ(d.mails().size(), 1u);
    d.pass_to(at(2024y / 10 / 29, 12h));
    auto kinds = d.notice_kinds();
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), NoticeKind::limit), 2);  // the desk and the commissioner
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), NoticeKind::lapsed), 1);
    EXPECT_THAT(d.verbs(), testing::Contains("clock.lapsed"));
    EXPECT_EQ(d.view(id, d.clock.time).state, ClockState::running);
    auto told = d.mails().size();
    EXPECT_EQ(told, kinds.size());
    d.pass_to(at(2024y / 11 / 29));
    EXPECT_EQ(d.mails().size(), told);
  });
}

TEST(ClockAlarms, MailsCarryALinkAndNothingElse) {
  test::for_each_database([](storage::Database& db) {
    Desk d(db);
    auto id = d.start("crime_forward", at(2024y / 10 / 28), {"case", "perkara-rahasia-7"});
    d.pass_to(at(2024y / 10 / 29, 12h));
    bool to_commissioner = false;
    ASSERT_FALSE(d.mails().empty());
    for (const auto& mail : d.mails()) {
      to_commissioner = to_commissioner || mail.find("ketua@contoh.example") != mail.npos;
      EXPECT_THAT(mail, HasSubstr("/clocks/"));
      EXPECT_THAT(mail, Not(HasSubstr("perkara-rahasia-7")));
      EXPECT_THAT(mail, Not(HasSubstr("crime_forward")));
      EXPECT_THAT(mail, Not(HasSubstr(d.view(id, d.clock.time).label)));
    }
    EXPECT_TRUE(to_commissioner);
  });
}

}  // namespace
}  // namespace netra::clock
