// SPDX-License-Identifier: Apache-2.0
// What a row says, put into a draft.
#include <algorithm>
#include <charconv>

#include "intake/internal/row_reading.h"

namespace meguri {
namespace {

Message message(std::string_view id, std::vector<Argument> arguments = {}) {
  return Message{std::string(id), std::move(arguments)};
}

void append_number(std::string& text, std::int64_t number) {
  char buffer[20];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), number);
  text.append(buffer, static_cast<std::size_t>(end.ptr - buffer));
}

// A line whose memory comes from a line before it.
void clear(Line& line) {
  line.site.clear();
  line.lot.clear();
  line.material.clear();
  line.mass = Mass();
  line.origin = Origin::unknown;
  line.counterparty.clear();
  line.basis = Basis::wet;
  line.uncertainty.reset();
  line.pieces.reset();
  line.volume_ml.reset();
  line.energy_j.reset();
  line.money_yen.reset();
  line.layers.clear();
}

constexpr ExactUnit piece_unit{UnitBase::piece, 1, "個"};

}  // namespace

// The value of a field that the mass cannot do without; an empty cell is told.
std::optional<CellNumber> RowReading::needed_number(ImportField field) {
  const std::int64_t before = problems_;
  const auto read = number(field);
  if (!read && problems_ == before) refuse_empty(field);
  return read;
}

// Volume times density. kg per m3 are mg per mL. The product is a computed figure, and is rounded
// to milligrams.
std::optional<ExactAmount> RowReading::loose_mass(const CellNumber& volume, const ExactUnit& unit) {
  const auto density = needed_number(ImportField::density);
  if (!density) return std::nullopt;
  const ExactUnit both{UnitBase::mass, unit.factor * slot(ImportField::density).unit.factor, "mg"};
  const int scale = volume.scale + density->scale;
  Int128 product = 0;
  if (__builtin_mul_overflow(volume.coefficient, density->coefficient, &product) ||
      scale > Decimal::digits_max) {
    return ExactAmount{0, Exactness::out_of_range};
  }
  ExactAmount amount = amount_of(product, scale, both);
  if (amount.exactness == Exactness::rounded) amount.exactness = Exactness::exact;
  return amount;
}

// The water of a wet mass, or the wet mass of a dry one with its water.
bool RowReading::add_moisture(MassReading& mass, bool is_dry) {
  const auto moisture =
      is_dry ? needed_number(ImportField::moisture) : number(ImportField::moisture);
  if (!moisture) return !is_dry;
  // Water is this part of the wet mass: part / whole.
  constexpr int scale_max = 18;
  const Int128 whole = 100 * power_of_ten(std::min(moisture->scale, scale_max));
  const Int128 part = moisture->coefficient;
  if (moisture->scale > scale_max || part < 0 || part >= whole) {
    refuse(ImportField::moisture,
           message("intake.moisture_out_of_range", {{"text", text(ImportField::moisture)}}));
    return false;
  }
  const std::int64_t count = mass.mass.count_mg();
  const Int128 factor = is_dry ? whole : part;
  Int128 product = 0;
  const bool is_too_much = __builtin_mul_overflow(Int128{count}, factor, &product);
  const Int128 result = is_too_much ? 0 : divided(product, is_dry ? whole - part : whole);
  if (is_too_much || result > INT64_MAX || result < -INT64_MAX) {
    refuse(ImportField::mass,
           message("intake.number_out_of_range", {{"text", text(ImportField::mass)}}));
    return false;
  }
  const auto found = static_cast<std::int64_t>(result);
  if (is_dry) {
    mass.mass = Mass::milligrams(found);
    mass.water = Mass::milligrams(found - count);
    mass.basis = Basis::dry;
  } else {
    mass.water = Mass::milligrams(found);
  }
  return true;
}

