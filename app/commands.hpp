// The jobs of the command line. Each returns the process's exit status: 0 done, 1 the job found faults, 2 it could not
// be done.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/config.hpp"

namespace netra::app {

int serve(const Config& config);

struct DemoOptions {
  bool fill_only = false;  // build the world and stop
  std::string date;  // "2024-10-21": where the demo's clock stands; empty: as stored, else the default of the demo
};
int demo(Config config, const DemoOptions& options);

int migrate(const Config& config);

struct ImportOptions {
  std::string what;  // regions | holidays
  std::string file;
  bool dry_run = false;
};
int import_data(const Config& config, const ImportOptions& options);

struct ExportOptions {
  std::string what;  // journal | board | rules
  std::string file;  // "-" for standard output
};
int export_data(const Config& config, const ExportOptions& options);

int backup(const Config& config, const std::string& target);
int restore(const Config& config, const std::string& source);

struct CheckOptions {
  bool rebuild = false;  // make the search index anew and check again
};
int check(const Config& config, const CheckOptions& options);

struct UserOptions {
  std::string action;  // add | list | grant | disable | reset
  std::string email, name, role, office, from, until, reason;
};
int user(const Config& config, const UserOptions& options);

struct EraseOptions {
  std::int64_t seq = 0;  // entry of the journal
  std::string reason;    // the order: number, date, court
  std::string confirm;   // the word that the first run printed
};
int erase_details(const Config& config, const EraseOptions& options);

// A case file that was taken out as a bag: names every fault. Needs no data directory.
int verify_bag(const std::string& file);

int version();

}  // namespace netra::app
