// SPDX-License-Identifier: Apache-2.0
#include "intake/known_names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"

namespace meguri {
namespace {

constexpr std::size_t names_for_remedies_max = 5'000;

struct Boundary {
  std::string_view id;
  std::array<std::string_view, 4> names;
};

constexpr std::array<Boundary, 8> boundaries = {{
    {"nature", {"自然", "自然界", "天然", ""}},
    {"market", {"市場", "外部", "社外", ""}},
    {"abroad", {"国外", "海外", "輸出入", ""}},
    {"air", {"大気", "空気", "", ""}},
    {"water", {"水域", "公共用水域", "排水", ""}},
    {"loss", {"損失", "ロス", "減量", ""}},
    {"difference", {"差異", "計量差", "棚卸差", ""}},
    {"opening", {"期首", "開始残高", "期首在庫", ""}},
}};

}  // namespace

void KnownNameIndex::add(std::string_view id, std::span<const std::string> names) {
  const auto [place, is_new] = ids_.emplace(id, id);
  const auto remember = [&](const std::string& name) {
    const std::string key = match_key(name);
    if (key.empty()) return;
    std::vector<std::string>& meant = by_key_[key];
    if (std::ranges::find(meant, id) == meant.end()) meant.emplace_back(id);
    if (names_.size() < names_for_remedies_max) names_.push_back(name);
  };
  remember(std::string(id));
  for (const std::string& name : names) {
    if (is_new && place->second == id && !name.empty()) place->second = name;
    remember(name);
  }
}

NameReading KnownNameIndex::read(std::string_view text) const {
  if (ids_.contains(text)) return {NameReading::Outcome::known, std::string(text), {}};
  const auto found = by_key_.find(match_key(text));
  if (found == by_key_.end()) {
    return {NameReading::Outcome::unknown, {}, nearest(text, names_).value_or("")};
  }
  if (found->second.size() == 1) return {NameReading::Outcome::known, found->second.front(), {}};
  std::string all;
  for (const std::string& id : found->second)
    all += (all.empty() ? "" : ", ") + id;
  return {NameReading::Outcome::ambiguous, {}, std::move(all)};
}

NamesInUse::NamesInUse() {
  for (const Boundary& boundary : boundaries) {
    std::vector<std::string> names;
    for (const std::string_view name : boundary.names)
      if (!name.empty()) names.emplace_back(name);
    sites.add(boundary.id, names);
  }
}

}  // namespace meguri
