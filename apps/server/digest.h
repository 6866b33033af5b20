// SPDX-License-Identifier: Apache-2.0
// digest: names for bytes: what entity tags and request ids are made of. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace meguri {

// The first 32 hexadecimal digits of the SHA-256 of the bytes. O(length).
std::string content_tag(std::string_view bytes);

// That many random bytes, written as hexadecimal digits.
std::string random_hex(std::size_t bytes);

}  // namespace meguri
