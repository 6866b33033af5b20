// SPDX-License-Identifier: Apache-2.0
#include "engine/pack_library.h"

#include <algorithm>
#include <utility>

#include "engine/pack_rows.h"
#include "pack/read.h"

namespace meguri {

Status PackLibrary::store(const PackContent& content) {
  for (const PackDocument& document : content.documents) {
    MEGURI_TRY(documents_.put(document.bytes));
  }
  return ok();
}

Result<std::shared_ptr<const PackContent>> PackLibrary::content_of(const PackReport& report) {
  const std::string hash = to_hex(report.hash);
  const auto known = by_hash_.find(hash);
  if (known != by_hash_.end()) return known->second;
  std::vector<PackDocument> documents;
  for (const PackReportFile& file : report.files) {
    // Not inside the braces: g++ 12 leaks what an aggregate holds when a member returns early.
    std::string bytes = MEGURI_TRY(documents_.get(file.digest));
    documents.push_back({file.path, std::move(bytes)});
  }
  // Every pack read so far stands ready: a pack is always projected after those it requires.
  std::vector<const PackContent*> required;
  for (const auto& [id, newest_hash] : newest_) {
    if (id != report.pack) required.push_back(by_hash_.at(newest_hash).get());
  }
  const MemoryFiles files(std::move(documents));
  auto content = std::make_shared<const PackContent>(MEGURI_TRY(read_pack(files, required)));
  if (report_of(*content).hash != report.hash) {
    return error(ErrorCode::damaged, "engine.pack_hash_differs", {{"pack", report.pack}});
  }
  by_hash_[hash] = content;
  return std::shared_ptr<const PackContent>(content);
}

Status PackLibrary::project(const Entry& report_entry, Columns& columns) {
  if (report_entry.draft.payload_type != pack_report_type) return ok();
  const PackReport report = MEGURI_TRY(parse_payload(report_entry.draft.payload));
  const auto content = MEGURI_TRY(content_of(report));
  newest_[report.pack] = to_hex(report.hash);
  MEGURI_TRY(columns.drop_pack(report.pack));
  return append_pack(*content, report, report_entry, columns);
}

namespace {

// Required packs before those that require them, otherwise in the order given. Packs whose
// requirements are not loaded come last; reading them reports what is missing.
std::vector<std::size_t> reading_order(const std::vector<PackReport>& reports) {
  std::vector<std::size_t> order;
  std::vector<bool> placed(reports.size(), false);
  const auto is_ready = [&](const PackReport& report) {
    return std::ranges::all_of(report.required_packs, [&](const std::string& id) {
      const auto found = std::ranges::find(reports, id, &PackReport::pack);
      return found == reports.end() || placed[static_cast<std::size_t>(found - reports.begin())];
    });
  };
  for (bool progressed = true; progressed;) {
    progressed = false;
    for (std::size_t index = 0; index < reports.size(); ++index) {
      if (placed[index] || !is_ready(reports[index])) continue;
      placed[index] = true;
      progressed = true;
      order.push_back(index);
    }
  }
  for (std::size_t index = 0; index < reports.size(); ++index) {
    if (!placed[index]) order.push_back(index);
  }
  return order;
}

}  // namespace

Result<std::vector<LoadedPack>> PackLibrary::loaded(const Journal& journal,
                                                    const Columns& columns) {
  std::vector<PackRow> rows = MEGURI_TRY(columns.packs());
  std::ranges::sort(rows, {}, &PackRow::sequence);
  std::vector<PackReport> reports;
  for (const PackRow& row : rows) {
    const auto entries = MEGURI_TRY(journal.read_book(row.book, row.sequence - 1, 1));
    if (entries.size() != 1) return error(ErrorCode::damaged, "engine.pack_report_damaged");
    reports.push_back(MEGURI_TRY(parse_payload(entries.front().draft.payload)));
  }
  std::vector<LoadedPack> packs;
  for (const std::size_t index : reading_order(reports)) {
    auto content = MEGURI_TRY(content_of(reports[index]));
    newest_[reports[index].pack] = to_hex(reports[index].hash);
    packs.push_back({std::move(rows[index]), std::move(reports[index]), std::move(content)});
  }
  return packs;
}

}  // namespace meguri
