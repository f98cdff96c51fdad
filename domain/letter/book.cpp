// The letter book (buku agenda): one list of what came and went, with search and filters; the register of numbers
// without a gap; both as tables for spreadsheets.
#include <algorithm>

#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"
#include "engine/base/text.hpp"
#include "engine/http/text.hpp"
#include "engine/sheet/sheet.hpp"

namespace netra::letter {

struct BookRow {
  std::string id, href, number, their_number, document_name, matter, party, class_code;
  Direction direction = Direction::outgoing;
  Origin origin = Origin::typed;
  State state = State::prepared;
  std::optional<Date> dated, received_on;
};
BOOST_DESCRIBE_STRUCT(BookRow, (),
                      (id, href, number, their_number, document_name, matter, party, class_code, direction, origin,
                       state, dated, received_on))

struct BookView {
  std::string office, office_name, direction, year, state, class_code, q;
  std::vector<Choice> offices, directions, years, states, classes;
  std::vector<BookRow> letters;
  std::optional<std::string> older;
  std::string csv, xlsx, register_path, settings_path;
  bool may_write = false;
};
BOOST_DESCRIBE_STRUCT(BookView, (),
                      (office, office_name, direction, year, state, class_code, q, offices, directions, years, states,
                       classes, letters, older, csv, xlsx, register_path, settings_path, may_write))

// A line of the register: a letter, or numbers that were given outside and stand nowhere here.
struct RegisterRow {
  std::int64_t running = 0, until = 0;
  std::string number, id, document_name, matter, party;
  std::optional<Date> dated;
  State state = State::prepared;
  bool outside = false;  // numbers running .. until
};
BOOST_DESCRIBE_STRUCT(RegisterRow, (),
                      (running, until, number, id, document_name, matter, party, dated, state, outside))

struct RegisterView {
  std::string office, office_name, year, sequence;
  std::vector<Choice> years, sequences;
  std::vector<RegisterRow> rows;
  std::int64_t last = 0, cancelled = 0, missing = 0;
  std::string back;
};
BOOST_DESCRIBE_STRUCT(RegisterView, (),
                      (office, office_name, year, sequence, years, sequences, rows, last, cancelled, missing, back))

namespace {

constexpr std::int64_t kPage = 50, kMostInFile = 20'000;
constexpr std::size_t kWords = 3;

struct Filter {
  std::string office, direction, state, class_code, q;
  std::int64_t year = 0;
};

// Digits at the beginning of a text; 0 when there are none.
std::int64_t integer_of(std::string_view text) {
  std::int64_t out = 0;
  for (char c : text.substr(0, 9)) {
    if (c < '0' || c > '9') break;
    out = out * 10 + (c - '0');
  }
  return out;
}

// Offices whose book this person may open, the one worked for first.
std::vector<std::string> offices_of(const Actor& actor) {
  std::vector<std::string> out;
  for (auto right : {Right::write_letters, Right::sign_letters, Right::read_cases})
    for (auto& office : actor.offices_with(right))
      if (std::ranges::find(out, office) == out.end()) out.push_back(std::move(office));
  return out;
}

// Whose book, and of which year.
Result<Filter> book_of(http::Reading& call) {
  const auto& actor = actor_of(call);
  auto own = offices_of(actor);
  Filter out;
  out.office = call.query("office").value_or(own.empty() ? "" : own.front());
  if (!may_read(actor, out.office)) return fail(Outcome::kForbidden, "access.denied");
  out.year = integer_of(call.query("year").value_or(""));
  return out;
}

Result<Filter> filter_of(http::Reading& call) {
  auto filter = book_of(call);
  if (!filter) return filter;
  auto& out = *filter;
  if (auto direction = parse_enum<Direction>(call.query("direction").value_or("")))
    out.direction = enum_name(*direction);
  if (auto state = parse_enum<State>(call.query("state").value_or(""))) out.state = enum_name(*state);
  out.class_code = call.query("class").value_or("").substr(0, 30);
  out.q = call.query("q").value_or("").substr(0, 200);
  return filter;
}

// "%word%" with the signs of LIKE taken out, so that they are no pattern.
std::vector<std::string> patterns_of(std::string_view q) {
  std::vector<std::string> out;
  std::string word;
  const auto words = fold(q) + " ";
  for (char c : words) {
    if (c != ' ') {
      word += c == '%' || c == '_' || c == '\\' ? std::string() : std::string(1, c);
    } else if (!word.empty()) {
      if (out.size() < kWords) out.push_back("%" + word + "%");
      word.clear();
    }
  }
  out.resize(kWords, "%");
  return out;
}

std::vector<LetterRecord> letters_in(storage::Reader& db, const Filter& f, std::string_view before,
                                     std::int64_t limit) {
  const auto words = patterns_of(f.q);
  return db.all<LetterRecord>(sql::letter::book, {f.office, f.direction, f.year, f.state, f.class_code, words[0],
                                                  words[1], words[2], before, limit});
}

BookRow row_of(const Services& s, const LetterRecord& l, std::string_view language) {
  const auto parties = lines_of(l.parties);
  return {.id = l.id,
          .href = "/letters/" + l.id,
          .number = l.direction == Direction::incoming ? l.agenda : l.number,
          .their_number = l.their_number,
          .document_name = document_name(s.letters, s.rules, s.elections, l, language),
          .matter = l.matter,
          .party = parties.empty() ? "" : parties.front(),
          .class_code = l.class_code,
          .direction = l.direction,
          .origin = l.origin,
          .state = l.state,
          .dated = l.dated,
          .received_on = l.received_on};
}

std::string query_of(const Filter& f) {
  std::string out = "?office=" + http::percent_encode(f.office);
  if (!f.direction.empty()) out += "&direction=" + f.direction;
  if (f.year) out += "&year=" + std::to_string(f.year);
  if (!f.state.empty()) out += "&state=" + f.state;
  if (!f.class_code.empty()) out += "&class=" + http::percent_encode(f.class_code);
  if (!f.q.empty()) out += "&q=" + http::percent_encode(f.q);
  return out;
}

template <class E>
std::vector<Choice> choices() {
  std::vector<Choice> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto e) { out.push_back({e.name, {}}); });
  return out;
}

