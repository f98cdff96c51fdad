#include "domain/evidence/evidence.hpp"

#include <algorithm>

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
          .path = item.sha256.empty() ? "" : "/evidence/" + item.id};
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
            .number = present.empty() ? 1 : present.back().number + 1,
            .sha256 = kept.sha256,
            .media_type = kept.media_type,
            .size = kept.size,
            .filename = kept.filename,
            .description = std::string(first_characters(kept.description, kDescriptionCharacters)),
            .given_by = giver.account,
            .given_at_ms = now};
  if (item.filename.empty() && !item.sha256.empty()) item.filename = neutral_name(item.number, item.media_type);
  writer.execute(sql::evidence::insert_item,
                 {item.id, item.subject_kind, item.subject_id, item.office_id, item.number, item.sha256,
                  item.media_type, item.size, item.filename, item.description, item.given_by, now});
  add_custody(writer, now, entropy, item.id, CustodyStep::given, giver, "");
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
  for (const auto& item : writer.all<Item>(sql::evidence::items_of, {subject.kind, subject.id}))
    add_custody(writer, now, entropy, item.id, CustodyStep::handed_over, actor, to_office);
  writer.execute(sql::evidence::move_items, {subject.kind, subject.id, to_office});
}

void add_custody(storage::Writer& writer, Instant now, Entropy& entropy, std::string_view item, CustodyStep step,
                 const journal::ActorRef& actor, std::string_view note) {
  writer.execute(sql::evidence::insert_custody,
                 {make_id(now, entropy), item, now, step, actor.account, actor.office, note});
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

std::vector<CustodyView> custody(storage::Reader& db, std::string_view item, Zone zone) {
  std::vector<CustodyView> out;
  for (const auto& row : db.query(sql::evidence::custody_of, {item})) {
    auto step = parse_enum<CustodyStep>(row.text(1));
    if (!step) throw storage::Failure("no such custody step: " + row.text(1), false);
    out.push_back({{row.instant(0), zone}, *step, row.text(2), row.text(5), row.text(3), row.text(6), row.text(4)});
  }
  return out;
}

}  // namespace netra::evidence
