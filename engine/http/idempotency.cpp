#include "engine/http/idempotency.hpp"

#include <algorithm>

#include "engine/crypto/box.hpp"
#include "engine/http/sql.hpp"

namespace netra::http {

namespace {

// Joins parts so that no two lists of parts give the same text.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto part : parts) out += std::to_string(part.size()) + ":" + std::string(part);
  return out;
}

// The same file sent again lands under a new handle; its hash stays.
json::value without_handles(const json::value& tree) {
  if (const auto* array = tree.if_array()) {
    json::array out;
    for (const auto& item : *array) out.push_back(without_handles(item));
    return out;
  }
  const auto* object = tree.if_object();
  if (!object) return tree;
  bool is_upload = object->size() == 4 && object->contains("staged") && object->contains("sha256");
  json::object out;
  for (const auto& item : *object) {
    if (!is_upload || item.key() != "staged") out.emplace(item.key(), without_handles(item.value()));
  }
  return out;
}

json::value reply_tree(const AnyReply& reply) {
  json::array cookies;
  for (const auto& cookie : reply.cookies) {
    json::object item{{"name", cookie.name}, {"value", cookie.value}};
    if (cookie.max_age) item["max_age"] = cookie.max_age->count();
    cookies.push_back(std::move(item));
  }
  return json::object{{"view", reply.view},
                      {"status", reply.status},
                      {"location", reply.location},
                      {"page", reply.page},
                      {"cookies", std::move(cookies)}};
}

AnyReply reply_of(const json::value& tree) {
  AnyReply reply;
  const auto& object = tree.as_object();
  reply.view = object.at("view");
  reply.status = static_cast<int>(object.at("status").as_int64());
  reply.location = json::value_to<std::string>(object.at("location"));
  reply.page = json::value_to<std::string>(object.at("page"));
  for (const auto& item : object.at("cookies").as_array()) {
    const auto& fields = item.as_object();
    Cookie cookie{json::value_to<std::string>(fields.at("name")), json::value_to<std::string>(fields.at("value")), {}};
    if (const auto* age = fields.if_contains("max_age")) cookie.max_age = std::chrono::seconds(age->as_int64());
    reply.cookies.push_back(std::move(cookie));
  }
  return reply;
}

}  // namespace

bool is_repeat_key(std::string_view key) {
  return !key.empty() && key.size() <= 255 &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

RepeatKey make_repeat_key(std::string_view secret, std::string_view key, std::string_view route,
                          std::string_view principal, const json::value& request) {
  auto both = joined({secret, key});
  RepeatKey out;
  out.id = crypto::to_hex(crypto::hmac_sha256(both, joined({"repeat id", route, principal})));
  out.lock = crypto::derive_key(both, "repeat answer").copy();
  out.request_hash = crypto::to_hex(crypto::hmac_sha256(both, json::serialize(without_handles(request))));
  return out;
}

Result<std::optional<AnyReply>> find_repeat(storage::Reader& db, const RepeatKey& key) {
  auto rows = db.query(sql::http::find_answer, {key.id});
  if (rows.empty()) return std::optional<AnyReply>();
  if (rows[0].text(0) != key.request_hash) return fail(Outcome::kConflict, "request.repeated_differently");
  auto plain = crypto::secretbox_open(crypto::Secret(key.lock), rows[0].bytes(1));
  if (!plain) return fail(Outcome::kConflict, "request.repeated_differently", "the kept answer does not open");
  return std::optional(reply_of(json::parse(plain->view())));
}

void keep_answer(storage::Transaction& tx, const RepeatKey& key, const AnyReply& reply, Instant now, Entropy& entropy) {
  auto locked = crypto::secretbox(crypto::Secret(key.lock), json::serialize(reply_tree(reply)), entropy);
  tx.unlogged(storage::Unlogged::kIdempotency).execute(sql::http::keep_answer, {key.id, key.request_hash, locked, now});
}

std::int64_t forget_answers(storage::Writer& writer, Instant before) {
  return writer.execute(sql::http::forget_answers, {before});
}

}  // namespace netra::http
