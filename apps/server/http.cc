// SPDX-License-Identifier: Apache-2.0
#include "server/http.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/japanese_date.h"

namespace meguri {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string date_of_second(std::int64_t seconds) {
  constexpr std::array<std::string_view, 7> weekdays = {
      "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // from 1970-01-01
  constexpr std::array<std::string_view, 12> months = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::int64_t day_seconds = 86'400;
  MEGURI_CHECK(seconds >= 0);
  const auto days = static_cast<std::int32_t>(seconds / day_seconds);
  const CivilDate date = civil_of(Day{days});
  const std::int64_t rest = seconds % day_seconds;
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     weekdays.at(static_cast<std::size_t>(days % 7)),
                     date.day,
                     months.at(static_cast<std::size_t>(date.month - 1)),
                     date.year,
                     rest / 3600,
                     rest / 60 % 60,
                     rest % 60);
}

}  // namespace

// Every response has one; those of the same second are the same.
std::string http_date(Instant instant) {
  thread_local std::int64_t last_second = -1;
  thread_local std::string last_date;
  const std::int64_t seconds = instant.microseconds / 1'000'000;
  if (last_second != seconds) last_date = date_of_second(seconds);
  last_second = seconds;
  return last_date;
}

bool same_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

void HttpHeaders::set(std::string_view name, std::string_view value) {
  std::erase_if(fields_, [&](const auto& field) { return same_ignoring_case(field.first, name); });
  add(name, value);
}

std::string HttpHeaders::get(std::string_view name) const {
  std::string joined;
  bool first = true;
  for (const auto& [key, value] : fields_) {
    if (!same_ignoring_case(key, name)) continue;
    if (!first) joined += ", ";
    joined += value;
    first = false;
  }
  return joined;
}

std::size_t HttpHeaders::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields_, [&](const auto& field) { return same_ignoring_case(field.first, name); }));
}

}  // namespace meguri
