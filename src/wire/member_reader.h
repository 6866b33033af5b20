// SPDX-License-Identifier: Apache-2.0
// member_reader: the members of one JSON object, each asked for once, with every problem noted.
//
//   MemberReader line(object, {.row = 3, .pointer = "/entries/2/lines/0"}, findings);
//   std::string site = line.text("site", Need::required);
//   line.refuse_others();   // whatever was not asked for
//
// Findings name the row and, as the column, the JSON pointer. Ids: wire.member_missing,
// wire.member_not_text, wire.member_unknown, wire.member_unknown_near. What is more special than a
// text is read by those who derive from it. One thread. O(1) a member, O(members) at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "wire/json.h"

namespace meguri {

enum class Need : std::uint8_t { optional, required };

// Where in the document: the number of the entry, and the JSON pointer.
struct DocumentPlace {
  std::int64_t row = 0;
  std::string pointer = {};
  std::string file = {};  // as the user named it; empty where there is one document only
  [[nodiscard]] DocumentPlace at(std::string_view member) const;  // escaped as RFC 6901 says
  [[nodiscard]] DocumentPlace at(std::size_t index) const;
};

void note_problem(Findings& findings,
                  const DocumentPlace& place,
                  std::string_view id,
                  std::vector<Argument> arguments = {});

// What was written, shortened for a sentence.
std::string excerpt(const Json& value);

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
  void refuse_others();

  [[nodiscard]] const DocumentPlace& place() const { return place_; }
  [[nodiscard]] Findings& findings() { return findings_; }
  void complain(std::string_view name, std::string_view id, std::vector<Argument> more = {});

 private:
  const JsonObject& object_;
  DocumentPlace place_;
  Findings& findings_;
  std::vector<std::string_view> asked_;
};

}  // namespace meguri