std::optional<RowReading::MassReading> RowReading::mass() {
  const auto unit = mass_unit();
  const auto read = needed_number(ImportField::mass);
  if (!read || !unit) return std::nullopt;
  MassReading result;
  ExactAmount amount = amount_of(read->coefficient, read->scale, *unit);
  if (unit->base == UnitBase::volume) {
    if (amount.exactness != Exactness::out_of_range && amount.count > 0) {
      result.volume_ml = amount.count;
    }
    const auto loose = loose_mass(*read, *unit);
    if (!loose) return std::nullopt;
    amount = *loose;
  }
  std::string_view problem;
  const bool is_movement = input_.mapping->shape == ImportShape::movements;
  if (amount.exactness == Exactness::out_of_range) {
    problem = "intake.number_out_of_range";
  } else if (amount.exactness == Exactness::rounded && !read->is_typed) {
    problem = "intake.mass_too_fine";
  } else if (amount.count == 0) {
    problem = "intake.mass_zero";
  } else if (amount.count < 0 && is_movement) {
    problem = "intake.mass_negative";
  }
  if (!problem.empty()) {
    refuse(ImportField::mass,
           message(problem, {{"text", text(ImportField::mass)}, {"unit", unit->name}}));
    return std::nullopt;
  }
  result.mass = Mass::milligrams(amount.count);
  if (is_mapped(ImportField::moisture) && !add_moisture(result, unit->base == UnitBase::dry_mass)) {
    return std::nullopt;
  }
  return result;
}

void RowReading::fill_times(EntryDraft& draft) {
  const EventSpan* const date = event(ImportField::date);
  if (date == nullptr) {
    const auto reading = event_in(text(ImportField::date));
    if (reading.problem) {
      refuse(ImportField::date, *reading.problem);
    } else {
      refuse_empty(ImportField::date);
    }
  } else {
    draft.event_from = date->from;
    draft.event_until = date->until;
  }
  if (is_mapped(ImportField::until) && !text(ImportField::until).empty()) {
    const EventSpan* const until = event(ImportField::until);
    if (until == nullptr) {
      const auto reading = event_in(text(ImportField::until));
      if (reading.problem) refuse(ImportField::until, *reading.problem);
    } else if (date != nullptr && until->until <= date->from) {
      refuse(ImportField::until,
             message("intake.until_before_date", {{"text", text(ImportField::until)}}));
    } else {
      draft.event_until = until->until;
    }
  }
  draft.deadline.reset();
  if (is_mapped(ImportField::deadline) && !text(ImportField::deadline).empty()) {
    const EventSpan* const deadline = event(ImportField::deadline);
    if (deadline == nullptr) {
      const auto reading = event_in(text(ImportField::deadline));
      if (reading.problem) refuse(ImportField::deadline, *reading.problem);
    } else {
      draft.deadline = deadline->until;
    }
  }
}

void RowReading::fill_name(EntryDraft& draft) {
  draft.payload_type = import_row_type;
  draft.payload = input_.import_id;
  draft.payload += '/';
  append_number(draft.payload, row_);
  const bool is_line = input_.mapping->shape == ImportShape::lines;
  const std::string_view given = text(is_line ? ImportField::entry : ImportField::client_id);
  if (given.empty()) {
    draft.client_id = draft.payload;
  } else {
    draft.client_id = given;
  }
}

// One import is of one book: a column that says another one for a row is believed.
void RowReading::fill_book(EntryDraft& draft) {
  draft.book = input_.book;
  if (!column_of(ImportField::book) && !input_.book.empty()) return;
  const std::string_view said = text(ImportField::book);
  if (said.empty() && input_.book.empty()) return refuse_empty(ImportField::book);
  if (input_.book.empty()) draft.book = said;
  if (!said.empty() && said != draft.book) {
    refuse(ImportField::book,
           message("intake.other_book", {{"text", said}, {"book", input_.book}}));
  }
}

void RowReading::fill_entry(EntryDraft& draft) {
  fill_book(draft);
  fill_name(draft);
  if (const NamedThing* const kind = thing(ImportField::kind, &RowReading::read_kind)) {
    draft.kind = kind->kind;
  }
  fill_times(draft);
  draft.actor = text(ImportField::actor);
  if (draft.actor.empty()) draft.actor = input_.actor;
  draft.site.clear();
  if (is_mapped(ImportField::site)) {
    if (const NamedThing* const site = thing(ImportField::site, &RowReading::read_site)) {
      draft.site = site->id;
    }
  }
  draft.evidence = text(ImportField::evidence);
  draft.note = text(ImportField::note);
  draft.corrects = text(ImportField::corrects);
  draft.shipment = text(ImportField::shipment);
}

void RowReading::fill_lot(Line& line, ImportField site_field, ImportField lot_field) {
  line.lot = text(lot_field);
  if (!line.lot.empty()) return;
  const ImportField blamed = is_mapped(lot_field) ? lot_field : site_field;
  refuse(blamed, message("intake.lot_missing", {{"site", line.site}}));
}

