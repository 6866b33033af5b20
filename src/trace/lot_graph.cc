// SPDX-License-Identifier: Apache-2.0
#include "trace/lot_graph.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace meguri {
namespace {

constexpr char between_ids = '\x1f';  // ids hold no control characters

bool is_outside(const BookedLine& line) {
  return is_boundary_site(line.site) && !is_transit_site(line.site);
}

bool is_uptake(const BookedLine& line) { return line.site == "air" || line.site == "water"; }

bool has_lot(const BookedLine& line) { return !is_boundary_site(line.site); }

// What a boundary gives is what it is said to be; what is dug is virgin.
Origin origin_from(const BookedLine& in, Origin said) {
  if (in.origin != Origin::unknown) return in.origin;
  if (said != Origin::unknown) return said;
  return in.site == "nature" ? Origin::virgin : Origin::unknown;
}

// The one origin that every lot states; else unknown.
Origin common_origin(const std::vector<const BookedLine*>& out) {
  std::optional<Origin> common;
  for (const BookedLine* line : out) {
    if (!has_lot(*line)) continue;
    if (common && *common != line->origin) return Origin::unknown;
    common = line->origin;
  }
  return common.value_or(Origin::unknown);
}

// As much of a mass as the parts can take, in proportion to them, to the milligram.
std::vector<std::int64_t> shared_out(Int128 mass, const std::vector<std::int64_t>& parts) {
  Int128 whole = 0;
  for (const std::int64_t part : parts)
    whole += part;
  if (mass >= whole) return parts;
  std::vector<std::int64_t> shares;
  Int128 left = mass;
  for (const std::int64_t part : parts) {
    // Products of masses of several lines may leave even 128 bits: doubles are near enough, and
    // what they miss is handed out below.
    const double share = static_cast<double>(mass) / static_cast<double>(whole);
    constexpr double most = 9.2e18;  // below any mass that a double could round beyond the range
    const auto exact = static_cast<std::int64_t>(std::min(static_cast<double>(part) * share, most));
    shares.push_back(static_cast<std::int64_t>(std::min<Int128>(std::min(exact, part), left)));
    left -= shares.back();
  }
  for (std::size_t at = 0; left > 0; ++at) {
    const Int128 more = std::min<Int128>(left, parts[at] - shares[at]);
    shares[at] += static_cast<std::int64_t>(more);
    left -= more;
  }
  return shares;
}

// Lines of one material each, where each material adds up to zero; else all lines together.
std::vector<std::vector<const BookedLine*>> groups_of(const BookedEntry& entry) {
  std::map<std::string_view, std::vector<const BookedLine*>> by_material;
  std::vector<const BookedLine*> all;
  for (const BookedLine& line : entry.lines) {
    if (line.mass == Mass{}) continue;
    by_material[line.material].push_back(&line);
    all.push_back(&line);
  }
  std::vector<std::vector<const BookedLine*>> groups;
  for (auto& [material, lines] : by_material) {
    Int128 sum = 0;
    for (const BookedLine* line : lines)
      sum += line->mass.count_mg();
    if (entry.kind == EntryKind::transform || sum != 0) return {std::move(all)};
    groups.push_back(std::move(lines));
  }
  return groups;
}

}  // namespace

std::string_view to_text(TraceKind kind) {
  constexpr std::array<std::string_view, 7> texts = {
      "lot", "transit", "step", "source", "sink", "unbooked", "settled"};
  return texts.at(static_cast<std::size_t>(kind));
}

std::uint8_t lane_of(Origin origin) {
  if (origin == Origin::unknown) return no_class;
  return static_cast<std::uint8_t>(static_cast<int>(origin) - static_cast<int>(Origin::virgin));
}

void LotGraph::add(const BookedEntry& entry) {
  position_ = entry.position;
  for (const Lines& lines : groups_of(entry))
    trace(entry, lines);
}

void LotGraph::trace(const BookedEntry& entry, const Lines& lines) {
  Lines in;
  Lines out;
  for (const BookedLine* line : lines)
    (line->mass < Mass{} ? in : out).push_back(line);
  const bool only_from_outside =
      in.size() == 1 && is_outside(*in.front()) && entry.kind != EntryKind::transform;
  if (only_from_outside) return give_each_its_own(entry, *in.front(), out);
  if (entry.kind == EntryKind::transform) return transform(entry, in, out);
  const Origin said = common_origin(out);
  std::vector<Inflow> inflows;
  for (const BookedLine* line : in)
    take(entry, *line, said, inflows);
  if (out.size() > 1) inflows = mixed(std::move(inflows));
  for (const BookedLine* line : out)
    put(entry, *line, part_of(inflows, line->mass.count_mg()));
}

