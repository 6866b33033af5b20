// SPDX-License-Identifier: Apache-2.0
#include "intake/internal/cell_values.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "wire/number_reading.h"
#include "wire/plain_number.h"

namespace meguri {
namespace {

constexpr std::int64_t second = 1'000'000;

template <typename Value>
CellReading<Value> refused(const Message& problem) {
  CellReading<Value> reading;
  reading.problem = problem;
  return reading;
}

Message message(std::string_view id, std::string_view text) {
  return Message{std::string(id), {{"text", text}}};
}

CellReading<CellNumber> number_in_text(std::string_view text) {
  if (const auto plain = read_plain_number(text)) {
    return {CellNumber{plain->coefficient, plain->scale, false}, {}, false};
  }
  auto number = read_number(text);
  if (!number) return refused<CellNumber>(std::move(number).error().message);
  if (!number->value) return {{}, {}, number->mark != UnknownMark::empty};
  return {CellNumber{number->value->coefficient(), number->value->scale(), false}, {}, false};
}

EventSpan day_span(Day day) { return {tokyo_start(day), tokyo_start(Day{day.number + 1}), day}; }

EventSpan moment(Instant from) {
  return {from, Instant{from.microseconds + second}, tokyo_day(from)};
}

// 20250401, as systems write days.
std::optional<Day> day_of_digits(std::string_view text) {
  constexpr std::size_t digits = 8;
  const bool all_digits = text.size() == digits &&
                          std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!all_digits) return std::nullopt;
  const std::string dashed = std::string(text.substr(0, 4)) + '-' + std::string(text.substr(4, 2)) +
                             '-' + std::string(text.substr(6, 2));
  const auto day = parse_day(dashed);
  return day ? std::optional(*day) : std::nullopt;
}

// "13:05", "13:05:30", "9:05" on that day.
std::optional<Instant> clock_time(Day day, std::string_view text) {
  std::array<std::int64_t, 3> parts{};
  std::size_t part = 0, digits = 0;
  for (const char c : text) {
    if (c == ':') {
      if (digits == 0 || ++part > 2) return std::nullopt;
      digits = 0;
    } else if (c >= '0' && c <= '9' && ++digits <= 2) {
      parts[part] = parts[part] * 10 + (c - '0');
    } else {
      return std::nullopt;
    }
  }
  if (part == 0 || digits == 0 || parts[0] > 23 || parts[1] > 59 || parts[2] > 59) {
    return std::nullopt;
  }
  const std::int64_t seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
  return Instant{tokyo_start(day).microseconds + seconds * second};
}

struct Spelling {
  std::string_view id;
  std::string_view words;  // separated by |
};

constexpr std::array<Spelling, 8> kinds = {{
    {"opening", "期首|期首残高|期首在庫|開始残高|繰越"},
    {"receive", "受入|受け入れ|受入れ|搬入|入荷|入庫|仕入|購入|引取|受領|回収|received|receipt|in"},
    {"move", "移動|払出|搬出|出荷|出庫|販売|売却|引渡|譲渡|moved|out"},
    {"transform", "処理|加工|選別|変換|製造|再生|破砕|圧縮|溶融|リサイクル|processing"},
    {"use", "使用|消費|利用|used"},
    {"dispose", "処分|埋立|最終処分|廃棄|焼却|disposal|disposed"},
    {"adjust", "調整|棚卸|棚卸差異|計量差|adjustment"},
    {"ship", "発送|shipped"},
}};

constexpr std::array<Spelling, 8> origins = {{
    {"unknown", "不明|未確認"},
    {"virgin", "バージン|バージン材|新材|天然資源"},
    {"internal_regrind", "工程内|工程内再生|社内再生|自社端材|リグラインド"},
    {"pre_consumer", "プレコンシューマ|プレコンシューマー|消費前|製造端材|市場回収前"},
    {"post_consumer", "ポストコンシューマ|ポストコンシューマー|消費後|使用済|使用済み|市場回収"},
    {"post_consumer_elv", "使用済自動車|使用済み自動車|elv"},
    {"in_use_vehicle_part", "使用過程車部品|整備交換部品"},
    {"reused", "再使用|リユース|中古"},
}};

template <std::size_t size>
std::string_view id_of(const std::array<Spelling, size>& spellings, std::string_view text) {
  const std::string wanted = match_key(text);
  for (const Spelling& spelling : spellings) {
    if (match_key(spelling.id) == wanted) return spelling.id;
    std::string_view rest = spelling.words;
    while (!rest.empty()) {
      const std::size_t length = std::min(rest.find('|'), rest.size());
      if (match_key(rest.substr(0, length)) == wanted) return spelling.id;
      rest.remove_prefix(std::min(length + 1, rest.size()));
    }
  }
  return {};
}

}  // namespace

CellReading<CellNumber> number_in(const TableCell& cell) {
  switch (cell.kind) {
    case CellKind::empty:
      return {};
    case CellKind::text:
      return number_in_text(trimmed(cell.text));
    case CellKind::number:
      return {CellNumber{cell.number, cell.scale, true}, {}, false};
    case CellKind::error:
      return refused<CellNumber>(message("intake.cell_error", cell.text));
    case CellKind::day:
    case CellKind::instant:
    case CellKind::boolean:
      break;
  }
  return refused<CellNumber>(message("intake.number_is_other", text_of(cell)));
}

CellReading<EventSpan> event_in(std::string_view text) {
  const std::string folded = fold_width(text);
  const std::string_view plain = trimmed(folded);
  if (plain.empty()) return {};
  if (const auto day = day_of_digits(plain)) return {day_span(*day), {}, false};
  auto day = parse_day(plain);
  if (day) return {day_span(*day), {}, false};
  // A day and a time behind it, with a space or a T between; or with a zone.
  const std::size_t gap = plain.find_first_of(" T");
  if (gap != std::string_view::npos) {
    const auto first = parse_day(plain.substr(0, gap));
    if (first) {
      const auto time = clock_time(*first, trimmed(plain.substr(gap + 1)));
      if (time) return {moment(*time), {}, false};
    }
    const auto instant = parse_instant(plain);
    if (instant) return {moment(*instant), {}, false};
  }
  return refused<EventSpan>(std::move(day).error().message);
}

CellReading<EventSpan> event_in(const TableCell& cell) {
  switch (cell.kind) {
    case CellKind::empty:
      return {};
    case CellKind::text:
      return event_in(cell.text);
    case CellKind::day:
      return {day_span(Day{static_cast<std::int32_t>(cell.number)}), {}, false};
    case CellKind::instant:
      return {moment(Instant{cell.number}), {}, false};
    case CellKind::error:
      return refused<EventSpan>(message("intake.cell_error", cell.text));
    case CellKind::number:
    case CellKind::boolean:
      return event_in(text_of(cell));
  }
  return {};
}

std::optional<EntryKind> row_kind_of(std::string_view text) {
  const std::string_view id = id_of(kinds, text);
  return id.empty() ? std::nullopt : entry_kind_of(id);
}

std::optional<Origin> row_origin_of(std::string_view text) {
  const std::string_view id = id_of(origins, text);
  return id.empty() ? std::nullopt : origin_of(id);
}

}  // namespace meguri
