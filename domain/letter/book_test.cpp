// The letter book: incoming letters, search and filters, tables, the register; what the public may check; settings.
#include "domain/letter/content.hpp"
#include "domain/letter/testing.hpp"
#include "engine/crypto/code.hpp"

namespace netra::letter {
namespace {

json::object incoming(const std::string& matter = "Jawaban atas permintaan data") {
  return {{"sender", "Dinas Contoh Kabupaten Cilacap"},
          {"their_number", "800/123/2024"},
          {"dated", "2024-10-22"},
          {"matter", matter}};
}

std::vector<std::string> matters(const Result<json::object>& view) {
  std::vector<std::string> out;
  for (const auto& row : view.value().at("letters").as_array()) out.emplace_back(row.at("matter").as_string());
  return out;
}

TEST(LetterBook, NumbersIncomingLettersWithoutAGap) {
  with_world([](World& w) {
    for (int i = 1; i <= 3; ++i) {
      auto view = w.post(w.clerk, "/incoming-letters", incoming());
      ASSERT_TRUE(view) << view.error().code;
      EXPECT_EQ(text_in(*view, "agenda"), std::to_string(i));
    }
    auto wrong = incoming();
    wrong["received_on"] = "2024-10-25";
    EXPECT_EQ(code_of(w.post(w.clerk, "/incoming-letters", wrong)), "request.fields") << "tomorrow";
    wrong["received_on"] = "2024-10-21";
    EXPECT_EQ(code_of(w.post(w.clerk, "/incoming-letters", wrong)), "request.fields") << "before it was written";
    EXPECT_EQ(text_in(*w.post(w.clerk, "/incoming-letters", incoming()), "agenda"), "4");
    auto foreign = incoming();
    foreign["office"] = kOther;
    EXPECT_EQ(code_of(w.post(w.clerk, "/incoming-letters", foreign)), "access.denied");
  });
}

TEST(LetterBook, HandsIncomingLettersOnUntilTheyAreDone) {
  with_world([](World& w) {
    auto body = incoming();
    body["scan"] = json::array{w.upload("%PDF-1.4 surat masuk", "surat.pdf")};
    auto view = w.post(w.clerk, "/incoming-letters", body);
    ASSERT_TRUE(view) << view.error().code;
    Paper paper{&w, text_in(*view, "id"), 1, *view};
    EXPECT_EQ(code_of(paper.post(w.clerk, "checks")), "letter.step");
    EXPECT_EQ(code_of(paper.post(w.chair, "cancellation", {{"reason", "Salah catat"}})), "letter.step");
    EXPECT_EQ(code_of(paper.post(w.clerk, "assignments", {{"to_whom", "Divisi Penanganan"}, {"instruction", ""}})),
              "request.fields");
    EXPECT_EQ(code_of(paper.post(w.clerk, "assignments",
                                 {{"to_whom", "Divisi Penanganan"}, {"instruction", "Telaah"}, {"due", "2024-10-28"}})),
              "done");
    EXPECT_EQ(code_of(paper.post(w.second, "completion", {{"note", "Sudah ditelaah"}})), "done");
    EXPECT_EQ(paper.state(), "done");
    EXPECT_EQ(code_of(paper.post(w.second, "assignments", {{"to_whom", "A"}, {"instruction", "B"}})), "letter.step");
    const auto& steps = paper.view.at("steps").as_array();
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].at("file").at("media_type").as_string(), "application/pdf");
    EXPECT_EQ(steps[1].at("to_whom").as_string(), "Divisi Penanganan");
  });
}

