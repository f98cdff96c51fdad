// The chain as it leaves the program, and back.
#include "domain/evidence/custody.hpp"

namespace netra::evidence {

namespace {

// Members of an object that somebody else wrote: what is missing or of another kind makes it unreadable.
class Members {
 public:
  explicit Members(const json::object& tree) : tree_(tree) {}

  void take(std::string_view name, std::string& out) {
    const auto* value = tree_.if_contains(name);
    if (value && value->is_string())
      out = std::string(value->as_string());
    else
      fine_ = false;
  }
  void take(std::string_view name, std::int64_t& out) {
    const auto* value = tree_.if_contains(name);
    boost::system::error_code none;
    if (value && value->is_number())
      out = value->to_number<std::int64_t>(none);
    else
      fine_ = false;
    if (none) fine_ = false;
  }
  void take(std::string_view name, Instant& out) {
    std::int64_t ms = 0;
    take(name, ms);
    out = from_ms(ms);
  }
  template <netra::detail::DescribedEnum E>
  void take(std::string_view name, E& out) {
    std::string text;
    take(name, text);
    const auto known = parse_enum<E>(text);
    if (known)
      out = *known;
    else
      fine_ = false;
  }
  bool fine() const { return fine_; }

 private:
  const json::object& tree_;
  bool fine_ = true;
};

}  // namespace

std::optional<Entry> entry_from(const json::object& tree) {
  Members in(tree);
  Entry e;
  boost::mp11::mp_for_each<netra::detail::Members<Entry>>(
      [&](auto member) { in.take(member.name, e.*member.pointer); });
  if (!in.fine()) return std::nullopt;
  return e;
}

json::object exported(const Item& item) {
  auto tree = tree_of(item);
  tree["office_id"] = item.office_id;
  tree["custody_seq"] = item.custody_seq;
  tree["custody_head"] = item.custody_head;
  return tree;
}

std::optional<Item> item_from(const json::object& tree) {
  Members in(tree);
  Item item;
  boost::mp11::mp_for_each<netra::detail::Members<Item>>(
      [&](auto member) { in.take(member.name, item.*member.pointer); });
  if (!in.fine()) return std::nullopt;
  return item;
}

}  // namespace netra::evidence
