// SPDX-License-Identifier: Apache-2.0
// Any bytes as a formula: it parses or says where it does not; what parses can be printed, read
// again to the same tree, typed and evaluated with every sort of value.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "measure/expression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto parsed = meguri::Expression::parse(text);
  if (!parsed) {
    MEGURI_CHECK(parsed.error().message.id.starts_with("measure.formula_"));
    return 0;
  }
  const std::string canonical = meguri::canonical_text(*parsed);
  if (canonical.size() <= 4096) {
    const auto again = meguri::Expression::parse(canonical);
    MEGURI_CHECK(again.has_value());
    MEGURI_CHECK(meguri::canonical_text(*again) == canonical);
    MEGURI_CHECK(again->names().size() == parsed->names().size());
  }
  std::vector<meguri::NameType> types(parsed->names().size());
  if (!parsed->settle_types(types)) return 0;
  const std::vector<meguri::Value> samples = {meguri::Value::exactly(0),
                                              meguri::Value::exactly(-2.5L),
                                              meguri::Value::bounds(-1, 3),
                                              meguri::Value::unknown(),
                                              meguri::Value::undefined(),
                                              meguri::Value{}};
  for (const meguri::Value& sample : samples) {
    const std::vector<meguri::Value> values(types.size(), sample);
    const meguri::Value value = parsed->evaluate(values, 366);
    MEGURI_CHECK(value.knowledge != meguri::Knowledge::absent);
    MEGURI_CHECK(!value.is_known() || !(value.low > value.high));
  }
  meguri::formula_text(
      *parsed, meguri::Language::ja, [](std::string_view name) { return std::string(name); });
  return 0;
}
