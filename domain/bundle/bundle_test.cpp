#include "domain/bundle/bundle.hpp"

#include <zip.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "domain/bundle/sql.hpp"
#include "domain/case/testing.hpp"
#include "domain/evidence/custody.hpp"
#include "domain/room/testing.hpp"

namespace netra::bundle {
namespace {

using namespace std::chrono_literals;
using cases::code_of;
using cases::File;
using cases::registered;
using cases::with_world;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The case's world with the routes of bags.
struct Out {
  explicit Out(cases::World& world, Limits limits = {}) : w(world), services{w.services, limits} {
    add_bundle_routes(routes, services);
  }
  Result<http::AnyReply> ask(const Actor& who, http::Method method, const std::string& path, json::object body = {}) {
    w.now += 1min;
    return http::InProcess(routes, w.db, w.entropy).ask_as(who, w.now, {method, path, std::move(body)});
  }
  Result<http::AnyReply> take(const Actor& who, const File& file) {
    return ask(who, http::Method::post, "/cases/" + file.id + "/bundles", {{"reason", "Diminta ahli contoh"}});
  }
  cases::World& w;
  Services services;
  http::Routes routes;
};

std::string code(const Result<http::AnyReply>& reply) { return reply ? "done" : reply.error().code; }

// An exhibit of each kind.
void add_exhibits(cases::World& w, const std::string& id) {
  auto kept = w.store->put("%PDF-1.4 bukti perkara contoh yang cukup panjang", "bukti perkara.pdf");
  auto done = storage::write(w.db, [&](storage::Transaction& tx) -> Result<Done> {
    const journal::ActorRef by{w.officer.id, "case_officer", cases::kOffice};
    auto& writer =
        journal::record(tx, w.now, w.entropy, {by, "case.evidence_added", {"case", id}, cases::kOffice, {}, ""});
    evidence::attach(writer, w.now, w.entropy, {"case", id}, cases::kOffice, by,
                     {kept->sha256, kept->content_type, kept->size, "bukti perkara.pdf", "Contoh"});
    evidence::collect(writer, w.now, w.entropy, {"case", id}, cases::kOffice, by,
                      {.description = "1 kaus contoh",
                       .place = "Lapangan",
                       .from_party = "Panitia",
                       .kept_at = "Lemari",
                       .seal = "S-1",
                       .reason = "Pembuktian"});
    return Done{};
  });
  EXPECT_TRUE(done);
}

File full_case(cases::World& w) {
  auto file = cases::before_plenary(w);
  add_exhibits(w, file.id);
  return file;
}

std::map<std::string, std::string> unpacked(const std::string& path) {
  std::map<std::string, std::string> out;
  int failed = 0;
  auto* archive = zip_open(path.c_str(), ZIP_RDONLY, &failed);
  for (zip_int64_t i = 0; archive && i < zip_get_num_entries(archive, 0); ++i) {
    const auto at = static_cast<zip_uint64_t>(i);
    const std::string name = zip_get_name(archive, at, 0);
    zip_stat_t stat;
    zip_stat_index(archive, at, 0, &stat);
    std::string bytes(stat.size, '\0');
    auto* file = zip_fopen_index(archive, at, 0);
    EXPECT_EQ(zip_fread(file, bytes.data(), bytes.size()), static_cast<zip_int64_t>(bytes.size()));
    zip_fclose(file);
    out[name.substr(name.find('/') + 1)] = bytes;
  }
  if (archive) zip_discard(archive);
  return out;
}

// The same bag with one of its parts changed and all manifests made anew, as a forger would.
Result<Packed> forged(cases::World& w, const std::map<std::string, std::string>& parts) {
  Bag bag{.name = "palsu", .made_at = w.now, .info = {}, .payload = {}, .guides = {}};
  for (const auto& [name, bytes] : parts)
    if (name.starts_with("data/")) bag.payload.push_back(text_part(name, bytes));
  return pack(w.store->root() + "/staging", w.entropy, bag);
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(Bundle, QueriesPrepare) { test::expect_prepares(sql::bundle::all); }

TEST(Bundle, ACaseFileProvesItself) {
  with_world([](cases::World& w) {
    Out out(w);
    auto file = full_case(w);
    auto reply = out.take(w.officer, file);
    ASSERT_EQ(code(reply), "done") << reply.error().detail;
    ASSERT_TRUE(reply->file);
    EXPECT_EQ(reply->file->content_type, "application/zip");
    auto found = verify(reply->file->path);
    ASSERT_TRUE(found);
    EXPECT_THAT(found->faults, IsEmpty());
    EXPECT_EQ(found->print, reply->file->etag);
    EXPECT_GE(found->exhibits, 2);
    EXPECT_GE(found->journal_entries, 5);
    const auto parts = unpacked(reply->file->path);
    for (const char* name :
         {"bagit.txt", "bag-info.txt", "PETUNJUK.txt", "README.txt", "data/perkara/perkara.json",
          "data/perkara/ringkasan.txt", "data/dokumen/kajian-1.txt", "data/penguasaan/penguasaan.csv"})
      EXPECT_TRUE(parts.contains(name)) << name;
    EXPECT_EQ(parts.at("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    EXPECT_THAT(parts.at("data/dokumen/kajian-1.txt"), HasSubstr("Analisis contoh"));
    EXPECT_THAT(w.verbs("case", file.id), Contains("case.exported"));
    const auto page = out.ask(w.officer, http::Method::get, "/cases/" + file.id + "/bundles");
    EXPECT_EQ(page->view.at("bundles").at(0).at("print").as_string(), std::string_view(found->print));
    EXPECT_EQ(page->view.at("bundles").at(0).at("reason").as_string(), "Diminta ahli contoh");
    EXPECT_TRUE(storage::read(w.db, [](storage::Reader& db) { return evidence::verify_custody(db).faults; }).empty());
  });
}

TEST(Bundle, NamesNobodyWhoReported) {
  with_world([](cases::World& w) {
    Out out(w);
    auto file = full_case(w);
    auto reply = out.take(w.officer, file);
    ASSERT_EQ(code(reply), "done");
    const auto parts = unpacked(reply->file->path);
    ASSERT_GT(parts.size(), 10u);
    for (const auto& [name, bytes] : parts)
      for (const char* secret : {"Warga Contoh Rahasia", "0800-0000-0001", "Jalan Contoh Tersembunyi",
                                 "Saksi Contoh Rahasia", "0800-0000-0002"})
        EXPECT_THAT(bytes, Not(HasSubstr(secret))) << name;
  });
}

TEST(Bundle, RefusesWhoMayNotAndWhatIsNotSaid) {
  with_world([](cases::World& w) {
    Out out(w);
    auto file = full_case(w);
    const auto path = "/cases/" + file.id + "/bundles";
    EXPECT_EQ(code(out.take(w.stranger, file)), "case.unknown");
    EXPECT_EQ(code(out.take(w.auditor, file)), "access.denied");
    EXPECT_EQ(code(out.take(w.superior, file)), "access.denied") << "reads below, does not take out below";
    EXPECT_EQ(code(out.ask(w.officer, http::Method::post, path, {{"reason", "  "}})), "bundle.reason");
    EXPECT_EQ(code(out.ask(w.stranger, http::Method::get, path)), "case.unknown");
    EXPECT_EQ(code(out.ask(w.officer, http::Method::post, "/handovers/none/bundles", {{"reason", "x"}})),
              "bundle.unknown");
    EXPECT_THAT(w.verbs("case", file.id), Not(Contains("case.exported")));
  });
}

// The receiver of a hand-over takes out what it held and nothing else of the case.
TEST(Bundle, ForAnotherInstitutionHoldsOnlyWhatWasHandedOver) {
  room::with_room([](room::RoomWorld& w) {
    Out out(w);
    auto [file, track] = w.raised();
    add_exhibits(w, file.id);
    const auto seen = *w.room(w.officer, track);
    const auto& choices = seen.at("choices").as_object();
    const auto study = cases::text_of(choices.at("documents").as_array().at(0).as_object(), "value");
    std::string given;
    for (const auto& one : choices.at("evidence").as_array())
      if (one.at("filename").as_string() == "bukti perkara.pdf") given = one.at("id").as_string();
    ASSERT_FALSE(given.empty());
    auto offered = w.hand_over(w.officer, track,
                               {{"office", room::kPolice},
                                {"event", "received_by_police"},
                                {"documents", json::array{json::value(study)}},
                                {"evidence", json::array{json::value(given)}}});
    ASSERT_EQ(code_of(offered), "done");
    const auto id = room::RoomWorld::last(*offered);
    const auto path = "/handovers/" + id + "/bundles";
    const json::object why{{"reason", "Untuk berkas penyidikan contoh"}};
    EXPECT_EQ(code(out.ask(w.police, http::Method::post, path, why)), "bundle.unknown") << "not accepted yet";
    ASSERT_EQ(code_of(w.answer(w.police, id, "acceptance")), "done");
    EXPECT_EQ(code(out.ask(w.prosecutor, http::Method::post, path, why)), "bundle.unknown") << "not theirs";
    EXPECT_EQ(code(out.ask(w.police, http::Method::post, "/cases/" + file.id + "/bundles", why)), "case.unknown");
    auto reply = out.ask(w.police, http::Method::post, path, why);
    ASSERT_EQ(code(reply), "done") << reply.error().detail;
    const auto found = *verify(reply->file->path);
    EXPECT_THAT(found.faults, IsEmpty());
    EXPECT_EQ(found.exhibits, 1);
    std::vector<std::string> names;
    for (const auto& [name, bytes] : unpacked(reply->file->path)) {
      names.push_back(name);
      EXPECT_THAT(bytes, Not(HasSubstr("1 kaus contoh"))) << name << " tells of what was not handed over";
      EXPECT_THAT(bytes, Not(HasSubstr("Warga Contoh Rahasia"))) << name;
    }
    EXPECT_THAT(names, Not(Contains("data/perkara/perkara.json")));
    EXPECT_THAT(names, Contains("data/penyerahan/penyerahan.json"));
    EXPECT_THAT(names, Contains(HasSubstr("data/bukti/")));
    EXPECT_EQ(code(out.ask(w.police, http::Method::get, path)), "done");
    EXPECT_EQ(code(out.ask(w.officer, http::Method::post, path, why)), "done") << "the sender may, too";
    EXPECT_TRUE(storage::read(w.db, [](storage::Reader& db) { return evidence::verify_custody(db).faults; }).empty());
  });
}

TEST(Bundle, SaysWhenThereIsNoRoom) {
  with_world([](cases::World& w) {
    Out out(w, {.bytes = 10, .parts = 1000});
    auto file = full_case(w);
    EXPECT_EQ(code(out.take(w.officer, file)), "bundle.too_large");
    Bag huge{.name = "b", .made_at = w.now, .info = {}, .payload = {}, .guides = {}};
    huge.payload.push_back(file_part("data/x", "/dev/null", std::string(64, '0'), 1LL << 50));
    const auto packed = pack(w.store->root() + "/staging", w.entropy, huge, {.bytes = 1LL << 60, .parts = 5});
    ASSERT_FALSE(packed);
    EXPECT_EQ(packed.error().code, "bundle.no_space");
    Bag gone{.name = "b", .made_at = w.now, .info = {}, .payload = {}, .guides = {}};
    gone.payload.push_back(file_part("data/x", "/nowhere/at/all", std::string(64, '0'), 1));
    const auto failed = pack(w.store->root() + "/staging", w.entropy, gone);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "files.unavailable");
    for (const auto& left : std::filesystem::directory_iterator(w.store->root() + "/staging"))
      EXPECT_THAT(left.path().filename().string(), Not(HasSubstr("bundle-"))) << "nothing half made stays";
  });
}

TEST(Bundle, TheSameBagGivesTheSameBytes) {
  test::TempFolder folder;
  SystemEntropy entropy;
  const auto bytes = [&] {
    Bag bag{
        .name = "b", .made_at = from_ms(1'730'000'000'000), .info = {{"A", "satu\ndua"}}, .payload = {}, .guides = {}};
    bag.payload.push_back(text_part("data/b.txt", "dua"));
    bag.payload.push_back(text_part("data/a.txt", "satu"));
    auto packed = pack(folder.path(), entropy, bag);
    std::ifstream in(packed->path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const auto first = bytes();
  EXPECT_EQ(first, bytes());
  EXPECT_THAT(first, HasSubstr("bag-info.txt"));
}

TEST(Bundle, LeavesOutWhatIsNoLongerWhatItWas) {
  with_world([](cases::World& w) {
    Out out(w);
    auto file = full_case(w);
    const auto items = storage::read(w.db, [&](storage::Reader& db) {
      return evidence::list(db, {"case", file.id}, Zone::wib);
    });
    const auto item =
        std::find_if(items.begin(), items.end(), [](const auto& i) { return i.filename == "bukti perkara.pdf"; });
    const auto path = w.store->body(item->sha256, "")->path;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    std::ofstream(path, std::ios::binary) << "lain";
    auto reply = out.take(w.officer, file);
    ASSERT_EQ(code(reply), "done");
    EXPECT_THAT(verify(reply->file->path)->faults, IsEmpty()) << "it says so itself";
    EXPECT_THAT(unpacked(reply->file->path).at("PETUNJUK.txt"), HasSubstr(item->id));
  });
}

TEST(Verifying, FindsWhatAForgerChanged) {
  with_world([](cases::World& w) {
    Out out(w);
    auto file = full_case(w);
    auto reply = out.take(w.officer, file);
    ASSERT_EQ(code(reply), "done");
    const auto parts = unpacked(reply->file->path);
    struct {
      const char* why;
      const char* part;
      const char* what;
      const char* with;
      const char* fault;
    } const rows[] = {
        {"another seal", "data/penguasaan/penguasaan.json", "\"seal\":\"S-1\"", "\"seal\":\"S-2\"", ": altered"},
        {"another description", "data/penguasaan/penguasaan.json", "1 kaus contoh", "2 kaus contoh", ": item"},
        {"another office holds it", "data/penguasaan/penguasaan.json",
         "\"office_id\":\"bawaslu-36.73\",\"custody_seq\"", "\"office_id\":\"bawaslu-33.01\",\"custody_seq\"",
         ": holder"},
        {"another verb", "data/jurnal/jurnal.jsonl", "case.evidence_added", "case.evidence_taken", ": altered"},
        {"another commitment", "data/jurnal/jurnal.jsonl", "study_ready", "study_redy1", ": details do not match"},
        {"other bytes of an exhibit", "data/bukti", "bukti perkara contoh", "bukti perkara c0ntoh",
         "is not in the bag"},
    };
    for (const auto& row : rows) {
      auto changed = parts;
      bool done = false;
      for (auto& [name, bytes] : changed)
        if (name.starts_with(row.part) && bytes.find(row.what) != bytes.npos && !done) {
          bytes = replaced(bytes, row.what, row.with);
          done = true;
        }
      EXPECT_TRUE(done) << row.why;
      auto packed = forged(w, changed);
      ASSERT_TRUE(packed) << row.why;
      EXPECT_THAT(verify(packed->path)->faults, Contains(HasSubstr(row.fault))) << row.why;
    }
  });
}

TEST(Verifying, FindsAnAlteredPartAStrayPartAndABrokenArchive) {
  with_world([](cases::World& w) {
    Out out(w);
    auto file = full_case(w);
    auto reply = out.take(w.officer, file);
    ASSERT_EQ(code(reply), "done");
    const auto path = reply->file->path;
    std::ifstream in(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    const auto at = bytes.find("bukti perkara contoh");  // originals are stored as they are
    ASSERT_NE(at, bytes.npos);
    auto flipped = bytes;
    flipped[at] ^= 1;
    std::ofstream(path + ".flipped", std::ios::binary) << flipped;
    EXPECT_THAT(verify(path + ".flipped")->faults, Contains(HasSubstr("data/bukti/")));

    std::filesystem::copy_file(path, path + ".more");
    int failed = 0;
    auto* archive = zip_open((path + ".more").c_str(), 0, &failed);
    const std::string text = "selundupan";
    const auto name = verify(path)->name + "/data/bukti/999-lain.txt";
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), 0);
    ASSERT_EQ(zip_close(archive), 0);
    EXPECT_THAT(verify(path + ".more")->faults, Contains("data/bukti/999-lain.txt: in no manifest"));

    std::ofstream(path + ".cut", std::ios::binary) << bytes.substr(0, bytes.size() / 2);
    EXPECT_EQ(verify(path + ".cut").error().code, "bundle.unreadable");
    EXPECT_EQ(verify(path + ".none").error().code, "bundle.unreadable");
  });
}

TEST(SafeName, IsOneThatEveryFileSystemTakes) {
  EXPECT_EQ(safe_name("002/Reg/LP/PB/Kota/30.02/X/2024"), "002-Reg-LP-PB-Kota-30.02-X-2024");
  EXPECT_EQ(safe_name("../../etc/passwd"), "etc-passwd");
  EXPECT_EQ(safe_name("bukti é foto.jpg"), "bukti-foto.jpg");
  EXPECT_EQ(safe_name("..."), "tanpa-nama");
}

}  // namespace
}  // namespace netra::bundle
