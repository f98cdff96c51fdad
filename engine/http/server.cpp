#include "engine/http/server.hpp"

#include <openssl/ssl.h>
#include <pthread.h>

#include <boost/asio/post.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "engine/http/connection.hpp"
#include "engine/http/renderer.hpp"

namespace netra::http {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kCheckEvery{500};

tl::unexpected<Error> no_start(std::string code, std::string detail) {
  return fail(Outcome::kInvalid, std::move(code), std::move(detail));
}

Result<std::unique_ptr<asio::ssl::context>> make_tls(const Settings& settings) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  ErrorCode error;
  context->use_certificate_chain_file(settings.tls_certificate, error);
  if (error) return no_start("server.certificate", settings.tls_certificate + ": " + error.message());
  context->use_private_key_file(settings.tls_key, asio::ssl::context::pem, error);
  if (error) return no_start("server.certificate", settings.tls_key + ": " + error.message());
  return context;
}

}  // namespace

struct Server::Impl {
  Settings settings;
  Parts parts;
  Networks trusted;
  std::unique_ptr<Dispatcher> dispatcher;
  std::unique_ptr<asio::ssl::context> tls;
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::unique_ptr<asio::steady_timer>> timers;
  std::vector<std::thread> threads;
  std::unique_ptr<Tcp::acceptor> acceptor;  // on the first loop
  std::size_t next_loop = 0;
  std::uint16_t bound_port = 0;
  bool started = false;

  std::mutex mutex;  // guards the two below
  std::condition_variable drained;
  std::map<std::string, std::size_t> by_network;
  std::size_t open = 0;

  Impl(Settings s, Parts p) : settings(std::move(s)), parts(std::move(p)) {}

  Result<Done> check_settings();
  Result<Done> listen();
  void accept();
  void take(Tcp::socket socket, Loop& loop);
  bool count_in(const std::string& network, const Address& address);
  void count_out(const std::string& network);
  void keep_time(std::size_t index);
  void drain_accepted();
};

Server::Server(Settings settings, Parts parts) : impl_(std::make_unique<Impl>(std::move(settings), std::move(parts))) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->bound_port; }

Result<Done> Server::Impl::check_settings() {
  if (settings.secret.size() < 32) return no_start("server.settings", "secret is shorter than 32 bytes");
  if (settings.tls_certificate.empty() != settings.tls_key.empty()) {
    return no_start("server.settings", "a certificate needs its key and a key its certificate");
  }
  for (const auto& route : parts.routes.all()) {
    if (!route->page.name.empty() && !parts.renderer.has_page(route->page.name)) {
      return no_start("server.page", route->pattern + " has no page " + route->page.name);
    }
  }
  auto parsed = Networks::parse(settings.trusted_proxies);
  if (!parsed) return fail(std::move(parsed.error()));
  trusted = std::move(*parsed);
  return Done{};
}

Result<Done> Server::Impl::listen() {
  ErrorCode error;
  auto& io = loops[0]->io;
  Tcp::resolver resolver(io);
  auto found = resolver.resolve(settings.host, std::to_string(settings.port), Tcp::resolver::passive, error);
  if (error || found.empty()) return no_start("server.address", settings.host + ": " + error.message());
  auto endpoint = found.begin()->endpoint();
  acceptor = std::make_unique<Tcp::acceptor>(io);
  acceptor->open(endpoint.protocol(), error);
  if (!error) acceptor->set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor->bind(endpoint, error);
  if (!error) acceptor->listen(4096, error);
  if (error) {
    return no_start("server.address", settings.host + ":" + std::to_string(settings.port) + ": " + error.message());
  }
  acceptor->non_blocking(true, error);
  bound_port = acceptor->local_endpoint(error).port();
  return Done{};
}

Result<Done> Server::start() {
  auto& s = *impl_;
  if (auto checked = s.check_settings(); !checked) return checked;
  if (!s.settings.tls_certificate.empty()) {
    auto tls = make_tls(s.settings);
    if (!tls) return fail(std::move(tls.error()));
    s.tls = std::move(*tls);
  }
  std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::size_t threads = s.settings.threads ? s.settings.threads : cores;
  std::size_t workers = s.settings.workers ? s.settings.workers : std::max<std::size_t>(4, 2 * cores);
  for (std::size_t i = 0; i < threads; ++i) s.loops.push_back(std::make_unique<Loop>());
  if (auto listening = s.listen(); !listening) {
    s.acceptor.reset();  // before the loop it belongs to
    s.loops.clear();
    return listening;
  }
  s.dispatcher = std::make_unique<Dispatcher>(s.settings, s.parts, s.trusted, workers);
  s.started = true;
  s.accept();
  for (std::size_t i = 0; i < threads; ++i) {
    s.timers.push_back(std::make_unique<asio::steady_timer>(s.loops[i]->io));
    s.keep_time(i);
  }
  for (auto& loop : s.loops) {
    s.threads.emplace_back([&loop = *loop] {
      ::pthread_setname_np(::pthread_self(), "netra-network");
      auto keep = asio::make_work_guard(loop.io);
      loop.io.run();
    });
  }
  return Done{};
}

