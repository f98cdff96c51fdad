// What an office can lay into a hand-over: files, and documents of the case as they stand.
#include <algorithm>

#include "domain/case/sql.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/room/record.hpp"
#include "domain/room/sql.hpp"

namespace netra::room {

std::string giver_of(storage::Reader& db, const evidence::Item& item) {
  return db.text(sql::room::giver_of, {item.id}).value_or("");
}

std::vector<evidence::Item> files_at(storage::Reader& db, const cases::Track& track, std::string_view office) {
  std::vector<evidence::Item> out;
  const auto add = [&](std::string_view id) {
    auto item = evidence::find(db, id);
    if (item && std::none_of(out.begin(), out.end(), [&](const auto& f) { return f.id == item->id; }))
      out.push_back(std::move(*item));
  };
  if (office == track.case_office)
    if (const auto c = cases::load_case(db, track.case_id))
      for (const auto& file : cases::files_of(db, *c)) add(file.id);
  for (const auto& row : db.query(sql::room::files_of, {track.id, office})) add(row.text(0));
  for (const auto& row : db.query(sql::room::given_evidence, {track.id, office})) add(row.text(0));
  return out;
}

namespace {

// Plain text with headings: a document as it stood, readable anywhere, with a fingerprint of its own.
class Text {
 public:
  explicit Text(std::string title) : text_(std::move(title)) { text_ += "\n"; }
  Text& part(const std::string& heading, const std::string& words) {
    if (!words.empty()) text_ += "\n" + heading + "\n" + words + "\n";
    return *this;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

struct Writing {
  storage::Reader& db;
  const Services& s;
  const cases::CaseRecord& c;
  std::string language;

  std::string word(std::string_view key) const { return s.messages.text(language, key); }
  std::string day(Instant at) const { return format_date(date_in(at, c.zone)); }
};

void add_studies(const Writing& w, std::vector<Document>& out) {
  for (const auto& row : w.db.query(sql::cases::studies_of, {w.c.id})) {
    const auto study = restore<cases::StudyContent>(row.text(1));
    const auto version = std::to_string(row.integer(0));
    const auto name = w.word("room.document_study") + " " + version + " (" + w.day(row.instant(2)) + ")";
    std::string concluded;
    for (const auto& one : study.conclusions)
      concluded += cases::event_name(w.s, one.outcome, w.language) + ": " + one.conclusion + "\n";
    std::string rules;
    for (const auto& id : study.rules) rules += id + "\n";
    out.push_back({"study:" + version, name,
                   Text(name)
                       .part(w.word("room.study_facts"), study.facts)
                       .part(w.word("room.study_rules"), rules)
                       .part(w.word("room.study_analysis"), study.analysis)
                       .part(w.word("room.study_conclusions"), concluded)
                       .part(w.word("room.study_recommendation"), study.recommendation)
                       .take()});
  }
}

void add_minutes(const Writing& w, std::vector<Document>& out) {
  const auto people = cases::participants_of(w.db, w.c.id);
  for (const auto& held : w.db.query(sql::cases::clarifications_of, {w.c.id}))
    for (const auto& row : w.db.query(sql::cases::minutes_of, {held.text(0)})) {
      const auto minutes = restore<cases::MinutesContent>(row.text(1));
      std::string of;
      for (const auto& person : people)
        if (person.id == held.text(1)) of = cases::label_of(w.s, person, w.language);
      const auto version = std::to_string(row.integer(0));
      const auto name =
          w.word("room.document_minutes") + " " + of + " (" + w.day(held.instant(3)) + ", " + version + ")";
      std::string answers;
      for (const auto& one : minutes.answers) answers += one.question + "\n" + one.answer + "\n";
      out.push_back({"minutes:" + held.text(0) + ":" + version, name,
                     Text(name)
                         .part(w.word("room.minutes_opening"), minutes.opening)
                         .part(w.word("room.minutes_answers"), answers)
                         .part(w.word("room.minutes_closing"), minutes.closing)
                         .take()});
    }
}

void add_plenaries(const Writing& w, std::vector<Document>& out) {
  for (const auto& plenary : finding::plenaries_of(w.db, w.c.subject(), w.c.zone)) {
    if (!plenary.carried) continue;  // what decided nothing is the office's own
    const auto name = w.word("room.document_plenary") + " (" + w.day(plenary.held_at.at) + ")";
    out.push_back({"plenary:" + plenary.id, name,
                   Text(name)
                       .part(w.word("room.plenary_place"), plenary.place)
                       .part(w.word("room.plenary_decision"), plenary.decision)
                       .take()});
  }
}

}  // namespace

std::vector<Document> documents_of(storage::Reader& db, const Services& s, const cases::Track& track,
                                   std::string_view language) {
  std::vector<Document> out;
  const auto c = cases::load_case(db, track.case_id);
  if (!c) return out;
  const Writing w{db, s, *c, std::string(language)};
  add_studies(w, out);
  add_minutes(w, out);
  add_plenaries(w, out);
  return out;
}

}  // namespace netra::room
