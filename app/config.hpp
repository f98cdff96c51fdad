// Settings: netra.toml, then the environment (NETRA_LISTEN for `listen`), then the command line. A wrong one stops the
// start and names itself.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace netra::app {

struct Config {
  std::string data = "var/netra";  // directory of database, files and backups
  std::string listen = "127.0.0.1:8080";
  std::string public_url;                    // "https://netra.example.go.id": links in mails; empty: http://<listen>
  std::string database_url;                  // PostgreSQL; empty: SQLite in `data`
  std::string overrides;                     // directory whose procedures/ and messages replace the built-in ones
  std::string tls_certificate, tls_key;      // PEM files; both or none
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-* are believed
  std::int64_t max_upload_mb = 200;
  std::int64_t workers = 0;              // handler threads; 0: twice the cores, at least 4
  std::int64_t waiting_requests = 4000;  // that wait for a handler at once; beyond them 503
  std::int64_t proof_from_percent = 40;  // of those; from there on strangers' writes show proof of work; 0: never
  std::string second_factor = "off";     // off | staff | all
  std::string smtp_url, smtp_user, smtp_password, smtp_from;  // empty url: mails stay in the outbox
  std::int64_t webhook_loopback = 0;                          // 1: webhooks may go to this machine too, for trying out
  std::string metrics_token;                                  // allows /metrics from elsewhere than loopback
  std::string log_level = "info";                             // debug | info | warn | error
};

using Environment = std::function<std::optional<std::string>(const std::string&)>;

// Reads `file` (may be absent unless it was asked for by name) and the environment.
// Errors (detail names the setting): config.unreadable, config.unknown, config.value
Result<Config> load_config(const std::string& file, bool must_exist, const Environment& environment);

// Errors: config.value
Result<Done> check_config(const Config& config);

// "127.0.0.1:8080", "[::1]:8080", ":8080"
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
};
std::optional<Endpoint> parse_endpoint(const std::string& text);

}  // namespace netra::app
