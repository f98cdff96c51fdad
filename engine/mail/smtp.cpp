// SMTP by libcurl.
#include <curl/curl.h>

#include <algorithm>

#include "engine/mail/address.hpp"
#include "engine/mail/mail.hpp"

namespace netra::mail {

namespace {

struct Lines {
  curl_slist* first = nullptr;
  ~Lines() { curl_slist_free_all(first); }
  void add(const std::string& line) { first = curl_slist_append(first, line.c_str()); }
};

struct Source {
  std::string bytes;
  std::size_t given = 0;
};

std::size_t give(char* out, std::size_t size, std::size_t count, void* context) {
  auto& source = *static_cast<Source*>(context);
  auto part = std::min(size * count, source.bytes.size() - source.given);
  std::copy_n(source.bytes.data() + source.given, part, out);
  source.given += part;
  return part;
}

// 5yz refuses for good (RFC 5321 4.2.1), except answers about our own sign-in, which an administrator can mend.
bool refused_for_good(long answer) { return answer >= 500 && answer < 600 && (answer < 530 || answer > 538); }

class SmtpTransport final : public Transport {
 public:
  explicit SmtpTransport(SmtpOptions options) : options_(std::move(options)) {}

  Result<Done> send(const Message& message) override {
    std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) return fail(Outcome::kUnavailable, "mail.unreachable", "no memory");
    Lines recipients;
    for (const auto& address : message.to) recipients.add("<" + address + ">");
    Source source{to_rfc5322(message), 0};
    configure(curl.get());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, ("<" + address_of(message.from) + ">").c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.first);
    curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &source);
    auto code = curl_easy_perform(curl.get());
    if (code == CURLE_OK) return Done{};
    long answer = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer);
    auto detail = std::string(curl_easy_strerror(code)) + ", SMTP " + std::to_string(answer);
    if (refused_for_good(answer)) return fail(Outcome::kInvalid, "mail.refused", detail);
    return fail(Outcome::kUnavailable, "mail.unreachable", detail);
  }

 private:
  void configure(CURL* curl) const {
    auto scheme = options_.tls == Tls::implicit ? "smtps://" : "smtp://";
    curl_easy_setopt(curl, CURLOPT_URL, (scheme + options_.host + ":" + std::to_string(options_.port)).c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, std::min(10L, options_.timeout_seconds));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, options_.timeout_seconds);
    if (options_.tls != Tls::none) {
      curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
      curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    }
    if (!options_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    if (!options_.user.empty()) {
      curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
      curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
    }
  }

  const SmtpOptions options_;
};

}  // namespace

std::unique_ptr<Transport> smtp_transport(SmtpOptions options) {
  return std::make_unique<SmtpTransport>(std::move(options));
}

}  // namespace netra::mail
