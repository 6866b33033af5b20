// SPDX-License-Identifier: Apache-2.0
// progress: how a long computation tells how far it is. Only a door prints it.
#pragma once

#include <cstdint>

#include "base/message.h"

namespace meguri {

struct ProgressStep {
  Message what;            // "engine.loading_pack"
  std::int64_t done = 0;   // of `total`
  std::int64_t total = 0;  // 0 = not known
};

// Implementations must accept calls from any thread, and return quickly.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void report(const ProgressStep& step) = 0;
};

class SilentProgress final : public Progress {
 public:
  void report(const ProgressStep&) override {}
};

}  // namespace meguri
