// Letters that were numbered before or beside Netra: written into the book under the number they have.
#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"

namespace netra::letter {

struct OutsideIn {
  std::optional<std::string> office;  // absent: the office worked for
  std::string document;
  std::string class_code;
  std::int64_t running = 0;  // the running number in it
  std::string number;        // as printed
  Date dated;
  std::string matter;
  std::optional<std::string> to;
  SignedAs signed_as = SignedAs::chair;
  std::string reason;  // why it was numbered outside, or where this is known from
};
BOOST_DESCRIBE_STRUCT(OutsideIn, (),
                      (office, document, class_code, running, number, dated, matter, to, signed_as, reason))

struct OutsideForm {
  std::vector<Choice> offices, documents, classes, signed_as_choices;
  std::string office;
};
BOOST_DESCRIBE_STRUCT(OutsideForm, (), (offices, documents, classes, signed_as_choices, office))

namespace {

Result<http::Reply<OutsideForm>> form(http::Reading& call, const Services& s) {
  const auto& actor = actor_of(call);
  const auto language = std::string_view(call.info.language);
  OutsideForm out;
  for (const auto& office : actor.offices_with(Right::write_letters))
    out.offices.push_back({office, office::name_of(call.db, office)});
  out.office = actor.may(Right::write_letters, actor.active_office) ? actor.active_office : out.offices.front().value;
  for (const auto& one : s.letters.typed_documents) out.documents.push_back({one.id, one.label.in(language)});
  for (const auto& one : s.letters.classes)
    out.classes.push_back({one.code, one.code + " · " + one.label.in(language)});
  out.signed_as_choices = signed_as_choices();
  return out;
}

Result<NumberWish> wish_of(http::Writing& call, const Services& s, const OutsideIn& in, const std::string& office_id) {
  auto office = office::find_office(call.tx, office_id);
  if (!office) return fail(Outcome::kNotFound, "office.unknown");
  auto wrong = faults_of({{"/class_code", in.class_code, 30},
                          {"/number", in.number, 120},
                          {"/matter", in.matter, 500},
                          {"/to", in.to.value_or(""), 4000, true},
                          {"/reason", in.reason, 2000}});
  if (in.dated > date_in(call.now, office->zone)) wrong.push_back({"/dated", "field.future", {}});
  if (in.running < 1 || in.running > 1'000'000) wrong.push_back({"/running", "field.value", {}});
  if (!s.letters.typed(in.document) && in.document.size() > 60) wrong.push_back({"/document", "field.value", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  auto wish = wish_for(call.tx, s, *office, in.document, in.dated);
  if (!wish.rule) return fail(Outcome::kInvalid, "letter.number");
  wish.class_code = in.class_code;
  wish.signed_as = in.signed_as;
  return wish;
}

Result<http::Reply<LetterView>> record(http::Writing& call, const Services& s, const OutsideIn& in) {
  const auto& actor = actor_of(call);
  const auto office = in.office.value_or(actor.active_office);
  if (!actor.may(Right::write_letters, office)) return fail(Outcome::kForbidden, "access.denied");
  auto wish = wish_of(call, s, in, office);
  if (!wish) return fail(std::move(wish.error()));
  const auto id = make_id(call.now, call.entropy);
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {actor.as(Right::write_letters, office),
                                  "letter.recorded",
                                  {std::string(kSubjectKind), id},
                                  office,
                                  {{"number", in.number}, {"dated", format_date(in.dated)}},
                                  in.reason});
  NewLetter letter{.office = office, .origin = Origin::outside, .state = State::sent, .document = in.document};
  letter.class_code = in.class_code;
  letter.matter = in.matter;
  letter.parties = joined(lines_of(in.to.value_or("")));
  letter.number = in.number;
  letter.dated = in.dated;
  letter.year = static_cast<int>(in.dated.year());
  letter.signed_as = in.signed_as;
  insert(writer, id, letter, call.principal.id, call.now);
  auto kept = keep_outside_number(writer, *wish, in.running, in.number, id);
  if (!kept) return fail(std::move(kept.error()));
  put_step(writer, call, id, {.step = Step::recorded, .note = in.reason, .done_on = in.dated});
  return http::created(view_of(call, call.tx, s, *find(call.tx, id)), "/letters/" + id);
}

}  // namespace

void add_outside_routes(http::Routes& routes, const Services& s) {
  const auto writers = access::with(Right::write_letters);
  routes
      .get<OutsideForm>("/outside-letters/new", writers, {"letter/outside"},
                        [&s](http::Reading& call) { return form(call, s); })
      .summary("The form to write a letter that was numbered outside into the book.");
  routes
      .post<OutsideIn, LetterView>("/outside-letters", writers, {},
                                   [&s](http::Writing& call, const OutsideIn& in) { return record(call, s, in); })
      .again("/outside-letters/new")
      .summary("Write a letter that was numbered before or beside Netra into the book; the sequence goes on after it.");
}

}  // namespace netra::letter
