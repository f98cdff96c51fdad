// The papers about the case itself: initial review, notice to complete, study, notice of the status.
#include <algorithm>

#include "domain/case/papers_parts.hpp"

namespace netra::cases {

namespace {

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? std::string() : std::string(between)) + text;
  return out;
}

std::string yes(const PaperWork& work, const std::optional<Yes>& value) {
  return value ? work.with.label("case_yes", enum_name(*value)) : std::string();
}

std::vector<pdf::Row> check_rows(const PaperWork& work) {
  std::vector<pdf::Row> out;
  for (const auto& check : work.view.checks) {
    auto mark = check.mark ? work.with.label("check_mark", enum_name(*check.mark)) : std::string("–");
    out.push_back({{std::to_string(out.size() + 1), check.label, mark, check.note.value_or("")}});
  }
  return out;
}

std::vector<pdf::Row> evidence_rows(const PaperWork& work) {
  std::vector<pdf::Row> out;
  for (const auto& file : work.view.files) {
    auto name = file.description.empty() ? file.filename : file.description;
    out.push_back({{std::to_string(file.number), name, file.sha256}});
  }
  return out;
}

// "Pasal 71 UU 10/2016 …": each rule with where it stands; one whose source nobody has checked says so.
std::vector<pdf::Block> rule_list(const PaperWork& work, const StudyView& study) {
  std::vector<std::string> items;
  for (const auto& rule : study.rules) {
    std::vector<std::string> basis;
    for (const auto& one : rule.basis) basis.push_back(one.article.empty() ? one.act : one.act + " " + one.article);
    auto item = rule.title + (basis.empty() ? "" : " (" + joined(basis, "; ") + ")");
    if (rule.mark == "unverified") item += " [" + work.with.texts.term("study", "mark") + "]";
    items.push_back(std::move(item));
  }
  if (items.empty()) return {};
  return {pdf::list(std::move(items))};
}

std::vector<pdf::Row> conclusion_rows(const PaperWork& work, const StudyView& study) {
  std::vector<pdf::Row> out;
  for (const auto& one : study.concluded)
    out.push_back({{std::to_string(out.size() + 1), one.label, work.with.label("case_event", one.outcome), one.text}});
  return out;
}

std::vector<pdf::Block> missing_list(const PaperWork& work) {
  std::vector<std::string> items;
  for (const auto& check : work.view.checks)
    if (check.mark && *check.mark != finding::CheckMark::fulfilled)
      items.push_back(check.label + (check.note && !check.note->empty() ? ": " + *check.note : ""));
  if (items.empty()) return {};
  return {pdf::list(std::move(items))};
}

}  // namespace

Result<letter::Content> compose_review(PaperWork& work, std::string_view) {
  const auto& v = work.view;
  if (v.reviews.empty()) return nothing_yet();
  const auto& review = v.reviews.front();
  auto out = work.content();
  auto handled = yes(work, review.content.already_handled);
  if (!review.content.handled_as.empty()) handled += " (" + review.content.handled_as + ")";
  letter::Filling fill;
  fill.words = {{"register", work.register_or_reference()},
                {"title", v.title},
                {"office", v.office_name},
                {"received", work.with.moment(v.received_at)},
                {"happened", work.with.day(v.happened_on)},
                {"known", work.with.day(v.known_on)},
                {"place", work.where()},
                {"within_time", yes(work, review.content.within_time)},
                {"competent", yes(work, review.content.competent)},
                {"handled", handled},
                {"kind", review.content.violation_kind},
                {"analysis", review.content.analysis},
                {"result", review.result ? work.with.label("review_result", enum_name(*review.result)) : ""},
                {"reason", review.content.reason},
                {"author", work.author(review.by)},
                {"date", work.with.day(review.at)}};
  fill.slots["checks"] = work.with.texts.table("review_note", "checks", check_rows(work));
  work.with.texts.fill("review_note", fill, out);
  return out;
}

Result<letter::Content> compose_completion(PaperWork& work, std::string_view) {
  const auto& v = work.view;
  if (v.reviews.empty() || v.reviews.front().result != ReviewResult::incomplete) return nothing_yet();
  std::string until, basis;
  for (const auto& clock : v.clocks)
    if (clock.rule == "completion") {
      until = work.with.moment(clock.target);
      basis = clock.basis;
    }
  auto out = work.content();
  letter::Filling fill;
  fill.words = {{"register", work.register_or_reference()},
                {"title", v.title},
                {"office", v.office_name},
                {"received", work.with.moment(v.received_at)},
                {"reason", v.reviews.front().content.reason},
                {"until", until},
                {"basis", basis}};
  fill.slots["missing"] = missing_list(work);
  work.with.texts.fill("completion_notice", fill, out);
  return out;
}

Result<letter::Content> compose_study(PaperWork& work, std::string_view) {
  const auto& v = work.view;
  if (v.studies.empty()) return nothing_yet();
  const auto& study = v.studies.front();
  const auto& texts = work.with.texts;
  auto out = work.content();
  letter::Filling fill;
  fill.words = {{"register", work.register_or_reference()},
                {"title", v.title},
                {"office", v.office_name},
                {"received", work.with.moment(v.received_at)},
                {"registered", work.with.moment(v.registered_at)},
                {"happened", work.with.day(v.happened_on)},
                {"place", work.where()},
                {"facts", study.content.facts},
                {"analysis", study.content.analysis},
                {"recommendation", study.content.recommendation},
                {"author", work.author(study.by)},
                {"version", std::to_string(study.version)}};
  fill.slots = {{"persons", texts.table("study", "persons", work.persons(false))},
                {"evidence", texts.table("study", "evidence", evidence_rows(work))},
                {"rules", rule_list(work, study)},
                {"conclusions", texts.table("study", "conclusions", conclusion_rows(work, study))}};
  texts.fill("study", fill, out);
  return out;
}

Result<letter::Content> compose_status(PaperWork& work, std::string_view) {
  const auto& v = work.view;
  if (v.notices.empty()) return nothing_yet();
  const auto& notice = *std::ranges::max_element(v.notices, {}, [](const NoticeView& one) { return one.at.at; });
  std::vector<std::string> results;
  for (const auto& result : notice.results) results.push_back(work.with.label("case_event", result));
  auto out = work.content();
  letter::Filling fill;
  fill.words = {{"register", work.register_or_reference()},
                {"title", v.title},
                {"office", v.office_name},
                {"received", work.with.day(v.received_at)},
                {"told", work.with.day(notice.at)},
                {"stage", notice.stage_name},
                {"text", notice.text},
                {"results", joined(results, "; ")}};
  work.with.texts.fill("status_notice", fill, out);
  return out;
}

}  // namespace netra::cases
