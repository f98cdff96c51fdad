#include "app/config.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace netra::app {
namespace {

class ConfigTest : public ::testing::Test {
 protected:
  std::string write(const std::string& text) {
    path_ = std::filesystem::temp_directory_path() / ("netra-config-" + std::to_string(getpid()) + ".toml");
    std::ofstream(path_) << text;
    return path_;
  }
  void TearDown() override { std::filesystem::remove(path_); }
  Environment environment(std::map<std::string, std::string> values) {
    return [values](const std::string& name) -> std::optional<std::string> {
      auto found = values.find(name);
      return found == values.end() ? std::nullopt : std::optional(found->second);
    };
  }
  std::filesystem::path path_;
};

TEST_F(ConfigTest, TheEnvironmentOverrulesTheFile) {
  auto config =
      load_config(write("listen = \"0.0.0.0:80\"\nworkers = 3\n"), true, environment({{"NETRA_WORKERS", "5"}}));
  ASSERT_TRUE(config);
  EXPECT_EQ(config->listen, "0.0.0.0:80");
  EXPECT_EQ(config->workers, 5);
}

TEST_F(ConfigTest, AWrongSettingNamesItself) {
  struct {
    const char* why;
    const char* text;
    std::map<std::string, std::string> environment;
    const char* code;
    const char* named;
  } const rows[] = {
      {"a misspelt name", "lissten = \"x\"", {}, "config.unknown", "lissten"},
      {"a number where text belongs", "listen = 80", {}, "config.value", "listen"},
      {"no number in the environment", "", {{"NETRA_WORKERS", "many"}}, "config.value", "NETRA_WORKERS"},
      {"broken TOML", "listen = [", {}, "config.unreadable", ".toml"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    auto config = load_config(write(row.text), true, environment(row.environment));
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, row.code);
    EXPECT_NE(config.error().detail.find(row.named), std::string::npos) << config.error().detail;
  }
}

TEST_F(ConfigTest, ValuesAreCheckedBeforeTheStart) {
  Config config;
  EXPECT_TRUE(check_config(config));
  config.tls_key = "/nowhere";
  EXPECT_FALSE(check_config(config));
  config = {};
  config.second_factor = "maybe";
  EXPECT_EQ(check_config(config).error().code, "config.value");
  config = {};
  config.waiting_requests = 0;
  EXPECT_FALSE(check_config(config));
  config = {};
  config.proof_from_percent = 101;
  EXPECT_FALSE(check_config(config));
  config = {};
  config.webhook_loopback = 2;
  EXPECT_FALSE(check_config(config));
}

TEST(Endpoint, ReadsHostsAndPorts) {
  EXPECT_EQ(parse_endpoint("127.0.0.1:8080")->port, 8080);
  EXPECT_EQ(parse_endpoint("[::1]:1")->host, "::1");
  EXPECT_EQ(parse_endpoint(":80")->host, "0.0.0.0");
  EXPECT_FALSE(parse_endpoint("localhost"));
  EXPECT_FALSE(parse_endpoint("localhost:99999"));
}

}  // namespace
}  // namespace netra::app
