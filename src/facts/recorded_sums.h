// SPDX-License-Identifier: Apache-2.0
// recorded_sums: what the books' entries come to: sums of their lines by book, period and material.
//
// A term says which lines count; any number of terms are summed in one pass over the lines. As is
// known at a position of the journal: an entry that was corrected by then does not count, nor does
// its correction, whenever either happened. Periods are those of Tokyo, by when the event began.
// Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "journal/entry.h"
#include "matter/flow.h"
#include "matter/period.h"

namespace meguri {

struct SumTerm {
  FlowQuantity quantity = FlowQuantity::mass;
  std::vector<EntryKind> kinds = {};    // empty: all but opening
  bool is_into = true;                  // what lines put into the accounts; else what they take out
  bool of_stock = false;                // accounts: lots ...
  bool of_transit = false;              // ... transit between books ...
  std::vector<std::string> sites = {};  // ... boundary sites
  std::optional<std::vector<std::string>> materials = {};  // nothing: any
  std::vector<std::string> except_materials = {};
  std::vector<Origin> origins = {};  // empty: any, known or not
  // Of masses. Empty: as weighed. Else this layer of the lines ("carbon"), or what is left of them
  // without it (mass without "water" is dry mass).
  std::string layer = {};
  bool is_without_layer = false;
};

struct SumFilter {
  std::vector<SumTerm> terms;        // may be empty: then only which groups there are
  std::string book = {};             // empty: all
  std::string material = {};         // empty: all
  std::optional<Instant> from = {};  // the event begins within [from, until)
  std::optional<Instant> until = {};
  std::optional<PeriodKind> by = {};  // fiscal_year, calendar_year or month; nothing: all together
  bool by_material = false;
  std::int64_t at = 0;  // position of the journal; 0 = all of it
};

// In base units of the quantity (matter/flow.h).
struct TermSum {
  std::int64_t sum = 0;  // of the lines that count
  std::int64_t sum_if_so =
      0;  // of lines that count if their origin, which is unknown, is one asked for
  std::int64_t unstated = 0;  // how many lines do not state the quantity, or the layer
  // Of masses: half widths, added as if all scales erred alike. A layer has its share of its
  // line's, as if the share were exact.
  std::int64_t uncertainty = 0;
  [[nodiscard]] bool is_nothing() const { return sum == 0 && sum_if_so == 0 && unstated == 0; }
  friend bool operator==(const TermSum&, const TermSum&) = default;
};

// Every group that has any line of its book in its period.
struct SumRow {
  std::string book;
  std::optional<Period> period;  // with `by`
  std::string material;          // with by_material
  std::vector<TermSum> terms;    // one for each term asked for
};

// An entry's part in a term.
struct SumPart {
  std::int64_t position = 0;
  std::int64_t amount = 0;
  bool is_if_so = false;  // rests on an origin that is unknown
};

struct SumParts {
  std::vector<SumPart> parts;  // the largest first
  std::int64_t total = 0;      // entries in all
};

}  // namespace meguri
