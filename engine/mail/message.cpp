#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/mail/address.hpp"
#include "engine/mail/mail.hpp"

namespace netra::mail {

namespace {

constexpr std::size_t kLongestLine = 76;  // RFC 2045 6.7, RFC 2047 2

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// RFC 2047 "Q" words of a header's text, none cut inside a character.
std::string encoded_header(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out;
  std::string word;
  auto close = [&] { out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?Q?" + std::exchange(word, {})) + "?="; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (word.size() > 40 && !is_continuation(text[i])) close();
    auto c = static_cast<unsigned char>(text[i]);
    if (std::isalnum(c)) {
      word += text[i];
    } else {
      word += c == ' ' ? "_" : fmt::format("={:02X}", c);
    }
  }
  if (!word.empty()) close();
  return out;
}

// RFC 2045 quoted-printable; lines end with CRLF.
std::string quoted_printable(std::string_view text) {
  std::string out;
  std::string line;
  auto put = [&](const std::string& part) {
    if (line.size() + part.size() >= kLongestLine) out += std::exchange(line, {}) + "=\r\n";
    line += part;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c == '\r') continue;
    if (c == '\n') {
      out += std::exchange(line, {}) + "\r\n";
      continue;
    }
    bool before_end = i + 1 == text.size() || text[i + 1] == '\n';
    bool as_is = (c > 0x20 && c < 0x7f && c != '=') || (c == ' ' && !before_end);
    put(as_is ? std::string(1, text[i]) : fmt::format("={:02X}", c));
  }
  return out + line + "\r\n";
}

std::string date_header(Instant at) {
  static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto day = std::chrono::floor<std::chrono::days>(at);
  std::chrono::year_month_day date(day);
  std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string from_header(std::string_view from) {
  auto address = address_of(from);
  auto bracket = from.find('<');
  if (bracket == std::string_view::npos) return address;
  auto name = from.substr(0, bracket);
  while (name.ends_with(' ')) name.remove_suffix(1);
  return encoded_header(name) + " <" + address + ">";
}

}  // namespace

bool is_address(std::string_view text) {
  auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  auto domain = text.substr(at + 1);
  auto fits = [](unsigned char c) {
    return std::isalnum(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(static_cast<char>(c)) != std::string_view::npos;
  };
  auto domain_fits = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; };
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), fits) && !domain.empty() &&
         std::all_of(domain.begin(), domain.end(), domain_fits) && !domain.starts_with('.') && !domain.ends_with('.') &&
         domain.find("..") == std::string_view::npos;
}

std::string address_of(std::string_view from) {
  auto open = from.find('<');
  auto address = open == std::string_view::npos ? from : from.substr(open + 1);
  address = address.substr(0, address.find('>'));
  return is_address(address) ? std::string(address) : std::string();
}

std::string to_rfc5322(const Message& message) {
  std::string to;
  for (const auto& address : message.to) to += (to.empty() ? "" : ",\r\n ") + address;
  auto sender = address_of(message.from);
  return "Date: " + date_header(message.at) + "\r\nFrom: " + from_header(message.from) + "\r\nTo: " + to +
         "\r\nSubject: " + encoded_header(message.subject) + "\r\nMessage-ID: <" + message.id +
         sender.substr(std::min(sender.find('@'), sender.size())) +
         ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\nAuto-Submitted: auto-generated\r\n\r\n" +
         quoted_printable(message.body);
}

}  // namespace netra::mail
