#include "domain/report/clean.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace netra::report {

namespace {

constexpr std::size_t kShort = 200;  // names, positions, a line of anything
constexpr std::size_t kAddress = 500;
constexpr std::size_t kEvent = 500;
constexpr std::size_t kChronology = 20'000;
constexpr std::size_t kRows = 50;  // persons reported, witnesses
constexpr std::size_t kFiles = 100;

// Line ends as \n, other white space as a space; false for control characters.
bool tidy_space(std::string& text, Lines lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\r' || c == '\n' || c == '\t') {
      out.push_back(c != '\t' && lines == Lines::many ? '\n' : ' ');
    } else if (c < 0x20 || c == 0x7f) {
      return false;
    } else {
      out.push_back(static_cast<char>(c));
    }
  }
  text = std::move(out);
  return true;
}

void trim(std::string& text) {
  auto is_space = [](char c) { return c == ' ' || c == '\n'; };
  auto last = std::find_if_not(text.rbegin(), text.rend(), is_space).base();
  auto begin = std::find_if_not(text.begin(), last, is_space);
  text = std::string(begin, last);
}

// Canonical composition; false when the bytes are no UTF-8.
bool compose(std::string& text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return true;
  utf8proc_uint8_t* out = nullptr;
  auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &out, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> holder(out, &std::free);
  if (size < 0) return false;
  text.assign(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
  return true;
}

class Cleaner {
 public:
  explicit Cleaner(std::vector<FieldError>& wrong) : wrong_(wrong) {}

  void operator()(std::optional<std::string>& text, const std::string& pointer, std::size_t max,
                  Lines lines = Lines::one) {
    if (!text) return;
    if (const char* code = clean_text(*text, max, lines)) wrong_.push_back({pointer, code, std::to_string(max)});
    if (text->empty()) text.reset();
  }

  template <class Rows>
  void limit(const Rows& rows, const std::string& pointer, std::size_t max) {
    if (rows.size() > max) wrong_.push_back({pointer, "field.too_many", std::to_string(max)});
  }

 private:
  std::vector<FieldError>& wrong_;
};

void clean_rows(NewReport& in, Cleaner& clean) {
  clean.limit(in.reported, "/reported", kRows);
  clean.limit(in.witnesses, "/witnesses", kRows);
  clean.limit(in.evidence, "/evidence", kFiles);
  for (std::size_t i = 0; i < in.reported.size(); ++i) {
    auto& row = in.reported[i];
    auto at = "/reported/" + std::to_string(i);
    clean(row.name, at + "/name", kShort);
    clean(row.kind, at + "/kind", 40);
    clean(row.position, at + "/position", kShort);
    clean(row.unit, at + "/unit", kShort);
    clean(row.address, at + "/address", kAddress);
  }
  for (std::size_t i = 0; i < in.witnesses.size(); ++i) {
    auto& row = in.witnesses[i];
    auto at = "/witnesses/" + std::to_string(i);
    clean(row.name, at + "/name", kShort);
    clean(row.address, at + "/address", kAddress);
    clean(row.phone, at + "/phone", 40);
  }
  for (std::size_t i = 0; i < in.evidence.size(); ++i) {
    auto& row = in.evidence[i];
    auto at = "/evidence/" + std::to_string(i);
    clean(row.staged, at + "/staged", kShort);
    clean(row.description, at + "/description", 500);
    clean(row.kind, at + "/kind", 40);
  }
}

// A form sends every field it shows; one left wholly empty names nobody.
bool is_blank(const ReporterIn& in) {
  bool out = true;
  boost::mp11::mp_for_each<netra::detail::Members<ReporterIn>>(
      [&](auto m) { out = out && !(in.*m.pointer).has_value(); });
  return out;
}

}  // namespace

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

const char* clean_text(std::string& text, std::size_t max_characters, Lines lines) {
  if (text.size() > max_characters * 8) return "field.too_long";  // no work on what is refused anyway
  if (!tidy_space(text, lines) || !compose(text)) return "field.text";
  trim(text);
  return count_characters(text) > max_characters ? "field.too_long" : nullptr;
}

void check_dates(const std::optional<Date>& happened, const std::optional<Date>& known,
                 const std::optional<ReporterIn>& reporter, Date today, std::vector<FieldError>& wrong) {
  auto not_after_today = [&](const std::optional<Date>& date, const char* pointer) {
    if (date && *date > today) wrong.push_back({pointer, "field.future", {}});
  };
  not_after_today(happened, "/date_happened");
  not_after_today(known, "/date_known");
  if (reporter) not_after_today(reporter->birth_date, "/reporter/birth_date");
  if (happened && known && *known < *happened) wrong.push_back({"/date_known", "report.known_before_happened", {}});
}

void clean_reporter(ReporterIn& in, std::vector<FieldError>& wrong) {
  Cleaner clean(wrong);
  clean(in.name, "/reporter/name", kShort);
  clean(in.address, "/reporter/address", kAddress);
  clean(in.birth_place, "/reporter/birth_place", kShort);
  clean(in.sex, "/reporter/sex", 40);
  clean(in.occupation, "/reporter/occupation", kShort);
  clean(in.citizenship, "/reporter/citizenship", kShort);
  clean(in.phone, "/reporter/phone", 40);
  clean(in.email, "/reporter/email", kShort);
  clean(in.capacity, "/reporter/capacity", 40);
}

void clean_report(NewReport& in, std::vector<FieldError>& wrong) {
  Cleaner clean(wrong);
  clean(in.election, "/election", 80);
  clean(in.place, "/place", 40);
  clean(in.place_detail, "/place_detail", kAddress);
  clean(in.event, "/event", kEvent);
  clean(in.chronology, "/chronology", kChronology, Lines::many);
  if (in.reporter) clean_reporter(*in.reporter, wrong);
  if (in.reporter && is_blank(*in.reporter)) in.reporter.reset();
  clean_rows(in, clean);
  std::erase_if(in.reported,
                [](const ReportedIn& r) { return !r.name && !r.kind && !r.position && !r.unit && !r.address; });
  std::erase_if(in.witnesses, [](const WitnessIn& w) { return !w.name && !w.address && !w.phone; });
  std::erase_if(in.evidence, [](const EvidenceIn& e) { return !e.staged && !e.description; });
}

}  // namespace netra::report
