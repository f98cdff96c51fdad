// How the files of this folder share their work; not for other folders.
#pragma once

#include "domain/finding/finding.hpp"
#include "domain/finding/services.hpp"
#include "domain/finding/support.hpp"
#include "domain/finding/views.hpp"
#include "domain/office/worklist.hpp"

namespace netra::finding {

inline constexpr std::int64_t kPage = 50;  // rows of a list

// The office a list or a new record is about: ?office=…, else the active one, else the first with the right.
// Errors: access.denied
Result<std::string> office_asked(const http::Call& call, std::optional<std::string> asked, Right right);
// May the reader see this office's records? The right there, or reading its cases (superiors too, by the table of
// rights).
bool may_see(const Actor& actor, Right right, std::string_view office);

Zone zone_at(storage::Reader& db, std::string_view region);
std::vector<ActorView> actor_views(const Services& s, const std::vector<AllegedActor>& actors,
                                   std::string_view language);
clock::Place place_of(storage::Reader& db, const Services& s, std::string_view office, std::string_view region,
                      std::string_view election);

// Sub-districts and villages below a region and itself, for lists of places.
std::vector<Option> places_below(storage::Reader& db, std::string_view region);

// Address of the page after, when `rows` may have more.
template <class Row>
std::optional<std::string> older_of(std::vector<Row>& rows, std::string_view path, std::string_view office) {
  if (static_cast<std::int64_t>(rows.size()) <= kPage) return std::nullopt;
  rows.resize(kPage);
  return std::string(path) + "?office=" + std::string(office) + "&before=" + rows.back().id;
}

std::optional<FormARow> load_form_a(storage::Reader& db, std::string_view id);
FormAContent content_of(storage::Reader& db, std::string_view id, std::int64_t version);
std::vector<FormAItem> form_a_items(storage::Reader& db, const std::vector<FormARow>& rows);
std::optional<FindingRow> load_finding(storage::Reader& db, std::string_view id);
std::optional<TracingRow> load_tracing(storage::Reader& db, std::string_view id);

// Ends the tracing a finding came out of, as part of the act that set the finding.
Result<Done> end_tracing_with_finding(http::Writing& call, const Services& s, storage::Writer& writer,
                                      std::string_view tracing, std::string_view finding);

// The desk's row and the search index of a record of this folder.
struct Shown {
  office::ItemKind kind;
  std::string id, office, election, region, number, title, stage, text, clock;
  Instant received_at;
  bool open = true;
};
void show_on_desk(storage::Transaction& tx, const Services& s, Instant now, const Shown& shown);

void add_form_a_routes(http::Routes& routes, const Services& s);
void add_set_finding_routes(http::Routes& routes, const Services& s);
void add_tracing_routes(http::Routes& routes, const Services& s);

}  // namespace netra::finding
