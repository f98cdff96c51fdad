// A write's body becomes a tree, whatever it was sent as.
//
// Threads: any; called by workers.
#pragma once

#include "engine/files/store.hpp"
#include "engine/http/exchange.hpp"
#include "engine/http/form.hpp"

namespace netra::http {

// Sets tree, is_form, token and repeat_key of the exchange.
// Errors: request.json, request.encoding, request.form, request.too_large, request.idempotency_key ...
Result<Done> decode_body(Exchange& exchange, std::size_t max_fields);

// Who a staged file belongs to: a hash of the draft's or the session's token, "" for nobody.
std::string upload_owner(const RequestInfo& info);
Result<files::Staged> find_upload(const files::Store& store, const RequestInfo& info, std::string_view handle);

// Replaces "staged:<handle>" and {"staged": ...} by what the store knows of that upload: a client's word about a file's
// hash or size counts for nothing. Errors: request.fields with field.upload_unknown, field.upload_incomplete;
// request.too_large
Result<Done> resolve_uploads(Exchange& exchange, const files::Store& store);

// What may be shown again or kept of a refused form: everything but passwords.
json::object without_passwords(const json::object& tree);

}  // namespace netra::http
