// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>
#include <utility>

#include "base/fair_shared_mutex.h"
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/bookkeeping.h"
#include "engine/browser_printer.h"
#include "engine/change_bell.h"
#include "engine/claiming.h"
#include "engine/columns_follower.h"
#include "engine/council_report.h"
#include "engine/import_lists.h"
#include "engine/import_under_way.h"
#include "engine/importing.h"
#include "engine/load_packs.h"
#include "engine/open_journal.h"
#include "engine/pack_library.h"
#include "engine/request_fields.h"
#include "engine/request_table.h"
#include "engine/state.h"
#include "engine/trace_shelf.h"
#include "facts/projection.h"
#include "journal/data_folder.h"
#include "journal/journal_watch.h"
#include "seal/base64.h"

namespace meguri {
namespace {

using AnswerFunction = Result<Answer> (*)(const AnswerContext&);

struct ReadRow {
  std::string_view request;
  AnswerFunction function;
  // Answered from entries in the columns: waits until these hold what the journal held when the
  // question came. What an import wrote waited itself.
  bool shows_entries = false;
};

constexpr std::array read_rows{
    ReadRow{"places", answer_places},
    ReadRow{"diagnose", answer_diagnosis},
    ReadRow{"report", answer_report},
    ReadRow{"report_pdf", answer_report},  // and printed, see print_report()
    ReadRow{"indicators", answer_indicators},
    ReadRow{"flows", answer_flows, true},
    ReadRow{"explain", answer_explanation, true},
    ReadRow{"sources", answer_sources},
    ReadRow{"figures", answer_figures},
    ReadRow{"programmes", answer_programmes},
    ReadRow{"calculations", answer_calculations},
    ReadRow{"rules", answer_rules},
    ReadRow{"calculate", answer_calculate, true},
    ReadRow{"measure", answer_measure, true},
    ReadRow{"compare", answer_compare, true},
    ReadRow{"calculation_workbook", answer_calculation_workbook, true},
    ReadRow{"report_workbook", answer_report_workbook},
    ReadRow{"books", answer_books},
    ReadRow{"entries", answer_entries, true},
    ReadRow{"entry", answer_entry, true},
    ReadRow{"accounts", answer_accounts, true},
    ReadRow{"statement", answer_statement, true},
    ReadRow{"shipments", answer_shipments, true},
    ReadRow{"trace", answer_trace, true},
    ReadRow{"origins", answer_origins, true},
    ReadRow{"custody", answer_custody, true},
    ReadRow{"claims", answer_claims, true},
    ReadRow{"claim", answer_claim, true},
    ReadRow{"claim_document", answer_claim_document, true},
    ReadRow{"claim_impact", answer_claim_impact, true},
    ReadRow{"certificates", answer_certificates, true},
    ReadRow{"verify_claim", answer_verify_claim},
    ReadRow{"journal_verify", answer_journal_verify},
    ReadRow{"journal_backup", answer_journal_backup},
    ReadRow{"log_tiles", answer_log_tiles},
    ReadRow{"journal_entries", answer_journal_entries},
    ReadRow{"imports", answer_imports},
    ReadRow{"import_templates", answer_import_templates},
    ReadRow{"status", answer_status},
    ReadRow{"checkpoint", answer_checkpoint},
    ReadRow{"prove", answer_prove},
    ReadRow{"consistency", answer_consistency},
};

using BookkeepingFunction = Result<Answer> (*)(const BookkeepingContext&);

struct BookkeepingRow {
  std::string_view request;
  BookkeepingFunction function;
};

constexpr std::array bookkeeping_rows{
    BookkeepingRow{"create_book", create_book},
    BookkeepingRow{"post_entries", post_entries},
    BookkeepingRow{"correct", correct_entries},
};

using ClaimingFunction = Result<Answer> (*)(const ClaimingContext&);

struct ClaimingRow {
  std::string_view request;
  ClaimingFunction function;
};

constexpr std::array claiming_rows{
    ClaimingRow{"state_custody", state_custody},
    ClaimingRow{"make_claim", make_claim},
    ClaimingRow{"withdraw_claim", withdraw_claim},
};

using ImportingFunction = Result<Answer> (*)(const ImportingContext&);

struct ImportingRow {
  std::string_view request;
  ImportingFunction function;
};

constexpr std::array importing_rows{
    ImportingRow{"import_preview", import_preview},
    ImportingRow{"import_errors", import_errors},
    ImportingRow{"import", import_file},
    ImportingRow{"undo_import", undo_import_request},
    ImportingRow{"save_import_template", save_import_template},
};

// Answers that change with the time of day, without the books changing.
constexpr std::array<std::string_view, 8> timed_requests{
    "status", "entries", "journal_entries", "entry", "shipments", "explain", "imports", "rules"};

// How long a question waits for columns that are behind; then it is answered from what they hold,
// and the status tells that they are behind.
constexpr std::chrono::seconds wait_for_columns{2};
// What is laid down before the first answer; of more the rest follows in the background.
constexpr std::int64_t entries_before_serving = 20'000;

// The columns are disposable: a damaged file is made anew from the journal.
Result<Columns> open_columns(const std::filesystem::path& path) {
  auto columns = Columns::open(path, {});
  if (columns || columns.error().code != ErrorCode::damaged) return columns;
  MEGURI_TRY(Columns::remove(path));
  return Columns::open(path, {});
}

// Leaves packs for later: whoever takes one in has to be alone with the columns.
class PacksLater final : public ReportProjector {
 public:
  Status project(const Entry& report, Columns&) override {
    if (report.draft.payload_type != pack_report_type) return ok();
    met_ = true;
    return error(ErrorCode::unavailable, "engine.pack_waits", {{"book", report.draft.book}});
  }
  [[nodiscard]] bool met() const { return met_; }

