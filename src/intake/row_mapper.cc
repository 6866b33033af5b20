// SPDX-License-Identifier: Apache-2.0
#include "intake/row_mapper.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "intake/internal/row_reading.h"
#include "journal/account.h"

namespace meguri {

EntryDraft& MappedDrafts::add(std::int64_t first_row, std::int64_t last_row) {
  rows_.push_back({first_row, last_row});
  if (drafts_.size() < rows_.size()) drafts_.emplace_back();
  return drafts_[rows_.size() - 1];
}

EntryDraft& MappedDrafts::add_in_front() {
  rows_.insert(rows_.begin(), RowRange());
  drafts_.emplace(drafts_.begin());
  return drafts_.front();
}

void MappedDrafts::clear() { rows_.clear(); }

class RowMapper::Work {
 public:
  explicit Work(const MapperInput& input) : input_(input), reading_(input_) {}

  Status compile() {
    Findings findings;
    reading_.compile(findings);
    if (findings.empty()) return ok();
    Error failure = error(
        ErrorCode::invalid_input,
        "intake.mapping_does_not_fit",
        {{"file", input_.survey->file}, {"count", static_cast<std::int64_t>(findings.size())}});
    failure.findings = std::move(findings);
    return failure;
  }

  void map(const TableRows& rows, MappedDrafts& into, FindingLog& findings) {
    for (const TableRow& row : rows.rows) {
      ++counts_.rows;
      switch (input_.mapping->shape) {
        case ImportShape::movements:
          movement(rows, row, into, findings);
          break;
        case ImportShape::lines:
          line(rows, row, into, findings);
          break;
        case ImportShape::entries:
          entry(rows, row, into, findings);
          break;
      }
    }
  }

  void finish(MappedDrafts& into, FindingLog&) { close_entry(into); }

  [[nodiscard]] const MapperCounts& counts() const { return counts_; }
  [[nodiscard]] const std::vector<RowRange>& bad_rows() const { return bad_rows_; }
  [[nodiscard]] const RowReading& reading() const { return reading_; }

 private:
  void count_draft(const EntryDraft& draft) {
    ++counts_.entries;
    counts_.lines += static_cast<std::int64_t>(draft.lines.size());
  }
  void count_bad_row(const TableRow& row) {
    ++counts_.bad_rows;
    ++counts_.bad_entries;
    remember_bad({row.row, row.row});
  }
  void remember_bad(RowRange rows) {
    constexpr std::size_t most = 10'000;
    if (bad_rows_.size() < most) bad_rows_.push_back(rows);
  }

  void movement(const TableRows& rows,
                const TableRow& row,
                MappedDrafts& into,
                FindingLog& findings) {
    if (row.is_damaged) return count_bad_row(row);
    reading_.begin(row.row, rows.cells_of(row), findings);
    // Filled in place; whoever comes next takes the place of a draft that did not come about.
    reading_.fill_entry(spare_);
    reading_.fill_movement(spare_);
    if (reading_.problems() > 0) return count_bad_row(row);
    if (!reading_.is_sound()) return;
    std::swap(into.add(row.row, row.row), spare_);
    count_draft(into.drafts().back());
  }

  void line(const TableRows& rows, const TableRow& row, MappedDrafts& into, FindingLog& findings) {
    if (row.is_damaged) {
      ++counts_.bad_rows;
      remember_bad({row.row, row.row});
      is_open_sound_ = false;
      return;
    }
    reading_.begin(row.row, rows.cells_of(row), findings);
    const std::string_view id = reading_.text(ImportField::entry);
    if (id.empty()) reading_.refuse_empty(ImportField::entry);
    const bool is_new = !is_open_ || id != open_.client_id;
    if (is_new) {
      close_entry(into);
      is_open_ = true;
      is_open_sound_ = true;
      open_first_row_ = row.row;
      reading_.fill_entry(open_);
      open_.lines.clear();
    } else {
      reading_.compare_entry(open_);
    }
    open_last_row_ = row.row;
    reading_.fill_line(open_.lines.emplace_back());
    if (reading_.problems() > 0) ++counts_.bad_rows;
    is_open_sound_ = is_open_sound_ && reading_.is_sound();
  }

  void close_entry(MappedDrafts& into) {
    if (!is_open_) return;
    is_open_ = false;
    if (!is_open_sound_) {
      ++counts_.bad_entries;
      remember_bad({open_first_row_, open_last_row_});
      return;
    }
    std::swap(into.add(open_first_row_, open_last_row_), open_);
    count_draft(into.drafts().back());
  }

  void entry(const TableRows& rows, const TableRow& row, MappedDrafts& into, FindingLog& findings) {
    MEGURI_CHECK(input_.entry_reader);
    const auto cells = rows.cells_of(row);
    auto draft =
        input_.entry_reader(cells.empty() ? std::string_view() : cells[0].text, input_.book);
    if (!draft) {
      const Error failure = std::move(draft).error();
      if (failure.findings.empty()) {
        findings.add({position_in(*input_.survey, row.row, {}), failure.message});
      }
      for (const Finding& each : failure.findings) {
        Position where = position_in(*input_.survey, row.row, {});
        where.column = each.where.column;
        findings.add({std::move(where), each.what});
      }
      return count_bad_row(row);
    }
    if (draft->payload_type.empty()) {
      draft->payload_type = import_row_type;
      draft->payload = input_.import_id + "/" + std::to_string(row.row);
    }
    if (draft->client_id.empty()) {
      draft->client_id = input_.import_id + "/" + std::to_string(row.row);
    }
    if (draft->actor.empty()) draft->actor = input_.actor;
    into.add(row.row, row.row) = std::move(*draft);
    count_draft(into.drafts().back());
  }

  MapperInput input_;
  RowReading reading_;
  MapperCounts counts_;
  EntryDraft spare_;
  // The entry whose lines are being read.
  EntryDraft open_;
  bool is_open_ = false;
  bool is_open_sound_ = false;
  std::int64_t open_first_row_ = 0;
  std::int64_t open_last_row_ = 0;
  std::vector<RowRange> bad_rows_;
};

RowMapper::RowMapper(std::unique_ptr<Work> work) : work_(std::move(work)) {}
RowMapper::RowMapper(RowMapper&&) noexcept = default;
RowMapper& RowMapper::operator=(RowMapper&&) noexcept = default;
RowMapper::~RowMapper() = default;

Result<RowMapper> RowMapper::create(const MapperInput& input) {
  auto work = std::make_unique<Work>(input);
  MEGURI_TRY(work->compile());
  return RowMapper(std::move(work));
}

RowMapper RowMapper::create_partial(const MapperInput& input) {
  auto work = std::make_unique<Work>(input);
  // What does not fit has been told by create().
  (void)work->compile().has_value();
  return RowMapper(std::move(work));
}

void RowMapper::map(const TableRows& rows, MappedDrafts& into, FindingLog& findings) {
  work_->map(rows, into, findings);
}

void RowMapper::finish(MappedDrafts& into, FindingLog& findings) { work_->finish(into, findings); }

const MapperCounts& RowMapper::counts() const { return work_->counts(); }

const std::vector<RowRange>& RowMapper::bad_rows() const { return work_->bad_rows(); }

std::optional<std::size_t> RowMapper::column_of(ImportField field) const {
  return work_->reading().column_of(field);
}

}  // namespace meguri
