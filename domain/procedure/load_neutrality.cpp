#include "domain/procedure/loading.hpp"

namespace netra::procedure {
namespace {

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : std::string(between)) + part;
  return out;
}

std::string source_titles(const Rules& rules, const std::vector<std::string>& ids) {
  std::vector<std::string> titles;
  for (const auto& id : ids)
    if (const auto* source = rules.source(id)) titles.push_back(source->title + " (" + source->ref + ")");
  return join(titles, "; ");
}

std::string basis_text(const std::vector<LegalBasis>& bases) {
  std::vector<std::string> out;
  for (const auto& basis : bases)
    out.push_back(basis.article.empty() ? basis.act : basis.act + " pasal " + basis.article);
  return join(out, "; ");
}

Mark required_mark(Table& t) {
  auto mark = t.name<Mark>("mark");
  if (!mark) t.fault("mark", "is missing");
  return mark.value_or(Mark::unverified);
}

NeutralityRule read_rule(Table& t) {
  NeutralityRule out;
  out.from_mark = t.name<Mark>("from_mark").value_or(Mark::unverified);
  out.subjects = t.texts("subjects");
  if (out.subjects.empty()) t.fault("subjects", "is missing");
  t.members("valid_from_for", [&](const std::string& subject, const Node& date) {
    if (date.kind == Node::Kind::date)
      out.valid_from_for.emplace(subject, date.date);
    else
      t.fault("valid_from_for", subject + " must be a date");
  });
  out.phase = t.required_text("phase");
  out.phase_note = t.label("phase_note");
  out.kind = t.required_text("kind");
  t.each("legal_basis", [&](Table& basis) {
    out.legal_basis.push_back({basis.required_text("act"), basis.text("article")});
  });
  if (out.legal_basis.empty()) t.fault("legal_basis", "is missing");
  out.sanctions = t.texts("sanctions");
  out.sanction_note = t.label("sanction_note");
  out.route = t.texts("route");
  out.evidence = t.texts("evidence");
  t.each("exceptions", [&](Table& label) {
    out.exceptions.push_back({label.required_text("id"), label.required_text("en")});
  });
  out.examples = t.texts("examples");
  out.see_also = t.texts("see_also");
  out.legal_note = t.label("legal_note");
  out.precedent = t.label("precedent");
  out.sources = t.texts("sources");
  if (out.sources.empty()) t.fault("sources", "is missing");
  return out;
}

Versions<NeutralityRule> read_rule_versions(Loading& in, Table& entry, const FileDefaults& d) {
  Versions<NeutralityRule> out;
  auto read = [&](Table& t) {
    Version<NeutralityRule> version;
    auto from = t.date("from");
    if (!from) t.fault("from", "is missing");
    version.from = from.value_or(Date{});
    version.until = t.date("until");
    version.not_for = t.texts("not_for");
    version.value = read_rule(t);
    for (const auto& id : version.value.sources)
      if (!in.rules.source(id)) t.fault("sources", "no such source: " + id);
    version.origin = {basis_text(version.value.legal_basis), source_titles(in.rules, version.value.sources),
                      required_mark(t), d.last_checked.value_or(Date{}), t.label("note")};
    out.push_back(std::move(version));
  };
  if (entry.has("version"))
    entry.each("version", read);
  else
    read(entry);
  return out;
}

void read_instrument(Loading& in, Table& t) {
  Instrument out;
  out.id = t.required_text("id");
  out.title = t.required_label("title");
  out.numbers = t.texts("numbers");
  out.light = t.texts("light");
  out.medium = t.texts("medium");
  out.heavy = t.texts("heavy");
  out.from = t.date("from").value_or(Date{});
  auto sources = t.texts("sources");
  for (const auto& id : sources)
    if (!in.rules.source(id)) t.fault("sources", "no such source: " + id);
  auto checked = t.date("last_checked");
  if (!checked) t.fault("last_checked", "is missing");
  out.origin = {out.title.id, source_titles(in.rules, sources), required_mark(t), checked.value_or(Date{}),
                t.label("note")};
  in.rules.instruments.push_back(std::move(out));
}

}  // namespace

void read_neutrality_file(Loading& in, Table& file) {
  FileDefaults defaults;
  defaults.last_checked = file.date("last_checked");
  file.text("as_of");
  file.each("source", [&](Table& t) {
    in.rules.sources.push_back({t.required_text("id"), t.required_text("title"), t.text("ref")});
  });
  file.each("term", [&](Table& t) {
    Term out{t.required_text("group"), t.required_text("id"), t.required_label("label")};
    if (in.rules.term(out.group, out.id)) t.fault("id", "is already defined");
    in.rules.terms.push_back(std::move(out));
  });
  file.each("instrument", [&](Table& t) { read_instrument(in, t); });
  file.each("rule", [&](Table& t) {
    if (!defaults.last_checked) t.fault("last_checked", "is missing at the head of the file");
    Neutrality out{t.required_text("id"), t.has("amends") ? t.label("title") : t.required_label("title"),
                   read_rule_versions(in, t, defaults)};
    add_entry<Neutrality>(t, in.rules.neutrality_list, out,
                          [&](const Neutrality& other) { return other.id == out.id; });
  });
}

void read_holiday_file(Loading& in, Table& file) {
  HolidayYear out;
  auto year = file.integer("year");
  if (!year) file.fault("year", "is missing");
  out.year = year.value_or(0);
  out.decrees = file.texts("decrees");
  if (out.decrees.empty()) file.fault("decrees", "a year needs its decree");
  auto checked = file.date("last_checked");
  if (!checked) file.fault("last_checked", "is missing");
  out.origin = {join(out.decrees, "; "), file.required_text("source"), required_mark(file), checked.value_or(Date{}),
                file.label("note")};
  file.each("holiday", [&](Table& t) {
    PublishedHoliday day;
    auto date = t.date("date");
    auto kind = t.name<HolidayKind>("kind");
    if (!date || int(date->year()) != out.year) t.fault("date", "must be a day of the file's year");
    if (!kind) t.fault("kind", "is missing");
    day.date = date.value_or(Date{});
    day.kind = kind.value_or(HolidayKind::national);
    day.name = t.required_text("name");
    day.decree = t.required_text("decree");
    day.source = t.text("source");
    day.mark = t.name<Mark>("mark").value_or(out.origin.mark);
    for (const auto& other : out.holidays)
      if (other.date == day.date) t.fault("date", "is listed twice");
    out.holidays.push_back(std::move(day));
  });
  for (const auto& other : in.rules.holiday_years)
    if (other.year == out.year) file.fault("year", "has two files");
  in.rules.holiday_years.push_back(std::move(out));
}

}  // namespace netra::procedure
