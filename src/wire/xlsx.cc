// SPDX-License-Identifier: Apache-2.0
#include "wire/xlsx.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include <pugixml.hpp>

#include "base/check.h"
#include "wire/internal/xlsx_archive.h"
#include "wire/internal/xlsx_values.h"

namespace meguri {

// One unpacked archive with what all sheets share.
struct XlsxBook::State {
  explicit State(XlsxArchive archive_in) : archive(std::move(archive_in)) {}
  XlsxArchive archive;
  std::vector<XlsxSheet> sheets;
  std::string strings_part;
  std::vector<bool> style_is_date;
  bool is_1904 = false;
  // The shared texts, read with the first sheet that is.
  bool has_strings = false;
  std::string strings;
  std::vector<std::uint32_t> string_ends;

  [[nodiscard]] std::optional<std::string_view> string(std::size_t index) const {
    if (index >= string_ends.size()) return std::nullopt;
    const std::size_t begin = index == 0 ? 0 : string_ends[index - 1];
    return std::string_view(strings).substr(begin, string_ends[index] - begin);
  }
};

namespace {

constexpr std::size_t rows_per_batch = 1'024;

std::string_view local(const char* name) {
  const std::string_view text(name);
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_node each : node.children())
    if (local(each.name()) == name) return each;
  return {};
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_attribute each : node.attributes())
    if (local(each.name()) == name) return each.value();
  return {};
}

bool is_true(std::string_view text) { return text == "1" || text == "true"; }

Result<std::unique_ptr<pugi::xml_document>> parse(const XlsxArchive& archive,
                                                  const std::string& part) {
  const std::string text = MEGURI_TRY(archive.read(part));
  if (text.find("<!DOCTYPE") != std::string::npos) return xlsx_malformed(archive.file(), "DOCTYPE");
  auto document = std::make_unique<pugi::xml_document>();
  const pugi::xml_parse_result parsed = document->load_buffer(text.data(), text.size());
  if (!parsed) return xlsx_malformed(archive.file(), part);
  return document;
}

bool parse_fragment(pugi::xml_document& document, std::string_view text) {
  return static_cast<bool>(document.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8));
}

// "/xl/worksheets/sheet1.xml" and "worksheets/sheet1.xml" beside "xl/workbook.xml".
std::string resolved(const std::string& beside, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  const std::filesystem::path folder = std::filesystem::path(beside).parent_path();
  return (folder / target).lexically_normal().generic_string();
}

struct Relation {
  std::string type;  // the last part of its name
  std::string part;
};

// Of a part that has none, there are none.
Result<std::map<std::string, Relation>> relations_of(const XlsxArchive& archive,
                                                     const std::string& part) {
  const std::filesystem::path path(part);
  const std::string name =
      (path.parent_path() / "_rels" / (path.filename().string() + ".rels")).generic_string();
  std::map<std::string, Relation> relations;
  if (!archive.has(name)) return relations;
  const auto document = MEGURI_TRY(parse(archive, name));
  for (const pugi::xml_node node : document->document_element().children()) {
    if (attribute(node, "TargetMode") == "External") continue;
    const std::string_view type = attribute(node, "Type");
    relations[std::string(attribute(node, "Id"))] = {std::string(type.substr(type.rfind('/') + 1)),
                                                     resolved(part, attribute(node, "Target"))};
  }
  return relations;
}

std::string part_of_type(const std::map<std::string, Relation>& relations, std::string_view type) {
  for (const auto& [id, relation] : relations)
    if (relation.type == type) return relation.part;
  return {};
}

// Formats that are there without being declared; 27 to 58 are dates in East Asia.
bool is_built_in_date(int id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
         (id >= 50 && id <= 58);
}

int number_of(std::string_view text) {
  int number = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() ? number : -1;
}

Status read_styles(XlsxBook::State& state, const std::string& part) {
  if (part.empty()) return ok();
  const auto document = MEGURI_TRY(parse(state.archive, part));
  const pugi::xml_node root = document->document_element();
  std::map<int, bool> is_date;
  for (const pugi::xml_node format : child(root, "numFmts").children()) {
    is_date[number_of(attribute(format, "numFmtId"))] =
        is_date_format(attribute(format, "formatCode"));
  }
  for (const pugi::xml_node style : child(root, "cellXfs").children()) {
    const int id = number_of(attribute(style, "numFmtId"));
    const auto declared = is_date.find(id);
    state.style_is_date.push_back(declared == is_date.end() ? is_built_in_date(id)
                                                            : declared->second);
  }
  return ok();
}

