// SPDX-License-Identifier: Apache-2.0
// help_text: what `meguri help` says, read off the request table. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "cli/page.h"

namespace meguri {

// All commands.
void write_help(Page& page);

// One command ("diagnose"), or a group of them ("pack"). False if there is no such command.
bool write_help_of(std::string_view command, Page& page);

}  // namespace meguri
