// SPDX-License-Identifier: Apache-2.0
// skeleton: the files of a new pack to begin with: whole, small, and explained line by line.
//
// What it writes passes `meguri pack check` as it stands, so that whoever writes a pack starts from
// something that works. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "pack/content.h"

namespace meguri {

// pack.toml, tables/figures.csv, calculations.toml, expected.toml, README.md.
// REQUIRES: `id` is an id.
std::vector<PackDocument> pack_skeleton(std::string_view id);

// Lower case a-z, 0-9, _ - and dots; 1 to 64 bytes.
bool is_pack_id(std::string_view text);

}  // namespace meguri
