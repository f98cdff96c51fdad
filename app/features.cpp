#include "app/features.hpp"

#include "app/demo/clock_routes.hpp"
#include "app/home/home_routes.hpp"
#include "app/housekeeping.hpp"
#include "app/letters.hpp"
#include "app/office.hpp"
#include "app/recipients.hpp"
#include "app/sql.hpp"
#include "domain/bundle/bundle.hpp"
#include "domain/case/case.hpp"
#include "domain/case/open_work.hpp"
#include "domain/case/papers.hpp"
#include "domain/centre/centre.hpp"
#include "domain/centre/papers.hpp"
#include "domain/clock/alarms.hpp"
#include "domain/clock/clock_routes.hpp"
#include "domain/desk/desk.hpp"
#include "domain/desk/open_work.hpp"
#include "domain/election/election_routes.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/feed/feed.hpp"
#include "domain/finding/finding.hpp"
#include "domain/finding/services.hpp"
#include "domain/funnel/funnel.hpp"
#include "domain/identity/identity_routes.hpp"
#include "domain/journal/journal_routes.hpp"
#include "domain/office/office_routes.hpp"
#include "domain/procedure/rule_routes.hpp"
#include "domain/recommendation/catalogue.hpp"
#include "domain/recommendation/papers.hpp"
#include "domain/recommendation/recommendation.hpp"
#include "domain/region/region_routes.hpp"
#include "domain/report/papers.hpp"
#include "domain/report/routes.hpp"
#include "domain/report/wiring.hpp"
#include "domain/room/papers.hpp"
#include "domain/room/room.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"

namespace netra::app {

namespace {

// Quiet period, voting day, recapitulation: the desks of supervisors stay open (the dates are the election's).
bool desk_open_all_day(const election::Elections& elections, std::string_view election, Date date) {
  const auto* known = elections.find(election);
  if (!known) return false;
  for (const char* id : {"quiet_period", "voting", "recapitulation"}) {
    const auto* stage = known->stage(id);
    if (stage && stage->starts <= date && date <= stage->ends) return true;
  }
  return false;
}

// Other institutions read what was handed over to them, and nothing else of a case.
bool may_read_handed(http::Reading& call, const evidence::Item& item) {
  return room::may_read_handed_file(call.db, actor_of(call), item);
}

bool may_read_case_file(http::Reading& call, const evidence::Item& item) {
  return cases::may_read(call.db, actor_of(call), item.subject_id).has_value() || may_read_handed(call, item);
}

// A report's file belongs to its case too: whoever reads the case reads what the reporter added to it.
bool may_read_report_file(http::Reading& call, const evidence::Item& item) {
  if (report::may_read_evidence(call, item)) return true;
  const auto file = cases::case_of_report(call.db, item.subject_id);
  return (file && cases::may_read(call.db, actor_of(call), *file)) || may_read_handed(call, item);
}

bool may_read_form_a(http::Reading& call, const evidence::Item& item) {
  return finding::may_read_form_a(call, item.subject_id);
}

// Clocks of a case count from its registration; some may also be read from the day its report came in.
std::optional<Instant> event_time(storage::Reader& db, const clock::Subject& subject, std::string_view event) {
  if (subject.kind != "case" || event != "submitted") return std::nullopt;
  auto at = db.integer(sql::app::report_received, {subject.id});
  if (!at) return std::nullopt;
  return from_ms(*at);
}

}  // namespace

namespace {

hook::Services hooks(const FeatureParts& p) {
  const hook::Policy policy{.loopback = p.config.webhook_loopback != 0};
  return {p.database,
          p.entropy,
          p.hook_key,
          policy,
          hook::system_resolver(),
          hook::curl_sender({.policy = policy}),
          [&entropy = p.entropy](storage::Transaction& tx, Instant now, const std::string& endpoint) {
            feed::tell_disabled(tx, now, entropy, endpoint);
          }};
}

}  // namespace

namespace {

// The files come with the program: a fault in them stops the start, as one in the procedure does.
recommendation::Catalogue catalogue_of(const FeatureParts& p) {
  auto loaded = recommendation::Catalogue::load(p.assets, *p.rules);
  if (!loaded) throw std::runtime_error(loaded.error().code + ": " + loaded.error().detail);
  return std::move(*loaded);
}

centre::Kinds discussions_of(const FeatureParts& p) {
  auto loaded = centre::Kinds::load(p.assets);
  if (!loaded) throw std::runtime_error(loaded.error().code + ": " + loaded.error().detail);
  return std::move(*loaded);
}

funnel::Policy register_policy_of(const FeatureParts& p) {
  auto loaded = funnel::Policy::load(p.assets);
  if (!loaded) throw std::runtime_error(loaded.error().code + ": " + loaded.error().detail);
  return std::move(*loaded);
}

}  // namespace

struct Features::Services {
  explicit Services(const FeatureParts& p)
      : parts(p),
        clocks{*p.rules,
               [&e = p.elections](storage::Reader&, std::string_view election, std::string_view, Date date) {
                 return desk_open_all_day(e, election, date);
               },
               [&k = p.clock](storage::Reader& db, std::string_view office, bool to_commissioner) {
                 return recipients(db, office, to_commissioner, k.now());
               }},
        identity{p.identity, p.assets, hasher, sign_in_throttle, {&open_cases, &open_rows}},
        reports{p.files, *p.rules, clocks, p.elections, p.competence, base_url(p.config), cases::follow_report},
        findings{*p.rules, clocks, p.elections, p.messages, p.files, base_url(p.config)},
        evidence{p.files,
                 {{"report", may_read_report_file},
                  {"case", may_read_case_file},
                  {"room", may_read_handed},
                  {"form_a", may_read_form_a},
                  {"centre_member", centre::may_read_decree},
                  {"recommendation", recommendation::may_read_file},
                  {"recommendation_receiver", recommendation::may_read_exchanged_file},
                  {std::string(letter::kSubjectKind), letter::may_read_file}}},
        composing{p.letters.texts, p.messages},
        letters{p.letters.rules, *p.rules, p.elections, p.messages, p.files, base_url(p.config)},
        desk{*p.rules, clocks, p.assets},
        feeds{*p.rules, p.messages, base_url(p.config), hooks(p), p.transport != nullptr} {
    feeds.meetings = feed::centre_meetings(discussion_kinds);
    recommendations.changed = [this](storage::Transaction& tx, Instant, Entropy&, std::string_view id) {
      funnel::refresh(tx, registers, id);
    };
    clocks.redated = [](storage::Transaction& tx, Instant now, Entropy& entropy, const clock::Subject& subject) {
      if (subject.kind == "report") cases::follow_report(tx, now, entropy, subject.id);
    };
    letters.layout = [&layouts = p.letters.layouts](std::string_view document) { return layouts.of(document); };
    letters.may_set = desk::may_edit_office;
    letters.sources = sources();
  }

