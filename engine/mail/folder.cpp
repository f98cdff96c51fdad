#include <filesystem>
#include <fstream>

#include "engine/mail/mail.hpp"

namespace netra::mail {

namespace {

class FolderTransport final : public Transport {
 public:
  explicit FolderTransport(std::string folder) : folder_(std::move(folder)) {}

  Result<Done> send(const Message& message) override {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    std::filesystem::path path = std::filesystem::path(folder_) / (message.id + ".eml");
    std::ofstream file(path, std::ios::binary);
    file << to_rfc5322(message);
    file.close();
    if (!file) return fail(Outcome::kUnavailable, "mail.unreachable", path.string());
    return Done{};
  }

 private:
  const std::string folder_;
};

}  // namespace

std::unique_ptr<Transport> folder_transport(std::string folder) {
  return std::make_unique<FolderTransport>(std::move(folder));
}

}  // namespace netra::mail
