// Logs: one JSON object per line on standard output. No addresses, names, paths with ids, or query strings.
#pragma once

#include <memory>

#include "app/config.hpp"
#include "engine/mail/mail.hpp"

namespace spdlog {
class logger;
}

namespace netra::app {

std::shared_ptr<spdlog::logger> make_log(const Config& config);         // {"at", "level", "message"}
std::shared_ptr<spdlog::logger> make_access_log(const Config& config);  // the line as it comes

// "smtp://host:587" (STARTTLS), "smtps://host:465"
mail::SmtpOptions smtp_options(const Config& config);

}  // namespace netra::app
