// SPDX-License-Identifier: Apache-2.0
#include "engine/recorded_flows.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/japanese_date.h"
#include "journal/account.h"

namespace meguri {
namespace {

using FlowKey = std::tuple<std::string, std::string, std::string>;

struct Gathered {
  MassTotal mass;
  std::set<std::int64_t> positions;
};

// Without a site of its own an entry happens where its matter ends up.
std::string site_of(const std::vector<LineRow>& lines, std::size_t begin, std::size_t end) {
  if (!lines[begin].entry_site.empty()) return lines[begin].entry_site;
  for (std::size_t index = begin; index < end; ++index) {
    const Line& line = lines[index].line;
    if (line.mass > Mass{} && !is_boundary_site(line.site)) return line.site;
  }
  return lines[begin].line.site;
}

bool falls_in(const LineRow& line, const std::optional<Period>& period) {
  if (!period) return true;
  const Day day = tokyo_day(line.event_from);
  return period->first() <= day && day < period->end();
}

Mass mass_of(const MassTotal& total) {
  const auto mass = total.mass();
  MEGURI_CHECK(mass.has_value());  // a sum of booked masses of one account direction
  return *mass;
}

std::vector<RecordedFlow> flows_of(const std::map<FlowKey, Gathered>& gathered) {
  std::vector<RecordedFlow> flows;
  flows.reserve(gathered.size());
  for (const auto& [key, value] : gathered) {
    flows.push_back({std::get<0>(key),
                     std::get<1>(key),
                     std::get<2>(key),
                     mass_of(value.mass),
                     {value.positions.begin(), value.positions.end()}});
  }
  return flows;
}

void add(std::map<FlowKey, Gathered>& gathered, const RecordedFlow& flow) {
  Gathered& at = gathered[{flow.from, flow.to, flow.material}];
  at.mass.add(flow.mass);
  at.positions.insert(flow.positions.begin(), flow.positions.end());
}

// The flows of one material into and out of one transit site.
struct Transit {
  std::vector<const RecordedFlow*> in;
  std::vector<const RecordedFlow*> out;
};

// Whether all that went in came out, and by one sender or to one receiver, so that who sent what to
// whom is not a guess.
bool can_join(const Transit& transit) {
  const auto& [in, out] = transit;
  if (in.empty() || out.empty() || (in.size() > 1 && out.size() > 1)) return false;
  __extension__ __int128 balance = 0;
  for (const RecordedFlow* const flow : in)
    balance += flow->mass.count_mg();
  for (const RecordedFlow* const flow : out)
    balance -= flow->mass.count_mg();
  return balance == 0;
}

RecordedFlow joined(const RecordedFlow& in, const RecordedFlow& out, bool one_sender) {
  RecordedFlow flow{in.from, out.to, in.material, one_sender ? out.mass : in.mass, in.positions};
  flow.positions.insert(flow.positions.end(), out.positions.begin(), out.positions.end());
  return flow;
}

void add(std::map<FlowKey, Gathered>& gathered, const Transit& transit) {
  const auto& [in, out] = transit;
  if (can_join(transit)) {
    for (const RecordedFlow* const sent : in) {
      for (const RecordedFlow* const got : out)
        add(gathered, joined(*sent, *got, in.size() == 1));
    }
    return;
  }
  for (const auto* const side : {&in, &out}) {
    for (const RecordedFlow* const flow : *side)
      add(gathered, *flow);
  }
}

}  // namespace

std::string id_of(const RecordedFlow& flow) {
  return flow.from + ">" + flow.to + ">" + flow.material;
}

std::vector<RecordedFlow> recorded_flows(const std::vector<LineRow>& lines,
                                         const std::optional<Period>& period) {
  std::map<FlowKey, Gathered> gathered;
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin;
    while (end < lines.size() && lines[end].position == lines[begin].position)
      ++end;
    const std::string site = site_of(lines, begin, end);
    for (std::size_t index = begin; index < end && falls_in(lines[begin], period); ++index) {
      const Line& line = lines[index].line;
      if (line.site == site) continue;
      const bool comes_out = line.mass < Mass{};
      add(gathered,
          {comes_out ? line.site : site,
           comes_out ? site : line.site,
           line.material,
           comes_out ? -line.mass : line.mass,
           {lines[index].position}});
    }
    begin = end;
  }
  return flows_of(gathered);
}

std::vector<RecordedFlow> join_transit(const std::vector<RecordedFlow>& flows) {
  std::map<FlowKey, Gathered> gathered;
  std::map<std::pair<std::string, std::string>, Transit> transits;  // by site and material
  for (const RecordedFlow& flow : flows) {
    if (is_transit_site(flow.to)) transits[{flow.to, flow.material}].in.push_back(&flow);
    if (is_transit_site(flow.from)) transits[{flow.from, flow.material}].out.push_back(&flow);
    if (!is_transit_site(flow.to) && !is_transit_site(flow.from)) add(gathered, flow);
  }
  for (const auto& [key, transit] : transits)
    add(gathered, transit);
  return flows_of(gathered);
}

std::vector<Period> months_of(const std::vector<LineRow>& lines) {
  std::set<Period> months;
  for (const LineRow& line : lines) {
    const CivilDate date = civil_of(tokyo_day(line.event_from));
    months.insert(Period::month(date.year, date.month));
  }
  return {months.begin(), months.end()};
}

}  // namespace meguri
