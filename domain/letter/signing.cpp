// Signed and sent: the signed copy or a detached signature, and the proof of sending.
#include <algorithm>

#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"
#include "engine/files/store.hpp"

namespace netra::letter {

enum class SignatureKind { scan, detached };
BOOST_DESCRIBE_ENUM(SignatureKind, scan, detached)

enum class Channel { courier, post, email, official_system, other };
BOOST_DESCRIBE_ENUM(Channel, courier, post, email, official_system, other)

struct SignatureIn {
  std::int64_t version = 0;
  SignatureKind kind = SignatureKind::scan;
  std::optional<std::string> paper_sha256;  // of the paper that was signed, when the signer has computed it
  std::vector<http::Upload> signature;
};
BOOST_DESCRIBE_STRUCT(SignatureIn, (), (version, kind, paper_sha256, signature))

struct SendingIn {
  std::int64_t version = 0;
  Channel channel = Channel::courier;
  std::optional<Date> sent_on;  // absent: today
  std::optional<std::string> note;
  std::vector<http::Upload> proof;
};
BOOST_DESCRIBE_STRUCT(SendingIn, (), (version, channel, sent_on, note, proof))

struct SignedPaper {
  SignatureIn in;
  evidence::Kept kept;
};

struct SentLetter {
  SendingIn in;
  Date sent_on;
  std::optional<evidence::Kept> proof;
};

namespace {

using Reply = Result<http::Reply<LetterView>>;

constexpr std::size_t kMostScan = 32UL << 20;
constexpr std::int64_t kMostSignature = 1 << 20;

tl::unexpected<Error> wrong_file(const char* code) {
  return fail_fields("letter.signature", {{"/signature", code, {}}});
}

bool is_copy(std::string_view media_type) {
  return media_type == "application/pdf" || media_type.starts_with("image/");
}

Result<LetterRecord> to_sign(http::Call& call, storage::Reader& db, const SignatureIn& in) {
  auto letter = for_act(call, db, Right::sign_letters, in.version);
  if (!letter) return letter;
  if (auto possible = in_state(*letter, {State::numbered, State::checked}); !possible)
    return fail(std::move(possible.error()));
  if (letter->paper_sha256.empty()) return fail(Outcome::kConflict, "letter.no_paper");
  return letter;
}

// A sealed letter's signed copy stays on paper: its fingerprint is taken, its bytes are not kept.
Result<evidence::Kept> keep_signature(const Services& s, const LetterRecord& letter, const http::Upload& upload) {
  if (!letter.sealed) return evidence::keep(s.files, upload, {});
  evidence::Kept kept{.sha256 = upload.sha256, .size = upload.size};
  s.files.discard(upload.staged);
  return kept;
}

Result<SignedPaper> prepare_signature(http::Reading& call, const Services& s, const SignatureIn& in) {
  auto letter = to_sign(call, call.db, in);
  if (!letter) return fail(std::move(letter.error()));
  if (in.signature.size() != 1) return wrong_file("field.required");
  const auto& upload = in.signature.front();
  if (in.kind == SignatureKind::detached && upload.size > kMostSignature) return wrong_file("letter.signature_large");
  if (upload.sha256 == letter->paper_sha256) return wrong_file("letter.signature_same");
  if (in.paper_sha256 && *in.paper_sha256 != letter->paper_sha256) return fail(Outcome::kConflict, "letter.paper");
  auto kept = keep_signature(s, *letter, upload);
  if (!kept) return fail(std::move(kept.error()));
  if (in.kind == SignatureKind::scan && !letter->sealed && !is_copy(kept->media_type))
    return wrong_file("letter.scan_type");
  if (in.kind == SignatureKind::detached) kept->filename = upload.filename;
  return SignedPaper{in, std::move(*kept)};
}

Reply sign(http::Writing& call, const Services& s, const SignedPaper& in) {
  auto letter = to_sign(call, call.tx, in.in);
  if (!letter) return fail(std::move(letter.error()));
  auto writer =
      begin(call, *letter,
            {Right::sign_letters,
             "letter.signed",
             {{"kind", enum_name(in.in.kind)}, {"paper", letter->paper_sha256}, {"fingerprint", in.kept.sha256}}});
  if (!writer) return fail(std::move(writer.error()));
  std::string item;
  if (!letter->sealed)
    item = evidence::attach(**writer, call.now, call.entropy, letter->subject(), letter->office_id,
                            actor_of(call).as(Right::sign_letters, letter->office_id), in.kept)
               .id;
  (*writer)->execute(sql::letter::set_signature, {letter->id, in.in.kind, in.kept.sha256});
  (*writer)->execute(sql::letter::set_state, {letter->id, State::signed_off});
  put_step(**writer, call, letter->id, {.step = Step::signed_off, .evidence = item});
  return answer(call, s, letter->id);
}

Result<SentLetter> prepare_sending(http::Reading& call, const Services& s, const SendingIn& in) {
  auto letter = for_act(call, call.db, Right::write_letters, in.version);
  if (!letter) return fail(std::move(letter.error()));
  if (auto possible = in_state(*letter, {State::signed_off}); !possible) return fail(std::move(possible.error()));
  const Date today = today_of(call.db, call, letter->office_id);
  SentLetter out{in, in.sent_on.value_or(today), {}};
  auto wrong = faults_of({{"/note", in.note.value_or(""), 2000, true}});
  if (out.sent_on > today) wrong.push_back({"/sent_on", "field.future", {}});
  if (letter->dated && out.sent_on < *letter->dated) wrong.push_back({"/sent_on", "field.order", {}});
  if (in.proof.size() > 1) wrong.push_back({"/proof", "field.value", {}});
  if (!wrong.empty()) return fail_fields("request.fields", std::move(wrong));
  if (in.proof.empty()) return out;
  auto kept = evidence::keep(s.files, in.proof.front(), {});
  if (!kept) return fail(std::move(kept.error()));
  out.proof = std::move(*kept);
  return out;
}

Reply send(http::Writing& call, const Services& s, const SentLetter& in) {
  auto letter = for_act(call, call.tx, Right::write_letters, in.in.version);
  if (!letter) return fail(std::move(letter.error()));
  if (auto possible = in_state(*letter, {State::signed_off}); !possible) return fail(std::move(possible.error()));
  auto writer = begin(call, *letter,
                      {Right::write_letters,
                       "letter.sent",
                       {{"channel", enum_name(in.in.channel)}, {"sent_on", format_date(in.sent_on)}}});
  if (!writer) return fail(std::move(writer.error()));
  std::string item;
  if (in.proof)
    item = evidence::attach(**writer, call.now, call.entropy, letter->subject(), letter->office_id,
                            actor_of(call).as(Right::write_letters, letter->office_id), *in.proof)
               .id;
  (*writer)->execute(sql::letter::set_state, {letter->id, State::sent});
  put_step(**writer, call, letter->id,
           {.step = Step::sent,
            .note = in.in.note.value_or(""),
            .channel = std::string(enum_name(in.in.channel)),
            .done_on = in.sent_on,
            .evidence = item});
  return answer(call, s, letter->id);
}

}  // namespace

void add_signing_routes(http::Routes& routes, const Services& s) {
  const std::string page = "/letters/{id}";
  routes
      .post<SignatureIn, LetterView, SignedPaper>(
          page + "/signatures", access::member(), {},
          [&s](http::Reading& call, const SignatureIn& in) { return prepare_signature(call, s, in); },
          [&s](http::Writing& call, const SignedPaper& in) { return sign(call, s, in); })
      .again(page)
      .max_upload(kMostScan)
      .summary("The signed copy, or a detached signature of the paper that was set (.p7s, .sig).");
  routes
      .post<SendingIn, LetterView, SentLetter>(
          page + "/sendings", access::with(Right::write_letters), {},
          [&s](http::Reading& call, const SendingIn& in) { return prepare_sending(call, s, in); },
          [&s](http::Writing& call, const SentLetter& in) { return send(call, s, in); })
      .again(page)
      .max_upload(kMostScan)
      .summary("How and when the signed letter went out, with its proof.");
}

}  // namespace netra::letter
