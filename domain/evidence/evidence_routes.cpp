// Files of records, served to those who may read the record. The engine sandboxes what it sends.
#include "domain/evidence/evidence.hpp"
#include "domain/identity/actor.hpp"
#include "engine/files/store.hpp"

namespace netra::evidence {

namespace {

Result<Item> readable(const Services& services, http::Reading& call) {
  auto item = find(call.db, call.param("id"));
  if (item && !item->sha256.empty())
    for (const auto& [kind, may_read] : services.readers)
      if (kind == item->subject_kind && may_read(call, *item)) return *item;
  return fail(Outcome::kNotFound, "evidence.unknown");  // the same answer whether it exists or is not for this reader
}

Result<http::Reply<ItemView>> original(const Services& services, http::Reading& call) {
  auto item = readable(services, call);
  if (!item) return fail(std::move(item.error()));
  auto body = services.store.body(item->sha256, item->filename);
  if (!body) return fail(std::move(body.error()));
  http::Reply<ItemView> reply;
  reply.file = std::move(*body);
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
      .get<ItemView>("/evidence/{id}", access::member(), {},
                     [&services](http::Reading& call) { return original(services, call); })
      .summary("The original bytes of a file attached to a record.");
  routes
      .get<ItemView>("/evidence/{id}/picture", access::member(), {},
                     [&services](http::Reading& call) { return picture(services, call); })
      .summary("A picture turned upright and without its metadata.");
}

}  // namespace netra::evidence
