// One description, two directions: structs described with Boost.Describe to and from JSON, and to JSON Schema for
// OpenAPI.
//
//   struct Receipt { std::string code; LocalTime received_at; std::optional<std::string> note; };
//   BOOST_DESCRIBE_STRUCT(Receipt, (), (code, received_at, note))
//   json::value tree = to_json(receipt);
//   Result<Receipt> back = from_json<Receipt>(tree, Leniency::kStrict);
//
// Wire forms: enum class -> its enumerator's name (describe it with BOOST_DESCRIBE_ENUM); LocalTime -> RFC 3339 with
// offset; Instant -> RFC 3339 in UTC; Date -> YYYY-MM-DD; std::optional -> absent or null; vectors -> arrays;
// json::value passes through.
//
// Reading: members of type std::optional and std::vector may be absent, all others are required. Errors (kUnreadable,
// one FieldError per place):
//   field.unknown  field.required  field.type  field.value (no such enumerator, impossible date)
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/base/time.hpp"

namespace netra {

namespace json = boost::json;

BOOST_DESCRIBE_ENUM(Zone, wib, wita, wit)

// kForm: every scalar arrives as text ("12", "on", ""), empty text means absent.
enum class Leniency { kStrict, kForm };

namespace detail {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

// Collects what is wrong while a tree is read. Not for direct use.
struct Decoding {
  Leniency leniency;
  std::vector<FieldError> errors;
  void wrong(const std::string& pointer, const char* code) { errors.push_back({pointer, code, {}}); }
};

void read_scalar(Decoding&, const std::string& pointer, const json::value&, std::string&);
void read_scalar(Decoding&, const std::string& pointer, const json::value&, bool&);
void read_scalar(Decoding&, const std::string& pointer, const json::value&, std::int64_t&);
void read_scalar(Decoding&, const std::string& pointer, const json::value&, double&);
void read_scalar(Decoding&, const std::string& pointer, const json::value&, Instant&);
void read_scalar(Decoding&, const std::string& pointer, const json::value&, LocalTime&);
void read_scalar(Decoding&, const std::string& pointer, const json::value&, Date&);
std::string escape_pointer(std::string_view member);  // RFC 6901
std::string schema_name(const std::type_info&);       // netra::clock::ClockView -> "clock.ClockView"
bool is_blank(const json::value&, Leniency);

}  // namespace detail

// The enumerator's name; it is the wire value.
template <detail::DescribedEnum E>
std::string_view enum_name(E value) {
  return boost::describe::enum_to_string(value, "");
}

template <detail::DescribedEnum E>
std::optional<E> parse_enum(std::string_view name) {
  std::optional<E> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto one) {
    if (name == one.name) out = one.value;
  });
  return out;
}

