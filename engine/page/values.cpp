#include "engine/page/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <variant>

namespace netra::page {

namespace {

using When = std::variant<Date, LocalTime>;

std::optional<When> read_when(const json::value& value, Zone zone_of_instants) {
  if (!value.is_string()) return std::nullopt;
  std::string_view text = value.get_string();
  if (text.size() < 10 || text.size() > 32) return std::nullopt;
  if (auto date = parse_date(text)) return *date;
  auto at = parse_instant(text);
  if (!at) return std::nullopt;
  Zone zone = zone_of_instants;
  for (Zone known : {Zone::wib, Zone::wita, Zone::wit})
    if (text.ends_with(fmt::format("+{:02}:00", offset(known).count()))) zone = known;
  return LocalTime{*at, zone};
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || std::string_view("-._~").find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

std::int64_t as_int(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_uint64()) return static_cast<std::int64_t>(value.get_uint64());
  return value.is_double() ? static_cast<std::int64_t>(value.get_double()) : 0;
}

std::string in_words(const json::value& value, const World& world) {
  const auto& formats = world.formats;
  if (auto when = read_when(value, world.zone))
    return std::holds_alternative<Date>(*when) ? formats.date(std::get<Date>(*when))
                                               : formats.time(std::get<LocalTime>(*when));
  if (value.is_bool()) return world.messages.text(world.language, value.get_bool() ? "format.yes" : "format.no");
  if (value.is_double()) return formats.number(value.get_double());
  if (value.is_number()) return formats.number(as_int(value));
  return to_text(value);
}

// The derived member `suffix` of `value`, the member called `field`; nothing when the suffix is none of ours.
std::optional<json::value> derive(std::string_view suffix, std::string_view field, const json::value& value,
                                  const World& world) {
  const auto& formats = world.formats;
  auto text = [](const std::string& made) { return json::value(made); };
  if (suffix == "text") return text(in_words(value, world));
  if (suffix == "label") return text(label_of(field, value, world));
  if (suffix == "url") return text(percent_encode(to_text(value)));
  if (suffix == "size") return text(formats.bytes(as_int(value)));
  if (suffix == "count") return value.is_array() ? json::value(value.get_array().size()) : json::value(0);
  constexpr std::array<std::string_view, 4> kOfTimes = {"short", "day", "hour", "left"};
  if (std::find(kOfTimes.begin(), kOfTimes.end(), suffix) == kOfTimes.end()) return std::nullopt;
  auto when = read_when(value, world.zone);
  if (!when) return text(to_text(value));
  const auto* time = std::get_if<LocalTime>(&*when);
  Date date = time ? date_in(time->at, time->zone) : std::get<Date>(*when);
  if (suffix == "day") return text(formats.date(date));
  if (suffix == "short") return text(time ? formats.short_time(*time) : formats.short_date(date));
  if (suffix == "hour") return text(time ? formats.hour(*time) : std::string());
  return text(formats.left(world.now, time ? time->at : start_of_day(add_days(date, 1), world.zone)));
}

// Finds members of one item; `find` answers with the literal member or null.
template <class Find>
Value member(const Find& find, std::string_view name, std::string_view field, const World& world) {
  auto yes_or_no = [](bool yes) { return Value{nullptr, json::value(yes), true}; };
  auto as_field = [&](std::string_view stem) { return stem == "value" && !field.empty() ? field : stem; };
  if (const auto* literal = find(name)) return {literal, {}, true};
  if (name.starts_with("has_"))
    if (const auto* value = find(name.substr(4))) return yes_or_no(is_yes(*value));
  if (name.starts_with("no_"))
    if (const auto* value = find(name.substr(3))) return yes_or_no(!is_yes(*value));
  if (auto mark = name.rfind('_'); mark != std::string_view::npos && mark > 0)
    if (const auto* value = find(name.substr(0, mark)))
      if (auto made = derive(name.substr(mark + 1), as_field(name.substr(0, mark)), *value, world))
        return {nullptr, std::move(*made), true};
  for (auto mark = name.find("_is_"); mark != std::string_view::npos; mark = name.find("_is_", mark + 1))
    if (const auto* value = find(name.substr(0, mark))) return yes_or_no(to_text(*value) == name.substr(mark + 4));
  return {};
}

Value member_of(const json::value& item, std::string_view name, std::string_view field, const World& world) {
  auto find = [&](std::string_view wanted) -> const json::value* {
    if (!item.is_object()) return wanted == "value" ? &item : nullptr;
    auto found = item.get_object().find(wanted);
    return found == item.get_object().end() ? nullptr : &found->value();
  };
  return member(find, name, field, world);
}

Value marker(const Scope& scope, std::string_view name) {
  if (!scope.in_array) return {};
  auto made = [](json::value value) { return Value{nullptr, std::move(value), true}; };
  if (name == "first") return made(scope.index == 0);
  if (name == "last") return made(scope.index + 1 == scope.count);
  if (name == "no_first") return made(scope.index != 0);
  if (name == "no_last") return made(scope.index + 1 != scope.count);
  if (name == "odd") return made(scope.index % 2 == 0);
  if (name == "index") return made(scope.index + 1);
  if (name == "count") return made(scope.count);
  return {};
}

Value global(std::string_view name, const World& world) {
  auto find = [&](std::string_view wanted) -> const json::value* {
    auto found = world.globals.find(wanted);
    return found == world.globals.end() ? nullptr : &found->value();
  };
  return member(find, name, {}, world);
}

}  // namespace

Value look_up(const Path& path, const Scope& scope, const World& world) {
  const Scope* from = &scope;
  if (path.from_root)
    while (from->outer) from = from->outer;
  for (int i = 0; i < path.up; ++i) {
    if (!from->outer) return {};
    from = from->outer;
  }
  if (path.names.empty()) return {&from->item, {}, true};
  const auto& first = path.names.front();
  Value value = member_of(from->item, first, from->field, world);
  if (!value.there) value = marker(*from, first);
  if (!value.there && !path.from_root && path.up == 0) value = global(first, world);
  for (std::size_t i = 1; i < path.names.size() && value.there; ++i) {
    Value inner = member_of(value.get(), path.names[i], path.names[i - 1], world);
    if (inner.in_tree && !value.in_tree) inner = {nullptr, *inner.in_tree, true};  // its owner is about to go
    value = std::move(inner);
  }
  if (!value.there && path.names.back().starts_with("no_")) return {nullptr, json::value(true), true};
  return value;
}

Value look_up(const std::vector<Path>& choices, const Scope& scope, const World& world) {
  for (const auto& path : choices)
    if (auto value = look_up(path, scope, world); value.there) return value;
  return {};
}

bool is_yes(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return false;
    case json::kind::bool_:
      return value.get_bool();
    case json::kind::string:
      return !value.get_string().empty();
    case json::kind::array:
      return !value.get_array().empty();
    case json::kind::object:
      return !value.get_object().empty();
    default:
      return true;
  }
}

std::string to_text(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return std::string(value.get_string());
    case json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case json::kind::int64:
      return std::to_string(value.get_int64());
    case json::kind::uint64:
      return std::to_string(value.get_uint64());
    case json::kind::double_:
      return fmt::format("{}", value.get_double());
    default:
      return {};
  }
}

bool same_text(const json::value& left, const json::value& right) {
  if (const auto* array = right.if_array())
    return std::any_of(array->begin(), array->end(), [&](const json::value& item) { return same_text(left, item); });
  return to_text(left) == to_text(right);
}

std::string label_of(std::string_view field, const json::value& value, const World& world) {
  auto text = to_text(value);
  // Acts and refusals are labelled by the texts every feature already has for them.
  bool has_own_keys = field == "act" || field == "error" || field == "field";
  const auto* found = world.messages.find(
      world.language, has_own_keys ? fmt::format("{}.{}", field, text) : fmt::format("value.{}.{}", field, text));
  return found ? *found : text;
}

}  // namespace netra::page