void Server::Impl::accept() {
  auto& loop = *loops[next_loop];
  next_loop = (next_loop + 1) % loops.size();
  acceptor->async_accept(loop.io, [this, &loop](ErrorCode error, Tcp::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor->is_open()) {
      if (!error) take(std::move(socket), loop);
      return;
    }
    if (!error) take(std::move(socket), loop);
    if (error == asio::error::no_descriptors) {  // waits for some to close, without spinning
      auto pause = std::make_shared<asio::steady_timer>(loops[0]->io, std::chrono::milliseconds(100));
      pause->async_wait([this, pause](ErrorCode) {
        if (acceptor->is_open()) accept();
      });
      return;
    }
    accept();
  });
}

bool Server::Impl::count_in(const std::string& network, const Address& address) {
  std::lock_guard lock(mutex);
  bool is_many = is_loopback(address) || trusted.contains(address);  // tests, proxies: one address, many people
  auto& count = by_network[network];
  if (open >= settings.limits.connections || (!is_many && count >= settings.limits.connections_per_network)) {
    if (count == 0) by_network.erase(network);
    return false;
  }
  ++count;
  ++open;
  return true;
}

void Server::Impl::count_out(const std::string& network) {
  std::lock_guard lock(mutex);
  auto found = by_network.find(network);
  if (found != by_network.end() && --found->second == 0) by_network.erase(found);
  if (--open == 0) drained.notify_all();
}

void Server::Impl::take(Tcp::socket socket, Loop& loop) {
  ErrorCode error;
  auto peer = socket.remote_endpoint(error).address().to_string();
  if (error) return;
  auto address = parse_address(peer).value_or(Address{});
  auto network = network_of(address);
  auto& metrics = dispatcher->metrics();
  if (!count_in(network, address)) {
    metrics.refused_connections.fetch_add(1, std::memory_order_relaxed);
    static constexpr std::string_view kFull =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    socket.non_blocking(true, error);
    if (!tls) socket.write_some(asio::buffer(kFull), error);
    return;
  }
  metrics.accepted.fetch_add(1, std::memory_order_relaxed);
  metrics.connections.fetch_add(1, std::memory_order_relaxed);
  socket.set_option(Tcp::no_delay(true), error);
  socket.set_option(asio::socket_base::keep_alive(true), error);
  auto wire = tls ? tls_wire(std::move(socket), *tls) : plain_wire(std::move(socket), loop.scratch);
  auto on_close = [this, network] {
    dispatcher->metrics().connections.fetch_sub(1, std::memory_order_relaxed);
    count_out(network);
  };
  auto connection =
      std::make_shared<Connection>(loop, *dispatcher, settings.limits, std::move(wire), peer, std::move(on_close));
  asio::post(loop.io, [&loop, connection] {
    loop.connections.insert(connection);
    connection->start();
  });
}

void Server::Impl::keep_time(std::size_t index) {
  auto& timer = *timers[index];
  timer.expires_after(kCheckEvery);
  timer.async_wait([this, index](ErrorCode error) {
    if (error) return;
    auto& loop = *loops[index];
    auto now = Connection::Steady::now();
    std::vector<std::shared_ptr<Connection>> all(loop.connections.begin(), loop.connections.end());
    for (auto& connection : all) connection->check(now);
    keep_time(index);
  });
}

// Clients whose connection the kernel has completed count as accepted.
void Server::Impl::drain_accepted() {
  while (true) {
    auto& loop = *loops[next_loop];
    next_loop = (next_loop + 1) % loops.size();
    ErrorCode error;
    Tcp::socket socket(loop.io);
    acceptor->accept(socket, error);
    if (error) break;
    take(std::move(socket), loop);
  }
  ErrorCode ignored;
  acceptor->close(ignored);
}

void Server::stop() {
  auto& s = *impl_;
  if (!s.started) return;
  s.started = false;
  std::mutex mutex;
  std::condition_variable wake;
  std::size_t told = 0;
  // The acceptor lives on the first loop; once it is closed, every loop lets go of what is idle.
  asio::post(s.loops[0]->io, [&] {
    s.drain_accepted();
    for (auto& loop : s.loops) {
      asio::post(loop->io, [&, &loop = *loop] {
        loop.is_stopping = true;
        std::vector<std::shared_ptr<Connection>> all(loop.connections.begin(), loop.connections.end());
        for (auto& connection : all) connection->stop();
        std::lock_guard lock(mutex);
        ++told;
        wake.notify_one();
      });
    }
  });
  {
    std::unique_lock lock(mutex);
    wake.wait(lock, [&] { return told == s.loops.size(); });
  }
  {
    std::unique_lock lock(s.mutex);
    s.drained.wait_for(lock, s.settings.limits.drain_time, [&] { return s.open == 0; });
  }
  // Units of work cannot be called back; their answers have nowhere to go, but they must not outlive us.
  while (!s.dispatcher->is_idle()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  s.dispatcher->stop();
  for (auto& loop : s.loops) {
    asio::post(loop->io, [&loop = *loop] {
      std::vector<std::shared_ptr<Connection>> all(loop.connections.begin(), loop.connections.end());
      for (auto& connection : all) connection->close();
      loop.io.stop();
    });
  }
  for (auto& thread : s.threads) thread.join();
  s.threads.clear();
  s.timers.clear();
  s.acceptor.reset();
  s.loops.clear();
}

}  // namespace netra::http
