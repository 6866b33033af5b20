// SPDX-License-Identifier: Apache-2.0
// What the model says of a draft by itself: one sentence of journal/post_status.h, one case.
#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "simulation/model.h"

namespace meguri::simulation {
namespace {

constexpr std::size_t id_most = 200;
constexpr std::size_t text_most = 4'000;
constexpr std::size_t layers_most = 32;

// One code point from `at` on in UTF-8; the bytes it takes, 0 if it is none.
std::size_t code_point_bytes(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  unsigned code = first & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
    code = code << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<unsigned, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_one = first >= 0xC0 && first < 0xF8 && code >= least.at(bytes) &&
                      code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return is_one ? bytes : 0;
}

bool is_text(std::string_view text, bool may_break_lines) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = code_point_bytes(text, at);
    if (bytes == 0) return false;
    const bool is_break = text[at] == '\n' || text[at] == '\t';
    const auto code = static_cast<unsigned char>(text[at]);
    const bool is_control = bytes == 1 && (code < 0x20 || code == 0x7F);
    if (is_control && !(is_break && may_break_lines)) return false;
    at += bytes;
  }
  return true;
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= id_most && id.front() != ' ' && id.back() != ' ' &&
         is_text(id, false);
}

bool is_id_or_nothing(std::string_view id) { return id.empty() || is_id(id); }

bool is_book(std::string_view id) { return is_id(id) && id.find('/') == std::string_view::npos; }

bool is_site(std::string_view site) {
  return is_id(site) && (!site.starts_with("transit/") || way_of(site));
}

bool is_shipment_or_nothing(std::string_view name) {
  if (name.empty()) return true;
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && is_id(name.substr(0, slash)) &&
         is_id(name.substr(slash + 1));
}

bool any_line(const EntryDraft& draft, const std::function<bool(const Line&)>& is_so) {
  return std::ranges::any_of(draft.lines, is_so);
}

bool has_a_long_text(const EntryDraft& draft) {
  for (const std::string* const id : {&draft.book,
                                      &draft.client_id,
                                      &draft.actor,
                                      &draft.site,
                                      &draft.corrects,
                                      &draft.payload_type}) {
    if (id->size() > id_most) return true;
  }
  if (draft.shipment.size() > 2 * id_most + 1 || draft.evidence.size() > text_most ||
      draft.note.size() > text_most || draft.payload.size() > 4'000'000) {
    return true;
  }
  return any_line(draft, [](const Line& line) {
    return std::max({line.site.size(),
                     line.lot.size(),
                     line.material.size(),
                     line.counterparty.size()}) > id_most;
  });
}

bool has_a_malformed_text(const EntryDraft& draft) {
  return !is_text(draft.evidence, true) || !is_text(draft.note, true) ||
         any_line(draft, [](const Line& line) { return !is_text(line.counterparty, true); });
}

bool has_a_malformed_id(const EntryDraft& draft) {
  return !is_book(draft.book) || !is_id(draft.client_id) || !is_id(draft.actor) ||
         !is_id_or_nothing(draft.site) || !is_id_or_nothing(draft.corrects) ||
         !is_id_or_nothing(draft.payload_type) || !is_shipment_or_nothing(draft.shipment) ||
         any_line(draft, [](const Line& line) {
           return !is_site(line.site) || !is_id_or_nothing(line.lot) || !is_id(line.material);
         });
}

bool has_malformed_layers(const Line& line) {
  if (line.layers.size() > layers_most) return true;
  std::string before;
  for (const LayerMass& layer : line.layers) {
    if (!is_id(layer.layer) || layer.layer <= before) return true;
    before = layer.layer;
  }
  return false;
}

std::set<std::string> layers_of(const Line& line) {
  std::set<std::string> layers;
  for (const LayerMass& layer : line.layers)
    layers.insert(layer.layer);
  return layers;
}

bool has_too_much_of_a_layer(const Line& line) {
  return std::ranges::any_of(line.layers, [&](const LayerMass& layer) {
    const auto [low, high] = std::minmax({Mass{}, line.mass});
    return layer.mass < low || layer.mass > high;
  });
}

bool is_negative(std::optional<std::int64_t> number) { return number.value_or(0) < 0; }

bool has_layer_fault(const EntryDraft& draft,
                     PostStatus status,
                     std::span<const std::string> declared) {
  switch (status) {
    case PostStatus::layers_malformed:
      return any_line(draft, has_malformed_layers);
    case PostStatus::layer_not_declared:
      return any_line(draft, [&](const Line& line) {
        return std::ranges::any_of(line.layers, [&](const LayerMass& layer) {
          return std::ranges::find(declared, layer.layer) == declared.end();
        });
      });
    case PostStatus::layer_not_on_every_line:
      return any_line(draft, [&](const Line& line) {
        return layers_of(line) != layers_of(draft.lines.front());
      });
    case PostStatus::layer_exceeds_mass:
      return any_line(draft, has_too_much_of_a_layer);
    case PostStatus::dry_basis_needs_water:
      return any_line(draft, [](const Line& line) {
        return line.basis == Basis::dry && !layers_of(line).contains("water");
      });
    default: {
      std::map<std::string, Int128> sums;
      for (const Line& line : draft.lines) {
        for (const LayerMass& layer : line.layers)
          sums[layer.layer] += layer.mass.count_mg();
      }
      return std::ranges::any_of(sums, [](const auto& sum) { return sum.second != 0; });
    }
  }
}

