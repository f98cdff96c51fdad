// What a person's calendar holds. Rights are asked at each fetch; every office is looked at with the right its records
// need.
#include <algorithm>

#include "domain/feed/parts.hpp"
#include "domain/feed/sql.hpp"
#include "domain/office/office.hpp"

namespace netra::feed {

namespace {

using namespace std::chrono_literals;

constexpr int kMost = 500;                      // of one kind and office
constexpr std::chrono::hours kPast{30 * 24};    // so long what is over stays
constexpr std::chrono::hours kAhead{400 * 24};  // meetings
constexpr auto kMeetingLasts = 120min;          // nobody writes down an end; a block in the calendar needs one

struct ClockRow {
  std::string id, rule, regime, subject_kind, office;
  Zone zone = Zone::wib;
  clock::ClockState state = clock::ClockState::running;
  Instant target;
  std::optional<Instant> due;
  std::int64_t changes = 0;
  Instant modified;
  std::string number, person;
};
BOOST_DESCRIBE_STRUCT(ClockRow, (),
                      (id, rule, regime, subject_kind, office, zone, state, target, due, changes, modified, number,
                       person))

struct ClarificationRow {
  std::string id, subject;
  Instant held_at;
  std::string state;
  Instant invited_at;
  std::string office;
  Zone zone = Zone::wib;
  std::string number, person;
  std::optional<Instant> noted_at;
};
BOOST_DESCRIBE_STRUCT(ClarificationRow, (),
                      (id, subject, held_at, state, invited_at, office, zone, number, person, noted_at))

struct PlenaryRow {
  std::string id, subject_kind, subject;
  Instant held_at, recorded_at;
  std::string office, number, person;
};
BOOST_DESCRIBE_STRUCT(PlenaryRow, (), (id, subject_kind, subject, held_at, recorded_at, office, number, person))

class Gathering {
 public:
  Gathering(storage::Reader& db, const Services& s, const Actor& actor, const Settings& settings, Instant now,
            std::string_view language)
      : db_(db), s_(s), actor_(actor), settings_(settings), now_(now), language_(language) {
    if (settings.alarm == Alarm::day || settings.alarm == Alarm::both) alarms_.push_back(24h);
    if (settings.alarm == Alarm::hour || settings.alarm == Alarm::both) alarms_.push_back(1h);
  }

  std::vector<CalendarEvent> all() {
    std::vector<std::string> offices;
    for (const auto& held : actor_.roles)
      if (std::find(offices.begin(), offices.end(), held.office) == offices.end()) offices.push_back(held.office);
    for (const auto& office : offices) {
      office_name_ = office::name_of(db_, office);
      add_clocks(office);
      if (!actor_.may(Right::read_cases, office)) continue;
      add_clarifications(office);
      add_plenaries(office);
    }
    if (s_.meetings)
      for (const auto& meeting : s_.meetings(db_, actor_, now_, now_ - kPast, now_ + kAhead, language_)) add(meeting);
    return std::move(events_);
  }

 private:
  bool is_wanted(const std::string& person) const { return settings_.scope == Scope::office || person == actor_.id; }
  std::string text(const std::string& key) const { return s_.messages.text(language_, key); }

  // "Kajian awal · 001/REG/… · Bawaslu Kota Cilegon"
  std::string summary(const std::string& label, const std::string& number) const {
    return label + (number.empty() ? "" : " · " + number) + " · " + office_name_;
  }

  CalendarEvent base(const std::string& uid, LocalTime at, const std::string& path) const {
    CalendarEvent out;
    out.uid = uid + "@netra";
    out.starts = at;
    out.url = s_.base_url + path;
    out.alarms = alarms_;
    return out;
  }

  static void cancel(CalendarEvent& event) {
    event.status = CalendarEvent::Status::cancelled;
    event.alarms.clear();
  }

