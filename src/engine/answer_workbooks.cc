// SPDX-License-Identifier: Apache-2.0
// Diagnoses and calculations as workbooks, in base64 as the answer's JSON.
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/calculation_workbook.h"
#include "engine/report_workbook.h"
#include "engine/work_folder.h"
#include "seal/base64.h"

namespace meguri {
namespace {

constexpr std::string_view xlsx_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::uint64_t workbook_bytes_max = std::uint64_t{64} << 20U;

Result<Answer> workbook_answer(const std::filesystem::path& path, std::string name) {
  const std::string bytes = MEGURI_TRY(read_file(path, workbook_bytes_max));
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
  const WorkFolder folder = MEGURI_TRY(WorkFolder::create("workbook"));
  const std::filesystem::path path = folder.path() / "book.xlsx";
  MEGURI_TRY(write_report_workbook(context, diagnosis.body, *place, *period, path));
  return workbook_answer(path,
                         text_at(diagnosis.body.at("place"), "code") + "-" +
                             text_at(diagnosis.body, "period") + ".xlsx");
}

Result<Answer> answer_calculation_workbook(const AnswerContext& context) {
  const AskedCalculation asked = MEGURI_TRY(asked_calculation(context));
  const WorkFolder folder = MEGURI_TRY(WorkFolder::create("workbook"));
  const std::filesystem::path path = folder.path() / "book.xlsx";
  Workbook book = MEGURI_TRY(Workbook::create(path));
  MEGURI_TRY(add_calculation_sheet(
      context, asked, asked.calculation->model->title.in(context.language), std::nullopt, book));
  MEGURI_TRY(book.close());
  return workbook_answer(path, asked.calculation->model->id + ".xlsx");
}

}  // namespace meguri
