// Files the program carries with it: pages, styles, scripts, message catalogues, migrations, procedures.
//
// Names are paths in the repository ("domain/report/pages/show.html", "procedures/pilkada/clocks.toml"). The binary
// embeds them; tests read the source tree; an administrator's directory may lie on top (procedures and texts only;
// `main` decides).
//
// Threads: immutable after it is built; share freely. Views stay valid as long as the Assets object.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netra {

class Assets {
 public:
  void add(std::string name, std::string bytes) { files_.insert_or_assign(std::move(name), std::move(bytes)); }

  // Reads a tree of files below `root`, keeping those whose name starts with one of `prefixes` ("procedures/",
  // "domain/").
  static Assets from_directory(const std::string& root, const std::vector<std::string>& prefixes);

  // Files of `over` replace and add to those here.
  void overlay(const Assets& over);

  std::optional<std::string_view> find(std::string_view name) const;
  // Names that start with `prefix` and end with `suffix`, sorted.
  std::vector<std::string> list(std::string_view prefix, std::string_view suffix = {}) const;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace netra
