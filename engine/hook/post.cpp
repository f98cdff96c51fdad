#include "engine/hook/post.hpp"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

namespace netra::hook {

namespace {

struct Lines {
  curl_slist* first = nullptr;
  Lines() = default;
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  ~Lines() { curl_slist_free_all(first); }
  void add(const std::string& line) { first = curl_slist_append(first, line.c_str()); }
};

// The last gate before a connection: whatever led here, the address must be the one that was checked.
struct Pin {
  Ip address;
  Policy policy;
  bool refused = false;
};

curl_socket_t open_pinned(void* context, curlsocktype, curl_sockaddr* to) {
  auto& pin = *static_cast<Pin*>(context);
  Ip ip;
  ip.is_v6 = to->family == AF_INET6;
  if (to->family == AF_INET)
    std::memcpy(ip.bytes.data(), &reinterpret_cast<const sockaddr_in*>(&to->addr)->sin_addr, 4);
  else if (ip.is_v6)
    std::memcpy(ip.bytes.data(), &reinterpret_cast<const sockaddr_in6*>(&to->addr)->sin6_addr, 16);
  if (!(ip == pin.address) || !is_allowed(ip, pin.policy)) {
    pin.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

struct Dropped {
  std::size_t seen = 0;
  std::size_t most = 0;
};

std::size_t drop(char*, std::size_t size, std::size_t count, void* context) {
  auto& dropped = *static_cast<Dropped*>(context);
  dropped.seen += size * count;
  return dropped.seen > dropped.most ? 0 : size * count;
}

std::string error_name(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return "hook.timeout";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
      return "hook.tls";
    default:
      return "hook.unreachable";
  }
}

class CurlSender final : public Sender {
 public:
  explicit CurlSender(SenderOptions options) : options_(options) {}

  Sent post(const Message& message) override {
    std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) return {0, "hook.unreachable"};
    Lines headers, pinned;
    for (const auto& [name, value] : message.headers) headers.add(name + ": " + value);
    headers.add("Content-Type: application/json");
    headers.add("Expect:");
    Pin pin{message.address, options_.policy};
    Dropped answer{0, options_.most_answer};
    connect_only_to(curl.get(), message, pin, pinned);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.first);
    curl_easy_setopt(curl.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, message.body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(message.body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
    auto code = curl_easy_perform(curl.get());
    if (pin.refused) return {0, "hook.address"};
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    // More answer than anybody needs is not read; what the status says holds all the same.
    bool is_cut = code == CURLE_WRITE_ERROR && answer.seen > answer.most;
    if (code != CURLE_OK && !is_cut) return {0, error_name(code)};
    bool is_taken = status >= 200 && status < 300;
    return {static_cast<int>(status), is_taken ? "" : "hook.status"};
  }

 private:
  void connect_only_to(CURL* curl, const Message& message, Pin& pin, Lines& pinned) const {
    const auto& target = message.target;
    if (!target.literal) {
      auto address = message.address.is_v6 ? "[" + text_of(message.address) + "]" : text_of(message.address);
      pinned.add(target.host + ":" + std::to_string(target.port) + ":" + address);
      curl_easy_setopt(curl, CURLOPT_RESOLVE, pinned.first);
    }
    curl_easy_setopt(curl, CURLOPT_URL, target.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, options_.policy.loopback ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Netra");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, options_.connect_seconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, options_.seconds);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_pinned);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &pin);
  }

  const SenderOptions options_;
};

}  // namespace

std::unique_ptr<Sender> curl_sender(SenderOptions options) { return std::make_unique<CurlSender>(options); }

}  // namespace netra::hook
