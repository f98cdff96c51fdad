#include "engine/http/wire.hpp"

#include <boost/asio/ssl/stream.hpp>

namespace netra::http {

namespace asio = boost::asio;

namespace {

class PlainWire final : public Wire {
 public:
  PlainWire(Tcp::socket socket, std::vector<char>& scratch) : socket_(std::move(socket)), scratch_(scratch) {
    ErrorCode ignored;
    socket_.non_blocking(true, ignored);
  }

  void handshake(OnReady done) override {
    asio::post(socket_.get_executor(), [done = std::move(done)] { done({}); });  // NOLINT: of Asio's own executor
  }

  void read(OnBytes done) override {
    ErrorCode error;
    auto size = socket_.read_some(asio::buffer(scratch_), error);
    if (error != asio::error::would_block) {
      asio::post(socket_.get_executor(),
                 [done = std::move(done), error, bytes = std::string(scratch_.data(), size)] { done(error, bytes); });
      return;
    }
    socket_.async_wait(Tcp::socket::wait_read, [this, done = std::move(done)](ErrorCode failed) {
      if (failed) return done(failed, {});
      ErrorCode broken;
      auto got = socket_.read_some(asio::buffer(scratch_), broken);
      if (broken == asio::error::would_block) return read(done);
      done(broken, std::string_view(scratch_.data(), got));
    });
  }

  void write(std::string_view first, std::string_view second, OnSent done) override {
    std::array<asio::const_buffer, 2> parts = {asio::buffer(first), asio::buffer(second)};
    socket_.async_write_some(parts, std::move(done));
  }

  void shut_sending(OnReady done) override {
    ErrorCode error;
    socket_.shutdown(Tcp::socket::shutdown_send, error);
    done(error);
  }

  Tcp::socket& socket() override { return socket_; }
  bool is_tls() const override { return false; }

 private:
  Tcp::socket socket_;
  std::vector<char>& scratch_;
};

class TlsWire final : public Wire {
 public:
  TlsWire(Tcp::socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

  void handshake(OnReady done) override { stream_.async_handshake(asio::ssl::stream_base::server, std::move(done)); }

  void read(OnBytes done) override {
    if (buffer_.empty()) buffer_.resize(kBuffer);
    if (is_shut_) {  // only to see the client out: what still comes is not ours any more
      stream_.next_layer().async_read_some(asio::buffer(buffer_),
                                           [this, done = std::move(done)](ErrorCode error, std::size_t size) {
                                             done(error, std::string_view(buffer_.data(), size));
                                           });
      return;
    }
    stream_.async_read_some(asio::buffer(buffer_), [this, done = std::move(done)](ErrorCode error, std::size_t size) {
      done(error, std::string_view(buffer_.data(), size));
    });
  }

  void write(std::string_view first, std::string_view second, OnSent done) override {
    std::array<asio::const_buffer, 2> parts = {asio::buffer(first), asio::buffer(second)};
    stream_.async_write_some(parts, std::move(done));
  }

  void shut_sending(OnReady done) override {
    stream_.async_shutdown([this, done = std::move(done)](ErrorCode) {
      is_shut_ = true;
      ErrorCode error;
      stream_.next_layer().shutdown(Tcp::socket::shutdown_send, error);
      done(error);
    });
  }
  Tcp::socket& socket() override { return stream_.next_layer(); }
  bool is_tls() const override { return true; }

 private:
  static constexpr std::size_t kBuffer = 16 * 1024;
  asio::ssl::stream<Tcp::socket> stream_;
  std::vector<char> buffer_;
  bool is_shut_ = false;
};

}  // namespace

std::unique_ptr<Wire> plain_wire(Tcp::socket socket, std::vector<char>& scratch) {
  return std::make_unique<PlainWire>(std::move(socket), scratch);
}

std::unique_ptr<Wire> tls_wire(Tcp::socket socket, asio::ssl::context& context) {
  return std::make_unique<TlsWire>(std::move(socket), context);
}

}  // namespace netra::http
