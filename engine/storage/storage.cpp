#include "engine/storage/storage.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace netra::storage {

std::int64_t Row::integer(std::size_t i) const {
  std::int64_t out = 0;
  detail::take(values.at(i), out);
  return out;
}

double Row::real(std::size_t i) const {
  double out = 0;
  detail::take(values.at(i), out);
  return out;
}

std::string Row::text(std::size_t i) const {
  std::string out;
  detail::take(values.at(i), out);
  return out;
}

Bytes Row::bytes(std::size_t i) const {
  Bytes out;
  detail::take(values.at(i), out);
  return out;
}

std::optional<std::size_t> Row::column(std::string_view name) const {
  auto found = std::find(columns->begin(), columns->end(), name);
  if (found == columns->end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns->begin());
}

std::optional<std::int64_t> Reader::integer(std::string_view sql, const Params& params) {
  auto rows = query(sql, params);
  if (rows.empty() || rows[0].is_null(0)) return std::nullopt;
  return rows[0].integer(0);
}

std::optional<std::string> Reader::text(std::string_view sql, const Params& params) {
  auto rows = query(sql, params);
  if (rows.empty() || rows[0].is_null(0)) return std::nullopt;
  return rows[0].text(0);
}

namespace detail {

void take(const Value& value, std::string& out) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    out = *text;
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    out = std::to_string(*number);
  } else {
    out.clear();
  }
}

void take(const Value& value, bool& out) {
  const auto* number = std::get_if<std::int64_t>(&value);
  out = number && *number != 0;
}

void take(const Value& value, double& out) {
  if (const auto* real = std::get_if<double>(&value)) {
    out = *real;
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    out = static_cast<double>(*number);
  } else {
    out = 0;
  }
}

void take(const Value& value, Bytes& out) {
  if (const auto* bytes = std::get_if<Bytes>(&value)) {
    out = *bytes;
  } else {
    out.clear();
  }
}

void take(const Value& value, Instant& out) {
  std::int64_t ms = 0;
  take(value, ms);
  out = from_ms(ms);
}

void take(const Value& value, Date& out) {
  std::string text;
  take(value, text);
  auto date = parse_date(text);
  if (!date) throw Failure("no date in the database where one is expected", false);
  out = *date;
}

}  // namespace detail

void submit_and_wait(Database& database, const std::function<std::optional<Error>(Transaction&)>& work,
                     std::optional<Error>& error) {
  std::mutex mutex;
  std::condition_variable settled;
  bool done = false;
  database.submit({work, [&](std::optional<Error> failed) {
                     std::lock_guard lock(mutex);
                     error = std::move(failed);
                     done = true;
                     settled.notify_one();  // under the lock: the waiter's stack must outlive it
                   }});
  std::unique_lock lock(mutex);
  settled.wait(lock, [&] { return done; });
}

}  // namespace netra::storage
