#include <filesystem>
#include <fstream>

#include "domain/evidence/testing.hpp"

namespace netra::evidence {
namespace {

using namespace testing_world;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::int64_t version(World& w, const Item& item) { return w.get(w.officer, item)->at("version").as_int64(); }

json::object step(World& w, const Item& item, std::string_view name, json::object more = {}) {
  more["version"] = version(w, item);
  more["step"] = name;
  if (!more.contains("reason")) more["reason"] = "Alasan contoh";
  return more;
}

std::string handle(World& w, const Actor& who, const Item& item, std::string_view name, const json::object& more = {}) {
  return code_of(w.post(who, item, "custody", step(w, item, name, more)));
}

TEST(Handling, FollowsAThingFromSealToRelease) {
  with_world([](World& w) {
    EXPECT_EQ(handle(w, w.officer, w.thing, "sealed", {{"seal", "S-002"}}), "done") << "a seal is changed";
    EXPECT_EQ(handle(w, w.officer, w.thing, "hashed", {{"fingerprint", std::string(64, 'A')}}), "done");
    EXPECT_EQ(w.chain(w.thing).entries.back().hash_after, std::string(64, 'a'));
    EXPECT_EQ(handle(w, w.officer, w.thing, "unsealed"), "done");
    EXPECT_EQ(handle(w, w.officer, w.thing, "unsealed"), "evidence.not_sealed");
    EXPECT_EQ(handle(w, w.officer, w.thing, "transferred", {{"to_party", "Ahli contoh"}}), "done");
    auto page = w.get(w.officer, w.thing);
    EXPECT_EQ(page->at("exhibit").at("state"), "with_another");
    EXPECT_EQ(page->at("steps"), json::array{"received"});
    EXPECT_EQ(handle(w, w.officer, w.thing, "sealed", {{"seal", "S-3"}}), "evidence.step") << "it is not here";
    EXPECT_EQ(handle(w, w.officer, w.thing, "received", {{"from_party", "Ahli contoh"}, {"place", "Lemari bukti 2"}}),
              "done");
    EXPECT_EQ(handle(w, w.officer, w.thing, "released", {{"to_party", "Pemilik contoh"}}), "done");
    EXPECT_EQ(handle(w, w.officer, w.thing, "stored", {{"place", "Lain"}}), "evidence.released");
    EXPECT_THAT(w.steps(w.thing), ElementsAre("collected", "sealed", "stored", "sealed", "hashed", "unsealed",
                                              "transferred", "received", "released"));
    page = w.get(w.officer, w.thing);
    EXPECT_EQ(page->at("exhibit").at("state"), "released");
    EXPECT_TRUE(page->at("sound").as_bool());
    EXPECT_THAT(w.faults(), IsEmpty());
  });
}

TEST(Handling, RefusesWhatIsNotSaidInFull) {
  with_world([](World& w) {
    struct {
      const char* why;
      const char* step;
      json::object more;
      const char* code;
    } const rows[] = {
        {"no reason", "stored", {{"reason", " "}, {"place", "Rak 2"}}, "exhibit.incomplete /reason=field.required"},
        {"no place", "stored", {}, "exhibit.incomplete /place=field.required"},
        {"no seal number", "sealed", {}, "exhibit.incomplete /seal=field.required"},
        {"the seal that is on", "sealed", {{"seal", "S-001"}}, "exhibit.incomplete /seal=field.same_seal"},
        {"to nobody", "transferred", {}, "exhibit.incomplete /to_party=field.required"},
        {"no fingerprint", "hashed", {}, "exhibit.incomplete /fingerprint=field.required"},
        {"no fingerprint of this kind",
         "hashed",
         {{"fingerprint", "abc"}},
         "exhibit.incomplete /fingerprint=field.value"},
        {"released to nobody", "released", {}, "exhibit.incomplete /to_party=field.required"},
        {"not lent, so not received", "received", {{"from_party", "X"}}, "evidence.step"},
        {"a step of the machine", "viewed", {}, "evidence.step"},
        {"tomorrow",
         "stored",
         {{"place", "R"}, {"happened_at", "2034-01-01T10:00"}},
         "exhibit.incomplete /happened_at=field.future"},
        {"no time",
         "stored",
         {{"place", "R"}, {"happened_at", "kemarin"}},
         "exhibit.incomplete /happened_at=field.value"},
    };
    for (const auto& row : rows) EXPECT_EQ(handle(w, w.officer, w.thing, row.step, row.more), row.code) << row.why;
    EXPECT_EQ(handle(w, w.officer, w.file, "sealed", {{"seal", "S-9"}}), "evidence.step") << "a file has no seal";
    EXPECT_EQ(handle(w, w.officer, w.file, "copied", {{"to_party", "Ahli contoh"}}), "done");
  });
}

TEST(Handling, IsForThoseWhoHoldIt) {
  with_world([](World& w) {
    const json::object put{{"place", "Rak 2"}};
    EXPECT_EQ(handle(w, w.stranger, w.thing, "stored", put), "evidence.unknown");
    EXPECT_EQ(handle(w, w.auditor, w.thing, "stored", put), "access.denied");
    EXPECT_EQ(handle(w, w.police, w.thing, "stored", put), "access.denied");
    EXPECT_EQ(w.get(w.police, w.thing)->at("steps").as_array().size(), 0u);
    ASSERT_EQ(code_of(w.handing(transfer, {w.thing.id})), "done");
    EXPECT_EQ(handle(w, w.officer, w.thing, "stored", put), "evidence.step") << "it is on its way";
    ASSERT_EQ(code_of(w.handing(receive, {w.thing.id})), "done");
    EXPECT_EQ(handle(w, w.officer, w.thing, "stored", put), "access.denied") << "no longer ours";
    EXPECT_EQ(handle(w, w.police, w.thing, "stored", put), "done");
  });
}

TEST(Handling, KnowsWhenSomebodyElseWasQuicker) {
  with_world([](World& w) {
    auto stale = step(w, w.thing, "stored", {{"place", "Rak 2"}});
    ASSERT_EQ(handle(w, w.officer, w.thing, "stored", {{"place", "Rak 3"}}), "done");
    EXPECT_EQ(code_of(w.post(w.officer, w.thing, "custody", stale)), "evidence.changed");
  });
}

TEST(Handling, KeepsTheTimeThatWasStatedAndItsSource) {
  with_world([](World& w) {
    ASSERT_EQ(handle(w, w.officer, w.thing, "stored",
                     {{"place", "Rak 2"}, {"happened_at", "2024-10-27T07:15"}, {"time_source", "device"}}),
              "done");
    const auto last = w.chain(w.thing).entries.back();
    EXPECT_EQ(last.time_source, TimeSource::device);
    EXPECT_EQ(format_utc(last.happened_at_ms), "2024-10-27T00:15:00.000Z");
    EXPECT_EQ(last.at_ms, w.now);
  });
}

TEST(Opening, CountsAndRecordsWhoLooked) {
  with_world([](World& w) {
    for (int i = 0; i < 2; ++i) ASSERT_EQ(code_of(w.post(w.officer, w.file, "openings", {})), "done");
    ASSERT_EQ(code_of(w.post(w.auditor, w.file, "openings", {})), "done");
    const auto page = *w.get(w.officer, w.file);
    EXPECT_EQ(page.at("views"), 3);
    EXPECT_EQ(page.at("viewers"), 2);
    EXPECT_EQ(code_of(w.post(w.stranger, w.file, "openings", {})), "evidence.unknown");
    EXPECT_THAT(w.faults(), IsEmpty());
  });
}

TEST(Checking, TellsAnAlteredFileAndALostOne) {
  with_world([](World& w) {
    ASSERT_EQ(code_of(w.post(w.auditor, w.file, "checks", {})), "done");
    EXPECT_EQ(w.steps(w.file).back(), "checked");
    const auto path = must(w.store->body(w.sha256, "")).path;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    std::ofstream(path, std::ios::binary) << "%PDF-1.4 bukti c0ntoh";
    auto page = *w.get(w.officer, w.file);
    EXPECT_FALSE(page.at("sound").as_bool());
    EXPECT_EQ(page.at("breaks").at(0).at("code"), "file_altered");
    EXPECT_EQ(code_of(w.post(w.officer, w.file, "openings", {})), "files.altered") << "nobody is given altered bytes";
    ASSERT_EQ(code_of(w.post(w.auditor, w.file, "checks", {})), "done");
    EXPECT_EQ(w.steps(w.file).back(), "damaged");
    EXPECT_NE(w.chain(w.file).entries.back().hash_after, w.sha256);
    std::filesystem::remove(path);
    EXPECT_EQ(w.get(w.officer, w.file)->at("breaks").at(0).at("code"), "file_missing");
    EXPECT_EQ(code_of(w.post(w.auditor, w.thing, "checks", {})), "evidence.step") << "a thing has no bytes";
  });
}

}  // namespace
}  // namespace netra::evidence
