// A connection's reading half: heads, bodies, what is broken about them.
#include "engine/http/connection.hpp"

#include <boost/asio/post.hpp>
#include <ctime>

#include "engine/http/connection_parts.hpp"
#include "engine/http/text.hpp"

namespace netra::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {
constexpr auto kNever = std::chrono::steady_clock::time_point::max();
}  // namespace

const std::string& Loop::http_date() {
  auto now = std::time(nullptr);
  if (now != date_second) {
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[40];
    date.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
    date_second = now;
  }
  return date;
}

Connection::Connection(Loop& loop, Dispatcher& dispatcher, const Limits& limits, std::unique_ptr<Wire> wire,
                       std::string peer, std::function<void()> on_close)
    : loop_(loop),
      dispatcher_(dispatcher),
      limits_(limits),
      wire_(std::move(wire)),
      peer_(std::move(peer)),
      on_close_(std::move(on_close)) {}

Connection::~Connection() = default;

template <class Work>
auto Connection::on_loop(Work work) {
  return [self = shared_from_this(), work](auto value) {
    auto& io = self->loop_.io;
    asio::post(io, [self, work, value = std::make_shared<decltype(value)>(std::move(value))]() mutable {
      if (self->phase_ != Phase::kClosed) work(*self, std::move(*value));
    });
  };
}

void Connection::start() {
  deadline_ = Steady::now() + limits_.header_time;
  wire_->handshake([self = shared_from_this()](ErrorCode error) {
    if (self->phase_ == Phase::kClosed) return;
    if (error) return self->close();
    self->next_request();
  });
}

void Connection::close() {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kClosed;
  ErrorCode ignored;
  wire_->socket().close(ignored);
  on_close_();
  loop_.connections.erase(shared_from_this());
}

void Connection::check(Steady::time_point now) {
  if (now < deadline_) return;
  bool is_silence = phase_ == Phase::kIdle || phase_ == Phase::kLingering;
  if (!is_silence) dispatcher_.metrics().timed_out.fetch_add(1, std::memory_order_relaxed);
  if (phase_ == Phase::kHead || phase_ == Phase::kBody) return broken(408, "request.too_slow");
  close();
}

void Connection::stop() {
  if (phase_ != Phase::kIdle) return;
  ErrorCode error;
  if (wire_->socket().available(error) == 0 || error) close();
}

void Connection::next_request() {
  parser_.reset();
  exchange_.reset();
  out_.reset();
  refusal_.reset();
  if (in_.empty()) {
    std::string().swap(in_);
    ErrorCode error;
    if (loop_.is_stopping && (wire_->socket().available(error) == 0 || error)) return linger();
    phase_ = Phase::kIdle;
    deadline_ = Steady::now() + limits_.idle_time;
    return read();
  }
  parse_head();
}

void Connection::read() {
  wire_->read([self = shared_from_this()](ErrorCode error, std::string_view bytes) {
    if (self->phase_ != Phase::kClosed) self->on_bytes(error, bytes);
  });
}

void Connection::on_bytes(ErrorCode error, std::string_view bytes) {
  dispatcher_.metrics().bytes_in.fetch_add(bytes.size(), std::memory_order_relaxed);
  if (phase_ == Phase::kLingering) return error ? close() : read();
  if (phase_ != Phase::kIdle && phase_ != Phase::kHead && phase_ != Phase::kBody) return;  // timed out meanwhile
  if (error) return close();
  in_ += bytes;
  if (phase_ == Phase::kBody) {
    phase_bytes_ += bytes.size();
    return parse_body();
  }
  parse_head();
}

void Connection::parse_head() {
  if (!parser_) {
    phase_ = Phase::kHead;
    deadline_ = Steady::now() + limits_.header_time;
    parser_ = std::make_unique<Parser>();
    parser_->http.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    parser_->http.body_limit(boost::none);
    parser_->http.eager(false);
  }
  beast::error_code error;
  auto used = parser_->http.put(asio::buffer(in_), error);
  in_.erase(0, used);
  if (error == beast::http::error::need_more) return read();
  if (error == beast::http::error::header_limit) return broken(431, "request.headers_too_large");
  if (error == beast::http::error::bad_version) return broken(505, "request.version");
  if (error) return broken(400, "request.malformed");
  if (!parser_->http.is_header_done()) return read();
  head_done();
}

