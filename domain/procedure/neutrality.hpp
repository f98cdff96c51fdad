// The catalogue of neutrality rules and what it rests on: instruments, sources, and the words of its enumerations.
// Read from procedures/neutrality/.
//
// Threads: plain values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/procedure/version.hpp"

namespace netra::procedure {

struct LegalBasis {
  std::string act;
  std::string article;  // empty: rule known, article not confirmed
};
BOOST_DESCRIBE_STRUCT(LegalBasis, (), (act, article))

struct NeutralityRule {
  Mark from_mark = Mark::unverified;           // how sure we are of the day it began
  std::vector<std::string> subjects;           // pns, pppk, non_asn, asn_official, regional_head, ...
  std::map<std::string, Date> valid_from_for;  // a subject added later
  std::string phase;                           // before_candidates, after_candidates, campaign, any, six_months_window
  Label phase_note;
  std::string kind;  // ethics, discipline, village_admin, crime, admin_election, service_discipline, contract
  std::vector<LegalBasis> legal_basis;
  std::vector<std::string> sanctions;
  Label sanction_note;
  std::vector<std::string> route;
  std::vector<std::string> evidence;  // what to look for
  std::vector<Label> exceptions;
  std::vector<std::string> examples;
  std::vector<std::string> see_also;
  Label legal_note;
  Label precedent;
  std::vector<std::string> sources;  // source ids
};
struct Neutrality {
  std::string id;  // "NR-ASN-E01"; never reused
  Label title;
  Versions<NeutralityRule> versions;
};

// What several rules rest on.
struct Instrument {
  std::string id;  // "INS-SKB2022"
  Label title;
  std::vector<std::string> numbers;
  std::vector<std::string> light, medium, heavy;  // grades of punishment, where it names them
  Date from;
  Origin origin;
};

struct Source {
  std::string id;
  std::string title;
  std::string ref;
};

// A word of the neutrality catalogue or another enumeration of the law files.
struct Term {
  std::string group;  // "subject", "phase", "kind", "sanction", "route"
  std::string id;
  Label label;
};

}  // namespace netra::procedure
