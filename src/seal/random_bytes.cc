// SPDX-License-Identifier: Apache-2.0
#include "seal/random_bytes.h"

#include <limits>

#include <openssl/rand.h>

#include "base/check.h"

namespace meguri {

Status fill_with_random_bytes(std::span<std::byte> target) {
  MEGURI_CHECK(target.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  void* const start = target.data();
  if (RAND_bytes(static_cast<unsigned char*>(start), static_cast<int>(target.size())) != 1) {
    return error(ErrorCode::io_failure, "seal.no_randomness");
  }
  return ok();
}

Result<Salt> random_salt() {
  Salt salt;
  MEGURI_TRY(fill_with_random_bytes(salt.bytes));
  return salt;
}

}  // namespace meguri
