#include <algorithm>

#include "domain/identity/identity.hpp"
#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"

namespace netra::letter {

namespace {

struct StepRow {
  std::string id;
  Step step = Step::prepared;
  Instant at;
  std::string account, note, channel;
  std::optional<Date> done_on;
  std::string evidence, to_whom, account_name;
};
BOOST_DESCRIBE_STRUCT(StepRow, (), (id, step, at, account, note, channel, done_on, evidence, to_whom, account_name))

std::vector<StepView> steps_of(storage::Reader& db, const LetterRecord& letter, Zone zone) {
  std::vector<StepView> out;
  for (auto& row : db.all<StepRow>(sql::letter::steps_of, {letter.id})) {
    StepView step{row.step,    {row.at, zone}, row.account, row.account_name, row.note, row.channel,
                  row.done_on, row.to_whom,    {}};
    if (!row.evidence.empty())
      if (auto item = evidence::find(db, row.evidence)) step.file = evidence::view_of(*item, zone);
    out.push_back(std::move(step));
  }
  return out;
}

std::vector<TextVersion> text_versions(storage::Reader& db, const LetterRecord& letter, Zone zone) {
  std::vector<TextVersion> out;
  for (const auto& row : db.query(sql::letter::texts_of, {letter.id}))
    out.push_back({row.integer(0), identity::account_name(db, row.text(1)), {row.instant(2), zone}});
  return out;
}

MayDo may_do(storage::Reader& db, const Services& s, const Actor& actor, const LetterRecord& l) {
  const bool writes = actor.may(Right::write_letters, l.office_id), signs = may_sign(db, actor, l.office_id);
  const auto is = [&](State state) { return l.state == state; };
  const bool numbers = takes_number(s.letters.kind_of(l.document));
  const bool ready = is(State::numbered) || (is(State::checked) && !numbers);
  MayDo may;
  if (l.direction == Direction::incoming) {
    may.assign = writes && !is(State::done);
    may.finish = may.assign;
    return may;
  }
  if (l.origin == Origin::outside) return may;
  may.edit = writes && is(State::prepared) && !l.sealed;
  may.check = writes && is(State::prepared);
  may.give_back = (writes || signs) && (is(State::checked) || is(State::numbered));
  may.number = writes && numbers && is(State::checked);
  may.set = writes && ready && l.paper_sha256.empty();
  may.sign_off = signs && ready && !l.paper_sha256.empty();
  may.send = writes && is(State::signed_off);
  const bool by_writer = writes && (is(State::prepared) || is(State::checked));
  may.cancel = !is(State::cancelled) && (by_writer || signs);
  return may;
}

NumberView next_number(storage::Reader& db, const Services& s, const LetterRecord& letter, Date today) {
  NumberView out;
  auto office = office::find_office(db, letter.office_id);
  if (!office) return out;
  auto wish = wish_for(db, s, *office, letter.document, letter.dated.value_or(today));
  if (!wish.rule) return out;
  out.basis = wish.rule->basis;
  out.source = wish.rule->source;
  out.mark = wish.rule->mark;
  wish.class_code = letter.class_code;
  wish.signed_as = letter.signed_as;
  auto planned = plan_number(db, wish);
  if (planned)
    out.text = planned->text;
  else
    out.fault = planned.error().code;
  return out;
}

std::vector<Station> way_of(const LetterRecord& l, bool numbers) {
  if (l.direction == Direction::incoming || l.origin == Origin::outside) return {};
  std::vector<Station> out;
  for (auto step : {State::prepared, State::checked, State::numbered, State::signed_off, State::sent})
    if (numbers || step != State::numbered) out.push_back({step, step < l.state, step == l.state});
  if (l.state == State::cancelled)
    for (auto& station : out) station.done = false;
  return out;
}

std::string class_name(const Rules& rules, std::string_view code, std::string_view language) {
  auto found = std::ranges::find(rules.classes, code, &ClassCode::code);
  return found == rules.classes.end() ? std::string() : found->label.in(language);
}

void add_text(storage::Reader& db, const LetterRecord& letter, LetterView& out) {
  auto content = text_of(db, letter);
  if (!content) return;
  out.copies = content->copies;
  out.nature = content->nature.value_or("");
  out.attachments = content->attachments.value_or("");
  out.blocks = texts_of(content->blocks);
}

void add_paths(const LetterRecord& letter, LetterView& out) {
  if (letter.direction == Direction::incoming || letter.origin == Origin::outside) return;
  out.paper_path = "/letters/" + letter.id + "/paper";
  if (!letter.paper_sha256.empty()) out.signing_path = out.paper_path + "?for=signing";
  out.check_path = "/surat/" + letter.code;
}

LetterView recorded(const LetterRecord& l) {
  LetterView out{.id = l.id, .title = l.number.empty() ? l.matter : l.number, .direction = l.direction};
  out.origin = l.origin;
  out.state = l.state;
  out.version = l.version;
  out.text_version = l.text_version;
  out.sealed = l.sealed;
  out.document = l.document;
  out.office = l.office_id;
  out.subject_kind = l.subject_kind;
  out.subject_id = l.subject_id;
  out.subject_path = path_of_subject(l.subject_kind, l.subject_id);
  out.class_code = l.class_code;
  out.matter = l.matter;
  out.number = l.number;
  out.their_number = l.their_number;
  out.agenda = l.agenda;
  out.parties = lines_of(l.parties);
  out.dated = l.dated;
  out.received_on = l.received_on;
  out.signed_as = l.signed_as;
  out.paper_sha256 = l.paper_sha256;
  out.signature_kind = l.signature_kind;
  out.signature_sha256 = l.signature_sha256;
  out.code = l.code;
  return out;
}

}  // namespace

std::string path_of_subject(std::string_view kind, std::string_view id) {
  for (std::string_view known : {"case", "report", "finding", "recommendation", "track", "discussion"})
    if (kind == known) return "/" + std::string(kind) + "s/" + std::string(id);
  return {};
}

std::vector<Choice> signed_as_choices() {
  std::vector<Choice> out;
  for (auto as : {SignedAs::chair, SignedAs::member, SignedAs::secretariat, SignedAs::official})
    out.push_back({std::string(enum_name(as)), {}});
  return out;
}

LetterView view_of(const http::Call& call, storage::Reader& db, const Services& s, const LetterRecord& l) {
  const Zone zone = office::zone_of(db, l.office_id);
  auto out = recorded(l);
  out.numbered_paper = takes_number(s.letters.kind_of(l.document));
  out.today = date_in(call.now, zone);
  const auto form = form_of(s, l, call.info.language, l.dated.value_or(out.today));
  out.document_name = form.title;
  out.form = form.form;
  out.form_mark = form.mark;
  out.office_name = office::name_of(db, l.office_id);
  out.class_name = class_name(s.letters, l.class_code, call.info.language);
  out.signed_as_choices = signed_as_choices();
  add_paths(l, out);
  add_text(db, l, out);
  out.may = may_do(db, s, actor_of(call), l);
  out.awaits_another = out.may.check && needs_another(db, s, l, call.principal.id, out.today);
  out.may.check = out.may.check && !out.awaits_another;
  if (out.may.number && l.number.empty()) out.next_number = next_number(db, s, l, out.today);
  out.way = way_of(l, out.numbered_paper);
  out.steps = steps_of(db, l, zone);
  out.texts = text_versions(db, l, zone);
  out.history = journal::history(db, l.subject(), zone);
  return out;
}

Result<http::Reply<LetterView>> answer(http::Writing& call, const Services& services, const std::string& id) {
  auto letter = find(call.tx, id);
  if (!letter) return fail(Outcome::kNotFound, "letter.unknown");
  return http::see(view_of(call, call.tx, services, *letter), "/letters/" + id);
}

}  // namespace netra::letter