Status read_workbook(XlsxBook::State& state) {
  const auto top = MEGURI_TRY(relations_of(state.archive, ""));
  const std::string workbook = part_of_type(top, "officeDocument");
  if (workbook.empty()) return xlsx_malformed(state.archive.file(), "officeDocument");
  const auto relations = MEGURI_TRY(relations_of(state.archive, workbook));
  const auto document = MEGURI_TRY(parse(state.archive, workbook));
  const pugi::xml_node root = document->document_element();
  state.is_1904 = is_true(attribute(child(root, "workbookPr"), "date1904"));
  for (const pugi::xml_node sheet : child(root, "sheets").children()) {
    std::string_view relation;
    for (const pugi::xml_attribute each : sheet.attributes())
      if (std::string_view(each.name()).ends_with(":id")) relation = each.value();
    const auto found = relations.find(std::string(relation));
    if (found == relations.end() || found->second.type != "worksheet") continue;  // a chart sheet
    const std::string_view visible = attribute(sheet, "state");
    state.sheets.push_back({std::string(attribute(sheet, "name")),
                            visible == "hidden" || visible == "veryHidden",
                            found->second.part});
  }
  if (state.sheets.empty()) return xlsx_malformed(state.archive.file(), "sheets");
  state.strings_part = part_of_type(relations, "sharedStrings");
  return read_styles(state, part_of_type(relations, "styles"));
}

// The text of <si> or <is>: its <t>, and those of its runs, but no furigana (<rPh>).
void append_text(pugi::xml_node node, std::string& text) {
  for (const pugi::xml_node each : node.children()) {
    const std::string_view name = local(each.name());
    if (name == "t") text += each.text().get();
    if (name == "r") text += child(each, "t").text().get();
  }
  // How a carriage return is written down.
  constexpr std::string_view return_mark = "_x000D_";
  for (std::size_t at = text.find(return_mark); at != std::string::npos;
       at = text.find(return_mark, at)) {
    text.erase(at, return_mark.size());
  }
}

Status read_strings(XlsxBook::State& state) {
  if (state.has_strings) return ok();
  state.has_strings = true;
  if (state.strings_part.empty()) return ok();
  auto elements = MEGURI_TRY(XlsxElements::open(state.archive, state.strings_part, "si"));
  const std::uint64_t limit = state.archive.limits().shared_text_bytes;
  pugi::xml_document document;
  std::string text;
  while (const auto element = MEGURI_TRY(elements.next())) {
    if (!parse_fragment(document, *element)) return xlsx_malformed(state.archive.file(), "si");
    text.clear();
    append_text(document.first_child(), text);
    state.strings += text;
    // An empty text needs room as well.
    if (state.strings.size() + state.string_ends.size() * sizeof(std::uint32_t) > limit) {
      return xlsx_too_large(state.archive.file(), "sharedStrings", limit);
    }
    state.string_ends.push_back(static_cast<std::uint32_t>(state.strings.size()));
  }
  return ok();
}

// A range of merged cells whose rows are being read, with what its first cell holds.
struct OpenMerge {
  XlsxMerge merge;
  TableCell cell;
  std::string text;
};

class XlsxRows final : public RowSource {
 public:
  XlsxRows(std::shared_ptr<XlsxBook::State> state,
           XlsxElements elements,
           std::vector<XlsxMerge> merges)
      : state_(std::move(state)), elements_(std::move(elements)), merges_(std::move(merges)) {}

  Result<bool> next(TableRows& rows) override {
    rows.clear();
    while (rows.rows.size() < rows_per_batch) {
      const auto element = MEGURI_TRY(elements_.next());
      if (!element) break;
      if (!parse_fragment(document_, *element)) {
        return xlsx_malformed(state_->archive.file(), "row " + std::to_string(row_ + 1));
      }
      MEGURI_TRY(read_row(document_.first_child(), rows));
    }
    return !rows.rows.empty();
  }

 private:
  Status read_row(pugi::xml_node node, TableRows& rows) {
    const int stated = number_of(attribute(node, "r"));
    row_ = stated > 0 ? stated : row_ + 1;
    TableRow record{.row = row_, .begin = rows.cells.size(), .count = 0, .is_damaged = false};
    std::size_t column = 0;  // of the next cell that does not say where it stands
    for (const pugi::xml_node each : node.children()) {
      if (local(each.name()) != "c") continue;
      const auto reference = read_xlsx_reference(attribute(each, "r"));
      if (reference) column = static_cast<std::size_t>(reference->column - 1);
      const std::size_t most = state_->archive.limits().columns;
      const TableCell cell = MEGURI_TRY(read_cell(each, rows));
      if (column >= most) {
        if (cell.kind != CellKind::empty) {
          return xlsx_too_large(state_->archive.file(), "columns", most);
        }
        continue;
      }
      if (rows.cells.size() < record.begin + column + 1) {
        rows.cells.resize(record.begin + column + 1);
      }
      rows.cells[record.begin + column] = cell;
      ++column;
    }
    fill_merged(rows, record);
    record.count = rows.cells.size() - record.begin;
    if (is_blank(rows.cells_of(record))) {
      rows.cells.resize(record.begin);
    } else {
      rows.rows.push_back(record);
    }
    return ok();
  }

