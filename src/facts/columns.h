// SPDX-License-Identifier: Apache-2.0
// columns: what the journal and the published data say, laid out for analysis (DuckDB).
//
// Derived and disposable: rebuilt from the journal and the document store at any time
// (facts/projection.h). Masses are BIGINT milligrams and other values DECIMAL(38,9), never DOUBLE.
//
//   Columns columns = MEGURI_TRY(Columns::open(folder.columns_path(), {}));
//   MEGURI_TRY(columns.begin());
//   MEGURI_TRY(columns.append_places(rows));
//   MEGURI_TRY(columns.commit());
//
// Appending outside begin()/commit() commits by itself, all rows or none; inside, an Error asks for
// roll_back(). Readers see committed rows only. All rows
// come back in the order that facts/rows.h states, independent of the order of appending.
//
// Errors: io_failure, damaged, unavailable (another process has the file), limit_exceeded (a value
// that DECIMAL(38,9) cannot hold). Thread rule: any thread may read; one thread at a time writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "facts/booked.h"
#include "facts/ledger.h"
#include "facts/recorded_sums.h"
#include "facts/rows.h"
#include "journal/entry.h"

namespace meguri {

struct ColumnsOptions {
  std::int64_t memory_limit_mb = 1'000;
  int threads = 2;
};

// What to read; an empty text means any: {.pack = "japan-base"}.
struct QuantityFilter {
  std::string pack = {};
  std::string quantity = {};
  std::string place = {};
  std::string period = {};
};

struct FlowFilter {
  std::string pack = {};
  std::string flow = {};
  std::string place = {};
  std::string period = {};
  std::string run = {};
};

struct LineFilter {
  std::string book = {};
  std::string site = {};  // of the line
  std::string material = {};
  std::int64_t up_to_position = 0;  // as of this position; 0 = all
};

// A result of columns.query: texts, NULL as nothing.
using TextRow = std::vector<std::optional<std::string>>;

class Columns {
 public:
  static Result<Columns> open(const std::filesystem::path& path, const ColumnsOptions& options);
  // Deletes the file and what belongs to it. REQUIRES: not open.
  static Status remove(const std::filesystem::path& path);

  Columns(Columns&&) noexcept;
  Columns& operator=(Columns&&) noexcept;
  ~Columns();

  Status begin();
  Status commit();
  Status roll_back();  // ok also if nothing was begun

  // Up to which journal position (inclusive) the rows follow the journal; as committed.
  [[nodiscard]] Result<std::int64_t> position() const;
  Status set_position(std::int64_t position);
  // Of the last report entry; 0 if there is none.
  [[nodiscard]] Result<std::int64_t> last_report() const;

  Status append_packs(std::span<const PackRow> rows);
  Status append_sources(std::span<const SourceRow> rows);
  Status append_documents(std::span<const DocumentRow> rows);
  Status append_places(std::span<const PlaceRow> rows);
  Status append_quantities(std::span<const QuantityRow> rows);
  Status append_figures(std::span<const FigureRow> rows);
  Status append_materials(std::span<const MaterialRow> rows);
  Status append_sites(std::span<const SiteRow> rows);
  Status append_parties(std::span<const PartyRow> rows);
  Status append_flows(std::span<const FlowRow> rows);
  Status append_entries(std::span<const Entry> entries);  // the entries and their lines
  // Deletes everything that came with the pack, except entries and lines.
  Status drop_pack(std::string_view pack);

  [[nodiscard]] Result<std::vector<PackRow>> packs() const;
  [[nodiscard]] Result<std::vector<SourceRow>> sources() const;
  [[nodiscard]] Result<std::vector<DocumentRow>> documents() const;
  [[nodiscard]] Result<std::vector<PlaceRow>> places() const;
  [[nodiscard]] Result<std::vector<QuantityRow>> quantities(const QuantityFilter& filter) const;
  [[nodiscard]] Result<std::vector<FigureRow>> figures(std::string_view pack) const;  // empty = any
  [[nodiscard]] Result<std::vector<MaterialRow>> materials() const;
  [[nodiscard]] Result<std::vector<SiteRow>> sites() const;
  [[nodiscard]] Result<std::vector<PartyRow>> parties() const;
  [[nodiscard]] Result<std::vector<FlowRow>> flows(const FlowFilter& filter) const;
  [[nodiscard]] Result<std::vector<LineRow>> lines(const LineFilter& filter) const;

  // About books (facts/ledger.h). `at` is a position of the journal, 0 = all of it.
  [[nodiscard]] Result<EntryPage> find_entries(const EntryFilter& filter) const;
  // In order of position.
  [[nodiscard]] Result<std::vector<EntryRow>> entries_at(const std::vector<std::int64_t>& positions,
                                                         std::int64_t at) const;
  // What corrects or replaces these entries of the book, and what receives or declines them.
  [[nodiscard]] Result<std::vector<EntryRow>> answers_to(std::string_view book,
                                                         const std::vector<std::string>& client_ids,
                                                         std::int64_t at) const;
  [[nodiscard]] Result<std::optional<EntryRow>> find_entry(std::string_view book,
                                                           std::string_view client_id,
                                                           std::int64_t at) const;
  // In order of position.
  [[nodiscard]] Result<std::vector<AttestedRow>> attested(const AttestedFilter& filter) const;
  // limit_exceeded if a sum leaves the range of a mass.
  [[nodiscard]] Result<AccountPage> accounts(const AccountFilter& filter) const;
  [[nodiscard]] Result<StatementPage> statement(const StatementFilter& filter) const;
  [[nodiscard]] Result<ShipmentPage> shipments(const ShipmentFilter& filter) const;
  // By book, period, material. limit_exceeded if a sum leaves the range of a mass.
  [[nodiscard]] Result<std::vector<SumRow>> recorded_sums(const SumFilter& filter) const;
  // The entries behind the one term of the filter. REQUIRES: one term.
  [[nodiscard]] Result<SumParts> recorded_parts(const SumFilter& filter,
                                                std::int64_t offset,
                                                std::int64_t limit) const;
  // Entries with lines at the positions (after, until], in that order (facts/booked.h).
  [[nodiscard]] Result<std::vector<BookedEntry>> booked(std::int64_t after,
                                                        std::int64_t until) const;
  // The same at these positions.
  [[nodiscard]] Result<std::vector<BookedEntry>> booked_at(
      const std::vector<std::int64_t>& positions) const;
  // Of the positions (after, until], in that order.
  [[nodiscard]] Result<std::vector<NamingEntry>> naming_entries(std::int64_t after,
                                                                std::int64_t until) const;
  // When the events of these entries began, by position.
  [[nodiscard]] Result<std::map<std::int64_t, Instant>> event_starts(
      const std::vector<std::int64_t>& positions) const;
  // Of every table, in order of name.
  [[nodiscard]] Result<std::vector<TableCount>> counts() const;
  [[nodiscard]] Result<std::int64_t> size_bytes() const;

  // Writes a table as Parquet (zstd), in its stated order. not_found for an unknown table.
  Status export_parquet(std::string_view table, const std::filesystem::path& path) const;
  // Any SELECT, for tests and the doctor. REQUIRES: text written by the program, never by a user.
  [[nodiscard]] Result<std::vector<TextRow>> query(const std::string& sql) const;

 private:
  struct State;
  explicit Columns(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace meguri
