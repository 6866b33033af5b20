// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <chrono>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/japanese_date.h"

namespace meguri {
namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

// Reads one instant from left to right; any failure sticks.
class InstantReader {
 public:
  explicit InstantReader(std::string_view text) : text_(text) {}

  std::optional<Instant> read() {
    const std::optional<std::int64_t> days = date();
    if (!skip('T') && !skip('t') && !skip(' ')) return std::nullopt;
    const std::int64_t seconds = time_of_day();
    const std::int64_t fraction = decimals();
    const std::int64_t offset_seconds = offset();
    if (failed_ || !days || at_ != text_.size()) return std::nullopt;
    const std::int64_t total = *days * seconds_per_day + seconds - offset_seconds;
    // The first second of the range begins before it: bring fraction and seconds together wide.
    const Int128 microseconds = Int128{total} * microseconds_per_second + fraction;
    if (microseconds < std::numeric_limits<std::int64_t>::min() ||
        microseconds > std::numeric_limits<std::int64_t>::max()) {
      return std::nullopt;
    }
    return Instant{static_cast<std::int64_t>(microseconds)};
  }

 private:
  bool skip(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  void expect(char wanted) {
    if (!skip(wanted)) failed_ = true;
  }
  std::int64_t digits(std::size_t count, std::int64_t maximum) {
    std::int64_t number = 0;
    for (std::size_t i = 0; i < count; ++i, ++at_) {
      if (at_ >= text_.size() || text_[at_] < '0' || text_[at_] > '9') {
        failed_ = true;
        return 0;
      }
      number = number * 10 + (text_[at_] - '0');
    }
    if (number > maximum) failed_ = true;
    return number;
  }
  // Four digits, or a sign and six (the expanded form of ISO 8601).
  std::optional<std::int64_t> date() {
    const bool negative = skip('-');
    const bool expanded = negative || skip('+');
    const std::int64_t size = expanded ? digits(6, 300'000) : digits(4, 9999);
    const int year = static_cast<int>(negative ? -size : size);
    expect('-');
    const int month = static_cast<int>(digits(2, 12));
    expect('-');
    const int day = static_cast<int>(digits(2, 31));
    if (failed_ || month == 0 || day == 0) return std::nullopt;
    const Day first = day_of({year, month, 1});
    const Day result{first.number + day - 1};
    if (civil_of(result).month != month) return std::nullopt;  // 30 February
    return result.number;
  }
  std::int64_t time_of_day() {
    const std::int64_t hours = digits(2, 23);
    expect(':');
    const std::int64_t minutes = digits(2, 59);
    expect(':');
    return (hours * 60 + minutes) * 60 + digits(2, 59);
  }
  // One to six; more would be lost.
  std::int64_t decimals() {
    if (!skip('.')) return 0;
    std::int64_t unit = microseconds_per_second;
    std::int64_t fraction = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      if (unit == 1) failed_ = true;
      if (failed_) return 0;
      unit /= 10;
      fraction += (text_[at_++] - '0') * unit;
    }
    if (unit == microseconds_per_second) failed_ = true;
    return fraction;
  }
  std::int64_t offset() {
    if (skip('Z') || skip('z')) return 0;
    const bool west = skip('-');
    if (!west) expect('+');
    const std::int64_t hours = digits(2, 23);
    expect(':');
    const std::int64_t seconds = (hours * 60 + digits(2, 59)) * 60;
    return west ? -seconds : seconds;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

std::string to_text(Instant instant) {
  constexpr std::int64_t per_day = seconds_per_day * microseconds_per_second;
  std::int64_t days = instant.microseconds / per_day;
  std::int64_t rest = instant.microseconds % per_day;
  if (rest < 0) {
    rest += per_day;
    --days;
  }
  const CivilDate date = civil_of(Day{static_cast<std::int32_t>(days)});
  const bool is_plain = date.year >= 0 && date.year <= 9999;
  const std::string year =
      is_plain ? fmt::format("{:04}", date.year) : fmt::format("{:+07}", date.year);
  const std::int64_t seconds = rest / microseconds_per_second;
  return fmt::format("{}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
                     year,
                     date.month,
                     date.day,
                     seconds / 3600,
                     seconds / 60 % 60,
                     seconds % 60,
                     rest % microseconds_per_second);
}

Result<Instant> parse_instant(std::string_view text) {
  if (const auto instant = InstantReader(text).read()) return *instant;
  return error(ErrorCode::invalid_input, "base.instant_malformed", {{"text", text}});
}

Instant SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace meguri
