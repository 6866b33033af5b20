// SPDX-License-Identifier: Apache-2.0
// compression: gzip of answers. Any thread; O(length).
#pragma once

#include <string>
#include <string_view>

namespace meguri {

// Bodies below this are sent as they are: a packet holds them anyway.
inline constexpr std::size_t worth_compressing = 1024;

// The gzip form, the same for the same bytes; empty if zlib has no memory for it.
std::string gzipped(std::string_view bytes);

}  // namespace meguri
