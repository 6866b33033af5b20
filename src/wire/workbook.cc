// SPDX-License-Identifier: Apache-2.0
#include "wire/workbook.h"

#include <array>
#include <charconv>
#include <map>
#include <utility>

#include <xlsxwriter.h>

#include "base/check.h"
#include "wire/internal/xlsx_text.h"

namespace meguri {
namespace {

constexpr std::size_t formula_bytes_max = 8'000;

Error write_failure(const std::string& path, lxw_error code) {
  return error(ErrorCode::io_failure,
               "base.file_unwritable",
               {{"file", path}, {"reason", lxw_strerror(code)}});
}

}  // namespace

struct Workbook::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (book != nullptr) workbook_close(book);
  }

  // One format for each look and number of decimals, made when first needed.
  lxw_format* format(WorkbookCell::Look look, int decimals) {
    lxw_format*& made = formats[{look, decimals}];
    if (made != nullptr) return made;
    made = workbook_add_format(book);
    format_set_text_wrap(made);
    format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
    switch (look) {
      case WorkbookCell::Look::title:
        format_set_bold(made);
        format_set_font_size(made, 14);
        format_unset_wrap(made);
        break;
      case WorkbookCell::Look::header:
        format_set_bold(made);
        format_set_bg_color(made, 0xEEF3F7);
        format_set_border(made, LXW_BORDER_THIN);
        break;
      case WorkbookCell::Look::entry:  // what a reader may change
        format_set_bg_color(made, 0xFFF6DF);
        format_set_border(made, LXW_BORDER_THIN);
        break;
      case WorkbookCell::Look::result:
        format_set_bold(made);
        break;
      case WorkbookCell::Look::note:
        format_set_font_color(made, 0x444444);
        break;
      case WorkbookCell::Look::plain:
        break;
    }
    if (decimals >= 0) {
      std::string picture = "#,##0";
      if (decimals > 0) picture += "." + std::string(static_cast<std::size_t>(decimals), '0');
      format_set_num_format(made, picture.c_str());
    }
    return made;
  }

  static void format_unset_wrap(lxw_format* format) { format->text_wrap = LXW_FALSE; }

  std::string path;
  lxw_workbook* book = nullptr;
  struct Sheet {
    lxw_worksheet* sheet = nullptr;
    lxw_row_t rows = 0;
  };
  std::map<std::string, Sheet> sheets;
  Sheet* at = nullptr;  // where rows go
  std::map<std::pair<WorkbookCell::Look, int>, lxw_format*> formats;
};

Workbook::Workbook(std::unique_ptr<State> state) : state_(std::move(state)) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook& Workbook::operator=(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

Result<Workbook> Workbook::create(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path.string();
  state->book = workbook_new(state->path.c_str());
  if (state->book == nullptr) return write_failure(state->path, LXW_ERROR_MEMORY_MALLOC_FAILED);
  return Workbook(std::move(state));
}

std::string Workbook::sheet(std::string_view name, std::span<const double> widths) {
  std::string own = allowed_sheet_name(name, sheet_name_characters_max);
  for (int number = 2; state_->sheets.contains(own); ++number) {
    const std::string mark = " " + std::to_string(number);
    own = allowed_sheet_name(name, sheet_name_characters_max - mark.size()) + mark;
  }
  lxw_worksheet* const sheet = workbook_add_worksheet(state_->book, own.c_str());
  MEGURI_CHECK(sheet != nullptr);
  for (std::size_t column = 0; column < widths.size(); ++column) {
    const auto index = static_cast<lxw_col_t>(column);
    worksheet_set_column(sheet, index, index, widths[column], nullptr);
  }
  worksheet_set_landscape(sheet);
  constexpr std::uint8_t a4 = 9;
  worksheet_set_paper(sheet, a4);
  worksheet_fit_to_pages(sheet, 1, 0);
  state_->at = &state_->sheets[own];
  state_->at->sheet = sheet;
  return own;
}

void Workbook::go_to(const std::string& name) { state_->at = &state_->sheets.at(name); }

std::int64_t Workbook::rows() const { return static_cast<std::int64_t>(state_->at->rows); }

Status Workbook::row(const std::vector<WorkbookCell>& cells) {
  MEGURI_CHECK(state_->at != nullptr);
  State::Sheet& at = *state_->at;
  for (std::size_t column = 0; column < cells.size() && column < LXW_COL_MAX; ++column) {
    const WorkbookCell& cell = cells[column];
    const auto index = static_cast<lxw_col_t>(column);
    lxw_format* const format = state_->format(cell.look, cell.decimals);
    double number = 0;
    const std::string& digits = cell.kind == WorkbookCell::Kind::formula ? cell.value : cell.text;
    const char* const end = digits.data() + digits.size();
    const bool is_number =
        !digits.empty() && std::from_chars(digits.data(), end, number).ptr == end;
    lxw_error code = LXW_NO_ERROR;
    if (cell.kind == WorkbookCell::Kind::formula && cell.text.size() <= formula_bytes_max) {
      code = is_number
                 ? worksheet_write_formula_num(
                       at.sheet, at.rows, index, cell.text.c_str(), format, number)
                 : worksheet_write_formula_str(
                       at.sheet, at.rows, index, cell.text.c_str(), format, cell.value.c_str());
    } else if (cell.kind != WorkbookCell::Kind::text && is_number) {
      code = worksheet_write_number(at.sheet, at.rows, index, number, format);
    } else if (cell.kind == WorkbookCell::Kind::text && !cell.text.empty()) {
      const std::string text = cut_characters(cell.text, cell_characters_max);
      code = worksheet_write_string(at.sheet, at.rows, index, text.c_str(), format);
    } else if (cell.look != WorkbookCell::Look::plain) {
      code = worksheet_write_blank(at.sheet, at.rows, index, format);
    }
    if (code != LXW_NO_ERROR) return write_failure(state_->path, code);
  }
  ++at.rows;
  return ok();
}

Status Workbook::close() {
  const lxw_error code = workbook_close(std::exchange(state_->book, nullptr));
  if (code != LXW_NO_ERROR) return write_failure(state_->path, code);
  return ok();
}

std::string cell_name(std::size_t column, std::int64_t row) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters + std::to_string(row);
}

std::string cell_of_sheet(std::string_view sheet, const std::string& cell) {
  return "'" + std::string(sheet) + "'!" + cell;
}

}  // namespace meguri
