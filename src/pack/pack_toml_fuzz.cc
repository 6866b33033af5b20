// SPDX-License-Identifier: Apache-2.0
// Any bytes as pack.toml, model.toml, expected.toml, calculations.toml and programmes.toml (parts
// of the input divided by a line of percent signs): read without crash; refused exactly when there
// are findings; every finding has a remedy.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "pack/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view divider = "%%%%\n";
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  meguri::MemoryFiles files;
  for (const std::string_view name :
       {"pack.toml", "model.toml", "expected.toml", "calculations.toml", "programmes.toml"}) {
    const std::size_t at = rest.find(divider);
    files.put(std::string(name), std::string(rest.substr(0, at)));
    if (at == std::string_view::npos) break;
    rest.remove_prefix(at + divider.size());
  }
  files.put("t.csv", std::string(rest));
  const auto content = meguri::read_pack(files, {});
  if (content) {
    MEGURI_CHECK(!content->manifest.id.empty());
    return 0;
  }
  MEGURI_CHECK(content.error().code == meguri::ErrorCode::findings);
  MEGURI_CHECK(!content.error().findings.empty());
  for (const meguri::Finding& finding : content.error().findings) {
    const std::string fix = meguri::render(finding.fix(), meguri::Language::ja);
    MEGURI_CHECK(!fix.starts_with(finding.what.id));
  }
  return 0;
}
