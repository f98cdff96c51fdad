// Older registers: dry run, confirmation, refusals.
#include "domain/funnel/import_read.hpp"
#include "domain/funnel/testing.hpp"

namespace netra::funnel {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kHead = "No;Pemilihan;Daerah;Penerima;Jenis orang;Jumlah orang;Tanggal;Hasil;Sumber;Tanda\r\n";
const std::string kSix =
    kHead +
    "1;Pemilu 2024;Kota Serang;;;;;;Berita daring;sekunder\r\n2;Pemilu 2024;Kota Serang;;;;;;Berita daring;sekunder\r\n"
    "3;Pemilu 2024;Kota Serang;;;;;;Berita daring;sekunder\r\n4;Pemilu 2024;Kota Serang;;;;;;Berita daring;sekunder\r\n"
    "5;Pemilu 2024;Kota Serang;;;;;;Berita daring;sekunder\r\n6;Pemilu 2024;Kota Serang;;;;;;Berita "
    "daring;sekunder\r\n";

std::int64_t number(const json::value& view, const char* name) { return view.at(name).as_int64(); }

std::string states(const json::value& view) {
  std::string out;
  for (const auto& row : view.at("rows").as_array()) out += std::string(row.at("state").as_string()).substr(0, 1);
  return out;
}

std::vector<std::string> faults(const json::value& view) {
  std::vector<std::string> out;
  for (const auto& row : view.at("rows").as_array())
    for (const auto& fault : row.at("faults").as_array())
      out.push_back(std::string(fault.at("cell").as_string()) + " " + std::string(fault.at("code").as_string()));
  return out;
}

json::value look(Registers& r, const std::string& kind, const std::string& bytes) {
  auto id = identity::testing::must(r.bring(r.officer, kind, bytes));
  return identity::testing::must(r.get(r.officer, "/registers/imports/" + id));
}

TEST(ReadDay, AsPeopleWriteIt) {
  for (const char* text : {"2024-10-07", "7/10/2024", "07-10-2024", "7.10.2024", "7 Oktober 2024", "7 OKT 2024",
                           " 7  October 2024 ", "2024-10-07 16:00"})
    EXPECT_EQ(read_day(text), day("2024-10-07")) << text;
  for (const char* text :
       {"", "2024", "31/2/2024", "10/2024", "7/10/24", "Oktober 2024", "7 Oktobre 2024", "-7/10/2024"})
    EXPECT_EQ(read_day(text), std::nullopt) << text;
}

TEST(ReadCount, InGroupsOfThree) {
  EXPECT_EQ(read_count("1158"), 1158);
  EXPECT_EQ(read_count("1.158"), 1158);
  EXPECT_EQ(read_count(" 1,158 "), 1158);
  EXPECT_EQ(read_count("1.000.000"), 1000000);
  for (const char* text : {"", "1,5", "1.15", "-3", "3 orang", "1..000", ".5", "12345.678", "9999999999999"})
    EXPECT_EQ(read_count(text), std::nullopt) << text;
}

TEST(Import, TheSixRecommendationsOfKotaSerangStayAsUnknownAsTheyAre) {
  with_registers([](Registers& r) {
    auto seen = look(r, "recommendations", kSix);
    EXPECT_EQ(number(seen, "made"), 6);
    EXPECT_EQ(states(seen), "mmmmmm");
    EXPECT_EQ(r.get(r.officer, "/registers")->at("all").as_int64(), 0) << "a dry run makes nothing";

    auto done = r.import("recommendations", kSix);
    EXPECT_EQ(number(done, "made"), 6);
    auto funnel = identity::testing::must(r.get(r.officer, "/registers"));
    EXPECT_EQ(number(funnel, "all"), 6);
    EXPECT_EQ(number(funnel, "uncounted"), 6) << "recommendations whose persons are not known";
    ASSERT_EQ(funnel.at("standings").as_array().size(), 1u) << "not waiting, not unanswered: not known";
    EXPECT_EQ(funnel.at("standings").at(0).at("standing").as_string(), "unknown");
    EXPECT_EQ(funnel.at("by_kind").at(0).at("label").as_string(), "tidak diketahui");
    EXPECT_EQ(r.recounted(), 0u);

    auto again = look(r, "recommendations", kSix);
    EXPECT_EQ(states(again), "kkkkkk") << "the same file twice makes nothing twice";
    EXPECT_FALSE(again.at("may_confirm").as_bool());
    auto id = identity::testing::must(r.bring(r.officer, "recommendations", kSix));
    EXPECT_EQ(code_of(r.confirm(r.officer, id, std::string(again.at("plan").as_string()))), "register.nothing");
  });
}

TEST(Import, RowsWithoutANumberAreToldApartByWhatTheySay) {
  with_registers([](Registers& r) {
    const std::string two =
        "Pemilihan,Daerah,Sumber,Tanda\nPemilu 2024,36.73,Berita,sekunder\nPemilu 2024,36.73,Berita,sekunder\n";
    EXPECT_EQ(number(r.import("recommendations", two), "made"), 2);
    EXPECT_EQ(states(look(r, "recommendations", two + "Pemilu 2024,36.73,Berita,sekunder\n")), "kkm")
        << "a third of the same kind is one more";
  });
}

TEST(Import, NamesEveryWrongCellAndTakesTheOthers) {
  with_registers([](Registers& r) {
    const std::string table = kHead +
                              "1;Pilkada 2030;Kota Serang;BKN;PNS;1;7/10/2024;;Buku;verified\r\n"
                              "2;pilkada-2024;Kroya;BKN;PNS;1;7/10/2024;;Buku;verified\r\n"
                              "3;pilkada-2024;Entahdimana;Kelurahan X;Manusia;0;32/10/2024;entah;;\r\n"
                              "\r\n"
                              "4;pilkada-2024;Kota Serang;BKN;PNS;2;7 Oktober 2024;Disanksi;Buku;verified\r\n";
    auto seen = look(r, "recommendations", table);
    EXPECT_EQ(states(seen), "rrrm");
    EXPECT_EQ(seen.at("rows").at(3).at("row").as_int64(), 6) << "as the spreadsheet counts";
    EXPECT_THAT(faults(seen),
                ElementsAre("B2 register.election", "C3 register.place_unclear", "C4 register.place_unknown",
                            "D4 register.word", "E4 register.word", "F4 register.nobody", "G4 register.date",
                            "H4 register.word", "I4 field.required", "J4 field.required"));
    auto id = identity::testing::must(r.bring(r.officer, "recommendations", table));
    identity::testing::must(r.confirm(r.officer, id, std::string(seen.at("plan").as_string())));
    auto funnel = identity::testing::must(r.get(r.officer, "/registers"));
    EXPECT_EQ(number(funnel, "all"), 2) << "two persons of the one row that could be read";
    EXPECT_EQ(funnel.at("steps").at(3).at("count").as_int64(), 2);
  });
}

TEST(Import, NeverTakesNamesOfPersons) {
  with_registers([](Registers& r) {
    auto seen = look(
        r, "recommendations",
        "Nama,NIP,Pemilihan,Daerah,Sumber,Tanda,Warna\nOrang Rahasia,19800101,Pemilu 2024,36.73,Buku,verified,biru\n");
    EXPECT_THAT(json::serialize(seen), Not(HasSubstr("Orang Rahasia")));
    EXPECT_THAT(json::serialize(seen), Not(HasSubstr("19800101")));
    EXPECT_EQ(seen.at("never"), (json::array{"Nama", "NIP"}));
    EXPECT_EQ(seen.at("ignored"), (json::array{"Warna"}));
  });
}

TEST(Import, ConfirmsOnlyWhatWasShown) {
  with_registers([](Registers& r) {
    auto first = identity::testing::must(r.bring(r.officer, "recommendations", kSix));
    auto seen = identity::testing::must(r.get(r.officer, "/registers/imports/" + first));
    const std::string plan(seen.at("plan").as_string());
    EXPECT_EQ(code_of(r.confirm(r.officer, first, "other")), "register.changed");
    EXPECT_EQ(
        code_of(r.post(r.officer, "/registers/imports/" + first + "/confirmation", {{"plan", plan}, {"reason", " "}})),
        "request.fields /reason field.required");
    r.import("recommendations", kSix.substr(0, kSix.find("\r\n3;") + 2));
    EXPECT_EQ(code_of(r.confirm(r.officer, first, plan)), "register.changed") << "two of them came in meanwhile";
    auto anew = identity::testing::must(r.get(r.officer, "/registers/imports/" + first));
    EXPECT_EQ(states(anew), "kkmmmm");
    EXPECT_EQ(code_of(r.confirm(r.officer, first, std::string(anew.at("plan").as_string()))), "done");
    EXPECT_EQ(code_of(r.confirm(r.officer, first, plan)), "register.done");
    r.db.with_reader([&](storage::Reader& db) {
      auto history = journal::history(db, {"register_import", first});
      ASSERT_EQ(history.size(), 1u);
      EXPECT_EQ(history[0].act, "register.imported");
      EXPECT_EQ(history[0].reason, "Buku register kantor");
      EXPECT_EQ(history[0].change.at("made").as_int64(), 4);
    });
  });
}

TEST(Import, SaysWhenTheFileIsNoLongerKept) {
  with_registers([](Registers& r) {
    auto id = identity::testing::must(r.bring(r.officer, "recommendations", kSix));
    auto plan =
        std::string(identity::testing::must(r.get(r.officer, "/registers/imports/" + id)).at("plan").as_string());
    r.store->sweep_staging(std::chrono::hours(-1));
    EXPECT_EQ(r.get(r.officer, "/registers/imports/" + id)->at("fault").as_string(), "register.gone");
    EXPECT_EQ(code_of(r.confirm(r.officer, id, plan)), "register.gone");
  });
}

TEST(Import, RefusesWhatIsNoTableAtTheField) {
  with_registers([](Registers& r) {
    struct {
      const char* why;
      std::string bytes;
      const char* code;
    } const cases[] = {
        {"no columns", "a,b\n1,2\n", "register.header"},
        {"Windows-1252", "Pemilihan,Daerah,Sumber,Tanda\nPemilu 2024,Jos\xE9,x,y\n", "sheet.encoding"},
        {"UTF-16", "\xFF\xFEx", "sheet.encoding"},
        {"an old workbook", "\xD0\xCF\x11\xE0", "sheet.unreadable"},
        {"nothing", "", "sheet.empty"},
        {"an open quote", "\"Pemilihan", "sheet.quote"},
    };
    for (const auto& row : cases) {
      SCOPED_TRACE(row.why);
      EXPECT_EQ(code_of(r.bring(r.officer, "recommendations", row.bytes)),
                std::string("request.fields /file ") + row.code);
    }
    EXPECT_EQ(code_of(r.post(r.officer, "/registers/imports", {{"kind", "figures"}, {"file", json::array{}}})),
              "request.fields /file field.required");
    std::string many = "Pemilihan,Daerah,Sumber,Tanda\n";
    for (int i = 0; i < 5001; ++i) many += "Pemilu 2024,36.73,Buku,verified\n";
    EXPECT_EQ(code_of(r.bring(r.officer, "recommendations", many)), "request.fields /file sheet.too_large");
  });
}

TEST(Import, OnlyByWhoRecommendsAndAtTheirOffice) {
  with_registers([](Registers& r) {
    auto stranger = r.member("lain@contoh.example", kOther, Role::case_officer);
    auto auditor = r.member("audit@contoh.example", kCity, Role::auditor);
    auto id = identity::testing::must(r.bring(r.officer, "recommendations", kSix));
    EXPECT_EQ(code_of(r.get(stranger, "/registers/imports/" + id)), "register.unknown");
    EXPECT_EQ(code_of(r.confirm(stranger, id, "x")), "register.unknown");
    EXPECT_EQ(code_of(r.bring(auditor, "recommendations", kSix)), "access.denied");
    EXPECT_EQ(code_of(r.get(r.officer, "/registers/imports?office=" + kOther)), "access.denied");
  });
}

TEST(Import, FiguresAreTakenAsTheyStandAndFlagged) {
  with_registers([](Registers& r) {
    const std::string head = "Pemilihan,Penerbit,Per tanggal,Daerah,Tahap,Jumlah,Bagian dari,Sumber,Tanda\n";
    const std::string table =
        head +
        "Pilkada 2020,Bawaslu,2022-09,Kota Serang,Dilaporkan,\"1.536\",,Berita,sekunder\n"
        "Pilkada 2020,Bawaslu,2022-09,Kota Serang,Direkomendasikan,1398,Dilaporkan,Berita,sekunder\n"
        "Pilkada 2020,Bawaslu,2022-09,Kota Serang,Dihentikan,53,Dilaporkan,Berita,sekunder\n";
    auto seen = look(r, "figures", table);
    EXPECT_EQ(states(seen), "mmm");
    EXPECT_EQ(number(seen, "not_closing"), 1);
    EXPECT_EQ(seen.at("series").at(0).at("checks").at(0).at("difference").as_int64(), 85);
    r.import("figures", table);
    auto page = identity::testing::must(r.get(r.officer, "/registers"));
    EXPECT_EQ(number(page, "all"), 0) << "published figures are not added to ours";
    EXPECT_EQ(number(page, "not_closing"), 1);
    EXPECT_EQ(page.at("published").at(0).at("figures").at(0).at("amount").as_int64(), 1536) << "not repaired";
    auto other = table;
    other.replace(other.find("1398"), 4, "1399");
    EXPECT_EQ(states(look(r, "figures", other)), "kdk") << "another count for the same figure is said, not taken";
  });
}

TEST(Import, TemplatesAreUnderstoodWhenTheyComeBack) {
  with_registers([](Registers& r) {
    for (const char* kind : {"recommendations", "figures"})
      for (const char* format : {"csv", "xlsx"}) {
        SCOPED_TRACE(std::string(kind) + format);
        auto reply = r.ask(r.officer, std::string("/registers/template.") + format + "?kind=" + kind);
        ASSERT_TRUE(reply && reply->file);
        auto seen = look(r, kind, *reply->file->bytes);
        EXPECT_EQ(states(seen), "m") << json::serialize(seen);
        EXPECT_TRUE(seen.at("ignored").as_array().empty());
      }
    EXPECT_EQ(code_of(r.get(r.officer, "/registers/template.csv?kind=x")), "register.unknown");
  });
}

}  // namespace
}  // namespace netra::funnel
