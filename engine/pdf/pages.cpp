#include "engine/pdf/pages.hpp"

namespace netra::pdf {

namespace {

class Laying {
 public:
  explicit Laying(double height) : height_(height) { pages_.emplace_back(); }

  void place(const std::vector<Strip>& strips, std::size_t from, std::size_t to) {
    if (!fits(strips, from, to) && !pages_.back().strips.empty()) turn(strips, from);
    for (auto i = from; i < to; ++i) {
      // Kept together, but taller than a page: cut where it must be.
      if (needed(strips[i]) > height_ - y_ && !pages_.back().strips.empty()) turn(strips, i);
      put(strips[i], false);
    }
  }
  std::vector<Page> take() { return std::move(pages_); }
  std::size_t count() const { return pages_.size(); }

 private:
  double needed(const Strip& strip) const { return (pages_.back().strips.empty() ? 0 : strip.before) + strip.height; }
  bool fits(const std::vector<Strip>& strips, std::size_t from, std::size_t to) const {
    double sum = needed(strips[from]);
    for (auto i = from + 1; i < to; ++i) sum += strips[i].before + strips[i].height;
    return sum <= height_ - y_;
  }
  void turn(const std::vector<Strip>& strips, std::size_t next) {
    auto& page = pages_.back();
    if (next > 0 && strips[next].head && strips[next].element == strips[next - 1].element) {
      page.edge = strips[next].edge;
      page.edge_at = y_;
    }
    pages_.emplace_back();
    y_ = 0;
    if (page_needs_head(strips, next)) put(*strips[next].head, true);
  }
  static bool page_needs_head(const std::vector<Strip>& strips, std::size_t next) {
    return strips[next].head && strips[next].head->height < kMostHead;
  }
  void put(const Strip& strip, bool repeated) {
    auto above = pages_.back().strips.empty() || repeated ? 0 : strip.before;
    y_ += above;
    if (strip.at_foot && height_ - strip.height > y_) y_ = height_ - strip.height;
    pages_.back().strips.push_back({&strip, y_, repeated});
    y_ += strip.height;
  }

  static constexpr double kMostHead = 200;  // a taller head of a table is not repeated: it would leave no room
  double height_;
  double y_ = 0;
  std::vector<Page> pages_;
};

}  // namespace

Result<std::vector<Page>> lay_on_pages(const std::vector<Strip>& strips, double height) {
  Laying laying(height);
  for (std::size_t from = 0; from < strips.size();) {
    auto to = from + 1;
    while (to < strips.size() && strips[to - 1].keep) ++to;
    laying.place(strips, from, to);
    if (laying.count() > kMostPages) return fail(Outcome::kInvalid, "pdf.too_long");
    from = to;
  }
  return laying.take();
}

}  // namespace netra::pdf
