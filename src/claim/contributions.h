// SPDX-License-Identifier: Apache-2.0
// contributions: what of a lot comes from which grounds, where suppliers' claims count in the place
// of what lies behind their shipments.
//
// A walk against the flow from one node of the lot graph, the latest nodes first. It ends where
// matter came over a boundary, and at shipments whose sender keeps a custody account for what was
// shipped: of these it takes what the sender claims by now, and the rest is unknown, since what a
// supplier has not claimed is not the buyer's to claim. O(k log k + arcs) for k nodes reached.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "claim/grounds.h"
#include "trace/lot_graph.h"

namespace meguri {

// What stands claimed of a shipment, or in a certificate.
struct StandingClaim {
  ClaimIndex claim = 0;
  CustodyModel model = CustodyModel::controlled_blending;
  std::map<Origin, Mass> contents;
  std::map<RecyclingRoute, Mass> routes;  // they add up to the contents
  Assurance assurance = Assurance::counterparty_signed;
  Mass filler;
  Mass bio_based;
};

// Of a shipment node; nullptr: its sender keeps no account for it, and the walk goes on behind it.
using ClaimsOnShipment = std::function<const std::vector<const StandingClaim*>*(NodeIndex)>;

struct Contribution {
  GroundName ground;
  double exact_mg = 0;
};

struct Contributions {
  std::vector<Contribution> grounds;  // by ground
  double unknown_mg = 0;
  double uptake_mg = 0;       // from air and water
  double filler_mg = 0;       // of all the others, what is no polymer
  double bio_based_mg = 0;    // of all, whatever its origin
  bool meets_claims = false;  // met a shipment that its sender may claim: later it may be another
};

// Materials by what they are, as the account of the claim says.
struct MaterialKinds {
  std::set<std::string, std::less<>> fillers;
  std::set<std::string, std::less<>> bio_based;
};

// `of_sender`: a shipment is looked at as its sender does, who goes behind it; else as its
// receiver.
Contributions contributions_to(const LotGraph& graph,
                               NodeIndex start,
                               double amount_mg,
                               bool of_sender,
                               const MaterialKinds& kinds,
                               const ClaimsOnShipment& claims_on);

}  // namespace meguri
