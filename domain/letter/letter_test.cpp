// The way of a letter: each step by whom it may be, and nothing out of order.
#include "domain/letter/testing.hpp"

namespace netra::letter {
namespace {

std::string step_code(Paper& paper, const Actor& who, const std::string& step, json::object body = {}) {
  return code_of(paper.post(who, step, std::move(body)));
}

json::object scan(World& w, const std::string& bytes = "%PDF-1.4 salinan bertanda tangan") {
  return {{"kind", "scan"}, {"signature", json::array{w.upload(bytes, "salinan.pdf")}}};
}

std::string fingerprint_of(World& w, const std::string& address, const Actor& who) {
  auto reply = w.reply(who, http::Method::get, address);
  if (!reply || !reply->file) return code_of(reply);
  return reply->file->bytes ? crypto::sha256_hex(*reply->file->bytes) : reply->file->etag;
}

TEST(Letters, GoFromDraftToSending) {
  with_world([](World& w) {
    auto paper = drafted(w);
    EXPECT_EQ(paper.state(), "prepared");
    EXPECT_EQ(step_code(paper, w.second, "checks"), "done");
    EXPECT_EQ(text_in(paper.view.at("next_number").as_object(), "text"), "001/PP.00.00/K.JT-07/10/2024");
    EXPECT_EQ(step_code(paper, w.clerk, "numbers", {{"signed_as", "chair"}}), "done");
    EXPECT_EQ(paper.number(), "001/PP.00.00/K.JT-07/10/2024");
    const auto sha = text_in(paper.view, "paper_sha256");
    EXPECT_EQ(sha.size(), 64U);
    EXPECT_TRUE(w.store->has(sha));
    EXPECT_EQ(step_code(paper, w.chair, "signatures", scan(w)), "done");
    EXPECT_EQ(paper.state(), "signed_off");
    EXPECT_EQ(step_code(paper, w.clerk, "sendings",
                        {{"channel", "courier"},
                         {"note", "Diterima petugas contoh"},
                         {"proof", json::array{w.upload("%PDF-1.4 tanda terima", "terima.pdf")}}}),
              "done");
    EXPECT_EQ(paper.state(), "sent");
    EXPECT_EQ(w.verbs(paper.id), (std::vector<std::string>{"letter.prepared", "letter.checked", "letter.numbered",
                                                           "letter.signed", "letter.sent"}));
    EXPECT_EQ(storage::read(w.db, [&](storage::Reader& db) { return number_of(db, paper.id); }), paper.number());
  });
}

TEST(Letters, TakeNoStepOutOfOrder) {
  with_world([](World& w) {
    auto paper = drafted(w);
    EXPECT_EQ(step_code(paper, w.clerk, "numbers", {{"signed_as", "chair"}}), "letter.step");
    EXPECT_EQ(step_code(paper, w.chair, "signatures", scan(w)), "letter.step");
    EXPECT_EQ(step_code(paper, w.clerk, "sendings", {{"channel", "post"}}), "letter.step");
    EXPECT_EQ(step_code(paper, w.second, "returns", {{"reason", "Belum"}}), "letter.step");
    EXPECT_EQ(step_code(paper, w.second, "checks"), "done");
    EXPECT_EQ(step_code(paper, w.second, "checks"), "letter.step");
    EXPECT_EQ(step_code(paper, w.clerk, "texts", changed_text()), "letter.step") << "checked texts stay";
    EXPECT_EQ(step_code(paper, w.clerk, "papers"), "letter.step") << "the number comes first";
  });
}

TEST(Letters, AreCheckedBySomebodyElse) {
  with_world([](World& w) {
    auto paper = drafted(w);
    EXPECT_EQ(step_code(paper, w.clerk, "checks"), "letter.own_check");
    EXPECT_EQ(step_code(paper, w.second, "texts", changed_text()), "done");
    EXPECT_EQ(step_code(paper, w.second, "checks"), "letter.own_check") << "who wrote last";
    EXPECT_EQ(step_code(paper, w.clerk, "checks"), "done");
  });
}

TEST(Letters, AreSignedByThoseWhoMay) {
  with_world([](World& w) {
    auto paper = numbered(w);
    EXPECT_EQ(step_code(paper, w.clerk, "signatures", scan(w)), "access.denied");
    EXPECT_EQ(step_code(paper, w.chair, "signatures", {{"kind", "scan"}, {"signature", json::array{}}}),
              "letter.signature");
    EXPECT_EQ(step_code(paper, w.chair, "signatures", scan(w, "bukan gambar")), "letter.signature");
    const auto unsigned_paper = must(w.store->read(text_in(paper.view, "paper_sha256")));
    EXPECT_EQ(step_code(paper, w.chair, "signatures", scan(w, unsigned_paper)), "letter.signature");
    EXPECT_EQ(step_code(paper, w.chair, "signatures",
                        {{"kind", "detached"},
                         {"paper_sha256", std::string(64, 'a')},
                         {"signature", json::array{w.upload("tanda tangan", "surat.pdf.p7s")}}}),
              "letter.paper");
    EXPECT_EQ(step_code(paper, w.chair, "signatures",
                        {{"kind", "detached"}, {"signature", json::array{w.upload("tanda tangan", "surat.pdf.p7s")}}}),
              "done");
    EXPECT_EQ(text_in(paper.view, "signature_kind"), "detached");
    EXPECT_EQ(text_in(paper.view, "signature_sha256"), crypto::sha256_hex("tanda tangan"));
  });
}

TEST(Letters, OncePutToPaperNeverChange) {
  with_world([](World& w) {
    auto paper = signed_paper(w);
    const auto address = "/letters/" + paper.id + "/paper";
    EXPECT_EQ(step_code(paper, w.clerk, "texts", changed_text()), "letter.step");
    EXPECT_EQ(step_code(paper, w.chair, "returns", {{"reason", "Salah"}}), "letter.step");
    EXPECT_EQ(step_code(paper, w.chair, "signatures", scan(w)), "letter.step");
    EXPECT_EQ(fingerprint_of(w, address, w.clerk), text_in(paper.view, "paper_sha256"));
  });
}

TEST(Letters, GivenBackKeepTheirNumber) {
  with_world([](World& w) {
    auto paper = numbered(w);
    const auto number = paper.number(), sha = text_in(paper.view, "paper_sha256");
    EXPECT_EQ(step_code(paper, w.chair, "returns", {{"reason", ""}}), "request.fields");
    EXPECT_EQ(step_code(paper, w.chair, "returns", {{"reason", "Perihal keliru"}}), "done");
    EXPECT_EQ(paper.state(), "prepared");
    auto text = changed_text();
    text["matter"] = "Permintaan data yang diperbaiki";
    EXPECT_EQ(step_code(paper, w.clerk, "texts", text), "done");
    EXPECT_EQ(step_code(paper, w.second, "checks"), "done");
    w.now += std::chrono::hours(24 * 40);
    EXPECT_EQ(step_code(paper, w.clerk, "numbers", {{"signed_as", "secretariat"}}), "done");
    EXPECT_EQ(paper.number(), number);
    EXPECT_EQ(text_in(paper.view, "dated"), "2024-10-24") << "the date is part of it";
    EXPECT_NE(text_in(paper.view, "paper_sha256"), sha);
    EXPECT_EQ(numbered(w).number().substr(0, 3), "002");
  });
}

TEST(Letters, CancelledKeepTheirNumberToo) {
  with_world([](World& w) {
    auto paper = numbered(w);
    EXPECT_EQ(step_code(paper, w.clerk, "cancellation", {{"reason", "Tidak jadi"}}), "access.denied")
        << "it has a number";
    EXPECT_EQ(step_code(paper, w.chair, "cancellation", {{"reason", " "}}), "request.fields");
    EXPECT_EQ(step_code(paper, w.chair, "cancellation", {{"reason", "Tidak jadi dikirim"}}), "done");
    EXPECT_EQ(paper.state(), "cancelled");
    EXPECT_EQ(step_code(paper, w.chair, "cancellation", {{"reason", "Lagi"}}), "letter.step");
    EXPECT_EQ(numbered(w).number().substr(0, 3), "002");
    auto draft = drafted(w);
    EXPECT_EQ(step_code(draft, w.clerk, "cancellation", {{"reason", "Rancangan ganda"}}), "done");
    auto view = w.get(w.clerk, "/letters/register?office=" + kOffice + "&year=2024&sequence=PP");
    ASSERT_TRUE(view);
    EXPECT_EQ(view->at("rows").as_array().size(), 2U);
    EXPECT_EQ(view->at("rows").at(0).at("state").as_string(), "cancelled");
    EXPECT_EQ(view->at("missing").as_int64(), 0);
  });
}

TEST(Letters, OfTheFutureGetNoNumber) {
  with_world([](World& w) {
    auto paper = checked(w);
    EXPECT_EQ(step_code(paper, w.clerk, "numbers", {{"signed_as", "chair"}, {"dated", "2024-10-25"}}),
              "request.fields");
    EXPECT_EQ(step_code(paper, w.clerk, "numbers", {{"signed_as", "chair"}, {"dated", "2024-10-23"}}), "done");
    EXPECT_EQ(text_in(paper.view, "dated"), "2024-10-23");
  });
}

// The act that saw an older letter than there is changes nothing.
TEST(Letters, RefuseAStaleVersion) {
  with_world([](World& w) {
    auto paper = drafted(w);
    auto stale = paper;
    EXPECT_EQ(step_code(paper, w.clerk, "texts", changed_text()), "done");
    EXPECT_EQ(step_code(stale, w.second, "checks"), "letter.changed");
    EXPECT_EQ(step_code(stale, w.clerk, "texts", changed_text()), "letter.changed");
  });
}

// Two letters are numbered at once: the second one's paper was set for a number that was gone, so it is set anew.
TEST(Letters, WhosePaperWasSetForAnotherNumberGetItSetAnew) {
  with_world([](World& w) {
    auto paper = checked(w);
    w.unit([&](storage::Writer& writer) {
      writer.execute(
          "UPDATE letters SET state = 'numbered', number = '099/PP.00.00/K.JT-07/10/2024', dated = '2024-10-24' WHERE "
          "id = $1",
          {paper.id});
    });
    EXPECT_EQ(code_of(w.reply(w.chair, http::Method::get, "/letters/" + paper.id + "/paper?for=signing")),
              "letter.no_paper");
    EXPECT_EQ(step_code(paper, w.chair, "signatures", scan(w)), "letter.no_paper");
    EXPECT_EQ(step_code(paper, w.clerk, "papers"), "done");
    EXPECT_EQ(fingerprint_of(w, "/letters/" + paper.id + "/paper?for=signing", w.chair),
              text_in(paper.view, "paper_sha256"));
    EXPECT_EQ(step_code(paper, w.chair, "signatures", scan(w)), "done");
  });
}

TEST(Letters, AreOpenToTheirOfficeOnly) {
  with_world([](World& w) {
    auto paper = drafted(w);
    const auto address = "/letters/" + paper.id;
    for (const auto* who : {&w.stranger, &w.police, &w.liaison, &w.manager}) {
      EXPECT_EQ(code_of(w.get(*who, address)), "letter.unknown") << who->id;
      EXPECT_EQ(code_of(w.reply(*who, http::Method::get, address + "/paper")), "letter.unknown") << who->id;
      EXPECT_EQ(step_code(paper, *who, "checks"), "letter.unknown") << who->id;
      EXPECT_EQ(code_of(w.get(*who, "/letters?office=" + kOffice)), "access.denied") << who->id;
      EXPECT_EQ(code_of(w.reply(*who, http::Method::get, "/letters.csv?office=" + kOffice)), "access.denied")
          << who->id;
      auto body = typed();
      body["office"] = kOffice;
      EXPECT_EQ(code_of(w.post(*who, "/letters", body)), "access.denied") << who->id;
    }
    auto auditor = identity::testing::let_in("auditor-1", {Role::auditor}, kOffice);
    EXPECT_EQ(code_of(w.get(auditor, address)), "done") << "auditors read";
    EXPECT_EQ(step_code(paper, auditor, "checks"), "access.denied") << "and do not write";
  });
}

TEST(Letters, SayWhatIsMissing) {
  with_world([](World& w) {
    EXPECT_EQ(code_of(w.post(w.clerk, "/letters", {{"document", "letter"}})), "request.fields");
    auto empty = typed();
    empty["blocks"] = json::array{json::object{{"kind", "paragraph"}, {"text", "  "}}};
    EXPECT_EQ(code_of(w.post(w.clerk, "/letters", empty)), "letter.empty");
    EXPECT_EQ(code_of(w.post(w.clerk, "/letters",
                             {{"document", "invitation"}, {"subject_kind", "clarification"}, {"subject", "x"}})),
              "letter.source");
  });
}

// Institutions whose signers have no account file the signed copy themselves, by their own rule of numbers.
TEST(Letters, OfOtherInstitutionsFollowTheirOwnRule) {
  with_world([](World& w) {
    w.unit([](storage::Writer& writer) {
      auto own = *office::find_office(writer, kPolice);
      own.number_code = "Reskrim";
      must(office::change_office(writer, own));
    });
    auto body = typed();
    body["class_code"] = "RES.1.24";
    auto view = w.post(w.police, "/letters", body);
    ASSERT_TRUE(view) << view.error().code;
    Paper paper{&w, text_in(*view, "id"), 1, *view};
    EXPECT_EQ(step_code(paper, w.police, "checks"), "done") << "one person may do both there";
    EXPECT_EQ(step_code(paper, w.police, "numbers", {{"signed_as", "official"}}), "done");
    EXPECT_EQ(paper.number(), "B/1/X/RES.1.24/2024/Reskrim");
    EXPECT_EQ(step_code(paper, w.police, "signatures", scan(w)), "done");
  });
}

// ---- composed and sealed ----

Source source(bool sealed) {
  return {"invitation", "clarification", [sealed](http::Reading&, const std::string& subject) -> Result<Content> {
            if (subject != "c-1") return fail(Outcome::kNotFound, "clarification.unknown");
            Content content;
            content.office = kOffice;
            content.election = "pilkada-2024";
            content.matter = "Undangan klarifikasi";
            content.to = {"Yth. Saksi Rahasia"};
            content.blocks = {pdf::paragraph("Dengan hormat, Saksi Rahasia diundang.")};
            content.sealed = sealed;
            return content;
          }};
}

const json::object kInvitation{{"document", "invitation"}, {"subject_kind", "clarification"}, {"subject", "c-1"}};

TEST(Letters, AreComposedFromTheirRecord) {
  with_world([](World& w) {
    w.services.sources = {source(false)};
    auto paper = drafted(w, kInvitation);
    EXPECT_EQ(text_in(paper.view, "origin"), "composed");
    EXPECT_EQ(text_in(paper.view, "document_name"), "Undangan klarifikasi");
    auto lines = storage::read(w.db, [&](storage::Reader& db) {
      return letters_of(db, *w.rules, w.clerk, {"clarification", "c-1"}, "id");
    });
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].href, "/letters/" + paper.id);
    EXPECT_TRUE(storage::read(w.db, [&](storage::Reader& db) {
                  return letters_of(db, *w.rules, w.stranger, {"clarification", "c-1"}, "id");
                }).empty());
    auto wrong = kInvitation;
    wrong["subject"] = "c-2";
    EXPECT_EQ(code_of(w.post(w.clerk, "/letters", wrong)), "clarification.unknown") << "the record's own answer";
  });
}

