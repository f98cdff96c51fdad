// A multipart form as it streams in: fields are kept, files go to the store's staging area.
//
// Threads: one at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/files/store.hpp"
#include "engine/http/form.hpp"
#include "engine/http/multipart.hpp"

namespace netra::http {

struct FormLimits {
  std::size_t field_bytes = 0;   // names and values together
  std::size_t upload_bytes = 0;  // all files together; 0: none are taken
  std::size_t fields = 0;
  std::size_t parts = 0;
};

class FormReceiver final : public PartSink {
 public:
  FormReceiver(std::string_view boundary, FormLimits limits, files::Store& store, std::string owner);

  Result<Done> feed(std::string_view bytes) { return parser_.feed(bytes); }
  // Errors of the parser, and request.too_large, request.no_files (kInvalid), request.encoding.
  Result<std::vector<FormField>> finish();

  Result<Done> begin(const std::string& name, const std::optional<std::string>& filename) override;
  Result<Done> data(std::string_view bytes) override;
  Result<Done> end() override;

 private:
  FormLimits limits_;
  files::Store& store_;
  std::string owner_;
  MultipartParser parser_;
  std::vector<FormField> fields_;
  std::size_t field_bytes_ = 0;
  std::size_t upload_bytes_ = 0;
  std::string name_, filename_, value_;
  bool is_file_ = false;
  std::unique_ptr<files::Incoming> file_;
};

}  // namespace netra::http
