// SPDX-License-Identifier: Apache-2.0
// payload_reader: the members of one attested JSON object, each asked for once, with every problem
// noted. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/japanese_date.h"
#include "base/result.h"
#include "claim/statement.h"
#include "wire/json.h"

namespace meguri {

class PayloadReader {
 public:
  // `where`: the payload type, as the findings name it.
  PayloadReader(const JsonObject& object, std::string_view where, Findings& findings)
      : object_(object), where_(where), findings_(findings) {}

  // Empty, or nothing, where it is absent; a finding where it is required or unreadable. Names must
  // outlive the reader.
  std::string text(std::string_view name, bool is_required = true);
  std::vector<std::string> texts(std::string_view name, bool is_required = true);
  std::optional<Day> day(std::string_view name);
  std::optional<Mass> mass(std::string_view name);
  std::vector<Mass> masses(std::string_view name);
  std::optional<std::int64_t> whole(std::string_view name, std::int64_t least, std::int64_t most);
  std::optional<bool> flag(std::string_view name);
  const JsonObject* object(std::string_view name, bool is_required);
  void refuse_others();
  void complain(std::string_view name, std::string_view id = "claim.member_wrong");

 private:
  const Json* find(std::string_view name, bool is_required);

  const JsonObject& object_;
  std::string_view where_;
  Findings& findings_;
  std::vector<std::string_view> asked_;
};

}  // namespace meguri
