#include "domain/funnel/figures.hpp"

#include <algorithm>
#include <map>

namespace netra::funnel {

namespace {

// Figures that stand by themselves: wholes, and what is outside every sum.
const Figure* whole_called(const std::vector<Figure>& figures, std::string_view stage) {
  for (const auto& figure : figures)
    if (figure.stage == stage && figure.part_of.empty()) return &figure;
  for (const auto& figure : figures)
    if (figure.stage == stage && figure.part_of != stage) return &figure;
  return nullptr;
}

std::vector<SumCheck> check_parts(const std::vector<Figure>& figures) {
  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<std::string, std::string>, std::int64_t> sums;
  for (const auto& figure : figures) {
    if (figure.part_of.empty()) continue;
    const std::pair key{figure.part_of, figure.split};
    if (!sums.contains(key)) order.push_back(key);
    sums[key] += figure.amount;
  }
  std::vector<SumCheck> out;
  for (const auto& key : order) {
    SumCheck check{CheckKind::parts, key.first, key.second};
    const auto* whole = whole_called(figures, key.first);
    check.has_whole = whole != nullptr;
    check.whole = whole ? whole->amount : 0;
    check.sum = sums[key];
    check.difference = check.whole - check.sum;
    check.closes = whole && check.difference == 0;
    out.push_back(check);
  }
  return out;
}

// The stages of the funnel that are there, first to last.
std::vector<SumCheck> check_order(const std::vector<Figure>& figures, const Policy& policy) {
  std::vector<std::pair<std::int64_t, const Figure*>> steps;
  for (const auto& word : policy.all(Words::stage)) {
    if (!word.step) continue;
    if (const auto* figure = whole_called(figures, word.id)) steps.emplace_back(*word.step, figure);
  }
  std::sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<SumCheck> out;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const auto &before = *steps[i - 1].second, &after = *steps[i].second;
    if (before.unit != after.unit) continue;  // cases and persons cannot be compared
    const auto difference = before.amount - after.amount;
    out.push_back(
        {CheckKind::order, after.stage, before.stage, before.amount, after.amount, difference, difference >= 0});
  }
  return out;
}

}  // namespace

std::string series_of(const Figure& f) {
  return f.election + "|" + f.publisher + "|" + f.as_of + "|" + f.place + "|" + f.institution + "|" + f.person_kind;
}

std::vector<SumCheck> check_sums(const std::vector<Figure>& figures, const Policy& policy) {
  auto out = check_parts(figures);
  for (auto& check : check_order(figures, policy)) out.push_back(std::move(check));
  return out;
}

std::vector<Series> arrange(const std::vector<Figure>& rows, const Policy& policy) {
  std::vector<Series> out;
  std::map<std::string, std::size_t> places;
  for (const auto& row : rows) {
    auto [found, is_new] = places.emplace(row.series, out.size());
    if (is_new) out.push_back({row, {}, {}, true});
    out[found->second].figures.push_back(row);
  }
  for (auto& series : out) {
    series.checks = check_sums(series.figures, policy);
    series.closes = std::all_of(series.checks.begin(), series.checks.end(), [](const auto& c) { return c.closes; });
  }
  return out;
}

}  // namespace netra::funnel
