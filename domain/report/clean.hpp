// Tidies and limits what people typed. A private part of domain/report.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "domain/report/intake.hpp"

namespace netra::report {

enum class Lines { one, many };

// Canonical Unicode (NFC), no surrounding space, line ends as \n; one line only when asked so. Returns the field code
// of what is wrong ("field.text" for control characters and broken UTF-8, "field.too_long"), or nullptr.
const char* clean_text(std::string& text, std::size_t max_characters, Lines lines);

// Tidies every text in place; empties become absent, empty rows go. Appends what is wrong.
void clean_report(NewReport& in, std::vector<FieldError>& wrong);
// Days that have not come yet (field.future), and knowing before it happened (report.known_before_happened). For
// additions: the days as they would then stand.
void check_dates(const std::optional<Date>& happened, const std::optional<Date>& known,
                 const std::optional<ReporterIn>& reporter, Date today, std::vector<FieldError>& wrong);
void clean_reporter(ReporterIn& in, std::vector<FieldError>& wrong);

std::size_t count_characters(std::string_view text);

}  // namespace netra::report
