#include "app/demo/registers.hpp"

#include "engine/files/store.hpp"
#include "engine/http/in_process.hpp"

namespace netra::app {

namespace {

using namespace std::chrono;

Result<json::value> ask(Office& office, const std::string& token, http::InProcess::Request request) {
  request.info.session_token = token;
  auto reply = http::InProcess(office.routes(), office.database(), office.entropy())
                   .ask(office.gate(), registers_brought_at(), request);
  if (reply) return std::move(reply->view);
  std::string what = request.address + ": " + reply.error().code + " " + reply.error().detail;
  for (const auto& field : reply.error().fields) what += " " + field.pointer + ":" + field.code + " " + field.detail;
  return fail(Outcome::kInvalid, "demo.step", std::move(what));
}

Result<Done> bring(Office& office, const std::string& token, const char* kind, const std::string& file) {
  const auto bytes = office.assets().find("app/demo/" + file);
  if (!bytes) return fail(Outcome::kInvalid, "demo.file", file);
  auto incoming = office.files().receive(file, "");
  if (!incoming) return fail(std::move(incoming.error()));
  if (auto kept = (*incoming)->write(*bytes); !kept) return kept;
  auto staged = (*incoming)->finish();
  if (!staged) return fail(std::move(staged.error()));
  const json::value upload = {
      {"filename", file}, {"staged", staged->handle}, {"size", staged->size}, {"sha256", staged->sha256}};
  auto made =
      ask(office, token, {http::Method::post, "/registers/imports", {{"kind", kind}, {"file", json::array{upload}}}});
  if (!made) return fail(std::move(made.error()));
  const auto address = "/registers/imports/" + std::string(made->at("id").as_string());
  auto seen = ask(office, token, {http::Method::get, address});
  if (!seen) return fail(std::move(seen.error()));
  if (seen->at("unreadable").as_int64() > 0) return fail(Outcome::kInvalid, "demo.file", file + ": rows are refused");
  auto done = ask(office, token,
                  {http::Method::post,
                   address + "/confirmation",
                   {{"plan", seen->at("plan")}, {"reason", "Angka dari pemberitaan, sebagai pembanding"}}});
  if (!done) return fail(std::move(done.error()));
  return Done{};
}

}  // namespace

Instant registers_brought_at() { return Instant(sys_days(2024y / 10 / 21)) + 3h; }

Result<Done> bring_registers(Office& office, const std::string& token) {
  if (auto done = bring(office, token, "recommendations", "registers_recommendations.csv"); !done) return done;
  return bring(office, token, "figures", "registers_figures.csv");
}

}  // namespace netra::app
