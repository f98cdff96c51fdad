// For tests of the routes: a browser that keeps its cookies, at the door of an office, in process.
//
//   Door door(db);
//   Browser browser;
//   auto reply = door.post(browser, "/sign-in", {{"email", ...}, {"password", ...}});
//   EXPECT_EQ(door.refusal(door.get(browser, "/me")), "session.required");
//
#pragma once

#include <memory>

#include "domain/identity/identity_routes.hpp"
#include "domain/identity/testing.hpp"
#include "engine/http/in_process.hpp"
#include "tests/support/repository.hpp"

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
  const Assets& assets = test::repository();
  crypto::PasswordHasher hasher;
  SignInThrottle throttle;
  http::Routes routes;
  SessionGate gate{db, settings};
  Instant now = kNow;

 private:
  Answer send(http::Method method, Browser& browser, const std::string& address, json::object body) {
    http::RequestInfo info;
    info.network = browser.network;
    info.session_token = browser.session;
    info.device_token = browser.device;
    auto answer =
        http::InProcess(routes, db, entropy()).ask(gate, now, {method, address, std::move(body), std::move(info)});
    if (answer) keep_cookies(browser, *answer);
    return answer;
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
