#include "domain/evidence/evidence.hpp"

#include <algorithm>

#include "domain/evidence/custody_write.hpp"
#include "domain/evidence/sql.hpp"
#include "engine/base/text.hpp"
#include "engine/files/store.hpp"

namespace netra::evidence {

namespace {

constexpr std::size_t kDescriptionCharacters = 500;

std::string neutral_name(std::int64_t number, std::string_view media_type) {
  return "bukti-" + std::to_string(number) + std::string(files::extension_of(media_type));
}

bool is_picture(std::string_view media_type) { return media_type.starts_with("image/"); }

}  // namespace

ItemView view_of(const Item& item, Zone zone) {
  return {.id = item.id,
          .number = item.number,
          .filename = item.filename,
          .description = item.description,
          .media_type = item.media_type,
          .size = item.size,
          .sha256 = item.sha256,
          .given_at = {item.given_at_ms, zone},
          .by_citizen = item.given_by == "citizen",
          .is_picture = is_picture(item.media_type) && !item.sha256.empty(),
          .path = item.has_page() ? "/evidence/" + item.id : "",
          .is_physical = item.is_physical()};
}

Result<Kept> keep(files::Store& store, const http::Upload& upload, std::string description) {
  auto stored = store.adopt(upload.staged);
  if (!stored) return fail(std::move(stored.error()));
  return Kept{.sha256 = stored->sha256,
              .media_type = stored->content_type,
              .size = stored->size,
              .filename = {},
              .description = std::string(first_characters(description, kDescriptionCharacters))};
}

namespace {

void insert(storage::Writer& writer, const Item& item) {
  writer.execute(sql::evidence::insert_item, {item.id, item.subject_kind, item.subject_id, item.office_id, item.number,
                                              item.sha256, item.media_type, item.size, item.filename, item.description,
                                              item.given_by, item.given_at_ms, item.kind});
}

std::int64_t number_after(const std::vector<Item>& present) { return present.empty() ? 1 : present.back().number + 1; }

}  // namespace

Item attach(storage::Writer& writer, Instant now, Entropy& entropy, const journal::Subject& subject,
            std::string_view office, const journal::ActorRef& giver, const Kept& kept) {
  auto present = writer.all<Item>(sql::evidence::items_of, {subject.kind, subject.id});
  if (!kept.sha256.empty()) {
    auto same = std::ranges::find(present, kept.sha256, &Item::sha256);
    if (same != present.end()) return *same;
  }
  Item item{.id = make_id(now, entropy),
            .subject_kind = subject.kind,
            .subject_id = subject.id,
            .office_id = std::string(office),
            .number = number_after(present),
            .sha256 = kept.sha256,
            .media_type = kept.media_type,
            .size = kept.size,
            .filename = kept.filename,
            .description = std::string(first_characters(kept.description, kDescriptionCharacters)),
            .given_by = giver.account,
            .given_at_ms = now};
  if (item.filename.empty() && !item.sha256.empty()) item.filename = neutral_name(item.number, item.media_type);
  insert(writer, item);
  append(writer, now, entropy, item, CustodyStep::given, giver,
         {.hash_after = item.sha256, .to_office = item.office_id});
  return item;
}

Item collect(storage::Writer& writer, Instant now, Entropy& entropy, const journal::Subject& subject,
             std::string_view office, const journal::ActorRef& actor, const Collected& what) {
  auto present = writer.all<Item>(sql::evidence::items_of, {subject.kind, subject.id});
  Item item{.id = make_id(now, entropy),
            .subject_kind = subject.kind,
            .subject_id = subject.id,
            .office_id = std::string(office),
            .number = number_after(present),
            .sha256 = {},
            .media_type = {},
            .size = 0,
            .filename = {},
            .description = std::string(first_characters(what.description, kDescriptionCharacters)),
            .given_by = actor.account,
            .given_at_ms = now,
            .kind = ItemKind::physical};
  insert(writer, item);
  append(writer, now, entropy, item, CustodyStep::collected, actor,
         {.place = what.place,
          .reason = what.reason,
          .from_party = what.from_party,
          .to_office = item.office_id,
          .happened_at = what.happened_at,
          .time_source = what.time_source});
  if (!what.seal.empty()) append(writer, now, entropy, item, CustodyStep::sealed, actor, {.seal = what.seal});
  if (!what.kept_at.empty()) append(writer, now, entropy, item, CustodyStep::stored, actor, {.place = what.kept_at});
  return item;
}

void share_all(storage::Writer& writer, Instant now, Entropy& entropy, const journal::Subject& from,
               const journal::Subject& to, std::string_view office, const journal::ActorRef& actor) {
  for (const auto& item : writer.all<Item>(sql::evidence::items_of, {from.kind, from.id})) {
    auto copy = attach(writer, now, entropy, to, office, {item.given_by, "", ""},
                       {item.sha256, item.media_type, item.size, item.filename, item.description});
    add_custody(writer, now, entropy, copy.id, CustodyStep::shared, actor, from.kind + " " + from.id);
  }
}

void move_all(storage::Writer& writer, Instant now, Entropy& entropy, const journal::Subject& subject,
              std::string_view to_office, const journal::ActorRef& actor) {
  for (auto& item : writer.all<Item>(sql::evidence::items_of, {subject.kind, subject.id})) {
    const auto standing = standing_of(entries_in(writer.query(sql::evidence::entries_of, {item.id})));
    if (standing.released) continue;  // what is gone stays gone
    append(writer, now, entropy, item, CustodyStep::handed_over, actor,
           {.note = std::string(to_office), .from_office = item.office_id, .to_office = std::string(to_office)});
    writer.execute(sql::evidence::move_item, {item.id, to_office});
  }
}

bool is_named(storage::Reader& db, std::string_view sha256) {
  return db.integer(sql::evidence::names_file, {sha256}).has_value();
}

std::vector<ItemView> list(storage::Reader& db, const journal::Subject& subject, Zone zone) {
  std::vector<ItemView> out;
  for (const auto& item : db.all<Item>(sql::evidence::items_of, {subject.kind, subject.id}))
    out.push_back(view_of(item, zone));
  return out;
}

std::int64_t count(storage::Reader& db, const journal::Subject& subject) {
  return db.integer(sql::evidence::count_of, {subject.kind, subject.id}).value_or(0);
}

std::optional<Item> find(storage::Reader& db, std::string_view id) { return db.one<Item>(sql::evidence::item, {id}); }

}  // namespace netra::evidence
