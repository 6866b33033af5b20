// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>

#include "base/fair_shared_mutex.h"
#include "engine/answers.h"
#include "engine/change_bell.h"
#include "engine/load_packs.h"
#include "engine/pack_library.h"
#include "engine/request_fields.h"
#include "engine/request_table.h"
#include "engine/state.h"
#include "facts/projection.h"
#include "journal/data_folder.h"

namespace meguri {
namespace {

using AnswerFunction = Result<Answer> (*)(const AnswerContext&);

struct ReadRow {
  std::string_view request;
  AnswerFunction function;
};

constexpr std::array read_rows{
    ReadRow{"places", answer_places},
    ReadRow{"diagnose", answer_diagnosis},
    ReadRow{"report", answer_report},
    ReadRow{"indicators", answer_indicators},
    ReadRow{"flows", answer_flows},
    ReadRow{"explain", answer_explanation},
    ReadRow{"sources", answer_sources},
    ReadRow{"figures", answer_figures},
    ReadRow{"books", answer_books},
    ReadRow{"entries", answer_entries},
    ReadRow{"journal_entries", answer_journal_entries},
    ReadRow{"status", answer_status},
    ReadRow{"checkpoint", answer_checkpoint},
    ReadRow{"prove", answer_prove},
    ReadRow{"consistency", answer_consistency},
};

// The columns are disposable: a damaged file is made anew from the journal.
Result<Columns> open_columns(const std::filesystem::path& path) {
  auto columns = Columns::open(path, {});
  if (columns || columns.error().code != ErrorCode::damaged) return columns;
  MEGURI_TRY(Columns::remove(path));
  return Columns::open(path, {});
}

std::string outcome_of(const StagedPack& pack) { return pack.unchanged ? "unchanged" : "loaded"; }

std::int64_t rows_of(const PackContent& content) {
  std::int64_t rows = 0;
  for (const std::int64_t each : content.table_rows)
    rows += each;
  return rows;
}

class BooksEngine final : public Engine {
 public:
  BooksEngine(EngineOptions options,
              const Clock& clock,
              DataFolder folder,
              Journal journal,
              Columns columns)
      : options_(std::move(options)),
        clock_(clock),
        folder_(std::move(folder)),
        journal_(std::move(journal)),
        log_(journal_, folder_.path()),
        columns_(std::move(columns)),
        library_(DocumentStore(folder_.documents_path())) {}

  Status start() {
    auto followed = follow(journal_, *columns_, library_);
    if (!followed && followed.error().code == ErrorCode::damaged) {
      MEGURI_TRY(make_columns_anew());
      followed = follow(journal_, *columns_, library_);
    }
    if (!followed) return std::move(followed).error();
    MEGURI_TRY(refresh());
    committed();
    if (!options_.address.empty()) MEGURI_TRY(folder_.announce(options_.address));
    return ok();
  }

  Result<Answer> ask(const Request& request, const ProgressSink& progress) override {
    const RequestSpec* const spec = find_request(request.name);
    if (spec == nullptr) {
      return error(ErrorCode::not_found, "engine.request_unknown", {{"request", request.name}});
    }
    const CheckedFields fields = MEGURI_TRY(CheckedFields::check(*spec, request.fields));
    const auto* const row = std::ranges::find(read_rows, request.name, &ReadRow::request);
    if (row != read_rows.end()) return read(*row, request, fields);
    const std::lock_guard writing(writing_);
    if (request.name == "load") return load(request, fields, progress);
    if (request.name == "check_pack") return check_pack(request, fields, progress);
    MEGURI_CHECK(request.name == "rebuild");
    return rebuild();
  }

  [[nodiscard]] std::int64_t journal_position() const override { return journal_position_; }
  Subscription on_change(Wake wake) override { return bell_.listen(std::move(wake)); }

 private:
  // Every writer calls this once its entries are on the disk, whatever fails afterwards: followers
  // of the journal hear of them.
  void committed() {
    const auto position = journal_.position();
    if (!position) return;  // whoever follows is told by the next request
    std::int64_t known = journal_position_;
    while (known < *position && !journal_position_.compare_exchange_weak(known, *position)) {
    }
    bell_.ring();
  }

  std::shared_ptr<const State> state() const {
    const std::lock_guard lock(state_mutex_);
    return state_;
  }

  Result<Answer> read(const ReadRow& row,
                      const Request& request,
                      const CheckedFields& fields) const {
    const std::shared_lock reading(columns_mutex_);
    const std::shared_ptr<const State> now = state();
    const AnswerContext context{
        *now, journal_, *columns_, fields, options_, clock_, request.language, &log_};
    Answer answer = MEGURI_TRY(row.function(context));
    answer.etag = now->etag + '-' + std::string(tag_of(request.language));
    // A report carries the day it was made on; the status changes without the books changing.
    if (request.name == "report") answer.etag += '-' + to_text(tokyo_day(clock_.now()));
    // The journal may be ahead of the state.
    if (request.name == "status" || request.name == "journal_entries") answer.etag.clear();
    return answer;
  }

