// SPDX-License-Identifier: Apache-2.0
// run: the whole program, with the world around it passed in: main() passes the real one, tests
// pass their own.
#pragma once

#include <functional>
#include <iosfwd>
#include <span>
#include <string>

#include "base/clock.h"
#include "cli/reply.h"
#include "cli/settings.h"

namespace meguri {

struct Surroundings {
  std::ostream& out;  // data
  std::ostream& err;  // everything else
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  Environment environment;
  EngineOpener open_engine;
  const Clock& clock;
  std::istream* in = nullptr;  // for files named "-"
};

// `arguments` without the program's name. Returns the exit code; codes other than 0 are in
// engine/error_table.h.
int run(std::span<const std::string> arguments, Surroundings& around);

// `meguri serve`: until SIGINT or SIGTERM.
int serve(const Settings& settings, Surroundings& around);

}  // namespace meguri
