#include "engine/base/assets.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace netra {

namespace fs = std::filesystem;

Assets Assets::from_directory(const std::string& root, const std::vector<std::string>& prefixes) {
  Assets out;
  for (const auto& prefix : prefixes) {
    fs::path top = fs::path(root) / prefix;
    if (!fs::is_directory(top)) continue;
    for (fs::recursive_directory_iterator it(top); it != fs::recursive_directory_iterator(); ++it) {
      if (it->path().filename() == "node_modules") it.disable_recursion_pending();  // tools of web/, not ours to serve
      if (!it->is_regular_file()) continue;
      std::ifstream in(it->path(), std::ios::binary);
      out.add(it->path().lexically_relative(root).generic_string(),
              std::string(std::istreambuf_iterator<char>(in), {}));
    }
  }
  return out;
}

void Assets::overlay(const Assets& over) {
  for (const auto& [name, bytes] : over.files_) files_.insert_or_assign(name, bytes);
}

std::optional<std::string_view> Assets::find(std::string_view name) const {
  auto found = files_.find(name);
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> Assets::list(std::string_view prefix, std::string_view suffix) const {
  std::vector<std::string> out;
  for (auto it = files_.lower_bound(prefix); it != files_.end() && it->first.starts_with(prefix); ++it)
    if (it->first.ends_with(suffix)) out.push_back(it->first);
  return out;
}

}  // namespace netra
