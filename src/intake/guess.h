// SPDX-License-Identifier: Apache-2.0
// guess: a mapping made from what a file's columns are called, to begin with.
//
// Columns go to fields by their names in Japanese and English, each column once, the surest match
// first; what the columns do not say becomes a constant or a pattern where there is a sensible one.
// A guess is never booked unseen: the wizard shows it, and whoever sends none gets its findings.
// Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "intake/known_names.h"
#include "intake/mapping.h"
#include "intake/survey.h"

namespace meguri {

// `book` may be empty. Without a shape that one is taken which the columns suggest.
ImportMapping guess_mapping(const FileSurvey& survey,
                            const NamesInUse& known,
                            std::string_view book,
                            std::optional<ImportShape> shape = std::nullopt);

}  // namespace meguri
