#include "domain/office/office.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/office/sql.hpp"
#include "domain/office/worklist.hpp"
#include "domain/region/testing.hpp"
#include "tests/support/databases.hpp"

namespace netra::office {
namespace {

using namespace std::chrono_literals;

const Date kDay{2024y / 10 / 28};

Assets files() { return Assets::from_directory(".", {"procedures/office"}); }

std::vector<Office> ensure(storage::Database& db, std::string_view regency, const EnsureOptions& options = {}) {
  auto made = storage::write(db, [&](storage::Transaction& tx) {
    return ensure_offices_for(tx.unlogged(storage::Unlogged::kReference), files(), regency, options);
  });
  EXPECT_TRUE(made) << made.error().code << " " << made.error().detail;
  return made.value_or(std::vector<Office>{});
}

template <class F>
void with_offices(F&& body) {
  test::for_each_database([&](storage::Database& db) {
    region::import_sample(db);
    ensure(db, "36.73");
    ensure(db, "33.01");
    body(db);
  });
}

TEST(Offices, FormOneTreeFromTheTopToTheVillage) {
  with_offices([](storage::Database& database) {
    database.with_reader([](storage::Reader& db) {
      auto village = find_office(db, "bawaslu-36.73.01.1001");
      ASSERT_TRUE(village);
      EXPECT_EQ(village->name, "Panwaslu Kelurahan Serang");
      EXPECT_EQ(find_office(db, "bawaslu-33.01.06.2005")->name, "Panwaslu Desa Kroya");
      std::vector<std::string> names;
      for (const auto& office : superiors_of(db, village->id)) names.push_back(office.name);
      EXPECT_THAT(names,
                  testing::ElementsAre("Panwaslu Kelurahan Serang", "Panwaslu Kecamatan Serang", "Bawaslu Kota Serang",
                                       "Bawaslu Provinsi Banten", "Bawaslu Republik Indonesia"));
      EXPECT_TRUE(is_superior(db, "bawaslu-36", "bawaslu-36.73"));
      EXPECT_TRUE(is_superior(db, "bawaslu-36.73", "bawaslu-36.73"));
      EXPECT_FALSE(is_superior(db, "bawaslu-36.73", "bawaslu-36"));
      EXPECT_FALSE(is_superior(db, "bawaslu-36", "bawaslu-33.01"));
      EXPECT_FALSE(is_superior(db, "bawaslu-36.73", "polri-36.73")) << "police are not under the supervisors";
      EXPECT_FALSE(is_superior(db, "", "bawaslu-ri"));
      EXPECT_EQ(children_of(db, "bawaslu-ri").size(), 2u);
      EXPECT_EQ(offices_in(db, "33.01", Kind::local_government).size(), 5u);
    });
  });
}

TEST(Offices, AreMadeOnce) {
  with_offices([](storage::Database& db) {
    EXPECT_THAT(ensure(db, "36.73"), testing::IsEmpty());
    auto more = ensure(db, "36.72", {.villages = false, .partners = false});
    ASSERT_EQ(more.size(), 5u) << "the city and its four sub-districts of the sample; province and top were there";
    EXPECT_EQ(more[0].name, "Bawaslu Kota Cilegon");
    auto wrong = storage::write(db, [&](storage::Transaction& tx) {
      return ensure_offices_for(tx.unlogged(storage::Unlogged::kReference), files(), "36", {});
    });
    EXPECT_EQ(wrong.error().code, "office.place_unknown");
  });
}

TEST(Offices, KeepTheirNumberCodesApartFromRegionCodes) {
  with_offices([](storage::Database& database) {
    database.with_reader([](storage::Reader& db) {
      auto cilacap = find_office(db, "bawaslu-33.01");
      EXPECT_EQ(cilacap->number_code, "JT-07");
      EXPECT_EQ(cilacap->region_code, "33.01");
      EXPECT_EQ(cilacap->zone, Zone::wib);
      EXPECT_TRUE(cilacap->public_intake);
      EXPECT_FALSE(find_office(db, "JT-07"));
    });
  });
}

TEST(Competence, FollowsPlaceAndMatter) {
  with_offices([](storage::Database& database) {
    auto rules = CompetenceRules::load(files());
    ASSERT_TRUE(rules) << rules.error().detail;
    database.with_reader([&](storage::Reader& db) {
      struct {
        const char* why;
        const char* place;
        Matter matter;
        const char* office;
        bool fell_up;
      } const rows[] = {
          {"a sub-district of Kota Serang belongs to the city's office", "36.73.01", Matter::general, "bawaslu-36.73",
           false},
          {"so does a village", "36.73.01.1001", Matter::general, "bawaslu-36.73", false},
          {"Kab. Serang has no office yet: the province", "36.04.15", Matter::general, "bawaslu-36", true},
          {"Papua has none: the top", "91.71.01", Matter::general, "bawaslu-ri", true},
          {"a governor's contest: the province", "36.73.01", Matter::governor_contest, "bawaslu-36", false},
          {"structured money politics: the province", "33.01.06", Matter::structured_money_politics, "bawaslu-33",
           false},
          {"a whole province as place: its office", "36", Matter::general, "bawaslu-36", false},
          {"ethics of ad hoc supervisors: the regency", "33.01.06", Matter::adhoc_ethics, "bawaslu-33.01", false},
      };
      for (const auto& row : rows) {
        SCOPED_TRACE(row.why);
        auto found = competent_office(db, *rules, row.place, row.matter, "pilkada-2024", kDay);
        ASSERT_TRUE(found) << found.error().code;
        EXPECT_EQ(found->office.id, row.office);
        EXPECT_EQ(found->fell_up, row.fell_up);
      }
      EXPECT_EQ(competent_office(db, *rules, "99.99", Matter::general, "", kDay).error().code, "office.place_unknown");
      EXPECT_EQ(competent_office(db, *rules, "36.73", Matter::general, "", 2010y / 1 / 1).error().code, "office.none");
    });
  });
}

TEST(Competence, PassesOverAnOfficeThatIsClosed) {
  with_offices([](storage::Database& database) {
    auto rules = CompetenceRules::load(files());
    auto closed = storage::write(database, [&](storage::Transaction& tx) {
      auto office = *find_office(tx, "bawaslu-36.73");
      office.valid_until = 2024y / 10 / 1;
      return change_office(tx.unlogged(storage::Unlogged::kReference), office);
    });
    ASSERT_TRUE(closed);
    database.with_reader([&](storage::Reader& db) {
      EXPECT_EQ(competent_office(db, *rules, "36.73", Matter::general, "", kDay)->office.id, "bawaslu-36");
      EXPECT_EQ(competent_office(db, *rules, "36.73", Matter::general, "", 2024y / 9 / 1)->office.id, "bawaslu-36.73");
    });
  });
}

TEST(Competence, RefusesTwoRulesForOneDay) {
  auto assets = files();
  std::string text(*assets.find("procedures/office/competence.toml"));
  text +=
      "\n[[rule]]\nmatter=\"general\"\nregime=\"pilkada\"\nlevel=\"province\"\nfrom=2020-01-01\narticle=\"\"\nmark="
      "\"unverified\"\nsource=\"x\"\n";
  assets.add("procedures/office/competence.toml", text);
  EXPECT_EQ(CompetenceRules::load(assets).error().code, "office.file");
}

TEST(Offices, RefuseWhatMakesNoSense) {
  with_offices([](storage::Database& database) {
    auto good =
        Office{.kind = Kind::police, .level = Level::regency, .name = "Kepolisian Contoh", .region_code = "36.72"};
    auto create = [&](Office office) {
      return storage::write(database, [&](storage::Transaction& tx) {
        return create_office(tx.unlogged(storage::Unlogged::kReference), office);
      });
    };
    auto refused_at = [&](Office office) {
      auto made = create(std::move(office));
      return made || made.error().fields.empty() ? std::string() : made.error().fields[0].pointer;
    };
    auto with = [&](auto change) {
      auto office = good;
      change(office);
      return office;
    };
    EXPECT_EQ(refused_at(with([](Office& o) { o.name = ""; })), "/name");
    EXPECT_EQ(refused_at(with([](Office& o) { o.region_code = "99.99"; })), "/region_code");
    EXPECT_EQ(refused_at(with([](Office& o) { o.level = Level::province; })), "/region_code");
    EXPECT_EQ(refused_at(with([](Office& o) { o.parent = "bawaslu-36"; })), "/parent") << "of another kind";
    EXPECT_EQ(refused_at(with([](Office& o) { o.website = "javascript:alert(1)"; })), "/website");
    EXPECT_EQ(refused_at(with([](Office& o) {
                o.valid_from = kDay;
                o.valid_until = 2024y / 1 / 1;
              })),
              "/valid_until");
    auto first = create(good);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->id, "polri-36.72");
    EXPECT_EQ(create(good)->id, "polri-36.72-2");
    EXPECT_EQ(create(*first).error().code, "office.exists");
    auto moved = storage::write(database, [&](storage::Transaction& tx) {
      auto office = *first;
      office.region_code = "36.73";
      return change_office(tx.unlogged(storage::Unlogged::kReference), office);
    });
    EXPECT_EQ(moved.error().code, "office.moved");
  });
}

TEST(Offices, AreListedPageByPage) {
  with_offices([](storage::Database& database) {
    database.with_reader([](storage::Reader& db) {
      std::vector<std::string> seen;
      OfficeQuery query{.limit = 3};
      while (true) {
        auto page = list_offices(db, query);
        for (const auto& office : page) seen.push_back(office.id);
        if (page.size() < 3) break;
        query.after_region = page.back().region_code;
        query.after_id = page.back().id;
      }
      EXPECT_THAT(seen, testing::Contains("bawaslu-ri"));
      EXPECT_THAT(seen, testing::Not(testing::Contains("bawaslu-36.73.01.1001"))) << "villages only when asked for";
      EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size());
      EXPECT_EQ(list_offices(db, {.kind = Kind::bawaslu, .within = "36.73"}).size(), 3u);
      EXPECT_EQ(list_offices(db, {.text = "KOTA SERANG", .limit = 50}).size(), 3u) << "Bawaslu, police, government";
      EXPECT_EQ(list_offices(db, {.text = "%"}).size(), list_offices(db, {}).size());
      EXPECT_EQ(list_offices(db, {.level = Level::village}).size(), 2u);
    });
  });
}

