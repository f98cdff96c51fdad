// One-time links for institutions without an account: for one institution and one recommendation, until everything owed
// is filed, the day it expires, or it is taken back. Only the hash of the token is kept.
#include "domain/identity/sessions.hpp"
#include "domain/recommendation/requests.hpp"
#include "domain/recommendation/sql.hpp"
#include "domain/recommendation/views.hpp"
#include "engine/crypto/code.hpp"

namespace netra::recommendation {

struct LinkGiven {
  std::string id, recommendation, institution, url;
  LocalTime expires_at;
};
BOOST_DESCRIBE_STRUCT(LinkGiven, (), (id, recommendation, institution, url, expires_at))

namespace {

using Reply = Result<http::Reply<OwnView>>;
using FailedWith = netra::Outcome;

constexpr std::size_t kBytes = 64UL * 1024 * 1024;
constexpr std::int64_t kUsualDays = 14, kMostDays = 60;

// ---- the office's side ----

Result<http::Reply<LinkGiven>> give(http::Writing& call, const Services& s, const LinkIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  const auto* receiver = f->receiver(in.receiver);
  if (!receiver) return fail(FailedWith::kNotFound, "recommendation.receiver");
  if (!f->owes(*receiver)) return fail(FailedWith::kConflict, "recommendation.state");
  Entries entries;
  const auto given_to = entries.text("/given_to", in.given_to, kLine);
  const auto days = in.days.value_or(kUsualDays);
  if (days < 1 || days > kMostDays) entries.wrong("/days", "field.value");
  if (!entries.fine()) return entries.refuse("recommendation.incomplete");
  const auto id = make_id(call.now, call.entropy);
  const auto token = crypto::make_token(call.entropy);
  const auto expires = call.now + std::chrono::days(days);
  auto writer =
      begin(call, f->r, by_office(call, f->r), "recommendation.link_given",
            {{"receiver", receiver->receiver}, {"link", id}, {"expires", format_utc(expires)}}, "", in.version);
  if (!writer) return fail(std::move(writer.error()));
  // A new link takes the place of the earlier ones.
  (*writer)->execute(sql::recommendation::revoke_links_of_receiver, {receiver->id, call.now});
  (*writer)->execute(sql::recommendation::insert_link, {id, identity::token_hash(token), f->r.id, receiver->id,
                                                        given_to, call.now, call.principal.id, expires});
  return http::Reply<LinkGiven>(
      LinkGiven{id, f->r.id, receiver->name, s.base.public_url + "/jawab/" + token, f->r.local(expires)});
}

Result<http::Reply<PageView>> revoke(http::Writing& call, const Services& s, const ReasonIn& in) {
  auto f = for_act(call, in.version);
  if (!f) return fail(std::move(f.error()));
  const auto link = call.param("link");
  const auto rows = call.tx.all<LinkRow>(sql::recommendation::links_of, {f->r.id});
  if (std::none_of(rows.begin(), rows.end(), [&](const auto& row) { return row.id == link; }))
    return fail(FailedWith::kNotFound, "recommendation.link");
  auto writer = begin(call, f->r, by_office(call, f->r), "recommendation.link_revoked", {{"link", link}},
                      in.reason.value_or(""), in.version);
  if (!writer) return fail(std::move(writer.error()));
  if ((*writer)->execute(sql::recommendation::revoke_link, {link, call.now}) != 1)
    return fail(FailedWith::kConflict, "recommendation.state");
  return answer_page(call, s, **writer, f->r.id, call.now);
}

// ---- the institution's side ----

struct Opened {
  LinkRow link;
  File f;

