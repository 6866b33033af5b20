// SPDX-License-Identifier: Apache-2.0
#include "simulation/history.h"

#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>

#include "journal/test_support.h"

namespace meguri::simulation {
namespace {

// Neighbouring seeds and numbers must not give neighbouring dice.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t number) {
  return Random(Random(seed).next() ^ (number * 0x9E3779B97F4A7C15ULL)).next();
}

}  // namespace

History::History(std::string_view program,
                 std::uint64_t seed,
                 std::uint64_t number,
                 bool is_verbose)
    : clock(test_now),
      program_(program),
      seed_(seed),
      number_(number),
      is_verbose_(is_verbose),
      random_(mixed(seed, number)) {}

void History::say(std::string_view what) const {
  if (is_verbose_) fmt::print("  {}\n", what);
}

void History::fail(std::string_view what) const {
  std::fflush(stdout);
  fmt::print(stderr,
             "simulate: FAILED: history {} ({}) of seed {}{}{}: {}\n"
             "  again: {} --seed {} --history {} --only {} --verbose\n",
             number_,
             kind_,
             seed_,
             stage_.empty() ? "" : ", ",
             stage_,
             what,
             program_,
             seed_,
             number_,
             kind_);
  std::fflush(stderr);
  std::_Exit(1);
}

std::string History::told(const Error& error) {
  return error.message.id + ": " + render(error.message, Language::en);
}

Tally& tally() {
  static Tally all;
  return all;
}

}  // namespace meguri::simulation
