// Resumable uploads, for pages with script and for programs; a plain form carries files without it.
//
//   POST  /uploads             Upload-Length: 1234, Upload-Name: percent-encoded   -> 201, Location: /uploads/<handle>
//   HEAD  /uploads/<handle>    -> Upload-Offset, Upload-Length                    (where to go on after a break)
//   PATCH /uploads/<handle>    Upload-Offset: 0, Content-Type: application/partial-upload, bytes
//                              -> 200 {handle, filename, size, expected, sha256?}; sha256 once it is complete
//   GET   /uploads/<handle>    the same as JSON;  DELETE discards it
//
// The handle goes into a form as the value "staged:<handle>". An upload belongs to the draft or session whose cookie
// came with its POST and, when neither did, to whoever knows the handle. What a PATCH brought before the line broke is
// kept.
//
// Threads: workers. Errors: upload.unknown, upload.offset (409, with Upload-Offset), upload.too_large, upload.length,
// files.no_room
#pragma once

#include "engine/files/store.hpp"
#include "engine/http/exchange.hpp"

namespace netra::http {

// Headers of an answer about this upload.
void add_upload_headers(Answer& answer, const files::Staged& staged);
std::string upload_text(const files::Staged& staged);  // JSON

Result<files::Staged> begin_upload(const Exchange& exchange, files::Store& store, std::size_t most);
Result<files::Staged> append_upload(Exchange& exchange, files::Store& store, std::string_view bytes);

}  // namespace netra::http
