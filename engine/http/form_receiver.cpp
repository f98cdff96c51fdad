#include "engine/http/form_receiver.hpp"

#include "engine/http/route.hpp"
#include "engine/http/text.hpp"

namespace netra::http {

FormReceiver::FormReceiver(std::string_view boundary, FormLimits limits, files::Store& store, std::string owner)
    : limits_(limits), store_(store), owner_(std::move(owner)), parser_(boundary, limits.parts, *this) {}

Result<Done> FormReceiver::begin(const std::string& name, const std::optional<std::string>& filename) {
  name_ = name;
  is_file_ = filename.has_value();
  filename_ = filename.value_or("");
  value_.clear();
  field_bytes_ += name.size();
  if (fields_.size() >= limits_.fields) return fail(Outcome::kTooLarge, "request.too_many_fields");
  return Done{};
}

Result<Done> FormReceiver::data(std::string_view bytes) {
  if (!is_file_) {
    field_bytes_ += bytes.size();
    if (field_bytes_ > limits_.field_bytes) return fail(Outcome::kTooLarge, "request.too_large");
    value_ += bytes;
    return Done{};
  }
  if (limits_.upload_bytes == 0) return fail(Outcome::kInvalid, "request.no_files");
  upload_bytes_ += bytes.size();
  if (upload_bytes_ > limits_.upload_bytes) return fail(Outcome::kTooLarge, "request.too_large");
  if (!file_) {
    auto opened = store_.receive(filename_, owner_);
    if (!opened) return fail(std::move(opened.error()));
    file_ = std::move(*opened);
  }
  return file_->write(bytes);
}

Result<Done> FormReceiver::end() {
  if (!is_file_) {
    if (!valid_text(value_)) return fail(Outcome::kUnreadable, "request.encoding");
    fields_.push_back({name_, json::value(value_)});
    return Done{};
  }
  if (!file_) {  // a file field left empty, or an empty file: nothing to keep
    fields_.push_back({name_, json::value("")});
    return Done{};
  }
  auto staged = file_->finish();
  file_.reset();
  if (!staged) return fail(std::move(staged.error()));
  fields_.push_back({name_, to_json(Upload{staged->filename, staged->handle, staged->size, staged->sha256})});
  return Done{};
}

Result<std::vector<FormField>> FormReceiver::finish() {
  if (auto done = parser_.finish(); !done) return fail(std::move(done.error()));
  return std::move(fields_);
}

}  // namespace netra::http
