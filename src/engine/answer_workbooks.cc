// SPDX-License-Identifier: Apache-2.0
// Diagnoses and calculations as workbooks, in base64 as the answer's JSON.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/calculation_workbook.h"
#include "engine/report_workbook.h"
#include "seal/base64.h"

namespace meguri {
namespace {

constexpr std::string_view xlsx_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// A file's name in a folder of its own, both gone with it.
class ScratchFile {
 public:
  static Result<ScratchFile> create() {
    std::error_code failed;
    const auto base = std::filesystem::temp_directory_path(failed);
    std::string pattern = (base / "meguri-workbook-XXXXXX").string();
    if (failed || ::mkdtemp(pattern.data()) == nullptr) {
      return error(ErrorCode::io_failure, "engine.no_temporary_folder");
    }
    return ScratchFile(pattern);
  }
  ScratchFile(ScratchFile&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
  ScratchFile& operator=(ScratchFile&&) = delete;
  ~ScratchFile() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "book.xlsx"; }

 private:
  explicit ScratchFile(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

Answer workbook_answer(const ScratchFile& file, std::string name) {
  std::ifstream stream(file.path(), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  Answer answer;
  answer.body = JsonObject{
      {"name", std::move(name)}, {"media_type", xlsx_type}, {"content", to_base64(bytes)}};
  return answer;
}

}  // namespace

Result<Answer> answer_report_workbook(const AnswerContext& context) {
  const Answer diagnosis = MEGURI_TRY(answer_diagnosis(context));
  const Measurement& measurement = *context.state.measurement;
  const auto place = measurement.place(text_at(diagnosis.body.at("place"), "code"));
  const auto period = measurement.period(text_at(diagnosis.body, "period"));
  MEGURI_CHECK(place.has_value() && period.has_value());
  const ScratchFile file = MEGURI_TRY(ScratchFile::create());
  MEGURI_TRY(write_report_workbook(context, diagnosis.body, *place, *period, file.path()));
  return workbook_answer(file,
                         text_at(diagnosis.body.at("place"), "code") + "-" +
                             text_at(diagnosis.body, "period") + ".xlsx");
}

Result<Answer> answer_calculation_workbook(const AnswerContext& context) {
  const AskedCalculation asked = MEGURI_TRY(asked_calculation(context));
  const ScratchFile file = MEGURI_TRY(ScratchFile::create());
  Workbook book = MEGURI_TRY(Workbook::create(file.path()));
  MEGURI_TRY(add_calculation_sheet(
      context, asked, asked.calculation->model->title.in(context.language), std::nullopt, book));
  MEGURI_TRY(book.close());
  return workbook_answer(file, asked.calculation->model->id + ".xlsx");
}

}  // namespace meguri
