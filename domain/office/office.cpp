#include "domain/office/office.hpp"

#include "domain/office/sql.hpp"

namespace netra::office {

namespace {
constexpr int kDeepest = 10;  // a damaged tree must not become an endless walk
}

std::optional<Office> find_office(storage::Reader& db, std::string_view id) {
  return db.one<Office>(sql::office::find, {id});
}

std::vector<Office> offices_in(storage::Reader& db, std::string_view region_code, std::optional<Kind> kind) {
  auto out = db.all<Office>(sql::office::in_region, {region_code});
  if (kind) std::erase_if(out, [&](const Office& office) { return office.kind != *kind; });
  return out;
}

std::vector<Office> children_of(storage::Reader& db, std::string_view office) {
  return db.all<Office>(sql::office::children, {office});
}

std::vector<Office> superiors_of(storage::Reader& db, std::string_view office) {
  std::vector<Office> out;
  std::string id(office);
  for (int depth = 0; !id.empty() && depth < kDeepest; ++depth) {
    auto found = find_office(db, id);
    if (!found) break;
    id = found->parent;
    out.push_back(std::move(*found));
  }
  return out;
}

std::vector<std::string> offices_above(storage::Reader& db, std::string_view office) {
  std::vector<std::string> out;
  for (auto& superior : superiors_of(db, office))
    if (superior.id != office) out.push_back(std::move(superior.id));
  return out;
}

std::string name_of(storage::Reader& db, std::string_view office) {
  auto known = find_office(db, office);
  return known ? std::move(known->name) : std::string(office);
}

bool is_superior(storage::Reader& db, std::string_view superior, std::string_view office) {
  std::string id(office);
  for (int depth = 0; !id.empty() && depth < kDeepest; ++depth) {
    if (id == superior) return true;
    id = db.text(sql::office::parent_of, {id}).value_or("");
  }
  return false;
}

Zone zone_of(storage::Reader& db, std::string_view office) {
  auto found = find_office(db, office);
  return found ? found->zone : Zone::wib;
}

std::vector<Office> list_offices(storage::Reader& db, const OfficeQuery& query) {
  std::string pattern = "%";
  for (char c : query.text)
    if (c != '%' && c != '_' && c != '\\') pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return db.all<Office>(sql::office::listed,
                        {query.kind ? storage::Param(*query.kind) : storage::Param(""),
                         query.level ? storage::Param(*query.level) : storage::Param(""), query.within, pattern + "%",
                         query.after_region, query.after_id, query.limit});
}

}  // namespace netra::office
