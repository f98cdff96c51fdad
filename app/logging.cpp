#include "app/logging.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json.hpp>
#include <charconv>

namespace netra::app {

namespace {

// The message as a JSON string, so that no line can be forged by its content.
class JsonMessage final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    auto text =
        boost::json::serialize(boost::json::string(std::string_view(message.payload.data(), message.payload.size())));
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<JsonMessage>(); }
};

std::shared_ptr<spdlog::logger> make(const char* name, const Config& config) {
  auto logger = std::make_shared<spdlog::logger>(name, std::make_shared<spdlog::sinks::stdout_sink_mt>());
  logger->set_level(spdlog::level::from_str(config.log_level));
  logger->flush_on(spdlog::level::warn);
  return logger;
}

}  // namespace

std::shared_ptr<spdlog::logger> make_log(const Config& config) {
  auto logger = make("netra", config);
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<JsonMessage>('*').set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%*})");
  logger->set_formatter(std::move(formatter));
  logger->flush_on(spdlog::level::info);
  return logger;
}

std::shared_ptr<spdlog::logger> make_access_log(const Config& config) {
  auto logger = make("access", config);
  logger->set_pattern("%v");
  return logger;
}

mail::SmtpOptions smtp_options(const Config& config) {
  mail::SmtpOptions out;
  out.user = config.smtp_user;
  out.password = config.smtp_password;
  std::string rest = config.smtp_url;
  if (rest.starts_with("smtps://")) {
    out.tls = mail::Tls::implicit;
    out.port = 465;
  }
  if (auto scheme = rest.find("://"); scheme != std::string::npos) rest = rest.substr(scheme + 3);
  auto colon = rest.rfind(':');
  if (colon != std::string::npos) {
    std::from_chars(rest.data() + colon + 1, rest.data() + rest.size(), out.port);
    rest.resize(colon);
  }
  out.host = rest;
  return out;
}

}  // namespace netra::app
