// A letter's way: checked, given back, numbered, its paper set, cancelled. Signing and sending are in signing.cpp.
#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"
#include "engine/crypto/hash.hpp"
#include "engine/files/store.hpp"

namespace netra::letter {

struct VersionIn {
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(VersionIn, (), (version))

struct ReasonIn {
  std::int64_t version = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonIn, (), (version, reason))

struct NumberIn {
  std::int64_t version = 0;
  std::optional<Date> dated;  // absent: today
  SignedAs signed_as = SignedAs::chair;
  std::optional<std::string> class_code;
};
BOOST_DESCRIBE_STRUCT(NumberIn, (), (version, dated, signed_as, class_code))

// A paper that was set outside the writer, for the number it was set with.
struct SetPaper {
  std::int64_t version = 0;
  NumberIn in;
  std::string number;
  evidence::Kept kept;
};

namespace {

using Reply = Result<http::Reply<LetterView>>;

constexpr std::size_t kReason = 2000;

// ---- checked, given back, cancelled ----

Reply check(http::Writing& call, const Services& s, const VersionIn& in) {
  auto letter = for_act(call, call.tx, Right::write_letters, in.version);
  if (!letter) return fail(std::move(letter.error()));
  if (auto possible = in_state(*letter, {State::prepared}); !possible) return fail(std::move(possible.error()));
  if (needs_another(call.tx, s, *letter, call.principal.id, today_of(call.tx, call, letter->office_id)))
    return fail(Outcome::kForbidden, "letter.own_check");
  auto writer =
      begin(call, *letter, {Right::write_letters, "letter.checked", {{"text_version", letter->text_version}}});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::letter::set_state, {letter->id, State::checked});
  put_step(**writer, call, letter->id, {.step = Step::checked});
  return answer(call, s, letter->id);
}

// The right by which somebody who writes or signs acts on the letter.
Right right_of(http::Writing& call, std::string_view office) {
  return may_sign(call.tx, actor_of(call), office) ? Right::sign_letters : Right::write_letters;
}

Result<LetterRecord> for_either(http::Writing& call, std::int64_t version) {
  auto letter = find(call.tx, call.param("id"));
  const auto right = letter ? right_of(call, letter->office_id) : Right::write_letters;
  return for_act(call, call.tx, right, version);
}

Reply give_back(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto letter = for_either(call, in.version);
  if (!letter) return fail(std::move(letter.error()));
  auto possible = in_state(*letter, {State::checked, State::numbered});
  if (!possible) return fail(std::move(possible.error()));
  if (auto wrong = faults_of({{"/reason", in.reason, kReason}}); !wrong.empty())
    return fail_fields("request.fields", std::move(wrong));
  auto writer = begin(call, *letter, {right_of(call, letter->office_id), "letter.returned", {}, in.reason});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::letter::set_state, {letter->id, State::prepared});
  (*writer)->execute(sql::letter::set_paper, {letter->id, ""});
  put_step(**writer, call, letter->id, {.step = Step::returned, .note = in.reason});
  return answer(call, s, letter->id);
}

Reply cancel(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto letter = for_either(call, in.version);
  if (!letter) return fail(std::move(letter.error()));
  if (letter->direction == Direction::incoming || letter->origin == Origin::outside)
    return fail(Outcome::kConflict, "letter.step");
  const bool signs = may_sign(call.tx, actor_of(call), letter->office_id);
  auto possible = in_state(*letter, {State::prepared, State::checked, State::numbered, State::signed_off, State::sent});
  if (!possible) return fail(std::move(possible.error()));
  // What has a number is taken back by those who sign only.
  if (!signs && letter->state != State::prepared && letter->state != State::checked)
    return fail(Outcome::kForbidden, "access.denied");
  if (auto wrong = faults_of({{"/reason", in.reason, kReason}}); !wrong.empty())
    return fail_fields("request.fields", std::move(wrong));
  auto writer = begin(call, *letter,
                      {right_of(call, letter->office_id),
                       "letter.cancelled",
                       {{"state", enum_name(letter->state)}, {"number", letter->number}},
                       in.reason});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::letter::set_state, {letter->id, State::cancelled});
  put_step(**writer, call, letter->id, {.step = Step::cancelled, .note = in.reason});
  return answer(call, s, letter->id);
}

// ---- number and paper ----

// Setting the paper takes its time, so it is done here; a sealed paper is not kept, only its fingerprint.
Result<evidence::Kept> keep_paper(http::Reading& call, const Services& s, const LetterRecord& letter,
                                  const std::string& number, const std::optional<Date>& dated, SignedAs signed_as) {
  auto content = content_of(call, s, letter);
  if (!content) return fail(std::move(content.error()));
  auto bytes = set_paper(call.db, s, {letter, *content, number, dated, signed_as, Mark::none});
  if (!bytes) return fail(std::move(bytes.error()));
  evidence::Kept kept{crypto::sha256_hex(*bytes),
                      "application/pdf",
                      static_cast<std::int64_t>(bytes->size()),
                      file_name_of(letter),
                      {}};
  if (letter.sealed) return kept;
  auto stored = s.files.put(*bytes, kept.filename);
  if (!stored) return fail(std::move(stored.error()));
  return kept;
}

