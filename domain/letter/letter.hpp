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
// Threads: as the reader or writer handed in.
// Errors: letter.unknown  letter.source (no such paper of such a record)  letter.step (not possible now)
//         letter.changed (version)  letter.number (rule cannot be filled)  letter.empty  letter.signature
//         access.denied
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/identity/actor.hpp"
#include "domain/journal/journal.hpp"
#include "engine/http/route.hpp"
#include "engine/pdf/paper.hpp"

namespace netra::letter {

inline constexpr std::string_view kSubjectKind = "letter";

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
  std::string class_code;  // records classification ("PP.00.02"); empty: the rule's own for this document
  bool sealed = false;     // holds an identity: never kept as text, set anew from the vault each time
};
BOOST_DESCRIBE_STRUCT(Content, (), (office, election, region, matter, to, blocks, signers, copies, class_code, sealed))

// How one kind of paper is composed from one kind of record. The function also decides whether the caller may read the
// record (its error is answered as it is).
struct Source {
  std::string document;      // id of the forms table: "invitation"
  std::string subject_kind;  // "case", "clarification", "plenary", "recommendation", "discussion", "handover", "report"
  std::function<Result<Content>(http::Reading& call, const std::string& subject)> compose;
};

}  // namespace netra::letter
