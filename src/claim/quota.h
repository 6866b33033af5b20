// SPDX-License-Identifier: Apache-2.0
// quota: that what was claimed from an account does not exceed what it received, shown to a buyer
// who sees neither suppliers nor other buyers.
//
// Two sum trees (seal/sum_tree.h): one leaf for every part of what was received, one for every
// claim that stands. Lane 0 counts the leaves, the others are milligrams by origin (Origin as a
// number). A buyer who holds both heads, signed, and the path of the own claim knows: the own claim
// is counted, with its mass; all claims that others can be shown, together with it, are no more
// than the head says; and that is no more than was received. Names are salted, so that nobody can
// guess them; of the own claim the salt is shown, so that no two buyers can be shown the same leaf
// as theirs. What two buyers cannot see alone is whether both were shown the same heads.
//
// Errors: limit_exceeded (claim.quota_too_large). Pure; any thread. O(receipts + claims).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "claim/custody_ledger.h"
#include "seal/sum_tree.h"

namespace meguri {

struct Quota {
  SumNode received;
  SumNode claimed;
  SumLeaf leaf;  // of the claim
  Digest salt;   // of its name in the leaf
  std::uint64_t index = 0;
  std::uint64_t size = 0;  // of the tree of claims
  std::vector<SumNode> path;
};

// Of the account of a claim that stands. `secret`: 16 bytes or more that only the issuer knows.
Result<Quota> quota_of(const CustodyLedger& ledger,
                       const CustodyFacts& facts,
                       const ClaimRecord& claim,
                       std::string_view secret);

// The content of a claim's leaf. `claim`: "<book>/<client id>".
Digest quota_content(const Digest& salt, std::string_view claim);
// What a claim counts for in its leaf.
SumLanes lanes_of(const Contents& contents);

// Why the quota does not hold.
enum class QuotaFault : std::uint8_t { none, not_included, exceeded };
QuotaFault check(const Quota& quota);

}  // namespace meguri
