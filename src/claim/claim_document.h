// SPDX-License-Identifier: Apache-2.0
// claim_document: a claim as its holder gets it: signed, verifiable without the books, and of which
// single members can be withheld.
//
// A JSON object (docs/formats/claims.md):
//
//   {"form": "meguri-claim/1",
//    "members": [{"name": "material", "value": "pellet", "salt": "…"}, {"name": …, "leaf": "…"},
//    …], "note": "<signed note>"}
//
// Each member is a leaf of a salted field tree (seal/field_tree.h, form pairs) over the canonical
// JSON of its value; the note signs the root. Whoever hands the document on may replace value and
// salt of a member by its leaf: the rest still verifies. The same claim of the same books gives the
// same bytes.
//
// Errors: of verifying, findings (claim.document_*: it does not hold), those of signed notes and
// checkpoints; invalid_input (claim.not_a_document). Pure; any thread. O(bytes).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "claim/custody_ledger.h"
#include "claim/quota.h"
#include "seal/random_bytes.h"
#include "seal/signed_note.h"
#include "wire/json.h"

namespace meguri {

// In the order in which they stand in a document; nothing of them is ever renumbered.
enum class ClaimMember : std::uint8_t {
  issuer = 1,
  claim,
  made_on,
  recipient,
  material,
  lot,
  shipment,
  mass,
  contents,
  matter,
  model,
  account,
  assurance,
  routes,
  audits,
  supersedes,
  checkpoint,
  quota
};
inline constexpr std::uint8_t claim_member_count = 18;
std::string_view to_text(ClaimMember member);

// Signs a text with the key of the books.
using SignText = std::function<Result<std::string>(std::string_view)>;

struct ClaimToSign {
  const CustodyLedger& ledger;  // as of the claim itself
  const CustodyFacts& facts;
  const LotGraph& graph;
  const ClaimRecord& claim;  // that stands
  std::string issuer_name;
  std::string checkpoint;  // the signed note over the journal up to the claim
  Salt salt;               // of its entry
};
Result<Json> sign_claim(const ClaimToSign& claim, const SignText& sign);

// The document with these members withheld, too. Errors: invalid_input (claim.member_not_there).
Result<Json> withhold(const Json& document, const std::vector<std::string>& members);

struct VerifiedClaim {
  std::string issuer_key;                             // its name
  std::vector<std::pair<std::string, Json>> members;  // that are shown
  std::vector<std::string> withheld;                  // names
  bool shows_quota = false;
};
Result<VerifiedClaim> verify_claim(const Json& document, const NoteVerifier& verifier);

}  // namespace meguri
