// SPDX-License-Identifier: Apache-2.0
// varint: whole numbers as canonical bytes have them (docs/formats/journal.md). Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace meguri {

inline constexpr std::size_t varint_bytes_max = 10;

// Writes the number to `at`, which has room for varint_bytes_max; returns the end.
inline char* write_varint(char* at, std::uint64_t number) {
  while (number >= 0x80) {
    *at++ = static_cast<char>((number & 0x7FU) | 0x80U);
    number >>= 7U;
  }
  *at++ = static_cast<char>(number);
  return at;
}

inline void put_varint(std::string& out, std::uint64_t number) {
  std::array<char, varint_bytes_max> bytes;
  const char* const end = write_varint(bytes.data(), number);
  out.append(bytes.data(), static_cast<std::size_t>(end - bytes.data()));
}

// Reads a varint in its shortest form and moves `at` behind it; nothing if there is none.
inline std::optional<std::uint64_t> take_varint(std::string_view bytes, std::size_t& at) {
  if (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) {  // nearly all
    return static_cast<unsigned char>(bytes[at++]);
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < varint_bytes_max && at + i < bytes.size(); ++i) {
    const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i]));
    if (i == varint_bytes_max - 1 && byte > 1) return std::nullopt;  // more than 64 bits
    value |= (byte & 0x7FU) << (7 * i);
    if ((byte & 0x80U) == 0) {
      if (byte == 0 && i > 0) return std::nullopt;  // not the shortest form
      at += i + 1;
      return value;
    }
  }
  return std::nullopt;
}

// Signed numbers fold so that small ones of either sign are short: 0, -1, 1, -2 … → 0, 1, 2, 3 …
inline std::uint64_t fold(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return (bits << 1U) ^ (number < 0 ? ~std::uint64_t{0} : 0);
}

inline std::int64_t unfold(std::uint64_t folded) {
  const std::uint64_t bits = (folded >> 1U) ^ ((folded & 1U) != 0 ? ~std::uint64_t{0} : 0);
  return static_cast<std::int64_t>(bits);
}

}  // namespace meguri