  Result<TableCell> read_cell(pugi::xml_node node, TableRows& rows) {
    const std::string_view type = attribute(node, "t");
    TableCell cell;
    if (type == "inlineStr") {
      text_.clear();
      append_text(child(node, "is"), text_);
      return text_cell(rows.arena.keep(text_));
    }
    const std::string_view value = child(node, "v").text().get();
    if (value.empty()) return cell;
    if (type == "s") {
      const auto text = state_->string(static_cast<std::size_t>(number_of(value)));
      if (!text) return xlsx_malformed(state_->archive.file(), "sharedStrings");
      return text_cell(*text);
    }
    if (type == "str" || type == "d") return text_cell(rows.arena.keep(value));
    if (type == "e") {
      cell.kind = CellKind::error;
      cell.text = rows.arena.keep(value);
      return cell;
    }
    if (type == "b") {
      cell.kind = CellKind::boolean;
      cell.number = is_true(value) ? 1 : 0;
      return cell;
    }
    const auto number = read_xlsx_number(value);
    if (!number) return text_cell(rows.arena.keep(value));
    const int style = number_of(attribute(node, "s"));
    const auto index = static_cast<std::size_t>(std::max(style, 0));
    if (style >= 0 && index < state_->style_is_date.size() && state_->style_is_date[index]) {
      if (const auto date = date_of_serial(*number, state_->is_1904)) return *date;
    }
    cell.kind = CellKind::number;
    cell.number = number->coefficient;
    cell.scale = number->scale;
    return cell;
  }

  static TableCell text_cell(std::string_view text) {
    TableCell cell;
    if (text.empty()) return cell;
    cell.kind = CellKind::text;
    cell.text = text;
    return cell;
  }

  void fill_merged(TableRows& rows, const TableRow& record) {
    std::erase_if(open_, [&](const OpenMerge& each) { return each.merge.last_row < row_; });
    for (; next_merge_ < merges_.size() && merges_[next_merge_].first_row <= row_; ++next_merge_) {
      const XlsxMerge& merge = merges_[next_merge_];
      if (merge.first_row < row_) continue;  // its first row has no cells
      const auto first = record.begin + static_cast<std::size_t>(merge.first_column - 1);
      if (first >= rows.cells.size() || rows.cells[first].kind == CellKind::empty) continue;
      open_.push_back({merge, rows.cells[first], std::string(rows.cells[first].text)});
    }
    for (const OpenMerge& each : open_) {
      const auto last = std::min(static_cast<std::size_t>(each.merge.last_column),
                                 state_->archive.limits().columns);
      if (rows.cells.size() < record.begin + last) rows.cells.resize(record.begin + last);
      for (auto column = static_cast<std::size_t>(each.merge.first_column - 1); column < last;
           ++column) {
        const bool is_first = row_ == each.merge.first_row &&
                              column + 1 == static_cast<std::size_t>(each.merge.first_column);
        if (is_first) continue;
        TableCell& cell = rows.cells[record.begin + column];
        cell = each.cell;
        cell.text = rows.arena.keep(each.text);
        cell.is_copy = true;
      }
    }
  }

  std::shared_ptr<XlsxBook::State> state_;
  XlsxElements elements_;
  std::vector<XlsxMerge> merges_;
  std::size_t next_merge_ = 0;
  std::vector<OpenMerge> open_;
  pugi::xml_document document_;
  std::string text_;
  std::int64_t row_ = 0;
};

std::optional<XlsxMerge> read_merge(std::string_view reference) {
  const std::size_t colon = reference.find(':');
  const auto first = read_xlsx_reference(reference.substr(0, colon));
  const auto last =
      colon == std::string_view::npos ? first : read_xlsx_reference(reference.substr(colon + 1));
  if (!first || !last || last->row < first->row || last->column < first->column) {
    return std::nullopt;
  }
  return XlsxMerge{first->row, last->row, first->column, last->column};
}

