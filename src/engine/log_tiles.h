// SPDX-License-Identifier: Apache-2.0
// log_tiles: the log as static files that anyone can serve and check (c2sp.org/tlog-tiles).
//
//   checkpoint              the signed note
//   tile/<L>/<N>            256 hashes of level L, 32 bytes each: of level 0 the leaf hashes of the
//                           entries, of level L the heads over 256 hashes of the level below
//   tile/<L>/<N>.p/<W>      the last, unfinished tile of a level: its first W hashes
//
// N is written in groups of three digits, all but the last with an x before it: x001/x234/067.
// Hashes say nothing of what the entries hold. Whole tiles never change, so that writing again only
// adds; the checkpoint is written last, when all it speaks of is there.
//
// Errors: those of the journal and its log; io_failure. Any thread. O(entries) hashes, in memory
// one tile for each level.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "journal/journal.h"
#include "journal/log.h"

namespace meguri {

struct WrittenTiles {
  std::int64_t size = 0;     // entries
  std::int64_t tiles = 0;    // files the log of this size consists of, without the checkpoint
  std::int64_t written = 0;  // of them new
  Digest root;
};

Result<WrittenTiles> write_log_tiles(const Journal& journal,
                                     const Log& log,
                                     const std::filesystem::path& folder);

// "x001/x234/067"
std::string tile_number_text(std::uint64_t number);

}  // namespace meguri