TEST(Letters, ThatHoldAnIdentityAreKeptNowhere) {
  with_world([](World& w) {
    w.services.sources = {source(true)};
    auto paper = numbered(w, {{"signed_as", "chair"}}, kInvitation);
    const auto sha = text_in(paper.view, "paper_sha256");
    EXPECT_FALSE(w.store->has(sha)) << "only its fingerprint";
    EXPECT_EQ(w.text("SELECT CAST(count(*) AS TEXT) FROM letter_texts"), "0");
    EXPECT_EQ(w.text("SELECT parties || words FROM letters").find("Rahasia"), std::string::npos);
    EXPECT_EQ(step_code(paper, w.clerk, "texts", changed_text()), "letter.sealed");
    EXPECT_EQ(fingerprint_of(w, "/letters/" + paper.id + "/paper?for=signing", w.chair), sha)
        << "set anew, byte for byte";
    const std::string copy = "%PDF-1.4 salinan rahasia";
    EXPECT_EQ(step_code(paper, w.chair, "signatures", scan(w, copy)), "done");
    EXPECT_EQ(text_in(paper.view, "signature_sha256"), crypto::sha256_hex(copy));
    EXPECT_FALSE(w.store->has(crypto::sha256_hex(copy)));
  });
}

}  // namespace
}  // namespace netra::letter