  // Every record that gives papers.
  std::vector<letter::Source> sources() const {
    auto out = cases::papers(findings, composing);
    for (auto more : {report::papers(reports, composing), room::papers(findings, composing),
                      centre::papers(centres, composing), recommendation::papers(recommendations, composing)})
      out.insert(out.end(), more.begin(), more.end());
    return out;
  }

  FeatureParts parts;
  crypto::PasswordHasher hasher;
  identity::SignInThrottle sign_in_throttle;
  clock::Services clocks;
  cases::OpenCases open_cases;
  desk::OpenRows open_rows;
  identity::Services identity;
  report::Services reports;
  finding::Services findings;
  evidence::Services evidence;
  centre::Kinds discussion_kinds = discussions_of(parts);
  centre::Services centres{findings, discussion_kinds};
  recommendation::Catalogue catalogue = catalogue_of(parts);
  recommendation::Services recommendations{findings, catalogue};
  funnel::Policy register_policy = register_policy_of(parts);
  funnel::Services registers{*parts.rules, parts.elections, register_policy, parts.files};
  bundle::Services bundles{findings, {}};
  letter::Composing composing;
  letter::Services letters;
  desk::Services desk;
  feed::Services feeds;
};

Features::Features(FeatureParts parts) : services_(std::make_unique<Services>(parts)) {}
Features::~Features() = default;

const clock::Services& Features::clocks() const { return services_->clocks; }
const funnel::Services& Features::registers() const { return services_->registers; }

void Features::add_routes(http::Routes& routes) const {
  auto& s = *services_;
  add_home_routes(routes, s.parts.demo_clock != nullptr);
  procedure::add_rule_routes(routes, {*s.parts.rules, access::anyone()});
  region::add_region_routes(routes, access::anyone());
  election::add_election_routes(routes, s.parts.elections, access::anyone());
  office::add_office_routes(routes, {s.parts.rules, access::anyone(), desk::may_edit_office});
  journal::add_journal_routes(routes, {access::with(Right::read_journal), identity::journal_office});
  identity::add_identity_routes(routes, s.identity);
  clock::add_clock_routes(routes, s.clocks, event_time, room::may_read_clock);
  clock::add_holiday_routes(routes, s.clocks);
  evidence::add_evidence_routes(routes, s.evidence);
  letter::add_letter_routes(routes, s.letters);
  report::add_report_routes(routes, s.reports);
  report::add_paper_routes(routes, {s.reports, s.letters, s.composing});
  finding::add_finding_routes(routes, s.findings);
  finding::add_field_lead_routes(routes, s.findings, s.reports);
  cases::add_case_routes(routes, s.findings);
  recommendation::add_recommendation_routes(routes, s.recommendations);
  funnel::add_register_routes(routes, s.registers);
  room::add_room_routes(routes, s.findings);
  centre::add_centre_routes(routes, s.centres);
  bundle::add_bundle_routes(routes, s.bundles);
  desk::add_desk_routes(routes, s.desk);
  feed::add_feed_routes(routes, s.feeds);
  feed::add_connection_routes(routes, s.feeds);
  if (s.parts.demo_clock) add_demo_routes(routes, *s.parts.demo_clock);
}

std::vector<office::RowSource> Features::row_sources() const {
  const auto& s = *services_;
  return {report::row_source(s.reports),
          finding::finding_rows(s.findings),
          finding::tracing_rows(s.findings),
          cases::case_rows(s.findings),
          cases::track_rows(s.findings),
          room::handover_rows(s.findings),
          recommendation::recommendation_rows(s.recommendations)};
}

void Features::add_jobs(jobs::Runner& runner) const {
  auto& s = *services_;
  add_housekeeping(runner, s.parts.database, s.parts.files);
  clock::add_jobs(runner, s.clocks, s.parts.entropy);
  report::add_report_jobs(runner, s.reports);
  funnel::add_register_jobs(runner, s.registers);
  feed::add_jobs(runner, s.feeds);
  if (s.parts.transport)
    mail::add_jobs(runner, {s.parts.database,
                            *s.parts.transport,
                            s.parts.messages,
                            {s.parts.config.smtp_from.empty() ? "Netra <netra@contoh.netra>" : s.parts.config.smtp_from,
                             base_url(s.parts.config), s.parts.identity.link_key}});
}

}  // namespace netra::app
