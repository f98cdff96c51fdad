// What an office has set for its letters: letterhead, looks, who usually signs, how numbers are written. Versions with
// validity and reason; the one set last holds, as with register numbers (domain/office/numbers.hpp).
//
// Inner header. Threads: as the reader or writer handed in.
// Errors: letter.settings (kNotFound), number_pattern.*
#pragma once

#include "domain/letter/letter.hpp"
#include "domain/letter/number.hpp"
#include "domain/letter/record.hpp"

namespace netra::letter {

// How papers look, where the office wants it otherwise than procedures/letters/.
struct Looks {
  std::optional<double> margin_top, margin_bottom, margin_left, margin_right;  // millimetres
  std::optional<std::string> typeface;
  std::optional<double> size, leading;
  std::optional<std::string> closing;
};
BOOST_DESCRIBE_STRUCT(Looks, (),
                      (margin_top, margin_bottom, margin_left, margin_right, typeface, size, leading, closing))

struct Settings {
  pdf::Letterhead letterhead;  // members left empty are filled from the office
  std::string place;           // "Cilegon", before the date; empty: none
  Looks looks;
  pdf::Signer signer;        // who usually signs
  std::string pattern;       // of numbers; empty: the rule's
  std::optional<Late> late;  // absent: the rule's
};
BOOST_DESCRIBE_STRUCT(Settings, (), (letterhead, place, looks, signer, pattern, late))

struct SettingsVersion {
  std::string id, office, settings;  // JSON of Settings
  Date valid_from;
  std::optional<Date> valid_until;
  std::string reason, set_by;
  Instant set_at;
  std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(SettingsVersion, (),
                      (id, office, settings, valid_from, valid_until, reason, set_by, set_at, ended_at))

// What an office left open is filled from what is known of it.
Settings completed(storage::Reader& db, Settings settings, const office::Office& office);
Settings own_settings_on(storage::Reader& db, const office::Office& office, Date day);  // empty when it set none
// What holds for an office on a day: its own version, or what is known of the office.
Settings settings_on(storage::Reader& db, const office::Office& office, Date day);
std::vector<SettingsVersion> versions_of(storage::Reader& db, std::string_view office);  // latest first

pdf::Layout with(pdf::Layout layout, const Looks& looks);

// A wish for a number by the office's rules of that day. Null rule: none holds.
NumberWish wish_for(storage::Reader& db, const Services& services, const office::Office& office,
                    std::string_view document, Date day);

// Does the office's rule want somebody else than this person, who wrote the letter last, to check it?
bool needs_another(storage::Reader& db, const Services& services, const LetterRecord& letter, std::string_view account,
                   Date day);

void add_settings_routes(http::Routes& routes, const Services& services);

}  // namespace netra::letter
