// SPDX-License-Identifier: Apache-2.0
#include "claim/internal/payload_reader.h"

#include <algorithm>

#include "claim/statement.h"

namespace meguri {

std::string PayloadReader::text(std::string_view name, Need need) {
  const Json* const member = find(name, need);
  if (member == nullptr) return {};
  if (member->is_string() && !(need == Need::required && member->get_string().empty()))
    return std::string(member->get_string());
  refuse(name);
  return {};
}

std::vector<std::string> PayloadReader::texts(std::string_view name, Need need) {
  std::vector<std::string> texts;
  const Json* const member = find(name, need);
  if (member == nullptr) return texts;
  const JsonArray* const array = member->if_array();
  const bool is_well = array != nullptr && !(need == Need::required && array->empty()) &&
                       std::ranges::all_of(*array, [](const Json& each) {
                         return each.is_string() && !each.get_string().empty();
                       });
  if (!is_well) {
    refuse(name);
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
  refuse(name);
  return std::nullopt;
}

std::optional<Mass> PayloadReader::mass(std::string_view name) {
  const std::string said = text(name);
  if (said.empty()) return std::nullopt;
  const auto mass = parse_mass_with_unit(said);
  if (mass && *mass >= Mass{}) return *mass;
  refuse(name);
  return std::nullopt;
}

std::vector<Mass> PayloadReader::masses(std::string_view name) {
  std::vector<Mass> masses;
  for (const std::string& said : texts(name)) {
    const auto mass = parse_mass_with_unit(said);
    if (mass && *mass > Mass{}) {
      masses.push_back(*mass);
    } else {
      refuse(name);
      return {};
    }
  }
  return masses;
}

std::optional<std::int64_t> PayloadReader::whole(std::string_view name,
                                                 std::int64_t least,
                                                 std::int64_t most) {
  const Json* const member = find(name);
  if (member == nullptr) return std::nullopt;
  if (member->is_int64() && member->get_int64() >= least && member->get_int64() <= most)
    return member->get_int64();
  refuse(name);
  return std::nullopt;
}

std::optional<bool> PayloadReader::flag(std::string_view name) {
  const Json* const member = find(name);
  if (member == nullptr) return std::nullopt;
  if (member->is_bool()) return member->get_bool();
  refuse(name);
  return std::nullopt;
}

const JsonObject* PayloadReader::object(std::string_view name, Need need) {
  const Json* const member = find(name, need);
  if (member == nullptr) return nullptr;
  if (member->is_object()) return member->if_object();
  refuse(name);
  return nullptr;
}

}  // namespace meguri
