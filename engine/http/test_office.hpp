// A server with a few routes of every kind, for the tests that drive it over sockets.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "engine/files/store.hpp"
#include "engine/http/renderer.hpp"
#include "engine/http/server.hpp"
#include "engine/http/statics.hpp"
#include "engine/http/test_client.hpp"
#include "tests/support/databases.hpp"

namespace netra::http {

struct Note {
  std::string text;
  std::vector<std::string> tags;
  std::optional<std::int64_t> count;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text, tags, count))

struct Letter {
  std::string subject;
  std::vector<Upload> files;
};
BOOST_DESCRIBE_STRUCT(Letter, (), (subject, files))

struct Seen {
  std::string text;
  std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Seen, (), (text, number))

// Says what it was given; the real one is the page engine.
class PlainRenderer final : public Renderer {
 public:
  std::string render(std::string_view page, std::string_view language, const json::value& view,
                     const json::object& globals) const override {
    return "<page " + std::string(page) + " " + std::string(language) + ">" + json::serialize(view) +
           json::serialize(globals);
  }
  std::string render_problem(std::string_view, const json::object& problem, const json::object&) const override {
    return "<problem>" + json::serialize(problem);
  }
  std::string message(std::string_view, std::string_view key, std::string_view) const override {
    return std::string(key);
  }
  bool has_page(std::string_view page) const override { return page != "missing"; }
};

class OpenGate final : public Gate {
 public:
  Result<std::shared_ptr<const Principal>> admit(storage::Reader&, const RequestInfo& info, const Access& access,
                                                 Instant) const override {
    if (access.name == "member" && info.session_token.empty()) return fail(Outcome::kUnauthorised, "session.required");
    auto principal = std::make_shared<Principal>();
    principal->id = info.session_token;
    return std::shared_ptr<const Principal>(principal);
  }
  json::value describe(const Principal& principal) const override { return {{"name", principal.id}}; }
};

inline constexpr Access kAnyone{"anyone", 0};
inline constexpr Access kMember{"member", 1};

// An office with a few routes, on every engine the fixture gives.
struct Office {
  test::TempFolder folder;
  storage::Database& database;
  SystemEntropy entropy;
  SystemClock clock;
  std::unique_ptr<files::Store> store = *files::Store::open(folder.path() + "/files", entropy);
  PlainRenderer renderer;
  OpenGate gate;
  StaticFiles statics;
  Routes routes;
  std::atomic<int> acted{0};
  std::atomic<int> reading{0};
  std::string object;  // a stored file
  Settings settings;
  std::unique_ptr<Server> server;

  explicit Office(storage::Database& db) : database(db) {
    Assets assets;
    assets.add("web/static/a.css", "body { background: url(\"b.svg\") }" + std::string(2000, ' '));
    assets.add("web/static/b.svg", "<svg/>");
    assets.add("web/static/root/robots.txt", "User-agent: *");
    statics = StaticFiles(assets, "web/static/");
    object = store->put("0123456789", "ten.txt")->sha256;
    add_routes();
    settings.port = 0;
    settings.secret = std::string(32, 's');
    settings.limits.header_time = std::chrono::seconds(1);
    settings.limits.slack = std::chrono::seconds(1);
    settings.limits.drain_time = std::chrono::seconds(5);
  }

  void add_routes() {
    routes
        .get<Seen>("/hello/{name}", kAnyone, {"hello"},
                   [](Reading& c) -> Result<Reply<Seen>> {
                     return Seen{std::string(c.param("name")) + c.query("q").value_or(""), 1};
                   })
        .query("q", "Comes back.");
    routes.get<Seen>("/public", kAnyone, {"public"}, [](Reading&) -> Result<Reply<Seen>> {
      Reply<Seen> reply(Seen{std::string(4000, 'x'), 1});
      reply.cacheable = true;
      return reply;
    });
    routes.get<Seen>("/news", kAnyone, {"news.atom"}, [](Reading&) -> Result<Reply<Seen>> {
      Reply<Seen> reply(Seen{"news", 1});
      reply.cacheable = true;
      return reply;
    });
    routes.get<Seen>("/big", kAnyone, {"big"}, [](Reading&) -> Result<Reply<Seen>> {
      return Seen{std::string(4000, 'x'), 1};
    });
    routes.get<Seen>("/mine", kMember, {"mine"}, [](Reading&) -> Result<Reply<Seen>> { return Seen{"mine", 1}; });
    routes.get<Nothing>("/file", kAnyone, {}, [this](Reading&) -> Result<Reply<Nothing>> {
      Reply<Nothing> reply;
      reply.file = *store->body(object, {});
      return reply;
    });
    routes.get<Seen>("/slow", kAnyone, {}, [this](Reading&) -> Result<Reply<Seen>> {
      ++reading;
      std::this_thread::sleep_for(std::chrono::milliseconds(400));
      return Seen{"slow", 1};
    });
    routes.get<Nothing>("/fails", kAnyone, {},
                        [](Reading&) -> Result<Reply<Nothing>> { throw std::runtime_error("x"); });
    routes.get<Seen>("/notes/new", kAnyone, {"note_form"}, [](Reading& c) -> Result<Reply<Seen>> {
      return Seen{c.entered ? c.entered->error.code : "empty", 0};
    });
    routes
        .post<Note, Seen>("/notes", kAnyone, {"note"},
                          [this](Writing& c, const Note& in) -> Result<Reply<Seen>> {
                            if (in.text == "bad") return fail_fields("note.bad", {{"/text", "field.value", {}}});
                            c.tx.unlogged(storage::Unlogged::kDraft);
                            int number = ++acted;
                            return created(Seen{in.text, number}, "/notes/" + std::to_string(number));
                          })
        .again("/notes/new")
        .max_body(2000);
    routes
        .post<Letter, Seen>("/letters", kAnyone, {},
                            [this](Writing&, const Letter& in) -> Result<Reply<Seen>> {
                              if (in.files.empty()) return Seen{in.subject, 0};
                              auto stored = store->adopt(in.files[0].staged);
                              if (!stored) return fail(stored.error());
                              return Seen{stored->filename + " " + stored->sha256, stored->size};
                            })
        .max_upload(100'000);
  }

  void start() {
    server =
        std::make_unique<Server>(settings, Parts{routes, gate, database, *store, renderer, statics, clock, entropy});
    auto started = server->start();
    ASSERT_TRUE(started) << started.error().detail;
  }
  TestClient client() const { return TestClient(server->port()); }
};

inline void with_office(const std::function<void(Office&)>& body) {
  test::for_each_database([&](storage::Database& database) {
    Office office(database);
    office.start();
    body(office);
  });
}

inline std::string post_json(const std::string& path, const std::string& body, const std::string& headers = {}) {
  return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nAccept: application/json\r\n" +
         headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline std::string get(const std::string& path, const std::string& headers = {}) {
  return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

}  // namespace netra::http
