// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <iostream>

#include <unistd.h>

#include "cli/run.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const meguri::SystemClock clock;
  meguri::Surroundings around{
      .out = std::cout,
      .err = std::cerr,
      .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
      .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
      .environment = [](std::string_view name) -> std::optional<std::string> {
        const char* const value = std::getenv(std::string(name).c_str());
        if (value == nullptr) return std::nullopt;
        return value;
      },
      .open_engine =
          [&clock](const meguri::EngineOptions& options) {
            return meguri::Engine::open(options, clock);
          },
      .clock = clock,
      .in = &std::cin};
  return meguri::run(arguments, around);
}
