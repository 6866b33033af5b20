// SPDX-License-Identifier: Apache-2.0
#include "server/descriptors.h"

#include <limits>

#include <sys/resource.h>

namespace meguri {
namespace {

constexpr rlim_t kept_for_books = 128;  // journal, columns, documents, logs

}  // namespace

void raise_open_files_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
}

std::size_t sockets_max() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
    return std::numeric_limits<std::size_t>::max();
  }
  const rlim_t spare = limit.rlim_cur > kept_for_books ? limit.rlim_cur - kept_for_books : 1;
  return static_cast<std::size_t>(spare);
}

}  // namespace meguri
