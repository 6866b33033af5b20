// SPDX-License-Identifier: Apache-2.0
// finding_log: findings of files of any size: the first ones whole, the rest as a count.
//
// A million rows with the same fault must not fill the memory, and nobody reads ten thousand
// sentences. One log belongs to one thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/finding.h"

namespace meguri {

class FindingLog {
 public:
  static constexpr std::size_t kept_by_default = 10'000;

  explicit FindingLog(std::size_t kept_max = kept_by_default) : kept_max_(kept_max) {}

  void add(Finding finding) {
    ++total_;
    if (kept_.size() < kept_max_) kept_.push_back(std::move(finding));
  }
  // Counts a finding that nobody has put into words; for floods of the same fault.
  void count(std::int64_t more) { total_ += more; }
  void take(FindingLog&& other) {
    const auto unkept = other.total_ - static_cast<std::int64_t>(other.kept_.size());
    for (Finding& finding : other.kept_)
      add(std::move(finding));
    total_ += unkept;
    other.clear();
  }
  void clear() {
    kept_.clear();
    total_ = 0;
  }

  // Whether another finding would be kept: those who build long sentences ask first.
  [[nodiscard]] bool has_room() const { return kept_.size() < kept_max_; }
  [[nodiscard]] const Findings& kept() const& { return kept_; }
  [[nodiscard]] Findings kept() && { return std::move(kept_); }
  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] bool empty() const { return total_ == 0; }

 private:
  std::size_t kept_max_;
  Findings kept_;
  std::int64_t total_ = 0;
};

}  // namespace meguri
