#include "engine/http/decode_body.hpp"

#include <algorithm>

#include "engine/crypto/hash.hpp"
#include "engine/http/form_receiver.hpp"
#include "engine/http/idempotency.hpp"
#include "engine/http/text.hpp"

namespace netra::http {

namespace {

constexpr std::string_view kStaged = "staged:";

bool has_nul(const json::value& tree) {
  if (const auto* text = tree.if_string()) return text->find('\0') != json::string::npos;
  if (const auto* array = tree.if_array()) return std::any_of(array->begin(), array->end(), has_nul);
  if (const auto* object = tree.if_object()) {
    return std::any_of(object->begin(), object->end(), [](const auto& item) {
      return std::string_view(item.key()).find('\0') != std::string_view::npos || has_nul(item.value());
    });
  }
  return false;
}

Result<json::object> parse_json(std::string_view body) {
  if (!valid_text(body)) return fail(Outcome::kUnreadable, "request.encoding");
  if (body.empty()) return json::object{};
  json::parse_options options;
  options.max_depth = 32;
  boost::system::error_code broken;
  auto tree = json::parse(body, broken, {}, options);
  if (broken || !tree.is_object()) return fail(Outcome::kUnreadable, "request.json", broken.message());
  if (has_nul(tree)) return fail(Outcome::kUnreadable, "request.encoding");
  return std::move(tree.get_object());
}

// The form as it can be sent again: what was uploaded with it is named by its handle.
std::vector<std::pair<std::string, std::string>> entries_of(const std::vector<FormField>& fields) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& field : fields) {
    if (const auto* text = field.value.if_string())
      out.emplace_back(field.name, std::string(text->data(), text->size()));
    else if (const auto* upload = field.value.if_object(); upload && upload->contains("staged"))
      out.emplace_back(field.name, std::string(kStaged) + json::value_to<std::string>(upload->at("staged")));
  }
  return out;
}

// Takes the first field of that name out of the form.
std::string take(std::vector<FormField>& fields, std::string_view name) {
  std::string out;
  std::erase_if(fields, [&](const FormField& field) {
    if (field.name != name) return false;
    if (const auto* text = field.value.if_string(); text && out.empty()) out.assign(text->data(), text->size());
    return true;
  });
  return out;
}

struct Resolving {
  const files::Store& store;
  const RequestInfo& info;
  std::vector<FieldError> errors;
  std::int64_t bytes = 0;

  void upload(json::value& place, const std::string& pointer, std::string_view handle) {
    auto staged = find_upload(store, info, handle);
    if (!staged || !staged->complete()) {
      errors.push_back({pointer, staged ? "field.upload_incomplete" : "field.upload_unknown", {}});
      return;
    }
    bytes += staged->size;
    place = to_json(Upload{staged->filename, staged->handle, staged->size, staged->sha256});
  }

  void walk(json::value& place, const std::string& pointer) {
    if (const auto* text = place.if_string()) {
      auto value = std::string(text->data(), text->size());
      if (value.starts_with(kStaged)) upload(place, pointer, std::string_view(value).substr(kStaged.size()));
    } else if (auto* array = place.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) walk((*array)[i], pointer + "/" + std::to_string(i));
    } else if (auto* object = place.if_object()) {
      if (const auto* handle = object->if_contains("staged"); handle && handle->is_string()) {
        auto value = json::value_to<std::string>(*handle);
        std::string_view bare = value;
        if (bare.starts_with(kStaged)) bare.remove_prefix(kStaged.size());
        return upload(place, pointer, bare);
      }
      for (auto& item : *object) walk(item.value(), pointer + "/" + netra::detail::escape_pointer(item.key()));
    }
  }
};

std::string owner_of(std::string_view kind, const std::string& token) {
  return token.empty() ? std::string() : crypto::sha256_hex("upload owner " + std::string(kind) + token);
}

}  // namespace

Result<Done> decode_body(Exchange& exchange, std::size_t max_fields) {
  exchange.repeat_key = exchange.info.header("idempotency-key");
  exchange.proof = exchange.info.header("x-netra-proof");
  auto type = media_type(exchange.head.get("content-type"));
  exchange.is_form = exchange.form || type == "application/x-www-form-urlencoded";
  if (!exchange.is_form) {
    auto tree = parse_json(exchange.body);
    if (!tree) return fail(std::move(tree.error()));
    exchange.tree = std::move(*tree);
  } else {
    auto fields = exchange.form ? exchange.form->finish() : parse_urlencoded(exchange.body, max_fields);
    if (!fields) return fail(std::move(fields.error()));
    exchange.token = take(*fields, "csrf");
    auto once = take(*fields, "once");
    if (exchange.repeat_key.empty()) exchange.repeat_key = once;
    if (exchange.route->proves_when_busy) {
      exchange.proof = take(*fields, "proof");
      auto answer = take(*fields, "proof_answer");
      if (!answer.empty()) exchange.proof += ":" + answer;
      exchange.entries = entries_of(*fields);
    }
    auto tree = form_tree(std::move(*fields));
    if (!tree) return fail(std::move(tree.error()));
    exchange.tree = std::move(*tree);
  }
  exchange.body = {};
  if (!exchange.repeat_key.empty() && !is_repeat_key(exchange.repeat_key)) {
    return fail(Outcome::kUnreadable, "request.idempotency_key");
  }
  return Done{};
}

std::string upload_owner(const RequestInfo& info) {
  auto owner = owner_of("draft", info.draft_token);
  return owner.empty() ? owner_of("session", info.session_token) : owner;
}

Result<files::Staged> find_upload(const files::Store& store, const RequestInfo& info, std::string_view handle) {
  auto staged = store.staged(handle, owner_of("draft", info.draft_token));
  if (!staged && !info.session_token.empty()) staged = store.staged(handle, owner_of("session", info.session_token));
  return staged;
}

Result<Done> resolve_uploads(Exchange& exchange, const files::Store& store) {
  if (exchange.route->max_upload == 0) return Done{};
  Resolving resolving{store, exchange.info, {}, 0};
  for (auto& item : exchange.tree) {
    resolving.walk(item.value(), "/" + netra::detail::escape_pointer(item.key()));
  }
  if (!resolving.errors.empty()) return fail_fields("request.fields", std::move(resolving.errors));
  if (resolving.bytes > static_cast<std::int64_t>(exchange.route->max_upload)) {
    return fail(Outcome::kTooLarge, "request.too_large");
  }
  return Done{};
}

json::object without_passwords(const json::object& tree) {
  json::object out;
  for (const auto& item : tree) {
    if (!std::string_view(item.key()).ends_with("password")) out.emplace(item.key(), item.value());
  }
  return out;
}

}  // namespace netra::http
