// SPDX-License-Identifier: Apache-2.0
// claim_members: what stands in a claim's document, and whether it is consistent. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "claim/claim_document.h"
#include "seal/field_tree.h"

namespace meguri {

inline constexpr std::string_view claim_form = "meguri-claim/1";

// A member as a document has it: shown with its salt, or by its leaf alone.
struct ReadMember {
  ClaimMember name = ClaimMember::issuer;
  Json value;
  FieldSalt salt;
  std::optional<Digest> leaf;  // of a withheld one
};
struct ReadDocument {
  std::vector<ReadMember> members;
  std::string note;
};

// Members stand in their order, each once. Errors: invalid_input (claim.not_a_document).
Result<ReadDocument> read_claim_document(const Json& document);

// Without those that say nothing (no recipient, no audits).
Result<std::vector<std::pair<ClaimMember, Json>>> claim_members(const ClaimToSign& claim,
                                                                const Salt& salt);

// Whether what is shown holds together: contents within the mass, assurance and routes that add up
// to the contents, a checkpoint of the same key, a quota in which the claim is counted and that is
// not exceeded. True if a quota is shown.
Result<bool> check_members(const ReadDocument& document, const NoteVerifier& verifier);

Json quota_document(const Quota& quota);
std::optional<Quota> read_quota(const Json& document);

}  // namespace meguri
