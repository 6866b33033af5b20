// SPDX-License-Identifier: Apache-2.0
#include "journal/entry.h"

#include <array>

#include "journal/internal/enum_text.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 9> kinds = {
    "opening", "receive", "move", "transform", "use", "dispose", "adjust", "attest", "report"};
constexpr std::array<std::string_view, 2> bases = {"wet", "dry"};

}  // namespace

std::string_view to_text(EntryKind kind) { return text_in(kinds, kind); }
std::optional<EntryKind> entry_kind_of(std::string_view text) {
  return value_in<EntryKind>(kinds, text);
}

std::string_view to_text(Basis basis) { return text_in(bases, basis); }
std::optional<Basis> basis_of(std::string_view text) { return value_in<Basis>(bases, text); }

}  // namespace meguri
