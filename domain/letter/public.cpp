// Where the QR of a paper leads: anybody may see that a number, date and fingerprint are the office's, and whether a
// file is the paper. No content, no names, no addressee.
#include "domain/letter/sql.hpp"
#include "domain/letter/views.hpp"
#include "engine/crypto/code.hpp"
#include "engine/files/store.hpp"

namespace netra::letter {

enum class Standing { draft, numbered, signed_off, cancelled };
BOOST_DESCRIBE_ENUM(Standing, draft, numbered, signed_off, cancelled)

enum class Match { paper, signature, none };
BOOST_DESCRIBE_ENUM(Match, paper, signature, none)

struct PaperCheck {
  std::string sha256;
  Match match = Match::none;
};
BOOST_DESCRIBE_STRUCT(PaperCheck, (), (sha256, match))

struct ProofView {
  std::string code;
  Standing standing = Standing::draft;
  std::string number;  // empty until given
  std::optional<Date> dated;
  std::string office_name;
  std::string paper_sha256;  // of the PDF that was signed; empty until it is set
  std::string signature_kind, signature_sha256;
  std::optional<PaperCheck> checked;
};
BOOST_DESCRIBE_STRUCT(ProofView, (),
                      (code, standing, number, dated, office_name, paper_sha256, signature_kind, signature_sha256,
                       checked))

struct CheckIn {
  std::optional<std::string> fingerprint;
  std::vector<http::Upload> file;
};
BOOST_DESCRIBE_STRUCT(CheckIn, (), (fingerprint, file))

namespace {

constexpr std::size_t kMostFile = 32UL << 20;

Standing standing_of(const LetterRecord& letter) {
  switch (letter.state) {
    case State::numbered:
      return Standing::numbered;
    case State::signed_off:
    case State::sent:
      return Standing::signed_off;
    case State::cancelled:
      return Standing::cancelled;
    default:
      return Standing::draft;
  }
}

Result<ProofView> proof(http::Reading& call) {
  auto code = crypto::normalise_code(call.param("code"));
  auto letter = code ? call.db.one<LetterRecord>(sql::letter::letter_by_code, {*code}) : std::nullopt;
  if (!letter) return fail(Outcome::kNotFound, "letter.unknown");
  ProofView out{*code, standing_of(*letter), letter->number, letter->dated};
  out.office_name = office::name_of(call.db, letter->office_id);
  out.paper_sha256 = letter->paper_sha256;
  out.signature_kind = letter->signature_kind;
  out.signature_sha256 = letter->signature_sha256;
  return out;
}

bool is_fingerprint(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// "ABCD ef…" as people copy it.
std::string plain(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// The file is hashed while it streams in and thrown away at once; nothing of it is kept.
Result<ProofView> check(http::Reading& call, const Services& s, const CheckIn& in) {
  auto fingerprint = plain(in.fingerprint.value_or(""));
  for (const auto& upload : in.file) {
    fingerprint = upload.sha256;
    s.files.discard(upload.staged);
  }
  auto out = proof(call);
  if (!out) return out;
  if (fingerprint.empty()) return fail_fields("letter.check", {{"/file", "field.required", {}}});
  if (!is_fingerprint(fingerprint)) return fail_fields("letter.check", {{"/fingerprint", "field.value", {}}});
  Match match = Match::none;
  if (fingerprint == out->paper_sha256) match = Match::paper;
  if (fingerprint == out->signature_sha256) match = Match::signature;
  out->checked = PaperCheck{fingerprint, match};
  return out;
}

}  // namespace

void add_public_routes(http::Routes& routes, const Services& s) {
  routes
      .get<ProofView>("/surat/{code}", access::anyone(), {"letter/proof"},
                      [](http::Reading& call) -> Result<http::Reply<ProofView>> {
                        auto out = proof(call);
                        if (!out) return fail(std::move(out.error()));
                        return std::move(*out);
                      })
      .summary("What anybody may know of a paper by the code printed on it: number, date, office, fingerprint, state.");
  routes
      .post<CheckIn, ProofView, ProofView>(
          "/surat/{code}/checks", access::anyone(), {"letter/proof"},
          [&s](http::Reading& call, const CheckIn& in) { return check(call, s, in); },
          [](http::Writing&, const ProofView& view) -> Result<http::Reply<ProofView>> { return view; })
      .again("/surat/{code}")
      .max_upload(kMostFile)
      .not_repeatable()
      .proof_when_busy()
      .summary("Is this file, or this SHA-256, the paper? The file is not kept.");
}

}  // namespace netra::letter