TEST(Worklist, HoldsOneRowPerRecord) {
  test::for_each_database([](storage::Database& database) {
    WorkItem item{.kind = ItemKind::report,
                  .id = "r1",
                  .office = "bawaslu-36.73",
                  .title = "Laporan",
                  .stage = "submitted",
                  .received_at = from_ms(1000),
                  .updated_at = from_ms(1000),
                  .due_at = from_ms(5000),
                  .clock = "initial_review"};
    storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
      auto& db = tx.unlogged(storage::Unlogged::kIndex);
      put_item(db, item);
      item.stage = "initial_review";
      put_item(db, item);
      set_item_due(db, ItemKind::report, "r1", from_ms(3000), from_ms(4000), "initial_review");
      set_item_person(db, ItemKind::report, "r1", "account", from_ms(2000));
      return Done{};
    });
    database.with_reader([](storage::Reader& db) {
      auto found = find_item(db, ItemKind::report, "r1");
      ASSERT_TRUE(found);
      EXPECT_EQ(found->stage, "initial_review");
      EXPECT_EQ(found->assigned_to, "account");
      EXPECT_EQ(found->target_at, from_ms(3000));
      EXPECT_EQ(found->due_at, from_ms(4000));
      EXPECT_TRUE(found->is_open);
      EXPECT_EQ(db.integer("SELECT count(*) FROM desk_items"), 1);
    });
    storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
      remove_item(tx.unlogged(storage::Unlogged::kIndex), ItemKind::report, "r1");
      return Done{};
    });
    database.with_reader([](storage::Reader& db) { EXPECT_FALSE(find_item(db, ItemKind::report, "r1")); });
  });
}