std::vector<Choice> years_of(storage::Reader& db, const std::string& office) {
  std::vector<Choice> out;
  for (const auto& row : db.query(sql::letter::years_of, {office}))
    out.push_back({std::to_string(row.integer(0)), std::to_string(row.integer(0))});
  return out;
}

std::vector<Choice> office_choices(http::Reading& call, const std::string& chosen) {
  std::vector<Choice> out;
  for (const auto& office : offices_of(actor_of(call))) out.push_back({office, office::name_of(call.db, office)});
  if (std::ranges::find(out, chosen, &Choice::value) == out.end())
    out.push_back({chosen, office::name_of(call.db, chosen)});
  return out;
}

std::string settings_path(http::Reading& call, const Services& s, const std::string& id) {
  auto office = office::find_office(call.db, id);
  return office && s.may_set && s.may_set(call, *office) ? "/offices/" + id + "/letters" : "";
}

Result<http::Reply<BookView>> list(http::Reading& call, const Services& s) {
  auto filter = filter_of(call);
  if (!filter) return fail(std::move(filter.error()));
  const auto language = std::string_view(call.info.language);
  BookView out{filter->office,    office::name_of(call.db, filter->office),
               filter->direction, filter->year ? std::to_string(filter->year) : "",
               filter->state,     filter->class_code,
               filter->q};
  auto letters = letters_in(call.db, *filter, call.query("before").value_or(""), kPage + 1);
  const auto query = query_of(*filter);
  if (static_cast<std::int64_t>(letters.size()) > kPage) {
    letters.resize(kPage);
    out.older = "/letters" + query + "&before=" + letters.back().id;
  }
  for (const auto& letter : letters) out.letters.push_back(row_of(s, letter, language));
  out.offices = office_choices(call, filter->office);
  out.directions = choices<Direction>();
  out.states = choices<State>();
  out.years = years_of(call.db, filter->office);
  for (const auto& one : s.letters.classes)
    out.classes.push_back({one.code, one.code + " · " + one.label.in(language)});
  out.csv = "/letters.csv" + query;
  out.xlsx = "/letters.xlsx" + query;
  out.register_path = "/letters/register?office=" + http::percent_encode(filter->office);
  out.settings_path = settings_path(call, s, filter->office);
  out.may_write = actor_of(call).may(Right::write_letters, filter->office);
  return out;
}

