// How a feature declares its routes. The engine decodes, authorises, runs, and answers in HTML or JSON.
//
//   void add_report_routes(http::Routes& routes, Services& s) {
//     routes.get<ReportView>("/reports/{id}", access::member(), {"report/show"},
//       [&s](http::Reading& c) { return show_report(c, s); });                          // Result<Reply<ReportView>>
//     routes.post<NewReport, ReceiptView>("/reports", access::anyone(), {"report/receipt"},
//       [&s](http::Writing& c, const NewReport& in) { return file_report(c, s, in); })
//       .again("/lapor/laporan");                                                       // refused form: show this page
//       again with the entries kept
//   }
//
// A handler returns a Reply<View>: `return view;` is 200; `return created(view, "/reports/" + id);` is 201 with
// Location (a browser is redirected there, 303); `return see(view, "/cases/…")` is 200 for JSON and 303 for a browser.
// Errors are `fail(...)`; never build HTML or JSON by hand.
//
// Access is a mandatory argument: a route that does not say who may use it does not compile. The rules live in
// domain/identity.
//
// Slow or parallel work of a write (sealing, hashing, reading uploaded files) goes into a *prepare* step that runs
// outside the writer:
//   routes.post<NewReport, ReceiptView, Sealed>("/reports", access::anyone(), {"report/receipt"}, prepare, act);
// where prepare is `Result<Sealed>(http::Reading&, const NewReport&)` and act
// `Result<Reply<ReceiptView>>(http::Writing&, const Sealed&)`.
//
// Threads: handlers run on many threads at once; capture only what is safe for that.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/base/random.hpp"
#include "engine/base/result.hpp"
#include "engine/files/body.hpp"
#include "engine/storage/storage.hpp"

namespace netra::http {

// Who may use a route. `name` appears in /openapi.json and in the test that walks all routes; `bits` are read by the
// Gate only.
struct Access {
  std::string_view name;
  std::uint64_t bits;
};

// Who asks. domain/identity derives Actor from it.
struct Principal {
  virtual ~Principal() = default;
  std::string id;  // account id; empty for the public
  bool signed_in() const { return !id.empty(); }
};

enum class Method { get, post, put, remove };

// A file that came with a form; already on disk, hashed while it streamed in. Usable as a member `std::vector<Upload>`
// of a request struct.
struct Upload {
  std::string filename;  // as the sender named it; display only
  std::string staged;    // handle for files::Store::adopt
  std::int64_t size = 0;
  std::string sha256;  // lower-case hex
};
BOOST_DESCRIBE_STRUCT(Upload, (), (filename, staged, size, sha256))

// What a route reads besides its body and its {params}: declared, so that /openapi.json can tell it.
struct Parameter {
  enum class In { query, header };
  In in = In::query;
  std::string name;
  std::string about;  // one English sentence
};

// What is known about a request besides its body.
struct RequestInfo {
  Method method = Method::get;
  std::string path;   // decoded, without query
  std::string route;  // the pattern: "/reports/{id}"
  std::map<std::string, std::string, std::less<>> params;
  std::vector<std::pair<std::string, std::string>> query;  // in order, decoded
  const std::vector<Parameter>* declared = nullptr;        // of the route; null (in tests): anything may be asked
  std::string language = "id";                             // "id" or "en"
  bool wants_html = false;
  bool is_secure = false;  // TLS here or at a trusted proxy
  std::string
      network;  // client's network bucket (IPv4 /32, IPv6 /64): for throttles only, never stored in clear or logged
  std::string session_token;  // `__Host-netra` cookie
  std::string draft_token;    // `__Host-netra-draft` cookie
  std::string device_token;   // `__Host-netra-device` cookie: a device that has signed in before
  std::map<std::string, std::string, std::less<>>
      headers;  // names in lower case; only X-Netra-*, Idempotency-Key, Authorization

  std::string_view header(std::string_view name) const;
};

// A refused form's entries, handed to the GET page that shows them again.
struct Entered {
  json::object values;
  Error error;
};

class Call {
 public:
  Instant now;
  const RequestInfo& info;
  const Principal& principal;
  Entropy& entropy;
  const Entered* entered = nullptr;  // set when a refused form is being shown again

