// SPDX-License-Identifier: Apache-2.0
// field_files: fields whose value on the command line is the name of a file.
//
// The door reads the file, so that the engine, here or in the process that owns the data folder,
// is given bytes and no path.
#pragma once

#include <iosfwd>

#include "base/result.h"
#include "engine/engine.h"
#include "engine/request_table.h"

namespace meguri {

// Puts the bytes of the named file, of `in` for "-", in place of each `bytes` field's value. A text
// field of the same name with `_name` behind, where the request has one and it was not given, gets
// the file's name. Errors: not_found, io_failure (also without `in`), limit_exceeded (more than the
// request's body_bytes_max).
Status read_files(const RequestSpec& spec, std::istream* in, RequestFields& fields);

// Puts the bytes of the file that a `local` field names in place of it, into the request's bytes
// field: what a server is sent, for it opens no files by name. Errors: as above; too large a file
// is read by the command itself once the server is stopped (cli.file_too_large_to_send).
Status read_local_files(const RequestSpec& spec, RequestFields& fields);

}  // namespace meguri
