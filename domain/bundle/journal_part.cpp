// The journal's entries about a file, each with what proves it.
#include <algorithm>

#include "domain/bundle/content.hpp"
#include "domain/bundle/sql.hpp"
#include "domain/journal/chain.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::bundle {

namespace {

json::object line_of(const journal::Entry& e) {
  return {{"seq", e.seq},
          {"at_ms", to_ms(e.at)},
          {"actor", e.actor},
          {"role", e.role},
          {"office", e.office},
          {"verb", e.verb},
          {"subject_kind", e.subject_kind},
          {"subject_id", e.subject_id},
          {"commitment", e.commitment},
          {"previous", e.previous},
          {"hash", e.hash}};
}

}  // namespace

void add_journal(Gathering& g, const std::vector<journal::Subject>& subjects, const Opens& includes,
                 const Opens& opens) {
  std::vector<std::pair<std::int64_t, std::string>> lines;
  for (const auto& subject : subjects) {
    for (const auto& row : g.call.db.query(sql::bundle::acts_of, {subject.kind, subject.id})) {
      const auto entry = journal::entry_from(row);
      if (!includes(entry)) continue;
      auto line = line_of(entry);
      // `change` stays the text it was committed as; erased details are null as are closed ones.
      if (opens(entry) && !row.is_null(11) && !row.is_null(12))
        line["details"] = {{"salt", crypto::to_hex(row.bytes(11))}, {"change", row.text(12)}, {"reason", row.text(13)}};
      else
        line["details"] = nullptr;
      lines.emplace_back(entry.seq, json::serialize(line));
    }
  }
  std::ranges::sort(lines);
  std::string out;
  for (const auto& [seq, line] : lines) out += line + "\n";
  g.out.bag.payload.push_back(text_part("data/jurnal/jurnal.jsonl", std::move(out)));
}

}  // namespace netra::bundle
