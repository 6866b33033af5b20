// SPDX-License-Identifier: Apache-2.0
// clock: the only way to ask what time it is, so that tests and runs can say it themselves.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

// A moment: microseconds since 1970-01-01T00:00:00Z, always UTC.
struct Instant {
  std::int64_t microseconds = 0;
  friend constexpr auto operator<=>(Instant, Instant) = default;
};

// "2024-04-01T00:00:00.000000Z"; six decimals, always.
std::string to_text(Instant instant);
// The inverse of to_text; also accepts fewer decimals and an offset such as +09:00.
Result<Instant> parse_instant(std::string_view text);

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

// The machine's clock. Any thread.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

// A clock that stands still until told otherwise; for tests. One thread.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void set(Instant instant) { now_ = instant; }

 private:
  Instant now_;
};

}  // namespace meguri
