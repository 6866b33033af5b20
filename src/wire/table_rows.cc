// SPDX-License-Identifier: Apache-2.0
#include "wire/table_rows.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/japanese_date.h"
#include "base/text.h"

namespace meguri {

std::string text_of(const TableCell& cell) {
  switch (cell.kind) {
    case CellKind::empty:
      return {};
    case CellKind::text:
    case CellKind::error:
      return std::string(cell.text);
    case CellKind::number:
      if (!cell.text.empty()) return std::string(cell.text);
      return to_text(Decimal(cell.number, cell.scale));
    case CellKind::day:
      return to_text(Day{static_cast<std::int32_t>(cell.number)});
    case CellKind::instant: {
      // As a clock in Tokyo shows it.
      constexpr std::int64_t tokyo = 9LL * 3'600'000'000;
      const std::string text = to_text(Instant{cell.number + tokyo});
      return text.substr(0, 10) + ' ' + text.substr(11, 8);
    }
    case CellKind::boolean:
      return cell.number != 0 ? "true" : "false";
  }
  MEGURI_CHECK(false);
}

std::string_view TextArena::keep(std::string_view text) {
  if (text.empty()) return {};
  while (block_ < blocks_.size() && blocks_[block_].size - used_ < text.size()) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const std::size_t size = std::max(block_bytes, text.size());
    blocks_.push_back({std::make_unique<char[]>(size), size});
  }
  char* const place = blocks_[block_].bytes.get() + used_;
  std::memcpy(place, text.data(), text.size());
  used_ += text.size();
  return {place, text.size()};
}

void TextArena::clear() {
  block_ = 0;
  used_ = 0;
  // What one enormous text needed is not kept for ever.
  std::erase_if(blocks_, [](const BlockOfText& block) { return block.size > block_bytes; });
}

void TableRows::clear() {
  rows.clear();
  cells.clear();
  text.clear();
  arena.clear();
}

bool is_blank(std::span<const TableCell> cells) {
  return std::ranges::all_of(cells, [](const TableCell& cell) {
    if (cell.kind == CellKind::empty) return true;
    if (cell.kind != CellKind::text) return false;
    if (trimmed(cell.text).empty()) return true;
    // Ideographic spaces.
    return cell.text.starts_with("\xE3") && trimmed(fold_width(cell.text)).empty();
  });
}

std::string column_letters(std::size_t index) {
  std::string letters;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters;
}

}  // namespace meguri
