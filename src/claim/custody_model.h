// SPDX-License-Identifier: Apache-2.0
// custody_model: how what is said of matter follows it through a site (ISO 22095), what may be said
// of it, and who stands behind that.
//
// Values; pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "matter/flow.h"

namespace meguri {

// The strongest first. Spelled as on the wire.
enum class CustodyModel : std::uint8_t {
  identity_preserved,    // from one batch, and nothing else
  segregated,            // from any batches, all of them of the claimed origins
  controlled_blending,   // mixed; the known share of every lot
  mass_balance_rolling,  // the average share of a period, in every output
  mass_balance_credit,   // as much as was received, wherever it went
  book_and_claim         // certificates apart from the matter
};
inline constexpr std::array custody_models = {CustodyModel::identity_preserved,
                                              CustodyModel::segregated,
                                              CustodyModel::controlled_blending,
                                              CustodyModel::mass_balance_rolling,
                                              CustodyModel::mass_balance_credit,
                                              CustodyModel::book_and_claim};
std::string_view to_text(CustodyModel model);
std::optional<CustodyModel> custody_model_of(std::string_view text);

// 0 the strongest; the two ways of mass balance are equally strong.
int weakness(CustodyModel model);
// The one that governs a chain in which both occur; of equally weak ones the later in the enum.
CustodyModel weaker(CustodyModel left, CustodyModel right);
// Whether claims follow the matter itself, so that a lot is what its trail says.
bool is_physical(CustodyModel model);

// What a claim may be about: pre- and post-consumer, vehicles, parts of vehicles in use, reuse.
// Never virgin, unknown, or internal regrind, which is no recycled content.
bool is_claimable(Origin origin);
// Recycled content: pre- and post-consumer and from end-of-life vehicles. Parts of vehicles in use
// and reused matter are classes of their own.
bool is_recycled(Origin origin);

// Who stands behind an origin, the weakest first.
enum class Assurance : std::uint8_t {
  self_declared,        // who received it says so
  counterparty_signed,  // a supplier's own claim
  third_party           // a supplier's claim, at a site that was certified then
};
inline constexpr std::array assurances = {
    Assurance::self_declared, Assurance::counterparty_signed, Assurance::third_party};
std::string_view to_text(Assurance assurance);

// How matter was recycled, as the site says that did it.
enum class RecyclingRoute : std::uint8_t { not_stated, mechanical, chemical };
inline constexpr std::array recycling_routes = {
    RecyclingRoute::not_stated, RecyclingRoute::mechanical, RecyclingRoute::chemical};
std::string_view to_text(RecyclingRoute route);
std::optional<RecyclingRoute> recycling_route_of(std::string_view text);

}  // namespace meguri
