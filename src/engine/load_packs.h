// SPDX-License-Identifier: Apache-2.0
// load_packs: reading packs from folders, checking them as a whole, and booking them.
//
// Nothing is written before every pack, formula, identity, expectation and entry has been checked;
// then one durable commit books all of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "engine/pack_library.h"
#include "engine/state.h"
#include "journal/journal.h"
#include "measure/expected.h"
#include "pack/content.h"

namespace meguri {

struct StagedPack {
  std::filesystem::path folder;
  std::shared_ptr<const PackContent> content;
  PackReport report;
  bool unchanged = false;     // the same bytes are loaded already, or named twice
  std::int64_t replaces = 0;  // sequence of the report of the version loaded now; 0 = none
  std::vector<ExpectedResult> expected;
};

// Reads the folders on top of what is loaded, those that others of them require first.
// Error{findings} with all findings of all packs.
Result<std::vector<StagedPack>> stage_packs(const State& state,
                                            const std::vector<std::string>& folders,
                                            const Clock& clock,
                                            const ProgressSink& progress);

// Keeps the documents and books report entries and the packs' own entries in one commit. Error
// conflict when a book refuses an entry that the rehearsal accepted.
Status book_packs(const std::vector<StagedPack>& packs,
                  PackLibrary& library,
                  Journal& journal,
                  const Clock& clock,
                  const std::string& actor);

// Folders of packs that `folder`'s pack requires, that are neither loaded nor itself, and that
// stand beside it; required ones first. For checking a pack before anything is loaded.
Result<std::vector<std::string>> with_required_neighbours(const State& state,
                                                          const std::string& folder);

}  // namespace meguri