TEST(LetterBook, FindsByWordsAndFilters) {
  with_world([](World& w) {
    drafted(w);
    numbered(w, {{"signed_as", "chair"}}, typed("appeal"));
    w.post(w.clerk, "/incoming-letters", incoming("Balasan imbauan netralitas"));
    const std::string list = "/letters?office=" + kOffice;
    EXPECT_EQ(matters(w.get(w.clerk, list)).size(), 3U);
    EXPECT_EQ(matters(w.get(w.clerk, list + "&direction=incoming")),
              (std::vector<std::string>{"Balasan imbauan netralitas"}));
    EXPECT_EQ(matters(w.get(w.clerk, list + "&q=BALASAN%20netral")).size(), 1U) << "words in any order and case";
    EXPECT_EQ(matters(w.get(w.clerk, list + "&q=netral%20lain")).size(), 0U) << "all of them";
    EXPECT_EQ(matters(w.get(w.clerk, list + "&q=800%2F123")).size(), 1U) << "the sender's number";
    EXPECT_EQ(matters(w.get(w.clerk, list + "&q=%25")).size(), 3U) << "a sign of LIKE is no pattern";
    EXPECT_EQ(matters(w.get(w.clerk, list + "&class=PM")).size(), 1U) << "with its sub-classes";
    EXPECT_EQ(matters(w.get(w.clerk, list + "&class=P")).size(), 0U);
    EXPECT_EQ(matters(w.get(w.clerk, list + "&state=numbered")).size(), 1U);
    EXPECT_EQ(matters(w.get(w.clerk, list + "&year=2023")).size(), 0U);
  });
}

TEST(LetterBook, TurnsItsPages) {
  with_world([](World& w) {
    for (int i = 0; i < 52; ++i) w.post(w.clerk, "/incoming-letters", incoming("Surat " + std::to_string(i)));
    auto first = w.get(w.clerk, "/letters?office=" + kOffice);
    EXPECT_EQ(matters(first).size(), 50U);
    EXPECT_EQ(matters(first).front(), "Surat 51");
    auto second = w.get(w.clerk, text_in(*first, "older"));
    EXPECT_EQ(matters(second), (std::vector<std::string>{"Surat 1", "Surat 0"}));
    EXPECT_FALSE(second->contains("older"));
  });
}

TEST(LetterBook, LeavesAsATable) {
  with_world([](World& w) {
    w.post(w.clerk, "/incoming-letters", incoming("=HYPERLINK(\"x\")"));
    auto csv = w.reply(w.clerk, http::Method::get, "/letters.csv?office=" + kOffice);
    ASSERT_TRUE(csv) << csv.error().code;
    EXPECT_THAT(*csv->file->bytes, HasSubstr("800/123/2024"));
    EXPECT_THAT(*csv->file->bytes, Not(HasSubstr(",\"=HYPER"))) << "nothing a spreadsheet would run";
    auto xlsx = w.reply(w.clerk, http::Method::get, "/letters.xlsx?office=" + kOffice);
    ASSERT_TRUE(xlsx);
    EXPECT_TRUE(xlsx->file->bytes->starts_with("PK"));
  });
}

json::object outside(std::int64_t running = 2) {
  return {{"document", "press_release"}, {"class_code", "HM.00.00"},
          {"running", running},          {"number", "00" + std::to_string(running) + "/HM.00.00/K.JT-07/06/2024"},
          {"dated", "2024-06-28"},       {"matter", "Bawaslu Cilacap Bentuk Pokja Netralitas"},
          {"signed_as", "chair"},        {"reason", "Siaran pers Bawaslu Kabupaten Cilacap"}};
}

TEST(LetterBook, TakesInWhatWasNumberedOutside) {
  with_world([](World& w) {
    auto view = w.post(w.clerk, "/outside-letters", outside());
    ASSERT_TRUE(view) << view.error().code;
    EXPECT_EQ(text_in(*view, "number"), "002/HM.00.00/K.JT-07/06/2024");
    EXPECT_EQ(code_of(w.post(w.clerk, "/outside-letters", outside())), "letter.number_taken");
    EXPECT_EQ(code_of(w.post(w.stranger, "/outside-letters", outside(9))), "done") << "their own book";
    Paper paper{&w, text_in(*view, "id"), 1, *view};
    EXPECT_EQ(code_of(paper.post(w.chair, "cancellation", {{"reason", "x"}})), "letter.step") << "it is only recorded";
    EXPECT_EQ(code_of(w.reply(w.clerk, http::Method::get, "/letters/" + paper.id + "/paper")), "letter.no_paper");
    EXPECT_EQ(numbered(w, {{"signed_as", "chair"}}, typed("press_release")).number(), "003/HM.00.00/K.JT-07/10/2024");
    auto list = w.get(w.clerk, "/letters/register?office=" + kOffice + "&year=2024&sequence=HM");
    ASSERT_TRUE(list);
    const auto& rows = list->at("rows").as_array();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_TRUE(rows[0].at("outside").as_bool());
    EXPECT_EQ(rows[2].at("running").as_int64(), 3);
    EXPECT_EQ(list->at("missing").as_int64(), 1);
  });
}

