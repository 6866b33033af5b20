// SPDX-License-Identifier: Apache-2.0
// standing: where a place stands among its peers, what reaching them would mean, who does better.
//
// Peers are places of the same level that take part in the ranking (Measurement::is_ranked): those
// with bounds only, with a zero that may be a blank or with an excluding flag stand aside and are
// counted as missing. Numbers here are in the indicator's own unit. Pure; any thread.
// O(peers · log peers) per question.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "measure/measurement.h"
#include "numeric/statistics.h"

namespace meguri {

enum class PeerGroup : std::uint8_t { band, prefecture, nation };
std::string_view to_text(PeerGroup group);

// Places of the group that `place` belongs to, itself included, by code. A municipality has all
// three groups; a prefecture only the nation; the nation none.
std::vector<PlaceIndex> peers(const Measurement& measurement,
                              PlaceIndex place,
                              PeriodIndex period,
                              PeerGroup group);

struct Ranked {
  PlaceIndex place;
  double value = 0;      // in the indicator's unit
  std::size_t rank = 0;  // 1 = best; the highest where better = none
};

struct Ranking {
  std::vector<Ranked> ranked;  // by rank, then code
  std::size_t missing = 0;     // peers that stand aside
  std::optional<Distribution> distribution;
};

// REQUIRES: name is an indicator (also below).
Ranking rank_places(const Measurement& measurement,
                    NameIndex indicator,
                    PeriodIndex period,
                    const std::vector<PlaceIndex>& places);

struct Standing {
  PeerGroup group = PeerGroup::nation;
  std::size_t count = 0;  // ranked peers, itself included if ranked
  std::size_t missing = 0;
  std::optional<std::size_t> rank;    // nothing if the place itself is not ranked
  std::optional<double> better_than;  // share of the others that do worse, 0 to 1
  Distribution distribution;
  double median = 0;
  double best_quarter = 0;  // the lower quartile where lower is better, else the upper one
};

// Nothing for a group the place does not have, or in which nobody is ranked, or for an indicator
// that is not to be ranked.
std::optional<Standing> standing(const Measurement& measurement,
                                 NameIndex indicator,
                                 PlaceIndex place,
                                 PeriodIndex period,
                                 PeerGroup group);

enum class PotentialTarget : std::uint8_t { median, best_quarter };

struct Potential {
  PotentialTarget target = PotentialTarget::median;
  double current = 0;       // in the indicator's unit
  double target_value = 0;  // in the indicator's unit
  bool reached = false;     // then the effect is zero
  Value effect;             // base units of effect_unit
  std::string effect_unit;
  NameIndex effect_name;  // what would change
  const Expression* formula = nullptr;
  std::vector<ValueRef> inputs;  // the formula's names but `target` and `value`
};

// What reaching the median and the best quarter of the group would mean. Empty where the indicator
// has no potential, is unknown here, or the group has no standing.
std::vector<Potential> potentials(const Measurement& measurement,
                                  NameIndex indicator,
                                  PlaceIndex place,
                                  PeriodIndex period,
                                  PeerGroup group);

struct BetterPlaces {
  double current = 0;
  std::vector<Ranked> places;  // best first, at most `limit`
  std::size_t total = 0;
};

// Who of the group does strictly better. Nothing where the place is not ranked or better = none.
std::optional<BetterPlaces> better_places(const Measurement& measurement,
                                          NameIndex indicator,
                                          PlaceIndex place,
                                          PeriodIndex period,
                                          PeerGroup group,
                                          std::size_t limit = 10);

}  // namespace meguri
