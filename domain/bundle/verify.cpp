// A bag looked at closely: its bytes, its chains of custody, its extract of the journal.
#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "domain/bundle/bundle.hpp"
#include "domain/evidence/custody.hpp"
#include "domain/journal/chain.hpp"
#include "engine/base/text.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::bundle {

namespace {

constexpr std::size_t kMostText = 256UL << 20;
constexpr std::size_t kMostFaults = 1000;

struct Close {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

tl::unexpected<Error> unreadable(const std::string& why) { return fail(Outcome::kInvalid, "bundle.unreadable", why); }

// The archive's parts below its one folder.
class Reading {
 public:
  static Result<Reading> open(const std::string& path) {
    int code = 0;
    Reading in;
    in.archive_.reset(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
    if (!in.archive_) return unreadable(fmt::format("zip {}", code));
    const auto count = zip_get_num_entries(in.archive_.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
      const auto* raw = zip_get_name(in.archive_.get(), static_cast<zip_uint64_t>(i), 0);
      const std::string name(raw ? raw : "");
      const auto slash = name.find('/');
      if (slash == name.npos || slash == 0) return unreadable("a part outside the folder: " + name);
      if (in.folder_.empty()) in.folder_ = name.substr(0, slash);
      if (name.compare(0, slash, in.folder_) != 0) return unreadable("two folders");
      if (name.size() == slash + 1) continue;
      if (!in.parts_.emplace(name.substr(slash + 1), static_cast<zip_uint64_t>(i)).second)
        return unreadable("the same name twice: " + name);
    }
    if (in.parts_.empty()) return unreadable("empty");
    return in;
  }

  const std::string& folder() const { return folder_; }
  const std::map<std::string, zip_uint64_t>& parts() const { return parts_; }

  // False: not there, or its bytes cannot be read (ZIP's own checksum fails too).
  bool each_piece(const std::string& name, const std::function<bool(std::string_view)>& take) const {
    const auto at = parts_.find(name);
    if (at == parts_.end()) return false;
    std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(archive_.get(), at->second, 0), zip_fclose);
    if (!file) return false;
    std::string piece(256 * 1024, '\0');
    for (;;) {
      const auto got = zip_fread(file.get(), piece.data(), piece.size());
      if (got < 0) return false;
      if (got == 0) return true;
      if (!take(std::string_view(piece).substr(0, static_cast<std::size_t>(got)))) return false;
    }
  }

  std::optional<std::string> text(const std::string& name) const {
    std::string out;
    const bool whole = each_piece(name, [&](std::string_view piece) {
      out += piece;
      return out.size() <= kMostText;
    });
    if (!whole) return std::nullopt;
    return out;
  }

  std::string hash(const std::string& name) const {
    crypto::Sha256 running;
    const bool whole = each_piece(name, [&](std::string_view piece) {
      running.update(piece);
      return true;
    });
    return whole ? crypto::to_hex(running.finish()) : "";
  }

 private:
  std::unique_ptr<zip_t, Close> archive_;
  std::string folder_;
  std::map<std::string, zip_uint64_t> parts_;
};

class Look {
 public:
  explicit Look(const Reading& bag) : bag_(bag) { out_.name = bag.folder(); }

  Verification run() {
    out_.parts = static_cast<std::int64_t>(bag_.parts().size());
    out_.print = bag_.hash("tagmanifest-sha256.txt");
    const auto declared = bag_.text("bagit.txt");
    if (!declared || declared->find("BagIt-Version: 1.0") != 0) fault("bagit.txt: not a BagIt 1.0 bag");
    const auto tags = manifest("tagmanifest-sha256.txt");
    const auto payload = manifest("manifest-sha256.txt");
    for (const auto& [name, at] : bag_.parts()) {
      const bool is_payload = name.starts_with("data/");
      if (name != "tagmanifest-sha256.txt" && !(is_payload ? payload : tags).contains(name))
        fault(name + ": in no manifest");
    }
    custody(payload);
    journal();
    return std::move(out_);
  }

 private:
  void fault(std::string words) {
    if (out_.faults.size() < kMostFaults) out_.faults.push_back(std::move(words));
  }

  std::map<std::string, std::string> manifest(const std::string& name) {
    std::map<std::string, std::string> out;
    const auto text = bag_.text(name);
    if (!text) fault(name + ": missing");
    for_lines(text.value_or(""), [&](std::string_view line) {
      if (line.size() < 67 || line.substr(64, 2) != "  ") return fault(name + ": a line that is none");
      const std::string part(line.substr(66));
      out[part] = std::string(line.substr(0, 64));
      if (!bag_.parts().contains(part)) return fault(part + ": missing");
      if (bag_.hash(part) != out[part]) fault(part + ": altered");
    });
    return out;
  }