  void add_clock(const ClockRow& row) {
    auto right = row.subject_kind == "report" ? Right::read_reports : Right::read_cases;
    if (!actor_.may(right, row.office) || !is_wanted(row.person)) return;
    const auto* series = s_.rules.clock_series(row.regime, row.rule);
    auto event = base("clock-" + row.id, {row.target, row.zone}, "/clocks/" + row.id);
    event.sequence = std::max<std::int64_t>(row.changes - 1, 0);
    event.modified = row.modified;
    event.summary = summary(series ? series->label.in(language_) : row.rule, row.number);
    event.description = text(row.due && *row.due != row.target ? "feed.about_target_earlier" : "feed.about_target");
    if (row.state == clock::ClockState::paused) event.status = CalendarEvent::Status::tentative;
    if (row.state == clock::ClockState::ended) cancel(event);
    events_.push_back(std::move(event));
  }

  void add_clocks(const std::string& office) {
    for (const auto& row : db_.all<ClockRow>(sql::feed::clocks_open, {office, kMost})) add_clock(row);
    for (const auto& row : db_.all<ClockRow>(sql::feed::clocks_ended, {office, now_ - kPast, kMost})) add_clock(row);
  }

  void add_clarifications(const std::string& office) {
    for (const auto& row : db_.all<ClarificationRow>(sql::feed::clarifications, {office, now_ - kPast, kMost})) {
      if (!is_wanted(row.person)) continue;
      bool is_off = row.state == "cancelled";
      add({"clarification",
           row.id,
           "",
           row.number,
           row.office,
           {row.held_at, row.zone},
           "/cases/" + row.subject + "/clarifications",
           is_off,
           is_off ? 1 : 0,
           is_off ? row.noted_at.value_or(row.invited_at) : row.invited_at});
    }
  }

  void add_plenaries(const std::string& office) {
    for (const auto& row : db_.all<PlenaryRow>(sql::feed::plenaries, {office, now_ - kPast, kMost}))
      if (is_wanted(row.person))
        add({"plenary",
             row.id,
             "",
             row.number,
             row.office,
             {row.held_at, office::zone_of(db_, row.office)},
             path_of(row.subject_kind, row.subject),
             false,
             0,
             row.recorded_at});
  }

  void add(const Meeting& meeting) {
    office_name_ = office::name_of(db_, meeting.office);
    auto event = base(meeting.kind + "-" + meeting.id, meeting.at, meeting.path);
    event.lasts = kMeetingLasts;
    event.sequence = meeting.sequence;
    event.modified = meeting.modified;
    event.summary =
        summary(meeting.label.empty() ? text("feed.meeting." + meeting.kind) : meeting.label, meeting.number);
    event.description = text("feed.about_meeting");
    if (meeting.cancelled) cancel(event);
    events_.push_back(std::move(event));
  }

  storage::Reader& db_;
  const Services& s_;
  const Actor& actor_;
  const Settings& settings_;
  const Instant now_;
  const std::string language_;
  std::vector<std::chrono::minutes> alarms_;
  std::string office_name_;
  std::vector<CalendarEvent> events_;
};

}  // namespace

std::string path_of(std::string_view subject_kind, std::string_view id) {
  constexpr std::pair<std::string_view, std::string_view> kPages[] = {
      {"report", "/reports/"},        {"tracing", "/tracings/"},
      {"finding", "/findings/"},      {"case", "/cases/"},
      {"track", "/tracks/"},          {"recommendation", "/recommendations/"},
      {"discussion", "/discussions/"}};
  for (const auto& [kind, path] : kPages)
    if (kind == subject_kind) return std::string(path) + std::string(id);
  return {};
}

Calendar calendar_for(storage::Reader& db, const Services& s, const Actor& actor, const Settings& settings, Instant now,
                      std::string_view language) {
  return {s.messages.text(language, "feed.calendar_name"), Gathering(db, s, actor, settings, now, language).all()};
}

}  // namespace netra::feed
