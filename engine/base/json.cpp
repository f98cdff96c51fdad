#include "engine/base/json.hpp"

#include <boost/core/demangle.hpp>
#include <cctype>
#include <charconv>

namespace netra::detail {

namespace {

template <class Number>
bool parse_number(std::string_view text, Number& out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// The text of a scalar that must be one; notes the error otherwise.
const json::string* text_of(Decoding& in, const std::string& pointer, const json::value& tree) {
  if (const auto* text = tree.if_string()) {
    if (!text->empty()) return text;
    in.wrong(pointer, "field.required");
  } else {
    in.wrong(pointer, tree.is_null() ? "field.required" : "field.type");
  }
  return nullptr;
}

}  // namespace

// Components of OpenAPI may hold letters, digits, dots, dashes and underscores only.
std::string schema_name(const std::type_info& type) {
  std::string name = boost::core::demangle(type.name());
  for (std::string_view noise : {"netra::", "(anonymous namespace)::"})
    for (auto at = name.find(noise); at != name.npos; at = name.find(noise)) name.erase(at, noise.size());
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    bool plain = std::isalnum(static_cast<unsigned char>(name[i])) != 0 || name[i] == '_';
    bool scope = name.compare(i, 2, "::") == 0;
    out += plain ? name[i] : scope ? '.' : '_';
    if (scope) ++i;
  }
  return out;
}

bool is_blank(const json::value& tree, Leniency leniency) {
  if (tree.is_null()) return true;
  if (leniency != Leniency::kForm) return false;
  if (const auto* text = tree.if_string()) return text->empty();
  return false;
}

std::string escape_pointer(std::string_view member) {
  std::string out;
  for (char c : member) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

void read_scalar(Decoding& in, const std::string& pointer, const json::value& tree, std::string& out) {
  if (const auto* text = tree.if_string()) {
    if (in.leniency == Leniency::kForm && text->empty()) return in.wrong(pointer, "field.required");
    out.assign(text->data(), text->size());
  } else {
    in.wrong(pointer, "field.type");
  }
}

void read_scalar(Decoding& in, const std::string& pointer, const json::value& tree, bool& out) {
  if (tree.is_bool()) {
    out = tree.get_bool();
  } else if (in.leniency == Leniency::kForm && tree.is_string()) {
    std::string_view text = tree.get_string();
    if (text == "on" || text == "true" || text == "1")
      out = true;
    else if (text == "false" || text == "0" || text.empty())
      out = false;
    else
      in.wrong(pointer, "field.value");
  } else {
    in.wrong(pointer, "field.type");
  }
}

void read_scalar(Decoding& in, const std::string& pointer, const json::value& tree, std::int64_t& out) {
  if (tree.is_int64()) {
    out = tree.get_int64();
  } else if (in.leniency == Leniency::kForm && tree.is_string()) {
    if (!parse_number(std::string_view(tree.get_string()), out)) in.wrong(pointer, "field.type");
  } else {
    in.wrong(pointer, "field.type");
  }
}

void read_scalar(Decoding& in, const std::string& pointer, const json::value& tree, double& out) {
  if (tree.is_number()) {
    out = tree.to_number<double>();
  } else if (in.leniency == Leniency::kForm && tree.is_string()) {
    if (!parse_number(std::string_view(tree.get_string()), out)) in.wrong(pointer, "field.type");
  } else {
    in.wrong(pointer, "field.type");
  }
}

void read_scalar(Decoding& in, const std::string& pointer, const json::value& tree, Instant& out) {
  const auto* text = text_of(in, pointer, tree);
  if (!text) return;
  if (auto at = parse_instant(*text))
    out = *at;
  else
    in.wrong(pointer, "field.value");
}

void read_scalar(Decoding& in, const std::string& pointer, const json::value& tree, LocalTime& out) {
  const auto* text = text_of(in, pointer, tree);
  if (!text) return;
  auto at = parse_instant(*text);
  if (!at) return in.wrong(pointer, "field.value");
  std::string_view view(*text);
  out = {*at, view.ends_with("+08:00") ? Zone::wita : view.ends_with("+09:00") ? Zone::wit : Zone::wib};
}

void read_scalar(Decoding& in, const std::string& pointer, const json::value& tree, Date& out) {
  const auto* text = text_of(in, pointer, tree);
  if (!text) return;
  if (auto date = parse_date(*text))
    out = *date;
  else
    in.wrong(pointer, "field.value");
}

}  // namespace netra::detail
