// SPDX-License-Identifier: Apache-2.0
// A quota as JSON: sums as texts, since a mass is no JSON number.
#include <charconv>
#include <utility>

#include "claim/internal/claim_members.h"

namespace meguri {
namespace {

JsonArray sums_document(const SumLanes& sums) {
  JsonArray array;
  for (const std::int64_t sum : sums)
    array.emplace_back(std::to_string(sum));
  return array;
}

JsonObject node_document(const Digest& hash, const SumLanes& sums) {
  return {{"hash", to_hex(hash)}, {"sums", sums_document(sums)}};
}

std::optional<std::int64_t> whole_of(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const std::string_view text(value.get_string());
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = problem == std::errc() && end == text.data() + text.size();
  if (!is_whole || std::to_string(number) != text) return std::nullopt;
  return number;
}

std::optional<Digest> digest_of(const Json* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  const std::string_view text(value->get_string());
  const auto digest = parse_digest(text);
  if (!digest || to_hex(*digest) != text) return std::nullopt;  // small letters only
  return *digest;
}

std::optional<SumNode> node_of(const Json* value) {
  const JsonObject* const object = value == nullptr ? nullptr : value->if_object();
  if (object == nullptr || object->size() != 2) return std::nullopt;
  const auto digest = digest_of(object->if_contains("hash"));
  const Json* const sums = object->if_contains("sums");
  if (sums == nullptr || !sums->is_array()) return std::nullopt;
  const JsonArray& lanes = sums->get_array();
  if (!digest || lanes.size() != sum_lane_count) return std::nullopt;
  SumNode node{*digest, {}};
  for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
    const auto sum = whole_of(lanes[lane]);
    if (!sum) return std::nullopt;
    node.sums.at(lane) = *sum;
  }
  return node;
}

std::optional<std::uint64_t> count_of(const Json* value) {
  if (value == nullptr || !value->is_int64() || value->get_int64() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(value->get_int64());
}

}  // namespace

Json quota_document(const Quota& quota) {
  JsonArray path;
  for (const SumNode& node : quota.path)
    path.push_back(node_document(node.hash, node.sums));
  return JsonObject{{"received", node_document(quota.received.hash, quota.received.sums)},
                    {"claimed", node_document(quota.claimed.hash, quota.claimed.sums)},
                    {"leaf", node_document(quota.leaf.content, quota.leaf.sums)},
                    {"salt", to_hex(quota.salt)},
                    {"index", static_cast<std::int64_t>(quota.index)},
                    {"size", static_cast<std::int64_t>(quota.size)},
                    {"path", std::move(path)}};
}

std::optional<Quota> read_quota(const Json& document) {
  const JsonObject* const object = document.if_object();
  if (object == nullptr || object->size() != 7) return std::nullopt;
  const auto received = node_of(object->if_contains("received"));
  const auto claimed = node_of(object->if_contains("claimed"));
  const auto leaf = node_of(object->if_contains("leaf"));
  const auto salt = digest_of(object->if_contains("salt"));
  const auto index = count_of(object->if_contains("index"));
  const auto size = count_of(object->if_contains("size"));
  const Json* const path = object->if_contains("path");
  const bool is_whole = received && claimed && leaf && salt && index && size && path != nullptr;
  if (!is_whole || !path->is_array()) return std::nullopt;
  Quota quota{*received, *claimed, {leaf->hash, leaf->sums}, *salt, *index, *size, {}};
  for (const Json& each : path->get_array()) {
    const auto node = node_of(&each);
    if (!node) return std::nullopt;
    quota.path.push_back(*node);
  }
  return quota;
}

}  // namespace meguri
