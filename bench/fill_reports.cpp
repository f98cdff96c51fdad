// Fills a demo office with many reports, for the figures of lists and search: the rows that those read (reports, desk
// rows, clocks, search documents), written by the product's own statements in big units of work; no journal, no vault.
//
//   fill_reports DATA COUNT
//
// The reports are spread over the offices of the demo that take reports in; half of them are open.
#include <array>
#include <cstdio>

#include "bench/bench_office.hpp"
#include "bench/stopwatch.hpp"
#include "domain/clock/rows.hpp"
#include "domain/office/office.hpp"
#include "domain/office/worklist.hpp"
#include "domain/report/record.hpp"
#include "domain/report/sql.hpp"
#include "engine/storage/search.hpp"

namespace netra::bench {
namespace {

constexpr std::int64_t kInUnit = 2000;

struct Place {
  const char* office;
  const char* region;
  const char* path;
};
constexpr std::array kPlaces{Place{"bawaslu-36.72", "36.72.03", "Kota Cilegon, Banten"},
                             Place{"bawaslu-36.73", "36.73.01", "Kota Serang, Banten"},
                             Place{"bawaslu-36.03", "36.03.01", "Kabupaten Tangerang, Banten"},
                             Place{"bawaslu-33.01", "33.01.01", "Kabupaten Cilacap, Jawa Tengah"},
                             Place{"bawaslu-32.12", "32.12.01", "Kabupaten Indramayu, Jawa Barat"}};

constexpr std::array kWords{
    "pembagian", "sembako",  "uang",       "camat",     "lurah",    "baliho",  "spanduk",  "masjid",   "sekolah",
    "guru",      "bupati",   "kampanye",   "netral",    "pegawai",  "dinas",   "dukungan", "pasangan", "calon",
    "kelurahan", "rapat",    "undangan",   "kendaraan", "kantor",   "poster",  "bantuan",  "sosial",   "petugas",
    "pemilih",   "daftar",   "pemungutan", "suara",     "saksi",    "panitia", "desa",     "kepala",   "warga",
    "pasar",     "lapangan", "pertemuan",  "hadiah",    "kaus",     "stiker",  "media",    "unggahan", "foto",
    "jari",      "tanda",    "ajakan",     "ancaman",   "perusakan"};

std::string word(std::int64_t serial, std::int64_t at) {
  // A fixed scramble: the same corpus in every run.
  auto z = static_cast<std::uint64_t>(serial * 64 + at) * 0x9e3779b97f4a7c15ULL;
  z ^= z >> 29;
  return kWords[static_cast<std::size_t>(z * 0xbf58476d1ce4e5b9ULL >> 33) % kWords.size()];
}

std::string sentence(std::int64_t serial, int first, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += (i ? " " : "") + word(serial, first + i);
  return out;
}

void add_clock(storage::Writer& db, Entropy& entropy, Instant at, const std::string& report, const Place& place,
               Instant target, bool is_open) {
  clock::ClockRow row;
  row.id = make_id(at, entropy);
  row.rule = "initial_review";
  row.regime = "pilkada";
  row.election = "pilkada-2024";
  row.subject_kind = "report";
  row.subject_id = report;
  row.office = place.office;
  row.region = place.region;
  row.event = row.created = row.alarmed = at;
  row.due = row.target = row.latest = target;
  row.limit_told = row.lapsed = target;
  if (!is_open) {
    row.state = clock::ClockState::ended;
    row.ended = target;
  }
  clock::set_order(row);
  clock::insert_clock(db, row);
}

void add_report(storage::Writer& db, Entropy& entropy, Instant at, std::int64_t serial) {
  const auto& place = kPlaces[static_cast<std::size_t>(serial) % kPlaces.size()];
  bool is_open = serial / static_cast<std::int64_t>(kPlaces.size()) % 2 == 0;
  auto id = make_id(at, entropy);
  auto event = "Dugaan " + sentence(serial, 0, 5) + " nomor " + std::to_string(serial);
  auto chronology = "Pada kegiatan contoh " + sentence(serial, 5, 25) + ". Contoh untuk pengukuran.";
  auto stage = is_open ? report::Stage::initial_review : report::Stage::not_registered;
  db.execute(sql::report::insert_report, {id,
                                          "bench-" + std::to_string(serial),
                                          place.office,
                                          place.region,
                                          "",
                                          Zone::wib,
                                          "pilkada-2024",
                                          "pilkada",
                                          report::Track::formal,
                                          report::Track::formal,
                                          report::Downgrade::none,
                                          stage,
                                          report::Channel::online,
                                          at,
                                          nullptr,
                                          nullptr,
                                          event,
                                          chronology,
                                          "voter_citizen",
                                          false,
                                          false,
                                          "[]",
                                          true,
                                          "",
                                          at});
  auto target = at + std::chrono::hours(24 * 3);
  office::put_item(db, {.kind = office::ItemKind::report,
                        .id = id,
                        .office = place.office,
                        .title = report::reference_of(id),
                        .stage = std::string(enum_name(stage)),
                        .election = "pilkada-2024",
                        .place = place.region,
                        .place_name = place.path,
                        .received_at = at,
                        .updated_at = at,
                        .target_at = target,
                        .due_at = target,
                        .clock = "initial_review",
                        .is_open = is_open});
  add_clock(db, entropy, at, id, place, target, is_open);
  search::index(db, {.kind = "report",
                     .id = id,
                     .scope = place.office,
                     .shared = {},
                     .at = at,
                     .text = event + "\n" + chronology + "\n" + place.path,
                     .is_new = true});
}

int run(int count, char** args) {
  must(count == 3, "DATA and COUNT are missing");
  DemoOffice demo(args[1]);
  std::int64_t wanted = std::atoll(args[2]);
  auto have = storage::read(demo.office->database(),
                            [](storage::Reader& db) { return db.integer("SELECT count(*) FROM reports").value_or(0); });
  auto now = demo.clock.now();
  auto start = Steady::now();
  for (std::int64_t serial = have; serial < wanted;) {
    auto done = storage::write(demo.office->database(), [&](storage::Transaction& tx) -> Result<Done> {
      auto& db = tx.unlogged(storage::Unlogged::kReference);
      auto end = std::min(wanted, serial + kInUnit);
      for (auto i = serial; i < end; ++i) add_report(db, demo.entropy, now - std::chrono::seconds(3 * (wanted - i)), i);
      return Done{};
    });
    must(done.has_value(), done ? "" : done.error().code + " " + done.error().detail);
    serial = std::min(wanted, serial + kInUnit);
  }
  std::printf("RESULT reports=%lld seconds=%.1f\n", static_cast<long long>(wanted),
              std::chrono::duration<double>(Steady::now() - start).count());
  return 0;
}

}  // namespace
}  // namespace netra::bench

int main(int count, char** args) { return netra::bench::run(count, args); }
