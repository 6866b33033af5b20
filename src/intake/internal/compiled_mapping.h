// SPDX-License-Identifier: Apache-2.0
// compiled_mapping: a mapping's rules with names turned into places, and memories beside them.
//
// What a rule read in one row it mostly reads in the next: sites, materials, days and units are
// kept by the text that said them. One thread.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/finding_log.h"
#include "intake/exact_unit.h"
#include "intake/internal/cell_values.h"
#include "intake/row_mapper.h"

namespace meguri {

struct TextHash {
  using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard asks for it
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

// Values by the text that stands for them; forgets everything when it holds too many.
template <typename Value>
class Memory {
 public:
  // The value, which `make` finds out if it is not remembered. Lives until the next call.
  template <typename Make>
  const Value& get(std::string_view text, const Make& make) {
    if (last_ != nullptr && text == *last_text_) return *last_;
    auto found = values_.find(text);
    if (found == values_.end()) {
      if (values_.size() >= most) values_.clear();
      found = values_.emplace(std::string(text), make(text)).first;
    }
    last_text_ = &found->first;
    last_ = &found->second;
    return *last_;
  }

 private:
  static constexpr std::size_t most = 100'000;
  std::unordered_map<std::string, Value, TextHash, std::equal_to<>> values_;
  const std::string* last_text_ = nullptr;
  const Value* last_ = nullptr;
};

// A site, material, kind or origin as a cell named it.
struct NamedThing {
  std::string id;
  std::optional<Message> problem;
  bool is_boundary = false;  // a site that needs no lot
  EntryKind kind = EntryKind::receive;
  Origin origin = Origin::unknown;
};

struct UnitReading {
  std::optional<ExactUnit> unit;
  std::optional<Message> problem;
};

struct PatternPart {
  std::string literal;
  std::optional<ImportField> field;
};

struct Slot {
  const FieldRule* rule = nullptr;  // nullptr: the field is not mapped
  std::size_t column = 0;
  std::vector<PatternPart> parts;
  ExactUnit unit;                                                                  // of a number
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> values;  // by match key
  Memory<std::string> replaced;
  Memory<NamedThing> things;
  Memory<CellReading<EventSpan>> days;
  Memory<UnitReading> units;
  std::string scratch;  // the field's text in this row, where it stands nowhere else
};

using Slots = std::array<Slot, import_fields_count>;

// Findings say which rule cannot be followed in this file.
Slots compile_mapping(const MapperInput& input, Findings& findings);

}  // namespace meguri
