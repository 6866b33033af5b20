// SPDX-License-Identifier: Apache-2.0
// importing: the requests about users' files: import_preview, import_errors, import, undo_import,
// save_import_template.
//
// They find out what the file is and what can be named in it, and leave the rest to the room
// intake. A file comes as bytes or, where it lies on the engine's own machine, as a path, which is
// read in pieces whatever its size.
#pragma once

#include <span>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "engine/import_lists.h"
#include "engine/import_under_way.h"
#include "engine/request_fields.h"
#include "engine/state.h"
#include "facts/document_store.h"
#include "intake/known_names.h"
#include "journal/journal.h"

namespace meguri {

struct ImportingContext {
  const State& state;
  Journal& journal;
  const DocumentStore& documents;
  const CheckedFields& fields;
  const Clock& clock;
  const Request& request;  // for language and actor
  const ProgressSink& progress;
  std::span<const SavedTemplate> templates;  // of the book, for a preview
  ImportUnderWay& under_way;                 // for an import; whoever asked ends it
};

Result<Answer> import_preview(const ImportingContext& context);
Result<Answer> import_errors(const ImportingContext& context);
Result<Answer> import_file(const ImportingContext& context);
Result<Answer> undo_import_request(const ImportingContext& context);
Result<Answer> save_import_template(const ImportingContext& context);

// The error with fields called by their names.
Error in_words(Error failure, Language language);

// What the loaded packs and the book itself have names for. `book` may be empty.
Result<NamesInUse> known_names_of(const State& state,
                                  const Journal& journal,
                                  std::string_view book);

}  // namespace meguri
