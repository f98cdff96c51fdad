// A socket, plain or with TLS, behind one face. Internal to engine/http.
//
// Plain sockets keep no buffer while they wait: thousands of idle connections cost a descriptor and a few hundred bytes
// each.
//
// Threads: the network thread of its loop only.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace netra::http {

using Tcp = boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;

class Wire {
 public:
  using OnReady = std::function<void(ErrorCode)>;
  using OnBytes = std::function<void(ErrorCode, std::string_view)>;  // the view holds until the next read on this loop
  using OnSent = std::function<void(ErrorCode, std::size_t)>;

  virtual ~Wire() = default;
  virtual void handshake(OnReady done) = 0;
  virtual void read(OnBytes done) = 0;
  virtual void write(std::string_view first, std::string_view second, OnSent done) = 0;  // some of it
  virtual void shut_sending(OnReady done) = 0;
  virtual Tcp::socket& socket() = 0;
  virtual bool is_tls() const = 0;
};

// `scratch` belongs to the loop and is shared by its connections.
std::unique_ptr<Wire> plain_wire(Tcp::socket socket, std::vector<char>& scratch);
std::unique_ptr<Wire> tls_wire(Tcp::socket socket, boost::asio::ssl::context& context);

}  // namespace netra::http
