// SPDX-License-Identifier: Apache-2.0
#include "simulation/sealed.h"

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meguri::simulation {
namespace {

using Fields = std::vector<std::pair<std::uint32_t, std::string>>;

std::string varint(std::uint64_t number) {
  std::string bytes;
  for (; number >= 128; number /= 128)
    bytes.push_back(static_cast<char>(number % 128 + 128));
  bytes.push_back(static_cast<char>(number));
  return bytes;
}

// 0, -1, 1, -2, 2 … are 0, 1, 2, 3, 4 …
std::string folded(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return varint(number >= 0 ? bits * 2 : ~bits * 2 + 1);
}

void put_text(Fields& fields, std::uint32_t tag, const std::string& text) {
  if (!text.empty()) fields.emplace_back(tag, text);
}

void put_choice(Fields& fields, std::uint32_t tag, std::uint64_t number) {
  if (number != 0) fields.emplace_back(tag, varint(number));
}

void put_number(Fields& fields, std::uint32_t tag, std::optional<std::int64_t> number) {
  if (number) fields.emplace_back(tag, folded(*number));
}

void put_line(Fields& fields, std::uint32_t base, const Line& line) {
  fields.emplace_back(base + 1, line.site);
  put_text(fields, base + 2, line.lot);
  fields.emplace_back(base + 3, line.material);
  put_number(fields, base + 4, line.mass.count_mg());
  put_choice(fields, base + 5, static_cast<std::uint64_t>(line.origin));
  put_text(fields, base + 6, line.counterparty);
  put_choice(fields, base + 7, static_cast<std::uint64_t>(line.basis));
  if (line.uncertainty) put_number(fields, base + 8, line.uncertainty->count_mg());
  put_number(fields, base + 9, line.pieces);
  put_number(fields, base + 10, line.volume_ml);
  put_number(fields, base + 11, line.energy_j);
  put_number(fields, base + 12, line.money_yen);
  std::string layers;
  for (const LayerMass& layer : line.layers)
    layers += varint(layer.layer.size()) + layer.layer + folded(layer.mass.count_mg());
  put_text(fields, base + 13, layers);
}

Fields fields_of(const Entry& entry) {
  const EntryDraft& draft = entry.draft;
  Fields fields;
  fields.emplace_back(1, varint(3));
  fields.emplace_back(2, draft.book);
  fields.emplace_back(3, varint(static_cast<std::uint64_t>(entry.sequence)));
  fields.emplace_back(4, draft.client_id);
  fields.emplace_back(5, varint(static_cast<std::uint64_t>(draft.kind)));
  fields.emplace_back(6, draft.actor);
  put_number(fields, 7, draft.event_from.microseconds);
  put_number(fields, 8, draft.event_until.microseconds);
  put_number(fields, 9, entry.recorded_at.microseconds);
  put_text(fields, 10, draft.site);
  put_text(fields, 11, draft.evidence);
  put_text(fields, 12, draft.note);
  put_text(fields, 13, draft.corrects);
  put_text(fields, 14, draft.payload_type);
  put_text(fields, 15, draft.payload);
  put_text(fields, 16, draft.shipment);
  if (draft.deadline) put_number(fields, 17, draft.deadline->microseconds);
  std::uint32_t base = 0;
  for (const Line& line : draft.lines)
    put_line(fields, base += 256, line);
  return fields;
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (unsigned shift = 32; shift > 0; shift -= 8)
    bytes.push_back(static_cast<char>(number >> (shift - 8)));
  return bytes;
}

std::string hash(const std::string& bytes) { return std::string(view_of(sha256(bytes))); }

}  // namespace

Digest leaf_hash_by_the_book(const Entry& entry) {
  std::string salt(entry.salt.bytes.size(), '\0');
  for (std::size_t i = 0; i < salt.size(); ++i)
    salt[i] = static_cast<char>(entry.salt.bytes[i]);
  std::string leaves;
  std::uint32_t index = 0;
  for (const auto& [tag, bytes] : fields_of(entry)) {
    const std::string two_salts = hash("\x03" + salt + big_endian(index / 2));
    const std::string field_salt = two_salts.substr(index % 2 * 16, 16);
    leaves += hash(std::string(1, '\0') + field_salt + big_endian(tag) + bytes);
    ++index;
  }
  return sha256(std::string(1, '\0') + hash("\x02" + leaves));
}

Digest tree_head_by_the_book(std::span<const Digest> leaves) {
  if (leaves.empty()) return sha256("");
  if (leaves.size() == 1) return leaves.front();
  const std::size_t left = std::bit_floor(leaves.size() - 1);
  return sha256("\x01" + std::string(view_of(tree_head_by_the_book(leaves.first(left)))) +
                std::string(view_of(tree_head_by_the_book(leaves.subspan(left)))));
}

}  // namespace meguri::simulation
