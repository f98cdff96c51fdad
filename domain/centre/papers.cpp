#include "domain/centre/papers.hpp"

#include "domain/case/record.hpp"
#include "domain/centre/discussion.hpp"

namespace netra::centre {

namespace {

std::vector<pdf::Row> present_rows(const letter::Composing& with, const DiscussionView& v) {
  std::vector<pdf::Row> out;
  for (const auto& side : v.sides)
    for (const auto& seat : side.seats)
      out.push_back({{std::to_string(out.size() + 1), seat.name, with.label("institution", enum_name(side.institution)),
                      with.texts.term("discussion_minutes", seat.is_present ? "present" : "absent")}});
  return out;
}

std::vector<pdf::Row> opinion_rows(const letter::Composing& with, const DiscussionView& v) {
  std::vector<pdf::Row> out;
  for (const auto& side : v.sides)
    if (side.opinion)
      out.push_back({{std::to_string(out.size() + 1), with.label("institution", enum_name(side.institution)),
                      with.label("stand", enum_name(side.opinion->stand)), side.opinion->reason}});
  return out;
}

std::string institutions_present(const letter::Composing& with, const DiscussionView& v) {
  std::string out;
  for (const auto& side : v.sides)
    if (side.is_present) out += (out.empty() ? "" : ", ") + with.label("institution", enum_name(side.institution));
  return out;
}

letter::Filling filling(const letter::Composing& with, const DiscussionView& v) {
  const auto& texts = with.texts;
  letter::Filling fill;
  fill.words = {{"kind", v.kind_name},
                {"register", v.case_number.value_or("")},
                {"title", v.case_title},
                {"office", v.office_name},
                {"day", with.day(v.starts_at)},
                {"time", with.hour(v.starts_at)},
                {"place", v.place},
                {"agenda", v.agenda},
                {"quorum", institutions_present(with, v)},
                {"quorum_missing", v.quorum.is_met ? "" : texts.term("discussion_minutes", "no_quorum")},
                {"minutes", v.minutes.empty() ? "" : v.minutes.front().content},
                {"result", v.result_name.value_or("")},
                {"result_reason", v.result_reason},
                {"dissent", v.has_dissent ? texts.term("discussion_minutes", "dissent") : ""},
                {"basis", v.basis}};
  fill.slots["present"] = texts.table("discussion_minutes", "present", present_rows(with, v));
  fill.slots["opinions"] = texts.table("discussion_minutes", "opinions", opinion_rows(with, v));
  return fill;
}

Result<letter::Content> compose(http::Reading& from, const Services& s, const letter::Composing& with,
                                const std::string& id) {
  letter::PaperReading reading(from);
  auto v = view_discussion(reading.call, from.db, s, id);
  if (!v) return fail(std::move(v.error()));
  if (v->state != DiscussionState::held && v->state != DiscussionState::concluded)
    return fail(Outcome::kConflict, "letter.source");
  letter::Content out;
  out.office = v->office;
  if (auto file = cases::load_case(from.db, v->case_id)) {
    out.election = file->election_id;
    out.region = file->region_code;
  }
  with.texts.fill("discussion_minutes", filling(with, *v), out);
  for (const auto& side : v->sides)
    for (const auto& seat : side.seats)
      if (seat.is_present)
        out.signers.push_back({with.label("institution", enum_name(side.institution)) + ",", seat.name, ""});
  return out;
}

}  // namespace

std::vector<letter::Source> papers(const Services& s, const letter::Composing& with) {
  return {{"discussion_minutes", std::string(kDiscussionKind),
           [&s, &with](http::Reading& call, const std::string& id) { return compose(call, s, with, id); }}};
}

}  // namespace netra::centre
