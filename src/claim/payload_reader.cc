// SPDX-License-Identifier: Apache-2.0
#include "claim/internal/payload_reader.h"

#include <algorithm>

namespace meguri {

const Json* PayloadReader::find(std::string_view name, bool is_required) {
  asked_.push_back(name);
  const Json* const member = object_.if_contains(name);
  if (member != nullptr && !member->is_null()) return member;
  if (is_required) complain(name, "claim.member_missing");
  return nullptr;
}

std::string PayloadReader::text(std::string_view name, bool is_required) {
  const Json* const member = find(name, is_required);
  if (member == nullptr) return {};
  if (member->is_string() && !(is_required && member->get_string().empty()))
    return std::string(member->get_string());
  complain(name);
  return {};
}

std::vector<std::string> PayloadReader::texts(std::string_view name, bool is_required) {
  std::vector<std::string> texts;
  const Json* const member = find(name, is_required);
  if (member == nullptr) return texts;
  const JsonArray* const array = member->if_array();
  const bool is_well = array != nullptr && !(is_required && array->empty()) &&
                       std::ranges::all_of(*array, [](const Json& each) {
                         return each.is_string() && !each.get_string().empty();
                       });
  if (!is_well) {
    complain(name);
    return texts;
  }
  for (const Json& each : *array)
    texts.emplace_back(each.get_string());
  return texts;
}

std::optional<Day> PayloadReader::day(std::string_view name) {
  const std::string said = text(name);
  if (said.empty()) return std::nullopt;
  const auto day = parse_day(said);
  if (day) return *day;
  complain(name);
  return std::nullopt;
}

std::optional<Mass> PayloadReader::mass(std::string_view name) {
  const std::string said = text(name);
  if (said.empty()) return std::nullopt;
  const auto mass = parse_mass_with_unit(said);
  if (mass && *mass >= Mass{}) return *mass;
  complain(name);
  return std::nullopt;
}

std::vector<Mass> PayloadReader::masses(std::string_view name) {
  std::vector<Mass> masses;
  for (const std::string& said : texts(name)) {
    const auto mass = parse_mass_with_unit(said);
    if (mass && *mass > Mass{}) {
      masses.push_back(*mass);
    } else {
      complain(name);
      return {};
    }
  }
  return masses;
}

std::optional<std::int64_t> PayloadReader::whole(std::string_view name,
                                                 std::int64_t least,
                                                 std::int64_t most) {
  const Json* const member = find(name, false);
  if (member == nullptr) return std::nullopt;
  if (member->is_int64() && member->get_int64() >= least && member->get_int64() <= most)
    return member->get_int64();
  complain(name);
  return std::nullopt;
}

std::optional<bool> PayloadReader::flag(std::string_view name) {
  const Json* const member = find(name, false);
  if (member == nullptr) return std::nullopt;
  if (member->is_bool()) return member->get_bool();
  complain(name);
  return std::nullopt;
}

const JsonObject* PayloadReader::object(std::string_view name, bool is_required) {
  const Json* const member = find(name, is_required);
  if (member == nullptr) return nullptr;
  if (member->is_object()) return member->if_object();
  complain(name);
  return nullptr;
}

void PayloadReader::refuse_others() {
  for (const auto& member : object_)
    if (std::ranges::find(asked_, std::string_view(member.key())) == asked_.end())
      complain(member.key(), "claim.member_unknown");
}

void PayloadReader::complain(std::string_view name, std::string_view id) {
  findings_.push_back(
      {{.file = std::string(where_), .sheet = {}, .row = 0, .column = std::string(name)},
       {std::string(id), {{"member", std::string(name)}}}});
}

}  // namespace meguri
