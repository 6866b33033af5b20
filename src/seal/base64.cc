// SPDX-License-Identifier: Apache-2.0
#include "seal/base64.h"

#include <cstddef>
#include <cstdint>

namespace meguri {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t group_bytes = 3;
constexpr std::size_t group_digits = 4;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + group_bytes - 1) / group_bytes * group_digits);
  for (std::size_t at = 0; at < bytes.size(); at += group_bytes) {
    const std::uint32_t group =
        byte_at(bytes, at) << 16U | byte_at(bytes, at + 1) << 8U | byte_at(bytes, at + 2);
    for (std::size_t digit = 0; digit < group_digits; ++digit) {
      const bool is_padding = at + digit > bytes.size();
      text += is_padding ? '=' : alphabet[(group >> (18U - 6U * digit)) & 0x3FU];
    }
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % group_digits != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
    ++padding;
  std::string bytes;
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_padding = i >= text.size() - padding;
    const std::size_t digit = is_padding ? 0 : alphabet.find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    group = group << 6U | static_cast<std::uint32_t>(digit);
    if (i % group_digits != group_digits - 1) continue;
    for (const unsigned shift : {16U, 8U, 0U})
      bytes += static_cast<char>(group >> shift & 0xFFU);
    group = 0;
  }
  bytes.resize(bytes.size() - padding);
  // The bits of the last digit that no byte uses must be zero, or two texts would say the same.
  if (padding > 0 && to_base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace meguri
