// Exhibits of records, for those who may read the record. The engine sandboxes what it sends.
#include <algorithm>
#include <set>

#include "domain/evidence/custody_write.hpp"
#include "domain/evidence/handling.hpp"
#include "domain/identity/actor.hpp"
#include "engine/files/disk.hpp"
#include "engine/files/store.hpp"

namespace netra::evidence {

namespace {

using FailedWith = netra::Outcome;

struct ItemPage {
  ItemView item;
  std::string record_kind;  // "report", "case", "form_a"
  std::string record_url;
  ExhibitView exhibit;               // where it stands
  std::int64_t version = 0;          // of the chain; forms carry it
  std::int64_t views = 0;            // how often the original was opened
  std::int64_t viewers = 0;          // by how many persons
  std::vector<CustodyView> custody;  // oldest first
  bool sound = true;                 // the chain is unbroken
  std::vector<Break> breaks;
  bool early = false;              // entries from before the chain that nothing vouches for yet
  std::vector<CustodyStep> steps;  // what the reader may record now
  bool may_check = false;
};
BOOST_DESCRIBE_STRUCT(ItemPage, (),
                      (item, record_kind, record_url, exhibit, version, views, viewers, custody, sound, breaks, early,
                       steps, may_check))

constexpr std::int64_t kQuickBytes = 16 * 1024 * 1024;  // read and hashed anew for each page

Result<Item> readable(const Services& services, http::Reading& call) {
  auto item = find(call.db, call.param("id"));
  if (item && item->has_page())
    for (const auto& [kind, may_read] : services.readers)
      if (kind == item->subject_kind && may_read(call, *item)) return *item;
  return fail(FailedWith::kNotFound,
              "evidence.unknown");  // the same answer whether it exists or is not for this reader
}

// The page of the record; "" for records that have none of their own.
std::string url_of(const Item& item) {
  if (item.subject_kind == "form_a") return "/form-a/" + item.subject_id;
  if (item.subject_kind == "room") return "/tracks/" + item.subject_id.substr(0, item.subject_id.find('.'));
  if (item.subject_kind == "case") return "/cases/" + item.subject_id + "/evidence";
  for (const char* kind : {"report", "finding", "letter", "recommendation"})
    if (item.subject_kind == kind) return "/" + item.subject_kind + "s/" + item.subject_id;
  return {};
}

// The bytes as they lie in the store now. "" when they are gone.
std::string measured(const files::Store& store, const Item& item) {
  auto body = store.body(item.sha256, "");
  if (!body) return {};
  return files::hash_file(body->path).value_or("");
}

void compare_with_store(const files::Store& store, const Item& item, Chain& chain) {
  if (item.sha256.empty()) return;
  auto stored = store.describe(item.sha256);
  if (!stored) return chain.breaks.push_back({0, "file_missing", false});
  bool differs = stored->size != item.size;
  if (!differs && item.size <= kQuickBytes) {
    differs = measured(store, item) != item.sha256;
  } else {  // of large files the last comparison counts
    for (const auto& entry : chain.entries)
      if (entry.step == CustodyStep::checked || entry.step == CustodyStep::damaged)
        differs = entry.step == CustodyStep::damaged;
  }
  if (differs) chain.breaks.push_back({0, "file_altered", false});
}

ItemPage page_of(const Services& services, const http::Call& call, storage::Reader& db, const Item& item) {
  const auto& actor = actor_of(call);
  auto chain = chain_of(db, item);
  compare_with_store(services.store, item, chain);
  ItemPage page;
  page.exhibit = exhibit(db, item, chain, actor.zone());
  page.item = page.exhibit.item;
  page.record_kind = item.subject_kind;
  page.record_url = url_of(item);
  page.version = item.custody_seq;
  page.custody = shown_chain(db, chain, actor.zone());
  page.sound = chain.breaks.empty();
  page.breaks = chain.breaks;
  page.early = item.custody_seq == 0;
  page.views = page.exhibit.views;
  std::set<std::string> viewers;
  for (const auto& entry : chain.entries)
    if (entry.step == CustodyStep::viewed || entry.step == CustodyStep::downloaded) viewers.insert(entry.actor);
  page.viewers = static_cast<std::int64_t>(viewers.size());
  if (may_handle(actor, item)) page.steps = possible_steps(item, chain.standing);
  page.may_check = !item.sha256.empty();
  return page;
}

Result<http::Reply<ItemPage>> show(const Services& services, http::Reading& call) {
  auto item = readable(services, call);
  if (!item) return fail(std::move(item.error()));
  return http::Reply<ItemPage>(page_of(services, call, call.db, *item));
}

// Appends the act with what the chain looked like before it, then the entry.
void record_step(http::Writing& call, Item& item, const journal::ActorRef& by, std::string_view verb, CustodyStep step,
                 json::object change, const CustodyFacts& facts) {
  change["follows"] = item.custody_head;
  change["step"] = enum_name(step);
  auto& writer = journal::record(call.tx, call.now, call.entropy,
                                 {by, std::string(verb), {"evidence", item.id}, item.office_id, change, facts.reason});
  append(writer, call.now, call.entropy, item, step, by, facts);
}

http::Reply<ItemPage> answer(const Services& services, http::Writing& call, const Item& item) {
  return http::see(page_of(services, call, call.tx, item), "/evidence/" + item.id);
}

// ---- steps recorded by hand ----

struct Handling {
  Item item;
  HandlingIn in;
};

Result<Handling> prepare_handling(const Services& services, http::Reading& call, const HandlingIn& in) {
  auto item = readable(services, call);
  if (!item) return fail(std::move(item.error()));
  return Handling{std::move(*item), in};
}

Result<http::Reply<ItemPage>> handle(const Services& services, http::Writing& call, const Handling& prepared) {
  auto item = find(call.tx, prepared.item.id);
  const auto& actor = actor_of(call);
  const auto& in = prepared.in;
  if (!item) return fail(FailedWith::kNotFound, "evidence.unknown");
  if (!may_handle(actor, *item)) return fail(FailedWith::kForbidden, "access.denied");
  if (item->custody_seq != in.version) return fail(FailedWith::kConflict, "evidence.changed");
  auto facts = facts_of(in, *item, chain_of(call.tx, *item).standing, call.now, actor.zone());
  if (!facts) return fail(std::move(facts.error()));
  json::object change;
  for (const auto& [name, value] : {std::pair<const char*, const std::string&>{"place", facts->place},
                                    {"from", facts->from_party},
                                    {"to", facts->to_party},
                                    {"seal", facts->seal}})
    if (!value.empty()) change[name] = value;
  record_step(call, *item, actor.as(right_to_handle(actor, *item), item->office_id), "evidence.handled", in.step,
              change, *facts);
  return answer(services, call, *item);
}

// ---- comparing the bytes with the fingerprint ----

struct Checked {
  Item item;
  std::string found;
};

Result<Checked> prepare_check(const Services& services, http::Reading& call) {
  auto item = readable(services, call);
  if (!item) return fail(std::move(item.error()));
  if (item->sha256.empty()) return fail(FailedWith::kConflict, "evidence.step");
  auto found = measured(services.store, *item);
  return Checked{std::move(*item), std::move(found)};
}

journal::ActorRef reader_of(const http::Call& call, const Item& item) {
  return actor_of(call).as(item.subject_kind == "report" ? Right::read_reports : Right::read_cases, item.office_id);
}

Result<http::Reply<ItemPage>> check(const Services& services, http::Writing& call, const Checked& checked) {
  auto item = find(call.tx, checked.item.id);
  if (!item) return fail(FailedWith::kNotFound, "evidence.unknown");
  const bool same = checked.found == item->sha256;
  record_step(call, *item, reader_of(call, *item), "evidence.checked",
              same ? CustodyStep::checked : CustodyStep::damaged,
              {{"fingerprint", item->sha256}, {"found", checked.found}},
              {.hash_before = item->sha256, .hash_after = checked.found});
  return answer(services, call, *item);
}

// ---- the original ----

struct Opening {
  Item item;
  files::Body body;
};

Result<Opening> prepare_opening(const Services& services, http::Reading& call) {
  auto item = readable(services, call);
  if (!item) return fail(std::move(item.error()));
  if (auto same = services.store.verify(item->sha256); !same) return fail(std::move(same.error()));
  auto body = services.store.body(item->sha256, item->filename);
  if (!body) return fail(std::move(body.error()));
  return Opening{std::move(*item), std::move(*body)};
}

// The original leaves the store only together with the entry that says who took it.
Result<http::Reply<http::Nothing>> open_original(http::Writing& call, const Opening& opening) {
  auto item = find(call.tx, opening.item.id);
  if (!item) return fail(FailedWith::kNotFound, "evidence.unknown");
  const auto step = opening.body.download_name.empty() ? CustodyStep::viewed : CustodyStep::downloaded;
  record_step(call, *item, reader_of(call, *item), "evidence.opened", step, {{"fingerprint", item->sha256}},
              {.hash_before = item->sha256, .hash_after = item->sha256});
  http::Reply<http::Nothing> reply;
  reply.file = opening.body;
  return reply;
}

Result<http::Reply<ItemView>> picture(const Services& services, http::Reading& call) {
  auto item = readable(services, call);
  if (!item) return fail(std::move(item.error()));
  auto body = services.store.display_body(item->sha256);
  if (!body) return fail(std::move(body.error()));
  http::Reply<ItemView> reply;
  reply.file = std::move(*body);
  return reply;
}

void add_step_routes(http::Routes& routes, const Services& services) {
  routes
      .post<HandlingIn, ItemPage, Handling>(
          "/evidence/{id}/custody", access::member(), {"evidence/show"},
          [&services](http::Reading& call, const HandlingIn& in) { return prepare_handling(services, call, in); },
          [&services](http::Writing& call, const Handling& in) { return handle(services, call, in); })
      .again("/evidence/{id}")
      .summary(
          "Records what was done with an exhibit: stored, sealed, unsealed, lent, received back, copied, released.");
  routes
      .post<http::Nothing, ItemPage, Checked>(
          "/evidence/{id}/checks", access::member(), {"evidence/show"},
          [&services](http::Reading& call, const http::Nothing&) { return prepare_check(services, call); },
          [&services](http::Writing& call, const Checked& in) { return check(services, call, in); })
      .again("/evidence/{id}")
      .summary("Reads the stored bytes, compares them with the fingerprint and records the answer.");
}

}  // namespace

void add_evidence_routes(http::Routes& routes, const Services& services) {
  routes
      .get<ItemPage>("/evidence/{id}", access::member(), {"evidence/show"},
                     [&services](http::Reading& call) { return show(services, call); })
      .summary("An exhibit of a record: what it is, where it stands, and its chain of custody with any break.");
  routes
      .post<http::Nothing, http::Nothing, Opening>(
          "/evidence/{id}/openings", access::member(), {},
          [&services](http::Reading& call, const http::Nothing&) { return prepare_opening(services, call); },
          [](http::Writing& call, const Opening& opening) { return open_original(call, opening); })
      .not_repeatable()
      .summary("The original bytes of the file; who took them and when goes into the chain of custody.");
  routes
      .get<ItemView>("/evidence/{id}/picture", access::member(), {},
                     [&services](http::Reading& call) { return picture(services, call); })
      .summary("A picture turned upright and without its metadata.");
  add_step_routes(routes, services);
}

}  // namespace netra::evidence
