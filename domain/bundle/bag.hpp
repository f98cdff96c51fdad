// A BagIt 1.0 bag (RFC 8493) in a ZIP archive: payload below data/, manifests with SHA-256, a guide in plain text.
//
//   bundle::Bag bag{.name = "berkas-001-Reg-LP-X-2024", .made_at = now, ...};
//   bag.payload.push_back(text_part("data/perkara/perkara.json", tree));
//   bag.payload.push_back(file_part("data/bukti/001-foto.jpg", "/…/objects/…", sha256, size));
//   auto packed = bundle::pack(store.root() + "/staging", entropy, bag);     // Result<Packed>: path, size, print
//
// ZIP and not tar: whoever receives a case file opens it on any office computer without further programs. What was
// handed in is stored as it is, texts are deflated; an archive beyond 4 GB is ZIP64. Bytes stream from the store into
// the archive, so memory does not grow with them. The same bag always gives the same bytes: parts in the order of their
// names, one time for all of them.
//
// `print` is the SHA-256 of tagmanifest-sha256.txt, which stands for every byte of the bag: an office that keeps it (it
// is in the journal of the exporting office) knows the bag again.
//
// Threads: any. The archive lies in the directory handed in, unnamed by any record; the clean-up of staging takes it.
// Errors: bundle.too_large (kTooLarge)  bundle.no_space (kUnavailable)  files.unavailable
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/base/result.hpp"
#include "engine/base/time.hpp"

namespace netra::bundle {

struct Part {
  std::string path;   // within the bag
  std::string bytes;  // or
  std::string file;   // a file on disk
  std::string sha256;
  std::int64_t size = 0;
};
Part text_part(std::string path, std::string bytes);
Part file_part(std::string path, std::string file, std::string sha256, std::int64_t size);

struct Bag {
  std::string name;  // of its one folder
  Instant made_at;
  std::vector<std::pair<std::string, std::string>> info;  // bag-info.txt, in this order
  std::vector<Part> payload;
  std::vector<Part> guides;  // beside bagit.txt
};

struct Packed {
  std::string path;
  std::int64_t size = 0;
  std::string print;
};

struct Limits {
  std::int64_t bytes = 32LL << 30;
  std::size_t parts = 10'000;
};

Result<Packed> pack(const std::string& directory, Entropy& entropy, Bag bag, const Limits& limits = {});

// A name that any file system takes: letters, digits, dot, hyphen; at most 80.
std::string safe_name(std::string_view text);

}  // namespace netra::bundle
