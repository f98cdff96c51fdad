#include <charconv>
#include <cmath>

#include "engine/base/text.hpp"
#include "engine/sheet/archive.hpp"
#include "engine/sheet/cells.hpp"
#include "engine/sheet/dates.hpp"
#include "engine/sheet/xml.hpp"

namespace netra::sheet {

namespace {

tl::unexpected<Error> unreadable() { return fail(Outcome::kInvalid, "sheet.unreadable"); }

struct Document {
  std::string bytes;
  pugi::xml_document tree;
  pugi::xml_node root() const { return tree.document_element(); }
};

// Nothing: the part is not there.
Result<std::unique_ptr<Document>> load(const Parts& parts, const std::string& path) {
  auto bytes = parts(path);
  if (!bytes) return fail(std::move(bytes.error()));
  if (!*bytes) return std::unique_ptr<Document>();
  auto out = std::make_unique<Document>();
  out->bytes = std::move(**bytes);
  if (!load_xml(out->tree, out->bytes)) return unreadable();
  return out;
}

// A part's path as a relation of `folder` names it: "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../x.xml".
std::string resolve(std::string folder, std::string_view target) {
  if (target.starts_with("/")) return std::string(target.substr(1));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (folder.ends_with('/')) folder.pop_back();
    const auto slash = folder.rfind('/');
    folder = slash == std::string::npos ? "" : folder.substr(0, slash + 1);
  }
  if (target.starts_with("./")) target.remove_prefix(2);
  return folder + std::string(target);
}

struct Relation {
  std::string path;
  std::string type;  // the last part of its address: "worksheet", "sharedStrings"
};

Result<std::map<std::string, Relation>> relations(const Parts& parts, const std::string& of,
                                                  const std::string& folder) {
  std::map<std::string, Relation> out;
  auto document = load(parts, of);
  if (!document) return fail(std::move(document.error()));
  if (!*document) return out;
  for (const auto& node : (*document)->root().children()) {
    if (!is(node, "Relationship") || node.attribute("TargetMode").value() == std::string_view("External")) continue;
    std::string_view type = node.attribute("Type").value();
    type = type.substr(type.rfind('/') + 1);
    out[node.attribute("Id").value()] = {resolve(folder, node.attribute("Target").value()), std::string(type)};
  }
  return out;
}

// Control characters are written as _x000D_; an underscore that would look so as _x005F_.
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    unsigned code = 0;
    const bool is_escape = i + 7 <= text.size() && text.substr(i, 2) == "_x" && text[i + 6] == '_';
    const auto* end = text.data() + i + 6;
    if (is_escape && std::from_chars(text.data() + i + 2, end, code, 16).ptr == end && code > 0 && code < 0x80) {
      out += static_cast<char>(code);
      i += 7;
    } else {
      out += text[i++];
    }
  }
  return out;
}

// The text of <si> or <is>: its <t>, or those of its runs; how it is to be read aloud (<rPh>) is left out.
std::string text_of(const pugi::xml_node& node) {
  std::string out;
  for (const auto& part : node.children()) {
    if (is(part, "t")) out += part.text().get();
    if (is(part, "r")) out += child(part, "t").text().get();
  }
  return unescape(out);
}

// 1158 and 1.158E3 are "1158"; 0.1 is "0.1", not what binary makes of it.
std::string number_text(double value) {
  char buffer[32];
  if (std::floor(value) == value && std::abs(value) < 1e15)
    return std::string(buffer, std::to_chars(buffer, buffer + 32, static_cast<long long>(value)).ptr);
  return std::string(buffer, std::to_chars(buffer, buffer + 32, value).ptr);
}

std::optional<double> number_of(std::string_view text) {
  text = trim(text);
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// "BC23" -> row 22, column 54; absent: where the one before ended.
struct Place {
  std::size_t row = 0, column = 0;
};
bool parse_place(std::string_view text, Place& out) {
  std::size_t column = 0, row = 0, i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && i < 4; ++i)
    column = column * 26 + static_cast<std::size_t>(text[i] - 'A' + 1);
  auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), row);
  if (column == 0 || error != std::errc() || end != text.data() + text.size() || row == 0) return false;
  out = {row - 1, column - 1};
  return true;
}

class Workbook {
 public:
  Workbook(const Parts& parts, const Limits& limits) : parts_(parts), limits_(limits) {}

  Result<std::vector<Table>> all() {
    auto top = relations(parts_, "_rels/.rels", "");
    if (!top) return fail(std::move(top.error()));
    std::string path = "xl/workbook.xml";
    for (const auto& [id, relation] : *top)
      if (relation.type == "officeDocument") path = relation.path;
    const auto folder = path.substr(0, path.rfind('/') + 1), name = path.substr(folder.size());
    auto known = relations(parts_, folder + "_rels/" + name + ".rels", folder);
    if (!known) return fail(std::move(known.error()));
    auto book = load(parts_, path);
    if (!book) return fail(std::move(book.error()));
    if (!*book) return unreadable();
    for (const auto& [id, relation] : *known) {
      if (relation.type == "sharedStrings")
        if (auto read = read_strings(relation.path); !read) return fail(std::move(read.error()));
      if (relation.type == "styles")
        if (auto read = read_styles(relation.path); !read) return fail(std::move(read.error()));
    }
    return read_sheets((*book)->root(), *known);
  }

