// SPDX-License-Identifier: Apache-2.0
#include "wire/xlsx_writer.h"

#include <charconv>
#include <utility>

#include <xlsxwriter.h>

#include "wire/internal/xlsx_text.h"

namespace meguri {
namespace {

Error write_failure(const std::string& path, lxw_error code) {
  return error(ErrorCode::io_failure,
               "base.file_unwritable",
               {{"file", path}, {"reason", lxw_strerror(code)}});
}

}  // namespace

struct XlsxWriter::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (book != nullptr) workbook_close(book);
  }
  std::string path;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* header = nullptr;
  lxw_format* bad = nullptr;
  lxw_format* note = nullptr;
  lxw_row_t rows = 0;
  lxw_row_t frozen = 0;
  std::size_t filtered = 0;  // columns
};

XlsxWriter::XlsxWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;
XlsxWriter& XlsxWriter::operator=(XlsxWriter&&) noexcept = default;
XlsxWriter::~XlsxWriter() = default;

Result<XlsxWriter> XlsxWriter::create(const std::filesystem::path& path,
                                      std::string_view sheet,
                                      std::span<const double> widths) {
  auto state = std::make_unique<State>();
  state->path = path.string();
  std::string folder = path.parent_path().string();
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder.empty() ? nullptr : folder.data();
  state->book = workbook_new_opt(state->path.c_str(), &options);
  if (state->book == nullptr) return write_failure(state->path, LXW_ERROR_MEMORY_MALLOC_FAILED);
  state->sheet = workbook_add_worksheet(state->book, allowed_sheet_name(sheet).c_str());
  if (state->sheet == nullptr) return write_failure(state->path, LXW_ERROR_CREATING_TMPFILE);
  state->header = workbook_add_format(state->book);
  format_set_bold(state->header);
  format_set_bg_color(state->header, 0xE6E6E6);
  format_set_text_wrap(state->header);
  state->bad = workbook_add_format(state->book);
  format_set_bg_color(state->bad, 0xFFC7CE);
  format_set_font_color(state->bad, 0x9C0006);
  state->note = workbook_add_format(state->book);
  format_set_text_wrap(state->note);
  for (std::size_t column = 0; column < widths.size(); ++column) {
    const auto index = static_cast<lxw_col_t>(column);
    worksheet_set_column(state->sheet, index, index, widths[column], nullptr);
  }
  return XlsxWriter(std::move(state));
}

Status XlsxWriter::row(std::span<const XlsxOutCell> cells) {
  if (state_->rows >= LXW_ROW_MAX) {
    return error(ErrorCode::limit_exceeded,
                 "wire.xlsx_too_large",
                 {{"file", state_->path}, {"what", "rows"}, {"limit", std::int64_t{LXW_ROW_MAX}}});
  }
  for (std::size_t column = 0; column < cells.size() && column < LXW_COL_MAX; ++column) {
    const XlsxOutCell& cell = cells[column];
    const auto index = static_cast<lxw_col_t>(column);
    lxw_format* const format = cell.look == XlsxLook::header ? state_->header
                               : cell.look == XlsxLook::bad  ? state_->bad
                               : cell.look == XlsxLook::note ? state_->note
                                                             : nullptr;
    double number = 0;
    const char* const end = cell.text.data() + cell.text.size();
    const bool is_number =
        cell.is_number && std::from_chars(cell.text.data(), end, number).ptr == end;
    lxw_error code = LXW_NO_ERROR;
    if (is_number && !cell.text.empty()) {
      code = worksheet_write_number(state_->sheet, state_->rows, index, number, format);
    } else if (cell.text.empty()) {
      if (format != nullptr) {
        code = worksheet_write_blank(state_->sheet, state_->rows, index, format);
      }
    } else {
      const std::string text = cut_characters(cell.text, cell_characters_max);
      code = worksheet_write_string(state_->sheet, state_->rows, index, text.c_str(), format);
    }
    if (code != LXW_NO_ERROR) return write_failure(state_->path, code);
  }
  ++state_->rows;
  return ok();
}

void XlsxWriter::freeze_here(std::size_t columns) {
  worksheet_freeze_panes(state_->sheet, state_->rows, 0);
  state_->frozen = state_->rows;
  state_->filtered = columns;
}

Status XlsxWriter::close() {
  if (state_->frozen > 0 && state_->filtered > 0 && state_->rows > state_->frozen) {
    worksheet_autofilter(state_->sheet,
                         state_->frozen - 1,
                         0,
                         state_->rows - 1,
                         static_cast<lxw_col_t>(state_->filtered - 1));
  }
  const lxw_error code = workbook_close(std::exchange(state_->book, nullptr));
  if (code != LXW_NO_ERROR) return write_failure(state_->path, code);
  return ok();
}

}  // namespace meguri