TEST(Worklist, KeepsThePersonWhenAReportBecomesALeadAndBack) {
  test::for_each_database([](storage::Database& database) {
    auto write = [&](auto&& work) {
      ASSERT_TRUE(storage::write(database, [&](storage::Transaction& tx) -> Result<Done> {
        work(tx.unlogged(storage::Unlogged::kIndex));
        return Done{};
      }));
    };
    auto holder = [&](ItemKind kind) {
      return storage::read(database, [&](storage::Reader& db) {
        auto item = find_item(db, kind, "r1");
        return item ? item->assigned_to : std::string("no row");
      });
    };
    auto as_kind = [](ItemKind kind) {
      return WorkItem{.kind = kind, .id = "r1", .office = "bawaslu-36.73", .title = "L-1", .stage = "initial_review"};
    };
    auto becomes = [&](ItemKind from, ItemKind to) {
      write([&](storage::Writer& db) {
        remove_item(db, from, "r1");
        put_item(db, as_kind(to));
      });
    };
    write([&](storage::Writer& db) {
      put_item(db, as_kind(ItemKind::report));
      set_item_person(db, ItemKind::report, "r1", "first", from_ms(1));
    });
    becomes(ItemKind::report, ItemKind::lead);
    EXPECT_EQ(holder(ItemKind::lead), "first");
    write([&](storage::Writer& db) { set_item_person(db, ItemKind::lead, "r1", "second", from_ms(2)); });
    becomes(ItemKind::lead, ItemKind::report);
    EXPECT_EQ(holder(ItemKind::report), "second") << "the latest word counts, under whichever kind it was said";
    write([&](storage::Writer& db) { set_item_person(db, ItemKind::report, "r1", "", from_ms(3)); });
    becomes(ItemKind::report, ItemKind::lead);
    EXPECT_EQ(holder(ItemKind::lead), "") << "nobody is a word too";
    write([&](storage::Writer& db) { put_item(db, as_kind(ItemKind::tracing)); });
    EXPECT_EQ(holder(ItemKind::tracing), "") << "a tracing is a record of its own";
  });
}

TEST(OfficeQueries, ArePreparedOnBothEngines) { test::expect_prepares(sql::office::all); }

}  // namespace
}  // namespace netra::office
