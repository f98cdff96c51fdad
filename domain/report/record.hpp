// What the parts of domain/report share about one record: its row on the desk and its words for search. Private to
// domain/report.
//
// Threads: as the writer handed in.
#pragma once

#include <string>
#include <vector>

#include "domain/clock/clock.hpp"
#include "domain/office/office.hpp"
#include "domain/report/intake.hpp"
#include "domain/report/report.hpp"
#include "engine/storage/storage.hpp"

namespace netra::report {

bool is_open(Stage stage);

// The record's row on the desk; needs id, office, election, region, track, stage and receipt time of `record`.
void put_work_item(storage::Writer& db, Instant now, const ReportRecord& record, std::string_view place_name,
                   const std::vector<clock::ClockView>& clocks);
// Reads what it needs: after any change.
void refresh_work_item(storage::Writer& db, const clock::Services& clocks, Instant now, std::string_view report);

// Words by which those who may read the report find it; never the reporter's.
std::string search_text(std::string_view event, std::string_view chronology, std::string_view place_name,
                        const std::vector<ReportedIn>& reported);
using office::offices_above;
void refresh_search(storage::Writer& db, std::string_view report);

}  // namespace netra::report
