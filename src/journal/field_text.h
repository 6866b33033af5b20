// SPDX-License-Identifier: Apache-2.0
// field_text: the fields of an entry's canonical bytes, as people call and read them.
//
// Names are those of docs/formats/journal.md: "client_id", "payload"; of line 2 "line.2.mass_mg".
// "line.counterparty" means that field of every line. A text stands for exactly one sequence of
// bytes, so whoever reads the text has read what is sealed.
//
// Pure; any thread. O(bytes).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seal/field_tree.h"

namespace meguri {

// "field.77" for a tag this program does not know.
std::string field_name(std::uint32_t tag);

// Texts as they are, numbers in decimal, times in ISO 8601, choices by their name, the payload and
// unknown fields in base64. Nothing if these bytes cannot stand in that field.
std::optional<std::string> field_text(const TreeField& field);

// Whether the name means the tag's field.
bool is_named(std::uint32_t tag, std::string_view name);

// Every name that can mean a field, but for those with a line's number.
const std::vector<std::string>& field_names();
// One of them, or one of them with a line's number.
bool is_field_name(std::string_view name);

}  // namespace meguri
