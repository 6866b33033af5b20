// SPDX-License-Identifier: Apache-2.0
#include "engine/trace_shelf.h"

#include <utility>

namespace meguri {

Result<std::shared_ptr<const LotTrace>> TraceShelf::up_to(const Columns& columns,
                                                          std::int64_t position,
                                                          bool or_later,
                                                          const WaterMaterials& water) {
  const std::scoped_lock lock(mutex_);
  if (latest_ && latest_->water() != water) latest_.reset();
  if (latest_ && latest_->position() == position) return std::shared_ptr<const LotTrace>(latest_);
  if (latest_ && latest_->position() > position) {
    if (or_later) return std::shared_ptr<const LotTrace>(latest_);
    return std::make_shared<const LotTrace>(MEGURI_TRY(LotTrace::read(columns, position, water)));
  }
  latest_arcs_out_.reset();
  if (!latest_) {
    latest_ = std::make_shared<LotTrace>(MEGURI_TRY(LotTrace::read(columns, position, water)));
    return std::shared_ptr<const LotTrace>(latest_);
  }
  // Nobody gets at it but through this shelf, so that one owner means one reader.
  if (latest_.use_count() > 1) latest_ = std::make_shared<LotTrace>(*latest_);
  auto following = std::exchange(latest_, nullptr);  // half followed, it is not shown again
  MEGURI_TRY(following->follow(columns, position));
  latest_ = std::move(following);
  return std::shared_ptr<const LotTrace>(latest_);
}

std::shared_ptr<const ArcsOut> TraceShelf::arcs_out(const std::shared_ptr<const LotTrace>& trace) {
  const std::scoped_lock lock(mutex_);
  const bool is_latest = trace == latest_;
  if (is_latest && latest_arcs_out_) return latest_arcs_out_;
  auto made = std::make_shared<const ArcsOut>(trace->graph().flows());
  if (is_latest) latest_arcs_out_ = made;
  return made;
}

}  // namespace meguri
