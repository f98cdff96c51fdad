// What a connection holds while a request is being read and while an answer is being written. Private to
// connection*.cpp.
#pragma once

#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include "engine/http/connection.hpp"

namespace netra::http {

// Hands a body's bytes to whoever waits for them.
struct PieceBody {
  using value_type = std::string;
  class reader {
   public:
    template <bool kIsRequest, class Fields>
    reader(boost::beast::http::header<kIsRequest, Fields>&, value_type& piece) : piece_(piece) {}
    void init(const boost::optional<std::uint64_t>&, boost::beast::error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::beast::error_code& error) {
      error = {};
      std::size_t size = 0;
      for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers);
           ++it) {
        boost::asio::const_buffer part = *it;
        piece_.append(static_cast<const char*>(part.data()), part.size());
        size += part.size();
      }
      return size;
    }
    void finish(boost::beast::error_code& error) { error = {}; }

   private:
    value_type& piece_;
  };
};

struct Connection::Parser {
  boost::beast::http::request_parser<PieceBody> http;
};

struct Connection::Outgoing {
  Answer answer;
  std::string head;
  std::string piece;  // of a file
  std::string_view left_head, left_body;
  int file = -1;
  std::int64_t file_left = 0, file_offset = 0;
  std::int64_t body_bytes = 0;
  bool closes = false;

  ~Outgoing() {
    if (file >= 0) ::close(file);
  }
};

}  // namespace netra::http
