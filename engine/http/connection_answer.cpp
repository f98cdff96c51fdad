// A connection's writing half: the answer's head, its body or file, and the end of the connection.
#include <fcntl.h>
#include <unistd.h>

#include "engine/http/connection_parts.hpp"
#include "engine/http/problem.hpp"

namespace netra::http {

namespace {
constexpr std::size_t kFilePiece = 128 * 1024;
constexpr std::chrono::seconds kLinger{3};
}  // namespace

std::string Connection::head_of(const Answer& answer) const {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " " + std::string(reason_of(answer.status)) + "\r\n";
  auto add = [&](std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    for (char c : value)
      head += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;  // no header can end early
    head += "\r\n";
  };
  add("Date", loop_.http_date());
  for (const auto& [name, value] : answer.headers) add(name, value);
  if (answer.status != 204 && answer.status != 304) add("Content-Length", std::to_string(answer.length()));
  if (out_->closes)
    add("Connection", "close");
  else if (!exchange_->head.is_http11)
    add("Connection", "keep-alive");
  return head + "\r\n";
}

void Connection::send(Answer answer) {
  out_ = std::make_unique<Outgoing>();
  auto& out = *out_;
  bool is_read = parser_ && parser_->http.is_done();  // what is left of the request would be taken for the next one
  out.closes = answer.closes || loop_.is_stopping || !is_read || !parser_->http.keep_alive();
  out.answer = std::move(answer);
  out.head = head_of(out.answer);
  out.left_head = out.head;
  bool has_body = !exchange_->is_head && out.answer.status != 304 && out.answer.status != 204;
  if (has_body && out.answer.file) {
    out.file = ::open(out.answer.file->path.c_str(), O_RDONLY | O_CLOEXEC);
    if (out.file < 0) return close();
    out.file_left = out.answer.file->length;
    out.file_offset = out.answer.file->offset;
  } else if (has_body) {
    out.left_body = out.answer.shared.empty() ? std::string_view(out.answer.body) : out.answer.shared;
  }
  phase_ = Phase::kSending;
  phase_began_ = Steady::now();
  phase_bytes_ = 0;
  keep_rate(phase_began_, 0);
  write_some();
}

// The next piece of a file. False when there is none or the file has become shorter.
bool Connection::fill_from_file() {
  auto& out = *out_;
  out.piece.resize(static_cast<std::size_t>(std::min<std::int64_t>(out.file_left, kFilePiece)));
  auto got = ::pread(out.file, out.piece.data(), out.piece.size(), out.file_offset);
  if (got <= 0) return false;
  out.piece.resize(static_cast<std::size_t>(got));
  out.left_body = out.piece;
  out.file_offset += got;
  out.file_left -= got;
  return true;
}

void Connection::write_some() {
  auto& out = *out_;
  if (out.left_body.empty() && out.file_left > 0 && !fill_from_file()) return close();
  if (out.left_head.empty() && out.left_body.empty()) return sent();
  wire_->write(out.left_head, out.left_body, [self = shared_from_this()](ErrorCode error, std::size_t size) {
    if (self->phase_ != Phase::kSending) return;
    if (error) return self->close();
    self->on_sent(size);
  });
}

void Connection::on_sent(std::size_t size) {
  auto& out = *out_;
  phase_bytes_ += size;
  auto of_head = std::min(size, out.left_head.size());
  out.left_head.remove_prefix(of_head);
  out.left_body.remove_prefix(size - of_head);
  out.body_bytes += static_cast<std::int64_t>(size - of_head);
  keep_rate(phase_began_, phase_bytes_);
  write_some();
}

void Connection::sent() {
  dispatcher_.finished(*exchange_, out_->answer.status, out_->body_bytes);
  if (out_->closes) return linger();
  next_request();
}

// Closing at once would make the kernel answer what still arrives with a reset, and the client would lose our answer.
void Connection::linger() {
  phase_ = Phase::kLingering;
  deadline_ = Steady::now() + kLinger;
  parser_.reset();
  out_.reset();
  std::string().swap(in_);
  wire_->shut_sending([self = shared_from_this()](ErrorCode) {
    if (self->phase_ == Phase::kLingering && !self->wire_->is_tls())
      self->read();
    else
      self->close();
  });
}

void Connection::keep_rate(Steady::time_point since, std::size_t bytes) {
  auto rate = std::max<std::size_t>(limits_.bytes_per_second, 1);
  // What came quickly earns no right to stand still for long afterwards.
  deadline_ =
      std::min(since + limits_.slack + std::chrono::milliseconds(bytes * 1000 / rate), Steady::now() + limits_.slack);
}

}  // namespace netra::http
