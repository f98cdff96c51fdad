#include "engine/crypto/password.hpp"

#include <sodium.h>

#include <new>
#include <stdexcept>

#include "engine/crypto/box.hpp"
#include "engine/crypto/sodium_ready.hpp"

namespace netra::crypto {

static_assert(kSaltBytes == crypto_pwhash_argon2id_SALTBYTES);

std::string hash_password(std::string_view password, const PasswordCost& cost) {
  ready();
  std::string stored(crypto_pwhash_argon2id_STRBYTES, '\0');
  if (crypto_pwhash_argon2id_str(stored.data(), password.data(), password.size(), cost.passes, cost.memory_bytes) !=
      0) {
    throw std::bad_alloc();  // the only way it fails
  }
  stored.resize(stored.find('\0'));
  return stored;
}

bool verify_password(std::string_view stored, std::string_view password) {
  ready();
  if (stored.size() >= crypto_pwhash_argon2id_STRBYTES) return false;
  return crypto_pwhash_argon2id_str_verify(std::string(stored).c_str(), password.data(), password.size()) == 0;
}

Secret password_key(std::string_view password, std::string_view salt, const PasswordCost& cost) {
  ready();
  if (salt.size() != kSaltBytes) throw std::invalid_argument("a salt has 16 bytes");
  std::string key(kKeyBytes, '\0');
  if (crypto_pwhash_argon2id(reinterpret_cast<unsigned char*>(key.data()), key.size(), password.data(), password.size(),
                             reinterpret_cast<const unsigned char*>(salt.data()), cost.passes, cost.memory_bytes,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return Secret::take(key);
}

std::string make_salt(Entropy& entropy) {
  std::string salt(kSaltBytes, '\0');
  entropy.fill(std::as_writable_bytes(std::span(salt)));
  return salt;
}

// One of the places to compute in; the destructor gives it back.
class PasswordHasher::Place {
 public:
  explicit Place(PasswordHasher& of) : of_(of) {
    std::unique_lock lock(of_.mutex_);
    if (of_.running_ >= of_.limits_.at_once) {
      if (of_.waiting_ >= of_.limits_.waiting) return;
      ++of_.waiting_;
      of_.freed_.wait(lock, [this] { return of_.running_ < of_.limits_.at_once; });
      --of_.waiting_;
    }
    ++of_.running_;
    taken = true;
  }
  ~Place() {
    if (!taken) return;
    {
      std::lock_guard lock(of_.mutex_);
      --of_.running_;
    }
    of_.freed_.notify_one();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  bool taken = false;

 private:
  PasswordHasher& of_;
};

namespace {
auto busy() { return fail(Outcome::kUnavailable, "password.busy"); }
}  // namespace

Result<std::string> PasswordHasher::hash(std::string_view password) {
  Place place(*this);
  if (!place.taken) return busy();
  return hash_password(password, cost_);
}

Result<bool> PasswordHasher::verify(std::string_view stored, std::string_view password) {
  Place place(*this);
  if (!place.taken) return busy();
  return verify_password(stored, password);
}

Result<Secret> PasswordHasher::key(std::string_view password, std::string_view salt) {
  Place place(*this);
  if (!place.taken) return busy();
  return password_key(password, salt, cost_);
}

Result<Done> PasswordHasher::pretend(std::string_view password) {
  Place place(*this);
  if (!place.taken) return busy();
  password_key(password, std::string(kSaltBytes, 'x'), cost_);
  return Done{};
}

}  // namespace netra::crypto
