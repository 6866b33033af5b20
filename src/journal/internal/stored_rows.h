// SPDX-License-Identifier: Apache-2.0
// stored_rows: what every driver writes besides the plain columns: the checksums of derived rows
// and the forms of the few values that are no number and no text.
//
// A row whose checksum or form is wrong is refused as damaged, naming table and number. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/store.h"

namespace meguri {

Error row_damaged(std::string_view table, std::int64_t number);

// The roots of the frontier, one after the other; and back, for a tree of that size.
std::string bytes_of(const Frontier& frontier);
std::optional<Frontier> frontier_of(std::int64_t size, std::string_view bytes);

std::string_view view_of(const Salt& salt);

// One layer a line; ids hold no line feeds.
std::string layers_text(std::span<const std::string> layers);
std::vector<std::string> layers_of(std::string_view text);

std::optional<Outcome> outcome_of_number(std::int64_t number);

std::int64_t checksum_of(const StoredBook& book);
std::int64_t checksum_of(const StoredAccount& account);
std::int64_t checksum_of(const StoredOutcome& outcome);
std::int64_t checksum_of(const StoredHead& head);

}  // namespace meguri
