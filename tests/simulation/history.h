// SPDX-License-Identifier: Apache-2.0
// history: one run of the simulator: its seed, its dice, its clock, and what happens when it fails.
//
// Everything a history does follows from its seed and number, but for the order of threads and the
// moment of a kill. The first thing that is not as it should be is told with the command that runs
// the same history again, and the program ends.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "journal/post_status.h"

namespace meguri::simulation {

// A clock that several threads may read.
class SharedClock final : public Clock {
 public:
  explicit SharedClock(Instant start) : microseconds_(start.microseconds) {}
  [[nodiscard]] Instant now() const override { return Instant{microseconds_.load()}; }
  void advance(std::int64_t microseconds) { microseconds_ += microseconds; }

 private:
  std::atomic<std::int64_t> microseconds_;
};

class History {
 public:
  // `program` is what was typed to start it, for the message of a failure.
  History(std::string_view program, std::uint64_t seed, std::uint64_t number, bool is_verbose);

  // Uniform in [0, bound); true once in so many times; one of so many.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_.below(bound)); }
  bool one_in(std::size_t times) { return below(times) == 0; }
  Random& random() { return random_; }

  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] bool is_verbose() const { return is_verbose_; }
  void set_kind(std::string_view kind) { kind_ = kind; }
  // Which part of the history is at hand, for the message of a failure.
  void set_stage(std::string stage) { stage_ = std::move(stage); }

  // What is done now; printed with --verbose.
  void say(std::string_view what) const;
  [[noreturn]] void fail(std::string_view what) const;
  void require(bool is_right, std::string_view what) const {
    if (!is_right) fail(what);
  }
  // The value, which must be there.
  template <typename T>
  T need(Result<T> result, std::string_view what) const {
    if (!result) fail(std::string(what) + ": " + told(result.error()));
    return std::move(result).value();
  }
  void need(const Status& status, std::string_view what) const {
    if (!status) fail(std::string(what) + ": " + told(status.error()));
  }
  static std::string told(const Error& error);

  SharedClock clock;

 private:
  std::string program_;
  std::uint64_t seed_;
  std::uint64_t number_;
  bool is_verbose_;
  Random random_;
  std::string kind_;
  std::string stage_;
};

// What the whole run did, so that it can be seen that it did something.
struct Tally {
  static constexpr std::size_t statuses = static_cast<std::size_t>(PostStatus::batch_refused) + 1;

  std::atomic<std::int64_t> histories = 0;
  std::atomic<std::int64_t> posts = 0;
  std::atomic<std::int64_t> booked = 0;
  std::atomic<std::int64_t> refused = 0;
  std::array<std::atomic<std::int64_t>, statuses> answers{};  // by PostStatus
  std::atomic<std::int64_t> openings = 0;
  std::atomic<std::int64_t> audits = 0;
  std::atomic<std::int64_t> faults = 0;   // writes, syncs and reads that failed
  std::atomic<std::int64_t> cuts = 0;     // crashes at a chosen write
  std::atomic<std::int64_t> kills = 0;    // processes killed
  std::atomic<std::int64_t> flips = 0;    // bits turned
  std::atomic<std::int64_t> noticed = 0;  // of these, found by the journal
  std::atomic<std::int64_t> wrong = 0;    // of these, read wrong before verify() found them
};
Tally& tally();

}  // namespace meguri::simulation