  std::string_view param(std::string_view name) const;  // "" when the route has none
  // A parameter that the route has not declared (RouteOptions::query) is our mistake: std::logic_error.
  std::optional<std::string> query(std::string_view name) const;  // first value; empty counts as absent
};

struct Reading : Call {
  storage::Reader& db;
};

struct Writing : Call {
  storage::Transaction& tx;
};

struct Cookie {
  std::string name;   // "__Host-..." : Secure, Path=/, HttpOnly and SameSite=Lax are always set
  std::string value;  // empty deletes the cookie
  std::optional<std::chrono::seconds> max_age;
};

// A stored file as the answer's body (files::Store::body); the engine adds ETag, ranges, sandboxing headers.
using FileBody = files::Body;

template <class View>
struct Reply {
  View view{};
  int status = 200;
  std::string location;
  std::vector<Cookie> cookies;
  std::optional<FileBody> file;
  std::string page;        // overrides the route's page
  bool cacheable = false;  // public and the same for everybody: strong ETag and max-age; otherwise no-store

  Reply() = default;
  Reply(View v) : view(std::move(v)) {}  // NOLINT: `return view;` is the point
  Reply& cookie(Cookie c) & {
    cookies.push_back(std::move(c));
    return *this;
  }
  Reply&& cookie(Cookie c) && {
    cookies.push_back(std::move(c));
    return std::move(*this);
  }
};

template <class View>
Reply<View> created(View view, std::string location) {
  Reply<View> reply(std::move(view));
  reply.status = 201;
  reply.location = std::move(location);
  return reply;
}

template <class View>
Reply<View> see(View view, std::string location) {
  Reply<View> reply(std::move(view));
  reply.location = std::move(location);
  return reply;
}

// A view for actions that have nothing to say.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct Page {
  std::string name;  // template "report/show"; empty: JSON only
};

// ---- type-erased form; features use the templates of Routes below ----

struct AnyReply {
  json::value view;
  int status = 200;
  std::string location;
  std::vector<Cookie> cookies;
  std::optional<FileBody> file;
  std::string page;
  bool cacheable = false;
};

// The decoded request and, later, the prepared value; created by the route itself.
using Carried = std::shared_ptr<void>;

struct Route {
  Method method = Method::get;
  std::string pattern;
  Access access;
  Page page;
  std::string again_path;             // see `again`
  std::size_t max_body = 256 * 1024;  // bytes of JSON or form fields
  std::size_t max_upload = 0;         // bytes of all files together; 0 refuses files
  bool repeatable = true;             // honours Idempotency-Key
  bool needs_token = true;            // form posts must carry the CSRF token
  bool proves_when_busy = false;      // see engine/http/prove.hpp; never asked of who is signed in
  std::string summary;                // one English sentence for /openapi.json
  std::vector<Parameter> parameters;  // see RouteOptions::query and header
  json::value request_schema;         // null for GET
  json::value response_schema;

  std::function<Result<AnyReply>(Reading&)> read;                       // GET
  std::function<Result<Carried>(const json::value&, Leniency)> decode;  // POST, PUT, DELETE
  std::function<Result<Carried>(Reading&, const Carried&)> prepare;     // may be empty
  std::function<Result<AnyReply>(Writing&, const Carried&)> act;
};

// Options of the route just added.
class RouteOptions {
 public:
  explicit RouteOptions(Route& route) : route_(route) {}
  // GET route shown again (with `entered`) when a browser's form is refused; same {params}.
  RouteOptions& again(std::string path) {
    route_.again_path = std::move(path);
    return *this;
  }
  RouteOptions& max_body(std::size_t bytes) {
    route_.max_body = bytes;
    return *this;
  }
  RouteOptions& max_upload(std::size_t bytes) {
    route_.max_upload = bytes;
    return *this;
  }
  RouteOptions& not_repeatable() {
    route_.repeatable = false;
    return *this;
  }
  // Strangers may write here: under load they show first that it costs them something.
  RouteOptions& proof_when_busy() {
    route_.proves_when_busy = true;
    return *this;
  }
  RouteOptions& without_token() {
    route_.needs_token = false;
    return *this;
  }
  RouteOptions& summary(std::string text) {
    route_.summary = std::move(text);
    return *this;
  }
  // A parameter of the address that the handler may ask for, with one English sentence on what it does.
  RouteOptions& query(std::string name, std::string about) {
    route_.parameters.push_back({Parameter::In::query, std::move(name), std::move(about)});
    return *this;
  }
  RouteOptions& header(std::string name, std::string about) {
    route_.parameters.push_back({Parameter::In::header, std::move(name), std::move(about)});
    return *this;
  }

