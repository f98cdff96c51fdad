#include "engine/crypto/totp.hpp"

#include <gtest/gtest.h>

#include "engine/crypto/qr.hpp"

namespace netra::crypto {
namespace {

using namespace std::chrono_literals;

Instant at(std::int64_t seconds) { return Instant(std::chrono::seconds(seconds)); }
const Secret kRfc{"12345678901234567890"};

TEST(Totp, KnowsTheVectorsOfRfc6238) {
  // Appendix B, SHA-1; the last six of the eight digits there.
  struct {
    std::int64_t seconds;
    const char* code;
  } const rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                    {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& row : rows) EXPECT_EQ(totp_code(kRfc, at(row.seconds)), row.code) << row.seconds;
}

TEST(Totp, AllowsOneStepOfDriftEachWayAndNamesTheStep) {
  auto now = at(1234567890);
  EXPECT_EQ(totp_step(kRfc, totp_code(kRfc, now), now), 41152263);
  EXPECT_EQ(totp_step(kRfc, totp_code(kRfc, now - 30s), now), 41152262);
  EXPECT_EQ(totp_step(kRfc, totp_code(kRfc, now + 30s), now), 41152264);
  EXPECT_FALSE(totp_step(kRfc, totp_code(kRfc, now - 60s), now));
  EXPECT_FALSE(totp_step(kRfc, totp_code(kRfc, now + 60s), now));
  for (const char* code : {"", "00592", "0059240", "abcdef"}) EXPECT_FALSE(totp_step(kRfc, code, now)) << code;
}

TEST(Totp, TellsTheAuthenticatorWhatItNeeds) {
  EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");  // RFC 4648, section 10
  EXPECT_EQ(to_base32("f"), "MY");
  EXPECT_EQ(totp_uri(kRfc, "Netra", "satu@contoh.example"),
            "otpauth://totp/Netra:satu%40contoh.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Netra");
  SeededEntropy entropy(1);
  EXPECT_EQ(make_totp_secret(entropy).size(), 20u);
}

TEST(Qr, DrawsOnePathWithAQuietZone) {
  auto code = qr_code("NETRA");
  ASSERT_TRUE(code);
  EXPECT_EQ(code->size, 21 + 8);
  EXPECT_TRUE(code->path.starts_with("M4 4h7v1h-7z")) << "the top edge of the first finder pattern";
  EXPECT_EQ(code->path.find_first_not_of("Mhvz- 0123456789"), std::string::npos);
  auto svg = qr_svg("NETRA");
  ASSERT_TRUE(svg);
  EXPECT_EQ(svg->find("style"), std::string::npos);
}

TEST(Qr, RefusesWhatDoesNotFit) {
  auto refused = qr_code(std::string(5000, 'x'));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "qr.too_long");
}

}  // namespace
}  // namespace netra::crypto
