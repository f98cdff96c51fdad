#include "engine/hook/address.hpp"

#include <gmock/gmock.h>

#include "engine/hook/post.hpp"

namespace netra::hook {
namespace {

constexpr Policy kStrict{};
constexpr Policy kTrying{.loopback = true};

struct UrlCase {
  const char* url;
  const char* why;
};

TEST(HookAddress, RefusesEverySpellingOfWhatIsOurs) {
  const UrlCase cases[] = {
      {"http://example.com/", "no TLS"},
      {"ftp://example.com/", "another protocol"},
      {"file:///etc/passwd", "a file"},
      {"gopher://example.com/", "another protocol"},
      {"//example.com/", "no protocol"},
      {"example.com", "no protocol"},
      {"https://", "no host"},
      {"", "nothing"},
      {"https://127.0.0.1/", "loopback"},
      {"https://127.1/", "loopback, short"},
      {"https://127.0.1/", "loopback, short"},
      {"https://2130706433/", "loopback, decimal"},
      {"https://0x7f000001/", "loopback, hexadecimal"},
      {"https://0x7f.0.0.1/", "loopback, hexadecimal part"},
      {"https://0X7F.1/", "loopback, hexadecimal, short"},
      {"https://0177.0.0.1/", "loopback, octal part"},
      {"https://017700000001/", "loopback, octal"},
      {"https://00000177.0.0.1/", "loopback, octal with zeros"},
      {"https://127.0.0.1./", "loopback, dot at the end"},
      {"https://%31%32%37.0.0.1/", "loopback, percent-encoded"},
      {"https://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1/", "loopback, full-width digits"},
      {"https://127\xe3\x80\x82"
       "0.0.1/",
       "loopback, ideographic full stop"},
      {"https://localhost/", "this machine"},
      {"https://LOCALHOST/", "this machine"},
      {"https://localhost./", "this machine"},
      {"https://a.localhost/", "this machine"},
      {"https://0/", "this machine"},
      {"https://0.0.0.0/", "this machine"},
      {"https://[::]/", "this machine"},
      {"https://[::1]/", "loopback"},
      {"https://[0:0:0:0:0:0:0:1]/", "loopback, long"},
      {"https://[::ffff:127.0.0.1]/", "loopback, mapped"},
      {"https://[::ffff:7f00:1]/", "loopback, mapped, hexadecimal"},
      {"https://[::127.0.0.1]/", "loopback, compatible"},
      {"https://[64:ff9b::7f00:1]/", "loopback, translated"},
      {"https://[64:ff9b:1::a00:1]/", "private, translated"},
      {"https://[2002:7f00:1::]/", "loopback, 6to4"},
      {"https://[2001:0:7f00:1::]/", "Teredo"},
      {"https://[fe80::1]/", "link-local"},
      {"https://[fe80::1%25eth0]/", "link-local with a zone"},
      {"https://[fc00::1]/", "unique local"},
      {"https://[fd00:ec2::254]/", "metadata, unique local"},
      {"https://[ff02::1]/", "multicast"},
      {"https://[2001:db8::1]/", "documentation"},
      {"https://10.0.0.1/", "private"},
      {"https://172.16.0.1/", "private"},
      {"https://172.31.255.255/", "private"},
      {"https://192.168.1.1/", "private"},
      {"https://3232235777/", "private, decimal"},
      {"https://100.64.0.1/", "shared"},
      {"https://100.100.100.200/", "metadata, shared"},
      {"https://169.254.169.254/latest/", "metadata"},
      {"https://0xa9fea9fe/", "metadata, hexadecimal"},
      {"https://168.63.129.16/", "a cloud's own service"},
      {"https://192.0.0.192/", "metadata, assignments"},
      {"https://192.0.2.1/", "documentation"},
      {"https://198.18.0.1/", "measurements"},
      {"https://224.0.0.1/", "multicast"},
      {"https://240.0.0.1/", "reserved"},
      {"https://255.255.255.255/", "broadcast"},
      {"https://256.1.1.1/", "no address and no name"},
      {"https://1.2.3.4.5/", "no address and no name"},
      {"https://example.0x7f/", "a number at the end"},
      {"https://intranet/", "a name without a dot"},
      {"https://db.internal/", "an inner name"},
      {"https://printer.local/", "an inner name"},
      {"https://router.home.arpa/", "an inner name"},
      {"https://user:secret@example.com/", "sign-in data"},
      {"https://example.com@127.0.0.1/", "a host that looks like another"},
      {"https://127.0.0.1#@example.com/", "a host that looks like another"},
      {"https://127.0.0.1\\@example.com/", "a backslash"},
      {"https://example.com/#part", "a fragment"},
      {"https://example.com:22/", "a port of another service"},
      {"https://example.com:0/", "no port"},
      {"https://example.com:99999/", "no port"},
      {"https://exa mple.com/", "a blank"},
      {"https://example.com/\r\nX-Evil: 1", "a line end"},
      {"https://ex_ample.com/", "no name"},
      {"https://.example.com/", "no name"},
      {"https://example..com/", "no name"},
      {"https://b\xc3\xbcro.example/", "not written in ASCII"},
  };
  for (const auto& c : cases) {
    auto target = check_url(c.url, kStrict);
    ASSERT_FALSE(target) << c.url << ": " << c.why;
    EXPECT_EQ(target.error().code, "hook.url");
    EXPECT_EQ(target.error().fields.at(0).pointer, "/url");
  }
}

TEST(HookAddress, TakesWhatIsPublic) {
  for (const char* url : {"https://example.com/", "https://example.com", "https://hooks.example.co.id/a/b?c=d",
                          "https://EXAMPLE.com:8443/x", "https://xn--bro-hoa.example/", "https://1.1.1.1/",
                          "https://172.32.0.1/", "https://[2606:4700::1111]/", "https://100.63.255.255/"}) {
    auto target = check_url(url, kStrict);
    EXPECT_TRUE(target) << url;
    if (target) EXPECT_FALSE(target->host.empty());
  }
  EXPECT_EQ(check_url("https://EXAMPLE.com:8443/x", kStrict)->host, "example.com");
  EXPECT_EQ(check_url("https://EXAMPLE.com:8443/x", kStrict)->port, 8443);
  EXPECT_EQ(check_url("https://[2606:4700::1111]/", kStrict)->host, "2606:4700::1111");
}

TEST(HookAddress, OnlyThisMachineMayBeTriedOut) {
  for (const char* url :
       {"http://127.0.0.1:9999/x", "http://localhost:9999/", "http://[::1]:9999/", "https://127.0.0.1:9999/"})
    EXPECT_TRUE(check_url(url, kTrying)) << url;
  for (const char* url : {"http://10.0.0.1:9999/", "http://169.254.169.254:8080/", "http://example.com:8080/",
                          "http://0.0.0.0:9999/", "http://[::ffff:127.0.0.1]:9999/", "http://a.localhost:9999/"})
    EXPECT_FALSE(check_url(url, kTrying)) << url;
}

Resolver answers(std::vector<const char*> addresses) {
  std::vector<Ip> out;
  for (const auto* text : addresses) out.push_back(*parse_ip(text));
  return [out](const std::string&) { return out; };
}

TEST(HookAddress, EveryAddressOfANameMustBePublic) {
  auto target = *check_url("https://hooks.example.com/", kStrict);
  auto code = [&](std::vector<const char*> addresses, Policy policy = kStrict) {
    auto chosen = choose_address(target, answers(std::move(addresses)), policy);
    return chosen ? text_of(*chosen) : chosen.error().code;
  };
  EXPECT_EQ(code({"1.1.1.1"}), "1.1.1.1");
  EXPECT_EQ(code({"2606:4700::1111", "1.1.1.1"}), "2606:4700::1111");
  EXPECT_EQ(code({}), "hook.unresolved");
  EXPECT_EQ(code({"10.0.0.1"}), "hook.address");
  EXPECT_EQ(code({"1.1.1.1", "127.0.0.1"}), "hook.address");
  EXPECT_EQ(code({"1.1.1.1", "fd00::1"}), "hook.address");
  EXPECT_EQ(code({"::ffff:10.0.0.1"}), "hook.address");
  EXPECT_EQ(code({"169.254.169.254"}, kTrying), "hook.address");
  EXPECT_EQ(code({"127.0.0.1"}, kTrying), "hook.address") << "a public name must not lead to this machine";
}

TEST(HookAddress, ANameThatChangesItsAnswerIsAskedAnewAndPinned) {
  auto target = *check_url("https://hooks.example.com/", kStrict);
  int asked = 0;
  Resolver rebinding = [&](const std::string&) {
    return std::vector<Ip>{*parse_ip(++asked == 1 ? "1.1.1.1" : "127.0.0.1")};
  };
  EXPECT_TRUE(choose_address(target, rebinding, kStrict));
  EXPECT_EQ(asked, 1) << "one question per attempt: what was checked is what is used";
  EXPECT_EQ(choose_address(target, rebinding, kStrict).error().code, "hook.address");
}

// The last gate: even with a target that went past the checks no socket is opened to what is ours.
TEST(HookAddress, TheConnectionItselfIsRefused) {
  auto sender = curl_sender({.policy = kStrict});
  Target here{"https://127.0.0.1:1/", "127.0.0.1", 1, parse_ip("127.0.0.1")};
  EXPECT_EQ(sender->post({here, *parse_ip("127.0.0.1"), {}, "{}"}).error, "hook.address");
  EXPECT_EQ(sender->post({here, *parse_ip("1.1.1.1"), {}, "{}"}).error, "hook.address")
      << "not the address that was checked";
  Target pinned{"https://hooks.example.com/", "hooks.example.com", 443, {}};
  EXPECT_EQ(sender->post({pinned, *parse_ip("10.0.0.1"), {}, "{}"}).error, "hook.address");
}

}  // namespace
}  // namespace netra::hook
