#include "domain/identity/office_keys.hpp"

#include "domain/identity/actor.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/identity/sql.hpp"
#include "domain/office/office.hpp"
#include "engine/crypto/box.hpp"

namespace netra {

namespace {

constexpr std::size_t kShortestReason = 10;

bool says_why(std::string_view reason) {
  std::size_t letters = 0;
  for (unsigned char c : reason) letters += c > ' ' ? 1 : 0;
  return letters >= kShortestReason;
}

struct Opened {
  crypto::Secret plain;
  std::string by_office;  // whose key it was
};

// Tries the keys of the office and of its superiors (whose key seals when an office has none yet), as far as the
// person's own roles reach.
Result<Opened> try_open(http::Writing& call, const Actor& actor, std::string_view office,
                        const storage::Bytes& sealed) {
  bool may = false;
  for (const auto& at : office::superiors_of(call.tx, office)) may = may || actor.may(Right::read_identity, at.id);
  if (!may) return fail(Outcome::kForbidden, "access.denied");
  auto member = identity::member_secret(call.tx, call.info.session_token);
  if (!member) return fail(std::move(member.error()));
  auto member_public = crypto::public_key_of(*member);
  bool held_any = false;
  for (const auto& at : office::superiors_of(call.tx, office)) {
    if (!actor.may(Right::read_identity, at.id)) continue;
    for (const auto& row : call.tx.query(sql::identity::granted_keys, {at.id, actor.id})) {
      auto secret = crypto::open_sealed(member_public, member->view(), row.bytes(2));
      if (!secret) continue;
      held_any = true;
      auto plain = crypto::open_sealed(crypto::text_of(row.bytes(1)), secret->view(), sealed);
      if (plain) return Opened{std::move(*plain), at.id};
    }
  }
  return held_any ? fail(Outcome::kForbidden, "crypto.unopenable") : fail(Outcome::kForbidden, "key.not_granted");
}

Result<Opened> open_with_reason(http::Writing& call, std::string_view office, const storage::Bytes& sealed,
                                std::string_view reason) {
  const auto& actor = actor_of(call);
  if (!actor.signed_in()) return fail(Outcome::kForbidden, "access.denied");
  if (!says_why(reason)) return fail_fields("reason.required", {{"/reason", "field.reason", {}}});
  return try_open(call, actor, office, sealed);
}

}  // namespace

Result<std::string> office_public_key(storage::Reader& db, std::string_view office) {
  auto rows = db.query(sql::identity::nearest_key, {office});
  if (rows.empty()) return fail(Outcome::kUnavailable, "office.no_key", std::string(office));
  return std::string(crypto::text_of(rows[0].bytes(0)));
}

Result<std::string> open_for(http::Writing& call, std::string_view office, const storage::Bytes& sealed,
                             const journal::Subject& subject, std::string_view reason) {
  auto opened = open_with_reason(call, office, sealed, reason);
  if (!opened) return fail(std::move(opened.error()));
  auto by = actor_of(call).as(Right::read_identity, opened->by_office);
  journal::record(call.tx, call.now, call.entropy,
                  {by, "identity.opened", subject, std::string(office), {}, std::string(reason)});
  return opened->plain.copy();
}

Result<storage::Bytes> reseal_for(http::Writing& call, std::string_view from, std::string_view to,
                                  const storage::Bytes& sealed, const journal::Subject& subject,
                                  std::string_view reason) {
  auto key = office_public_key(call.tx, to);
  if (!key) return fail(std::move(key.error()));
  auto opened = open_with_reason(call, from, sealed, reason);
  if (!opened) return fail(std::move(opened.error()));
  auto by = actor_of(call).as(Right::read_identity, opened->by_office);
  journal::record(call.tx, call.now, call.entropy,
                  {by,
                   "identity.handed_over",
                   subject,
                   std::string(from),
                   {{"office", {{"from", std::string(from)}, {"to", std::string(to)}}}},
                   std::string(reason)});
  return crypto::seal(*key, opened->plain.view());
}

}  // namespace netra
