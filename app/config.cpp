#include "app/config.hpp"

#include <toml++/toml.h>
#include <charconv>
#include <filesystem>
#include <variant>

namespace netra::app {

namespace {

using Target = std::variant<std::string*, std::int64_t*, std::vector<std::string>*>;

struct Setting {
  std::string name;
  Target target;
};

std::vector<Setting> settings_of(Config& c) {
  return {{"data", &c.data},
          {"listen", &c.listen},
          {"public_url", &c.public_url},
          {"database_url", &c.database_url},
          {"overrides", &c.overrides},
          {"tls_certificate", &c.tls_certificate},
          {"tls_key", &c.tls_key},
          {"trusted_proxies", &c.trusted_proxies},
          {"max_upload_mb", &c.max_upload_mb},
          {"workers", &c.workers},
          {"waiting_requests", &c.waiting_requests},
          {"proof_from_percent", &c.proof_from_percent},
          {"second_factor", &c.second_factor},
          {"smtp_url", &c.smtp_url},
          {"smtp_user", &c.smtp_user},
          {"smtp_password", &c.smtp_password},
          {"smtp_from", &c.smtp_from},
          {"webhook_loopback", &c.webhook_loopback},
          {"metrics_token", &c.metrics_token},
          {"log_level", &c.log_level}};
}

tl::unexpected<Error> wrong(const std::string& name, const std::string& why) {
  return fail(Outcome::kInvalid, "config.value", name + ": " + why);
}

bool set_from_text(const Target& target, const std::string& text) {
  if (auto* const* s = std::get_if<std::string*>(&target)) {
    **s = text;
    return true;
  }
  if (auto* const* n = std::get_if<std::int64_t*>(&target)) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), **n);
    return error == std::errc() && end == text.data() + text.size();
  }
  auto& list = *std::get<std::vector<std::string>*>(target);
  list.clear();
  for (std::size_t at = 0; at < text.size();) {
    auto comma = std::min(text.find(',', at), text.size());
    list.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return true;
}

bool set_from_toml(const Target& target, const toml::node& node) {
  if (auto* const* s = std::get_if<std::string*>(&target)) {
    auto value = node.value_exact<std::string>();
    if (value) **s = *value;
    return value.has_value();
  }
  if (auto* const* n = std::get_if<std::int64_t*>(&target)) {
    auto value = node.value_exact<std::int64_t>();
    if (value) **n = *value;
    return value.has_value();
  }
  const auto* array = node.as_array();
  if (!array) return false;
  auto& list = *std::get<std::vector<std::string>*>(target);
  list.clear();
  for (const auto& item : *array) {
    auto value = item.value_exact<std::string>();
    if (!value) return false;
    list.push_back(*value);
  }
  return true;
}

Result<Done> read_file(const std::string& file, const std::vector<Setting>& settings) {
  toml::table table;
  try {
    table = toml::parse_file(file);
  } catch (const toml::parse_error& e) {
    return fail(Outcome::kInvalid, "config.unreadable",
                file + ":" + std::to_string(e.source().begin.line) + ": " + std::string(e.description()));
  }
  for (const auto& [key, node] : table) {
    const Setting* known = nullptr;
    for (const auto& setting : settings)
      if (setting.name == key.str()) known = &setting;
    auto place = file + ":" + std::to_string(key.source().begin.line) + ": " + std::string(key.str());
    if (!known) return fail(Outcome::kInvalid, "config.unknown", place);
    if (!set_from_toml(known->target, node)) return wrong(place, "is of the wrong type");
  }
  return Done{};
}

}  // namespace

std::optional<Endpoint> parse_endpoint(const std::string& text) {
  auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string host = text.substr(0, colon), port = text.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  Endpoint out{host.empty() ? "0.0.0.0" : host, 0};
  auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (error != std::errc() || end != port.data() + port.size() || port.empty()) return std::nullopt;
  return out;
}

Result<Config> load_config(const std::string& file, bool must_exist, const Environment& environment) {
  Config config;
  auto settings = settings_of(config);
  if (std::filesystem::exists(file)) {
    if (auto read = read_file(file, settings); !read) return fail(std::move(read.error()));
  } else if (must_exist) {
    return fail(Outcome::kInvalid, "config.unreadable", file + ": no such file");
  }
  for (const auto& setting : settings) {
    std::string name = "NETRA_";
    for (char c : setting.name) name += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    auto value = environment(name);
    if (value && !set_from_text(setting.target, *value)) return wrong(name, "is no number");
  }
  return config;
}

Result<Done> check_config(const Config& c) {
  if (!parse_endpoint(c.listen)) return wrong("listen", "must be HOST:PORT, is \"" + c.listen + "\"");
  if (c.tls_certificate.empty() != c.tls_key.empty()) return wrong("tls_key", "needs tls_certificate, and the reverse");
  for (const auto* file : {&c.tls_certificate, &c.tls_key})
    if (!file->empty() && !std::filesystem::exists(*file)) return wrong("tls_certificate", "no such file: " + *file);
  if (!c.overrides.empty() && !std::filesystem::is_directory(c.overrides))
    return wrong("overrides", "no such directory: " + c.overrides);
  if (c.max_upload_mb < 1 || c.max_upload_mb > 10240) return wrong("max_upload_mb", "must be 1 to 10240");
  if (c.workers < 0 || c.workers > 1024) return wrong("workers", "must be 0 to 1024");
  if (c.waiting_requests < 10 || c.waiting_requests > 100'000) return wrong("waiting_requests", "must be 10 to 100000");
  if (c.proof_from_percent < 0 || c.proof_from_percent > 100) return wrong("proof_from_percent", "must be 0 to 100");
  if (c.webhook_loopback < 0 || c.webhook_loopback > 1) return wrong("webhook_loopback", "must be 0 or 1");
  if (c.second_factor != "off" && c.second_factor != "staff" && c.second_factor != "all")
    return wrong("second_factor", "must be off, staff or all");
  if (c.log_level != "debug" && c.log_level != "info" && c.log_level != "warn" && c.log_level != "error")
    return wrong("log_level", "must be debug, info, warn or error");
  if (!c.smtp_url.empty() && c.smtp_from.empty()) return wrong("smtp_from", "is needed when smtp_url is set");
  return Done{};
}

}  // namespace netra::app
