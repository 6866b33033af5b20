// SPDX-License-Identifier: Apache-2.0
// request_fields: a request's fields, checked against the request table and given their types.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "engine/request_table.h"

namespace meguri {

// The values of one request, defaults filled in. The getters CHECK that the request's row in the
// table has a field of that name and kind: asking for another is a bug.
class CheckedFields {
 public:
  // Every problem at once, as findings of one invalid_input error: unknown field (with the nearest
  // known one), missing required field, not a number, not one of the choices, more than one value.
  // One of the `documents` counts as given; its text is empty.
  static Result<CheckedFields> check(const RequestSpec& spec,
                                     const RequestFields& given,
                                     const RequestDocuments& documents = {});

  // Of `bytes` fields too. Empty = not given.
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;  // false unless given
  [[nodiscard]] double number(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& texts(std::string_view name) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// A `bytes` field as a JSON body carries it; nothing for a text that is no base64.
std::optional<std::string> bytes_of_base64(std::string_view text);
std::string base64_of_bytes(std::string_view bytes);

// One invalid_input error about one field, for problems that only the answer can notice.
Error field_error(std::string_view field,
                  std::string_view message_id,
                  std::vector<Argument> arguments);

}  // namespace meguri