// Water and air that only pass through (washing, cooling, burning) go into the water and the air
// that come out, as far as these reach; the rest is taken up by all that is made, or given off by
// all that goes in. What a transform makes does not say what it was made of.
void LotGraph::transform(const BookedEntry& entry, const Lines& in, const Lines& out) {
  std::vector<Inflow> inflows;
  std::vector<Inflow> carried;
  for (const BookedLine* line : in)
    take(entry, *line, Origin::unknown, is_carrier(*line) ? carried : inflows);
  std::vector<std::int64_t> carrier_out;
  for (const BookedLine* line : out)
    carrier_out.push_back(is_carrier(*line) ? line->mass.count_mg() : 0);
  const Int128 carried_in = sum_of(carried);
  const std::vector<std::int64_t> passing = shared_out(carried_in, carrier_out);
  carried = mixed(std::move(carried));
  Int128 taken_up = carried_in;
  for (const std::int64_t each : passing)
    taken_up -= each;
  for (; taken_up > 0; taken_up -= std::min<Int128>(taken_up, INT64_MAX)) {
    const auto mass = static_cast<std::int64_t>(std::min<Int128>(taken_up, INT64_MAX));
    inflows.push_back({carried.front().from, mass});
  }
  if (out.size() > 1) inflows = mixed(std::move(inflows));
  for (std::size_t at = 0; at < out.size(); ++at) {
    const std::int64_t mass = out[at]->mass.count_mg();
    std::vector<Inflow> parts;
    if (passing[at] < mass) parts = part_of(inflows, mass - passing[at]);
    if (passing[at] > 0) parts.push_back({carried.front().from, passing[at]});
    put(entry, *out[at], parts);
  }
}

bool LotGraph::is_carrier(const BookedLine& line) const {
  return is_uptake(line) || water_.contains(line.material);
}

// One inflow, mixed if there are several; how much it is, those who take of it say.
std::vector<LotGraph::Inflow> LotGraph::mixed(std::vector<Inflow> inflows) {
  if (inflows.size() < 2) return inflows;
  return {{mix(inflows), 0}};
}

// All of the inflows, or so much of the only one.
std::vector<LotGraph::Inflow> LotGraph::part_of(const std::vector<Inflow>& inflows,
                                                std::int64_t mass) {
  if (inflows.size() == 1) return {{inflows.front().from, mass}};
  MEGURI_CHECK(sum_of(inflows) == mass);
  return inflows;
}

// Lines of an entry may each be as large as any mass.
Int128 LotGraph::sum_of(const std::vector<Inflow>& inflows) {
  Int128 sum = 0;
  for (const Inflow& inflow : inflows)
    sum += inflow.mass;
  return sum;
}

void LotGraph::give_each_its_own(const BookedEntry& entry, const BookedLine& in, const Lines& out) {
  for (const BookedLine* line : out) {
    const std::string& counterparty =
        in.counterparty.empty() ? line->counterparty : in.counterparty;
    const NodeIndex from = source(in, origin_from(in, line->origin), counterparty);
    put(entry, *line, {{from, line->mass.count_mg()}});
  }
}

NodeIndex LotGraph::add_node(TraceKind kind, std::uint32_t subject, std::uint8_t lane) {
  nodes_.push_back({kind, subject, position_});
  classes_.push_back(lane);
  return flows_.add_node();
}

AccountIndex LotGraph::account_of(const BookedEntry& entry, const BookedLine& line) {
  Account account{entry.book, line.site, line.lot, line.material};
  if (const auto ends = transit_ends(line.site)) {
    account.book = ends->from;
    account.lot =
        entry.kind == EntryKind::ship ? entry.book + "/" + entry.client_id : entry.shipment;
  }
  std::string key = account.book;
  for (const std::string* part : {&account.site, &account.lot, &account.material})
    key.append(1, between_ids).append(*part);
  const auto [found, is_new] =
      account_of_key_.try_emplace(std::move(key), static_cast<AccountIndex>(accounts_.size()));
  if (is_new) {
    accounts_.push_back(std::move(account));
    held_.emplace_back();
  }
  return found->second;
}

std::optional<AccountIndex> LotGraph::find(const Account& account) const {
  std::string key = account.book;
  for (const std::string* part : {&account.site, &account.lot, &account.material})
    key.append(1, between_ids).append(*part);
  const auto found = account_of_key_.find(key);
  if (found == account_of_key_.end()) return std::nullopt;
  return found->second;
}

