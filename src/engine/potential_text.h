// SPDX-License-Identifier: Apache-2.0
// potential_text: a potential's effect as a figure, and its formula in words and with values.
#pragma once

#include <string>

#include "base/message.h"
#include "engine/figure_document.h"
#include "engine/state.h"
#include "measure/standing.h"
#include "wire/json.h"

namespace meguri {

class PotentialText {
 public:
  PotentialText(const State& state,
                Language language,
                NameIndex indicator,
                const Potential& potential)
      : state_(state), language_(language), indicator_(indicator), potential_(potential) {}

  [[nodiscard]] JsonObject effect(const std::string& evidence) const;
  [[nodiscard]] std::string effect_size() const;  // without sign: "12,345 t"
  [[nodiscard]] std::string formula() const;      // in words
  [[nodiscard]] std::string formula_with_values() const;

 private:
  [[nodiscard]] int effect_decimals() const;
  [[nodiscard]] std::string number_of(std::string_view name) const;
  const State& state_;
  Language language_;
  NameIndex indicator_;
  const Potential& potential_;
};

}  // namespace meguri
