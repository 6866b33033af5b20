// SPDX-License-Identifier: Apache-2.0
// entry_members: what stands in an entry or a line as JSON, beside texts: masses, amounts, moments,
// choices. The members themselves: wire/member_reader.h. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/finding.h"
#include "matter/mass.h"
#include "wire/member_reader.h"

namespace meguri {

// "12.5 t" or {value, unit}; nothing, with a finding, for the rest.
std::optional<Mass> read_mass(const Json& value, const DocumentPlace& place, Findings& findings);

// A whole day in Tokyo is [from, until); a moment has no length.
struct Moments {
  Instant from;
  Instant until;
};
std::optional<Moments> read_moments(std::string_view text);
// The last moment of the day, or the moment itself.
Instant last_of(const Moments& moments);

class EntryMembers : public MemberReader {
 public:
  using MemberReader::MemberReader;

  std::optional<Mass> mass(std::string_view name, Need need = Need::optional);
  std::optional<std::int64_t> integer(std::string_view name);
  // "3 m3" in the smallest unit: millilitres or joules, exactly.
  std::optional<std::int64_t> volume_ml(std::string_view name);
  std::optional<std::int64_t> energy_j(std::string_view name);
  std::optional<Moments> moments(std::string_view name, Need need = Need::optional);
  std::string base64(std::string_view name);
  // One of the names, in their order; nothing, with a finding, for another.
  std::optional<std::size_t> choice(std::string_view name,
                                    const std::vector<std::string>& choices,
                                    Need need = Need::optional);

 private:
  std::optional<std::int64_t> amount(std::string_view name, bool is_volume);
};

}  // namespace meguri
