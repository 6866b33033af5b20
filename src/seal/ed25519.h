// SPDX-License-Identifier: Apache-2.0
// ed25519: signing and verifying (RFC 8032), by OpenSSL.
//
// A private key is its 32-byte seed; the public key is made from it. Errors: io_failure
// (seal.no_signing) if OpenSSL has no Ed25519 or no memory. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "base/result.h"

namespace meguri {

using Ed25519Seed = std::array<std::byte, 32>;
using Ed25519PublicKey = std::array<std::byte, 32>;
using Ed25519Signature = std::array<std::byte, 64>;

Result<Ed25519PublicKey> ed25519_public_key(const Ed25519Seed& seed);
Result<Ed25519Signature> ed25519_sign(const Ed25519Seed& seed, std::string_view message);
// False also for a key that is no point of the curve.
bool ed25519_verify(const Ed25519PublicKey& key,
                    std::string_view message,
                    const Ed25519Signature& signature);

}  // namespace meguri
