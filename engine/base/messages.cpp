#include "engine/base/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include <toml++/toml.h>  // with exceptions, as everywhere: two kinds of it in one program are two definitions of one function

namespace netra {

namespace {

// "domain/report/messages.en.toml" is "en"; nothing when the name is no catalogue's.
std::string_view language_of(std::string_view file) {
  for (std::string_view language : kLanguages) {
    auto ending = fmt::format("/messages.{}.toml", language);
    if (file.ends_with(ending)) return language;
  }
  return {};
}

std::set<std::string> placeholder_set(std::string_view text) {
  auto names = placeholders(text);
  return {names.begin(), names.end()};
}

}  // namespace

std::vector<std::string> placeholders(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    auto end = text.find('}', at);
    if (end == std::string_view::npos) break;
    names.emplace_back(text.substr(at + 1, end - at - 1));
  }
  return names;
}

Messages::Loaded Messages::load(const Assets& assets) {
  Loaded out;
  auto& by_language = out.messages.by_language_;
  std::map<std::string, std::string, std::less<>> home;  // key -> folder, to name the file that lacks it
  for (const auto& file : assets.list("", ".toml")) {
    auto language = language_of(file);
    if (language.empty()) continue;
    toml::table parsed;
    try {
      parsed = toml::parse(*assets.find(file), file);
    } catch (const toml::parse_error& error) {
      out.faults.push_back(fmt::format("{}:{}: {}", file, error.source().begin.line, error.description()));
      continue;
    }
    auto& texts = by_language[std::string(language)];
    for (auto&& [key, value] : parsed) {
      auto text = value.value<std::string>();
      if (!text) {
        out.faults.push_back(fmt::format("{}: {} is not a text", file, key.str()));
      } else if (!texts.emplace(std::string(key.str()), *text).second) {
        out.faults.push_back(fmt::format("{}: {} is already in another catalogue", file, key.str()));
      }
      home.emplace(std::string(key.str()), file.substr(0, file.rfind('/')));
    }
  }
  for (const auto& [key, folder] : home) {
    const std::string* first = nullptr;
    for (std::string_view language : kLanguages) {
      const auto* text = out.messages.find(language, key);
      if (!text) {
        out.faults.push_back(fmt::format("{}/messages.{}.toml: {} is missing", folder, language, key));
      } else if (!first) {
        first = text;
      } else if (placeholder_set(*first) != placeholder_set(*text)) {
        out.faults.push_back(fmt::format("{}/messages.{}.toml: {} has other placeholders", folder, language, key));
      }
    }
  }
  return out;
}

const std::string* Messages::find(std::string_view language, std::string_view key) const {
  auto texts = by_language_.find(language);
  if (texts == by_language_.end()) return nullptr;
  auto found = texts->second.find(key);
  return found == texts->second.end() ? nullptr : &found->second;
}

std::string Messages::text(std::string_view language, std::string_view key) const {
  const auto* found = find(language, key);
  return found ? *found : std::string(key);
}

std::string Messages::text(std::string_view language, std::string_view key,
                           const std::vector<std::pair<std::string_view, std::string_view>>& values) const {
  auto pattern = text(language, key);
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    auto end = pattern.find('}', at);
    if (end == std::string::npos) break;
    auto name = std::string_view(pattern).substr(at + 1, end - at - 1);
    auto found = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
    if (found == values.end()) continue;
    out.append(pattern, from, at - from).append(found->second);
    from = end + 1;
  }
  return out.append(pattern, from);
}

std::vector<std::string> Messages::keys(std::string_view language) const {
  std::vector<std::string> out;
  if (auto texts = by_language_.find(language); texts != by_language_.end())
    for (const auto& [key, text] : texts->second) out.push_back(key);
  return out;
}

}  // namespace netra
