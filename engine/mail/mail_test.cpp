#include "engine/mail/mail.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "engine/crypto/box.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/address.hpp"
#include "engine/mail/sql.hpp"
#include "tests/support/databases.hpp"

namespace netra::mail {
namespace {

using testing::HasSubstr;
using testing::Not;

class StillClock final : public Clock {
 public:
  Instant now() const override { return from_ms(ms.load()); }
  std::atomic<std::int64_t> ms{1'730'106'000'000};  // 2024-10-28T09:00:00Z
};

// A mail server of one thread and one conversation at a time. `refusal` answers every RCPT when set.
class Sink {
 public:
  explicit Sink(std::string refusal = {}) : refusal_(std::move(refusal)) {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 || listen(listener_, 8) != 0) abort();
    socklen_t size = sizeof at;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Sink() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  int port() const { return port_; }

  std::vector<std::string> recipients;  // read them after send() has returned
  std::string data;

 private:
  void serve() {
    for (int peer; (peer = accept(listener_, nullptr, nullptr)) >= 0; close(peer)) talk(peer);
  }

  void talk(int peer) {
    std::string in;
    say(peer, "220 sink");
    for (std::string line; next_line(peer, in, line);) {
      if (line.starts_with("EHLO") || line.starts_with("MAIL")) {
        say(peer, "250 ok");
      } else if (line.starts_with("RCPT")) {
        recipients.push_back(line.substr(8));
        say(peer, refusal_.empty() ? "250 ok" : refusal_);
      } else if (line == "DATA") {
        say(peer, "354 go on");
        for (data.clear(); next_line(peer, in, line) && line != ".";) data += line + "\n";
        say(peer, "250 taken");
      } else if (line == "QUIT") {
        say(peer, "221 bye");
        return;
      } else {
        say(peer, "502 what");
      }
    }
  }

