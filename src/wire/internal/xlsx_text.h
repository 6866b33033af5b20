// SPDX-License-Identifier: Apache-2.0
// xlsx_text: what a workbook allows of texts and names, for the writers of workbooks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace meguri {

constexpr std::size_t cell_characters_max = 32'767;
constexpr std::size_t sheet_name_characters_max = 31;

// At most so many characters, and none cut in the middle.
std::string cut_characters(std::string_view text, std::size_t characters);

// As a sheet may be called; never empty.
std::string allowed_sheet_name(std::string_view wanted,
                               std::size_t characters = sheet_name_characters_max);

}  // namespace meguri
