// SPDX-License-Identifier: Apache-2.0
// localized: one text in both languages of the product, as packs write it.
#pragma once

#include <string>

#include "base/message.h"

namespace meguri {

struct Localized {
  std::string ja;
  std::string en;
  [[nodiscard]] const std::string& in(Language language) const {
    return language == Language::ja ? ja : en;
  }
  friend bool operator==(const Localized&, const Localized&) = default;
};

}  // namespace meguri
