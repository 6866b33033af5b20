// SPDX-License-Identifier: Apache-2.0
#include "wire/internal/xlsx_text.h"

namespace meguri {

std::string cut_characters(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && ++count > characters) break;
  }
  return std::string(text.substr(0, at));
}

std::string allowed_sheet_name(std::string_view wanted, std::size_t characters) {
  std::string name = cut_characters(wanted, characters);
  for (char& letter : name) {
    if (std::string_view("[]:*?/\\'").find(letter) != std::string_view::npos) letter = ' ';
  }
  return name.empty() ? "Sheet1" : name;
}

}  // namespace meguri
