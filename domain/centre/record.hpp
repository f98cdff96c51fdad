// How the files of this folder share a centre. Not for other folders.
#pragma once

#include "domain/centre/views.hpp"
#include "domain/finding/support.hpp"
#include "domain/office/office.hpp"

namespace netra::centre {

using finding::Entries;
using FailedWith = netra::Outcome;

inline constexpr std::size_t kShort = 200, kLine = 1000, kText = 20000;

inline journal::Subject subject(std::string_view office) { return {"centre", std::string(office)}; }
inline journal::Subject member_subject(std::string_view id) { return {"centre_member", std::string(id)}; }
inline journal::Subject discussion_subject(std::string_view id) { return {"discussion", std::string(id)}; }

// The centre a request names, for who may read it; with `right`, for who holds it there.
// Errors: centre.unknown, access.denied
Result<office::Office> centre_here(const http::Call& call, storage::Reader& db);
Result<office::Office> centre_for(const http::Writing& call, Right right);

// The offices an institution has at this centre.
std::vector<office::Office> offices_of(storage::Reader& db, const office::Office& centre, Institution institution);

// ---- members ----

struct MemberRow {
  std::string id;
  std::int64_t version = 0;
  std::string office_id;
  Institution institution = Institution::bawaslu;
  std::optional<std::string> account;
  std::string name, rank, unit, post, decree_number;
  Date decree_date, valid_from;
  std::optional<Date> valid_until;
  std::string reason;
  Instant recorded_at_ms;
  std::string recorded_by;

  bool holds_on(Date day) const { return valid_from <= day && (!valid_until || day <= *valid_until); }
};
BOOST_DESCRIBE_STRUCT(MemberRow, (),
                      (id, version, office_id, institution, account, name, rank, unit, post, decree_number, decree_date,
                       valid_from, valid_until, reason, recorded_at_ms, recorded_by))

// All that ever belonged, as they hold now; by institution and name.
std::vector<MemberRow> members_of(storage::Reader& db, std::string_view office);
MemberView view_of(storage::Reader& db, const MemberRow& row, Date day, Zone zone);
std::vector<MemberRow> members_on(storage::Reader& db, std::string_view office, Date day);
std::optional<MemberRow> find_member(storage::Reader& db, std::string_view office, std::string_view id);
// "Ipda Contoh (Kepolisian)": for lists to choose from.
std::vector<Option> member_options(const Services& s, const std::vector<MemberRow>& members, std::string_view language);

// ---- roster ----

std::vector<ShiftView> shifts_between(storage::Reader& db, const office::Office& centre, Instant from, Instant until,
                                      Instant now);
std::vector<ShiftView> on_duty(storage::Reader& db, const office::Office& centre, Instant now);
Date monday_of(Date day);

// ---- discussions ----

// Planned ones, soonest first.
std::vector<DiscussionRow> coming_discussions(storage::Reader& db, const Services& s, const office::Office& centre,
                                              std::string_view language);

std::vector<WaitingTrack> waiting_tracks(storage::Reader& db, const Services& s, const office::Office& centre,
                                         Instant now, std::string_view language);

void add_member_routes(http::Routes& routes, const Services& s);
void add_roster_routes(http::Routes& routes, const Services& s);
void add_roster_file_route(http::Routes& routes, const Services& s);
void add_discussion_routes(http::Routes& routes, const Services& s);
void add_opinion_routes(http::Routes& routes, const Services& s);
void add_register_routes(http::Routes& routes, const Services& s);

}  // namespace netra::centre