Result<NumberWish> wish_of(storage::Reader& db, const http::Call& call, const Services& s, const LetterRecord& letter,
                           const NumberIn& in) {
  auto office = office::find_office(db, letter.office_id);
  if (!office) return fail(Outcome::kNotFound, "office.unknown");
  const Date today = date_in(call.now, office->zone), day = in.dated.value_or(today);
  if (day > today) return fail_fields("request.fields", {{"/dated", "field.future", {}}});
  auto wish = wish_for(db, s, *office, letter.document, day);
  if (!wish.rule) return fail(Outcome::kInvalid, "letter.number");
  wish.class_code = in.class_code.value_or(letter.class_code);
  wish.signed_as = in.signed_as;
  return wish;
}

Result<SetPaper> prepare_number(http::Reading& call, const Services& s, const NumberIn& in) {
  auto letter = for_act(call, call.db, Right::write_letters, in.version);
  if (!letter) return fail(std::move(letter.error()));
  if (auto possible = in_state(*letter, {State::checked}); !possible) return fail(std::move(possible.error()));
  if (!takes_number(s.letters.kind_of(letter->document))) return fail(Outcome::kConflict, "letter.step");
  SetPaper out{in.version, in, letter->number, {}};
  if (letter->number.empty()) {
    auto wish = wish_of(call.db, call, s, *letter, in);
    if (!wish) return fail(std::move(wish.error()));
    auto planned = plan_number(call.db, *wish);
    if (!planned) return fail(std::move(planned.error()));
    out.number = planned->text;
    out.in.dated = wish->dated;
    letter->number = planned->text;
  } else {  // given back after it was numbered: it keeps number and date
    out.in.dated = letter->dated;
    out.in.signed_as = letter->signed_as;
  }
  auto kept = keep_paper(call, s, *letter, out.number, out.in.dated, out.in.signed_as);
  if (!kept) return fail(std::move(kept.error()));
  out.kept = std::move(*kept);
  return out;
}

void attach_paper(storage::Writer& writer, http::Writing& call, const LetterRecord& letter, const evidence::Kept& kept,
                  Right right) {
  writer.execute(sql::letter::set_paper, {letter.id, kept.sha256});
  if (!letter.sealed)
    evidence::attach(writer, call.now, call.entropy, letter.subject(), letter.office_id,
                     actor_of(call).as(right, letter.office_id), kept);
}

// The act says which number it gave, and the act comes first: so the number is planned on a locked sequence, recorded,
// and written.
Result<std::string> give_number(http::Writing& call, const Services& s, const LetterRecord& letter, const NumberIn& in,
                                storage::Writer*& writer) {
  auto wish = wish_of(call.tx, call, s, letter, in);
  if (!wish) return fail(std::move(wish.error()));
  auto& counter = call.tx.unlogged(storage::Unlogged::kIndex);
  lock_sequence(counter, *wish);
  auto planned = plan_number(call.tx, *wish);
  if (!planned) return fail(std::move(planned.error()));
  auto begun = begin(
      call, letter,
      {Right::write_letters, "letter.numbered", {{"number", planned->text}, {"dated", format_date(wish->dated)}}});
  if (!begun) return fail(std::move(begun.error()));
  writer = *begun;
  auto taken = take_number(*writer, *wish, letter.id);
  if (!taken) return fail(std::move(taken.error()));
  writer->execute(sql::letter::set_number,
                  {letter.id, taken->text, wish->dated, taken->year, wish->signed_as, wish->class_code,
                   search_words({taken->text, letter.matter, letter.parties, wish->class_code})});
  return taken->text;
}

Reply number(http::Writing& call, const Services& s, const SetPaper& in) {
  auto letter = for_act(call, call.tx, Right::write_letters, in.version);
  if (!letter) return fail(std::move(letter.error()));
  if (auto possible = in_state(*letter, {State::checked}); !possible) return fail(std::move(possible.error()));
  storage::Writer* writer = nullptr;
  std::string text = letter->number;
  if (text.empty()) {
    auto given = give_number(call, s, *letter, in.in, writer);
    if (!given) return fail(std::move(given.error()));
    text = *given;
  } else {
    auto begun = begin(call, *letter, {Right::write_letters, "letter.numbered", {{"number", text}}});
    if (!begun) return fail(std::move(begun.error()));
    writer = *begun;
  }
  writer->execute(sql::letter::set_state, {letter->id, State::numbered});
  put_step(*writer, call, letter->id, {.step = Step::numbered});
  // Somebody was quicker and this letter got the next number: its paper is set by a step of its own.
  if (text == in.number) attach_paper(*writer, call, *letter, in.kept, Right::write_letters);
  return answer(call, s, letter->id);
}

