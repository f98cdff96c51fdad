#include "engine/base/messages.hpp"

#include <gmock/gmock.h>

namespace netra {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Assets catalogues(std::string id, std::string en) {
  Assets assets;
  assets.add("domain/a/messages.id.toml", std::move(id));
  assets.add("domain/a/messages.en.toml", std::move(en));
  return assets;
}

TEST(Messages, finds_texts_by_language) {
  auto loaded = Messages::load(catalogues("\"a.title\" = \"Laporan\"", "\"a.title\" = \"Report\""));
  EXPECT_THAT(loaded.faults, ElementsAre());
  EXPECT_EQ(loaded.messages.text("id", "a.title"), "Laporan");
  EXPECT_EQ(loaded.messages.text("en", "a.title"), "Report");
  EXPECT_EQ(loaded.messages.text("fr", "a.title"), "a.title") << "a gap is seen";
}

TEST(Messages, replaces_placeholders_once) {
  auto loaded = Messages::load(
      catalogues("\"a.left\" = \"Sisa {days} hari {hours} jam {x\"", "\"a.left\" = \"{days} days {hours} hours {x\""));
  EXPECT_EQ(loaded.messages.text("id", "a.left", {{"days", "{hours}"}, {"hours", "4"}}), "Sisa {hours} hari 4 jam {x")
      << "a value is never read as a pattern";
}

TEST(Messages, names_every_fault) {
  auto loaded = Messages::load(catalogues("\"a.one\" = \"satu\"\n\"a.two\" = \"{n}\"\n\"a.three\" = 3",
                                          "\"a.two\" = \"{m}\"\n\"a.four\" = \"\""));
  EXPECT_THAT(loaded.faults,
              ElementsAre(HasSubstr("a.three is not a text"), HasSubstr("messages.id.toml: a.four is missing"),
                          HasSubstr("messages.en.toml: a.one is missing"), HasSubstr("a.three is missing"),
                          HasSubstr("a.three is missing"), HasSubstr("a.two has other placeholders")));
}

TEST(Messages, a_broken_file_says_where) {
  auto loaded = Messages::load(catalogues("\"a\" = ", "\n\n= 3"));
  EXPECT_THAT(loaded.faults, ElementsAre(HasSubstr("messages.en.toml:3"), HasSubstr("messages.id.toml:1")));
}

}  // namespace
}  // namespace netra
