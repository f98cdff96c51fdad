// Headers every answer carries, cookies, and the defence against forged requests.
//
// A write is taken only when the browser says it comes from our own pages (Sec-Fetch-Site, else Origin) and, for forms,
// when it carries the page's token: an HMAC over the session or draft cookie, masked anew on every page so that
// compression cannot be used to guess it. Programs send neither header; JSON bodies and custom headers cannot be sent
// across sites by a browser without asking first.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/http/exchange.hpp"

namespace netra::http {

// Cookies that the protocol prefix guards need TLS. Over plain HTTP (a laptop, a test) they go by the name without
// "__Host-".
std::string cookie_name(std::string_view name, bool is_secure);
std::string set_cookie(const Cookie& cookie, bool is_secure);

std::string form_token(std::string_view secret, const RequestInfo& info, Entropy& entropy);
bool is_form_token(std::string_view secret, const RequestInfo& info, std::string_view token);

// Did a page of ours (or no browser at all) send this write?
bool is_same_site(const Exchange& exchange);

void add_security_headers(Answer& answer, bool is_secure);
// For stored files, which anybody may have sent: nothing in them may run.
void add_file_headers(Answer& answer, const FileBody& file);

}  // namespace netra::http
