// SPDX-License-Identifier: Apache-2.0
// claim_verification: whether a claim's document holds, from the document and a public key alone:
// no data folder, no engine, no network.
//
// Errors: invalid_input (this is no claim, or no key), findings (it does not hold). Pure; any
// thread.
#pragma once

#include <string_view>

#include "base/message.h"
#include "base/result.h"
#include "wire/json.h"

namespace meguri {

// VerifiedClaimAnswer.
Result<Json> verify_claim_document(const Json& document, std::string_view key, Language language);

}  // namespace meguri
