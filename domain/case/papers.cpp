#include "domain/case/papers.hpp"

#include <algorithm>

#include "domain/case/papers_parts.hpp"
#include "domain/case/sql.hpp"
#include "domain/case/track.hpp"
#include "domain/identity/identity.hpp"
#include "domain/office/office.hpp"

namespace netra::cases {

namespace {

std::optional<std::string> found(storage::Reader& db, std::string_view query, const std::string& id) {
  for (const auto& row : db.query(query, {id})) return row.text(0);
  return std::nullopt;
}

std::optional<std::string> case_of(storage::Reader& db, std::string_view kind, const std::string& subject) {
  if (kind == "clarification") return found(db, sql::cases::case_of_clarification, subject);
  if (kind == "plenary") return found(db, sql::cases::case_of_plenary, subject);
  if (kind != kTrackKind) return subject;
  auto track = find_track(db, subject);
  return track ? std::optional(track->case_id) : std::nullopt;
}

letter::Source source(const Services& s, const letter::Composing& with, std::string document, std::string kind,
                      Compose compose) {
  auto run = [&s, &with, kind, compose](http::Reading& from, const std::string& subject) -> Result<letter::Content> {
    letter::PaperReading reading(from);
    auto file = case_of(from.db, kind, subject);
    if (!file) return fail(FailedWith::kNotFound, "case.unknown");
    auto view = view_case(reading.call, from.db, s, *file);
    if (!view) return fail(std::move(view.error()));
    PaperWork work{s, with, reading.call, std::move(*view)};
    return compose(work, subject);
  };
  return {std::move(document), std::move(kind), std::move(run)};
}

}  // namespace

std::string PaperWork::register_or_reference() const {
  if (view.number) return *view.number;
  return report::reference_of(view.report ? *view.report : view.id);
}

std::string PaperWork::position_of(const ParticipantView& person) {
  auto out = person.position.value_or("");
  if (person.unit && !person.unit->empty()) out += (out.empty() ? "" : ", ") + *person.unit;
  return out;
}

const ParticipantView* PaperWork::participant(std::string_view id) const {
  auto found = std::ranges::find(view.participants, id, &ParticipantView::id);
  return found == view.participants.end() ? nullptr : &*found;
}

std::string PaperWork::author(std::string_view account) const { return identity::account_name(call.db, account); }

letter::Content PaperWork::content() const {
  letter::Content out;
  out.office = view.office;
  out.election = view.election;
  out.region = view.region;
  return out;
}

std::vector<pdf::Row> PaperWork::persons(bool alleged_only) const {
  std::vector<pdf::Row> out;
  for (const auto& person : view.participants) {
    if (alleged_only && person.role != Part::reported) continue;
    auto number = std::to_string(out.size() + 1);
    auto role = with.label("case_part", enum_name(person.role));
    if (alleged_only)
      out.push_back({{number, person.label, position_of(person)}});
    else
      out.push_back({{number, person.label, role, position_of(person)}});
  }
  return out;
}

std::vector<letter::Source> papers(const Services& s, const letter::Composing& with) {
  return {source(s, with, "review_note", "case", compose_review),
          source(s, with, "completion_notice", "case", compose_completion),
          source(s, with, "study", "case", compose_study),
          source(s, with, "status_notice", "case", compose_status),
          source(s, with, "invitation", "clarification", compose_invitation),
          source(s, with, "clarification_minutes", "clarification", compose_minutes),
          source(s, with, "plenary_minutes", "plenary", compose_plenary),
          source(s, with, "forwarding_letter", std::string(kTrackKind), compose_forwarding)};
}

}  // namespace netra::cases
