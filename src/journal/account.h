// SPDX-License-Identifier: Apache-2.0
// account: where matter is: a lot of a material at a site, in a book.
//
// Matter enters and leaves the books only through boundary sites, whose accounts carry no lot and
// may be below zero; every other account is a lot, and never is. Three boundaries belong to certain
// kinds of entries (corrections may touch all, since they turn others round):
//
//   opening                      opening
//   difference                   adjust, and the receipt of a shipment: what scales disagree about
//   transit/<from book>/<to book>  ship, and the receipt of a shipment
//
// Pure; any thread.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "matter/mass.h"

namespace meguri {

struct Account {
  std::string book;
  std::string site;
  std::string lot;
  std::string material;
  friend auto operator<=>(const Account&, const Account&) = default;
};

struct Balance {
  Account account;
  Mass mass;
  friend bool operator==(const Balance&, const Balance&) = default;
};

// nature, market, abroad, air, water, loss, difference, opening, or transit/<from>/<to>.
bool is_boundary_site(std::string_view site);
// "transit/<from>/<to>" with both parts there and no further slash.
bool is_transit_site(std::string_view site);

// Whether the id is reserved for transit sites, well formed or not.
bool has_transit_prefix(std::string_view site);

// The two books of a transit site; views into its id.
struct TransitEnds {
  std::string_view from;
  std::string_view to;
};
std::optional<TransitEnds> transit_ends(std::string_view site);

// UTF-8 without control characters other than line feed and tab. O(length).
bool is_well_formed_text(std::string_view text);

// Books, sites, materials and lots: 1 to 200 bytes of UTF-8 without control characters or spaces at
// the ends.
bool is_well_formed_id(std::string_view id);

}  // namespace meguri
