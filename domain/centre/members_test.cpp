#include "domain/centre/testing.hpp"

namespace netra::centre {
namespace {

TEST(Centre, every_query_prepares) { test::expect_prepares(sql::centre::all); }

TEST(Centre, kinds_of_discussion_fit_the_stages) {
  const auto assets = Assets::from_directory(".", {"procedures"});
  const auto kinds = Kinds::load(assets);
  ASSERT_TRUE(kinds) << kinds.error().detail;
  const auto rules = *procedure::load(assets);
  ASSERT_THAT(kinds->all(), SizeIs(4));
  for (const auto& kind : kinds->all()) {
    EXPECT_FALSE(kind.label.id.empty() || kind.label.en.empty()) << kind.id;
    std::vector<std::string> events;
    for (const auto& stage : kind.stages) {
      const auto* rule = rules->stage_rule("pilkada", stage, {Date{2024y / 10 / 28}, "pilkada-2024"});
      ASSERT_TRUE(rule) << kind.id << " " << stage;
      for (const auto& transition : rule->value.transitions) events.push_back(transition.event);
    }
    for (const auto& result : kind.result)
      if (result.moves) EXPECT_THAT(events, Contains(result.event)) << kind.id;
  }
  EXPECT_TRUE(rules->parameter("pilkada", "discussion_quorum", {Date{2024y / 10 / 28}, "pilkada-2024"}));
}

TEST(Centre, a_member_holds_from_the_first_day_to_the_last) {
  with_centre([](World& w) {
    w.fill();
    const auto count_on = [&](std::string_view day) {
      const auto view = w.get_at(w.officer, "?on=" + std::string(day)).value();
      std::size_t count = 0;
      for (const auto& side : view.at("sides").as_array()) count += side.at("members").as_array().size();
      return count;
    };
    EXPECT_EQ(count_on("2024-09-01"), 0U);
    EXPECT_EQ(count_on("2024-09-02"), 3U);
    EXPECT_EQ(count_on("2024-12-31"), 3U);
    EXPECT_EQ(count_on("2025-01-01"), 0U);
    const auto view = w.get_at(w.officer, "").value();
    const auto& police = view.at("sides").at(1).at("members").at(0).as_object();
    EXPECT_EQ(text_of(police, "name"), "Petugas Contoh police-1");  // of the account
    EXPECT_FALSE(view.contains("seat")) << "the officer keeps the book and sits for nobody";
    EXPECT_EQ(text_of(w.get_at(w.police, "").value(), "seat"), "police");
  });
}

TEST(Centre, a_member_without_an_account_is_typed) {
  with_centre([](World& w) {
    auto in = World::member("prosecutor", "");
    in.erase("account");
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/members", in)), "/name");
    in["name"] = "Jaksa Contoh Tanpa Akun";
    in["rank"] = "Jaksa Muda Contoh";
    const auto id = w.added(in);
    const auto page = w.get_at(w.officer, "/members/" + id).value();
    EXPECT_EQ(text_of(at(page, "member"), "name"), "Jaksa Contoh Tanpa Akun");
    EXPECT_FALSE(at(page, "member").contains("account"));
  });
}

TEST(Centre, a_change_keeps_the_version_before_and_its_reason) {
  with_centre([](World& w) {
    const auto id = w.added(World::member("police", "police-1"));
    auto change = World::member("police", "police-1");
    change["post"] = "Koordinator";
    change["version"] = 1;
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/members/" + id, change)), "/reason");
    change["reason"] = "Surat keputusan contoh diperbaiki";
    const auto page = w.post_at(w.officer, "/members/" + id, change);
    ASSERT_TRUE(page) << page.error().code;
    EXPECT_EQ(page->at("versions").as_array().size(), 2U);
    EXPECT_EQ(text_of(at(*page, "member"), "post"), "Koordinator");
    EXPECT_EQ(page->at("versions").at(1).at("post").as_string(), "Anggota");
    EXPECT_EQ(code_of(w.post_at(w.officer, "/members/" + id, change)), "member.changed");  // the form is stale now
    EXPECT_THAT(w.verbs("centre", kOffice), ElementsAre("centre.member_added", "centre.member_changed"));
  });
}

TEST(Centre, an_ended_member_is_one_until_the_last_day_and_not_after) {
  with_centre([](World& w) {
    const auto id = w.added(World::member("police", "police-1"));
    ASSERT_TRUE(w.get_at(w.police, ""));
    const json::object ending{{"version", 1}, {"until", "2024-10-28"}, {"reason", "Mutasi contoh"}};
    ASSERT_EQ(code_of(w.post_at(w.officer, "/members/" + id + "/ending", ending)), "done");
    EXPECT_TRUE(w.get_at(w.police, "")) << "28 October is the last day";
    w.now += 24h;
    EXPECT_EQ(code_of(w.get_at(w.police, "")), "centre.unknown");
    const json::object again{{"version", 2}, {"until", "2024-10-27"}, {"reason", "Sekali lagi"}};
    EXPECT_EQ(code_of(w.post_at(w.officer, "/members/" + id + "/ending", again)), "member.ended");
  });
}

TEST(Centre, who_may_not_add_a_member) {
  struct {
    const char* why;
    Actor World::*who;
    json::object in;
    const char* code;
    const char* pointer;
  } const rows[] = {
      {"a member of the police keeps no book", &World::police, World::member("police", "police-2"), "access.denied",
       ""},
      {"another office has no such centre", &World::stranger, World::member("police", "police-2"), "centre.unknown",
       ""},
      {"an auditor has none", &World::auditor, World::member("police", "police-2"), "centre.unknown", ""},
      {"the registrar keeps the book", &World::registrar, World::member("police", "police-2"), "done", ""},
      {"an account of another institution", &World::officer, World::member("police", "prosecutor-1"),
       "member.incomplete", "/account"},
      {"the police of another region", &World::officer, World::member("police", "police-far"), "member.incomplete",
       "/account"},
      {"the same person twice", &World::officer, World::member("police", "police-1"), "member.twice", ""},
      {"no decree",
       &World::officer,
       {{"institution", "police"}, {"account", "police-2"}},
       "member.incomplete",
       "/decree_number"},
  };
  for (const auto& row : rows)
    with_centre([&](World& w) {
      SCOPED_TRACE(row.why);
      w.fill();
      const auto result = w.post_at(w.*row.who, "/members", row.in);
      EXPECT_EQ(code_of(result), row.code);
      EXPECT_EQ(pointer_of(result), row.pointer);
    });
}

TEST(Centre, an_end_before_the_beginning_is_refused) {
  with_centre([](World& w) {
    auto in = World::member("police", "police-1");
    in["valid_until"] = "2024-09-01";
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/members", in)), "/valid_until");
    const auto id = w.added(World::member("police", "police-1"));
    const json::object ending{{"version", 1}, {"until", "2024-09-01"}, {"reason", "Contoh"}};
    EXPECT_EQ(pointer_of(w.post_at(w.officer, "/members/" + id + "/ending", ending)), "/until");
  });
}

TEST(Centre, only_who_belongs_to_it_reads_it) {
  with_centre([](World& w) {
    w.fill();
    EXPECT_TRUE(w.get_at(w.officer, ""));
    EXPECT_TRUE(w.get_at(w.commissioner, ""));
    EXPECT_TRUE(w.get_at(w.police, ""));
    EXPECT_TRUE(w.get_at(w.prosecutor, ""));
    for (const char* tail : {"", "/roster", "/roster/print", "/roster.csv", "/discussions", "/register",
                             "/register.csv", "/recap", "/recap/print", "/history", "/members/x"}) {
      SCOPED_TRACE(tail);
      for (const auto* who : {&w.other_police, &w.far_police, &w.stranger, &w.auditor, &w.superior})
        EXPECT_EQ(code_of(w.get_at(*who, tail)), "centre.unknown");
    }
    // A seat without the role is none.
    const auto former = w.actor("police-1", {Role::field_supervisor}, kPolice);
    EXPECT_EQ(code_of(w.get_at(former, "")), "centre.unknown");
    EXPECT_EQ(code_of(w.get_at(w.officer, "", "polri-36.73")), "centre.unknown") << "no centre of its own";
    EXPECT_EQ(code_of(w.get_at(w.officer, "", "bawaslu-nowhere")), "centre.unknown");
  });
}

TEST(Centre, the_list_shows_the_centres_one_belongs_to) {
  with_centre([](World& w) {
    w.fill();
    const auto offices = [&](const Actor& who) {
      std::vector<std::string> out;
      const auto list = w.get(who, "/centres").value();
      for (const auto& row : list.at("rows").as_array()) out.emplace_back(row.at("office").as_string());
      return out;
    };
    EXPECT_THAT(offices(w.officer), ElementsAre(kOffice));
    EXPECT_THAT(offices(w.police), ElementsAre(kOffice));
    EXPECT_THAT(offices(w.stranger), ElementsAre(kOther));
    EXPECT_THAT(offices(w.other_police), SizeIs(0));
  });
}

TEST(Centre, a_sub_district_office_goes_to_the_centre_above_it) {
  with_centre([](World& w) {
    w.db.with_reader([](storage::Reader& db) {
      EXPECT_EQ(centre_of(db, kOffice), kOffice);
      const auto below = office::children_of(db, kOffice);
      ASSERT_FALSE(below.empty());
      EXPECT_EQ(centre_of(db, below.front().id), kOffice);
      EXPECT_EQ(centre_of(db, "bawaslu-36"), "bawaslu-36");
      EXPECT_EQ(centre_of(db, "nowhere"), "");
    });
  });
}

}  // namespace
}  // namespace netra::centre