  template <class Use>
  static void for_lines(std::string_view text, Use use) {
    while (!text.empty()) {
      const auto end = text.find('\n');
      const auto line = text.substr(0, end);
      if (!line.empty()) use(line);
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
  }

  void custody(const std::map<std::string, std::string>& payload) {
    constexpr const char* kPath = "data/penguasaan/penguasaan.json";
    boost::system::error_code failed;
    const auto tree = json::parse(bag_.text(kPath).value_or(""), failed);
    const auto* exhibits = tree.is_object() ? tree.get_object().if_contains("exhibits") : nullptr;
    if (failed || !exhibits || !exhibits->is_array()) return fault(std::string(kPath) + ": not readable");
    std::set<std::string> prints;
    for (const auto& [name, print] : payload) prints.insert(print);
    for (const auto& one : exhibits->get_array()) exhibit(one, prints);
  }

  void exhibit(const json::value& one, const std::set<std::string>& prints) {
    const auto* tree = one.if_object();
    const auto* described = tree ? tree->if_contains("item") : nullptr;
    const auto* listed = tree ? tree->if_contains("entries") : nullptr;
    const auto* left_out = tree ? tree->if_contains("left_out") : nullptr;
    auto item = described && described->is_object() ? evidence::item_from(described->get_object()) : std::nullopt;
    if (!item || !listed || !listed->is_array()) return fault("an exhibit that is not readable");
    std::vector<evidence::Entry> entries;
    for (const auto& value : listed->get_array()) {
      auto entry = value.is_object() ? evidence::entry_from(value.get_object()) : std::nullopt;
      if (!entry) return fault("exhibit " + item->id + ": an entry that is not readable");
      entries.push_back(std::move(*entry));
    }
    ++out_.exhibits;
    out_.custody_entries += static_cast<std::int64_t>(entries.size());
    const auto chain = evidence::walk(*item, std::move(entries));
    for (const auto& at : chain.breaks)
      fault("exhibit " + item->id + ": " + (at.of_entry ? fmt::format("entry {}: ", at.seq) : "") + at.code);
    const bool told = left_out && left_out->is_bool() && left_out->get_bool();
    if (!item->sha256.empty() && !told && !prints.contains(item->sha256))
      fault("exhibit " + item->id + ": its file is not in the bag");
  }

  void journal() {
    std::optional<journal::Entry> before;
    for_lines(bag_.text("data/jurnal/jurnal.jsonl").value_or(""), [&](std::string_view line) {
      boost::system::error_code failed;
      const auto tree = json::parse(line, failed);
      const auto entry = failed ? std::nullopt : entry_of(tree);
      if (!entry) return fault("journal: a line that is not readable");
      ++out_.journal_entries;
      const auto name = fmt::format("journal entry {}: ", entry->seq);
      if (journal::hash_of(*entry, entry->seq) != entry->hash) fault(name + "altered");
      if (before && before->seq + 1 == entry->seq && before->hash != entry->previous) fault(name + "does not follow");
      if (before && before->seq >= entry->seq) fault(name + "out of order");
      check_details(tree.get_object(), *entry, name);
      before = *entry;
    });
  }

  static std::optional<journal::Entry> entry_of(const json::value& tree) {
    if (!tree.is_object()) return std::nullopt;
    auto members = tree.get_object();
    const auto* at = members.if_contains("at_ms");
    if (!at || !at->is_int64()) return std::nullopt;
    const auto when = from_ms(at->get_int64());
    members.erase("at_ms");
    members.erase("details");
    members["at"] = format_utc(when);
    auto entry = from_json<journal::Entry>(members);
    if (!entry) return std::nullopt;
    entry->at = when;
    return std::move(*entry);
  }

  void check_details(const json::object& tree, const journal::Entry& entry, const std::string& name) {
    const auto* details = tree.if_contains("details");
    if (!details || details->is_null()) return;
    const auto text = [&](std::string_view member) -> std::string {
      const auto* value = details->is_object() ? details->get_object().if_contains(member) : nullptr;
      return value && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    const auto salt = crypto::from_hex(text("salt"));
    if (!salt ||
        journal::commitment_of(std::string(crypto::text_of(*salt)), text("change"), text("reason")) != entry.commitment)
      fault(name + "details do not match");
  }

  const Reading& bag_;
  Verification out_;
};

}  // namespace

Result<Verification> verify(const std::string& path) {
  auto bag = Reading::open(path);
  if (!bag) return fail(std::move(bag.error()));
  return Look(*bag).run();
}

}  // namespace netra::bundle
