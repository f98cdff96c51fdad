// The HTTP server: sockets, limits, routes, both representations of every resource.
//
//   http::Server server(settings, parts);
//   if (auto started = server.start(); !started) ...       // address in use, certificate unreadable, a route's page
//   missing server.stop();                                         // finishes what was accepted, then returns
//
// What it serves besides the routes: /assets/..., /healthz, /metrics (loopback or token), /openapi.json, /uploads
// (engine/http/uploads.hpp).
//
// Threads: `threads` network threads (never blocked by handlers) and `workers` for reading, preparing and rendering;
// writes run on the database's writer. start/stop from one thread. The parts must outlive the server.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/base/result.hpp"
#include "engine/http/prove.hpp"
#include "engine/http/route.hpp"

namespace spdlog {
class logger;
}
namespace netra::files {
class Store;
}

namespace netra::http {

class Renderer;
class StaticFiles;
class Throttle;

struct Limits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t headers = 64;
  std::size_t target_bytes = 8 * 1024;
  std::size_t fields = 2000;                       // of one form
  std::size_t parts = 200;                         // of one multipart body
  std::size_t upload_bytes = 200LL * 1024 * 1024;  // of one file (resumable uploads; routes set their own sum)
  std::size_t connections = 10'000;
  std::size_t connections_per_network = 2'000;  // many people share one address behind a carrier
  std::size_t waiting = 2'000;                  // requests waiting for a worker; beyond that 503
  std::chrono::seconds header_time{15};         // from the first byte to the end of the headers
  std::chrono::seconds idle_time{75};           // between requests
  std::chrono::seconds slack{30};               // a body or answer may be this much behind ...
  std::size_t bytes_per_second = 500;           // ... this rate
  std::chrono::seconds drain_time{30};          // stop(): after this, connections are cut
};

struct Settings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;             // 0: any free port, see Server::port
  std::size_t threads = 0;               // 0: one per core
  std::size_t workers = 0;               // 0: twice the cores, at least 4
  std::string tls_certificate, tls_key;  // PEM files; empty: plain HTTP (loopback or behind a proxy)
  std::vector<std::string>
      trusted_proxies;        // "127.0.0.1", "10.0.0.0/8": X-Forwarded-For/-Proto/-Host count only from these
  std::string secret;         // at least 32 random bytes, kept over restarts, the same on every server of one database
  std::string metrics_token;  // empty: /metrics answers loopback only
  std::string default_language = "id";
  std::string sign_in;  // page a browser without a session is sent to ("/sign-in"); empty: a problem page
  Limits limits;
  ProveOptions prove;
};

struct Parts {
  const Routes& routes;
  const Gate& gate;
  storage::Database& database;
  files::Store& files;
  const Renderer& renderer;
  const StaticFiles& statics;
  const Clock& clock;
  Entropy& entropy;
  Throttle* throttle = nullptr;
  std::shared_ptr<spdlog::logger> access_log;  // one JSON object per line; null: none
  std::shared_ptr<spdlog::logger> log;         // failures; null: none
};

class Server {
 public:
  Server(Settings settings, Parts parts);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Errors (detail says which): server.address, server.certificate, server.settings, server.page
  Result<Done> start();
  std::uint16_t port() const;
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace netra::http
