// SPDX-License-Identifier: Apache-2.0
// limits: how much one entry may hold; all of them are checked before anything is booked.
#pragma once

#include <cstddef>

namespace meguri {

inline constexpr std::size_t lines_max = 100'000;
inline constexpr std::size_t id_bytes_max = 200;
inline constexpr std::size_t shipment_bytes_max = 2 * id_bytes_max + 1;  // <book>/<client id>
inline constexpr std::size_t layers_max = 32;                            // of a line, of a book
inline constexpr std::size_t text_bytes_max = 4'000;                     // evidence, note
inline constexpr std::size_t payload_bytes_max = 4'000'000;  // larger things are documents, by hash
inline constexpr std::size_t drafts_per_post_max = 100'000;

}  // namespace meguri