  const ReceiverRow& receiver() const { return *f.receiver(link.receiver_id); }
};

bool has_answered(const File& f, std::string_view receiver) {
  return std::any_of(f.steps.begin(), f.steps.end(), [&](const auto& step) {
    return step.receiver_id == receiver && step.kind == StepKind::answer && step.filed &&
           step.check_state != Check::returned;
  });
}

// Is everything filed that a link is for? Who verifies owes one answer, who decides a decision on each person.
bool is_used_up(const File& f, const ReceiverRow& receiver) {
  return receiver.task == Task::verify ? has_answered(f, receiver.id) : !f.owes(receiver);
}

// Used up, expired, revoked and never made look the same.
Result<Opened> open(const http::Call& call, storage::Reader& db) {
  const auto gone = fail(FailedWith::kNotFound, "recommendation.link");
  auto link = db.one<LinkRow>(sql::recommendation::link_by_hash, {identity::token_hash(call.param("token"))});
  if (!link || link->revoked_at_ms || link->expires_at_ms <= call.now) return gone;
  auto f = load(db, link->recommendation_id);
  const auto* receiver = f->receiver(link->receiver_id);
  if (f->r.is_closed() || receiver->ended_at_ms || is_used_up(*f, *receiver)) return gone;
  return Opened{std::move(*link), std::move(*f)};
}

OwnView view_of(const http::Call& call, storage::Reader& db, const Services& s, const Opened& opened) {
  auto view = view_own(call, db, s, opened.f, opened.receiver(), "/jawab/" + std::string(call.param("token")), true);
  view.expires_at = opened.f.r.local(opened.link.expires_at_ms);
  view.may_answer = view.may_answer && !has_answered(opened.f, opened.link.receiver_id);
  view.done = is_used_up(opened.f, opened.receiver());
  return view;
}

By by_link(const Opened& opened) { return {{"institution", "link", opened.receiver().office_id.value_or("")}, true}; }

template <class In>
struct Filed {
  In in;
  std::vector<evidence::Kept> files;
};

template <class In>
Result<Filed<In>> keep(http::Reading& call, const Services& s, const In& in) {
  auto opened = open(call, call.db);
  if (!opened) return fail(std::move(opened.error()));
  auto files = keep_files(s, in.files, "");
  if (!files) return fail(std::move(files.error()));
  return Filed<In>{in, std::move(*files)};
}

// After the last filing the link is used up, and this page is the last it shows.
Reply filed(http::Writing& call, const Services& s, const Opened& before, const Result<Done>& done) {
  if (!done) return fail(Error(done.error()));
  call.tx.unlogged(storage::Unlogged::kSession).execute(sql::recommendation::link_used, {before.link.id, call.now});
  Opened now{before.link, *load(call.tx, before.f.r.id)};
  auto view = view_of(call, call.tx, s, now);
  if (view.done) return http::Reply<OwnView>(std::move(view));
  return http::see(std::move(view), "/jawab/" + std::string(call.param("token")));
}

Reply file_receipt(http::Writing& call, const Services& s, const FiledReceiptIn& in) {
  auto opened = open(call, call.tx);
  if (!opened) return fail(std::move(opened.error()));
  return filed(call, s, *opened,
               note_receipt(call, s, opened->f, by_link(*opened),
                            {opened->link.receiver_id, "", {}, in.number, in.text, {}, {}}, {}));
}

Reply file_answer(http::Writing& call, const Services& s, const Filed<FiledAnswerIn>& kept) {
  auto opened = open(call, call.tx);
  if (!opened) return fail(std::move(opened.error()));
  if (has_answered(opened->f, opened->link.receiver_id)) return fail(FailedWith::kConflict, "recommendation.state");
  const auto& in = kept.in;
  return filed(call, s, *opened,
               note_answer(call, s, opened->f, by_link(*opened),
                           {opened->link.receiver_id, "", in.at, in.number, in.text, {}, kept.files}, {}));
}

Reply file_decision(http::Writing& call, const Services& s, const Filed<FiledDecisionIn>& kept) {
  auto opened = open(call, call.tx);
  if (!opened) return fail(std::move(opened.error()));
  const auto& in = kept.in;
  return filed(call, s, *opened,
               note_decision(call, s, opened->f, by_link(*opened),
                             {opened->link.receiver_id, in.person, in.outcome, in.sanction, in.wording, in.number,
                              in.note, in.decided_on, in.delivered_on, kept.files},
                             {}));
}

}  // namespace

void add_link_routes(http::Routes& routes, const Services& s) {
  routes
      .post<LinkIn, LinkGiven>("/recommendations/{id}/links", access::with(Right::recommend),
                               {"recommendation/link_given"},
                               [&s](http::Writing& call, const LinkIn& in) { return give(call, s, in); })
      .again("/recommendations/{id}/links")
      .not_repeatable()  // the token is shown once and kept nowhere
      .summary("Makes a one-time link for one institution and one recommendation.");
  routes
      .post<ReasonIn, PageView>("/recommendations/{id}/links/{link}/revocation", access::with(Right::recommend),
                                {"recommendation/show"},
                                [&s](http::Writing& call, const ReasonIn& in) { return revoke(call, s, in); })
      .again("/recommendations/{id}")
      .summary("Takes a one-time link back.");
  const std::string path = "/jawab/{token}";
  routes
      .get<OwnView>(path, access::anyone(), {"recommendation/link"},
                    [&s](http::Reading& call) -> Reply {
                      auto opened = open(call, call.db);
                      if (!opened) return fail(std::move(opened.error()));
                      return http::Reply<OwnView>(view_of(call, call.db, s, *opened));
                    })
      .summary("What was sent to an institution, for the holder of its one-time link.");
  routes
      .post<FiledReceiptIn, OwnView>(
          path + "/receipt", access::anyone(), {"recommendation/link"},
          [&s](http::Writing& call, const FiledReceiptIn& in) { return file_receipt(call, s, in); })
      .again(path)
      .summary("Acknowledges receipt with a one-time link.");
  routes
      .post<FiledAnswerIn, OwnView, Filed<FiledAnswerIn>>(
          path + "/answer", access::anyone(), {"recommendation/link"},
          [&s](http::Reading& call, const FiledAnswerIn& in) { return keep(call, s, in); },
          [&s](http::Writing& call, const Filed<FiledAnswerIn>& in) { return file_answer(call, s, in); })
      .again(path)
      .max_upload(kBytes)
      .summary("Files an answer with a one-time link; it counts once it is checked.");
  routes
      .post<FiledDecisionIn, OwnView, Filed<FiledDecisionIn>>(
          path + "/decision", access::anyone(), {"recommendation/link"},
          [&s](http::Reading& call, const FiledDecisionIn& in) { return keep(call, s, in); },
          [&s](http::Writing& call, const Filed<FiledDecisionIn>& in) { return file_decision(call, s, in); })
      .again(path)
      .max_upload(kBytes)
      .summary("Files a decision about one of the institution's own people with a one-time link.");
}

}  // namespace netra::recommendation
