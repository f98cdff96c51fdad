#include "engine/crypto/hash.hpp"

#include <gtest/gtest.h>

namespace netra::crypto {
namespace {

TEST(Sha256, KnowsTheVectorsOfFips180) {
  struct {
    const char* why;
    std::string text;
    const char* hex;
  } const rows[] = {
      {"empty", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"one block", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"a million letters", std::string(1000000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& row : rows) EXPECT_EQ(sha256_hex(row.text), row.hex) << row.why;
}

TEST(Sha256, GivesTheSameAnswerInParts) {
  std::string text(100003, 'n');
  Sha256 running;
  for (std::size_t at = 0; at < text.size(); at += 4099) running.update(std::string_view(text).substr(at, 4099));
  EXPECT_EQ(to_hex(running.finish()), sha256_hex(text));
  running.update("abc");
  EXPECT_EQ(to_hex(running.finish()), sha256_hex("abc")) << "finish() starts a new run";
}

TEST(HmacSha256, KnowsTheVectorsOfRfc4231) {
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Encodings, GoThereAndBack) {
  Bytes bytes = to_bytes(std::string("\x00\xff\x10\x80z", 5));
  EXPECT_EQ(to_hex(bytes), "00ff10807a");
  EXPECT_EQ(from_hex("00FF10807a"), bytes);
  EXPECT_EQ(to_base64url(bytes), "AP8QgHo");
  EXPECT_EQ(from_base64url("AP8QgHo"), bytes);
  EXPECT_EQ(to_base64url({}), "");
}

TEST(Encodings, RefuseWhatIsNotOne) {
  for (const char* text : {"0", "0g", "00 ", "0x00"}) EXPECT_FALSE(from_hex(text)) << text;
  for (const char* text : {"AP8QgHo=", "A", "A+8Q", "AP8 QgHo"}) EXPECT_FALSE(from_base64url(text)) << text;
}

TEST(Same, ComparesWholeTexts) {
  EXPECT_TRUE(same("", ""));
  EXPECT_TRUE(same("netra", "netra"));
  EXPECT_FALSE(same("netra", "netrb"));
  EXPECT_FALSE(same("netra", "netr"));
}

}  // namespace
}  // namespace netra::crypto
