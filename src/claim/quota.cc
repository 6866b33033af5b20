// SPDX-License-Identifier: Apache-2.0
#include "claim/quota.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace meguri {
namespace {

std::size_t lane_of_origin(Origin origin) { return static_cast<std::size_t>(origin); }

Digest salt_of(std::string_view secret, std::string_view tree, std::size_t number) {
  return hmac_sha256(secret, std::string(tree) + "/" + std::to_string(number));
}

std::string name_of(const AttestedRow& row) { return row.book + "/" + row.client_id; }

// What may have been received twice over has one name.
std::string name_of(const CustodyFacts& facts, const GroundName& ground) {
  if (ground.kind == GroundName::Kind::claim)
    return "claim " + name_of(facts.attested[ground.index]);
  return "source " + std::to_string(ground.index);
}

SumLanes lanes_of(Origin origin, Mass mass) {
  SumLanes lanes{};
  lanes[0] = 1;
  lanes.at(lane_of_origin(origin)) = mass.count_mg();
  return lanes;
}

bool is_of_account(const ClaimRecord& claim, CustodyAccountIndex account) {
  return claim.standing == ClaimStanding::stands && claim.account == account;
}

// Mass balance keeps its receipts, of which the same matter may come several times and counts once;
// of others, the grounds that its claims were drawn from.
std::map<GroundIndex, Mass> grounds_of(const CustodyLedger& ledger, CustodyAccountIndex index) {
  const CustodyAccount& account = ledger.accounts()[index];
  std::map<GroundIndex, Mass> grounds;
  std::map<GroundIndex, Int128> credits;
  for (const Receipt& receipt : account.receipts)
    for (const ReceiptPart& part : receipt.parts)
      credits[part.ground] += part.credit.count_mg();
  for (const auto& [ground, mg] : credits) {
    const Mass most = converted(account.statement, ledger.grounds()[ground].capacity);
    const auto mass = static_cast<std::int64_t>(std::min<Int128>(mg, most.count_mg()));
    grounds.emplace(ground, Mass::milligrams(mass));
  }
  if (!grounds.empty()) return grounds;
  for (const ClaimRecord& claim : ledger.claims()) {
    if (!is_of_account(claim, index)) continue;
    for (const Draw& draw : claim.draws)
      grounds.emplace(draw.ground, ledger.grounds()[draw.ground].capacity);
  }
  return grounds;
}

std::vector<SumLeaf> received_by(const CustodyLedger& ledger,
                                 const CustodyFacts& facts,
                                 CustodyAccountIndex account,
                                 std::string_view secret) {
  std::vector<SumLeaf> leaves;
  for (const auto& [index, mass] : grounds_of(ledger, account)) {
    const GroundName& ground = ledger.grounds()[index].name;
    const Digest salt = salt_of(secret, "received", leaves.size());
    leaves.push_back({quota_content(salt, name_of(facts, ground)), lanes_of(ground.origin, mass)});
  }
  return leaves;
}

}  // namespace

Digest quota_content(const Digest& salt, std::string_view claim) {
  return Sha256().update(view_of(salt)).update(claim).finish();
}

SumLanes lanes_of(const Contents& contents) {
  SumLanes lanes{};
  lanes[0] = 1;
  for (const auto& [origin, mass] : contents)
    lanes.at(lane_of_origin(origin)) = mass.count_mg();
  return lanes;
}

Result<Quota> quota_of(const CustodyLedger& ledger,
                       const CustodyFacts& facts,
                       const ClaimRecord& claim,
                       std::string_view secret) {
  MEGURI_CHECK(claim.standing == ClaimStanding::stands);
  std::vector<SumLeaf> claimed;
  Quota quota;
  for (const ClaimRecord& each : ledger.claims()) {
    if (!is_of_account(each, claim.account)) continue;
    const Digest salt = salt_of(secret, "claimed", claimed.size());
    if (each.row == claim.row) {
      quota.index = claimed.size();
      quota.salt = salt;
    }
    claimed.push_back({quota_content(salt, name_of(facts.attested[each.row])),
                       lanes_of(each.statement.contents)});
  }
  const auto received = sum_tree_head(received_by(ledger, facts, claim.account, secret));
  const auto head = sum_tree_head(claimed);
  if (!received || !head) return error(ErrorCode::limit_exceeded, "claim.quota_too_large");
  quota.received = *received;
  quota.claimed = *head;
  quota.leaf = claimed[quota.index];
  quota.size = claimed.size();
  quota.path = sum_inclusion_path(quota.index, claimed);
  return quota;
}

QuotaFault check(const Quota& quota) {
  // Each leaf counts for one, so that the head itself says how many there are.
  const bool is_counted = quota.leaf.sums[0] == 1 && quota.claimed.sums[0] >= 0 &&
                          std::uint64_t(quota.claimed.sums[0]) == quota.size;
  if (!is_counted || !is_in_sum(quota.leaf, quota.index, quota.size, quota.claimed, quota.path))
    return QuotaFault::not_included;
  for (std::size_t lane = 1; lane < sum_lane_count; ++lane)
    if (quota.claimed.sums.at(lane) > quota.received.sums.at(lane)) return QuotaFault::exceeded;
  return QuotaFault::none;
}

}  // namespace meguri
