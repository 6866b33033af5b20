// SPDX-License-Identifier: Apache-2.0
#include "engine/load_packs.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/pack_rows.h"
#include "engine/rehearsal.h"
#include "measure/from_pack.h"
#include "pack/read.h"

namespace meguri {
namespace {

constexpr std::size_t hash_digits = 12;

void take_findings(const Error& failure, Findings& findings) {
  if (failure.findings.empty()) {
    findings.push_back({.where = {}, .what = failure.message});
  }
  findings.insert(findings.end(), failure.findings.begin(), failure.findings.end());
}

Error findings_error(Findings findings) {
  Error failure = error(ErrorCode::findings,
                        "engine.packs_have_findings",
                        {{"count", static_cast<std::int64_t>(findings.size())}});
  failure.findings = std::move(findings);
  return failure;
}

// What is loaded and what is staged, the staged version in the place of the loaded one.
std::vector<const PackContent*> all_contents(const State& state,
                                             const std::vector<StagedPack>& staged) {
  std::vector<const PackContent*> contents;
  for (const LoadedPack& loaded : state.packs)
    contents.push_back(loaded.content.get());
  for (const StagedPack& pack : staged) {
    const auto same = std::ranges::find_if(contents, [&](const PackContent* content) {
      return content->manifest.id == pack.content->manifest.id;
    });
    if (same == contents.end()) {
      contents.push_back(pack.content.get());
    } else {
      *same = pack.content.get();
    }
  }
  return contents;
}

bool requires_one_of(const PackManifest& manifest, const std::set<std::string>& ids) {
  return std::ranges::any_of(manifest.required_packs,
                             [&](const std::string& id) { return ids.contains(id); });
}

struct Stage {
  std::vector<StagedPack> packs;
  std::set<std::string> broken;  // ids of packs with findings: those that require them are skipped
  Findings findings;
};

void stage_one(const State& state, const std::string& folder, Stage& stage) {
  const FolderFiles files(folder);
  const auto manifest = read_manifest(files);
  if (!manifest) return take_findings(manifest.error(), stage.findings);
  if (requires_one_of(*manifest, stage.broken)) {
    stage.broken.insert(manifest->id);
    return;
  }
  auto content = read_pack(files, all_contents(state, stage.packs));
  if (!content) {
    stage.broken.insert(manifest->id);
    return take_findings(content.error(), stage.findings);
  }
  auto shared = std::make_shared<const PackContent>(std::move(*content));
  PackReport report = report_of(*shared);
  const LoadedPack* const loaded = state.pack(shared->manifest.id);
  const auto twin = std::ranges::find_if(
      stage.packs, [&](const StagedPack& pack) { return pack.report.pack == report.pack; });
  if (twin != stage.packs.end() && twin->report.hash != report.hash) {
    stage.findings.push_back({.where = {.file = folder, .sheet = "", .row = 0, .column = ""},
                              .what = {"engine.pack_named_twice",
                                       {{"pack", report.pack}, {"other", twin->folder.string()}}}});
    return;
  }
  const bool unchanged =
      twin != stage.packs.end() || (loaded != nullptr && loaded->report.hash == report.hash);
  const std::int64_t replaces = loaded == nullptr ? 0 : loaded->row.sequence;
  stage.packs.push_back({folder, std::move(shared), std::move(report), unchanged, replaces, {}});
}

void check_expected(const Measurement& measurement,
                    const FigureSet& figures,
                    const CalculationSet& calculations,
                    StagedPack& pack,
                    Findings& findings) {
  pack.expected = compare_expected(
      measurement, figures, calculations, pack.content->manifest.id, pack.content->expected);
  for (const ExpectedResult& result : pack.expected) {
    if (result.ok) continue;
    std::vector<Argument> arguments = result.text.arguments;
    findings.push_back({.where = result.expected->where,
                        .what = {"engine.expected_differs", std::move(arguments)}});
  }
}

// Formulas, identities and expectations, over everything that would be loaded together.
void check_together(const State& state, Stage& stage) {
  const std::vector<const PackContent*> contents = all_contents(state, stage.packs);
  const auto measurement = Measurement::build(measurement_input(contents));
  if (!measurement) take_findings(measurement.error(), stage.findings);
  const auto figures = FigureSet::build(measured_packs(contents), figure_input(contents));
  if (!figures) take_findings(figures.error(), stage.findings);
  if (!measurement || !figures) return;
  const auto calculations = CalculationSet::build(contents, *measurement, *figures);
  if (!calculations) take_findings(calculations.error(), stage.findings);
  if (!calculations) return;
  for (const IdentityResult& identity : figures->identities()) {
    if (identity.holds == Truth::yes) continue;
    stage.findings.push_back(
        {.where = identity.model->where,
         .what = {"engine.identity_does_not_hold", {{"identity", identity.model->id}}}});
  }
  for (StagedPack& pack : stage.packs)
    check_expected(*measurement, *figures, *calculations, pack, stage.findings);
}

// The folders as given, but every pack after those of them that it requires: `packs/*` is in no
// order that anybody chose. What cannot be read stays where it stands, and is a finding later.
std::vector<std::string> in_required_order(const std::vector<std::string>& folders) {
  std::map<std::string, std::size_t> by_id;
  std::vector<std::vector<std::string>> required(folders.size());
  for (std::size_t index = 0; index < folders.size(); ++index) {
    const auto manifest = read_manifest(FolderFiles(folders[index]));
    if (!manifest) continue;
    by_id.emplace(manifest->id, index);
    required[index] = manifest->required_packs;
  }
  std::vector<std::string> order;
  std::vector<bool> visited(folders.size());
  const auto visit = [&](const auto& self, std::size_t index) -> void {
    if (visited[index]) return;
    visited[index] = true;
    for (const std::string& id : required[index]) {
      if (const auto found = by_id.find(id); found != by_id.end()) self(self, found->second);
    }
    order.push_back(folders[index]);
  };
  for (std::size_t index = 0; index < folders.size(); ++index)
    visit(visit, index);
  return order;
}

EntryDraft report_draft(const StagedPack& pack, const std::string& actor, Instant now) {
  EntryDraft draft;
  draft.book = std::string(reference_book);
  // With what it replaces, so that an earlier version may come back: each load is its own entry.
  draft.client_id = pack.report.pack + "@" + pack.report.version + "#" +
                    to_hex(pack.report.hash).substr(0, hash_digits);
  if (pack.replaces > 0) draft.client_id += "/after-" + std::to_string(pack.replaces);
  draft.kind = EntryKind::report;
  draft.actor = actor;
  draft.event_from = now;
  draft.event_until = Instant{now.microseconds + 1};
  draft.evidence = "sha256:" + to_hex(pack.report.hash);
  draft.payload_type = std::string(pack_report_type);
  draft.payload = to_payload(pack.report);
  return draft;
}

Status create_books(const PackContent& content, Journal& journal) {
  for (const BookDraft& book : book_drafts(content))
    MEGURI_TRY(journal.create_book(book));
  return ok();
}

}  // namespace

Result<std::vector<StagedPack>> stage_packs(const State& state,
                                            const std::vector<std::string>& folders,
                                            const Clock& clock,
                                            const ProgressSink& progress) {
  Stage stage;
  std::int64_t done = 0;
  for (const std::string& folder : in_required_order(folders)) {
    if (progress) {
      progress(Message{"engine.progress_reading", {{"pack", folder}}},
               done++,
               static_cast<std::int64_t>(folders.size()));
    }
    stage_one(state, folder, stage);
  }
  if (stage.broken.empty() && stage.findings.empty()) check_together(state, stage);
  for (const StagedPack& pack : stage.packs) {
    auto refused = MEGURI_TRY(rehearse_entries(*pack.content, clock));
    stage.findings.insert(stage.findings.end(), refused.begin(), refused.end());
  }
  if (!stage.findings.empty()) return findings_error(std::move(stage.findings));
  return std::move(stage.packs);
}

Status book_packs(const std::vector<StagedPack>& packs,
                  PackLibrary& library,
                  Journal& journal,
                  const Clock& clock,
                  const std::string& actor) {
  std::vector<EntryDraft> drafts;
  for (const StagedPack& pack : packs) {
    if (pack.unchanged) continue;
    MEGURI_TRY(library.store(*pack.content));
    MEGURI_TRY(create_books(*pack.content, journal));
    drafts.push_back(report_draft(pack, actor, clock.now()));
    for (EntryDraft& draft : entry_drafts(*pack.content, actor))
      drafts.push_back(std::move(draft));
  }
  if (drafts.empty()) return ok();
  MEGURI_TRY(journal.create_book(
      {.id = std::string(reference_book), .name = "参照データ / Reference data", .sample = false}));
  const auto results = MEGURI_TRY(journal.post(drafts, Batch::atomic));
  for (std::size_t index = 0; index < results.size(); ++index) {
    if (results[index].is_in_book() || results[index].status == PostStatus::batch_refused) continue;
    return Error{ErrorCode::conflict, results[index].reason, {}};
  }
  return ok();
}

Result<std::vector<std::string>> with_required_neighbours(const State& state,
                                                          const std::string& folder) {
  std::vector<std::string> order;
  std::set<std::string> visited;
  // Depth first: what a pack requires comes before it. Packs require few others.
  const auto visit = [&](const auto& self, const std::filesystem::path& path) -> Status {
    if (!visited.insert(path.string()).second) return ok();
    const FolderFiles files(path);
    const auto manifest = read_manifest(files);
    if (manifest) {
      for (const std::string& id : manifest->required_packs) {
        const std::filesystem::path neighbour = path.parent_path() / id;
        std::error_code ignored;
        if (state.pack(id) == nullptr &&
            std::filesystem::exists(neighbour / "pack.toml", ignored)) {
          MEGURI_TRY(self(self, neighbour));
        }
      }
    }
    order.push_back(path.string());
    return ok();
  };
  std::filesystem::path start = std::filesystem::path(folder).lexically_normal();
  if (!start.has_filename()) start = start.parent_path();
  MEGURI_TRY(visit(visit, start));
  return order;
}

}  // namespace meguri
