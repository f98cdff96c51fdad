// An office's notices (alarms, lapses, re-datings) and which of them a person has read. Inner header.
#pragma once

#include "domain/desk/rows.hpp"

namespace netra::desk {

// The newest ones the caller has not read.
std::vector<clock::NoticeView> unread_notices(http::Reading& call, const Services& services, const std::string& office,
                                              std::size_t limit);

}  // namespace netra::desk
