// SPDX-License-Identifier: Apache-2.0
// base64: bytes as text (RFC 4648, section 4), for keys, signatures and proofs.
//
// Strict both ways: with padding, without white space, unused bits zero, so that bytes have exactly
// one text. Pure; any thread. O(length).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace meguri {

std::string to_base64(std::string_view bytes);
// Nothing for any text that to_base64 does not write.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace meguri
