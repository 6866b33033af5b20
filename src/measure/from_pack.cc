// SPDX-License-Identifier: Apache-2.0
#include "measure/from_pack.h"

#include <memory>

namespace meguri {

std::vector<MeasuredPack> measured_packs(std::span<const PackContent* const> contents) {
  std::vector<MeasuredPack> packs;
  for (const PackContent* const content : contents) {
    packs.push_back({content->manifest.id,
                     content->manifest.required_packs,
                     std::make_shared<const PackModel>(content->model)});
  }
  return packs;
}

MeasurementInput measurement_input(std::span<const PackContent* const> contents) {
  MeasurementInput input;
  input.packs = measured_packs(contents);
  std::uint32_t cell = 0;
  for (const PackContent* const content : contents) {
    for (const PlaceRecord& place : content->places) {
      input.places.push_back({place.code, place.level, place.parent, place.reports_as});
    }
    for (const QuantityRecord& quantity : content->quantities) {
      input.quantities.push_back({content->manifest.id,
                                  quantity.quantity,
                                  quantity.place,
                                  quantity.period,
                                  quantity.value,
                                  quantity.unit,
                                  quantity.zero_may_be_blank,
                                  cell++});
    }
  }
  return input;
}

std::vector<FigureInput> figure_input(std::span<const PackContent* const> contents) {
  std::vector<FigureInput> figures;
  std::uint32_t cell = 0;
  for (const PackContent* const content : contents) {
    for (const FigureRecord& figure : content->figures) {
      figures.push_back({content->manifest.id,
                         figure.key,
                         figure.value,
                         figure.low,
                         figure.high,
                         figure.unit,
                         figure.year,
                         figure.name,
                         cell++});
    }
  }
  return figures;
}

}  // namespace meguri
