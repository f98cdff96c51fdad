// For tests of the routes: a browser that keeps its cookies, at the door of an office, in process.
//
//   Door door(db);
//   Browser browser;
//   auto reply = door.post(browser, "/sign-in", {{"email", ...}, {"password", ...}});
//   EXPECT_EQ(door.refusal(door.get(browser, "/me")), "session.required");
//
// Gate, decoding, prepare and act are those of the server; only the network is missing.
#pragma once

#include <memory>

#include "domain/identity/identity_routes.hpp"
#include "domain/identity/testing.hpp"

namespace netra::identity::testing {

struct Browser {
  std::string session, device;
  std::string network = "network-1";
};

inline Browser browser_of(const Member& member) { return {member.token, {}, "network-1"}; }

class Door {
 public:
  using Answer = Result<http::AnyReply>;

  explicit Door(storage::Database& database, Settings with = {}, crypto::PasswordHasher::Limits limits = {4, 64},
                std::vector<const OpenWork*> work = {})
      : db(database), settings(std::move(with)), hasher(limits, kCheap) {
    add_identity_routes(routes, {settings, assets, hasher, throttle, std::move(work)});
  }

  Answer get(Browser& browser, const std::string& address) { return send(http::Method::get, browser, address, {}); }
  Answer post(Browser& browser, const std::string& address, json::object body = {}) {
    return send(http::Method::post, browser, address, std::move(body));
  }
  Answer sign_in(Browser& browser, const std::string& email, const std::string& password) {
    return post(browser, "/sign-in", {{"email", email}, {"password", password}});
  }
  // Code of the refusal; "" when there was none. With the pointer of the first field, if any: "request.fields /name".
  static std::string refusal(const Answer& answer) {
    if (answer) return {};
    const auto& error = answer.error();
    return error.fields.empty() ? error.code : error.code + " " + error.fields[0].pointer;
  }
  // Waits until what the gate handed to the writer without waiting is done.
  void settle() {
    must(storage::write(db, [](storage::Transaction&) -> Result<Done> { return Done{}; }));
  }

  storage::Database& db;
  Settings settings;
  Assets assets = Assets::from_directory(".", {"procedures"});
  crypto::PasswordHasher hasher;
  SignInThrottle throttle;
  http::Routes routes;
  SessionGate gate{db, settings};
  Instant now = kNow;

 private:
  static std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> out;
    for (std::size_t at = 1; at <= path.size();) {
      auto slash = std::min(path.find('/', at), path.size());
      out.emplace_back(path.substr(at, slash - at));
      at = slash + 1;
    }
    return out;
  }

  const http::Route& find(http::Method method, const std::string& path, http::RequestInfo& info) const {
    auto wanted = parts_of(path);
    const http::Route* best = nullptr;
    for (const auto& route : routes.all()) {
      auto pattern = parts_of(route->pattern);
      if (route->method != method || pattern.size() != wanted.size()) continue;
      std::map<std::string, std::string, std::less<>> params;
      bool fits = true;
      for (std::size_t i = 0; i < pattern.size() && fits; ++i) {
        bool is_param = pattern[i].starts_with('{');
        if (is_param) params.emplace(pattern[i].substr(1, pattern[i].size() - 2), wanted[i]);
        fits = is_param || pattern[i] == wanted[i];
      }
      if (!fits || (best && params.size() >= info.params.size())) continue;
      best = route.get();
      info.params = std::move(params);
    }
    if (!best) throw std::runtime_error("no route for " + path);
    return *best;
  }

  Answer send(http::Method method, Browser& browser, const std::string& address, json::object body) {
    http::RequestInfo info;
    info.method = method;
    auto question = std::min(address.find('?'), address.size());
    info.path = address.substr(0, question);
    if (question < address.size()) {
      auto query = address.substr(question + 1);
      auto equals = query.find('=');
      info.query.emplace_back(query.substr(0, equals), query.substr(equals + 1));
    }
    const auto& route = find(method, info.path, info);
    info.route = route.pattern;
    info.network = browser.network;
    info.session_token = browser.session;
    info.device_token = browser.device;
    auto answer = run(route, info, body);
    if (answer) keep_cookies(browser, *answer);
    return answer;
  }

  Answer run(const http::Route& route, const http::RequestInfo& info, const json::object& body) {
    std::shared_ptr<const http::Principal> principal;
    http::Carried carried;
    std::optional<Answer> read;
    auto ready = storage::read(db, [&](storage::Reader& reader) -> Result<Done> {
      auto admitted = gate.admit(reader, info, route.access, now);
      if (!admitted) return fail(std::move(admitted.error()));
      principal = *admitted;
      http::Reading call{{now, info, *principal, entropy()}, reader};
      if (route.read) {
        read = route.read(call);
        return Done{};
      }
      auto decoded = route.decode(body, Leniency::kStrict);
      if (!decoded) return fail(std::move(decoded.error()));
      carried = *decoded;
      if (!route.prepare) return Done{};
      auto prepared = route.prepare(call, carried);
      if (!prepared) return fail(std::move(prepared.error()));
      carried = *prepared;
      return Done{};
    });
    if (!ready) return fail(std::move(ready.error()));
    if (read) return std::move(*read);
    return storage::write(db, [&](storage::Transaction& tx) -> Answer {
      http::Writing call{{now, info, *principal, entropy()}, tx};
      return route.act(call, carried);
    });
  }

  static void keep_cookies(Browser& browser, const http::AnyReply& answer) {
    for (const auto& cookie : answer.cookies) {
      if (cookie.name == kSessionCookie) browser.session = cookie.value;
      if (cookie.name == kDeviceCookie) browser.device = cookie.value;
    }
  }
};

inline std::string text_at(const json::value& view, std::string_view pointer) {
  boost::system::error_code error;
  const auto* found = view.find_pointer(pointer, error);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

}  // namespace netra::identity::testing
