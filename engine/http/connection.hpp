// One client's connection: reads requests one after another, hands them on, writes the answers in order. Internal to
// engine/http.
//
// A pipelined request waits in the buffer until the one before it is answered. Every phase has a deadline that the loop
// checks twice a second: a header must be there in time, a body and an answer must keep a minimum rate, silence between
// requests ends.
//
// Threads: the network thread of its loop only.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/http/dispatch.hpp"
#include "engine/http/wire.hpp"

namespace netra::http {

class Connection;

// One network thread's world.
struct Loop {
  boost::asio::io_context io{1};
  std::vector<char> scratch = std::vector<char>(64 * 1024);
  std::unordered_set<std::shared_ptr<Connection>> connections;
  bool is_stopping = false;
  std::time_t date_second = 0;
  std::string date;  // of the Date header, made once a second

  const std::string& http_date();
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Steady = std::chrono::steady_clock;

  Connection(Loop& loop, Dispatcher& dispatcher, const Limits& limits, std::unique_ptr<Wire> wire, std::string peer,
             std::function<void()> on_close);
  ~Connection();

  void start();
  // Called by the loop: closes when the phase's time is over.
  void check(Steady::time_point now);
  // Closes if nothing has arrived that is not yet answered.
  void stop();
  void close();

 private:
  enum class Phase { kHandshake, kIdle, kHead, kBody, kWorking, kSending, kLingering, kClosed };
  struct Parser;

  void next_request();
  void read();
  void on_bytes(ErrorCode error, std::string_view bytes);
  void parse_head();
  void head_done();
  void refuse_early(Answer answer);
  void begin_body();
  void send_continue();
  void parse_body();
  void on_piece(std::string piece, bool is_last);
  void run();
  void broken(int status, const char* code);
  void send(Answer answer);
  std::string head_of(const Answer& answer) const;
  void write_some();
  void on_sent(std::size_t size);
  bool fill_from_file();
  void sent();
  void linger();
  void keep_rate(Steady::time_point since, std::size_t bytes);
  template <class Work>
  auto on_loop(Work work);  // a callback for other threads that comes back here

  Loop& loop_;
  Dispatcher& dispatcher_;
  const Limits& limits_;
  std::unique_ptr<Wire> wire_;
  std::string peer_;
  std::function<void()> on_close_;

  Phase phase_ = Phase::kHandshake;
  Steady::time_point deadline_;
  std::string in_;                  // read, not yet parsed
  std::unique_ptr<Parser> parser_;  // while a request is being read
  std::shared_ptr<Exchange> exchange_;
  std::optional<Answer> refusal_;  // waits for the end of a small body
  Steady::time_point phase_began_;
  std::size_t phase_bytes_ = 0;  // read or written in this phase

  struct Outgoing;
  std::unique_ptr<Outgoing> out_;  // while an answer is being written
};

}  // namespace netra::http
