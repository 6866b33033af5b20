// SPDX-License-Identifier: Apache-2.0
// simulate: runs histories of the journal until one fails or there were enough of them.
//
//   simulate [--seed N] [--histories N] [--seconds N]     many; with --seconds, seed after seed
//   simulate --seed N --history M [--verbose]             one of them again
//   --only KIND                                           one kind alone
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "simulation/histories.h"
#include "simulation/history.h"

namespace meguri::simulation {
namespace {

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t histories = 1000;
  std::optional<std::uint64_t> history;
  std::uint64_t seconds = 0;
  std::string only;
  std::string_view program;
  bool is_verbose = false;
};

struct Kind {
  std::string_view name;
  void (*run)(History&);
  std::size_t weight;
};

constexpr Kind kinds[] = {
    {"plain", [](History& history) { run_plain_history(history, StoreKind::sqlite); }, 120},
    {"concurrent",
     [](History& history) { run_concurrent_history(history, StoreKind::sqlite); },
     30},
    {"concurrent-fault", run_concurrent_fault_history, 20},
    {"crash", run_crash_history, 1},
    {"fault", run_fault_history, 40},
    {"damage", run_damage_history, 10},
    {"kill", [](History& history) { run_kill_history(history, StoreKind::sqlite); }, 2},
    // Only where there is a server.
    {"postgres", [](History& history) { run_plain_history(history, StoreKind::postgres); }, 5},
    {"postgres-concurrent",
     [](History& history) { run_concurrent_history(history, StoreKind::postgres); },
     5},
    {"postgres-kill", [](History& history) { run_kill_history(history, StoreKind::postgres); }, 1},
};

const Kind& kind_of(History& history, const std::string& only) {
  std::vector<const Kind*> tickets;
  for (const Kind& kind : kinds) {
    if (kind.name == only) return kind;
    if (kind.name.starts_with("postgres") && !is_postgres_there()) continue;
    tickets.insert(tickets.end(), kind.weight, &kind);
  }
  return *tickets[history.below(tickets.size())];
}

void run(const Options& options, std::uint64_t seed, std::uint64_t number) {
  History history(options.program, seed, number, options.is_verbose);
  const Kind& kind = kind_of(history, options.only);
  history.set_kind(kind.name);
  history.say(fmt::format("history {} of seed {}: {}", number, seed, kind.name));
  kind.run(history);
  ++tally().histories;
}

void tell(std::uint64_t seed) {
  const Tally& all = tally();
  fmt::print(
      "seed {}: {} histories, {} posts ({} entries booked, {} drafts refused), {} openings, "
      "{} audits, {} failed reads and writes, {} crashes, {} kills, {} bits turned ({} noticed, {} "
      "of them by verify only)\n",
      seed,
      all.histories.load(),
      all.posts.load(),
      all.booked.load(),
      all.refused.load(),
      all.openings.load(),
      all.audits.load(),
      all.faults.load(),
      all.cuts.load(),
      all.kills.load(),
      all.flips.load(),
      all.noticed.load(),
      all.wrong.load());
  std::fflush(stdout);
}

// How often each answer was given; every one there is, in a run that was long enough for it.
bool tell_answers(bool is_verbose) {
  constexpr std::int64_t long_enough = 40'000;
  bool all = true;
  std::int64_t given = 0;
  for (std::size_t i = 0; i < Tally::statuses; ++i) {
    const std::int64_t times = tally().answers.at(i).load();
    const std::string_view name = to_text(static_cast<PostStatus>(i));
    if (is_verbose) fmt::print("  {:7} {}\n", times, name);
    all = all && times != 0;
    given += times;
  }
  if (all || given < long_enough) return true;
  for (std::size_t i = 0; i < Tally::statuses; ++i) {
    if (tally().answers.at(i) != 0) continue;
    fmt::print(stderr, "simulate: nothing was answered {}\n", to_text(static_cast<PostStatus>(i)));
  }
  return false;
}

bool read_number(std::string_view text, std::uint64_t& number) {
  const auto end = text.data() + text.size();
  const auto [at, failure] = std::from_chars(text.data(), end, number);
  return failure == std::errc() && at == end;
}

bool read_options(std::span<char* const> arguments, Options& options) {
  options.program = arguments.front();
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    if (name == "--verbose") {
      options.is_verbose = true;
      continue;
    }
    if (++i == arguments.size()) return false;
    const std::string_view value = arguments[i];
    std::uint64_t number = 0;
    if (name == "--only") {
      options.only = value;
      continue;
    }
    if (!read_number(value, number)) return false;
    if (name == "--seed")
      options.seed = number;
    else if (name == "--histories")
      options.histories = number;
    else if (name == "--history")
      options.history = number;
    else if (name == "--seconds")
      options.seconds = number;
    else
      return false;
  }
  return true;
}

int run_all(const Options& options) {
  if (options.history) {
    run(options, options.seed, *options.history);
    tell(options.seed);
    return 0;
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto is_time_left = [&] {
    return std::chrono::steady_clock::now() - begin < std::chrono::seconds(options.seconds);
  };
  for (std::uint64_t seed = options.seed;; ++seed) {
    for (std::uint64_t number = 1; number <= options.histories; ++number) {
      if (options.seconds != 0 && !is_time_left()) break;
      run(options, seed, number);
    }
    tell(seed);
    if (options.seconds != 0 && is_time_left()) continue;
    return tell_answers(options.is_verbose) ? 0 : 1;
  }
}

}  // namespace
}  // namespace meguri::simulation

int main(int count, char** arguments) {
  meguri::simulation::Options options;
  if (!meguri::simulation::read_options({arguments, static_cast<std::size_t>(count)}, options)) {
    fmt::print(stderr,
               "simulate [--seed N] [--histories N] [--seconds N] [--history N] [--only KIND] "
               "[--verbose]\n");
    return 2;
  }
  return meguri::simulation::run_all(options);
}
