// Every paper of a case, composed from a case on its way: what stands on it, and what must not.
#include "domain/case/papers.hpp"

#include "domain/case/testing.hpp"

namespace netra::cases {
namespace {

using report::testing_world::kSecrets;

struct Papers {
  explicit Papers(World& world)
      : w(world),
        texts(*letter::Texts::load(Assets::from_directory(".", {"procedures"}))),
        messages(Messages::load(Assets::from_directory(".", {"domain", "engine", "web"}))),
        composing{texts, messages.messages},
        sources(papers(world.services, composing)) {}

  Result<letter::Content> compose(const Actor& who, std::string_view document, const std::string& subject,
                                  const std::string& language = "id") {
    Result<letter::Content> out = fail(FailedWith::kNotFound, "no source");
    w.db.with_reader([&](storage::Reader& reader) {
      http::RequestInfo info;
      info.language = language;
      http::Reading call{{w.now, info, who, w.entropy}, reader};
      for (const auto& source : sources)
        if (source.document == document) out = source.compose(call, subject);
    });
    return out;
  }
  // As JSON text, so that no member is forgotten.
  std::string text(std::string_view document, const std::string& subject) {
    auto content = compose(w.officer, document, subject);
    EXPECT_TRUE(content) << document << ": " << content.error().code;
    if (!content) return {};
    auto out = json::serialize(to_json(*content));
    for (const auto& secret : kSecrets) EXPECT_THAT(out, Not(HasSubstr(secret))) << document;
    EXPECT_THAT(out, Not(HasSubstr("{register}")));
    pdf::Paper paper;
    paper.blocks = content->blocks;
    paper.to = content->to;
    paper.signers = content->signers;
    auto bytes = pdf::set(paper, {});
    EXPECT_TRUE(bytes) << document << ": " << bytes.error().code;
    return out;
  }

