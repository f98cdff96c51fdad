// Reads settings, then hands over to one job. Parts are built in office.cpp, once, and handed on.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "app/commands.hpp"
#include "app/config.hpp"

namespace {

using namespace netra;
using namespace netra::app;

std::optional<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

struct CommandLine {
  std::string config_file = "netra.toml";
  std::string data, listen;
  DemoOptions demo;
  ImportOptions import_data;
  ExportOptions export_data{.what = {}, .file = "-"};
  CheckOptions check;
  EraseOptions erase;
  UserOptions user;
  std::string archive;
};

// File, environment, command line: the later wins.
Result<Config> settle(const CommandLine& line, bool named_file) {
  auto config = load_config(line.config_file, named_file, from_environment);
  if (!config) return config;
  if (!line.data.empty()) config->data = line.data;
  if (!line.listen.empty()) config->listen = line.listen;
  if (auto checked = check_config(*config); !checked) return fail(std::move(checked.error()));
  return config;
}

void add_common(CLI::App& command, CommandLine& line) {
  command.add_option("--data", line.data, "Directory of the database, files and backups");
}

void describe(CLI::App& program, CommandLine& line) {
  program.require_subcommand(1);
  program.add_option("--config", line.config_file, "Settings file")->capture_default_str();

  auto* serve = program.add_subcommand("serve", "Serve the office");
  add_common(*serve, line);
  serve->add_option("--listen", line.listen, "HOST:PORT");

  auto* demo = program.add_subcommand("demo", "Fill and serve the demo office; everyone in it is fictitious");
  add_common(*demo, line);
  demo->add_option("--listen", line.listen, "HOST:PORT");
  demo->add_flag("--fill-only", line.demo.fill_only, "Fill the database and stop");
  demo->add_option("--date", line.demo.date, "Put the demo's clock to this day (YYYY-MM-DD)");

  add_common(*program.add_subcommand("migrate", "Bring the database to this version, after a backup"), line);

  auto* import_data = program.add_subcommand("import", "Read reference data");
  add_common(*import_data, line);
  import_data->add_option("what", line.import_data.what, "regions | holidays")->required();
  import_data->add_option("file", line.import_data.file, "CSV file (holidays)");
  import_data->add_flag("--dry-run", line.import_data.dry_run, "Say what would change, change nothing");

  auto* export_data = program.add_subcommand("export", "Write data out as JSON lines");
  add_common(*export_data, line);
  export_data->add_option("what", line.export_data.what, "journal | board | rules")->required();
  export_data->add_option("file", line.export_data.file, "Target, - for standard output")->capture_default_str();

  auto* backup = program.add_subcommand("backup", "Write a verified backup while the server runs");
  add_common(*backup, line);
  backup->add_option("target", line.archive, "Directory to create")->required();

  auto* restore = program.add_subcommand("restore", "Verify a backup and restore it into an empty data directory");
  add_common(*restore, line);
  restore->add_option("source", line.archive, "Directory made by `netra backup`")->required();

  auto* check = program.add_subcommand("check", "Verify database, journal and files; names every fault");
  add_common(*check, line);
  check->add_flag("--rebuild", line.check.rebuild, "Also make desk rows and the search index anew and check again");

  auto* user = program.add_subcommand("user", "Accounts and roles");
  add_common(*user, line);
  user->add_option("action", line.user.action, "add | list | grant | disable | reset")->required();
  user->add_option("--email", line.user.email, "Account");
  user->add_option("--name", line.user.name, "Display name (add)");
  user->add_option("--role", line.user.role, "Role (grant), for example case_officer");
  user->add_option("--office", line.user.office, "Office id (grant)");
  user->add_option("--from", line.user.from, "First day of the role (grant)");
  user->add_option("--until", line.user.until, "Last day of the role (grant)");
  user->add_option("--reason", line.user.reason, "Why; kept in the journal");

  auto* erase =
      program.add_subcommand("erase-details", "Erase what one journal entry says, by a court's or the law's order");
  add_common(*erase, line);
  erase->add_option("seq", line.erase.seq, "Number of the entry")->required();
  erase->add_option("--reason", line.erase.reason, "The order: number, date, who gave it; kept in the journal")
      ->required();
  erase->add_option("--confirm", line.erase.confirm, "The word that the first run prints");

  auto* bag = program.add_subcommand("verify-bag", "Verify a case file that was taken out as a ZIP archive");
  bag->add_option("file", line.archive, "The archive")->required();

  program.add_subcommand("version", "Print the version");
}

int run(const CLI::App& program, const CommandLine& line, const Config& config) {
  if (program.got_subcommand("serve")) return serve(config);
  if (program.got_subcommand("demo")) return demo(config, line.demo);
  if (program.got_subcommand("migrate")) return migrate(config);
  if (program.got_subcommand("import")) return import_data(config, line.import_data);
  if (program.got_subcommand("export")) return export_data(config, line.export_data);
  if (program.got_subcommand("backup")) return backup(config, line.archive);
  if (program.got_subcommand("restore")) return restore(config, line.archive);
  if (program.got_subcommand("check")) return check(config, line.check);
  if (program.got_subcommand("erase-details")) return erase_details(config, line.erase);
  return user(config, line.user);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{"Netra: guarding the neutrality of state employees in regional elections", "netra"};
  CommandLine line;
  describe(program, line);
  CLI11_PARSE(program, argc, argv);
  if (program.got_subcommand("version")) return version();
  if (program.got_subcommand("verify-bag")) return verify_bag(line.archive);

  auto config = settle(line, program.count("--config") > 0);
  if (!config) {
    std::cerr << "netra: " << config.error().code << ": " << config.error().detail << "\n";
    return 2;
  }
  try {
    return run(program, line, *config);
  } catch (const std::exception& e) {
    std::cerr << "netra: " << e.what() << "\n";
    return 2;
  }
}
