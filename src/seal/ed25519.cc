// SPDX-License-Identifier: Apache-2.0
#include "seal/ed25519.h"

#include <memory>

#include <openssl/evp.h>

namespace meguri {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* start_of(const void* bytes) {
  return static_cast<const unsigned char*>(bytes);
}
unsigned char* start_of(void* bytes) { return static_cast<unsigned char*>(bytes); }

Error no_signing() { return error(ErrorCode::io_failure, "seal.no_signing"); }

Key key_of_seed(const Ed25519Seed& seed) {
  const void* const bytes = seed.data();
  return Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, start_of(bytes), seed.size()));
}

}  // namespace

Result<Ed25519PublicKey> ed25519_public_key(const Ed25519Seed& seed) {
  const Key key = key_of_seed(seed);
  Ed25519PublicKey public_key{};
  std::size_t length = public_key.size();
  void* const target = public_key.data();
  const bool made = key != nullptr &&
                    EVP_PKEY_get_raw_public_key(key.get(), start_of(target), &length) == 1 &&
                    length == public_key.size();
  if (!made) return no_signing();
  return public_key;
}

Result<Ed25519Signature> ed25519_sign(const Ed25519Seed& seed, std::string_view message) {
  const Key key = key_of_seed(seed);
  const Context context(EVP_MD_CTX_new());
  Ed25519Signature signature{};
  std::size_t length = signature.size();
  void* const target = signature.data();
  const void* const text = message.data();
  const bool made =
      key != nullptr && context != nullptr &&
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestSign(context.get(), start_of(target), &length, start_of(text), message.size()) ==
          1 &&
      length == signature.size();
  if (!made) return no_signing();
  return signature;
}

bool ed25519_verify(const Ed25519PublicKey& key,
                    std::string_view message,
                    const Ed25519Signature& signature) {
  const void* const bytes = key.data();
  const Key opened(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, start_of(bytes), key.size()));
  const Context context(EVP_MD_CTX_new());
  const void* const signed_bytes = signature.data();
  const void* const text = message.data();
  return opened != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, opened.get()) == 1 &&
         EVP_DigestVerify(context.get(),
                          start_of(signed_bytes),
                          signature.size(),
                          start_of(text),
                          message.size()) == 1;
}

}  // namespace meguri
