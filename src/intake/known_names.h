// SPDX-License-Identifier: Apache-2.0
// known_names: which site or material a cell means: its id, or any of its names in two languages.
//
// Names are compared by their match key (base/text.h): ＰＥＴボトル, petボトル and ＰＥＴ ボトル
// are one. A name that several things have is ambiguous and never decided by chance. Const once
// built; any thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meguri {

struct NameReading {
  enum class Outcome { known, unknown, ambiguous };
  Outcome outcome = Outcome::unknown;
  std::string id;      // known
  std::string others;  // ambiguous: the ids, with commas; unknown: the nearest known name, or empty
};

class KnownNameIndex {
 public:
  // The id itself is always one of its names. Empty names are passed over.
  void add(std::string_view id, std::span<const std::string> names);
  void add(std::string_view id) { add(id, {}); }
  [[nodiscard]] NameReading read(std::string_view text) const;
  [[nodiscard]] bool has(std::string_view id) const { return ids_.contains(id); }
  // Id → the first of its names, in order of id.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& ids() const { return ids_; }

 private:
  std::map<std::string, std::string, std::less<>> ids_;
  std::map<std::string, std::vector<std::string>, std::less<>> by_key_;
  std::vector<std::string> names_;  // for remedies
};

// What can be named in a file: sites with the boundaries (自然, 市場, 大気 …), materials.
struct NamesInUse {
  NamesInUse();
  KnownNameIndex sites;
  KnownNameIndex materials;
  std::vector<std::string> own_sites;  // of the book's own party, in order of id: guesses of a site
  std::vector<std::string> place_codes;  // of local governments, in order; none: not known
};

}  // namespace meguri
