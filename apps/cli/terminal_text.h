// SPDX-License-Identifier: Apache-2.0
// terminal_text: how wide a text is on a terminal, and what may safely be written there.
//
// Japanese characters take two columns (Unicode East Asian Width W and F), combining marks none.
// Pure functions; any thread; O(length).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace meguri {

enum class Align : std::uint8_t { left, right };

// Columns the text takes. Bytes that are no UTF-8 count as one column each.
std::size_t display_width(std::string_view utf8);

// Filled with spaces to at least `width` columns.
std::string padded(std::string_view utf8, std::size_t width, Align align);

// Control characters replaced by spaces, bytes that are no UTF-8 by '?': a name from a file must
// not be able to move the cursor.
std::string harmless(std::string_view utf8);

// As one word for a POSIX shell: quoted when it has to be.
std::string shell_word(std::string_view text);

}  // namespace meguri
