// The case file through its own routes, on every engine: opening, review, registration, who may read.
#include "domain/case/testing.hpp"

namespace netra::cases {
namespace {

TEST(Cases, OneTickMarksWhatIsLeftOfTheChecklist) {
  with_world([](World& w) {
    auto file = opened(w);
    auto review = full_review(file);
    const auto checks = review.at("checks").as_array();
    EXPECT_TRUE(file.view.at("checks").as_array().at(0).at("suggested").as_bool()) << "the report seems to hold it";
    review["checks"] = json::array{};
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "review.not_complete");
    auto first = checks.at(0).as_object();
    first["mark"] = "not_fulfilled";
    review["checks"] = json::array{first};
    review["rest_fulfilled"] = true;
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "review.not_complete") << "a mark that was made stays";
    review["checks"] = json::array{json::object{{"requirement", first.at("requirement")}}};
    ASSERT_EQ(code_of(file.post(w.officer, "review", review)), "done");
    for (const auto& check : file.view.at("checks").as_array()) EXPECT_EQ(check.at("mark"), "fulfilled");
  });
}

TEST(Cases, EveryQueryIsPreparedOnEveryEngine) {
  test::expect_prepares(sql::cases::all);
  test::expect_prepares(sql::finding::all);
}

TEST(Cases, AReportIsOpenedOnceAndOnlyByItsOffice) {
  with_world([](World& w) {
    const auto report = w.filed_report();
    EXPECT_EQ(code_of(w.post(w.stranger, "/cases", {{"report", report}})), "report.unknown");
    EXPECT_EQ(code_of(w.post(w.auditor, "/cases", {{"report", report}})), "access.denied");
    EXPECT_EQ(code_of(w.post(w.officer, "/cases", json::object{})), "case.one_source");
    auto view = w.post(w.officer, "/cases", {{"report", report}});
    ASSERT_EQ(code_of(view), "done") << view.error().detail;
    EXPECT_EQ(text_of(*view, "stage"), "initial_review");
    EXPECT_EQ(code_of(w.post(w.officer, "/cases", {{"report", report}})), "case.open_already");
    EXPECT_THAT(w.verbs("case", text_of(*view, "id")), Contains("case.opened"));
  });
}

TEST(Cases, AnIncompleteReviewCannotRegister) {
  with_world([](World& w) {
    auto file = opened(w);
    EXPECT_EQ(code_of(file.post(w.officer, "registration", {{"crime_alleged", false}})), "review.not_complete");
    auto review = full_review(file);
    review["checks"].as_array()[0].as_object()["mark"] = "not_fulfilled";
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "review.not_complete");
    review["result"] = "incomplete";
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "review.reason");
    review["reason"] = "Mohon lengkapi alamat.";
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "done");
    EXPECT_EQ(file.stage(), "completion");
    EXPECT_EQ(text_of(file.view.at("next").as_object(), "action"), "wait_completion");
  });
}

TEST(Cases, AReportThatIsNotRegisteredEndsTheFile) {
  with_world([](World& w) {
    auto file = opened(w);
    auto review = full_review(file);
    review["result"] = "already_handled";
    review["reason"] = "Sudah ditangani kantor lain.";
    ASSERT_EQ(code_of(file.post(w.officer, "review", review)), "done");
    EXPECT_EQ(file.stage(), "not_registered");
    EXPECT_EQ(code_of(file.post(w.officer, "review", review)), "case.closed");
  });
}

TEST(Cases, RegistrationGivesTheNumberAndStartsTheClock) {
  with_world([](World& w) {
    auto file = registered(w);
    EXPECT_EQ(file.stage(), "handling");
    EXPECT_THAT(text_of(file.view, "number"), testing::StartsWith("001/Reg/LP/"));
    EXPECT_THAT(text_of(file.view, "number"), testing::EndsWith("/Kab/99.01/X/2024"));
    EXPECT_THAT(running(file), Contains("handling"));
    EXPECT_THAT(w.verbs("case", file.id), testing::IsSupersetOf({"case.opened", "case.reviewed", "case.registered"}));
    EXPECT_EQ(code_of(file.post(w.officer, "registration", {{"crime_alleged", false}})), "case.stage");
  });
}

TEST(Cases, AStaleFormIsRefusedAndLeavesNoAct) {
  with_world([](World& w) {
    auto file = registered(w);
    const auto before = w.verbs("case", file.id).size();
    --file.version;
    EXPECT_EQ(code_of(file.post(w.officer, "assignments", {{"account", "member-1"}})), "case.changed");
    EXPECT_EQ(w.verbs("case", file.id).size(), before);
  });
}

TEST(Cases, OtherOfficesReadOnlyWhatIsShared) {
  with_world([](World& w) {
    auto file = registered(w);
    const std::map<std::string, std::string, std::less<>> at{{"id", file.id}};
    EXPECT_EQ(code_of(w.get(w.stranger, "/cases/{id}", at)), "case.unknown");
    EXPECT_EQ(code_of(w.get(w.superior, "/cases/{id}", at)), "done");
    EXPECT_EQ(code_of(file.post(w.stranger, "shares", {{"office", kOther}, {"reason", "Koordinasi"}})), "case.unknown");
    ASSERT_EQ(code_of(file.post(w.officer, "shares", {{"office", kOther}, {"reason", "Koordinasi"}})), "done");
    EXPECT_EQ(code_of(w.get(w.stranger, "/cases/{id}", at)), "done");
    EXPECT_EQ(code_of(file.post(w.stranger, "stage", {{"event", "study_ready"}})), "access.denied");
    const auto share = text_of(file.view.at("shares").as_array()[0].as_object(), "id");
    ASSERT_EQ(code_of(file.post(w.officer, "shares/{share}/end", json::object{}, {{"share", share}})), "done");
    EXPECT_EQ(code_of(w.get(w.stranger, "/cases/{id}", at)), "case.unknown");
  });
}

}  // namespace
}  // namespace netra::cases