 private:
  bool met_ = false;
};

// How long a commit can stay unseen that the database did not announce.
constexpr std::chrono::seconds between_looks{1};

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
        library_(DocumentStore(folder_.documents_path(), &journal_)),
        printer_({.browser = options_.browser, .search_path = options_.search_path}),
        follower_([this] { return bring_columns_up(); }) {}
  BooksEngine(const BooksEngine&) = delete;
  BooksEngine& operator=(const BooksEngine&) = delete;
  ~BooksEngine() override {
    journal_.finish_posts();
    if (watch_) watch_->stop();
    if (watcher_.joinable()) watcher_.join();
  }

  // A server answers within a moment even where many entries have not been laid down; a single
  // command is answered from all of them.
  Status start() {
    auto followed = follow_some(journal_, *columns_, library_, entries_before_serving);
    if (!followed && followed.error().code == ErrorCode::damaged) {
      MEGURI_TRY(expect_nothing_lost());
      MEGURI_TRY(make_columns_anew());
      followed = follow_some(journal_, *columns_, library_, entries_before_serving);
    }
    if (!followed) return std::move(followed).error();
    if (options_.address.empty()) MEGURI_TRY(follow(journal_, *columns_, library_));
    MEGURI_TRY(refresh());
    follower_.start(position_);
    follower_.wake();
    if (options_.address.empty()) return ok();
    MEGURI_TRY(folder_.announce(options_.address));
    // Whoever asks one question has read all there was when it opened.
    if (journal_.is_shared()) {
      watch_.emplace(options_.journal);
      watcher_ = std::thread([this] { watch_others(); });
    }
    return ok();
  }

