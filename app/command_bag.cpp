// `netra verify-bag`: a case file that was taken out as a bag, looked at closely, on any computer.
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/report_error.hpp"
#include "domain/bundle/bundle.hpp"

namespace netra::app {

int verify_bag(const std::string& file) {
  auto found = bundle::verify(file);
  if (!found) return report_error(found.error());
  fmt::print("{}\nprint        {}\n", found->name, found->print);
  fmt::print("{} parts, {} exhibits with {} entries of custody, {} entries of the journal\n", found->parts,
             found->exhibits, found->custody_entries, found->journal_entries);
  for (const auto& fault : found->faults) fmt::print("  {}\n", fault);
  fmt::print("{} fault{}\n", found->faults.size(), found->faults.size() == 1 ? "" : "s");
  return found->faults.empty() ? 0 : 1;
}

}  // namespace netra::app