BoundaryIndex LotGraph::boundary_index(TracedBoundary boundary) {
  const auto next = static_cast<BoundaryIndex>(boundaries_.size());
  const auto [found, is_new] = boundary_index_.try_emplace(std::move(boundary), next);
  if (is_new) boundaries_.push_back(found->first);
  return found->second;
}

NodeIndex LotGraph::source(const BookedLine& in, Origin origin, const std::string& counterparty) {
  const std::uint8_t lane = is_carrier(in) ? uptake_lane : lane_of(origin);
  return add_node(TraceKind::source, boundary_index({in.site, counterparty, origin}), lane);
}

void LotGraph::take(const BookedEntry& entry,
                    const BookedLine& line,
                    Origin said,
                    std::vector<Inflow>& inflows) {
  const std::int64_t mass = -line.mass.count_mg();
  if (is_outside(line)) {
    inflows.push_back({source(line, origin_from(line, said), line.counterparty), mass});
  } else {
    take_out(account_of(entry, line), mass, inflows);
  }
}

void LotGraph::take_out(AccountIndex account, std::int64_t mass, std::vector<Inflow>& inflows) {
  Held& held = held_[account];
  const std::int64_t there = std::min(held.mass, mass);
  if (there > 0) inflows.push_back({held.versions.back(), there});
  held.mass -= there;
  if (there == mass) return;
  held.owed += mass - there;
  findings_.push_back({position_, account, Mass::milligrams(mass - there)});
  inflows.push_back({add_node(TraceKind::unbooked, account), mass - there});
}

NodeIndex LotGraph::mix(const std::vector<Inflow>& inflows) {
  const NodeIndex step = add_node(TraceKind::step, 0);
  for (const Inflow& inflow : inflows)
    flows_.add_arc(inflow.from, inflow.mass);
  return step;
}

void LotGraph::put(const BookedEntry& entry,
                   const BookedLine& line,
                   const std::vector<Inflow>& inflows) {
  if (!is_outside(line)) {
    const TraceKind kind = is_transit_site(line.site) ? TraceKind::transit : TraceKind::lot;
    return put_into(kind, account_of(entry, line), inflows);
  }
  add_node(TraceKind::sink, boundary_index({line.site, line.counterparty, Origin::unknown}));
  for (const Inflow& inflow : inflows)
    flows_.add_arc(inflow.from, inflow.mass);
}

void LotGraph::put_into(TraceKind kind, AccountIndex account, const std::vector<Inflow>& inflows) {
  const std::vector<Inflow> coming = settle(account, inflows);
  if (coming.empty()) return;
  const NodeIndex node = add_node(kind, account);
  Held& held = held_[account];
  if (held.mass > 0) flows_.add_arc(held.versions.back(), held.mass);
  for (const Inflow& inflow : coming) {
    flows_.add_arc(inflow.from, inflow.mass);
    held.mass += inflow.mass;
  }
  held.versions.push_back(node);
}

// What a lot gave before it came is owed by what comes next, all of it alike.
std::vector<LotGraph::Inflow> LotGraph::settle(AccountIndex account,
                                               const std::vector<Inflow>& inflows) {
  if (held_[account].owed == 0) return inflows;
  const auto mass = static_cast<std::int64_t>(sum_of(inflows));  // one line's
  const std::int64_t settled = std::min(held_[account].owed, mass);
  const NodeIndex from = inflows.size() == 1 ? inflows.front().from : mix(inflows);
  add_node(TraceKind::settled, account);
  flows_.add_arc(from, settled);
  held_[account].owed -= settled;
  if (settled == mass) return {};
  return {{from, mass - settled}};
}

std::optional<NodeIndex> LotGraph::current(AccountIndex account) const {
  const std::vector<NodeIndex>& versions = held_[account].versions;
  if (versions.empty()) return std::nullopt;
  return versions.back();
}

std::optional<NodeIndex> LotGraph::version(AccountIndex account, std::int64_t position) const {
  const std::vector<NodeIndex>& versions = held_[account].versions;
  const auto found = std::find_if(versions.rbegin(), versions.rend(), [&](NodeIndex node) {
    return nodes_[node].position <= position;
  });
  if (found == versions.rend()) return std::nullopt;
  return *found;
}

Mass LotGraph::held(AccountIndex account) const { return Mass::milligrams(held_[account].mass); }

}  // namespace meguri
