// SPDX-License-Identifier: Apache-2.0
#include "claim/custody_model.h"

#include <algorithm>

namespace meguri {
namespace {

// The value that is written so; nothing for another text.
template <typename Value, std::size_t Count>
std::optional<Value> value_of(const std::array<Value, Count>& values, std::string_view text) {
  const auto found =
      std::ranges::find_if(values, [&](Value value) { return to_text(value) == text; });
  if (found == values.end()) return std::nullopt;
  return *found;
}

}  // namespace

std::string_view to_text(CustodyModel model) {
  constexpr std::array<std::string_view, custody_models.size()> texts = {"identity_preserved",
                                                                         "segregated",
                                                                         "controlled_blending",
                                                                         "mass_balance_rolling",
                                                                         "mass_balance_credit",
                                                                         "book_and_claim"};
  return texts.at(static_cast<std::size_t>(model));
}

std::optional<CustodyModel> custody_model_of(std::string_view text) {
  return value_of(custody_models, text);
}

int weakness(CustodyModel model) {
  constexpr std::array<int, custody_models.size()> ranks = {0, 1, 2, 3, 3, 4};
  return ranks.at(static_cast<std::size_t>(model));
}

CustodyModel weaker(CustodyModel left, CustodyModel right) { return std::max(left, right); }

bool is_physical(CustodyModel model) { return model <= CustodyModel::controlled_blending; }

bool is_claimable(Origin origin) {
  return is_recycled(origin) || origin == Origin::in_use_vehicle_part || origin == Origin::reused;
}

bool is_recycled(Origin origin) {
  return origin == Origin::pre_consumer || origin == Origin::post_consumer ||
         origin == Origin::post_consumer_elv;
}

std::string_view to_text(Assurance assurance) {
  constexpr std::array<std::string_view, assurances.size()> texts = {
      "self_declared", "counterparty_signed", "third_party"};
  return texts.at(static_cast<std::size_t>(assurance));
}

std::string_view to_text(RecyclingRoute route) {
  constexpr std::array<std::string_view, recycling_routes.size()> texts = {
      "not_stated", "mechanical", "chemical"};
  return texts.at(static_cast<std::size_t>(route));
}

std::optional<RecyclingRoute> recycling_route_of(std::string_view text) {
  return value_of(recycling_routes, text);
}

}  // namespace meguri
