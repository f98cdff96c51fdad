// Internal to engine/mail.
#pragma once

#include <string>
#include <string_view>

namespace netra::mail {

// A plain mail address (RFC 5321, ASCII, no quoting): safe to put into a header or an SMTP command.
bool is_address(std::string_view text);

// "Netra <netra@bawaslu.example>" or "netra@bawaslu.example" -> the address; "" when there is none.
std::string address_of(std::string_view from);

}  // namespace netra::mail
