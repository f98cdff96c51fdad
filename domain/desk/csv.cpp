#include "domain/desk/csv.hpp"

namespace netra::desk {

namespace {

std::string cell(std::string_view text) {
  constexpr std::string_view kRunsAsFormula = "=+-@\t\r";
  std::string out = "\"";
  if (!text.empty() && kRunsAsFormula.find(text.front()) != std::string_view::npos) out += '\'';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string time_of(const std::optional<LocalTime>& at) { return at ? format_local(*at) : std::string(); }

}  // namespace

files::Body csv_of(const std::vector<Row>& rows, std::string file_name) {
  std::string out = "\xEF\xBB\xBFkind,number,title,stage,stage_name,place_name,person,received_at,target,due,href\r\n";
  for (const auto& row : rows) {
    auto target = row.clock ? time_of(row.clock->target) : "";
    auto due = row.clock ? time_of(row.clock->due) : "";
    bool first = true;
    for (const auto& text : {std::string(enum_name(row.kind)), row.number, row.title, row.stage, row.stage_name,
                             row.place_name, row.person, format_local(row.received_at), target, due, row.href}) {
      if (!first) out += ',';
      out += cell(text);
      first = false;
    }
    out += "\r\n";
  }
  return {{}, "text/csv; charset=utf-8", std::move(file_name), {}, std::make_shared<const std::string>(std::move(out))};
}

}  // namespace netra::desk
