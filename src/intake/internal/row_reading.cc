// SPDX-License-Identifier: Apache-2.0
// Texts, names, times and numbers of one row.
#include "intake/internal/row_reading.h"

#include <charconv>
#include <utility>

#include "base/text.h"
#include "journal/account.h"

namespace meguri {
namespace {

const TableCell empty_cell{};

Message message(std::string_view id, std::vector<Argument> arguments = {}) {
  return Message{std::string(id), std::move(arguments)};
}

// Trimmed, also of ideographic spaces.
std::string_view plain(std::string_view text) {
  constexpr std::string_view wide_space = "\xE3\x80\x80";
  text = trimmed(text);
  while (text.starts_with(wide_space))
    text = trimmed(text.substr(wide_space.size()));
  while (text.ends_with(wide_space))
    text = trimmed(text.substr(0, text.size() - wide_space.size()));
  return text;
}

}  // namespace

const TableCell& RowReading::cell(const Slot& slot) const {
  return slot.column < cells_.size() ? cells_[slot.column] : empty_cell;
}

std::optional<std::size_t> RowReading::column_of(ImportField field) const {
  const Slot& slot = slots_[static_cast<std::size_t>(field)];
  if (slot.rule == nullptr || slot.rule->kind != RuleKind::column) return std::nullopt;
  return slot.column;
}

void RowReading::refuse(ImportField field, Message problem) {
  ++problems_;
  if (!findings_->has_room()) return findings_->count(1);
  Position where = position_in(*input_.survey, row_, column_of(field));
  findings_->add({std::move(where), std::move(problem)});
}

void RowReading::refuse_empty(ImportField field) {
  // Told once for the whole file, not for every row.
  if (!is_mapped(field)) {
    is_complete_ = false;
    return;
  }
  refuse(field, message("intake.cell_empty", {{"field", to_text(field)}}));
}

std::string_view RowReading::replaced_text(Slot& slot, std::string_view text) {
  if (slot.values.empty() || text.empty()) return text;
  return slot.replaced.get(text, [&](std::string_view said) {
    const auto found = slot.values.find(match_key(said));
    return found == slot.values.end() ? std::string(said) : found->second;
  });
}

std::string_view RowReading::pattern_text(Slot& slot) {
  slot.scratch.clear();
  for (const PatternPart& part : slot.parts) {
    if (!part.field) {
      slot.scratch += part.literal;
      continue;
    }
    if (*part.field == ImportField::date) {
      if (const EventSpan* const span = event(ImportField::date))
        slot.scratch += to_text(span->day);
    } else {
      slot.scratch += text(*part.field);
    }
  }
  return plain(slot.scratch);
}

std::string_view RowReading::text(ImportField field) {
  Slot& slot = this->slot(field);
  if (slot.rule == nullptr) return {};
  std::string_view said;
  switch (slot.rule->kind) {
    case RuleKind::constant:
      return slot.rule->text;
    case RuleKind::pattern:
      said = pattern_text(slot);
      break;
    case RuleKind::column: {
      const TableCell& from = cell(slot);
      if (from.kind == CellKind::error) {
        refuse(field, message("intake.cell_error", {{"text", from.text}}));
        return {};
      }
      if (from.kind == CellKind::text) {
        said = plain(from.text);
      } else if (from.kind != CellKind::empty) {
        slot.scratch = text_of(from);
        said = slot.scratch;
      }
      break;
    }
  }
  if (said.empty()) return slot.rule->if_empty;
  return replaced_text(slot, said);
}

NamedThing RowReading::read_name(const KnownNameIndex& index,
                                 std::string_view what,
                                 ImportField field,
                                 std::string_view text) {
  NameReading reading = index.read(text);
  NamedThing thing;
  const std::string prefix = "intake." + std::string(what);
  if (reading.outcome == NameReading::Outcome::known) {
    thing.id = std::move(reading.id);
  } else if (reading.outcome == NameReading::Outcome::ambiguous) {
    thing.problem = message(prefix + "_ambiguous", {{"text", text}, {"others", reading.others}});
  } else if (slot(field).rule->takes_unknown_names) {
    thing.id = text;
  } else if (reading.others.empty()) {
    thing.problem = message(prefix + "_unknown", {{"text", text}});
  } else {
    thing.problem = message(prefix + "_unknown_near", {{"text", text}, {"near", reading.others}});
  }
  return thing;
}

NamedThing RowReading::read_site(ImportField field, std::string_view text) {
  // transit/<from>/<to> is known by its form.
  if (is_transit_site(text)) return {std::string(text), {}, true};
  NamedThing thing = read_name(input_.known->sites, "site", field, text);
  thing.is_boundary = is_boundary_site(thing.id);
  return thing;
}

NamedThing RowReading::read_material(ImportField field, std::string_view text) {
  return read_name(input_.known->materials, "material", field, text);
}

NamedThing RowReading::read_kind(ImportField, std::string_view text) {
  NamedThing thing;
  if (const auto kind = row_kind_of(text)) {
    thing.kind = *kind;
  } else {
    thing.problem = message("intake.kind_unknown", {{"text", text}});
  }
  return thing;
}

NamedThing RowReading::read_origin(ImportField, std::string_view text) {
  NamedThing thing;
  if (const auto origin = row_origin_of(text)) {
    thing.origin = *origin;
  } else {
    thing.problem = message("intake.origin_unknown", {{"text", text}});
  }
  return thing;
}

// Nothing where the field says nothing, or something that is no such thing: then a finding is told.
const NamedThing* RowReading::thing(ImportField field,
                                    NamedThing (RowReading::*read)(ImportField, std::string_view)) {
  const std::string_view said = text(field);
  if (said.empty()) {
    if (need_of(field, input_.mapping->shape) == FieldNeed::required) refuse_empty(field);
    return nullptr;
  }
  const NamedThing& found = slot(field).things.get(
      said, [&](std::string_view text) { return (this->*read)(field, text); });
  if (!found.problem) return &found;
  refuse(field, *found.problem);
  return nullptr;
}

// Nothing where the cell is empty or no date; the latter is told once for each reading of it.
const EventSpan* RowReading::event(ImportField field) {
  Slot& slot = this->slot(field);
  if (slot.rule == nullptr) return nullptr;
  const CellReading<EventSpan>* reading = nullptr;
  const TableCell& from = cell(slot);
  const bool is_typed = slot.rule->kind == RuleKind::column &&
                        (from.kind == CellKind::day || from.kind == CellKind::instant);
  if (is_typed) {
    // The kind and the number say it all.
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof(buffer) - 1, from.number);
    *end.ptr = from.kind == CellKind::day ? 'd' : 'i';
    const std::string_view key(buffer, static_cast<std::size_t>(end.ptr - buffer) + 1);
    reading = &slot.days.get(key, [&](std::string_view) { return event_in(from); });
  } else {
    const std::string_view said = text(field);
    reading = &slot.days.get(said, [](std::string_view text) { return event_in(text); });
  }
  return reading->value ? &*reading->value : nullptr;
}

