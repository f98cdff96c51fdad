#include "engine/page/styleguide.hpp"

namespace netra::page {

namespace {

using namespace std::chrono_literals;

std::string at(Instant instant) { return format_local({instant, Zone::wib}); }

json::object clock(std::string id, std::string_view urgency, Instant now, std::chrono::minutes left) {
  json::object out{{"id", std::move(id)},         {"label", "Kajian awal"},
                   {"urgency", urgency},          {"starts_from", "Laporan diterima"},
                   {"started_at", at(now - 48h)}, {"target", at(now + left)},
                   {"due", at(now + left)},       {"latest", at(now + left + 24h)},
                   {"readings_differ", true},     {"amount", 2},
                   {"unit", "calendar_day"},      {"basis", "UU 1/2015 Pasal 134"},
                   {"mark", "verified"},          {"url", "/styleguide"}};
  if (urgency == "ended") {
    out["ended_at"] = at(now - 3h);
  } else {
    out["remaining"] = json::object{{"over", left < 0min}};
  }
  return out;
}

json::array rows(Instant now) {
  json::array out;
  auto add = [&](const char* id, const char* place, const char* pill, std::string_view urgency,
                 std::chrono::minutes left) {
    auto row = clock(id, urgency, now, left);
    row["number"] = std::string("00") + id + "/Reg/LP/PB/Kab/08.07/X/2024";
    row["place"] = place;
    row["pill"] = pill;
    row["at"] = at(now - 30h);
    row["files"] = 3;
    out.push_back(std::move(row));
  };
  add("1", "Kroya, Indramayu", "is-late", "overdue", -180min);
  add("2", "Grogol, Kota Cilegon", "is-soon", "today", 320min);
  add("3", "Cilacap Tengah, Cilacap", "is-active", "calm", 5080min);
  add("4", "Kasemen, Kota Serang", "is-done", "ended", 0min);
  return out;
}

json::array days() {
  return {{{"date", "2024-10-25"}, {"counted", false}, {"number", 0}, {"reason", "event_day"}},
          {{"date", "2024-10-26"}, {"counted", false}, {"number", 0}, {"reason", "saturday"}},
          {{"date", "2024-10-27"}, {"counted", false}, {"number", 0}, {"reason", "sunday"}},
          {{"date", "2024-10-28"}, {"counted", true}, {"number", 1}, {"reason", "counted"}},
          {{"date", "2024-10-29"}, {"counted", true}, {"number", 2}, {"reason", "counted"}}};
}

}  // namespace

json::value styleguide_view(Instant now) {
  json::array clocks = {clock("a", "soon", now, 1680min), clock("b", "overdue", now, -190min),
                        clock("c", "ended", now, 0min)};
  json::array history = {{{"entry",
                           {{"seq", 1158},
                            {"at", format_utc(now - 30h)},
                            {"verb", "report.filed"},
                            {"role", "citizen"},
                            {"hash", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}}},
                         {{"entry",
                           {{"seq", 1162},
                            {"at", format_utc(now - 4h)},
                            {"verb", "case.registered"},
                            {"role", "registrar"},
                            {"hash", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}}},
                          {"reason", "Syarat formil dan materiel terpenuhi."}}};
  return json::object{
      {"clocks", std::move(clocks)},
      {"days", days()},
      {"rows", rows(now)},
      {"stages", {"calm", "soon", "overdue", "ended"}},
      {"pills", {"is-open", "is-active", "is-soon", "is-late", "is-paused", "is-done", "is-closed", "is-draft"}},
      {"marks", {{{"mark", "verified"}}, {{"mark", "secondary"}}, {{"mark", "unverified"}}}},
      {"history", std::move(history)},
      {"undo", {{"action", "/styleguide"}}},
      {"late", 2},
      {"today", 5},
      {"open", 48},
      {"reports", 1158},
      {"kind", "soon"},
      {"track", "formal"},
      {"date", "2024-10-25"},
      {"at", at(now - 30h)},
      {"place", "Kroya, Kabupaten Indramayu"},
      {"office", "Bawaslu Kabupaten Indramayu"},
      {"size", 1234567},
      {"basis", "UU 1/2015 Pasal 134"},
      {"mark", "secondary"},
      {"code", "4F7K-9QXM-2TWD-H6RB-8NVC-3J"},
      {"newer", "/styleguide?page=1"},
      {"older", "/styleguide?page=3"}};
}

}  // namespace netra::page
