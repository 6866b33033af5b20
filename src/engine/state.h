// SPDX-License-Identifier: Apache-2.0
// state: one whole view of the books: what every read-only request is answered from.
//
// Built from the columns and the stored packs after each change and then immutable: requests hold a
// shared pointer to it, so a load never shows half of itself. Any thread may read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"
#include "base/result.h"
#include "engine/pack_report.h"
#include "engine/place_directory.h"
#include "facts/columns.h"
#include "measure/calculation.h"
#include "measure/figures.h"
#include "measure/measurement.h"
#include "pack/content.h"

namespace meguri {

struct LoadedPack {
  PackRow row;
  PackReport report;
  std::shared_ptr<const PackContent> content;
};

// Names of sites, materials and parties of all packs; an id without a name stands for itself.
class NameBook {
 public:
  NameBook() = default;
  static Result<NameBook> read(const Columns& columns);
  [[nodiscard]] std::string site(std::string_view id, Language language) const;
  [[nodiscard]] std::string material(std::string_view id, Language language) const;
  [[nodiscard]] std::string party(std::string_view id, Language language) const;
  [[nodiscard]] const SiteRow* site_row(std::string_view id) const;
  // These and all below them, each once.
  [[nodiscard]] std::vector<std::string> materials_below(const std::vector<std::string>& ids) const;
  [[nodiscard]] std::vector<std::string> water_materials() const;

 private:
  std::map<std::string, SiteRow, std::less<>> sites_;
  std::map<std::string, MaterialRow, std::less<>> materials_;
  std::map<std::string, Localized, std::less<>> parties_;
};

struct State {
  std::int64_t position = 0;      // of the last report: entries of books leave it as it is, so
                                  // that a restart names the same figures alike
  std::vector<LoadedPack> packs;  // required ones before those that require them
  PlaceDirectory places;
  NameBook names;
  std::vector<SourceRow> sources;
  std::vector<DocumentRow> documents;
  std::vector<QuantityRow> quantity_rows;  // a measured cell's number is the index here
  std::vector<FigureRow> figure_rows;      // a figure's number is the index here
  std::optional<Measurement> measurement;  // always there once built
  std::optional<FigureSet> figures;
  std::optional<CalculationSet> calculations;
  std::string etag;  // changes with the position, the packs and the program

  [[nodiscard]] const LoadedPack* pack(std::string_view id) const;
  [[nodiscard]] const SourceRow* source(std::string_view pack, std::string_view id) const;
  [[nodiscard]] const DocumentRow* document(std::string_view pack, std::string_view sha256) const;
};

// `packs` as the library read them. Errors: of the columns; damaged if what was once accepted no
// longer is.
Result<std::shared_ptr<const State>> build_state(const Columns& columns,
                                                 std::vector<LoadedPack> packs,
                                                 std::int64_t position);

}  // namespace meguri