bool is_on_a_way(const Line& line) { return way_of(line.site).has_value(); }

bool may_stand_in(const EntryDraft& draft, const Line& line) {
  const bool is_handed_over = any_line(draft, is_on_a_way);
  if (line.site == "opening") return draft.kind == EntryKind::opening;
  if (line.site == "difference") {
    return draft.kind == EntryKind::adjust || (draft.kind == EntryKind::receive && is_handed_over);
  }
  return !is_on_a_way(line) || draft.kind == EntryKind::ship || draft.kind == EntryKind::receive;
}

bool has_a_wrong_way(const EntryDraft& draft) {
  std::set<std::string> ways;
  for (const Line& line : draft.lines) {
    const auto way = way_of(line.site);
    if (!way) continue;
    ways.insert(line.site);
    const std::string& own = draft.kind == EntryKind::ship ? way->from : way->to;
    if (own != draft.book || way->from == way->to) return true;
  }
  return ways.size() > 1;
}

bool has_custody_fault(const EntryDraft& draft, PostStatus status) {
  const bool is_ship = draft.kind == EntryKind::ship;
  const bool is_handed_over = any_line(draft, is_on_a_way);
  const bool is_correction = draft.kind == EntryKind::correction;
  switch (status) {
    case PostStatus::boundary_not_of_kind:
      return !is_correction &&
             any_line(draft, [&](const Line& line) { return !may_stand_in(draft, line); });
    case PostStatus::transit_of_other_books:
      return !is_correction && has_a_wrong_way(draft);
    case PostStatus::shipment_without_transit:
      return is_ship && (!is_handed_over || any_line(draft, [](const Line& line) {
               return is_on_a_way(line) && line.mass < Mass{};
             }));
    case PostStatus::deadline_malformed:
      return is_ship ? !draft.deadline || *draft.deadline <= draft.event_from
                     : draft.deadline.has_value();
    default: {
      const bool must =
          draft.kind == EntryKind::decline || (draft.kind == EntryKind::receive && is_handed_over);
      return must == draft.shipment.empty();
    }
  }
}

}  // namespace

bool carries_no_mass(EntryKind kind) {
  return kind == EntryKind::attest || kind == EntryKind::report || kind == EntryKind::decline;
}

std::optional<Way> way_of(std::string_view site) {
  constexpr std::string_view prefix = "transit/";
  if (!site.starts_with(prefix)) return std::nullopt;
  site.remove_prefix(prefix.size());
  if (std::ranges::count(site, '/') != 1) return std::nullopt;
  Way way;
  way.from = site.substr(0, site.find('/'));
  way.to = site.substr(site.find('/') + 1);
  if (way.from.empty() || way.to.empty()) return std::nullopt;
  return way;
}

bool is_boundary(std::string_view site) {
  static const std::set<std::string, std::less<>> names = {
      "nature", "market", "abroad", "air", "water", "loss", "difference", "opening"};
  return names.contains(site) || way_of(site);
}

bool has_fault_of_form(const EntryDraft& draft, PostStatus status) {
  switch (status) {
    case PostStatus::text_too_long:
      return has_a_long_text(draft);
    case PostStatus::text_malformed:
      return has_a_malformed_text(draft);
    case PostStatus::id_malformed:
      return has_a_malformed_id(draft);
    default:
      return draft.lines.size() > 100'000;
  }
}

bool has_fault_of_content(const EntryDraft& draft,
                          PostStatus status,
                          std::span<const std::string> layers) {
  switch (status) {
    case PostStatus::event_interval_empty:
      return draft.event_until <= draft.event_from;
    case PostStatus::attest_must_not_have_mass:
      return carries_no_mass(draft.kind) && !draft.lines.empty();
    case PostStatus::kind_needs_lines:
      return !carries_no_mass(draft.kind) && draft.lines.size() < 2;
    case PostStatus::mass_must_not_be_zero:
      return any_line(draft, [](const Line& line) { return line.mass == Mass{}; });
    case PostStatus::quantity_must_not_be_negative:
      return any_line(draft, [](const Line& line) {
        return (line.uncertainty && *line.uncertainty < Mass{}) || is_negative(line.pieces) ||
               is_negative(line.volume_ml) || is_negative(line.energy_j);
      });
    case PostStatus::lot_missing:
      return any_line(draft,
                      [](const Line& line) { return line.lot.empty() && !is_boundary(line.site); });
    case PostStatus::boundary_must_not_name_lot:
      return any_line(draft,
                      [](const Line& line) { return !line.lot.empty() && is_boundary(line.site); });
    case PostStatus::unbalanced: {
      Int128 sum = 0;
      for (const Line& line : draft.lines)
        sum += line.mass.count_mg();
      return sum != 0;
    }
    case PostStatus::boundary_not_of_kind:
    case PostStatus::transit_of_other_books:
    case PostStatus::shipment_without_transit:
    case PostStatus::deadline_malformed:
    case PostStatus::shipment_not_named:
      return has_custody_fault(draft, status);
    default:
      return has_layer_fault(draft, status, layers);
  }
}

}  // namespace meguri::simulation
