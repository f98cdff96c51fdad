// The institution's side for those who sign in: acknowledge, answer, file the decision, for its own people only.
#include "domain/recommendation/requests.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"

namespace netra::recommendation {

namespace {

using Reply = Result<http::Reply<OwnView>>;
using FailedWith = netra::Outcome;

constexpr std::size_t kBytes = 64UL * 1024 * 1024;

tl::unexpected<Error> unknown() { return fail(FailedWith::kNotFound, "recommendation.unknown"); }

// The institution of this recommendation for which the caller may answer. An unknown one, one that was not sent and
// another institution's all look the same.
const ReceiverRow* own_of(const Actor& actor, const File& f, const std::optional<std::string>& asked) {
  const ReceiverRow* found = nullptr;
  for (const auto& one : f.receivers) {
    if (!one.office_id || !one.sent_at_ms || (asked && one.id != *asked)) continue;
    if (!actor.may(Right::answer_recommendation, *one.office_id)) continue;
    if (!found || f.owes(one)) found = &one;
  }
  return found;
}

struct Own {
  File f;
  std::string receiver;
};

Result<Own> own(const http::Call& call, storage::Reader& db, const std::optional<std::string>& asked) {
  auto f = load(db, call.param("id"));
  if (!f || f->r.state == State::withdrawn) return unknown();
  const auto* receiver = own_of(actor_of(call), *f, asked);
  if (!receiver) return unknown();
  auto id = receiver->id;
  return Own{std::move(*f), std::move(id)};
}

std::string action_of(const Record& r) { return "/recommendations/" + r.id + "/filings"; }

Reply show(http::Reading& call, const Services& s) {
  auto found = own(call, call.db, call.query("receiver"));
  if (!found) return fail(std::move(found.error()));
  return http::Reply<OwnView>(
      view_own(call, call.db, s, found->f, *found->f.receiver(found->receiver), action_of(found->f.r), false));
}

By by_institution(const http::Call& call, const File& f, const std::string& receiver) {
  return {actor_of(call).as(Right::answer_recommendation, *f.receiver(receiver)->office_id), true};
}

Reply shown_own(http::Writing& call, const Services& s, const std::string& receiver) {
  const auto f = load(call.tx, call.param("id"));
  auto view = view_own(call, call.tx, s, *f, *f->receiver(receiver), action_of(f->r), false);
  return http::see(std::move(view), "/recommendations/" + f->r.id + "/answer");
}

template <class In>
struct Filed {
  In in;
  std::vector<evidence::Kept> files;
};

template <class In>
Result<Filed<In>> keep(http::Reading& call, const Services& s, const In& in) {
  auto found = own(call, call.db, in.receiver);
  if (!found) return fail(std::move(found.error()));
  auto files = keep_files(s, in.files, "");
  if (!files) return fail(std::move(files.error()));
  return Filed<In>{in, std::move(*files)};
}

Reply file_receipt(http::Writing& call, const Services& s, const FiledReceiptIn& in) {
  auto found = own(call, call.tx, in.receiver);
  if (!found) return fail(std::move(found.error()));
  auto done = note_receipt(call, s, found->f, by_institution(call, found->f, found->receiver),
                           {found->receiver, "", {}, in.number, in.text, {}, {}}, {});
  if (!done) return fail(std::move(done.error()));
  return shown_own(call, s, found->receiver);
}

Reply file_answer(http::Writing& call, const Services& s, const Filed<FiledAnswerIn>& filed) {
  const auto& in = filed.in;
  auto found = own(call, call.tx, in.receiver);
  if (!found) return fail(std::move(found.error()));
  auto done = note_answer(call, s, found->f, by_institution(call, found->f, found->receiver),
                          {found->receiver, "", in.at, in.number, in.text, {}, filed.files}, {});
  if (!done) return fail(std::move(done.error()));
  return shown_own(call, s, found->receiver);
}

Reply file_decision(http::Writing& call, const Services& s, const Filed<FiledDecisionIn>& filed) {
  const auto& in = filed.in;
  auto found = own(call, call.tx, in.receiver);
  if (!found) return fail(std::move(found.error()));
  auto done = note_decision(call, s, found->f, by_institution(call, found->f, found->receiver),
                            {found->receiver, in.person, in.outcome, in.sanction, in.wording, in.number, in.note,
                             in.decided_on, in.delivered_on, filed.files},
                            {});
  if (!done) return fail(std::move(done.error()));
  return shown_own(call, s, found->receiver);
}

// ---- the list of an institution ----

struct AnswerRow {
  std::string recommendation, office_name, title, number, matter;
  Stand state = Stand::sent;
  bool owed = false;
  LocalTime sent_at;
  std::int64_t persons = 0, decided = 0;
  std::string url;
};
BOOST_DESCRIBE_STRUCT(AnswerRow, (),
                      (recommendation, office_name, title, number, matter, state, owed, sent_at, persons, decided, url))

struct AnswerList {
  std::string office, office_name;
  std::vector<AnswerRow> rows;
  std::optional<std::string> older;
};
BOOST_DESCRIBE_STRUCT(AnswerList, (), (office, office_name, rows, older))

AnswerRow answer_row(storage::Reader& db, const File& f, const ReceiverRow& r) {
  AnswerRow out{f.r.id,
                office::name_of(db, f.r.office_id),
                f.r.title,
                f.r.number.value_or(""),
                f.r.matter,
                r.state,
                f.owes(r),
                f.r.local(r.sent_at_ms.value_or(f.r.created_at_ms)),
                0,
                0,
                "/recommendations/" + f.r.id + "/answer?receiver=" + r.id};
  for (const auto* person : f.persons_of(r.id)) {
    ++out.persons;
    const auto* decision = f.decision_on(person->id);
    if (decision && decision->receiver_id == r.id) ++out.decided;
  }
  return out;
}

Result<http::Reply<AnswerList>> list(http::Reading& call) {
  constexpr std::int64_t kPage = 50;
  const auto& actor = actor_of(call);
  AnswerList out;
  const auto offices = actor.offices_with(Right::answer_recommendation);
  out.office = call.query("office").value_or(offices.empty() ? "" : offices.front());
  if (!actor.may(Right::answer_recommendation, out.office)) return fail(FailedWith::kForbidden, "access.denied");
  out.office_name = office::name_of(call.db, out.office);
  const auto rows = call.db.query(sql::recommendation::sent_to_office,
                                  {out.office, call.query("before").value_or("zzzzzzzz"), kPage + 1});
  for (const auto& row : rows) {
    if (out.rows.size() == kPage) {
      out.older = "/answers?office=" + out.office + "&before=" + out.rows.back().recommendation;
      break;
    }
    const auto f = load(call.db, row.text(1));
    if (f->r.state != State::withdrawn) out.rows.push_back(answer_row(call.db, *f, *f->receiver(row.text(0))));
  }
  return out;
}

}  // namespace

void add_liaison_routes(http::Routes& routes, const Services& s) {
  const auto access = access::with(Right::answer_recommendation);
  const std::string again = "/recommendations/{id}/answer";
  routes.get<AnswerList>("/answers", access, {"recommendation/answers"}, [](http::Reading& call) { return list(call); })
      .summary("What was sent to the institution, newest first.")
      .query("office", "Id of the institution's office.")
      .query("before", "Where the page before ended.");
  routes
      .get<OwnView>("/recommendations/{id}/answer", access, {"recommendation/answer"},
                    [&s](http::Reading& call) { return show(call, s); })
      .summary("A recommendation as the institution it was sent to sees it.")
      .query("receiver", "Which of the institution's own parts, when it has several.");
  routes
      .post<FiledReceiptIn, OwnView>(
          "/recommendations/{id}/filings/receipt", access, {"recommendation/answer"},
          [&s](http::Writing& call, const FiledReceiptIn& in) { return file_receipt(call, s, in); })
      .again(again)
      .summary("The institution acknowledges that it has received it.");
  routes
      .post<FiledAnswerIn, OwnView, Filed<FiledAnswerIn>>(
          "/recommendations/{id}/filings/answer", access, {"recommendation/answer"},
          [&s](http::Reading& call, const FiledAnswerIn& in) { return keep(call, s, in); },
          [&s](http::Writing& call, const Filed<FiledAnswerIn>& in) { return file_answer(call, s, in); })
      .again(again)
      .max_upload(kBytes)
      .summary("The institution files its answer; it counts once it is checked.");
  routes
      .post<FiledDecisionIn, OwnView, Filed<FiledDecisionIn>>(
          "/recommendations/{id}/filings/decision", access, {"recommendation/answer"},
          [&s](http::Reading& call, const FiledDecisionIn& in) { return keep(call, s, in); },
          [&s](http::Writing& call, const Filed<FiledDecisionIn>& in) { return file_decision(call, s, in); })
      .again(again)
      .max_upload(kBytes)
      .summary("The institution files a decision about one of its own people.");
}

}  // namespace netra::recommendation
