// SPDX-License-Identifier: Apache-2.0
// descriptors: how many sockets this process may hold.
#pragma once

#include <cstddef>

namespace meguri {

// Raises the soft limit of open files to the hard one, where that is allowed; always harmless.
void raise_open_files_limit();

// How many sockets fit below the limit of open files beside what the books need; at least one.
std::size_t sockets_max();

}  // namespace meguri
