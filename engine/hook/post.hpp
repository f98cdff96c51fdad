// One message to another system over HTTPS, with nothing left to chance: the address that was checked and no other, no
// redirect, no proxy, a few seconds, and only the status of the answer is looked at.
//
// Threads: post() from any thread, also from several at once. Errors: named in Sent; nothing throws.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/hook/address.hpp"

namespace netra::hook {

struct Message {
  Target target;
  Ip address;  // to connect to
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  // JSON
};

struct Sent {
  int status = 0;     // of HTTP; 0: there was no answer
  std::string error;  // hook.unreachable, hook.timeout, hook.tls, hook.address, hook.status; empty: taken (2xx)
};

class Sender {
 public:
  virtual ~Sender() = default;
  virtual Sent post(const Message& message) = 0;
};

struct SenderOptions {
  Policy policy;
  long connect_seconds = 5;
  long seconds = 10;                    // in all
  std::size_t most_answer = 64 * 1024;  // bytes of the answer that are waited for
};
std::unique_ptr<Sender> curl_sender(SenderOptions options);

}  // namespace netra::hook
