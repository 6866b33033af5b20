// SPDX-License-Identifier: Apache-2.0
#include "server/assets.h"

#include <algorithm>

namespace meguri {

const Asset* find_asset(std::string_view path) {
  const std::span<const Asset> all = assets();
  const auto found = std::ranges::lower_bound(all, path, {}, &Asset::path);
  return found != all.end() && found->path == path ? &*found : nullptr;
}

}  // namespace meguri