 private:
  Route& route_;
};

class Routes {
 public:
  template <class View>
  RouteOptions get(std::string pattern, Access access, Page page,
                   std::function<Result<Reply<View>>(Reading&)> handler) {
    Route& route = add(Method::get, std::move(pattern), access, std::move(page));
    route.response_schema = json_schema<View>();
    route.read = [handler = std::move(handler)](Reading& call) -> Result<AnyReply> { return erase(handler(call)); };
    return RouteOptions(route);
  }

  template <class In, class View>
  RouteOptions post(std::string pattern, Access access, Page page,
                    std::function<Result<Reply<View>>(Writing&, const In&)> act) {
    return write<In, View>(Method::post, std::move(pattern), access, std::move(page), std::move(act));
  }
  template <class In, class View>
  RouteOptions put(std::string pattern, Access access, Page page,
                   std::function<Result<Reply<View>>(Writing&, const In&)> act) {
    return write<In, View>(Method::put, std::move(pattern), access, std::move(page), std::move(act));
  }
  template <class In, class View>
  RouteOptions remove(std::string pattern, Access access, Page page,
                      std::function<Result<Reply<View>>(Writing&, const In&)> act) {
    return write<In, View>(Method::remove, std::move(pattern), access, std::move(page), std::move(act));
  }

  template <class In, class View, class Prepared>
  RouteOptions post(std::string pattern, Access access, Page page,
                    std::function<Result<Prepared>(Reading&, const In&)> prepare,
                    std::function<Result<Reply<View>>(Writing&, const Prepared&)> act) {
    Route& route = add(Method::post, std::move(pattern), access, std::move(page));
    describe_write<In, View>(route);
    route.prepare = [prepare = std::move(prepare)](Reading& call, const Carried& in) -> Result<Carried> {
      auto prepared = prepare(call, *std::static_pointer_cast<In>(in));
      if (!prepared) return fail(std::move(prepared.error()));
      return Carried(std::make_shared<Prepared>(std::move(*prepared)));
    };
    route.act = [act = std::move(act)](Writing& call, const Carried& in) -> Result<AnyReply> {
      return erase(act(call, *std::static_pointer_cast<Prepared>(in)));
    };
    return RouteOptions(route);
  }

  const std::vector<std::unique_ptr<Route>>& all() const { return routes_; }

 private:
  Route& add(Method method, std::string pattern, Access access, Page page);

  template <class In, class View>
  static void describe_write(Route& route) {
    route.request_schema = json_schema<In>();
    route.response_schema = json_schema<View>();
    route.decode = [](const json::value& tree, Leniency leniency) -> Result<Carried> {
      auto in = from_json<In>(tree, leniency);
      if (!in) return fail(std::move(in.error()));
      return Carried(std::make_shared<In>(std::move(*in)));
    };
  }

  template <class In, class View>
  RouteOptions write(Method method, std::string pattern, Access access, Page page,
                     std::function<Result<Reply<View>>(Writing&, const In&)> act) {
    Route& route = add(method, std::move(pattern), access, std::move(page));
    describe_write<In, View>(route);
    route.act = [act = std::move(act)](Writing& call, const Carried& in) -> Result<AnyReply> {
      return erase(act(call, *std::static_pointer_cast<In>(in)));
    };
    return RouteOptions(route);
  }

  template <class View>
  static Result<AnyReply> erase(Result<Reply<View>> reply) {
    if (!reply) return fail(std::move(reply.error()));
    return AnyReply{to_json(reply->view),      reply->status,          std::move(reply->location),
                    std::move(reply->cookies), std::move(reply->file), std::move(reply->page),
                    reply->cacheable};
  }

  std::vector<std::unique_ptr<Route>> routes_;
};

// Decides whether a principal may use a route. Implemented by domain/identity; the only place that grants.
class Gate {
 public:
  virtual ~Gate() = default;
  // Errors: session.required (kUnauthorised), access.denied (kForbidden), session.second_factor (kForbidden)
  virtual Result<std::shared_ptr<const Principal>> admit(storage::Reader&, const RequestInfo&, const Access&,
                                                         Instant now) const = 0;
  // What pages show about the person signed in (the section `me`); null for the public.
  virtual json::value describe(const Principal&) const = 0;
};

}  // namespace netra::http
