// SPDX-License-Identifier: Apache-2.0
#include "engine/layer_names.h"

#include <set>

#include "base/text.h"

namespace meguri {

std::vector<std::string> layer_names(std::string_view text) {
  std::set<std::string> layers;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view name = trimmed(text.substr(0, comma));
    if (!name.empty()) layers.emplace(name);
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
  return {layers.begin(), layers.end()};
}

}  // namespace meguri
