#include "domain/letter/layout.hpp"

#include <charconv>

#include "domain/region/toml.hpp"

namespace netra::letter {

struct LayoutFile {
  Date last_checked;
  std::vector<LayoutText> layout;
};
BOOST_DESCRIBE_STRUCT(LayoutFile, (), (last_checked, layout))

namespace {

constexpr std::string_view kFile = "procedures/letters/layouts.toml";

std::optional<double> fraction(const std::string& text) {
  double out = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  return fault == std::errc{} && end == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

template <class To, class From>
void take(To& to, const std::optional<From>& from) {
  if (from) to = static_cast<To>(*from);
}

void take_fraction(double& to, const std::optional<std::string>& from) {
  if (from) to = fraction(*from).value_or(to);
}

void lay_over(pdf::Layout& to, const LayoutText& from) {
  take(to.margin_top, from.margin_top);
  take(to.margin_bottom, from.margin_bottom);
  take(to.margin_left, from.margin_left);
  take(to.margin_right, from.margin_right);
  take(to.signature_space, from.signature_space);
  take(to.typeface, from.typeface);
  take_fraction(to.size, from.size);
  take_fraction(to.leading, from.leading);
  take(to.closing, from.closing);
  take(to.number_above_title, from.number_above_title);
  take(to.justified, from.justified);
  take(to.words.number, from.number);
  take(to.words.copies, from.copies);
  take(to.words.page, from.page);
  take(to.words.check, from.check);
}

}  // namespace

Result<Layouts> Layouts::load(const Assets& assets) {
  auto file = region::read_toml_as<LayoutFile>(assets, kFile);
  if (!file) return fail(Outcome::kInvalid, "letter.file", file.error().detail);
  Layouts out;
  out.layouts_ = std::move(file->layout);
  for (const auto& layout : out.layouts_) {
    const auto name = layout.document.value_or("");
    if ((layout.size && !fraction(*layout.size)) || (layout.leading && !fraction(*layout.leading)))
      return fail(Outcome::kInvalid, "letter.file",
                  std::string(kFile) + ": " + name + ": size or leading is no number");
    pdf::Paper trial;  // looks nobody could print are found here, not when a letter is due
    if (auto set = pdf::set(trial, out.of(name)); !set && set.error().code != "pdf.font")
      return fail(Outcome::kInvalid, "letter.file",
                  std::string(kFile) + ": " + name + ": " + set.error().code + " " + set.error().detail);
  }
  return out;
}

pdf::Layout Layouts::of(std::string_view document) const {
  pdf::Layout out;
  for (const auto& layout : layouts_)
    if (!layout.document) lay_over(out, layout);
  for (const auto& layout : layouts_)
    if (layout.document && *layout.document == document) lay_over(out, layout);
  return out;
}

}  // namespace netra::letter
