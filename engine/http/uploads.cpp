#include "engine/http/uploads.hpp"

#include <charconv>

#include "engine/http/decode_body.hpp"
#include "engine/http/text.hpp"

namespace netra::http {

void add_upload_headers(Answer& answer, const files::Staged& staged) {
  answer.set("Upload-Offset", std::to_string(staged.size));
  answer.set("Upload-Length", std::to_string(staged.expected));
}

std::string upload_text(const files::Staged& staged) {
  json::object out{
      {"handle", staged.handle}, {"filename", staged.filename}, {"size", staged.size}, {"expected", staged.expected}};
  if (staged.complete()) out["sha256"] = staged.sha256;
  return json::serialize(out);
}

Result<files::Staged> begin_upload(const Exchange& exchange, files::Store& store, std::size_t most) {
  auto text = exchange.head.get("upload-length");
  std::int64_t length = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc() || end != text.data() + text.size() || length < 0) {
    return fail(Outcome::kUnreadable, "upload.length");
  }
  if (length > static_cast<std::int64_t>(most)) return fail(Outcome::kTooLarge, "upload.too_large");
  auto name = percent_decode(exchange.head.get("upload-name"), Plus::kLiteral);
  if (!name || !valid_text(*name) || name->size() > 255) return fail(Outcome::kUnreadable, "request.encoding");
  return store.begin(*name, length, upload_owner(exchange.info));
}

Result<files::Staged> append_upload(Exchange& exchange, files::Store& store, std::string_view bytes) {
  auto known = find_upload(store, exchange.info, exchange.upload->handle);
  if (!known || bytes.empty()) return known;
  // The store compares the owner it was given with the one it kept; either of ours may be that.
  auto draft = exchange.info;
  draft.session_token.clear();
  auto session = exchange.info;
  session.draft_token.clear();
  bool is_drafts = store.staged(exchange.upload->handle, upload_owner(draft)).has_value();
  auto appended =
      store.append(exchange.upload->handle, upload_owner(is_drafts ? draft : session), exchange.upload->offset, bytes);
  if (appended) exchange.upload->offset = appended->size;
  return appended;
}

}  // namespace netra::http
