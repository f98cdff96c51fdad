// Members by decree and period: added, changed with a reason, ended with a reason; every version stays.
#include <algorithm>

#include "domain/centre/record.hpp"
#include "domain/centre/sql.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/sql.hpp"
#include "engine/base/text.hpp"

namespace netra::centre {

std::vector<MemberRow> members_of(storage::Reader& db, std::string_view office) {
  return db.all<MemberRow>(sql::centre::members_of, {office});
}

std::vector<MemberRow> members_on(storage::Reader& db, std::string_view office, Date day) {
  auto rows = members_of(db, office);
  std::erase_if(rows, [&](const auto& row) { return !row.holds_on(day); });
  return rows;
}

std::optional<MemberRow> find_member(storage::Reader& db, std::string_view office, std::string_view id) {
  for (auto& row : members_of(db, office))
    if (row.id == id) return std::move(row);
  return std::nullopt;
}

std::vector<Option> member_options(const Services& s, const std::vector<MemberRow>& members,
                                   std::string_view language) {
  std::vector<Option> out;
  for (const auto& row : members)
    out.push_back(
        {row.id, row.name + " (" +
                     s.cases.messages.text(language, "value.institution." + std::string(enum_name(row.institution))) +
                     ")"});
  return out;
}

namespace {

// Who holds a role that discusses, in an office of the institution: account and name.
std::vector<Option> accounts_for(storage::Reader& db, const office::Office& centre, Institution institution,
                                 Instant now) {
  std::vector<Option> out;
  for (const auto& home : offices_of(db, centre, institution))
    for (const auto& row : db.query(sql::identity::holders_now, {home.id, now})) {
      auto role = parse_enum<Role>(row.text(1));
      bool is_known = std::ranges::any_of(out, [&](const auto& one) { return one.value == row.text(0); });
      if (role && gives(*role, Right::discuss) && !is_known) out.push_back({row.text(0), row.text(2)});
    }
  return out;
}

bool overlap(const MemberRow& a, const MemberRow& b) {
  bool a_before = a.valid_until && *a.valid_until < b.valid_from;
  bool b_before = b.valid_until && *b.valid_until < a.valid_from;
  return !a_before && !b_before;
}

// The same person twice at the same time.
bool is_twice(storage::Reader& db, const MemberRow& row) {
  return std::ranges::any_of(members_of(db, row.office_id), [&](const auto& other) {
    if (other.id == row.id || !overlap(other, row)) return false;
    if (row.account || other.account) return row.account == other.account;
    return row.institution == other.institution && fold(row.name) == fold(other.name);
  });
}

// The person: an account of the institution, or a name that is typed.
void read_person(const http::Writing& call, const office::Office& centre, const MemberIn& in, MemberRow& row,
                 Entries& entries) {
  row.name = entries.optional_text("/name", in.name, kShort);
  if (!in.account) {
    row.account.reset();
    if (row.name.empty()) entries.wrong("/name", "member.no_person");
    return;
  }
  bool is_kept = row.account == in.account;  // somebody who has changed roles since stays who they were
  row.account = in.account;
  const auto people = accounts_for(call.tx, centre, row.institution, call.now);
  auto found = std::ranges::find_if(people, [&](const auto& one) { return one.value == *in.account; });
  if (found == people.end() && !is_kept) return entries.wrong("/account", "member.account");
  if (row.name.empty()) row.name = identity::account_name(call.tx, *in.account);
}

// Reads a form into `row`, whose id, office and version the caller has set.
Result<Done> read_member(const http::Writing& call, const office::Office& centre, const MemberIn& in, MemberRow& row,
                         Entries& entries) {
  if (in.institution)
    row.institution = *in.institution;
  else
    entries.wrong("/institution", "field.required");
  read_person(call, centre, in, row, entries);
  row.rank = entries.optional_text("/rank", in.rank, kShort);
  row.unit = entries.optional_text("/unit", in.unit, kShort);
  row.post = entries.optional_text("/post", in.post, kShort);
  row.decree_number = entries.text("/decree_number", in.decree_number, kShort);
  if (!in.decree_date) entries.wrong("/decree_date", "field.required");
  if (!in.valid_from) entries.wrong("/valid_from", "field.required");
  row.decree_date = in.decree_date.value_or(Date{});
  row.valid_from = in.valid_from.value_or(Date{});
  row.valid_until = in.valid_until;
  if (in.valid_from && row.valid_until && *row.valid_until < row.valid_from)
    entries.wrong("/valid_until", "field.order");
  if (!entries.fine()) return entries.refuse("member.incomplete");
  if (is_twice(call.tx, row)) return fail(FailedWith::kConflict, "member.twice");
  return Done{};
}

json::object told(const MemberRow& row) {
  return {{"member", row.id},
          {"institution", enum_name(row.institution)},
          {"name", row.name},
          {"decree_number", row.decree_number},
          {"decree_date", format_date(row.decree_date)},
          {"from", format_date(row.valid_from)},
          {"until", row.valid_until ? json::value(format_date(*row.valid_until)) : json::value(nullptr)}};
}

// The act is the centre's; the version is the member's.
storage::Writer& write_member(http::Writing& call, std::string_view verb, MemberRow row) {
  auto& writer =
      finding::record(call, {Right::manage_centre, verb, subject(row.office_id), row.office_id, told(row), row.reason});
  writer.execute(
      sql::centre::insert_member,
      {row.id, row.version, row.office_id, row.institution, row.account, row.name, row.rank, row.unit, row.post,
       row.decree_number, row.decree_date, row.valid_from, row.valid_until, row.reason, call.now, call.principal.id});
  return writer;
}

Result<MemberPage> page_of(const http::Call& call, storage::Reader& db, const office::Office& centre,
                           std::string_view id) {
  MemberPage page{.office = centre.id, .office_name = centre.name};
  page.today = date_in(call.now, centre.zone);
  page.may_manage = actor_of(call).may(Right::manage_centre, centre.id);
  for (auto institution : kInstitutions) {
    page.institutions.emplace_back(enum_name(institution));
    if (!page.may_manage) continue;
    const auto homes = offices_of(db, centre, institution);
    for (auto& one : accounts_for(db, centre, institution, call.now))
      page.accounts.push_back({one.value, one.label + " · " + homes.front().name});
  }
  if (id.empty()) return page;
  for (const auto& row : db.all<MemberRow>(sql::centre::versions_of_member, {centre.id, id}))
    page.versions.push_back(view_of(db, row, page.today, centre.zone));
  if (page.versions.empty()) return fail(FailedWith::kNotFound, "member.unknown");
  page.member = page.versions.front();
  page.files = evidence::list(db, member_subject(id), centre.zone);
  return page;
}

using Reply = Result<http::Reply<MemberPage>>;

Reply show(http::Reading& call, std::string_view id) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  auto page = page_of(call, call.db, *centre, id);
  if (!page) return fail(std::move(page.error()));
  return http::Reply<MemberPage>(std::move(*page));
}

Reply answer(http::Writing& call, const office::Office& centre, const std::string& id, bool is_new = false) {
  auto page = page_of(call, call.tx, centre, id);
  if (!page) return fail(std::move(page.error()));
  const auto path = "/centres/" + centre.id + "/members/" + id;
  if (is_new) return http::created(std::move(*page), path);
  return http::see(std::move(*page), path);
}

Reply add(http::Writing& call, const MemberIn& in) {
  auto centre = centre_for(call, Right::manage_centre);
  if (!centre) return fail(std::move(centre.error()));
  MemberRow row{.id = make_id(call.now, call.entropy), .version = 1, .office_id = centre->id};
  Entries entries;
  if (auto read = read_member(call, *centre, in, row, entries); !read) return fail(std::move(read.error()));
  const auto id = row.id;
  write_member(call, "centre.member_added", std::move(row));
  return answer(call, *centre, id, true);
}

// The member a change is about, when nobody changed it meanwhile.
Result<MemberRow> member_for(const http::Writing& call, const office::Office& centre, std::int64_t version) {
  auto row = find_member(call.tx, centre.id, call.param("member"));
  if (!row) return fail(FailedWith::kNotFound, "member.unknown");
  if (row->version != version) return finding::stale("member.changed");
  return std::move(*row);
}

Reply replace(http::Writing& call, const office::Office& centre, std::string_view verb, MemberRow row) {
  const auto id = row.id;
  const auto before = row.version++;
  auto& writer = write_member(call, verb, std::move(row));
  if (writer.execute(sql::centre::replace_member, {id, before, call.now}) != 1) return finding::stale("member.changed");
  return answer(call, centre, id);
}

Reply change(http::Writing& call, const MemberChange& in) {
  auto centre = centre_for(call, Right::manage_centre);
  if (!centre) return fail(std::move(centre.error()));
  auto row = member_for(call, *centre, in.version);
  if (!row) return fail(std::move(row.error()));
  Entries entries;
  row->reason = entries.text("/reason", in.reason, kLine);
  if (auto read = read_member(call, *centre, in, *row, entries); !read) return fail(std::move(read.error()));
  return replace(call, *centre, "centre.member_changed", std::move(*row));
}

Reply end(http::Writing& call, const MemberEnding& in) {
  auto centre = centre_for(call, Right::manage_centre);
  if (!centre) return fail(std::move(centre.error()));
  auto row = member_for(call, *centre, in.version);
  if (!row) return fail(std::move(row.error()));
  if (row->valid_until && *row->valid_until < date_in(call.now, centre->zone))
    return fail(FailedWith::kConflict, "member.ended");
  Entries entries;
  row->reason = entries.text("/reason", in.reason, kLine);
  if (!in.until) entries.wrong("/until", "field.required");
  if (in.until && *in.until < row->valid_from) entries.wrong("/until", "field.order");
  if (!entries.fine()) return entries.refuse("member.incomplete");
  row->valid_until = in.until;
  return replace(call, *centre, "centre.member_ended", std::move(*row));
}

// ---- the decree itself ----

constexpr std::size_t kBytes = 50UL * 1024 * 1024;

struct KeptDecree {
  std::vector<evidence::Kept> files;
};

Result<KeptDecree> keep_decree(http::Reading& call, const Services& s, const DecreeIn& in) {
  auto centre = centre_here(call, call.db);
  if (!centre) return fail(std::move(centre.error()));
  if (in.files.empty() || in.files.size() > 5)
    return fail_fields("member.incomplete", {{"/files", "field.required", {}}});
  KeptDecree out;
  for (const auto& upload : in.files) {
    auto kept = evidence::keep(s.cases.files, upload, "");
    if (!kept) return fail(std::move(kept.error()));
    kept->filename = upload.filename;
    out.files.push_back(std::move(*kept));
  }
  return out;
}

Reply attach_decree(http::Writing& call, const KeptDecree& in) {
  auto centre = centre_for(call, Right::manage_centre);
  if (!centre) return fail(std::move(centre.error()));
  auto row = find_member(call.tx, centre->id, call.param("member"));
  if (!row) return fail(FailedWith::kNotFound, "member.unknown");
  json::array prints;
  for (const auto& file : in.files) prints.emplace_back(file.sha256);
  auto& writer = finding::record(call, {Right::manage_centre,
                                        "centre.decree_attached",
                                        subject(centre->id),
                                        centre->id,
                                        {{"member", row->id}, {"sha256", prints}}});
  for (const auto& file : in.files)
    evidence::attach(writer, call.now, call.entropy, member_subject(row->id), centre->id,
                     actor_of(call).as(Right::manage_centre, centre->id), file);
  return answer(call, *centre, row->id);
}

}  // namespace

