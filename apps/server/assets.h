// SPDX-License-Identifier: Apache-2.0
// The files of the web app, compiled into the binary.
//
// The server answers from memory, so that one binary is the whole installation. The table is
// generated from web/dist by tools/embed.py; when the web app was not built it is empty, and the
// server says so in a page of its own. All data has static lifetime and may be read from any
// thread. Lookup is a binary search: O(log files).
#pragma once

#include <span>
#include <string_view>

namespace meguri {

struct Asset {
  std::string_view path;          // As in the URL, with its leading slash: "/index.html".
  std::string_view content_type;  // With charset for text.
  std::string_view etag;          // Quoted, from the SHA-256 of the bytes.
  bool immutable;                 // The file name carries a hash: it may be cached for ever.
  std::string_view bytes;
  std::string_view gzip;  // Empty where gzip would not make it smaller.
};

// All files, in order of path.
std::span<const Asset> assets();

// The file at `path`, or nullptr.
const Asset* find_asset(std::string_view path);

}  // namespace meguri