  Result<Answer> ask(const Request& request, const ProgressSink& progress) override {
    const RequestSpec* const spec = find_request(request.name);
    if (spec == nullptr) {
      return error(ErrorCode::not_found, "engine.request_unknown", {{"request", request.name}});
    }
    const CheckedFields fields =
        MEGURI_TRY(CheckedFields::check(*spec, request.fields, request.documents));
    const auto* const row = std::ranges::find(read_rows, request.name, &ReadRow::request);
    if (request.name == "report_pdf") return print_report(*row, request, fields);
    if (row != read_rows.end()) return read(*row, request, fields);
    const auto* const keeping =
        std::ranges::find(bookkeeping_rows, request.name, &BookkeepingRow::request);
    if (keeping != bookkeeping_rows.end()) return keep_books(*keeping, request, fields);
    const auto* const claiming =
        std::ranges::find(claiming_rows, request.name, &ClaimingRow::request);
    if (claiming != claiming_rows.end()) return claim(*claiming, request, fields);
    const auto* const importing =
        std::ranges::find(importing_rows, request.name, &ImportingRow::request);
    if (importing != importing_rows.end()) {
      return work_on_file(*importing, *spec, request, fields, progress);
    }
    const std::lock_guard writing(writing_);
    if (request.name == "load") return load(request, fields, progress);
    if (request.name == "check_pack") return check_pack(request, fields, progress);
    MEGURI_CHECK(request.name == "rebuild");
    return rebuild();
  }

  [[nodiscard]] bool answers_later(std::string_view request) const override {
    return request == "post_entries";
  }

  bool ask_later(const Request& request, const FinishSink& sink) override {
    MEGURI_CHECK(answers_later(request.name));
    const auto fields =
        CheckedFields::check(*find_request(request.name), request.fields, request.documents);
    if (fields && fields->flag("dry_run")) return false;
    auto read = fields ? entries_to_post(*fields, request) : Result<EntriesToPost>(fields.error());
    if (!read) {
      sink([failure = std::move(read).error()]() -> Result<Answer> { return failure; });
      return true;
    }
    auto about = std::make_shared<const PostedEntries>(read->about());
    journal_.post_later(std::move(read->drafts),
                        about->batch,
                        [this, about, sink](Result<std::vector<PostResult>> results) {
                          // Those that shared a commit share the ring; after an Error there may be
                          // something, too.
                          if (!results || journal_.known_position() != told_) committed();
                          sink([about, results = std::move(results)]() -> Result<Answer> {
                            if (!results) return results.error();
                            return answer_to_post(*about, *results);
                          });
                        });
    return true;
  }

  [[nodiscard]] std::int64_t journal_position() const override { return journal_.known_position(); }
  Subscription on_change(Wake wake) override { return bell_.listen(std::move(wake)); }

 private:
  // Hears of what other servers commit, at once where the database announces it, otherwise soon.
  void watch_others() {
    while (watch_->wait(between_looks)) {
      // Of an own commit everybody has been told: no question to the database, amid other commits.
      if (watch_->heard() > 0 && watch_->heard() <= told_) continue;
      const auto position = journal_.position();
      if (position && *position > told_) committed();
    }
  }

  // Every writer calls this once its entries are on the disk, whatever fails afterwards: followers
  // of the journal hear of them.
  void committed() {
    told_ = journal_.known_position();
    follower_.wake();
    bell_.ring();
  }

  // One commit of the columns. What was booked is durable whatever happens here: columns that could
  // not follow try again, and the status says that they are behind.
  ColumnsFollower::Step bring_columns_up() {
    PacksLater packs;
    bool is_damaged = false;
    {
      const std::shared_lock columns(columns_mutex_);
      const auto followed = follow_some(journal_, *columns_, packs);
      const auto position = columns_->position();
      if (followed && position) {
        position_ = *position;
        return {*position, *followed >= entries_per_projection_max, false};
      }
      is_damaged = !followed && followed.error().code == ErrorCode::damaged;
    }
    const std::unique_lock columns(columns_mutex_);
    if (packs.met()) {
      if (follow_some(journal_, *columns_, library_) && refresh()) return {position_, true, false};
    } else if (is_damaged && expect_nothing_lost() && make_columns_anew()) {
      position_ = 0;
      follower_.note(0);
      return {0, true, false};
    }
    return {position_, false, true};
  }

