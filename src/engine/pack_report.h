// SPDX-License-Identifier: Apache-2.0
// pack_report: what a report entry says about a loaded pack: its version, its hash, its files.
//
// The payload type is "pack/1". The files themselves are in the document store under their hashes,
// so that the columns can be rebuilt from the journal and the documents alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pack/content.h"
#include "seal/sha256.h"

namespace meguri {

inline constexpr std::string_view pack_report_type = "pack/1";
// The book that holds the report entries: the data sets this installation relies on.
inline constexpr std::string_view reference_book = "reference";

struct PackReportFile {
  std::string path;
  Digest digest;
  std::int64_t size_bytes = 0;
};

struct PackReport {
  std::string pack;
  std::string version;
  Digest hash;  // of hash_listing(files)
  std::vector<std::string> required_packs;
  std::vector<PackReportFile> files;
};

// The report of a pack that was just read; hashes every document.
PackReport report_of(const PackContent& content);

std::string to_payload(const PackReport& report);
// damaged if the payload is not what to_payload() writes.
Result<PackReport> parse_payload(std::string_view payload);

}  // namespace meguri