bool may_read_decree(http::Reading& call, const evidence::Item& item) {
  const auto office = call.db.text(sql::centre::office_of_member, {item.subject_id});
  return office && may_read(call.db, actor_of(call), *office, call.now).has_value();
}

void add_member_routes(http::Routes& routes, const Services& s) {
  const auto read = access::member(), manage = access::with(Right::manage_centre);
  const std::string all = "/centres/{office}/members", one = all + "/{member}";
  routes
      .get<MemberPage>(all + "/new", manage, {"centre/member_form"}, [](http::Reading& call) { return show(call, ""); })
      .summary("The form of a new member of a centre.");
  routes.post<MemberIn, MemberPage>(all, manage, {"centre/member"}, add)
      .again(all + "/new")
      .summary("Adds a member by decree and period.");
  routes
      .get<MemberPage>(one, read, {"centre/member"},
                       [](http::Reading& call) { return show(call, call.param("member")); })
      .summary("One member of a centre with all its versions.");
  routes.post<MemberChange, MemberPage>(one, manage, {"centre/member"}, change)
      .again(one)
      .summary("Changes a member, with a reason; the version before stays.");
  routes.post<MemberEnding, MemberPage>(one + "/ending", manage, {"centre/member"}, end)
      .again(one)
      .summary("Ends a membership on a day, with a reason.");
  routes
      .post<DecreeIn, MemberPage, KeptDecree>(
          one + "/decree", manage, {"centre/member"},
          [&s](http::Reading& call, const DecreeIn& in) { return keep_decree(call, s, in); }, attach_decree)
      .again(one)
      .max_upload(kBytes)
      .summary("Files the decree of a member, with its fingerprint.");
}

}  // namespace netra::centre