std::string day_text(const std::optional<Date>& day) { return day ? format_date(*day) : std::string(); }

Result<http::Reply<http::Nothing>> table(http::Reading& call, const Services& s, sheet::Format format) {
  auto filter = filter_of(call);
  if (!filter) return fail(std::move(filter.error()));
  const auto language = std::string_view(call.info.language);
  const auto word = [&](const std::string& key) { return s.messages.text(language, key); };
  sheet::Sheet sheet{word("letter.book"), {}, {}};
  for (const char* column : {"column_number", "column_direction", "their_number", "dated", "received_on",
                             "column_party", "matter", "class_code", "document", "column_state"})
    sheet.columns.push_back({word("letter." + std::string(column))});
  for (const auto& letter : letters_in(call.db, *filter, "", kMostInFile)) {
    const auto row = row_of(s, letter, language);
    sheet.rows.push_back({row.number, word("value.letter_direction." + std::string(enum_name(row.direction))),
                          row.their_number, day_text(row.dated), day_text(row.received_on), row.party, row.matter,
                          row.class_code, row.document_name,
                          word("value.letter_state." + std::string(enum_name(row.state)))});
  }
  auto file = sheet::download(format, {sheet}, "buku-agenda-" + filter->office);
  if (!file) return fail(std::move(file.error()));
  http::Reply<http::Nothing> reply;
  reply.file = std::move(*file);
  return reply;
}

// ---- the register of numbers ----

void add_outside(RegisterView& out, std::int64_t from, std::int64_t until) {
  if (from > until) return;
  out.rows.push_back({.running = from, .until = until, .outside = true});
  out.missing += until - from + 1;
}

void add_numbers(storage::Reader& db, const Services& s, std::string_view language, RegisterView& out) {
  std::int64_t next = 1;
  for (const auto& row : db.query(sql::letter::register_of,
                                  {out.office, out.sequence == "-" ? "" : out.sequence, integer_of(out.year)})) {
    add_outside(out, next, row.integer(0) - 1);
    next = row.integer(0) + 1;
    LetterRecord letter;
    letter.document = row.text(5);
    const auto parties = lines_of(row.text(10));
    out.rows.push_back({.running = row.integer(0),
                        .until = row.integer(0),
                        .number = row.text(2),
                        .id = row.text(4),
                        .document_name = document_name(s.letters, s.rules, s.elections, letter, language),
                        .matter = row.text(6),
                        .party = parties.empty() ? "" : parties.front(),
                        .dated = parse_date(row.text(3)),
                        .state = parse_enum<State>(row.text(7)).value_or(State::prepared)});
    out.cancelled += out.rows.back().state == State::cancelled;
  }
  add_outside(out, next, out.last);
}

void add_incoming(storage::Reader& db, RegisterView& out) {
  for (const auto& row : db.query(sql::letter::incoming_of, {out.office, integer_of(out.year)}))
    out.rows.push_back({.running = integer_of(row.text(0)),
                        .until = integer_of(row.text(0)),
                        .number = row.text(0),
                        .id = row.text(1),
                        .document_name = row.text(2),
                        .matter = row.text(5),
                        .party = row.text(6),
                        .dated = parse_date(row.text(4)),
                        .state = parse_enum<State>(row.text(7)).value_or(State::received)});
}