  static void say(int peer, const std::string& line) {
    auto bytes = line + "\r\n";
    if (send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return;
  }

  static bool next_line(int peer, std::string& in, std::string& line) {
    std::size_t end;
    while ((end = in.find("\r\n")) == std::string::npos) {
      char part[4096];
      auto got = recv(peer, part, sizeof part, 0);
      if (got <= 0) return false;
      in.append(part, static_cast<std::size_t>(got));
    }
    line = in.substr(0, end);
    in.erase(0, end + 2);
    return true;
  }

  std::string refusal_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

std::unique_ptr<Transport> plain_smtp(int port) {
  SmtpOptions options;
  options.host = "127.0.0.1";
  options.port = port;
  options.tls = Tls::none;
  options.timeout_seconds = 10;
  return smtp_transport(options);
}

Message a_message() {
  Message out;
  out.from = "Netra Indramayu <netra@bawaslu.example>";
  out.to = {"satu@bawaslu.example", "dua@bawaslu.example"};
  out.subject = "Tenggat – segera";
  out.body = "Baris satu = é\n.titik di awal\n";
  out.id = "0192";
  out.at = from_ms(1'730'106'000'000);
  return out;
}

const Settings kSettings{"Netra <netra@bawaslu.example>", "https://netra.example"};

Messages catalogues() { return Messages::load(Assets::from_directory(".", {"engine/mail"})).messages; }

void put(storage::Database& db, const Clock& clock, const Notice& notice) {
  auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
    SystemEntropy entropy;
    return enqueue(tx.unlogged(storage::Unlogged::kJob), clock.now(), entropy, notice);
  });
  ASSERT_TRUE(done) << done.error().code;
}

std::string state_of_addresses(storage::Database& db) {
  return storage::read(
      db, [](storage::Reader& r) { return r.text("SELECT MAX(address) FROM mail_outbox").value_or("none"); });
}

TEST(Addresses, AreWhatMayStandInAHeader) {
  for (const char* good : {"a@b.example", "warga.contoh+satu@kab-indramayu.example", "x@localhost"})
    EXPECT_TRUE(is_address(good)) << good;
  for (const char* bad : {"", "a", "@b", "a@", "a b@c.example", "a@b\r\nRCPT TO:<c@d>", "a@b@c", "<a@b>", "a@.b",
                          "a@b.", "a@b..c", "é@b.example"})
    EXPECT_FALSE(is_address(bad)) << bad;
  EXPECT_EQ(address_of("Netra <netra@b.example>"), "netra@b.example");
  EXPECT_EQ(address_of("netra@b.example"), "netra@b.example");
  EXPECT_EQ(address_of("Netra"), "");
}

TEST(Messages5322, AreEncodedAndStayInTheirLines) {
  auto bytes = to_rfc5322(a_message());
  EXPECT_THAT(bytes, HasSubstr("Date: Mon, 28 Oct 2024 09:00:00 +0000\r\n"));
  EXPECT_THAT(bytes, HasSubstr("Subject: =?UTF-8?Q?Tenggat_=E2=80=93_segera?=\r\n"));
  EXPECT_THAT(bytes, HasSubstr("Message-ID: <0192@bawaslu.example>\r\n"));
  EXPECT_THAT(bytes, HasSubstr("Baris satu =3D =C3=A9\r\n.titik di awal\r\n"));
  auto injected = a_message();
  injected.subject = "x\r\nBcc: y@z.example";
  EXPECT_THAT(to_rfc5322(injected), Not(HasSubstr("\r\nBcc")));
  auto long_one = a_message();
  long_one.subject = std::string(40, 'e') + "é é é é é é é é é é é é é é é é é é é é é é é é é é é é";
  long_one.body = std::string(1000, 'x') + " \n";
  std::istringstream lines(to_rfc5322(long_one));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 78u) << line;
}

TEST(Smtp, HandsAMailToAllItsRecipients) {
  Sink sink;
  auto sent = plain_smtp(sink.port())->send(a_message());
  ASSERT_TRUE(sent) << sent.error().detail;
  EXPECT_THAT(sink.recipients, testing::ElementsAre("<satu@bawaslu.example>", "<dua@bawaslu.example>"));
  EXPECT_THAT(sink.data, HasSubstr("\n..titik di awal\n")) << "dots at the start of a line are doubled on the wire";
}

TEST(Smtp, TellsRefusalFromAbsence) {
  struct {
    const char* answer;
    const char* code;
  } const rows[] = {
      {"550 no such user", "mail.refused"}, {"451 later", "mail.unreachable"}, {"535 sign in", "mail.unreachable"}};
  for (const auto& row : rows) {
    Sink sink(row.answer);
    auto sent = plain_smtp(sink.port())->send(a_message());
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, row.code) << row.answer;
  }
  EXPECT_EQ(plain_smtp(1)->send(a_message()).error().code, "mail.unreachable");
}

TEST(Mail, SaysWhereAndWhenAndNothingElse) {
  test::for_each_database([](storage::Database& db) {
    StillClock clock;
    test::TempFolder folder;
    auto transport = folder_transport(folder.path());
    auto messages = catalogues();
    jobs::Runner runner(db, clock);
    add_jobs(runner, {db, *transport, messages, kSettings});
    put(db, clock, {{"a@b.example", "c@d.example"}, "id", "clock_due", "/desk", LocalTime{clock.now(), Zone::wib}, {}});
    EXPECT_EQ(state_of_addresses(db), "c@d.example");
    runner.run_due();
    EXPECT_EQ(state_of_addresses(db), "") << "the address goes with the mail";
    std::vector<std::string> mails;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream in(file.path());
      mails.push_back(std::string(std::istreambuf_iterator<char>(in), {}));
    }
    ASSERT_EQ(mails.size(), 2u) << "each gets a mail of its own";
    EXPECT_THAT(mails[0], HasSubstr("Subject: Netra: tenggat pada 28-10-2024 16.00 WIB\r\n"));
    EXPECT_THAT(mails[0], HasSubstr("https://netra.example/desk\r\n"));
  });
}