  Status refresh() {
    const std::int64_t position = MEGURI_TRY(columns_->position());
    auto packs = MEGURI_TRY(library_.loaded(journal_, *columns_));
    auto built = MEGURI_TRY(build_state(*columns_, std::move(packs), position));
    const std::lock_guard lock(state_mutex_);
    state_ = std::move(built);
    return ok();
  }

  Status show_all() {
    MEGURI_TRY(follow(journal_, *columns_, library_));
    return refresh();
  }

  Status make_columns_anew() {
    columns_.reset();
    MEGURI_TRY(Columns::remove(folder_.columns_path()));
    columns_.emplace(MEGURI_TRY(Columns::open(folder_.columns_path(), {})));
    return ok();
  }

  Result<Answer> load(const Request& request,
                      const CheckedFields& fields,
                      const ProgressSink& progress) {
    const auto staged =
        MEGURI_TRY(stage_packs(*state(), fields.texts("directories"), clock_, progress));
    const bool any_new =
        std::ranges::any_of(staged, [](const StagedPack& pack) { return !pack.unchanged; });
    if (any_new) {
      const std::unique_lock lock(columns_mutex_);
      MEGURI_TRY(book_packs(staged, library_, journal_, clock_, request.actor));
      const Status shown = show_all();
      committed();
      MEGURI_TRY(shown);
    }
    JsonArray packs;
    for (const StagedPack& pack : staged) {
      packs.push_back(
          JsonObject{{"id", pack.report.pack},
                     {"version", pack.report.version},
                     {"hash", to_hex(pack.report.hash)},
                     {"outcome", outcome_of(pack)},
                     {"rows", rows_of(*pack.content)},
                     {"entries", static_cast<std::int64_t>(pack.content->entries.size())}});
    }
    Answer answer;
    answer.body = JsonObject{{"packs", std::move(packs)}};
    return answer;
  }

  Result<Answer> check_pack(const Request& request,
                            const CheckedFields& fields,
                            const ProgressSink& progress) {
    const std::string& folder = fields.text("directory");
    const auto folders = MEGURI_TRY(with_required_neighbours(*state(), folder));
    const auto staged = MEGURI_TRY(stage_packs(*state(), folders, clock_, progress));
    MEGURI_CHECK(!staged.empty());
    const StagedPack& pack = staged.back();
    JsonArray expected;
    for (const ExpectedResult& result : pack.expected) {
      expected.push_back(JsonObject{{"name", result.expected->id},
                                    {"ok", result.ok},
                                    {"text", render(result.text, request.language)}});
    }
    Answer answer;
    answer.body = JsonObject{{"pack", pack.report.pack},
                             {"version", pack.report.version},
                             {"hash", to_hex(pack.report.hash)},
                             {"rows", rows_of(*pack.content)},
                             {"expected", std::move(expected)}};
    return answer;
  }

  Result<Answer> rebuild() {
    const std::unique_lock lock(columns_mutex_);
    MEGURI_TRY(make_columns_anew());
    const std::int64_t entries = MEGURI_TRY(follow(journal_, *columns_, library_));
    MEGURI_TRY(refresh());
    std::int64_t rows = 0;
    for (const TableCount& table : MEGURI_TRY(columns_->counts()))
      rows += table.rows;
    Answer answer;
    answer.body = JsonObject{{"rows", rows}, {"entries", entries}};
    return answer;
  }

  EngineOptions options_;
  const Clock& clock_;
  DataFolder folder_;
  Journal journal_;
  Log log_;
  std::optional<Columns> columns_;
  PackLibrary library_;
  std::mutex writing_;                     // one writing request at a time
  mutable FairSharedMutex columns_mutex_;  // unique while rows change
  mutable std::mutex state_mutex_;         // for the pointer only
  std::shared_ptr<const State> state_;
  std::atomic<std::int64_t> journal_position_ = 0;  // as followers know it
  ChangeBell bell_;
};

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(const EngineOptions& options, const Clock& clock) {
  DataFolder folder = MEGURI_TRY(DataFolder::open(options.data));
  Journal journal = MEGURI_TRY(Journal::open(folder.journal_path(), clock, OpenMode::create));
  Columns columns = MEGURI_TRY(open_columns(folder.columns_path()));
  auto engine = std::make_unique<BooksEngine>(
      options, clock, std::move(folder), std::move(journal), std::move(columns));
  MEGURI_TRY(engine->start());
  return std::unique_ptr<Engine>(std::move(engine));
}

Result<std::string> owner_address(const std::filesystem::path& data) {
  const auto holder = MEGURI_TRY(folder_holder(data));
  return holder ? holder->address : std::string();
}

std::string_view program_version() { return "0.1.0"; }

}  // namespace meguri
