// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a workbook, and as the XML of a sheet inside a sound workbook. What is accepted is
// read to its end; rows come in order and within the limits, and every cell has a text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>
#include <zip.h>

#include "base/check.h"
#include "wire/xlsx.h"

namespace {

const std::filesystem::path& work_file() {
  static const std::filesystem::path path = [] {
    const char* const memory = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    return std::filesystem::path(memory) / ("meguri_xlsx_fuzz_" + std::to_string(::getpid()));
  }();
  return path;
}

void add(zip_t* archive, const char* name, const std::string& text) {
  zip_source_t* const source = zip_source_buffer(archive, text.data(), text.size(), 0);
  MEGURI_CHECK(zip_file_add(archive, name, source, ZIP_FL_OVERWRITE) >= 0);
}

void write_workbook(const std::string& sheet) {
  static const std::string top =
      R"(<Relationships><Relationship Id="r" Type="x/officeDocument" Target="w.xml"/>)"
      "</Relationships>";
  static const std::string book =
      R"(<workbook><sheets><sheet name="s" r:id="a"/></sheets></workbook>)";
  static const std::string parts =
      R"(<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/>)"
      R"(<Relationship Id="b" Type="x/sharedStrings" Target="t.xml"/></Relationships>)";
  static const std::string strings = "<sst><si><t>a</t></si><si><t>b</t></si></sst>";
  std::filesystem::remove(work_file());
  int code = 0;
  zip_t* const archive = zip_open(work_file().c_str(), ZIP_CREATE, &code);
  MEGURI_CHECK(archive != nullptr);
  add(archive, "_rels/.rels", top);
  add(archive, "w.xml", book);
  add(archive, "_rels/w.xml.rels", parts);
  add(archive, "t.xml", strings);
  add(archive, "s.xml", sheet);
  MEGURI_CHECK(zip_close(archive) == 0);
}

void read_all() {
  meguri::XlsxLimits limits;
  limits.part_bytes = limits.whole_part_bytes = limits.element_bytes = 1'000'000;
  limits.columns = 200;
  const auto book = meguri::XlsxBook::open(work_file(), "fuzz.xlsx", limits);
  if (!book) return;
  for (std::size_t sheet = 0; sheet < book->sheets().size() && sheet < 3; ++sheet) {
    const auto form = book->survey(sheet);
    if (!form) continue;
    const auto source = book->rows(sheet, *form);
    if (!source) continue;
    meguri::TableRows rows;
    while (true) {
      const auto more = (*source)->next(rows);
      if (!more || !*more) break;
      MEGURI_CHECK(!rows.rows.empty());
      for (const meguri::TableRow& row : rows.rows) {
        MEGURI_CHECK(row.row >= 1 && row.count <= limits.columns);
        for (const meguri::TableCell& cell : rows.cells_of(row))
          (void)meguri::text_of(cell);
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  std::ofstream(work_file(), std::ios::binary | std::ios::trunc) << bytes;
  read_all();
  write_workbook(bytes);
  read_all();
  std::filesystem::remove(work_file());
  return 0;
}
