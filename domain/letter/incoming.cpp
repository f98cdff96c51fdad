// Incoming letters: written into the book with the next agenda number, handed on with an instruction, done.
#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"
#include "engine/files/store.hpp"

namespace netra::letter {

struct IncomingIn {
  std::optional<std::string> office;  // absent: the office worked for
  std::string sender;
  std::optional<std::string> their_number;
  std::optional<Date> dated;
  std::optional<Date> received_on;  // absent: today
  std::string matter;
  std::optional<std::string> subject_kind, subject;  // record it is about
  std::vector<http::Upload> scan;
};
BOOST_DESCRIBE_STRUCT(IncomingIn, (),
                      (office, sender, their_number, dated, received_on, matter, subject_kind, subject, scan))

struct AssignmentIn {
  std::int64_t version = 0;
  std::string to_whom;
  std::string instruction;
  std::optional<Date> due;
};
BOOST_DESCRIBE_STRUCT(AssignmentIn, (), (version, to_whom, instruction, due))

struct DoneIn {
  std::int64_t version = 0;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(DoneIn, (), (version, note))

struct IncomingForm {
  std::vector<Choice> offices;
  std::string office, subject_kind, subject;
  Date today;
};
BOOST_DESCRIBE_STRUCT(IncomingForm, (), (offices, office, subject_kind, subject, today))

struct Arrived {
  IncomingIn in;
  std::string office;
  Date received_on;
  std::optional<evidence::Kept> scan;
};

namespace {

using Reply = Result<http::Reply<LetterView>>;

constexpr std::size_t kMostScan = 32UL << 20;

Result<http::Reply<IncomingForm>> form(http::Reading& call) {
  const auto& actor = actor_of(call);
  IncomingForm out;
  for (const auto& office : actor.offices_with(Right::write_letters))
    out.offices.push_back({office, office::name_of(call.db, office)});
  out.office = actor.may(Right::write_letters, actor.active_office) ? actor.active_office : out.offices.front().value;
  out.subject_kind = call.query("subject_kind").value_or("");
  out.subject = call.query("subject").value_or("");
  out.today = date_in(call.now, actor.zone());
  return out;
}

Result<Arrived> prepare_arrival(http::Reading& call, const Services& s, const IncomingIn& in) {
  const auto& actor = actor_of(call);
  Arrived out{in, in.office.value_or(actor.active_office), {}, {}};
  if (!actor.may(Right::write_letters, out.office)) return fail(Outcome::kForbidden, "access.denied");
  const Date today = today_of(call.db, call, out.office);
  out.received_on = in.received_on.value_or(today);
  auto wrong = faults_of({{"/sender", in.sender, 300},
                          {"/their_number", in.their_number.value_or(""), 120, true},
                          {"/matter", in.matter, 500},
                          {"/subject_kind", in.subject_kind.value_or(""), 40, true},
                          {"/subject", in.subject.value_or(""), 60, true}});
  if (out.received_on > today) wrong.push_back({"/received_on", "field.future", {}});
  if (in.dated && *in.dated > out.received_on) wrong.push_back({"/dated", "field.order", {}});
  if (in.scan.size() > 1) wrong.push_back({"/scan", "field.value", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  if (in.scan.empty()) return out;
  auto kept = evidence::keep(s.files, in.scan.front(), {});
  if (!kept) return fail(std::move(kept.error()));
  out.scan = std::move(*kept);
  return out;
}

Reply receive(http::Writing& call, const Services& s, const Arrived& in) {
  const auto by = actor_of(call).as(Right::write_letters, in.office);
  const auto id = make_id(call.now, call.entropy);
  const auto year = static_cast<int>(in.received_on.year());
  NewLetter letter{.office = in.office, .direction = Direction::incoming, .origin = Origin::received};
  letter.state = State::received;
  letter.subject = {in.in.subject_kind.value_or(""), in.in.subject.value_or("")};
  letter.matter = in.in.matter;
  letter.parties = in.in.sender;
  letter.their_number = in.in.their_number.value_or("");
  letter.dated = in.in.dated;
  letter.received_on = in.received_on;
  letter.year = year;
  letter.signed_as = SignedAs::official;
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {by,
                                  "letter.received",
                                  {std::string(kSubjectKind), id},
                                  in.office,
                                  {{"received_on", format_date(in.received_on)}},
                                  {}});
  letter.agenda = std::to_string(take_agenda_number(writer, in.office, year));
  insert(writer, id, letter, call.principal.id, call.now);
  std::string item;
  if (in.scan)
    item =
        evidence::attach(writer, call.now, call.entropy, {std::string(kSubjectKind), id}, in.office, by, *in.scan).id;
  put_step(writer, call, id, {.step = Step::received, .done_on = in.received_on, .evidence = item});
  return http::created(view_of(call, call.tx, s, *find(call.tx, id)), "/letters/" + id);
}

Result<LetterRecord> arrived(http::Writing& call, std::int64_t version) {
  auto letter = for_act(call, call.tx, Right::write_letters, version);
  if (!letter) return letter;
  auto possible = in_state(*letter, {State::received, State::assigned});
  if (!possible) return fail(std::move(possible.error()));
  return letter;
}

Reply assign(http::Writing& call, const Services& s, const AssignmentIn& in) {
  auto letter = arrived(call, in.version);
  if (!letter) return fail(std::move(letter.error()));
  auto wrong = faults_of({{"/to_whom", in.to_whom, 300}, {"/instruction", in.instruction, 2000}});
  if (in.due && letter->received_on && *in.due < *letter->received_on) wrong.push_back({"/due", "field.order", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  auto writer = begin(call, *letter, {Right::write_letters, "letter.assigned", {}, in.instruction});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::letter::set_state, {letter->id, State::assigned});
  put_step(**writer, call, letter->id,
           {.step = Step::assigned, .note = in.instruction, .done_on = in.due, .to_whom = in.to_whom});
  return answer(call, s, letter->id);
}

Reply finish(http::Writing& call, const Services& s, const DoneIn& in) {
  auto letter = arrived(call, in.version);
  if (!letter) return fail(std::move(letter.error()));
  if (auto wrong = faults_of({{"/note", in.note, 2000}}); !wrong.empty())
    return fail_fields("request.fields", std::move(wrong));
  auto writer = begin(call, *letter, {Right::write_letters, "letter.done", {}, in.note});
  if (!writer) return fail(std::move(writer.error()));
  (*writer)->execute(sql::letter::set_state, {letter->id, State::done});
  put_step(**writer, call, letter->id, {.step = Step::done, .note = in.note});
  return answer(call, s, letter->id);
}

}  // namespace

void add_incoming_routes(http::Routes& routes, const Services& s) {
  const auto writers = access::with(Right::write_letters);
  routes.get<IncomingForm>("/incoming-letters/new", writers, {"letter/incoming"}, form)
      .summary("The form to write an incoming letter into the book.")
      .query("subject_kind", "Kind of the record the letter is about.")
      .query("subject", "Id of that record.");
  routes
      .post<IncomingIn, LetterView, Arrived>(
          "/incoming-letters", writers, {},
          [&s](http::Reading& call, const IncomingIn& in) { return prepare_arrival(call, s, in); },
          [&s](http::Writing& call, const Arrived& in) { return receive(call, s, in); })
      .again("/incoming-letters/new")
      .max_upload(kMostScan)
      .summary("Write an incoming letter into the book: it gets the next agenda number of the year.");
  routes
      .post<AssignmentIn, LetterView>("/letters/{id}/assignments", writers, {},
                                      [&s](http::Writing& call, const AssignmentIn& in) { return assign(call, s, in); })
      .again("/letters/{id}")
      .summary("Hand an incoming letter on, with an instruction (disposisi).");
  routes
      .post<DoneIn, LetterView>("/letters/{id}/completion", writers, {},
                                [&s](http::Writing& call, const DoneIn& in) { return finish(call, s, in); })
      .again("/letters/{id}")
      .summary("Nothing remains to be done about an incoming letter.");
}

}  // namespace netra::letter