Result<SetPaper> prepare_paper(http::Reading& call, const Services& s, const VersionIn& in) {
  auto letter = for_act(call, call.db, Right::write_letters, in.version);
  if (!letter) return fail(std::move(letter.error()));
  const bool numbers = takes_number(s.letters.kind_of(letter->document));
  auto possible = in_state(*letter, {numbers ? State::numbered : State::checked});
  if (!possible) return fail(std::move(possible.error()));
  const auto day = letter->dated.value_or(today_of(call.db, call, letter->office_id));
  auto kept = keep_paper(call, s, *letter, letter->number, day, letter->signed_as);
  if (!kept) return fail(std::move(kept.error()));
  return SetPaper{in.version, {in.version, day, letter->signed_as, {}}, letter->number, std::move(*kept)};
}

Reply set(http::Writing& call, const Services& s, const SetPaper& in) {
  auto letter = for_act(call, call.tx, Right::write_letters, in.version);
  if (!letter) return fail(std::move(letter.error()));
  auto writer = begin(call, *letter, {Right::write_letters, "letter.set", {{"fingerprint", in.kept.sha256}}});
  if (!writer) return fail(std::move(writer.error()));
  if (!letter->dated)
    (*writer)->execute(sql::letter::set_dated,
                       {letter->id, in.in.dated, static_cast<int>(in.in.dated->year()), letter->signed_as});
  attach_paper(**writer, call, *letter, in.kept, Right::write_letters);
  put_step(**writer, call, letter->id, {.step = Step::set});
  return answer(call, s, letter->id);
}

// ---- the paper as a file ----

Mark mark_of(const LetterRecord& letter) {
  if (letter.state == State::cancelled) return Mark::cancelled;
  return letter.state == State::signed_off || letter.state == State::sent ? Mark::none : Mark::draft;
}

Result<http::Reply<http::Nothing>> paper(http::Reading& call, const Services& s) {
  auto letter = readable(call);
  if (!letter) return fail(std::move(letter.error()));
  if (letter->direction == Direction::incoming || letter->origin == Origin::outside)
    return fail(Outcome::kNotFound, "letter.no_paper");
  const bool final = call.query("for") == "signing" || mark_of(*letter) == Mark::none;
  if (final && letter->paper_sha256.empty()) return fail(Outcome::kConflict, "letter.no_paper");
  http::Reply<http::Nothing> reply;
  if (final && !letter->sealed) {
    auto body = s.files.body(letter->paper_sha256, file_name_of(*letter));
    if (!body) return fail(std::move(body.error()));
    reply.file = std::move(*body);
    return reply;
  }
  auto content = content_of(call, s, *letter);
  if (!content) return fail(std::move(content.error()));
  auto bytes = set_paper(
      call.db, s,
      {*letter, *content, letter->number, letter->dated, letter->signed_as, final ? Mark::none : mark_of(*letter)});
  if (!bytes) return fail(std::move(bytes.error()));
  if (final && crypto::sha256_hex(*bytes) != letter->paper_sha256) return fail(Outcome::kConflict, "letter.paper");
  reply.file = pdf_body(std::move(*bytes), file_name_of(*letter));
  return reply;
}

}  // namespace

void add_flow_routes(http::Routes& routes, const Services& s) {
  const auto writers = access::with(Right::write_letters);
  const std::string page = "/letters/{id}";
  routes
      .post<VersionIn, LetterView>(page + "/checks", writers, {},
                                   [&s](http::Writing& call, const VersionIn& in) { return check(call, s, in); })
      .again(page)
      .summary("The text was read by a second person and is ready for its number.");
  routes
      .post<ReasonIn, LetterView>(page + "/returns", access::member(), {},
                                  [&s](http::Writing& call, const ReasonIn& in) { return give_back(call, s, in); })
      .again(page)
      .summary("Give a letter back to be changed, with a reason; a number it has stays its own.");
  routes
      .post<NumberIn, LetterView, SetPaper>(
          page + "/numbers", writers, {},
          [&s](http::Reading& call, const NumberIn& in) { return prepare_number(call, s, in); },
          [&s](http::Writing& call, const SetPaper& in) { return number(call, s, in); })
      .again(page)
      .summary("Give a checked letter its number and set the paper that is signed.");
  routes
      .post<VersionIn, LetterView, SetPaper>(
          page + "/papers", writers, {},
          [&s](http::Reading& call, const VersionIn& in) { return prepare_paper(call, s, in); },
          [&s](http::Writing& call, const SetPaper& in) { return set(call, s, in); })
      .again(page)
      .summary("Set the paper that is signed, when that was not done with the number.");
  routes
      .post<ReasonIn, LetterView>(page + "/cancellation", access::member(), {},
                                  [&s](http::Writing& call, const ReasonIn& in) { return cancel(call, s, in); })
      .again(page)
      .summary("Cancel a letter, with a reason; its number stays in the book and is not given again.");
  routes.get<http::Nothing>(page + "/paper", access::member(), {}, [&s](http::Reading& call) { return paper(call, s); })
      .summary("The letter as PDF: marked as a draft until it is signed.")
      .query("for", "signing: the numbered paper without the mark of a draft, for whoever signs it.");
}

}  // namespace netra::letter
