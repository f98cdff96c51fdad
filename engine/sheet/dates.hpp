// Numbers that are dates because of how they are to be shown. Inner header.
#pragma once

#include <string>
#include <string_view>

namespace netra::sheet {

enum class DateSystem { from_1900, from_1904 };

// Does a number format show a day or an hour? By its built-in number or its own code ("dd/mm/yyyy").
bool is_date_format(int number);
bool is_date_format(std::string_view code);

// "2024-10-07", "2024-10-07 16:00", "16:00:30"; "" for a serial that is no date a spreadsheet can show.
std::string date_text(double serial, DateSystem system);

}  // namespace netra::sheet