  World& w;
  letter::Texts texts;
  Messages::Loaded messages;
  letter::Composing composing;
  std::vector<letter::Source> sources;
};

std::string first_id(const File& file, std::string_view member) {
  return text_of(file.view.at(member).as_array().at(0).as_object(), "id");
}

std::string person_of(const File& file, std::string_view role) {
  for (const auto& p : file.view.at("participants").as_array())
    if (p.at("role").as_string() == role) return std::string(p.at("id").as_string());
  return {};
}

// Invited, heard and written down.
std::string heard(World& w, File& file, std::string_view role) {
  EXPECT_EQ(
      code_of(file.post(w.officer, "clarifications",
                        {{"participant", person_of(file, role)}, {"at", "2024-10-29T09:00"}, {"place", "Kantor"}})),
      "done");
  const auto& all = file.view.at("clarifications").as_array();
  const auto id = text_of(all.at(all.size() - 1).as_object(), "id");
  const http::PathParams at{{"clarification", id}};
  EXPECT_EQ(
      code_of(file.post(w.officer, "clarifications/{clarification}/attendance", {{"attendance", "attended"}}, at)),
      "done");
  const json::object minutes{
      {"under_oath", true},
      {"opening", "Pembukaan contoh."},
      {"answers", json::array{json::object{{"question", "Apa yang dilihat?"}, {"answer", "Pembagian kaus."}}}}};
  EXPECT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes", minutes, at)), "done");
  return id;
}

TEST(CasePapers, EveryPaperSaysWhatItsRecordHoldsAndNoNameOfReporterOrWitness) {
  with_world([](World& w) {
    Papers p(w);
    auto file = registered(w);
    const auto number = text_of(file.view, "number");
    const auto reporter = heard(w, file, "reporter"), reported = heard(w, file, "reported");
    EXPECT_THAT(p.text("review_note", file.id),
                testing::AllOf(HasSubstr(number), HasSubstr("Lengkap: dapat diregistrasi"), HasSubstr("Terpenuhi"),
                               HasSubstr("28 Oktober 2024")));
    EXPECT_THAT(
        p.text("invitation", reporter),
        testing::AllOf(HasSubstr("Yth. Pelapor"), HasSubstr("Selasa, 29 Oktober 2024"), HasSubstr("09.00 WIB")));
    EXPECT_THAT(p.text("invitation", reported), HasSubstr("Yth. Pegawai Contoh Fiktif"));
    EXPECT_THAT(p.text("clarification_minutes", reporter),
                testing::AllOf(HasSubstr("di bawah sumpah/janji"), HasSubstr("Apa yang dilihat?"),
                               HasSubstr("Pembagian kaus."), HasSubstr("Pelapor")));
    ASSERT_EQ(code_of(file.post(w.officer, "studies",
                                {{"facts", "Fakta contoh"},
                                 {"analysis", "Analisis contoh"},
                                 {"rules", json::array{"NR-ASN-D01"}},
                                 {"conclusions", json::array{}}})),
              "done");
    EXPECT_THAT(p.text("study", file.id),
                testing::AllOf(HasSubstr("Fakta contoh"), HasSubstr("Analisis contoh"),
                               HasSubstr("Pegawai Contoh Fiktif"), HasSubstr("Foto unggahan")));
    ASSERT_EQ(code_of(file.post(w.officer, "stage", {{"event", "study_ready"}})), "done");
    const json::array outcomes{json::object{{"outcome", "other_law"}}};
    ASSERT_EQ(code_of(file.post(w.commissioner, "plenaries", {{"plenary", plenary(2)}, {"outcomes", outcomes}})),
              "done");
    EXPECT_THAT(p.text("plenary_minutes", first_id(file, "plenaries")),
                testing::AllOf(HasSubstr("Anggota Contoh member-1"), HasSubstr("Tidak hadir"), HasSubstr("Diputuskan."),
                               HasSubstr("2 suara"), HasSubstr("Pelanggaran peraturan perundang-undangan lainnya")));
    EXPECT_THAT(p.text("forwarding_letter", first_id(file, "tracks")),
                testing::AllOf(HasSubstr("Yth. "), HasSubstr("Pegawai Contoh Fiktif"), HasSubstr("dugaan")));
    ASSERT_EQ(code_of(file.post(w.officer, "notices", {{"text", "Diteruskan kepada instansi."}, {"on_board", true}})),
              "done");
    EXPECT_THAT(p.text("status_notice", file.id),
                testing::AllOf(HasSubstr("Yth. Pelapor"), HasSubstr("Diteruskan kepada instansi."), HasSubstr(number)));
  });
}

TEST(CasePapers, TheNoticeToCompleteNamesWhatIsMissing) {
  with_world([](World& w) {
    Papers p(w);
    auto file = opened(w);
    EXPECT_EQ(p.compose(w.officer, "completion_notice", file.id).error().code, "letter.source");
    auto review = full_review(file);
    review.at("checks").as_array()[0].as_object()["mark"] = "not_fulfilled";
    review.at("checks").as_array()[0].as_object()["note"] = "Belum ditulis";
    review["result"] = "incomplete";
    review["reason"] = "Lengkapi dahulu.";
    ASSERT_EQ(code_of(file.post(w.officer, "review", review)), "done");
    EXPECT_THAT(p.text("completion_notice", file.id),
                testing::AllOf(HasSubstr(": Belum ditulis"), HasSubstr("Lengkapi dahulu."), HasSubstr("paling lambat"),
                               HasSubstr("Yth. Pelapor")));
  });
}

TEST(CasePapers, WhoMayNotReadTheRecordGetsNoPaper) {
  with_world([](World& w) {
    Papers p(w);
    auto file = registered(w);
    const auto reporter = heard(w, file, "reporter");
    EXPECT_EQ(p.compose(w.stranger, "review_note", file.id).error().code, "case.unknown");
    EXPECT_EQ(p.compose(w.stranger, "invitation", reporter).error().code, "case.unknown");
    EXPECT_EQ(p.compose(w.officer, "invitation", "no-such").error().code, "case.unknown");
    EXPECT_EQ(p.compose(w.officer, "plenary_minutes", reporter).error().code, "case.unknown");
    EXPECT_EQ(p.compose(w.officer, "forwarding_letter", file.id).error().code, "case.unknown");
    EXPECT_EQ(p.compose(w.officer, "study", file.id).error().code, "letter.source") << "nothing written yet";
    EXPECT_EQ(p.compose(w.officer, "status_notice", file.id).error().code, "letter.source");
  });
}

TEST(CasePapers, PapersAreIndonesianWhateverLanguageThePageHas) {
  with_world([](World& w) {
    Papers p(w);
    auto file = registered(w);
    auto english = p.compose(w.officer, "review_note", file.id, "en");
    ASSERT_TRUE(english);
    EXPECT_EQ(json::serialize(to_json(*english)), p.text("review_note", file.id));
  });
}

}  // namespace
}  // namespace netra::cases