template <class T>
json::value to_json(const T& value) {
  if constexpr (std::is_same_v<T, json::value> || std::is_same_v<T, json::object> || std::is_same_v<T, json::array>) {
    return value;
  } else if constexpr (std::is_same_v<T, bool>) {
    return json::value(value);
  } else if constexpr (std::is_integral_v<T>) {
    return json::value(static_cast<std::int64_t>(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    return json::value(static_cast<double>(value));
  } else if constexpr (detail::DescribedEnum<T>) {
    return json::value(enum_name(value));
  } else if constexpr (std::is_same_v<T, Instant>) {
    return json::value(format_utc(value));
  } else if constexpr (std::is_same_v<T, LocalTime>) {
    return json::value(format_local(value));
  } else if constexpr (std::is_same_v<T, Date>) {
    return json::value(format_date(value));
  } else if constexpr (detail::is_optional<T>::value) {
    return value ? to_json(*value) : json::value(nullptr);
  } else if constexpr (detail::is_vector<T>::value) {
    json::array out;
    out.reserve(value.size());
    for (const auto& item : value) out.push_back(to_json(item));
    return out;
  } else if constexpr (detail::DescribedStruct<T>) {
    json::object out;
    boost::mp11::mp_for_each<detail::Members<T>>([&](auto member) {
      const auto& field = value.*member.pointer;
      if constexpr (detail::is_optional<std::decay_t<decltype(field)>>::value) {
        if (!field) return;  // absent, not null
      }
      out.emplace(member.name, to_json(field));
    });
    return out;
  } else {
    static_assert(std::is_convertible_v<T, std::string_view>, "describe the type with BOOST_DESCRIBE_STRUCT");
    return json::value(std::string_view(value));
  }
}

namespace detail {

template <class T>
void read(Decoding& in, const std::string& pointer, const json::value& tree, T& out) {
  if constexpr (std::is_same_v<T, json::value>) {
    out = tree;
  } else if constexpr (is_optional<T>::value) {
    if (is_blank(tree, in.leniency)) {
      out.reset();
    } else {
      read(in, pointer, tree, out.emplace());
    }
  } else if constexpr (is_vector<T>::value) {
    if (is_blank(tree, in.leniency)) return;
    if (!tree.is_array()) {
      if (in.leniency == Leniency::kForm) {  // one checkbox of several arrives alone
        read(in, pointer, tree, out.emplace_back());
        return;
      }
      return in.wrong(pointer, "field.type");
    }
    for (const auto& item : tree.get_array())
      read(in, pointer + "/" + std::to_string(out.size()), item, out.emplace_back());
  } else if constexpr (DescribedEnum<T>) {
    if (!tree.is_string()) return in.wrong(pointer, "field.type");
    auto value = parse_enum<T>(tree.get_string());
    if (value) {
      out = *value;
    } else {
      in.wrong(pointer, tree.get_string().empty() ? "field.required" : "field.value");
    }
  } else if constexpr (DescribedStruct<T>) {
    if (!tree.is_object()) return in.wrong(pointer, "field.type");
    const auto& object = tree.get_object();
    std::size_t known = 0;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      auto& field = out.*member.pointer;
      using Field = std::decay_t<decltype(field)>;
      auto found = object.find(member.name);
      auto place = pointer + "/" + member.name;
      if (found != object.end()) {
        ++known;
        read(in, place, found->value(), field);
      } else if constexpr (!is_optional<Field>::value && !is_vector<Field>::value &&
                           !std::is_same_v<Field, json::value>) {
        if (std::is_same_v<Field, bool> && in.leniency == Leniency::kForm) return;  // an unticked checkbox is not sent
        in.wrong(place, "field.required");
      }
    });
    if (known == object.size()) return;
    for (const auto& item : object) {
      bool is_member = false;
      boost::mp11::mp_for_each<Members<T>>([&](auto member) { is_member = is_member || item.key() == member.name; });
      if (!is_member) in.wrong(pointer + "/" + escape_pointer(item.key()), "field.unknown");
    }
  } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    std::int64_t wide = 0;
    read_scalar(in, pointer, tree, wide);
    out = static_cast<T>(wide);
    if (static_cast<std::int64_t>(out) != wide) in.wrong(pointer, "field.value");
  } else {
    read_scalar(in, pointer, tree, out);
  }
}

}  // namespace detail

template <class T>
Result<T> from_json(const json::value& tree, Leniency leniency = Leniency::kStrict) {
  detail::Decoding in{leniency, {}};
  T out{};
  detail::read(in, "", tree, out);
  if (in.errors.empty()) return out;
  return fail(Error{Outcome::kUnreadable, "request.fields", {}, std::move(in.errors)});
}

// JSON Schema (2020-12 subset used by OpenAPI 3.1) of a described type.
template <class T>
json::value json_schema() {
  if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::is_integral_v<T>) {
    return {{"type", "integer"}};
  } else if constexpr (std::is_floating_point_v<T>) {
    return {{"type", "number"}};
  } else if constexpr (detail::DescribedEnum<T>) {
    json::array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto e) { names.push_back(e.name); });
    return {{"type", "string"}, {"enum", names}};
  } else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, LocalTime>) {
    return {{"type", "string"}, {"format", "date-time"}};
  } else if constexpr (std::is_same_v<T, Date>) {
    return {{"type", "string"}, {"format", "date"}};
  } else if constexpr (detail::is_optional<T>::value) {
    return json_schema<typename T::value_type>();
  } else if constexpr (detail::is_vector<T>::value) {
    return {{"type", "array"}, {"items", json_schema<typename T::value_type>()}};
  } else if constexpr (detail::DescribedStruct<T>) {
    json::object properties;
    json::array required;
    boost::mp11::mp_for_each<detail::Members<T>>([&](auto member) {
      using Field = std::decay_t<decltype(std::declval<T&>().*member.pointer)>;
      properties.emplace(member.name, json_schema<Field>());
      if (!detail::is_optional<Field>::value && !detail::is_vector<Field>::value) required.push_back(member.name);
    });
    json::object out{{"title", detail::schema_name(typeid(T))},
                     {"type", "object"},
                     {"properties", properties},
                     {"additionalProperties", false}};
    if (!required.empty()) out.emplace("required", required);
    return out;
  } else if constexpr (std::is_same_v<T, json::value>) {
    return json::object{};
  } else {
    return {{"type", "string"}};
  }
}

}  // namespace netra