void Connection::head_done() {
  exchange_ = std::make_shared<Exchange>();
  auto& exchange = *exchange_;
  exchange.started = Steady::now();
  exchange.post = [&io = loop_.io](std::function<void()> work) { asio::post(io, std::move(work)); };
  auto& head = exchange.head;
  const auto& message = parser_->http.get();
  head.method = std::string(message.method_string());
  head.target = std::string(message.target());
  head.peer = peer_;
  head.is_tls = wire_->is_tls();
  head.is_http11 = message.version() >= 11;
  for (const auto& field : message) {
    head.headers.emplace_back(lower(std::string_view(field.name_string().data(), field.name_string().size())),
                              std::string(field.value()));
  }
  deadline_ = kNever;
  phase_ = Phase::kWorking;
  if (head.headers.size() > limits_.headers) return broken(431, "request.headers_too_large");
  auto answer = dispatcher_.begin(exchange);
  if (answer) return refuse_early(std::move(*answer));
  if (exchange.plan != BodyPlan::kStream) return begin_body();
  // Who may not send it is told so before sending it.
  dispatcher_.admit(exchange_, on_loop([](Connection& self, std::optional<Answer> refusal) {
                      if (refusal) return self.send(std::move(*refusal));
                      self.begin_body();
                    }));
}

// A small body is read and dropped, so that the connection lives on; a large one is not waited for.
void Connection::refuse_early(Answer answer) {
  constexpr std::uint64_t kSmall = 64 * 1024;
  auto left = parser_->http.content_length_remaining();
  bool is_small = left && *left <= kSmall && exchange_->head.get("expect").empty();
  if (parser_->http.is_done() || !is_small) return send(std::move(answer));
  refusal_ = std::move(answer);
  exchange_->plan = BodyPlan::kCollect;
  exchange_->body_limit = kSmall;
  begin_body();
}

void Connection::begin_body() {
  if (parser_->http.is_done()) return run();
  phase_ = Phase::kBody;
  phase_began_ = Steady::now();
  phase_bytes_ = in_.size();
  keep_rate(phase_began_, 0);
  parser_->http.eager(true);
  bool waits = in_.empty() && same_word(exchange_->head.get("expect"), "100-continue");
  if (waits) return send_continue();
  parse_body();
}

void Connection::send_continue() {
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  wire_->write(kContinue, {}, [self = shared_from_this()](ErrorCode error, std::size_t size) {
    if (self->phase_ != Phase::kBody) return;
    if (error || size != kContinue.size()) return self->close();
    self->read();
  });
}

void Connection::parse_body() {
  auto& piece = parser_->http.get().body();
  piece.clear();
  beast::error_code error;
  while (!in_.empty() && !parser_->http.is_done()) {
    auto used = parser_->http.put(asio::buffer(in_), error);
    in_.erase(0, used);
    if (error || used == 0) break;
  }
  if (error && error != beast::http::error::need_more) return broken(400, "request.malformed");
  if (in_.size() > limits_.header_bytes && !parser_->http.is_done()) return broken(400, "request.malformed");
  on_piece(std::move(piece), parser_->http.is_done());
}

void Connection::on_piece(std::string piece, bool is_last) {
  auto& exchange = *exchange_;
  if (piece.size() > exchange.body_limit) return broken(413, "request.too_large");
  exchange.body_limit -= piece.size();
  if (exchange.plan != BodyPlan::kStream) {
    if (!refusal_) exchange.body += piece;
    if (is_last && refusal_) return send(std::move(*std::exchange(refusal_, std::nullopt)));
    if (is_last) return run();
    keep_rate(phase_began_, phase_bytes_);
    return read();
  }
  auto go_on = [is_last](Connection& self, std::optional<Answer> refusal) {
    if (refusal) return self.send(std::move(*refusal));
    if (is_last) return self.run();
    self.phase_ = Phase::kBody;
    self.keep_rate(self.phase_began_, self.phase_bytes_);
    self.read();
  };
  if (piece.empty()) return go_on(*this, std::nullopt);
  phase_ = Phase::kWorking;
  deadline_ = kNever;
  dispatcher_.feed(exchange_, std::move(piece), on_loop(go_on));
}

void Connection::run() {
  phase_ = Phase::kWorking;
  deadline_ = kNever;
  dispatcher_.run(exchange_, on_loop([](Connection& self, Answer answer) { self.send(std::move(answer)); }));
}

void Connection::broken(int status, const char* code) {
  if (!exchange_) {
    exchange_ = std::make_shared<Exchange>();
    exchange_->started = Steady::now();
  }
  auto answer = dispatcher_.refuse(*exchange_, status, code);
  answer.closes = true;
  send(std::move(answer));
}

}  // namespace netra::http
