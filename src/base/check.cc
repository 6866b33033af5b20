// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace meguri {

void check_failed(std::string_view text, std::string_view file, int line) {
  std::fprintf(stderr,
               "%.*s:%d: CHECK failed: %.*s\n",
               static_cast<int>(file.size()),
               file.data(),
               line,
               static_cast<int>(text.size()),
               text.data());
  std::abort();
}

}  // namespace meguri
