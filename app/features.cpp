#include "app/features.hpp"

#include "app/office.hpp"
#include "domain/case/case.hpp"
#include "domain/clock/clock.hpp"
#include "domain/evidence/evidence.hpp"
#include "domain/finding/finding.hpp"
#include "domain/finding/services.hpp"
#include "domain/identity/identity_routes.hpp"
#include "domain/journal/journal_routes.hpp"
#include "domain/report/routes.hpp"
#include "domain/report/wiring.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/mail/mail.hpp"

namespace netra::app {

namespace {

// Quiet period and voting day: the desks of supervisors stay open (the dates are the election's).
bool desk_open_all_day(const election::Elections& elections, std::string_view election, Date date) {
  const auto* known = elections.find(election);
  return known && (known->is_in(election::Phase::quiet_period, date) || known->is_in(election::Phase::voting_day, date));
}

}  // namespace

struct Features::Services {
  explicit Services(const FeatureParts& p)
      : parts(p),
        clocks{*p.rules,
               [&e = p.elections](storage::Reader&, std::string_view election, std::string_view, Date date) {
                 return desk_open_all_day(e, election, date);
               },
               [](storage::Reader& db, std::string_view office, bool to_commissioner) {
                 return identity::notice_addresses(db, office, to_commissioner);
               }},
        identity{p.identity, p.assets, hasher, sign_in_throttle, {}},
        reports{p.files, *p.rules, clocks, p.elections, p.competence, base_url(p.config)},
        findings{*p.rules, clocks, p.elections, p.messages},
        evidence{p.files, {{"report", report::may_read_evidence}}} {}

  FeatureParts parts;
  crypto::PasswordHasher hasher;
  identity::SignInThrottle sign_in_throttle;
  clock::Services clocks;
  identity::Services identity;
  report::Services reports;
  finding::Services findings;
  evidence::Services evidence;
};

Features::Features(FeatureParts parts) : services_(std::make_unique<Services>(parts)) {}
Features::~Features() = default;

const clock::Services& Features::clocks() const { return services_->clocks; }

void Features::add_routes(http::Routes& routes) const {
  auto& s = *services_;
  journal::add_journal_routes(routes, {access::with(Right::read_journal), identity::journal_office});
  identity::add_identity_routes(routes, s.identity);
  evidence::add_evidence_routes(routes, s.evidence);
  report::add_report_routes(routes, s.reports);
  finding::add_finding_routes(routes, s.findings);
  cases::add_case_routes(routes, s.findings);
}

void Features::add_jobs(jobs::Runner& runner) const {
  auto& s = *services_;
  report::add_report_jobs(runner);
  if (s.parts.transport)
    mail::add_jobs(runner, {s.parts.database, *s.parts.transport, s.parts.messages,
                            {s.parts.config.smtp_from.empty() ? "Netra <netra@contoh.netra>" : s.parts.config.smtp_from,
                             base_url(s.parts.config)}});
}

}  // namespace netra::app
