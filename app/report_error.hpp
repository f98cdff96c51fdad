// How the command line says that something went wrong.
#pragma once

#include <fmt/format.h>

#include <cstdio>

#include "engine/base/result.hpp"

namespace netra::app {

// Prints the error for the operator; returns the exit status of a job that could not be done.
inline int report_error(const Error& error) {
  fmt::print(stderr, "netra: {}{}{}\n", error.code, error.detail.empty() ? "" : ": ", error.detail);
  for (const auto& field : error.fields) fmt::print(stderr, "  {} {} {}\n", field.pointer, field.code, field.detail);
  return 2;
}

}  // namespace netra::app