// The value of the attribute ` r="…"` behind `from`, without parsing.
std::string_view reference_behind(std::string_view text, std::size_t from) {
  constexpr std::string_view name = " r=\"";
  const std::size_t found = text.find(name, from);
  if (found == std::string_view::npos) return {};
  const std::size_t begin = found + name.size();
  return text.substr(begin, std::min(text.find('"', begin), text.size()) - begin);
}

}  // namespace

bool is_date_format(std::string_view format) {
  // "General", and what it is called in a Japanese Excel.
  if (format.empty() || format == "General" || format.starts_with("G/")) return false;
  bool is_date = false;
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char c = format[at];
    if (c == '"') {
      at = std::min(format.find('"', at + 1), format.size());
    } else if (c == '[') {
      at = std::min(format.find(']', at + 1), format.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if ((c == 'E' || c == 'e') && at + 1 < format.size() &&
               (format[at + 1] == '+' || format[at + 1] == '-')) {
      return false;  // an exponent
    } else if (std::string_view("yYmMdDhHsSeEgG").find(c) != std::string_view::npos) {
      is_date = true;
    } else if (c == ';') {
      break;  // the form of negative numbers
    }
  }
  return is_date;
}

XlsxBook::XlsxBook(std::shared_ptr<State> state) : state_(std::move(state)) {}
XlsxBook::XlsxBook(XlsxBook&&) noexcept = default;
XlsxBook& XlsxBook::operator=(XlsxBook&&) noexcept = default;
XlsxBook::~XlsxBook() = default;

Result<XlsxBook> XlsxBook::open(const std::filesystem::path& path,
                                std::string_view file,
                                const XlsxLimits& limits) {
  auto state = std::make_shared<State>(MEGURI_TRY(XlsxArchive::open(path, file, limits)));
  MEGURI_TRY(read_workbook(*state));
  return XlsxBook(std::move(state));
}

const std::vector<XlsxSheet>& XlsxBook::sheets() const { return state_->sheets; }

Result<XlsxSheetForm> XlsxBook::survey(std::size_t sheet) const {
  MEGURI_CHECK(sheet < state_->sheets.size());
  auto elements =
      MEGURI_TRY(XlsxElements::open(state_->archive, state_->sheets[sheet].part, "row"));
  elements.stop_at("sheetData");
  XlsxSheetForm form;
  std::int64_t row = 0;
  while (const auto element = MEGURI_TRY(elements.next())) {
    const int stated = number_of(reference_behind(element->substr(0, element->find('>')), 0));
    row = stated > 0 ? stated : row + 1;
    // Rows that are only formatted have cells without values.
    const bool has_value = element->find("v>") != std::string_view::npos ||
                           element->find("is>") != std::string_view::npos;
    if (!has_value) continue;
    form.rows = std::max(form.rows, row);
    const std::size_t last = element->rfind("<");
    std::size_t cell = std::string_view::npos;
    for (const std::string_view start : {"<c ", ":c "}) {
      const std::size_t found = element->rfind(start, last);
      if (found != std::string_view::npos) cell = found;
    }
    if (cell == std::string_view::npos) continue;
    const auto reference = read_xlsx_reference(reference_behind(*element, cell));
    if (reference) form.columns = std::max(form.columns, reference->column);
  }
  elements.look_for("mergeCell");
  while (const auto element = MEGURI_TRY(elements.next())) {
    pugi::xml_document document;
    if (!parse_fragment(document, *element)) {
      return xlsx_malformed(state_->archive.file(), "mergeCell");
    }
    const auto merge = read_merge(attribute(document.first_child(), "ref"));
    if (merge) form.merges.push_back(*merge);
    if (form.merges.size() > state_->archive.limits().merges) {
      return xlsx_too_large(state_->archive.file(), "mergeCells", state_->archive.limits().merges);
    }
  }
  std::ranges::sort(form.merges, {}, [](const XlsxMerge& merge) {
    return std::pair(merge.first_row, merge.first_column);
  });
  form.columns =
      std::min(form.columns, static_cast<std::int64_t>(state_->archive.limits().columns));
  return form;
}

Result<std::unique_ptr<RowSource>> XlsxBook::rows(std::size_t sheet,
                                                  const XlsxSheetForm& form) const {
  MEGURI_CHECK(sheet < state_->sheets.size());
  MEGURI_TRY(read_strings(*state_));
  auto elements =
      MEGURI_TRY(XlsxElements::open(state_->archive, state_->sheets[sheet].part, "row"));
  elements.stop_at("sheetData");
  return std::unique_ptr<RowSource>(
      std::make_unique<XlsxRows>(state_, std::move(elements), form.merges));
}

}  // namespace meguri
