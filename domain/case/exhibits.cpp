// Files and physical exhibits that officers put into a case themselves; files of the report come along by themselves.
#include "domain/case/record.hpp"
#include "domain/evidence/evidence.hpp"

namespace netra::cases {

namespace {

constexpr std::size_t kBytes = 1024UL * 1024 * 1024, kFiles = 20;

struct Kept {
  std::int64_t version = 0;
  std::vector<evidence::Kept> files;
};

// Outside the writer: the bytes are made safe before anything says that they are there.
Result<Kept> keep_files(http::Reading& call, const Services& s, const FilesIn& in) {
  if (auto may = may_read(call.db, actor_of(call), call.param("id")); !may) return fail(std::move(may.error()));
  if (in.files.empty() || in.files.size() > kFiles)
    return fail_fields("evidence.incomplete", {{"/files", "field.required", {}}});
  Kept out{in.version, {}};
  for (const auto& upload : in.files) {
    auto kept = evidence::keep(s.files, upload, in.description.value_or(""));
    if (!kept) return fail(std::move(kept.error()));
    kept->filename = upload.filename;
    out.files.push_back(std::move(*kept));
  }
  return out;
}

Result<http::Reply<CaseView>> attach_files(http::Writing& call, const Services& s, const Kept& in) {
  const auto c = load_case(call.tx, call.param("id"));
  // Before registration the file is with those who take in reports, after it with those who handle the case.
  const auto right = c && !c->registered_at_ms && actor_of(call).may(Right::take_in_reports, c->office_id)
                         ? Right::take_in_reports
                         : Right::handle_case;
  auto acting = for_act(call, right, in.version);
  if (!acting) return fail(std::move(acting.error()));
  json::array prints;
  for (const auto& file : in.files) prints.emplace_back(file.sha256);
  auto writer = begin(call, *acting, {right, "case.evidence_added", {{"sha256", prints}}});
  if (!writer) return fail(std::move(writer.error()));
  for (const auto& file : in.files)
    evidence::attach(**writer, call.now, call.entropy, acting->subject(), acting->office_id,
                     actor_of(call).as(right, acting->office_id), file);
  return answer(call, s, acting->id, "/evidence");
}

struct CollectIn {
  std::int64_t version = 0;
  std::optional<std::string> description;
  std::optional<std::string> collected_at, place, from_party, kept_at, seal, reason;
};
BOOST_DESCRIBE_STRUCT(CollectIn, (), (version, description, collected_at, place, from_party, kept_at, seal, reason))

constexpr std::size_t kLine = 200, kDescription = 500, kReason = 2000;

Result<evidence::Collected> collected(const http::Call& call, const CollectIn& in, Zone zone) {
  Entries form;
  evidence::Collected what;
  what.description = form.text("/description", in.description, kDescription);
  what.place = form.text("/place", in.place, kLine);
  what.from_party = form.text("/from_party", in.from_party, kLine);
  what.kept_at = form.text("/kept_at", in.kept_at, kLine);
  what.seal = form.optional_text("/seal", in.seal, kLine);
  what.reason = form.text("/reason", in.reason, kReason);
  if (in.collected_at && !in.collected_at->empty()) {
    what.happened_at = form.moment("/collected_at", in.collected_at, zone);
    what.time_source = evidence::TimeSource::stated;
    if (what.happened_at && *what.happened_at > call.now) form.wrong("/collected_at", "field.future");
  }
  if (!form.fine()) return form.refuse("exhibit.incomplete");
  return what;
}

// A thing, not a file: what it is, where it was taken, where it is kept and under which seal.
Result<http::Reply<CaseView>> collect_exhibit(http::Writing& call, const Services& s, const CollectIn& in) {
  auto acting = for_act(call, Right::handle_case, in.version);
  if (!acting) return fail(std::move(acting.error()));
  auto what = collected(call, in, acting->zone);
  if (!what) return fail(std::move(what.error()));
  auto writer = begin(call, *acting, {Right::handle_case, "case.exhibit_collected", {}, what->reason});
  if (!writer) return fail(std::move(writer.error()));
  evidence::collect(**writer, call.now, call.entropy, acting->subject(), acting->office_id,
                    actor_of(call).as(Right::handle_case, acting->office_id), *what);
  return answer(call, s, acting->id, "/evidence");
}

}  // namespace

void add_exhibit_routes(http::Routes& routes, const Services& s) {
  routes
      .post<FilesIn, CaseView, Kept>(
          "/cases/{id}/evidence", access::with(Right::read_cases), {"case/evidence"},
          [&s](http::Reading& call, const FilesIn& in) { return keep_files(call, s, in); },
          [&s](http::Writing& call, const Kept& in) { return attach_files(call, s, in); })
      .again("/cases/{id}/evidence")
      .max_upload(kBytes)
      .summary("Attaches files to a case, each with its fingerprint and custody.");
  routes
      .post<CollectIn, CaseView>(
          "/cases/{id}/exhibits", access::with(Right::handle_case), {"case/evidence"},
          [&s](http::Writing& call, const CollectIn& in) { return collect_exhibit(call, s, in); })
      .again("/cases/{id}/evidence")
      .summary("Takes a physical exhibit into a case, with the place it is kept at and its seal.");
}

}  // namespace netra::cases
