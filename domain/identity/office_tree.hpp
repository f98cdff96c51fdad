// Which office stands above which, as one small immutable map, so that rights need no query per question.
//
// Threads: immutable; share freely.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/storage/storage.hpp"

namespace netra {

class OfficeTree {
 public:
  using Parents = std::unordered_map<std::string, std::string>;  // office -> superior
  explicit OfficeTree(Parents parents) : parents_(std::move(parents)) {}
  static OfficeTree load(storage::Reader& db);

  // Is `office` strictly below `superior`?
  bool is_below(std::string_view office, std::string_view superior) const;

 private:
  Parents parents_;
};

}  // namespace netra
