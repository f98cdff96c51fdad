#include "domain/journal/journal_routes.hpp"

#include <charconv>
#include <limits>
#include <memory>

#include "domain/journal/chain.hpp"
#include "domain/journal/sql.hpp"
#include "engine/http/text.hpp"

namespace netra::journal {

namespace {

constexpr std::int64_t kRows = 100;

std::optional<Date> day(const http::Reading& call, std::string_view name, std::vector<FieldError>& wrong) {
  auto text = call.query(name);
  if (!text) return std::nullopt;
  auto date = parse_date(*text);
  if (!date) wrong.push_back({"/" + std::string(name), "field.value", {}});
  return date;
}

Result<JournalFilter> filter_of(const http::Reading& call, std::string office) {
  std::vector<FieldError> wrong;
  auto text = [&](std::string_view name) { return call.query(name).value_or(""); };
  JournalFilter filter{std::move(office),        text("verb"),       text("actor"),
                       text("subject_kind"),     text("subject_id"), day(call, "from", wrong),
                       day(call, "until", wrong)};
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  return filter;
}

std::string address(const JournalFilter& filter, std::optional<std::int64_t> before) {
  std::string query;
  auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    query += query.empty() ? '?' : '&';
    query += std::string(name) + "=" + http::percent_encode(value);
  };
  add("office", filter.office);
  add("verb", filter.verb);
  add("actor", filter.actor);
  add("subject_kind", filter.subject_kind);
  add("subject_id", filter.subject_id);
  if (filter.from) add("from", format_date(*filter.from));
  if (filter.until) add("until", format_date(*filter.until));
  if (before) add("before", std::to_string(*before));
  return "/journal" + query;
}

std::int64_t before_of(const http::Reading& call) {
  auto text = call.query("before").value_or("");
  std::int64_t before = 0;
  auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), before);
  return wrong == std::errc{} && before > 0 ? before : std::numeric_limits<std::int64_t>::max();
}

storage::Rows rows_of(storage::Reader& db, const JournalFilter& filter, std::int64_t before) {
  auto from = filter.from ? to_ms(start_of_day(*filter.from, Zone::wib)) : 0;
  auto until = filter.until ? to_ms(start_of_day(add_days(*filter.until, 1), Zone::wib))
                            : std::numeric_limits<std::int64_t>::max();
  return db.query(sql::journal::page_all, {before, filter.office, filter.verb, filter.actor, filter.subject_kind,
                                           filter.subject_id, from, until, kRows + 1});
}

Result<http::Reply<JournalPage>> show(http::Reading& call, const JournalServices& services) {
  auto office = services.office(call, call.query("office").value_or(""));
  if (!office) return fail(std::move(office.error()));
  auto filter = filter_of(call, *office);
  if (!filter) return fail(std::move(filter.error()));
  auto before = before_of(call);

  JournalPage page;
  for (const auto& row : rows_of(call.db, *filter, before)) {
    if (page.rows.size() == static_cast<std::size_t>(kRows)) {
      page.older = address(*filter, page.rows.back().entry.seq);
      break;
    }
    auto entry = entry_from(row);
    page.rows.push_back({entry, entry.verb, {entry.at, Zone::wib}, row.text(11), row.text(12)});
  }
  if (before != std::numeric_limits<std::int64_t>::max()) page.newer = address(*filter, std::nullopt);
  for (const auto& row : call.db.query(sql::journal::verbs)) page.verbs.push_back(row.text(0));
  page.filter = std::move(*filter);
  return page;
}

}  // namespace

void add_journal_routes(http::Routes& routes, JournalServices services) {
  auto shared = std::make_shared<const JournalServices>(std::move(services));
  routes
      .get<JournalPage>("/journal", shared->access, {"journal/list"},
                        [shared](http::Reading& call) { return show(call, *shared); })
      .summary("Official acts of an office and those below it, newest first.")
      .query("office", "Id of the office; without it the one the person works for.")
      .query("verb", "Only this act.")
      .query("actor", "Only by this account.")
      .query("subject_kind", "Only on this kind of record.")
      .query("subject_id", "Only on this record.")
      .query("from", "First day (YYYY-MM-DD).")
      .query("until", "Last day (YYYY-MM-DD).")
      .query("before", "Number of the entry where the page before ended.");
}

}  // namespace netra::journal
