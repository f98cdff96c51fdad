// Papers of a clarification, and a corrected time of receipt.
#include "domain/case/testing.hpp"

namespace netra::cases {
namespace {

TEST(Cases, InvitationAndMinutesCanBePrinted) {
  with_world([](World& w) {
    auto file = registered(w);
    const auto person = std::string(file.view.at("participants").as_array()[0].at("id").as_string());
    ASSERT_EQ(code_of(file.post(w.officer, "clarifications",
                                {{"participant", person}, {"at", "2024-10-29T09:00"}, {"place", "Kantor Contoh"}})),
              "done");
    const std::map<std::string, std::string, std::less<>> at{
        {"id", file.id}, {"clarification", text_of(file.view.at("clarifications").as_array()[0].as_object(), "id")}};
    auto invitation = w.get(w.officer, "/cases/{id}/clarifications/{clarification}/invitation", at);
    ASSERT_EQ(code_of(invitation), "done");
    EXPECT_EQ(invitation->at("clarification").at("place"), "Kantor Contoh");
    EXPECT_EQ(code_of(w.get(w.officer, "/cases/{id}/clarifications/{clarification}/minutes", at)),
              "clarification.unknown")
        << "there are none yet";
    ASSERT_EQ(
        code_of(file.post(w.officer, "clarifications/{clarification}/attendance", {{"attendance", "attended"}}, at)),
        "done");
    ASSERT_EQ(code_of(file.post(w.officer, "clarifications/{clarification}/minutes",
                                {{"under_oath", true},
                                 {"answers", json::array{json::object{{"question", "Apa?"}, {"answer", "Ini."}}}}},
                                at)),
              "done");
    auto minutes = w.get(w.officer, "/cases/{id}/clarifications/{clarification}/minutes", at);
    ASSERT_EQ(code_of(minutes), "done");
    EXPECT_EQ(minutes->at("minutes").at("content").at("answers").as_array()[0].at("answer"), "Ini.");
    EXPECT_NE(code_of(w.get(w.stranger, "/cases/{id}/clarifications/{clarification}/invitation", at)), "done");
  });
}

TEST(Cases, OnlyACommissionerCorrectsTheTimeOfReceipt) {
  with_world([](World& w) {
    auto file = opened(w);
    std::string event;
    for (const auto& e : file.view.at("events").as_array())
      if (e.at("event") == "submitted") event = e.at("id").as_string();
    const json::object in{{"event", event}, {"at", "2024-10-27T09:00"}, {"reason", "Buku agenda menyebut hari Minggu"}};
    const auto due = [&] {
      for (const auto& clock : file.view.at("clocks").as_array())
        if (clock.at("rule") == "initial_review") return std::string(clock.at("due").as_string());
      return std::string();
    };
    const auto before = due();
    EXPECT_EQ(code_of(file.post(w.officer, "events", in)), "access.denied");
    ASSERT_EQ(code_of(file.post(w.commissioner, "events", in)), "done");
    EXPECT_LT(due(), before) << "the report's clock counts from the corrected time";
    EXPECT_THAT(w.verbs("case", file.id), Contains("case.event_corrected"));
  });
}

}  // namespace
}  // namespace netra::cases
