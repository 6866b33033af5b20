// SPDX-License-Identifier: Apache-2.0
// log_documents: proofs as JSON and back (docs/formats/log.md).
//
// Reading is strict: every member must be there and no other, and what is written for people must
// follow from what is sealed, so that no character of a proof can be changed unnoticed.
// Errors: invalid_input (engine.log_not_a_proof), findings (engine.log_text_differs). Pure.
#pragma once

#include <string_view>

#include "base/result.h"
#include "journal/entry_proof.h"
#include "wire/json.h"

namespace meguri {

Json proof_document(const EntryProof& proof);
Json proof_document(const GrowthProof& proof);

// `file` as the user named it, for the errors.
Result<EntryProof> read_entry_proof(const Json& document, std::string_view file);
Result<GrowthProof> read_growth_proof(const Json& document, std::string_view file);

}  // namespace meguri
