// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"
#include "engine/error_table.h"

namespace meguri {

Json problem_document(const Error& error, Language language, std::string_view instance) {
  const ErrorRow& row = error_row(error.code);
  JsonObject problem{{"type", "urn:meguri:problem:" + std::string(row.name)},
                     {"title", render(row.title_id, language)},
                     {"status", row.http_status},
                     {"detail", render(error.message, language)},
                     {"instance", instance},
                     {"code", row.name}};
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
