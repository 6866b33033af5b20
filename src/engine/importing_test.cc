// SPDX-License-Identifier: Apache-2.0
// Users' files through requests, as a door asks for them.
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "engine/internal/test_support.h"
#include "engine/request_table.h"
#include "engine/shape.h"
#include "intake/mapping.h"
#include "seal/base64.h"

namespace meguri {
namespace {

using test::Fields;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr Instant noon{1'782'356'400'000'000};  // 2026-06-25 12:00 in Tokyo

constexpr std::string_view three_rows =
    "日付,伝票番号,品目,重量(t),搬入元\n2025-04-01,A1,pet,1.25,甲市\n"
    "2025-04-02,A2,glass,0.5,乙町\n2025-04-03,A3,pet,2,甲市\n";

class ImportingTest : public ::testing::Test {
 protected:
  ImportingTest() {
    auto opened = Engine::open(
        {.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
    EXPECT_TRUE(opened);
    engine_ = std::move(*opened);
    body("create_book", {{"id", "yard"}, {"name", "Yard"}});
    // What stands in the book can be named in a file.
    body("post_entries",
         {{"book", "yard"},
          {"entries",
           R"([{"client_id":"o1","kind":"opening","event_from":"2025-03-31","lines":[)"
           R"({"site":"opening","material":"pet","mass":"-1 t"},)"
           R"({"site":"field","lot":"L0","material":"pet","mass":"1 t"}]},)"
           R"({"client_id":"o2","kind":"opening","event_from":"2025-03-31","lines":[)"
           R"({"site":"opening","material":"glass","mass":"-1 t"},)"
           R"({"site":"field","lot":"L0","material":"glass","mass":"1 t"}]}])"}});
  }

  // The answer, which has the shape that the request table promises.
  Json body(std::string_view name, const Fields& fields) {
    auto answer = test::ask(*engine_, name, fields, Language::ja);
    if (!answer) {
      std::string text = render(answer.error().message, Language::en);
      for (const Finding& finding : answer.error().findings)
        text += "\n" + finding.where.column + ": " + render(finding.what, Language::en);
      ADD_FAILURE() << name << ": " << text;
      return nullptr;
    }
    const auto problem = mismatch(answer->body, find_request(name)->answer);
    EXPECT_FALSE(problem) << name << ": " << *problem;
    return std::move(answer->body);
  }
  Error refused(std::string_view name, const Fields& fields) {
    const auto answer = test::ask(*engine_, name, fields, Language::ja);
    EXPECT_FALSE(answer) << name;
    return answer ? Error() : answer.error();
  }

  // The guessed mapping with a place to go to.
  std::string mapping_of(std::string_view file) {
    const Json preview = body("import_preview", {{"file", std::string(file)}, {"book", "yard"}});
    ImportMapping mapping = meguri::mapping_of(preview.at("mapping")).value();
    mapping.set({.field = ImportField::to, .kind = RuleKind::constant, .text = "field"});
    return write_json(mapping_document(mapping));
  }
  std::string path_of(const char* name, std::string_view bytes) {
    std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
    return (folder_.path() / name).string();
  }

  test::Folder folder_;
  ManualClock clock_{noon};
  std::unique_ptr<Engine> engine_;
};

TEST_F(ImportingTest, PreviewsImportsListsAndUndoes) {
  const std::string file(three_rows);
  const Json guessed = body("import_preview", {{"file", file}, {"file_name", "搬入.csv"}});
  EXPECT_EQ(guessed.at("source").at("file"), Json("搬入.csv"));
  EXPECT_EQ(guessed.at("importable"), Json(false));
  const std::string mapping = mapping_of(file);
  const Fields request = {
      {"file", file}, {"file_name", "搬入.csv"}, {"book", "yard"}, {"mapping", mapping}};
  Fields dry = request;
  dry["dry_run"] = "true";
  const Json preview = body("import_preview", dry);
  EXPECT_EQ(preview.at("importable"), Json(true)) << write_json_pretty(preview.at("findings"));
  EXPECT_EQ(preview.at("counts").at("rehearsed"), Json(3));
  EXPECT_EQ(preview.at("counts").at("mass_in"), Json("3.75"));
  EXPECT_EQ(preview.at("rows").at(1).at("entry").at("lines").at(1).at("mass"), Json("500"));
  EXPECT_EQ(body("imports", {}).at("imports").as_array().size(), 0U);

  const Json imported = body("import", request);
  EXPECT_EQ(imported.at("booked"), Json(3));
  EXPECT_EQ(imported.at("kept"), Json(true));
  EXPECT_EQ(body("import", request).at("already_there"), Json(3));
  const Json list = body("imports", {{"book", "yard"}});
  ASSERT_EQ(list.at("imports").as_array().size(), 1U);
  EXPECT_EQ(list.at("imports").at(0).at("state"), Json("finished"));
  EXPECT_EQ(list.at("imports").at(0).at("booked"), Json(3));
  const std::string id(imported.at("import").as_string());
  // What was booked shows at once.
  EXPECT_EQ(
      body("accounts", {{"book", "yard"}, {"material", "pet"}, {"site", "field"}}).at("total"),
      Json(3));

  EXPECT_EQ(body("undo_import", {{"import", id}, {"book", "yard"}}).at("undone"), Json(3));
  EXPECT_EQ(body("undo_import", {{"import", id}, {"book", "yard"}}).at("already_undone"), Json(3));
  EXPECT_EQ(body("imports", {}).at("imports").at(0).at("state"), Json("undone"));
  EXPECT_EQ(body("import", request).at("replaced"), Json(3));
  EXPECT_EQ(body("imports", {}).at("imports").at(0).at("state"), Json("finished"));
}

TEST_F(ImportingTest, ReadsFilesOfThisMachineAndWholeEntries) {
  const std::string path =
      path_of("entries.ndjson",
              R"({"client_id":"e1","kind":"receive","event_from":"2025-04-01",)"
              R"("lines":[{"site":"market","material":"pet","mass":"-2 t"},)"
              R"({"site":"field","lot":"L1","material":"pet","mass":"2 t"}]})"
              "\n"
              R"({"kind":"receive","event_from":"2025-04-01","lines":[)"
              R"({"site":"market","material":"pet","mass":"-2"}]})"
              "\n");
  const Json preview = body("import_preview", {{"path", path}, {"book", "yard"}});
  EXPECT_EQ(preview.at("mapping").at("shape"), Json("entries"));
  EXPECT_EQ(preview.at("counts").at("entries"), Json(1));
  ASSERT_EQ(preview.at("findings_total"), Json(1));
  EXPECT_EQ(preview.at("findings").at(0).at("row"), Json(2));
  const Json imported = body("import", {{"path", path}, {"book", "yard"}, {"mode", "each"}});
  EXPECT_EQ(imported.at("booked"), Json(1));
  EXPECT_EQ(imported.at("refused"), Json(1));
}

TEST_F(ImportingTest, SaysWhatIsWrongInTheWordsOfTheLanguage) {
  const std::string bad =
      "日付,伝票番号,品目,重量(t)\n2025-04-01,A1,pet,1\n,A2,pet,1t\n2025-04-02,A3,紙,1\n";
  const Fields request = {{"file", bad}, {"book", "yard"}, {"mapping", mapping_of(bad)}};
  const Error failure = refused("import", request);
  EXPECT_EQ(failure.code, ErrorCode::findings);
  ASSERT_EQ(failure.findings.size(), 3U);
  EXPECT_THAT(render(failure.findings[0].what, Language::ja), HasSubstr("「日付」"));
  const Json errors = body("import_errors", request);
  EXPECT_EQ(errors.at("rows"), Json(2));
  EXPECT_THAT(from_base64(errors.at("content").as_string()).value_or(""), StartsWith("PK"));
  Fields each = request;
  each["mode"] = "each";
  EXPECT_EQ(body("import", each).at("booked"), Json(1));
}

TEST_F(ImportingTest, KeepsTemplates) {
  const std::string file(three_rows);
  const std::string mapping = mapping_of(file);
  body("save_import_template", {{"book", "yard"}, {"name", "計量"}, {"mapping", mapping}});
  const Json templates = body("import_templates", {{"book", "yard"}});
  ASSERT_EQ(templates.at("templates").as_array().size(), 1U);
  EXPECT_EQ(templates.at("templates").at(0).at("name"), Json("計量"));
  const Json preview =
      body("import_preview", {{"file", file}, {"book", "yard"}, {"template", "計量"}});
  EXPECT_EQ(preview.at("importable"), Json(true));
  EXPECT_EQ(preview.at("templates").at(0).at("fits"), Json(true));
  const Json other = body("import_preview", {{"file", "a,b\n1,2\n"}, {"book", "yard"}});
  EXPECT_EQ(other.at("templates").at(0).at("fits"), Json(false));
}

TEST_F(ImportingTest, TellsOfTheImportThatIsUnderWay) {
  const std::string file(three_rows);
  Request request;
  request.name = "import";
  const std::string mapping = mapping_of(file);
  request.fields = {{"file", {file}}, {"book", {"yard"}}, {"mapping", {mapping}}};
  // Under another name nothing is new, and the import is still finished afterwards.
  for (const auto& [mode, name] : std::vector<std::pair<std::string, std::string>>{
           {"all_or_nothing", "a.csv"}, {"each", "b.csv"}, {"each", "a.csv"}, {"each", "b.csv"}}) {
    request.fields["mode"] = {mode};
    request.fields["file_name"] = {name};
    Json meanwhile;
    const auto imported =
        engine_->ask(request, [&](const Message&, std::int64_t, std::int64_t total) {
          EXPECT_EQ(total, 3);
          meanwhile = body("imports", {{"book", "yard"}}).at("imports").at(0);
          EXPECT_EQ(body("imports", {{"book", "other"}}).at("imports").as_array().size(), 0U);
        });
    ASSERT_TRUE(imported);
    EXPECT_EQ(meanwhile.at("state"), Json("running"));
    EXPECT_EQ(meanwhile.at("progress").at("rows"), Json(3));
    EXPECT_EQ(meanwhile.at("progress").at("rows_total"), Json(3));
    const Json after = body("imports", {{"book", "yard"}}).at("imports").at(0);
    EXPECT_EQ(after.at("import"), meanwhile.at("import"));
    EXPECT_EQ(after.at("state"), Json("finished"));
    EXPECT_EQ(after.at("progress"), Json(nullptr));
    const Json preview = body("import_preview", {{"file", file}, {"book", "yard"}});
    EXPECT_EQ(preview.at("import"), after.at("import"));
  }
}

TEST_F(ImportingTest, AnEmptyFileIsNotTheSameAsNone) {
  for (const std::string name : {"import_preview", "import_errors", "import"}) {
    const Error failure = refused(name, {{"file", ""}, {"file_name", "空.csv"}, {"book", "yard"}});
    EXPECT_EQ(failure.message.id, "intake.file_empty") << name;
    const Json problem = problem_document(failure, Language::ja, "");
    EXPECT_THAT(std::string(problem.at("detail").as_string()), HasSubstr("空.csv"));
    EXPECT_FALSE(problem.at("fix").as_string().empty());
  }
  EXPECT_EQ(refused("import_preview", {{"path", path_of("e.csv", "")}}).message.id,
            "intake.file_empty");
  EXPECT_EQ(refused("import_preview", {{"file", "\n\n"}}).message.id, "intake.no_table");
}

TEST_F(ImportingTest, RefusesWhatCannotBeAsked) {
  EXPECT_EQ(refused("import_preview", {{"book", "yard"}}).message.id, "engine.import_one_file");
  EXPECT_EQ(refused("import_preview", {{"file", "a,b\n1,2\n"}, {"book", "none"}}).code,
            ErrorCode::not_found);
  EXPECT_EQ(refused("import", {{"file", "a,b\n1,2\n"}}).message.id, "intake.book_needed");
  EXPECT_EQ(refused("import_preview", {{"file", "a,b\n1,2\n"}, {"mapping", "{"}}).code,
            ErrorCode::invalid_input);
  EXPECT_EQ(refused("undo_import", {{"import", "none"}, {"book", "yard"}}).code,
            ErrorCode::not_found);
  EXPECT_EQ(
      refused("import_preview", {{"file", "a,b\n1,2\n"}, {"book", "yard"}, {"template", "none"}})
          .message.id,
      "intake.template_unknown");
  EXPECT_EQ(refused("import_preview", {{"path", "/no/such/file.csv"}, {"book", "yard"}}).code,
            ErrorCode::not_found);
}

}  // namespace
}  // namespace meguri
