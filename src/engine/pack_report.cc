// SPDX-License-Identifier: Apache-2.0
#include "engine/pack_report.h"

#include <utility>

#include "pack/read.h"
#include "wire/json.h"

namespace meguri {
namespace {

Error damaged_report() { return error(ErrorCode::damaged, "engine.pack_report_damaged"); }

const std::string* text_member(const JsonObject& object,
                               std::string_view key,
                               std::string& holder) {
  const Json* const member = object.if_contains(key);
  if (member == nullptr || !member->is_string()) return nullptr;
  holder = std::string(member->get_string());
  return &holder;
}

Result<Digest> parse_stored_digest(std::string_view hex) {
  auto digest = parse_digest(hex);
  if (!digest) return damaged_report();
  return digest;
}

Result<PackReportFile> parse_file(const Json& json) {
  const JsonObject* const object = json.if_object();
  PackReportFile file;
  std::string digest;
  if (object == nullptr || text_member(*object, "path", file.path) == nullptr ||
      text_member(*object, "sha256", digest) == nullptr) {
    return damaged_report();
  }
  const Json* const bytes = object->if_contains("bytes");
  if (bytes == nullptr || !bytes->is_int64()) return damaged_report();
  file.digest = MEGURI_TRY(parse_stored_digest(digest));
  file.size_bytes = bytes->get_int64();
  return file;
}

}  // namespace

PackReport report_of(const PackContent& content) {
  PackReport report{.pack = content.manifest.id,
                    .version = content.manifest.version,
                    .hash = {},
                    .required_packs = content.manifest.required_packs,
                    .files = {}};
  std::vector<std::string> digests;
  for (const PackDocument& document : content.documents) {
    const Digest digest = sha256(document.bytes);
    digests.push_back(to_hex(digest));
    report.files.push_back(
        {document.path, digest, static_cast<std::int64_t>(document.bytes.size())});
  }
  report.hash = sha256(hash_listing(content.documents, digests));
  return report;
}

std::string to_payload(const PackReport& report) {
  JsonArray files;
  for (const PackReportFile& file : report.files) {
    files.push_back(JsonObject{
        {"path", file.path}, {"sha256", to_hex(file.digest)}, {"bytes", file.size_bytes}});
  }
  JsonArray required;
  for (const std::string& pack : report.required_packs)
    required.emplace_back(pack);
  return write_json(JsonObject{{"pack", report.pack},
                               {"version", report.version},
                               {"hash", to_hex(report.hash)},
                               {"requires", std::move(required)},
                               {"files", std::move(files)}});
}

Result<PackReport> parse_payload(std::string_view payload) {
  auto parsed = parse_json(payload, "pack/1");
  if (!parsed || !parsed->is_object()) return damaged_report();
  const JsonObject& object = parsed->get_object();
  PackReport report;
  std::string hash;
  const Json* const files = object.if_contains("files");
  const Json* const required = object.if_contains("requires");
  if (required == nullptr || !required->is_array() ||
      text_member(object, "pack", report.pack) == nullptr ||
      text_member(object, "version", report.version) == nullptr ||
      text_member(object, "hash", hash) == nullptr || files == nullptr || !files->is_array()) {
    return damaged_report();
  }
  report.hash = MEGURI_TRY(parse_stored_digest(hash));
  for (const Json& pack : required->get_array()) {
    if (!pack.is_string()) return damaged_report();
    report.required_packs.emplace_back(pack.get_string());
  }
  for (const Json& file : files->get_array()) {
    report.files.push_back(MEGURI_TRY(parse_file(file)));
  }
  if (to_payload(report) != payload) return damaged_report();
  return report;
}

}  // namespace meguri
