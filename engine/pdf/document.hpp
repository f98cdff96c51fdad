// Pages drawn into the bytes of a PDF. Private to engine/pdf.
#pragma once

#include <string>
#include <vector>

#include "engine/pdf/pages.hpp"

namespace netra::pdf {

// A4 by ISO 216, in points.
inline constexpr double kPageWidth = 210 * kMillimetre;
inline constexpr double kPageHeight = 297 * kMillimetre;

std::string draw_document(const Press& press, const Paper& paper, const std::vector<Page>& pages);

// Cairo cannot say which language a document is in, and a reader's voice needs it: its catalogue is written once more
// at the end of the file, as ISO 32000-1 section 7.5.6 (incremental updates) has it.
std::string with_language(std::string bytes, std::string_view language);

}  // namespace netra::pdf