TEST(Mail, WaitsForAServerThatIsAwayAndParksWhatIsRefused) {
  test::for_each_database([](storage::Database& db) {
    StillClock clock;
    auto messages = catalogues();
    auto away = plain_smtp(1);
    put(db, clock, {{"a@b.example"}, "en", "waiting", "/desk", {}, {}});
    {
      jobs::Runner runner(db, clock);
      add_jobs(runner, {db, *away, messages, kSettings});
      runner.run_due();
    }
    EXPECT_EQ(storage::read(db, [](storage::Reader& r) { return bounced(r).size(); }), 0u);
    clock.ms += 60'000;
    Sink sink("550 no such user");
    auto there = plain_smtp(sink.port());
    jobs::Runner runner(db, clock);
    add_jobs(runner, {db, *there, messages, kSettings});
    runner.run_due();
    auto lost = storage::read(db, [](storage::Reader& r) { return bounced(r); });
    ASSERT_EQ(lost.size(), 1u);
    EXPECT_EQ(lost[0].last_error_code, "mail.refused");
  });
}

TEST(Mail, KeepsASecretLinkLockedAndForgetsItWhenSent) {
  test::for_each_database([](storage::Database& db) {
    StillClock clock;
    test::TempFolder folder;
    auto transport = folder_transport(folder.path());
    auto messages = catalogues();
    Notice notice{{"a@b.example"}, "id", "account_invited", "/invitations/rahasia", LocalTime{clock.now(), Zone::wib}};
    notice.lock = crypto::derive_key("of this server", "links");
    put(db, clock, notice);
    auto stored = [&] {
      return storage::read(db, [](storage::Reader& r) { return r.text("SELECT MAX(path) FROM mail_outbox").value(); });
    };
    EXPECT_THAT(stored(), testing::StartsWith("locked:"));
    EXPECT_THAT(stored(), Not(HasSubstr("rahasia")));
    auto settings = kSettings;
    settings.link_key = notice.lock;
    {
      jobs::Runner runner(db, clock);
      add_jobs(runner, {db, *transport, messages, settings});
      runner.run_due();
    }
    EXPECT_EQ(stored(), "") << "a link that was handed over is nobody's here any more";
    std::ifstream in(std::filesystem::directory_iterator(folder.path())->path());
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>(in), {}),
                HasSubstr("https://netra.example/invitations/rahasia\r\n"));

    put(db, clock, notice);
    settings.link_key = crypto::derive_key("of another server", "links");
    jobs::Runner runner(db, clock);
    add_jobs(runner, {db, *transport, messages, settings});
    runner.run_due();
    auto lost = storage::read(db, [](storage::Reader& r) { return bounced(r); });
    ASSERT_EQ(lost.size(), 1u);
    EXPECT_EQ(lost[0].last_error_code, "mail.locked");
  });
}

TEST(Mail, RefusesWhatIsNoAddressOrNoPath) {
  test::for_each_database([](storage::Database& db) {
    auto code = [&](const Notice& notice) {
      auto done = storage::write(db, [&](storage::Transaction& tx) -> Result<Done> {
        SystemEntropy entropy;
        return enqueue(tx.unlogged(storage::Unlogged::kJob), from_ms(1), entropy, notice);
      });
      return done ? std::string() : done.error().code;
    };
    EXPECT_EQ(code({{"a@b.example", "not one"}, "id", "waiting", "/desk", {}, {}}), "mail.address");
    EXPECT_EQ(code({{"a@b.example"}, "id", "waiting", "https://elsewhere.example", {}, {}}), "mail.path");
    EXPECT_EQ(code({{"a@b.example"}, "id", "waiting", "//elsewhere.example", {}, {}}), "mail.path");
    EXPECT_EQ(state_of_addresses(db), "none");
  });
}

TEST(Mail, CataloguesAgree) {
  auto loaded = Messages::load(Assets::from_directory(".", {"engine/mail"}));
  EXPECT_THAT(loaded.faults, testing::ElementsAre());
}

TEST(Mail, QueriesPrepare) { test::expect_prepares(sql::mail::all); }

}  // namespace
}  // namespace netra::mail
