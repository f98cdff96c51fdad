#include "engine/crypto/box.hpp"

#include <gtest/gtest.h>

namespace netra::crypto {
namespace {

TEST(KeyPair, KnowsTheVectorOfRfc7748) {
  // Section 6.1, Alice.
  Secret secret(text_of(*from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")));
  EXPECT_EQ(to_hex(bytes_of(public_key_of(secret))),
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
}

TEST(SealedBox, OpensForItsOwnerOnly) {
  SeededEntropy entropy(1);
  auto owner = make_key_pair(entropy);
  auto other = make_key_pair(entropy);
  auto sealed = seal(owner.public_key, "Warga Contoh Satu");
  auto opened = open_sealed(owner.public_key, owner.secret_key.view(), sealed);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->view(), "Warga Contoh Satu");
  auto refused = open_sealed(other.public_key, other.secret_key.view(), sealed);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "crypto.unopenable");
  EXPECT_FALSE(open_sealed(owner.public_key, other.secret_key.view(), sealed));
}

TEST(SealedBox, NoticesEveryChangedByte) {
  SeededEntropy entropy(2);
  auto owner = make_key_pair(entropy);
  auto sealed = seal(owner.public_key, "alamat");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto altered = sealed;
    altered[i] ^= std::byte{1};
    EXPECT_FALSE(open_sealed(owner.public_key, owner.secret_key.view(), altered)) << "byte " << i;
  }
  sealed.resize(10);
  EXPECT_FALSE(open_sealed(owner.public_key, owner.secret_key.view(), sealed));
}

TEST(SealedBox, NeverLooksTheSameTwice) {
  SeededEntropy entropy(3);
  auto owner = make_key_pair(entropy);
  EXPECT_NE(seal(owner.public_key, "sama"), seal(owner.public_key, "sama"));
  EXPECT_THROW(seal("short", "x"), std::invalid_argument);
}

TEST(SecretBox, OpensWithItsKeyOnly) {
  SeededEntropy entropy(4);
  auto key = derive_key("7K3M-Q9XD", "report draft");
  auto locked = secretbox(key, "isi draf", entropy);
  auto opened = secretbox_open(key, locked);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->view(), "isi draf");
  EXPECT_FALSE(secretbox_open(derive_key("7K3M-Q9XE", "report draft"), locked));
  EXPECT_FALSE(secretbox_open(derive_key("7K3M-Q9XD", "another purpose"), locked));
  EXPECT_NE(locked, secretbox(key, "isi draf", entropy)) << "each box has its own nonce";
  for (std::size_t i = 0; i < locked.size(); ++i) {
    auto altered = locked;
    altered[i] ^= std::byte{0x80};
    EXPECT_FALSE(secretbox_open(key, altered)) << "byte " << i;
  }
  EXPECT_FALSE(secretbox_open(key, {}));
  EXPECT_TRUE(secretbox_open(key, secretbox(key, "", entropy))) << "nothing can be locked too";
}

TEST(DeriveKey, IsBlake2bKeyedWithTheHashedSecret) {
  // Computed with Python's hashlib: blake2b(b"report draft", 32, key=blake2b(b"a secret", 32)).
  EXPECT_EQ(to_hex(bytes_of(derive_key("a secret", "report draft").view())),
            "ae3d6f01d4649409c5a62b951ed8c90af5c77bc2acfc5227594768625139f9a3");
}

TEST(SecretValue, LeavesNothingBehindWhenMoved) {
  std::string text = "rahasia";
  auto secret = Secret::take(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(text.data()[0], '\0');
  EXPECT_EQ(text.data()[3], '\0') << "the old bytes are overwritten, not only forgotten";
  Secret moved = std::move(secret);
  EXPECT_TRUE(secret.empty());  // NOLINT: that is what is tested
  EXPECT_EQ(moved.view(), "rahasia");
}

}  // namespace
}  // namespace netra::crypto
