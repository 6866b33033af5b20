// SPDX-License-Identifier: Apache-2.0
#include "trace/lot_trace.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace meguri {
namespace {

// Read at a time: between two readings others may read the columns.
constexpr std::int64_t positions_at_once = 100'000;

// What is left out, and what stands in whose place.
struct Replacements {
  std::set<std::int64_t> left_out;  // corrected entries, corrections, and what stands elsewhere
  std::map<std::int64_t, std::vector<BookedEntry>> in_place_of;
};

Result<Replacements> replacements(const Columns& columns, const std::vector<NamingEntry>& naming) {
  Replacements found;
  for (const NamingEntry& entry : naming) {
    if (entry.kind != EntryKind::correction) continue;
    found.left_out.insert(entry.position);
    found.left_out.insert(entry.named);
  }
  const std::map<std::int64_t, std::int64_t> places = places_of(naming);
  std::vector<std::int64_t> positions;
  for (const auto& [position, place] : places)
    if (!found.left_out.contains(position)) positions.push_back(position);
  for (BookedEntry& entry : MEGURI_TRY(columns.booked_at(positions))) {
    found.left_out.insert(entry.position);
    found.in_place_of[places.at(entry.position)].push_back(std::move(entry));
  }
  return found;
}

// Adds what stands in at places before `end`.
void add_before(Replacements& replacements, std::int64_t end, LotGraph& graph) {
  auto& waiting = replacements.in_place_of;
  while (!waiting.empty() && waiting.begin()->first < end) {
    for (const BookedEntry& entry : waiting.begin()->second)
      graph.add(entry);
    waiting.erase(waiting.begin());
  }
}

}  // namespace

OriginMasses origin_masses(Mass mass, const Shares& shares) {
  std::array<double, share_lanes + 1> parts{};  // the lanes, then what is unknown
  double known = 0;
  for (std::size_t lane = 0; lane < share_lanes; ++lane) {
    parts.at(lane) = shares.lanes.at(lane);
    known += parts.at(lane);
  }
  constexpr double noise = 1e-12;
  parts.back() = 1 - known > noise ? 1 - known : 0;
  const double whole = known + parts.back();
  std::array<std::int64_t, share_lanes + 1> whole_mg{};
  std::array<double, share_lanes + 1> rest{};
  std::int64_t left = mass.count_mg();
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const double exact = static_cast<double>(mass.count_mg()) * (parts.at(part) / whole);
    whole_mg.at(part) = std::min(static_cast<std::int64_t>(std::floor(exact)), left);
    rest.at(part) = exact - std::floor(exact);
    left -= whole_mg.at(part);
  }
  std::array<std::size_t, share_lanes + 1> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater(), [&](std::size_t part) { return rest.at(part); });
  // As many milligrams as there are parts, but for what doubles lose of masses beyond 2^53 mg,
  // which the largest part can bear.
  const std::size_t largest =
      static_cast<std::size_t>(std::ranges::max_element(parts) - parts.begin());
  for (const std::size_t part : order) {
    if (left == 0 || parts.at(part) == 0) continue;
    ++whole_mg.at(part);
    --left;
  }
  whole_mg.at(largest) += left;
  OriginMasses masses;
  for (std::size_t lane = 0; lane < uptake_lane; ++lane)
    masses.of.at(lane + 1) = Mass::milligrams(whole_mg.at(lane));
  masses.uptake = Mass::milligrams(whole_mg.at(uptake_lane));
  masses.of.front() = Mass::milligrams(whole_mg.back());
  return masses;
}

Result<LotTrace> LotTrace::read(const Columns& columns,
                                std::int64_t position,
                                const WaterMaterials& water,
                                std::set<std::int64_t> without) {
  LotTrace trace(water, std::move(without));
  MEGURI_TRY(trace.follow(columns, position));
  return trace;
}

Status LotTrace::follow(const Columns& columns, std::int64_t position) {
  MEGURI_CHECK(position >= position_);
  const std::vector<NamingEntry> naming = MEGURI_TRY(columns.naming_entries(position_, position));
  const bool turns_round = std::ranges::any_of(
      naming, [&](const NamingEntry& entry) { return entry.named <= position_; });
  if (turns_round) {
    *this = LotTrace(WaterMaterials(water_), std::move(without_));
    return follow(columns, position);
  }
  Replacements replaced = MEGURI_TRY(replacements(columns, naming));
  replaced.left_out.insert(without_.begin(), without_.end());
  for (auto& [place, entries] : replaced.in_place_of)
    std::erase_if(entries,
                  [&](const BookedEntry& each) { return without_.contains(each.position); });
  while (position_ < position) {
    const std::int64_t until = std::min(position, position_ + positions_at_once);
    for (const BookedEntry& entry : MEGURI_TRY(columns.booked(position_, until))) {
      add_before(replaced, entry.position, graph_);
      if (!replaced.left_out.contains(entry.position)) graph_.add(entry);
    }
    position_ = until;
  }
  add_before(replaced, INT64_MAX, graph_);
  extend_shares(graph_.flows(), graph_.classes(), shares_);
  return ok();
}

}  // namespace meguri
