// Notices by mail. A mail says that something waits in Netra and where, never what: no names, no case numbers, no text
// of a report.
//
//   mail::enqueue(writer, now, entropy, {{"petugas@bawaslu.example"}, "id", "clock_due", "/desk", due});
//   mail::add_jobs(runner, {database, transport, messages, settings});
//
// The words are in catalogues: `mail.<notice>.subject` and `mail.<notice>.body`, with {due}, {count} or numbers by name
// at most; the link is added below the body. The outbox row loses its address as soon as the mail is handed over.
//
// A path that is itself a secret (a one-time link) is never stored readable: with `lock` the outbox keeps it locked
// with the server's own key and forgets it with the address. A copy of the database opens nothing.
//
// Threads: send() may be called from any thread, also from several at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/random.hpp"
#include "engine/base/time.hpp"
#include "engine/crypto/secret.hpp"
#include "engine/storage/storage.hpp"

namespace netra::jobs {
class Runner;
}

namespace netra::mail {

struct Notice {
  std::vector<std::string> to;        // addresses; each gets a mail of its own
  std::string language = "id";        // "id" or "en"
  std::string notice;                 // "clock_due": names the texts
  std::string path;                   // "/desk", "/cases/0192…": what the link opens after signing in
  std::optional<LocalTime> due;       // {due}
  std::optional<std::int64_t> count;  // {count}
  crypto::Secret lock{};              // the path is a secret: 32 bytes, those of Settings::link_key; empty: it is none
  std::vector<std::pair<std::string, std::int64_t>> counts{};  // {name}: several numbers
};

// Puts the mails into the outbox, in the same transaction as what they are about.
// Errors: mail.address  an address is not one
//         mail.path     the path does not begin with one slash, or holds blanks or quotes
// Nothing is stored then.
Result<Done> enqueue(storage::Writer& db, Instant now, Entropy& entropy, const Notice& notice);

// A mail ready to go.
struct Message {
  std::string from;  // "Netra <netra@bawaslu.example>"
  std::vector<std::string> to;
  std::string subject;
  std::string body;  // plain text
  std::string id;    // for Message-ID
  Instant at;
};

// RFC 5322 bytes with CRLF; UTF-8 subject encoded (RFC 2047), body quoted-printable.
std::string to_rfc5322(const Message& message);

// Errors: mail.unreachable (kUnavailable: try again)  mail.refused (kInvalid: the server will never take it)
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<Done> send(const Message& message) = 0;
};

enum class Tls { none, starttls, implicit };  // starttls: required, never only tried
BOOST_DESCRIBE_ENUM(Tls, none, starttls, implicit)

struct SmtpOptions {
  std::string host;
  int port = 587;
  Tls tls = Tls::starttls;
  std::string user;  // empty: no authentication
  std::string password;
  std::string ca_file;  // empty: the system's
  long timeout_seconds = 30;
};
std::unique_ptr<Transport> smtp_transport(SmtpOptions options);

// Writes each mail as an .eml file into a folder; for the demo and for tests.
std::unique_ptr<Transport> folder_transport(std::string folder);

struct Settings {
  std::string from;           // "Netra <netra@bawaslu.example>"
  std::string base_url;       // "https://netra.bawaslu.example", no slash at the end
  crypto::Secret link_key{};  // opens the paths that were locked
};

struct MailServices {
  storage::Database& database;
  Transport& transport;
  const Messages& messages;
  Settings settings;
};

// Registers the job that sends ("mail.send") and the daily one that clears what was sent long ago ("mail.clear").
void add_jobs(jobs::Runner& runner, const MailServices& services);

// For the administrator's page: what could not be sent.
struct Bounced {
  std::string id;
  std::string notice;
  std::string last_error_code;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Bounced, (), (id, notice, last_error_code, created_at))
std::vector<Bounced> bounced(storage::Reader& db);

}  // namespace netra::mail
