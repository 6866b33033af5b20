// SPDX-License-Identifier: Apache-2.0
// read_all: the tables under one key, each read alike.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "pack/internal/reading.h"

namespace meguri {

// Each table refuses the keys that its reader did not ask for, and an id that came before. A model
// has `id` and `where`.
template <typename Model, typename Reader>
void read_all(TomlTable& parent, std::string_view key, Reader read, std::vector<Model>& out) {
  DeclaredNames ids;
  for (TomlTable& table : parent.tables(key)) {
    Model model = read(table);
    model.where = table.position();
    table.refuse_unknown_keys();
    if (!model.id.empty() && !ids.add(model.id)) {
      table.refuse("id", Message{"pack.id_twice", {{"id", model.id}}});
    }
    out.push_back(std::move(model));
  }
}

}  // namespace meguri
