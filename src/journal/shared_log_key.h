// SPDX-License-Identifier: Apache-2.0
// shared_log_key: sees to it that all servers of a shared journal sign with one key.
//
// Outsiders know one public key and one origin. The first server makes the key in its data folder
// and records the public half in the database; the file log.key is then copied to every other
// server by whoever runs them. A secret never passes through the database, so that who can read the
// books cannot sign in their name.
//
// Errors: conflict (the folder has no key where one was recorded, or another one), those of
// log_key.h and of the journal. One process (the owner of the folder) at a time.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "journal/journal.h"

namespace meguri {

// REQUIRES: journal.is_shared(). Afterwards log.key and log.pub of the folder are the journal's.
Status claim_log_key(Journal& journal, const std::filesystem::path& folder);

}  // namespace meguri
