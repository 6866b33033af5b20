// SPDX-License-Identifier: Apache-2.0
// id: a row number that cannot be confused with another table's.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace meguri {

template <typename Tag>
class Id {
 public:
  constexpr explicit Id(std::uint32_t index) : index_(index) {}
  [[nodiscard]] constexpr std::uint32_t index() const { return index_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::uint32_t index_;
};

}  // namespace meguri

template <typename Tag>
struct std::hash<meguri::Id<Tag>> {
  std::size_t operator()(meguri::Id<Tag> id) const noexcept {
    return std::hash<std::uint32_t>{}(id.index());
  }
};