std::optional<CellNumber> RowReading::number(ImportField field) {
  Slot& slot = this->slot(field);
  if (slot.rule == nullptr) return std::nullopt;
  CellReading<CellNumber> reading;
  if (slot.rule->kind == RuleKind::column) {
    const TableCell& from = cell(slot);
    if (from.is_copy) {
      refuse(field, message("intake.merged_number", {{"text", text_of(from)}}));
      return std::nullopt;
    }
    if (from.kind == CellKind::text && slot.values.empty()) {
      reading = number_in(from);
      if (!reading.value && !reading.problem && !reading.is_marked) {
        reading = number_in({.text = slot.rule->if_empty, .kind = CellKind::text});
      }
    } else if (from.kind == CellKind::empty || from.kind == CellKind::text) {
      reading = number_in({.text = text(field), .kind = CellKind::text});
    } else {
      reading = number_in(from);
    }
  } else {
    reading = number_in({.text = slot.rule->text, .kind = CellKind::text});
  }
  if (reading.problem) {
    refuse(field, *reading.problem);
    return std::nullopt;
  }
  if (reading.is_marked && need_of(field, input_.mapping->shape) == FieldNeed::required) {
    refuse(field, message("intake.number_unknown", {{"text", text(field)}}));
    return std::nullopt;
  }
  return reading.value;
}

// A quantity in whole base units; finer parts are rounded.
std::optional<std::int64_t> RowReading::amount(ImportField field, const ExactUnit& unit) {
  const auto read = number(field);
  if (!read) return std::nullopt;
  const ExactAmount amount = amount_of(read->coefficient, read->scale, unit);
  const bool must_be_whole = unit.base == UnitBase::piece || unit.base == UnitBase::money;
  if (amount.exactness == Exactness::out_of_range) {
    refuse(field, message("intake.number_out_of_range", {{"text", text(field)}}));
    return std::nullopt;
  }
  if (amount.exactness == Exactness::rounded && must_be_whole) {
    refuse(field, message("intake.number_not_whole", {{"text", text(field)}}));
    return std::nullopt;
  }
  if (amount.count < 0 && unit.base != UnitBase::money) {
    refuse(field, message("intake.number_negative", {{"text", text(field)}}));
    return std::nullopt;
  }
  return amount.count;
}

std::optional<ExactUnit> RowReading::mass_unit() {
  if (!is_mapped(ImportField::unit)) return slot(ImportField::mass).unit;
  const std::string_view said = text(ImportField::unit);
  if (said.empty()) return slot(ImportField::mass).unit;
  const UnitReading& reading = slot(ImportField::unit).units.get(said, [&](std::string_view text) {
    UnitReading result;
    const auto unit = exact_unit_of(text);
    const bool fits = unit && (unit->base == UnitBase::mass || unit->base == UnitBase::dry_mass ||
                               unit->base == UnitBase::volume);
    if (!fits) {
      result.problem = message("intake.unit_unknown", {{"field", "mass"}, {"text", text}});
    } else if (unit->base == UnitBase::volume && !is_mapped(ImportField::density)) {
      result.problem = message("intake.volume_needs_density", {{"text", text}});
    } else if (unit->base == UnitBase::dry_mass && !is_mapped(ImportField::moisture)) {
      result.problem = message("intake.dry_needs_moisture", {{"text", text}});
    } else {
      result.unit = unit;
    }
    return result;
  });
  if (reading.problem) refuse(ImportField::unit, *reading.problem);
  return reading.unit;
}

}  // namespace meguri
