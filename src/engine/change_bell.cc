// SPDX-License-Identifier: Apache-2.0
#include "engine/change_bell.h"

#include <utility>

namespace meguri {

Subscription ChangeBell::listen(Wake wake) {
  const std::lock_guard lock(listeners_->mutex);
  const std::uint64_t id = listeners_->next++;
  listeners_->wakes.emplace(id, std::move(wake));
  return Subscription([listeners = listeners_, id] {
    const std::lock_guard ending(listeners->mutex);
    listeners->wakes.erase(id);
  });
}

void ChangeBell::ring() const {
  const std::lock_guard lock(listeners_->mutex);
  for (const auto& [id, wake] : listeners_->wakes)
    wake();
}

}  // namespace meguri
