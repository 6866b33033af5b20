// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/check_layers.h"

#include <algorithm>
#include <cstddef>

#include "journal/account.h"
#include "journal/limits.h"

namespace meguri {
namespace {

bool is_malformed(const Line& line) {
  if (line.layers.size() > layers_max) return true;
  for (std::size_t i = 0; i < line.layers.size(); ++i) {
    if (!is_well_formed_id(line.layers[i].layer)) return true;
    if (i > 0 && line.layers[i].layer <= line.layers[i - 1].layer) return true;
  }
  return false;
}

bool states(const Line& line, std::string_view layer) {
  return std::ranges::find(line.layers, layer, &LayerMass::layer) != line.layers.end();
}

// Zero, or of the mass's sign and no more than it.
bool is_part_of(Mass part, Mass whole) {
  const std::int64_t a = part.count_mg();
  const std::int64_t b = whole.count_mg();
  return b > 0 ? a >= 0 && a <= b : a <= 0 && a >= b;
}

std::optional<Rejection> reject_layer(const EntryDraft& draft,
                                      PostStatus status,
                                      const Line& line,
                                      const std::string& layer) {
  return reject(
      draft, status, {{"line", line_number(draft, line)}, {"site", line.site}, {"layer", layer}});
}

std::optional<Rejection> check_declared(const EntryDraft& draft,
                                        std::span<const std::string> declared) {
  for (const Line& line : draft.lines) {
    for (const LayerMass& layer : line.layers) {
      if (std::ranges::find(declared, layer.layer) == declared.end()) {
        return reject_layer(draft, PostStatus::layer_not_declared, line, layer.layer);
      }
    }
  }
  return std::nullopt;
}

// Where every line states what the fullest one does, all state the same.
std::optional<Rejection> check_complete(const EntryDraft& draft) {
  const auto count = [](const Line& line) { return line.layers.size(); };
  const auto fullest = std::ranges::max_element(draft.lines, {}, count);
  for (const LayerMass& layer : fullest->layers) {
    for (const Line& line : draft.lines) {
      if (!states(line, layer.layer)) {
        return reject_layer(draft, PostStatus::layer_not_on_every_line, line, layer.layer);
      }
    }
  }
  return std::nullopt;
}

std::optional<Rejection> check_parts(const EntryDraft& draft) {
  for (const Line& line : draft.lines) {
    for (const LayerMass& layer : line.layers) {
      if (!is_part_of(layer.mass, line.mass)) {
        return reject_layer(draft, PostStatus::layer_exceeds_mass, line, layer.layer);
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Rejection> check_layers(const EntryDraft& draft,
                                      std::span<const std::string> declared) {
  const bool any = std::ranges::any_of(draft.lines, [](const Line& line) {
    return !line.layers.empty() || line.basis == Basis::dry;
  });
  if (!any) return std::nullopt;
  if (auto found = reject_line_if(draft, PostStatus::layers_malformed, is_malformed)) return found;
  if (auto found = check_declared(draft, declared)) return found;
  if (auto found = check_complete(draft)) return found;
  if (auto found = check_parts(draft)) return found;
  return reject_line_if(draft, PostStatus::dry_basis_needs_water, [](const Line& line) {
    return line.basis == Basis::dry && !states(line, water_layer);
  });
}

std::optional<Rejection> check_layer_balance(const EntryDraft& draft) {
  if (draft.lines.empty()) return std::nullopt;
  // Every line states the same layers in the same order.
  const std::vector<LayerMass>& layers = draft.lines.front().layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    Int128 total_mg = 0;
    for (const Line& line : draft.lines)
      total_mg += line.layers[i].mass.count_mg();
    if (total_mg == 0) continue;
    return reject(draft,
                  PostStatus::layer_unbalanced,
                  {{"layer", layers[i].layer}, {"difference_kg", kilograms(total_mg)}});
  }
  return std::nullopt;
}

}  // namespace meguri
