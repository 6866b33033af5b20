// SPDX-License-Identifier: Apache-2.0
// cell_values: what a cell says as a number, a time, a kind or an origin.
//
// Pure; any thread. O(length).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/japanese_date.h"
#include "base/message.h"
#include "journal/entry.h"
#include "matter/flow.h"
#include "wire/table_rows.h"

namespace meguri {

// A number as the cell has it. The file itself said that a typed one is a number; a double in it
// stands for the decimal nearest to it, so that parts finer than a unit are noise and not a figure.
struct CellNumber {
  Int128 coefficient = 0;
  int scale = 0;
  bool is_typed = false;
};

template <typename Value>
struct CellReading {
  std::optional<Value> value;  // nothing: the cell is empty, or marks an unknown figure (…, x, -)
  std::optional<Message> problem;
  bool is_marked = false;  // as unknown
};

CellReading<CellNumber> number_in(const TableCell& cell);

// When something happened: a whole day in Tokyo, or a moment, which lasts a second.
struct EventSpan {
  Instant from;
  Instant until;
  Day day;
};
CellReading<EventSpan> event_in(const TableCell& cell);
CellReading<EventSpan> event_in(std::string_view text);

// Ids, and what people write for them; kinds that rows of matter can have.
std::optional<EntryKind> row_kind_of(std::string_view text);
std::optional<Origin> row_origin_of(std::string_view text);

}  // namespace meguri
