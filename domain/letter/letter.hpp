// Papers of an office: composed from a record, numbered, checked, signed, sent, and kept in the letter book.
//
//   letter::Source source{"invitation", "clarification", compose};       // in the feature that owns the record
//   POST /letters {"document": "invitation", "subject_kind": "clarification", "subject": id}   prepares one
//   POST /letters/{id}/checks -> /numbers -> /signatures -> /sendings    each step is an act
//   GET  /letters/{id}/paper                                             the PDF, "draf" across it until it is signed
//   GET  /surat/{code}                                                   public: number, date, fingerprint; no content
//   GET  /letters?direction=outgoing&year=2024                           the letter book (buku agenda)
//
// A letter's text is composed once from its record and may then be edited; what was signed never changes. The number
// comes from the office's rule (procedures/letters/, or the office's own) at the step "number": no gap and none twice,
// however many ask at once. The form's code and title come from the forms table of the procedure with their mark.
//
// Reading: whoever writes or signs letters, or reads the cases, of the office whose book the letter stands in.
// A sealed letter's text is composed anew each time it is asked for; of its paper and its signed copy only the
// fingerprints are kept.
//
// Threads: as the reader or writer handed in.
// Errors: letter.unknown  letter.source (no such paper of such a record)  letter.step (not possible now)
//         letter.changed (kConflict: version)  letter.empty  letter.own_check  letter.signature  letter.sealed
//         letter.paper (the paper is no longer the one that was set)  letter.settings  and those of number.hpp
//         access.denied
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/election/election.hpp"
#include "domain/identity/actor.hpp"
#include "domain/journal/journal.hpp"
#include "domain/letter/rules.hpp"
#include "engine/base/messages.hpp"
#include "engine/http/route.hpp"
#include "engine/pdf/paper.hpp"

namespace netra::evidence {
struct Item;
}
namespace netra::files {
class Store;
}

namespace netra::letter {

inline constexpr std::string_view kSubjectKind = "letter";

enum class Direction { outgoing, incoming };
BOOST_DESCRIBE_ENUM(Direction, outgoing, incoming)

// outgoing: prepared -> checked -> numbered -> signed -> sent, or cancelled; incoming: received -> assigned -> done
enum class State { prepared, checked, numbered, signed_off, sent, cancelled, received, assigned, done };
BOOST_DESCRIBE_ENUM(State, prepared, checked, numbered, signed_off, sent, cancelled, received, assigned, done)

// What a feature fills in; letterhead, number, date, form code, signers of the office and marks are added here.
struct Content {
  std::string office;                // who writes
  std::string election;              // chooses the forms table; may be empty
  std::string region;                // of the matter
  std::string matter;                // "Perihal"
  std::vector<std::string> to;       // addressees, a line each
  std::vector<pdf::Block> blocks;    // the text
  std::vector<pdf::Signer> signers;  // empty: the chair of the office
  std::vector<std::string> copies;
  std::string class_code;             // records classification ("PP.00.02"); empty: the rule's own for this document
  bool sealed = false;                // holds an identity: never kept as text, set anew from the vault each time
  std::optional<std::string> nature;  // "Biasa", "Terbatas", "Rahasia"
  std::optional<std::string> attachments;  // "1 berkas"
};
BOOST_DESCRIBE_STRUCT(Content, (),
                      (office, election, region, matter, to, blocks, signers, copies, class_code, sealed, nature,
                       attachments))

// How one kind of paper is composed from one kind of record. The function also decides whether the caller may read the
// record (its error is answered as it is).
struct Source {
  std::string document;      // id of the forms table: "invitation"
  std::string subject_kind;  // "case", "clarification", "plenary", "recommendation", "discussion", "handover", "report"
  std::function<Result<Content>(http::Reading& call, const std::string& subject)> compose;
};

struct Services {
  const Rules& letters;           // procedures/letters/
  const procedure::Rules& rules;  // names and codes of forms
  const election::Elections& elections;
  const Messages& messages;
  files::Store& files;
  std::string public_url;            // "https://netra.example": the QR leads there
  std::vector<Source> sources = {};  // papers that records can give
  // Looks and standing words of a paper (procedures/letters/); an office's own lie on top.
  std::function<pdf::Layout(std::string_view document)> layout = {};
  // Who may set an office's letterhead, looks and number pattern.
  std::function<bool(http::Reading&, const office::Office&)> may_set = {};
};

// One letter as the pages of its record list it.
struct LetterLine {
  std::string id;
  std::string document;
  std::string document_name;  // in the reader's language
  std::string matter;
  std::string number;  // empty until it has one
  State state = State::prepared;
  std::optional<Date> dated;
  std::string office_name;
  std::string href;
};
BOOST_DESCRIBE_STRUCT(LetterLine, (), (id, document, document_name, matter, number, state, dated, office_name, href))

// The letters about a record that this person may read, oldest first.
std::vector<LetterLine> letters_of(storage::Reader& db, const procedure::Rules& rules, const Actor& actor,
                                   const journal::Subject& subject, std::string_view language);
// As printed; empty when there is no such letter or it has no number yet.
std::string number_of(storage::Reader& db, std::string_view letter);
bool may_read(const Actor& actor, std::string_view office);
// Supervisors' letters are signed by who holds the right; elsewhere the signers have no accounts, and who writes the
// office's letters files the signed copy.
bool may_sign(storage::Reader& db, const Actor& actor, std::string_view office);
// For evidence::Services: the signed copy, the paper and the proof of sending of a letter.
bool may_read_file(http::Reading& call, const evidence::Item& item);

// Prepares a letter of a record as POST /letters does, for features that make one as part of their own act. The caller
// composed `content` outside the writer. Returns its id. Errors: letter.empty, access.denied
struct Preparation {
  std::string document;
  journal::Subject subject;
  Content content;
};
Result<std::string> prepare(http::Writing& call, const Services& services, const Preparation& preparation);

void add_letter_routes(http::Routes& routes, const Services& services);

}  // namespace netra::letter