// ---- what the public may know ----

TEST(LetterProof, SaysNumberDateAndFingerprintAndNothingElse) {
  with_world([](World& w) {
    auto paper = drafted(w);
    Actor nobody;
    const auto page = "/surat/" + text_in(paper.view, "code");
    auto view = w.get(nobody, page);
    ASSERT_TRUE(view) << view.error().code;
    EXPECT_EQ(text_in(*view, "standing"), "draft");
    EXPECT_EQ(text_in(*view, "number"), "");
    paper.post(w.second, "checks");
    paper.post(w.clerk, "numbers", {{"signed_as", "chair"}});
    view = w.get(nobody, page);
    EXPECT_EQ(text_in(*view, "standing"), "numbered");
    EXPECT_EQ(text_in(*view, "paper_sha256"), text_in(paper.view, "paper_sha256"));
    const auto all = json::serialize(*view);
    for (const char* content : {"Permintaan data", "Kepala Dinas", "Dengan hormat", "writer-1", "Petugas Contoh"})
      EXPECT_THAT(all, Not(HasSubstr(content)));
    paper.post(w.chair, "signatures",
               {{"kind", "scan"}, {"signature", json::array{w.upload("%PDF-1.4 salinan", "salinan.pdf")}}});
    EXPECT_EQ(text_in(*w.get(nobody, page), "standing"), "signed_off");
    paper.post(w.chair, "cancellation", {{"reason", "Ditarik"}});
    view = w.get(nobody, page);
    EXPECT_EQ(text_in(*view, "standing"), "cancelled");
    EXPECT_THAT(json::serialize(*view), Not(HasSubstr("Ditarik")));
  });
}

TEST(LetterProof, ComparesAFileAndKeepsNothingOfIt) {
  with_world([](World& w) {
    auto paper = signed_paper(w);
    Actor nobody;
    const auto checks = "/surat/" + text_in(paper.view, "code") + "/checks";
    auto match = [&](const json::object& body) {
      auto view = w.post(nobody, checks, body);
      return view ? std::string(view->at("checked").at("match").as_string()) : view.error().code;
    };
    const auto bytes = must(w.store->read(text_in(paper.view, "paper_sha256")));
    EXPECT_EQ(match({{"file", json::array{w.upload(bytes, "surat.pdf")}}}), "paper");
    EXPECT_EQ(match({{"file", json::array{w.upload("%PDF-1.4 salinan", "salinan.pdf")}}}), "signature");
    EXPECT_EQ(match({{"file", json::array{w.upload(bytes + " ", "surat.pdf")}}}), "none");
    EXPECT_FALSE(w.store->has(crypto::sha256_hex(bytes + " ")));
    auto sha = text_in(paper.view, "paper_sha256");
    for (char& c : sha)
      if (c >= 'a') c = static_cast<char>(c - 32);
    EXPECT_EQ(match({{"fingerprint", sha.substr(0, 32) + " " + sha.substr(32)}}), "paper") << "as people copy it";
    EXPECT_EQ(match({{"fingerprint", "abc"}}), "letter.check");
    EXPECT_EQ(match(json::object()), "letter.check");
  });
}

TEST(LetterProof, KnowsNoOtherCodes) {
  with_world([](World& w) {
    auto paper = drafted(w);
    w.post(w.clerk, "/incoming-letters", incoming());
    Actor nobody;
    for (const std::string& code : {crypto::make_code(w.entropy), std::string("x"), text_in(paper.view, "id")})
      EXPECT_EQ(code_of(w.get(nobody, "/surat/" + code)), "letter.unknown");
  });
}

// ---- settings ----

