// SPDX-License-Identifier: Apache-2.0
// type_text: the small grammar in which shapes spell types (engine/shape.h).
#pragma once

#include <string_view>
#include <vector>

namespace meguri {

// "Figure | null" → {"Figure", "null"}. The views borrow from `type`.
std::vector<std::string_view> type_alternatives(std::string_view type);

}  // namespace meguri
