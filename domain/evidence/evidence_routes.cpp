// Files of records, for those who may read the record. The engine sandboxes what it sends.
#include "domain/evidence/evidence.hpp"
#include "domain/identity/actor.hpp"
#include "engine/files/store.hpp"

namespace netra::evidence {

namespace {

struct ItemPage {
  ItemView item;
  std::string record_kind;  // "report", "case", "form_a"
  std::string record_url;
  std::vector<CustodyView> custody;  // oldest first
};
BOOST_DESCRIBE_STRUCT(ItemPage, (), (item, record_kind, record_url, custody))

struct Opening {
  Item item;
  files::Body body;
};

Result<Item> readable(const Services& services, http::Reading& call) {
  auto item = find(call.db, call.param("id"));
  if (item && !item->sha256.empty())
    for (const auto& [kind, may_read] : services.readers)
      if (kind == item->subject_kind && may_read(call, *item)) return *item;
  return fail(Outcome::kNotFound, "evidence.unknown");  // the same answer whether it exists or is not for this reader
}

std::string url_of(const Item& item) {
  return (item.subject_kind == "form_a" ? "/form-a/" : "/" + item.subject_kind + "s/") + item.subject_id;
}

Result<http::Reply<ItemPage>> show(const Services& services, http::Reading& call) {
  auto item = readable(services, call);
  if (!item) return fail(std::move(item.error()));
  const auto zone = actor_of(call).zone();
  return http::Reply<ItemPage>(
      {view_of(*item, zone), item->subject_kind, url_of(*item), custody(call.db, item->id, zone)});
}

Result<Opening> prepare_opening(const Services& services, http::Reading& call) {
  auto item = readable(services, call);
  if (!item) return fail(std::move(item.error()));
  auto body = services.store.body(item->sha256, item->filename);
  if (!body) return fail(std::move(body.error()));
  return Opening{std::move(*item), std::move(*body)};
}

// The original leaves the store only together with the entry that says who took it.
Result<http::Reply<http::Nothing>> open_original(http::Writing& call, const Opening& opening) {
  const auto& item = opening.item;
  const auto& actor = actor_of(call);
  auto by = actor.as(item.subject_kind == "report" ? Right::read_reports : Right::read_cases, item.office_id);
  auto& writer = journal::record(
      call.tx, call.now, call.entropy,
      {by, "evidence.opened", {"evidence", item.id}, item.office_id, {{"fingerprint", item.sha256}}, {}});
  const auto step = opening.body.download_name.empty() ? CustodyStep::viewed : CustodyStep::downloaded;
  add_custody(writer, call.now, call.entropy, item.id, step, by, "");
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

}  // namespace

void add_evidence_routes(http::Routes& routes, const Services& services) {
  routes
      .get<ItemPage>("/evidence/{id}", access::member(), {"evidence/show"},
                     [&services](http::Reading& call) { return show(services, call); })
      .summary("A file attached to a record: what it is, its fingerprint, and everything that happened to it.");
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
}

}  // namespace netra::evidence
