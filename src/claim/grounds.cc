// SPDX-License-Identifier: Apache-2.0
#include "claim/grounds.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/check.h"
#include "claim/internal/whole_mg.h"

namespace meguri {

GroundIndex GroundBook::open(const GroundName& name, Mass capacity) {
  const auto [found, is_new] = index_.try_emplace(name, static_cast<GroundIndex>(grounds_.size()));
  if (is_new) grounds_.push_back({name, capacity, Mass{}});
  return found->second;
}

void GroundBook::draw(GroundIndex index, Mass mass) {
  Ground& ground = grounds_[index];
  MEGURI_CHECK(mass >= Mass{} && mass <= ground.left());
  ground.drawn = Mass::milligrams(ground.drawn.count_mg() + mass.count_mg());
}

namespace {

// Shares out what is missing, in turns.
class Sharing {
 public:
  Sharing(const GroundBook& book, const std::vector<Share>& shares, Mass wanted)
      : shares_(shares), parts_(shares.size()), missing_(wanted.count_mg()) {
    for (const Share& share : shares)
      left_.push_back(book[share.ground].left().count_mg());
  }

  // To each as it contributes, and no more than that, rounded down.
  void give_in_proportion() {
    double whole = 0;
    for (const Share& share : shares_)
      whole += share.exact_mg;
    const double part = std::min(1.0, static_cast<double>(missing_) / whole);
    std::vector<double> exact(shares_.size());
    for (std::size_t at = 0; at < shares_.size(); ++at) {
      exact[at] = part * shares_[at].exact_mg;
      give(at, whole_mg(exact[at]));
    }
    order_.resize(shares_.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::stable_sort(order_, std::greater(), [&](std::size_t at) {
      return exact[at] - static_cast<double>(parts_[at]);
    });
  }
  // A milligram each, those with the largest remainders first.
  void give_one_each() {
    for (const std::size_t at : order_)
      if (static_cast<double>(parts_[at]) < shares_[at].exact_mg + 1) give(at, 1);
  }
  // What others could not give, as far as a contribution reaches.
  void give_the_rest() {
    for (const std::size_t at : order_)
      give(at, whole_mg(shares_[at].exact_mg) - parts_[at]);
  }
  [[nodiscard]] std::vector<Mass> masses() const {
    std::vector<Mass> masses;
    masses.reserve(parts_.size());
    for (const std::int64_t part : parts_)
      masses.push_back(Mass::milligrams(part));
    return masses;
  }

 private:
  void give(std::size_t at, std::int64_t mg) {
    mg = std::min({mg, left_[at] - parts_[at], missing_});
    if (mg <= 0) return;
    parts_[at] += mg;
    missing_ -= mg;
  }

  const std::vector<Share>& shares_;
  std::vector<std::int64_t> parts_;
  std::vector<std::int64_t> left_;
  std::vector<std::size_t> order_;
  std::int64_t missing_;
};

}  // namespace

std::vector<Mass> shared_out(const GroundBook& book,
                             const std::vector<Share>& shares,
                             Mass wanted) {
  Sharing sharing(book, shares, wanted);
  sharing.give_in_proportion();
  sharing.give_one_each();
  sharing.give_the_rest();
  sharing.give_one_each();  // what rounding moved between grounds
  return sharing.masses();
}

}  // namespace meguri
