// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/engine.h"
#include "engine/error_table.h"

namespace meguri {
namespace {

// How to mend it, where the catalogue says so.
std::string fix_of(const Message& message, Language language) {
  const Message fix{message.id + ".fix", message.arguments};
  return std::ranges::binary_search(catalogue(), std::string_view(fix.id), {}, &CatalogueEntry::id)
             ? render(fix, language)
             : std::string();
}

}  // namespace

Json problem_document(const Error& error, Language language, std::string_view instance) {
  const ErrorRow& row = error_row(error.code);
  JsonObject problem{{"type", "urn:meguri:problem:" + std::string(row.name)},
                     {"title", render(row.title_id, language)},
                     {"status", row.http_status},
                     {"detail", render(error.message, language)},
                     {"instance", instance},
                     {"code", row.name}};
  const std::string fix = fix_of(error.message, language);
  if (!fix.empty()) problem["fix"] = fix;
  if (!error.findings.empty()) {
    JsonArray findings;
    for (const Finding& finding : error.findings) {
      findings.push_back(JsonObject{{"id", finding.what.id},
                                    {"file", finding.where.file},
                                    {"sheet", finding.where.sheet},
                                    {"row", finding.where.row},
                                    {"column", finding.where.column},
                                    {"text", render(finding.what, language)},
                                    {"fix", render(finding.fix(), language)}});
    }
    problem["findings"] = std::move(findings);
  }
  return problem;
}

}  // namespace meguri
