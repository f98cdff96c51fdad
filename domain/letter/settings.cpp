#include "domain/letter/settings.hpp"

#include <boost/algorithm/string/case_conv.hpp>

#include "domain/letter/sql.hpp"

namespace netra::letter {

namespace {

// "Bawaslu Kota Cilegon" writes as "BADAN PENGAWAS PEMILIHAN UMUM" over "KOTA CILEGON"; other offices as they are
// called.
pdf::Letterhead known_letterhead(const office::Office& office) {
  constexpr std::string_view kShort = "Bawaslu ", kLong = "BADAN PENGAWAS PEMILIHAN UMUM";
  pdf::Letterhead head;
  if (office.kind == office::Kind::bawaslu && office.name.starts_with(kShort)) {
    head.institution = kLong;
    head.office = boost::to_upper_copy(office.name.substr(kShort.size()));
  } else {
    head.institution = boost::to_upper_copy(office.name);
  }
  head.address = office.address;
  for (const auto& part : {office.phone, office.email, office.website})
    if (!part.empty()) head.contact += (head.contact.empty() ? "" : " · ") + part;
  return head;
}

void fill(std::string& own, const std::string& known) {
  if (own.empty()) own = known;
}

std::string place_of(storage::Reader& db, const office::Office& office) {
  auto region = region::find_region(db, office.region_code);
  if (!region) return {};
  // Letters say the place without its kind; an office that sits elsewhere sets its own.
  for (std::string_view kind : {"Kabupaten ", "Kota "})
    if (region->name.starts_with(kind)) return region->name.substr(kind.size());
  return region->name;
}

template <class T>
void overlay(T& value, const std::optional<T>& own) {
  if (own) value = *own;
}

}  // namespace

Settings completed(storage::Reader& db, Settings out, const office::Office& office) {
  const auto known = known_letterhead(office);
  if (out.letterhead.institution.empty()) fill(out.letterhead.office, known.office);
  fill(out.letterhead.institution, known.institution);
  fill(out.letterhead.address, known.address);
  fill(out.letterhead.contact, known.contact);
  fill(out.place, place_of(db, office));
  return out;
}

Settings own_settings_on(storage::Reader& db, const office::Office& office, Date day) {
  Settings out;
  if (auto version = db.one<SettingsVersion>(sql::letter::settings_on, {office.id, day})) {
    auto kept = from_json<Settings>(json::parse(version->settings), Leniency::kStrict);
    if (!kept) throw storage::Failure("stored letter settings do not fit their type", false);
    out = std::move(*kept);
  }
  return out;
}

Settings settings_on(storage::Reader& db, const office::Office& office, Date day) {
  return completed(db, own_settings_on(db, office, day), office);
}

std::vector<SettingsVersion> versions_of(storage::Reader& db, std::string_view office) {
  return db.all<SettingsVersion>(sql::letter::settings_of, {office});
}

pdf::Layout with(pdf::Layout layout, const Looks& looks) {
  overlay(layout.margin_top, looks.margin_top);
  overlay(layout.margin_bottom, looks.margin_bottom);
  overlay(layout.margin_left, looks.margin_left);
  overlay(layout.margin_right, looks.margin_right);
  overlay(layout.typeface, looks.typeface);
  overlay(layout.size, looks.size);
  overlay(layout.leading, looks.leading);
  overlay(layout.closing, looks.closing);
  return layout;
}

NumberWish wish_for(storage::Reader& db, const Services& services, const office::Office& office,
                    std::string_view document, Date day) {
  NumberWish wish{.office = office, .kind = services.letters.kind_of(document), .dated = day};
  wish.class_code = services.letters.class_of(document);
  wish.rule = services.letters.number(office, wish.kind, day);
  if (!wish.rule) return wish;
  const auto own = settings_on(db, office, day);
  // An office's pattern is that of its letters; supervision reports and the like keep the rule made for them.
  const bool is_general = wish.rule->kinds.empty();
  wish.pattern = is_general && !own.pattern.empty() ? own.pattern : wish.rule->pattern;
  wish.late = own.late.value_or(wish.rule->late);
  return wish;
}

bool needs_another(storage::Reader& db, const Services& services, const LetterRecord& letter, std::string_view account,
                   Date day) {
  if (letter.written_by != account) return false;
  const auto office = office::find_office(db, letter.office_id);
  const auto* rule =
      office ? services.letters.number(*office, services.letters.kind_of(letter.document), day) : nullptr;
  return rule && rule->second_person;
}

}  // namespace netra::letter
