// A blunt HTTP client for tests: sends exactly the bytes it is given.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

namespace netra::http {

class TestClient {
 public:
  enum class Tls { kOff, kOn };

  struct Received {
    int status = 0;  // 0: the connection ended first
    std::map<std::string, std::string> headers;
    std::string body;
    std::string header(const std::string& name) const {
      auto found = headers.find(name);
      return found == headers.end() ? "" : found->second;
    }
  };

  explicit TestClient(std::uint16_t port, Tls tls = Tls::kOff) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    std::signal(SIGPIPE, SIG_IGN);
    timeval patience{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("connect");
    if (tls == Tls::kOff) return;
    context_ = SSL_CTX_new(TLS_client_method());
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, fd_);
    if (SSL_connect(ssl_) != 1) throw std::runtime_error("TLS");
  }
  TestClient(TestClient&& other) noexcept { swap(other); }
  TestClient& operator=(TestClient&& other) noexcept {
    swap(other);
    return *this;
  }
  ~TestClient() {
    if (ssl_) SSL_free(ssl_);
    if (context_) SSL_CTX_free(context_);
    if (fd_ >= 0) ::close(fd_);
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                       : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // the server may refuse before everything is sent
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  Received receive(bool is_head = false) {
    std::size_t end = 0;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos) {
      if (!more()) return {};
    }
    Received out;
    out.status = std::stoi(in_.substr(9, 3));
    for (auto at = in_.find("\r\n") + 2; at < end;) {
      auto line_end = in_.find("\r\n", at);
      auto colon = in_.find(": ", at);
      auto name = in_.substr(at, colon - at);
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      out.headers.emplace(name, in_.substr(colon + 2, line_end - colon - 2));
      at = line_end + 2;
    }
    in_.erase(0, end + 4);
    auto length =
        is_head || out.status == 304 || out.status == 204 ? 0 : std::stoul("0" + out.header("content-length"));
    while (in_.size() < length) {
      if (!more()) return {};
    }
    out.body = in_.substr(0, length);
    in_.erase(0, length);
    return out;
  }

  Received ask(std::string_view request, bool is_head = false) {
    send(request);
    return receive(is_head);
  }

  // Has the server ended the connection, with nothing more to say?
  bool is_closed() { return in_.empty() && !more(); }

 private:
  bool more() {
    char buffer[16384];
    auto got = ssl_ ? SSL_read(ssl_, buffer, sizeof buffer) : ::recv(fd_, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    in_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }
  void swap(TestClient& other) {
    std::swap(fd_, other.fd_);
    std::swap(ssl_, other.ssl_);
    std::swap(context_, other.context_);
    std::swap(in_, other.in_);
  }

  int fd_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  std::string in_;
};

}  // namespace netra::http
