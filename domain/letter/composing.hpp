// What every composer of papers is built with, and how it writes days and hours.
//
// Threads: as its parts, which must outlive it.
#pragma once

#include "domain/letter/texts.hpp"
#include "engine/page/format.hpp"

namespace netra::letter {

struct Composing {
  const Texts& texts;
  const Messages& messages;

  page::Formats formats() const { return {messages, "id"}; }
  std::string day(LocalTime at) const { return formats().date(date_in(at.at, at.zone)); }
  std::string day(const std::optional<Date>& on) const { return on ? formats().date(*on) : std::string(); }
  std::string hour(LocalTime at) const { return formats().hour(at); }
  std::string moment(const std::optional<LocalTime>& at) const { return at ? formats().time(*at) : std::string(); }
  // The label of a value in the catalogue, "" when there is none: label("vote", "agree").
  std::string label(std::string_view group, std::string_view value) const {
    const auto* text = messages.find("id", "value." + std::string(group) + "." + std::string(value));
    return text ? *text : std::string();
  }
};

}  // namespace netra::letter
