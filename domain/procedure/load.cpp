#include <algorithm>

#include "domain/procedure/loading.hpp"
#include "engine/crypto/hash.hpp"

namespace netra::procedure {
namespace {

struct ParsedFile {
  std::string name;
  Node tree;
};

// Files of one folder; those that cannot be read at all are faults.
std::vector<ParsedFile> parse_files(const Assets& assets, const std::string& prefix, Faults& faults,
                                    std::string& all_bytes) {
  std::vector<ParsedFile> out;
  for (const auto& name : assets.list(prefix, ".toml")) {
    auto bytes = *assets.find(name);
    all_bytes += name + "\n" + std::to_string(bytes.size()) + "\n";
    all_bytes += bytes;
    std::string fault;
    auto tree = parse_toml(bytes, fault);
    if (fault.empty())
      out.push_back({name, std::move(tree)});
    else
      faults.push_back(name + ":" + fault);
  }
  return out;
}

// Regimes are the folders below procedures/ that hold a stages.toml.
std::vector<std::string> regime_folders(const Assets& assets) {
  std::vector<std::string> out;
  for (const auto& name : assets.list("procedures/", "/stages.toml"))
    out.push_back(name.substr(0, name.size() - std::string_view("stages.toml").size()));
  return out;
}

bool has_key(const ParsedFile& file, std::string_view key) { return file.tree.find(key) != nullptr; }

void read_regime(Loading& in, std::vector<ParsedFile> files) {
  for (auto& file : files) {
    if (!has_key(file, "basis")) continue;
    Table table(file.tree, file.name, in.faults);
    read_bases(in, table);
  }
  // Amendments after what they amend: files that hold one are read last.
  auto amends = [](const ParsedFile& file) {
    for (const auto& [key, node] : file.tree.table)
      for (const auto& entry : node.list)
        if (entry.find("amends")) return true;
    return false;
  };
  std::stable_partition(files.begin(), files.end(), [&](const ParsedFile& file) { return !amends(file); });
  for (auto& file : files) {
    Table table(file.tree, file.name, in.faults);
    auto defaults = read_defaults(table);
    if (defaults.regime.empty()) table.fault("regime", "is missing");
    table.each("basis", [](Table& entry) {  // read above
      for (auto key : {"id", "law", "article"}) entry.text(key);
      entry.name<Mark>("mark");
    });
    read_procedure_file(in, table, defaults);
    table.finish();
  }
}

std::string join_lines(const Faults& faults) {
  std::string out;
  for (const auto& fault : faults) out += (out.empty() ? "" : "\n") + fault;
  return out;
}

}  // namespace

FileDefaults read_defaults(Table& file) {
  FileDefaults out;
  out.regime = file.text("regime");
  out.from = file.date("from");
  out.last_checked = file.date("last_checked");
  out.source = file.text("source");
  return out;
}

void read_bases(Loading& in, Table& file) {
  file.each("basis", [&](Table& t) {
    auto id = t.required_text("id");
    auto law = t.required_text("law");
    auto article = t.text("article");
    auto mark = t.name<Mark>("mark");
    if (!mark) t.fault("mark", "is missing");
    std::string text = article.empty() ? law : law + " pasal " + article;
    if (!in.bases.emplace(id, BasisText{text, mark.value_or(Mark::unverified)}).second)
      t.fault("id", "is already defined");
  });
}

Origin read_origin(Loading& in, Table& t, const FileDefaults& defaults) {
  Origin out;
  auto basis = t.text("basis");
  auto mark = t.name<Mark>("mark");
  if (!basis.empty()) {
    auto found = in.bases.find(basis);
    if (found == in.bases.end()) {
      t.fault("basis", "no such basis: " + basis);
    } else {
      out.basis = found->second.text;
      if (!mark) mark = found->second.mark;
    }
  }
  if (!mark) t.fault("mark", "is missing and there is no basis to take it from");
  out.mark = mark.value_or(Mark::unverified);
  out.source = t.text("source", defaults.source);
  if (out.source.empty()) t.fault("source", "is missing");
  auto checked = t.date("last_checked");
  if (!checked) checked = defaults.last_checked;
  if (!checked) t.fault("last_checked", "is missing");
  out.last_checked = checked.value_or(Date{});
  out.note = t.label("note");
  return out;
}

Result<std::shared_ptr<const Rules>> load(const Assets& assets) {
  auto rules = std::make_shared<Rules>();
  Faults faults;
  std::string bytes;
  Loading in{*rules, faults, {}};
  auto folders = regime_folders(assets);
  if (folders.empty()) faults.push_back("procedures/: no regime (a folder with stages.toml)");
  for (const auto& folder : folders) read_regime(in, parse_files(assets, folder, faults, bytes));
  auto neutrality = parse_files(assets, "procedures/neutrality/", faults, bytes);
  // Sources first: rules name them.
  std::stable_partition(neutrality.begin(), neutrality.end(), [](const auto& f) { return has_key(f, "source"); });
  for (const auto& file : neutrality) {
    Table table(file.tree, file.name, faults);
    read_neutrality_file(in, table);
    table.finish();
  }
  for (const auto& file : parse_files(assets, "procedures/holidays/", faults, bytes)) {
    Table table(file.tree, file.name, faults);
    read_holiday_file(in, table);
    table.finish();
  }
  check_references(in);
  if (!faults.empty()) return fail(Outcome::kInvalid, "procedure.invalid", join_lines(faults));
  rules->fingerprint = crypto::sha256_hex(bytes);
  build_catalogue(*rules);
  return std::shared_ptr<const Rules>(std::move(rules));
}

}  // namespace netra::procedure