 private:
  Result<Done> read_strings(const std::string& path) {
    auto document = load(parts_, path);
    if (!document) return fail(std::move(document.error()));
    if (!*document) return Done{};
    for (const auto& node : (*document)->root().children())
      if (is(node, "si")) strings_.push_back(text_of(node));
    return Done{};
  }

  Result<Done> read_styles(const std::string& path) {
    auto document = load(parts_, path);
    if (!document) return fail(std::move(document.error()));
    if (!*document) return Done{};
    std::map<int, bool> own;
    for (const auto& node : child((*document)->root(), "numFmts").children())
      own[node.attribute("numFmtId").as_int()] = is_date_format(std::string_view(node.attribute("formatCode").value()));
    for (const auto& node : child((*document)->root(), "cellXfs").children()) {
      const int number = node.attribute("numFmtId").as_int();
      const auto found = own.find(number);
      is_date_.push_back(found == own.end() ? is_date_format(number) : found->second);
    }
    return Done{};
  }

  Result<std::vector<Table>> read_sheets(const pugi::xml_node& book, const std::map<std::string, Relation>& known) {
    const std::string_view shift = child(book, "workbookPr").attribute("date1904").value();
    if (shift == "1" || shift == "true") system_ = DateSystem::from_1904;
    std::vector<Table> out;
    bool has_rows = false;
    for (const auto& node : child(book, "sheets").children()) {
      const auto relation = known.find(prefixed_attribute(node, "id").value());
      if (relation == known.end() || relation->second.type != "worksheet") continue;
      if (out.size() >= limits_.sheets) return fail(Outcome::kInvalid, "sheet.too_large");
      auto rows = read_rows(relation->second.path);
      if (!rows) return fail(std::move(rows.error()));
      has_rows = has_rows || !rows->empty();
      out.push_back({node.attribute("name").value(), std::move(*rows)});
    }
    if (out.empty()) return unreadable();
    if (!has_rows) return fail(Outcome::kInvalid, "sheet.empty");
    return out;
  }

  Result<std::vector<Row>> read_rows(const std::string& path) {
    auto document = load(parts_, path);
    if (!document) return fail(std::move(document.error()));
    if (!*document) return unreadable();
    Limits left = limits_;
    left.cells -= std::min(left.cells, cells_);
    Grid grid(left);
    Place place;
    for (const auto& row : child((*document)->root(), "sheetData").children()) {
      if (!is(row, "row")) continue;
      if (const auto number = row.attribute("r").as_ullong(0); number > 0) place.row = number - 1;
      place.column = 0;
      for (const auto& cell : row.children()) {
        if (!is(cell, "c")) continue;
        if (const auto where = cell.attribute("r"); where && !parse_place(where.value(), place)) return unreadable();
        auto text = cell_text(cell);
        if (!is_valid_utf8(text)) return fail(Outcome::kInvalid, "sheet.encoding", cell_name(place.row, place.column));
        if (auto put = grid.put(place.row, place.column, std::move(text)); !put) return fail(std::move(put.error()));
        ++place.column;
      }
      ++place.row;
    }
    cells_ += grid.cells();
    return grid.take();
  }

  std::string cell_text(const pugi::xml_node& cell) const {
    const std::string_view type = cell.attribute("t").value();
    if (type == "inlineStr") return text_of(child(cell, "is"));
    const std::string_view value = child(cell, "v").text().get();
    if (type == "s") {
      std::size_t index = 0;
      auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
      return error == std::errc() && index < strings_.size() ? strings_[index] : std::string();
    }
    if (type == "b") return value == "1" ? "TRUE" : "FALSE";
    if (type == "str" || type == "e" || type == "d") return unescape(value);
    const auto number = number_of(value);
    if (!number) return std::string(value);
    const auto style = cell.attribute("s").as_ullong(0);
    if (style < is_date_.size() && is_date_[style])
      if (auto date = date_text(*number, system_); !date.empty()) return date;
    return number_text(*number);
  }

  const Parts& parts_;
  const Limits& limits_;
  std::vector<std::string> strings_;
  std::vector<bool> is_date_;  // by style
  DateSystem system_ = DateSystem::from_1900;
  std::size_t cells_ = 0;
};

}  // namespace

Result<std::vector<Table>> read_workbook(const Parts& parts, const Limits& limits) {
  return Workbook(parts, limits).all();
}

Result<std::vector<Table>> read_xlsx(std::string_view bytes, const Limits& limits) {
  if (bytes.size() > limits.unpacked) return fail(Outcome::kInvalid, "sheet.too_large");
  return with_archive(bytes, limits, [&](const Parts& parts) { return read_workbook(parts, limits); });
}

}  // namespace netra::sheet
