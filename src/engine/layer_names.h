// SPDX-License-Identifier: Apache-2.0
// layer_names: "water, carbon" as the layers of a book, in the order books keep.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace meguri {

// Ascending, each once. Pure; any thread.
std::vector<std::string> layer_names(std::string_view text);

}  // namespace meguri
