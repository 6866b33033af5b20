// SPDX-License-Identifier: Apache-2.0
// import_documents: the answers about imports as JSON of their declared shapes.
//
// Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "engine/state.h"
#include "intake/import.h"
#include "intake/undo.h"
#include "wire/json.h"

namespace meguri {

inline constexpr std::size_t import_findings_shown = 1'000;

// The shape Finding, as problem documents have it.
JsonArray finding_documents(const Findings& findings, std::size_t most, Language language);

struct TemplateFit {
  std::string name;
  bool fits = false;
};
JsonObject preview_document(const ImportJob& job,
                            const ImportPreview& preview,
                            std::span<const TemplateFit> templates,
                            const State& state,
                            Language language);
JsonObject report_document(const ImportJob& job, const ImportReport& report, Language language);
JsonObject undo_document(std::string_view import_id,
                         std::string_view book,
                         const UndoReport& report,
                         Language language);

}  // namespace meguri