  // After a long writing: until the columns hold all of it, or cannot.
  void await_columns(const ProgressSink& progress) {
    const std::int64_t target = journal_.known_position();
    const std::int64_t begun = follower_.position();
    while (!follower_.wait_for(target, std::chrono::milliseconds(500)) && !follower_.has_failed()) {
      if (!progress) continue;
      progress(
          Message{"engine.progress_columns", {}}, follower_.position() - begun, target - begun);
    }
  }

  std::shared_ptr<const State> state() const {
    const std::lock_guard lock(state_mutex_);
    return state_;
  }

  Result<Answer> read(const ReadRow& row, const Request& request, const CheckedFields& fields) {
    if (row.shows_entries) follower_.wait_for(journal_.known_position(), wait_for_columns);
    const std::shared_lock reading(columns_mutex_);
    const std::shared_ptr<const State> now = state();
    const std::int64_t position = position_.load();
    const AnswerContext context{*now,
                                journal_,
                                *columns_,
                                fields,
                                options_,
                                clock_,
                                request.language,
                                position,
                                &log_,
                                &under_way_,
                                &traces_};
    Answer answer = MEGURI_TRY(row.function(context));
    answer.etag =
        now->etag + '-' + std::to_string(position) + '-' + std::string(tag_of(request.language));
    // A report carries the day it was made on.
    const bool is_dated = request.name == "report" || request.name == "report_pdf";
    if (is_dated) answer.etag += '-' + to_text(tokyo_day(clock_.now()));
    // The journal may be ahead of the state.
    if (std::ranges::find(timed_requests, request.name) != timed_requests.end())
      answer.etag.clear();
    return answer;
  }

  // What is printed is whole in itself: nothing is held while the browser works.
  Result<Answer> print_report(const ReadRow& row,
                              const Request& request,
                              const CheckedFields& fields) {
    Answer answer = MEGURI_TRY(read(row, request, fields));
    const Json& place = answer.body.at("place");
    std::string name =
        text_at(place, "code") + "-" + text_at(answer.body, "period") + std::string(".pdf");
    const std::string style = options_.fonts ? options_.fonts(answer.html) : std::string();
    answer.pdf = MEGURI_TRY(printer_.print(for_printing(std::move(answer.html), style)));
    answer.html.clear();
    answer.body = JsonObject{{"name", std::move(name)},
                             {"media_type", "application/pdf"},
                             {"content", to_base64(answer.pdf)}};
    return answer;
  }

  // Several may write at once, and share the journal's durable commit. The columns are no concern
  // of theirs: the follower brings them up.
  Result<Answer> keep_books(const BookkeepingRow& row,
                            const Request& request,
                            const CheckedFields& fields) {
    const std::shared_ptr<const State> now = state();
    auto answer = row.function({*now, journal_, fields, clock_, request});
    committed();  // also after an error: what was booked before it stays booked
    return answer;
  }

  // Statements that hold or do not by all that was booked before them: one at a time.
  Result<Answer> claim(const ClaimingRow& row,
                       const Request& request,
                       const CheckedFields& fields) {
    const std::lock_guard claiming(claiming_);
    const std::int64_t booked = MEGURI_TRY(columns_up_to_date());
    const std::shared_ptr<const State> now = state();
    std::shared_lock reading(columns_mutex_);
    const AnswerContext context{*now,
                                journal_,
                                *columns_,
                                fields,
                                options_,
                                clock_,
                                request.language,
                                booked,
                                &log_,
                                &under_way_,
                                &traces_};
    // The follower may need the columns for itself while this waits for it.
    const auto follow = [&]() -> Result<std::int64_t> {
      reading.unlock();
      committed();
      auto position = columns_up_to_date();
      reading.lock();
      return position;
    };
    return row.function({context, journal_, request, follow});
  }

  // What was booked so far, in the columns.
  Result<std::int64_t> columns_up_to_date() {
    const std::int64_t booked = MEGURI_TRY(journal_.position());
    follower_.wait_for(booked, wait_for_columns);
    const std::int64_t there = position_.load();
    if (there >= booked) return there;
    return error(ErrorCode::unavailable, "engine.claim_books_behind", {{"position", booked}});
  }

