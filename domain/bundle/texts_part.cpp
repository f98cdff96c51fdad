// The file's acts as plain texts, to read and to print without any program; and the guide.
#include <fmt/format.h>

#include "domain/bundle/content.hpp"

namespace netra::bundle {

namespace {

// Lines of "Label: text", and paragraphs under headings.
class Text {
 public:
  explicit Text(const Gathering& g) : g_(g) {}

  Text& title(const std::string& text) {
    out_ += text + "\n" + std::string(text.size(), '=') + "\n\n";
    return *this;
  }
  Text& heading(std::string_view key) {
    out_ += "\n" + g_.text(key) + "\n" + std::string(40, '-') + "\n";
    return *this;
  }
  Text& line(std::string_view key, const std::string& value) {
    if (!value.empty()) out_ += g_.text(key) + ": " + value + "\n";
    return *this;
  }
  Text& line(std::string_view key, const std::optional<LocalTime>& at) {
    return line(key, at ? format_local(*at) : "");
  }
  Text& plain(const std::string& text) {
    if (!text.empty()) out_ += text + "\n";
    return *this;
  }
  std::string take() { return std::move(out_); }

 private:
  const Gathering& g_;
  std::string out_;
};

template <class E>
std::string label(const Gathering& g, std::string_view field, E value) {
  return g.text("value." + std::string(field) + "." + std::string(enum_name(value)));
}

void put(Gathering& g, const std::string& path, Text& text) {
  g.out.bag.payload.push_back(text_part(path, text.take()));
}

void add_summary(Gathering& g, const cases::CaseView& v) {
  Text t(g);
  t.title(v.title);
  t.line("case.number", v.number.value_or("")).line("bundle.office", v.office_name).line("bundle.stage", v.stage_name);
  t.line("case.region", v.region_path).line("case.received_at", v.received_at);
  t.line("case.happened_on", v.happened_on ? format_date(*v.happened_on) : "");
  t.line("case.registered_at", v.registered_at).line("case.decided_at", v.decided_at);
  t.line("case.told_at", v.told_at).line("case.closed_at", v.closed_at);
  t.heading("case.participants");
  for (const auto& p : v.participants)
    t.plain(fmt::format("- {} ({})", p.label, label(g, "case_part", p.role)) + (p.position ? ", " + *p.position : "") +
            (p.unit ? ", " + *p.unit : ""));
  if (v.chronology) t.heading("case.chronology").plain(*v.chronology);
  t.heading("bundle.clocks");
  for (const auto& clock : v.clocks)
    t.plain("- " + clock.label + (clock.due ? ": " + format_local(*clock.due) : "") +
            (clock.basis.empty() ? "" : " (" + clock.basis + "; " + label(g, "mark", clock.mark) + ")"));
  put(g, "data/perkara/ringkasan.txt", t);
}

void add_reviews(Gathering& g, const cases::CaseView& v) {
  for (const auto& review : v.reviews) {
    Text t(g);
    t.title(g.text("bundle.review") + fmt::format(" {}", review.version));
    t.line("bundle.at", review.at);
    if (review.result) t.line("bundle.result", label(g, "review_result", *review.result));
    t.heading("bundle.analysis").plain(review.content.analysis).plain(review.content.reason);
    put(g, fmt::format("data/dokumen/kajian-awal-{}.txt", review.version), t);
  }
}

void add_studies(Gathering& g, const cases::CaseView& v) {
  for (const auto& study : v.studies) {
    Text t(g);
    t.title(g.text("bundle.study") + fmt::format(" {}", study.version));
    t.line("bundle.at", study.at);
    t.heading("bundle.facts").plain(study.content.facts);
    t.heading("bundle.rules");
    for (const auto& rule : study.rules) {
      t.plain("- " + rule.title);
      for (const auto& basis : rule.basis) t.plain("  " + basis.act + " " + basis.article);
      t.plain("  " + g.text("value.mark." + rule.mark));  // how sure the source is
    }
    t.heading("bundle.analysis").plain(study.content.analysis);
    t.heading("bundle.conclusions");
    for (const auto& one : study.concluded) t.plain("- " + one.label + ": " + one.text);
    t.heading("bundle.recommendation").plain(study.content.recommendation);
    put(g, fmt::format("data/dokumen/kajian-{}.txt", study.version), t);
  }
}

void add_minutes(Gathering& g, const cases::CaseView& v) {
  int hearing = 0;
  for (const auto& held : v.clarifications) {
    ++hearing;
    for (const auto& minutes : held.minutes) {
      Text t(g);
      t.title(g.text("bundle.minutes") + " " + held.label);
      t.line("bundle.at", held.held_at).line("evidence.place", held.place);
      t.plain("\n" + minutes.content.opening);
      for (const auto& answer : minutes.content.answers)
        t.plain("\n" + g.text("bundle.question") + ": " + answer.question)
            .plain(g.text("bundle.answer") + ": " + answer.answer);
      t.plain("\n" + minutes.content.closing);
      put(g, fmt::format("data/dokumen/klarifikasi-{}-{}.txt", hearing, minutes.version), t);
    }
  }
}

void add_plenaries(Gathering& g, const cases::CaseView& v) {
  int number = 0;
  for (const auto& plenary : v.plenaries) {
    Text t(g);
    t.title(g.text("bundle.plenary") + fmt::format(" {}", ++number));
    t.line("bundle.at", plenary.held_at).line("evidence.place", plenary.place);
    t.line("bundle.quorum", fmt::format("{} / {} ({})", plenary.present, plenary.members, plenary.quorum));
    t.plain(plenary.quorum_basis);
    t.heading("bundle.votes");
    for (const auto& seat : plenary.seats)
      t.plain("- " + seat.name + ": " + (seat.vote ? label(g, "vote", *seat.vote) : g.text("bundle.absent")) +
              (seat.reason && !seat.reason->empty() ? " (" + *seat.reason + ")" : ""));
    t.heading("bundle.decision").plain(plenary.decision);
    put(g, fmt::format("data/dokumen/pleno-{}.txt", number), t);
  }
  number = 0;
  for (const auto& notice : v.notices) {
    Text t(g);
    t.title(g.text("bundle.notice") + fmt::format(" {}", ++number));
    t.line("bundle.at", notice.at).line("bundle.stage", notice.stage_name).plain("\n" + notice.text);
    put(g, fmt::format("data/dokumen/pemberitahuan-{}.txt", number), t);
  }
}

std::string guide_in(const Gathering& g, std::string_view language) {
  const auto& messages = g.s.cases.messages;
  std::string out;
  for (const char* key : {"bundle.guide_what", "bundle.guide_folders", "bundle.guide_check", "bundle.guide_print",
                          "bundle.guide_custody", "bundle.guide_journal", "bundle.guide_left_out"})
    out += messages.text(language, key, {{"name", g.out.bag.name}}) + "\n\n";
  for (const auto& id : g.out.left_out) out += "- " + id + "\n";
  return out;
}

}  // namespace

void add_texts(Gathering& g, const cases::CaseView& view) {
  add_summary(g, view);
  add_reviews(g, view);
  add_minutes(g, view);
  add_studies(g, view);
  add_plenaries(g, view);
}

void add_guides(Gathering& g) {
  g.out.bag.guides.push_back(text_part("PETUNJUK.txt", guide_in(g, "id")));
  g.out.bag.guides.push_back(text_part("README.txt", guide_in(g, "en")));
}

}  // namespace netra::bundle
