// SPDX-License-Identifier: Apache-2.0
// payload_reader: what stands in an attested payload: texts that say something, days, masses,
// numbers, lists. The members themselves: wire/member_reader.h. What cannot be read is
// claim.member_wrong. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/japanese_date.h"
#include "matter/mass.h"
#include "wire/member_reader.h"

namespace meguri {

class PayloadReader : public MemberReader {
 public:
  using MemberReader::MemberReader;

  // Empty, or nothing, where it is absent; a finding where it is required or unreadable. A text
  // that is required is not empty, nor is a list.
  std::string text(std::string_view name, Need need = Need::required);
  std::vector<std::string> texts(std::string_view name, Need need = Need::required);
  std::optional<Day> day(std::string_view name);
  std::optional<Mass> mass(std::string_view name);
  std::vector<Mass> masses(std::string_view name);
  std::optional<std::int64_t> whole(std::string_view name, std::int64_t least, std::int64_t most);
  std::optional<bool> flag(std::string_view name);
  const JsonObject* object(std::string_view name, Need need);
  void refuse(std::string_view name) { complain(name, "claim.member_wrong"); }
};

}  // namespace meguri
