// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a mapping. What is accepted is written in a form that reads back to itself, and
// can be tried on a file without harm; what is refused says where.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "base/check.h"
#include "intake/import.h"

namespace {

const std::filesystem::path& work_file() {
  static const std::filesystem::path path = [] {
    const char* const memory = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    auto made =
        std::filesystem::path(memory) / ("meguri_mapping_fuzz_" + std::to_string(::getpid()));
    std::ofstream(made) << "表題,,,,\n日付,品目,重量(t),搬入元,ロット\nR7.4.1,pet,1.5,market,L1\n"
                           "2025-04-02,glass,\"1,000\",yard,\n,,x,,\n";
    return made;
  }();
  return path;
}

// Every row is counted once, and no draft is out of balance.
void try_on_file(const meguri::ImportMapping& mapping) {
  static const meguri::NamesInUse known = [] {
    meguri::NamesInUse names;
    names.materials.add("pet");
    names.materials.add("glass");
    names.sites.add("yard");
    return names;
  }();
  meguri::ImportRequest request;
  request.book = "book";
  request.actor = "fuzz";
  request.mapping = mapping;
  request.entry_reader = [](std::string_view, std::string_view) {
    return meguri::error(meguri::ErrorCode::invalid_input, "wire.ndjson_no_object");
  };
  const auto job = meguri::prepare_import(work_file(), "t.csv", request, known);
  if (!job) return;
  meguri::RowMapper mapper = meguri::RowMapper::create_partial(job->mapper_input());
  meguri::FindingLog findings;
  const auto source = meguri::rows_of(job->survey, job->mapping.shape, findings);
  if (!source) return;
  meguri::TableRows rows;
  meguri::MappedDrafts drafts;
  while ((*source)->next(rows).value())
    mapper.map(rows, drafts, findings);
  mapper.finish(drafts, findings);
  MEGURI_CHECK(static_cast<std::int64_t>(drafts.size()) == mapper.counts().entries);
  for (const meguri::EntryDraft& draft : drafts.drafts()) {
    if (mapping.shape != meguri::ImportShape::movements) continue;
    MEGURI_CHECK(draft.lines.size() == 2);
    MEGURI_CHECK(draft.lines[0].mass == -draft.lines[1].mass);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  const auto mapping = meguri::read_mapping(bytes);
  if (!mapping) {
    MEGURI_CHECK(!mapping.error().findings.empty());
    return 0;
  }
  const std::string text = meguri::write_json(meguri::mapping_document(*mapping));
  const auto again = meguri::read_mapping(text);
  MEGURI_CHECK(again.has_value());
  MEGURI_CHECK(meguri::write_json(meguri::mapping_document(*again)) == text);
  try_on_file(*mapping);
  return 0;
}