// The sequences of the year, and the one asked for or else the first.
void choose_sequence(http::Reading& call, const Services& s, RegisterView& out) {
  const auto wanted = call.query("sequence");
  const auto word = [&](const char* key) { return s.messages.text(call.info.language, key); };
  for (const auto& row : call.db.query(sql::letter::sequences_of, {out.office})) {
    if (std::to_string(row.integer(1)) != out.year) continue;
    // The sequence that an office keeps over all its classes has no name of its own; in addresses it is "-".
    const auto name = row.text(0).empty() ? std::string("-") : row.text(0);
    out.sequences.push_back({name, name == "-"         ? word("letter.sequence_all")
                                   : name == kIncoming ? word("letter.sequence_incoming")
                                                       : name});
    if (wanted ? *wanted != name : out.sequences.size() > 1) continue;
    out.sequence = name;
    out.last = row.integer(2);
  }
}

Result<http::Reply<RegisterView>> show_register(http::Reading& call, const Services& s) {
  auto filter = book_of(call);
  if (!filter) return fail(std::move(filter.error()));
  RegisterView out{.office = filter->office, .office_name = office::name_of(call.db, filter->office)};
  out.years = years_of(call.db, filter->office);
  const auto this_year = static_cast<int>(today_of(call.db, call, filter->office).year());
  out.year = std::to_string(filter->year ? filter->year : this_year);
  choose_sequence(call, s, out);
  if (out.sequence == kIncoming)
    add_incoming(call.db, out);
  else if (!out.sequence.empty())
    add_numbers(call.db, s, call.info.language, out);
  out.back = "/letters?office=" + http::percent_encode(out.office);
  return out;
}

http::RouteOptions with_filters(http::RouteOptions route) {
  return route.query("office", "Whose book; the office worked for when absent.")
      .query("direction", "outgoing or incoming.")
      .query("year", "Only letters of this year.")
      .query("class", "Only this class of records, with its sub-classes.")
      .query("state", "Only letters in this state.")
      .query("q", "Words in number, matter, sender or addressees; up to three.");
}

}  // namespace

void add_book_routes(http::Routes& routes, const Services& s) {
  const auto member = access::member();
  with_filters(
      routes.get<BookView>("/letters", member, {"letter/book"}, [&s](http::Reading& call) { return list(call, s); }))
      .query("before", "Where the page before ended.")
      .summary("The letter book of an office: incoming and outgoing letters, the newest first.");
  with_filters(routes.get<http::Nothing>("/letters.csv", member, {}, [&s](http::Reading& call) {
    return table(call, s, sheet::Format::csv);
  })).summary("The letter book as CSV, with the filters of the list.");
  with_filters(routes.get<http::Nothing>("/letters.xlsx", member, {}, [&s](http::Reading& call) {
    return table(call, s, sheet::Format::xlsx);
  })).summary("The letter book as a spreadsheet, with the filters of the list.");
  routes
      .get<RegisterView>("/letters/register", member, {"letter/register"},
                         [&s](http::Reading& call) { return show_register(call, s); })
      .query("office", "Whose register; the office worked for when absent.")
      .query("year", "Of the numbers; this year when absent.")
      .query("sequence",
             "Which of the office's sequences: a class of records, \"-\" for the one over all, or \"incoming\".")
      .summary("Every number of one sequence and year in order, without a gap.");
  routes
      .get<LetterView>("/letters/{id}", member, {"letter/show"},
                       [&s](http::Reading& call) -> Result<http::Reply<LetterView>> {
                         auto letter = readable(call);
                         if (!letter) return fail(std::move(letter.error()));
                         return view_of(call, call.db, s, *letter);
                       })
      .summary("A letter: what it says, its number, its way, and what may be done with it.");
}

}  // namespace netra::letter
