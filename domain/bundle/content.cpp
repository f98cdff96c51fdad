#include "domain/bundle/content.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "domain/bundle/sql.hpp"
#include "domain/office/office.hpp"
#include "engine/files/store.hpp"

namespace netra::bundle {

namespace {

std::vector<evidence::Item> items_of(storage::Reader& db, const std::vector<evidence::ItemView>& views) {
  std::vector<evidence::Item> out;
  for (const auto& view : views)
    if (auto item = evidence::find(db, view.id)) out.push_back(std::move(*item));
  return out;
}

void add_info(Gathering& g, const std::string& office, const std::string& number, const std::string& what) {
  auto& info = g.out.bag.info;
  const auto zone = actor_of(g.call).zone();
  info.emplace_back("Source-Organization", office::name_of(g.call.db, office));
  info.emplace_back("External-Description", what);
  info.emplace_back("External-Identifier", number);
  info.emplace_back("Bagging-Date", format_date(date_in(g.call.now, zone)));
  info.emplace_back("Bag-Software-Agent", "Netra");
  for (const auto& row : g.call.db.query(sql::bundle::journal_head))
    info.emplace_back("Netra-Journal-Head", fmt::format("{} {}", row.integer(0), row.text(1)));
  info.emplace_back("Netra-Case", g.out.case_id);
  if (!g.out.handover_id.empty()) info.emplace_back("Netra-Hand-Over", g.out.handover_id);
}

// The view as JSON without what only forms need; acts are in the journal's extract.
std::string case_json(const cases::CaseView& view) {
  auto tree = to_json(view).as_object();
  for (const char* name : {"choices", "may", "next", "history", "exhibits"}) tree.erase(name);
  return json::serialize(tree);
}

// Signed letters about one record.
void add_letters(Gathering& g, const journal::Subject& subject) {
  for (const auto& row : g.call.db.query(sql::bundle::letters_of, {subject.kind, subject.id, g.out.office_id})) {
    const auto files = items_of(g.call.db, evidence::list(g.call.db, {"letter", row.text(0)}, Zone::wib));
    const auto name = row.text(2).empty() ? row.text(1) : row.text(1) + "-" + row.text(2);
    add_evidence(g, files, fmt::format("data/dokumen/surat/{:03}-{}/", ++g.out.letters, safe_name(name)));
  }
}

std::vector<journal::Subject> subjects_of(storage::Reader& db, const cases::CaseView& view) {
  std::vector<journal::Subject> out{{"case", view.id}};
  for (const auto& hearing : view.clarifications) out.push_back({"clarification", hearing.id});
  for (const auto& plenary : view.plenaries) out.push_back({"plenary", plenary.id});
  for (const auto& track : view.tracks) out.push_back({"track", track.id});
  for (const auto& row : db.query(sql::bundle::related, {view.id})) out.push_back({row.text(0), row.text(1)});
  return out;
}

// What such an act says stays closed.
bool is_about_identity(const journal::Entry& entry) {
  return entry.verb.find("identity") != std::string::npos || entry.verb.find("note") != std::string::npos;
}

std::string bag_name(const std::string& number, std::string_view id, Instant now) {
  return "berkas-" + safe_name(number.empty() ? id : std::string_view(number)) + "-" +
         format_date(date_in(now, Zone::wib));
}

}  // namespace

Result<Content> whole_case(http::Reading& call, const Services& s, const std::string& case_id) {
  auto view = cases::view_case(call, call.db, s.cases, case_id);
  if (!view) return fail(std::move(view.error()));
  if (!actor_of(call).may(Right::export_case, view->office)) return fail(Outcome::kForbidden, "access.denied");
  Content out;
  out.case_id = case_id;
  out.case_version = view->version;
  out.office_id = view->office;
  out.bag.made_at = call.now;
  const auto number = view->number.value_or("");
  out.bag.name = bag_name(number, case_id, call.now);
  Gathering g{call, s, out};
  add_info(g, view->office, number.empty() ? case_id : number, view->title);
  out.bag.payload.push_back(text_part("data/perkara/perkara.json", case_json(*view)));
  add_texts(g, *view);
  auto subjects = subjects_of(call.db, *view);
  for (const auto& subject : subjects) add_letters(g, subject);

  const auto items = items_of(call.db, view->files);
  add_evidence(g, items, "data/bukti/");
  add_custody(g, items);
  for (const auto& item : items) subjects.push_back({"evidence", item.id});
  // Of other records only what one's own office did: notes and steps of other institutions are theirs.
  const auto of_the_file = [&](const journal::Entry& e) {
    return e.office == out.office_id || e.subject_kind == "case" || e.subject_kind == "evidence";
  };
  add_journal(g, subjects, of_the_file, [](const journal::Entry& e) { return !is_about_identity(e); });
  add_guides(g);
  return out;
}

namespace {

void add_handed_documents(Gathering& g, const HandedOver& h, std::vector<evidence::Item>& items) {
  std::string list;
  for (const auto& row : g.call.db.query(sql::bundle::handed_items, {h.id})) {
    const auto kind = row.text(1), name = row.text(3);
    list += fmt::format("{}. {}: {}\n", row.integer(0), name, row.text(4));
    if (kind == "evidence") {
      auto item = evidence::find(g.call.db, row.text(2));
      if (item && item->sha256 == row.text(5)) items.push_back(std::move(*item));
    } else if (kind == "document") {
      g.out.bag.payload.push_back(
          text_part(fmt::format("data/dokumen/{:03}-{}.txt", row.integer(0), safe_name(name)), row.text(6)));
    }
  }
  g.out.bag.payload.push_back(text_part("data/penyerahan/daftar.txt", list));
}

}  // namespace

Result<Content> handed_over(http::Reading& call, const Services& s, const HandedOver& h) {
  Content out;
  out.case_id = h.case_id;
  out.handover_id = h.id;
  const auto& actor = actor_of(call);
  out.office_id = actor.may(Right::export_case, h.from_office) ? h.from_office : h.to_office;
  out.bag.made_at = call.now;
  const auto c = cases::load_case(call.db, h.case_id);
  if (!c) return fail(Outcome::kNotFound, "bundle.unknown");
  out.case_version = c->version;
  const auto number = c->number.value_or("");
  out.bag.name = bag_name(number + "-" + std::to_string(h.number), h.id, call.now);
  Gathering g{call, s, out};
  add_info(g, out.office_id, number.empty() ? h.id : number, c->title);
  json::object letter{{"number", h.number}, {"from", office::name_of(call.db, h.from_office)},
                      {"to", h.to_name},    {"offered_at_ms", to_ms(h.offered_at_ms)},
                      {"letter", h.letter}, {"persons", json::parse(h.persons)}};
  if (h.received_at_ms) letter["received_at_ms"] = to_ms(*h.received_at_ms);
  out.bag.payload.push_back(text_part("data/penyerahan/penyerahan.json", json::serialize(letter)));
  std::vector<evidence::Item> items;
  add_handed_documents(g, h, items);
  add_evidence(g, items, "data/bukti/");
  add_custody(g, items);
  std::vector<journal::Subject> subjects{{"handover", h.id}};
  for (const auto& item : items) subjects.push_back({"evidence", item.id});
  add_journal(
      g, subjects, [](const journal::Entry&) { return true; }, [](const journal::Entry&) { return false; });
  add_guides(g);
  return out;
}

}  // namespace netra::bundle