  // May take minutes: others read and write meanwhile, and what was booked shows when it is over.
  Result<Answer> work_on_file(const ImportingRow& row,
                              const RequestSpec& spec,
                              const Request& request,
                              const CheckedFields& fields,
                              const ProgressSink& progress) {
    std::unique_lock importing(importing_, std::defer_lock);
    if (spec.writes) importing.lock();
    std::vector<SavedTemplate> templates;
    if (request.name == "import_preview") {
      const std::shared_lock columns(columns_mutex_);
      templates = MEGURI_TRY(templates_of(*columns_, fields.text("book")));
    }
    const std::shared_ptr<const State> now = state();
    const DocumentStore documents(folder_.documents_path(), &journal_);
    auto answer = row.function(
        {*now, journal_, documents, fields, clock_, request, progress, templates, under_way_});
    if (spec.writes) {
      committed();  // also after an error: what was booked before it stays booked
      under_way_.report(Message{"engine.import_showing", {}});
      await_columns(progress);
      under_way_.end();
    }
    if (!answer) return in_words(std::move(answer).error(), request.language);
    return answer;
  }

  Status refresh() {
    const std::int64_t position = MEGURI_TRY(columns_->position());
    auto packs = MEGURI_TRY(library_.loaded(journal_, *columns_));
    const std::int64_t published = MEGURI_TRY(columns_->last_report());
    auto built = MEGURI_TRY(build_state(*columns_, std::move(packs), published));
    position_ = position;
    const std::lock_guard lock(state_mutex_);
    state_ = std::move(built);
    return ok();
  }

  // What a load booked is shown, too.
  Status follow_and_refresh() {
    MEGURI_TRY(follow(journal_, *columns_, library_));
    return refresh();
  }

  // Columns that know more than a shared journal has are the memory of commits that it lost: the
  // head file knows only of this server's own.
  Status expect_nothing_lost() const {
    if (!journal_.is_shared()) return ok();
    const auto known = columns_->position();
    const std::int64_t position = MEGURI_TRY(journal_.position());
    if (!known || *known <= position) return ok();
    return error(
        ErrorCode::damaged, "journal.commits_lost", {{"position", position}, {"expected", *known}});
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
    // What other servers loaded is looked at first.
    if (journal_.is_shared()) follower_.wait_for(MEGURI_TRY(journal_.position()), wait_for_columns);
    const auto staged =
        MEGURI_TRY(stage_packs(*state(), fields.texts("directories"), clock_, progress));
    const bool any_new =
        std::ranges::any_of(staged, [](const StagedPack& pack) { return !pack.unchanged; });
    if (any_new) {
      const std::unique_lock lock(columns_mutex_);
      MEGURI_TRY(book_packs(staged, library_, journal_, clock_, request.actor));
      const Status shown = follow_and_refresh();
      follower_.note(position_);
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
    follower_.note(position_);
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
  BrowserPrinter printer_;
  std::mutex writing_;  // one loading or rebuilding request at a time
  std::mutex claiming_;
  std::mutex importing_;      // one import or undo at a time
  ImportUnderWay under_way_;  // that one
  TraceShelf traces_;
  mutable FairSharedMutex columns_mutex_;  // unique while rows change
  mutable std::mutex state_mutex_;         // for the pointer only
  std::shared_ptr<const State> state_;
  std::atomic<std::int64_t> position_{0};  // up to which the columns follow the journal
  std::atomic<std::int64_t> told_{0};      // up to which followers were told of the journal
  ChangeBell bell_;
  std::optional<JournalWatch> watch_;  // of a shared journal, while this process serves
  std::thread watcher_;
  ColumnsFollower follower_;  // last: its thread uses what stands above
};

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(const EngineOptions& options, const Clock& clock) {
  MEGURI_TRY(expect_no_journal_of_its_own(options));
  DataFolder folder = MEGURI_TRY(DataFolder::open(options.data));
  Journal journal = MEGURI_TRY(open_journal(options, folder, clock));
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