void RowReading::fill_account(Line& line, ImportField site_field, ImportField lot_field) {
  line.lot.clear();
  const NamedThing* const site = thing(site_field, &RowReading::read_site);
  if (site == nullptr) return;
  line.site = site->id;
  // Boundaries have no lots, whatever a column or pattern says for the other rows.
  if (!site->is_boundary) fill_lot(line, site_field, lot_field);
}

void RowReading::fill_quantities(Line& line, const MassReading& mass) {
  line.basis = mass.basis;
  line.volume_ml = mass.volume_ml;
  if (is_mapped(ImportField::pieces)) line.pieces = amount(ImportField::pieces, piece_unit);
  if (is_mapped(ImportField::volume)) {
    line.volume_ml = amount(ImportField::volume, slot(ImportField::volume).unit);
  }
  if (is_mapped(ImportField::energy)) {
    line.energy_j = amount(ImportField::energy, slot(ImportField::energy).unit);
  }
  if (is_mapped(ImportField::uncertainty)) {
    const auto half_width = amount(ImportField::uncertainty, slot(ImportField::uncertainty).unit);
    if (half_width) line.uncertainty = Mass::milligrams(*half_width);
  }
  if (mass.water) line.layers.push_back({std::string(water_layer), *mass.water});
}

void RowReading::fill_movement(EntryDraft& draft) {
  draft.lines.resize(2);
  Line& out = draft.lines[0];
  Line& in = draft.lines[1];
  clear(out);
  clear(in);
  fill_account(out, ImportField::from, ImportField::from_lot);
  fill_account(in, ImportField::to, ImportField::to_lot);
  if (const NamedThing* const material = thing(ImportField::material, &RowReading::read_material)) {
    out.material = material->id;
    in.material = material->id;
  }
  if (is_mapped(ImportField::to_material)) {
    const NamedThing* const other = thing(ImportField::to_material, &RowReading::read_material);
    if (other != nullptr) in.material = other->id;
  }
  if (const auto read = mass()) {
    in.mass = read->mass;
    out.mass = -read->mass;
    fill_quantities(in, *read);
    out.basis = in.basis;
    out.uncertainty = in.uncertainty;
    out.pieces = in.pieces;
    out.volume_ml = in.volume_ml;
    out.energy_j = in.energy_j;
    if (read->water) out.layers.push_back({std::string(water_layer), -*read->water});
  }
  if (is_mapped(ImportField::origin)) {
    const NamedThing* const origin = thing(ImportField::origin, &RowReading::read_origin);
    if (origin != nullptr) in.origin = origin->origin;
  }
  // The other party stands where matter leaves the book or comes into it, and so does the money.
  Line& outside = in.lot.empty() ? in : out;
  outside.counterparty = text(ImportField::counterparty);
  if (is_mapped(ImportField::money)) {
    outside.money_yen = amount(ImportField::money, slot(ImportField::money).unit);
  }
}

void RowReading::fill_line(Line& line) {
  clear(line);
  fill_account(line, ImportField::line_site, ImportField::lot);
  if (const NamedThing* const material = thing(ImportField::material, &RowReading::read_material)) {
    line.material = material->id;
  }
  if (const auto read = mass()) {
    line.mass = read->mass;
    fill_quantities(line, *read);
  }
  if (is_mapped(ImportField::origin)) {
    const NamedThing* const origin = thing(ImportField::origin, &RowReading::read_origin);
    if (origin != nullptr) line.origin = origin->origin;
  }
  line.counterparty = text(ImportField::counterparty);
  if (is_mapped(ImportField::money)) {
    line.money_yen = amount(ImportField::money, slot(ImportField::money).unit);
  }
}

void RowReading::compare_entry(const EntryDraft& draft) {
  const auto differs = [&](ImportField field) {
    refuse(
        field,
        message("intake.entry_differs", {{"field", to_text(field)}, {"entry", draft.client_id}}));
  };
  if (const NamedThing* const kind = thing(ImportField::kind, &RowReading::read_kind)) {
    if (kind->kind != draft.kind) differs(ImportField::kind);
  }
  const EventSpan* const date = event(ImportField::date);
  if (date != nullptr && date->from != draft.event_from) differs(ImportField::date);
  if (is_mapped(ImportField::evidence) && text(ImportField::evidence) != draft.evidence) {
    differs(ImportField::evidence);
  }
}

}  // namespace meguri
