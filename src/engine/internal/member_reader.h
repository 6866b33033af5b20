// SPDX-License-Identifier: Apache-2.0
// member_reader: the members of one JSON object, each asked for once, with every problem noted.
//
//   MemberReader line(object, {.row = 3, .pointer = "/entries/2/lines/0"}, findings);
//   std::string site = line.text("site", Need::required);
//   line.refuse_others();   // whatever was not asked for
//
// One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/finding.h"
#include "matter/mass.h"
#include "wire/json.h"

namespace meguri {

enum class Need : std::uint8_t { optional, required };

// Where in the document: the number of the entry, and the JSON pointer.
struct DocumentPlace {
  std::int64_t row = 0;
  std::string pointer;
  [[nodiscard]] DocumentPlace at(std::string_view member) const;  // escaped as RFC 6901 says
  [[nodiscard]] DocumentPlace at(std::size_t index) const;
};

void note_problem(Findings& findings,
                  const DocumentPlace& place,
                  std::string_view id,
                  std::vector<Argument> arguments = {});

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

class MemberReader {
 public:
  MemberReader(const JsonObject& object, DocumentPlace place, Findings& findings)
      : object_(object), place_(std::move(place)), findings_(findings) {
    asked_.reserve(20);
  }

  // All names must outlive the reader. nullptr, with a finding if it is required, where it is
  // absent or null.
  const Json* find(std::string_view name, Need need = Need::optional);
  std::string text(std::string_view name, Need need = Need::optional);
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
  void refuse_others();

  [[nodiscard]] const DocumentPlace& place() const { return place_; }
  void complain(std::string_view name, std::string_view id, std::vector<Argument> more = {});

 private:
  std::optional<std::int64_t> amount(std::string_view name, bool is_volume);

  const JsonObject& object_;
  DocumentPlace place_;
  Findings& findings_;
  std::vector<std::string_view> asked_;
};

}  // namespace meguri
