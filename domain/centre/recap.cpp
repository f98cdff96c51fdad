// The monthly recap: counts that follow from the register and from nothing else.
#include <algorithm>

#include "domain/centre/register.hpp"

namespace netra::centre {

namespace {

void add(std::vector<Count>& counts, std::string_view value) {
  auto found = std::ranges::find_if(counts, [&](const auto& one) { return one.value == value; });
  if (found == counts.end()) found = counts.insert(counts.end(), {std::string(value), 0});
  ++found->count;
}

double days_of(const RegisterLimit& limit) {
  using Days = std::chrono::duration<double, std::ratio<86400>>;
  return std::chrono::duration_cast<Days>(*limit.ended - limit.started).count();
}

void add_limit(std::vector<LimitCount>& counts, const RegisterLimit& limit, Span span) {
  const bool done = limit.ended && span.holds(*limit.ended);
  const bool open = limit.started < span.until && (!limit.ended || *limit.ended >= span.until);
  if (!done && !open) return;
  auto found = std::ranges::find_if(counts, [&](const auto& one) { return one.rule == limit.rule; });
  if (found == counts.end()) found = counts.insert(counts.end(), {.rule = limit.rule, .label = limit.label});
  if (done) {
    ++(limit.due && *limit.due < *limit.ended ? found->late : found->in_time);
    const auto done_so_far = static_cast<double>(found->late + found->in_time);
    found->average_days += (days_of(limit) - found->average_days) / done_so_far;
    found->longest_days = std::max(found->longest_days, days_of(limit));
  } else {
    ++(limit.due && *limit.due < span.until ? found->overdue : found->running);
  }
}

}  // namespace

const RegisterStep* RegisterEntry::at(Instant at) const {
  const RegisterStep* found = nullptr;
  for (const auto& step : steps)
    if (step.entered < at) found = &step;
  return found;
}

Recap recap_of(const std::vector<RegisterEntry>& entries, Span span) {
  Recap out;
  for (const auto& entry : entries) {
    if (entry.open_at(span.from)) ++out.open_before;
    if (span.holds(entry.came)) ++out.came;
    if (entry.ended && span.holds(*entry.ended)) {
      ++out.ended;
      add(out.by_outcome, entry.steps.back().stage);
    }
    if (entry.open_at(span.until)) {
      ++out.open_after;
      const auto* step = entry.at(span.until);
      add(out.by_stage, step ? step->stage : entry.steps.front().stage);
      add(out.by_holder, enum_name(step ? step->holder : entry.steps.front().holder));
    }
    for (const auto& limit : entry.limits) add_limit(out.limits, limit, span);
  }
  return out;
}

}  // namespace netra::centre