json::object settings() {
  return {{"institution", "BADAN CONTOH"},
          {"place", "Cilacap"},
          {"signer_capacity", "Ketua"},
          {"signer_name", "Ketua Contoh"},
          {"pattern", "{seq:04}/{class}/{chair}JT-07/{month_roman}/{year}"},
          {"late", "digits"},
          {"margin_left", 30.0},
          {"reason", "Kebiasaan kantor"}};
}

TEST(LetterSettings, AreTheOfficesOwnUntilTakenBack) {
  with_world([](World& w) {
    const auto page = "/offices/" + kOffice + "/letters";
    EXPECT_EQ(numbered(w).number(), "001/PP.00.00/K.JT-07/10/2024");
    EXPECT_EQ(code_of(w.post(w.clerk, page, settings())), "access.denied");
    auto set = w.post(w.manager, page, settings());
    ASSERT_TRUE(set) << set.error().code << " " << set.error().detail;
    EXPECT_EQ(numbered(w).number(), "0002/PP.00.00/K.JT-07/X/2024") << "the sequence goes on";
    auto view = w.get(w.manager, page);
    EXPECT_EQ(view->at("settings").at("letterhead").at("institution").as_string(), "BADAN CONTOH");
    EXPECT_EQ(view->at("layout").at("margin_left").as_double(), 30.0);
    auto preview = w.reply(w.manager, http::Method::get, page + "/preview");
    ASSERT_TRUE(preview);
    EXPECT_TRUE(preview->file->bytes->starts_with("%PDF-"));
    const auto end = page + "/" + text_in(*set, "id") + "/end";
    EXPECT_EQ(code_of(w.post(w.manager, end, {{"reason", ""}})), "request.fields");
    EXPECT_EQ(code_of(w.post(w.manager, end, {{"reason", "Kembali"}})), "done");
    EXPECT_EQ(code_of(w.post(w.manager, end, {{"reason", "Lagi"}})), "letter.settings");
    EXPECT_EQ(numbered(w).number(), "003/PP.00.00/K.JT-07/10/2024");
  });
}

TEST(LetterSettings, RefuseWhatCannotBe) {
  with_world([](World& w) {
    const auto page = "/offices/" + kOffice + "/letters";
    auto with = [&](const char* key, json::value value) {
      auto body = settings();
      body[key] = std::move(value);
      return code_of(w.post(w.manager, page, body));
    };
    EXPECT_EQ(with("pattern", "{seq}/{year}"), "number_pattern.incomplete") << "two classes could read the same";
    EXPECT_EQ(with("pattern", "{seq}/{class}/{nama}/{year}"), "number_pattern.placeholder");
    EXPECT_EQ(with("margin_left", 200.0), "pdf.layout");
    EXPECT_EQ(with("typeface", "Tidak Ada"), "pdf.font");
    EXPECT_EQ(with("from", "2024-10-01"), "request.fields") << "not in the past";
    EXPECT_EQ(with("until", "2024-10-01"), "request.fields");
    EXPECT_EQ(with("reason", ""), "request.fields");
  });
}

// ---- texts in boxes ----

TEST(LetterTexts, ComeBackFromTheirBoxesAsTheyWere) {
  const std::vector<pdf::Block> blocks{pdf::heading("Dasar"), pdf::paragraph("Satu.\n\nDua."),
                                       pdf::fields({{"Nama", "Contoh"}, {"Alamat", "Jalan\nKota"}}),
                                       pdf::list({"Pertama", "Kedua\nlanjutannya"}),
                                       pdf::table({"No", "Nama"}, {{{"1", "A"}}, {{"2", "B"}}}, {1, 3})};
  EXPECT_EQ(to_json(blocks_of(texts_of(blocks), blocks)), to_json(blocks));
}

TEST(LetterTexts, LeaveOutEmptyBoxes) {
  auto blocks = blocks_of({{pdf::BlockKind::paragraph, "  \r\n"}, {pdf::BlockKind::list, "a\r\n\r\nb"}}, {});
  ASSERT_EQ(blocks.size(), 1U);
  EXPECT_EQ(blocks[0].items, (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace netra::letter
