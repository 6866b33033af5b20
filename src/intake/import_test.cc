// SPDX-License-Identifier: Apache-2.0
#include "intake/import.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "facts/parquet_rows.h"
#include "intake/errors_workbook.h"
#include "intake/import_records.h"
#include "intake/internal/test_support.h"
#include "intake/undo.h"
#include "wire/xlsx_writer.h"

namespace meguri {
namespace {

constexpr std::string_view three_rows =
    "日付,伝票番号,品目,重量(t),搬入元\n2025-04-01,A1,PETボトル,1.25,甲市\n"
    "2025-04-02,A2,ガラスびん,0.5,乙町\n2025-04-03,A3,PETボトル,2,甲市\n";

std::int64_t entries_in(const Journal& journal) { return journal.books().value()[0].entries; }

Mass stock(const Journal& journal, const char* lot, const char* material) {
  return journal.balance({"recycler", "yard", lot, material}).value();
}

TEST(Import, BooksAGuessedFileInOneCommitAndNothingTwice) {
  IntakeBooks books;
  const auto path = books.write("搬入.csv", three_rows);
  const ImportJob job = books.prepare(path).value();
  const ImportPreview preview = books.preview(job, true).value();
  EXPECT_TRUE(preview.findings.empty());
  EXPECT_EQ(preview.counts.entries, 3);
  EXPECT_EQ(preview.rehearsed, 3);
  EXPECT_EQ(preview.mass_in, Mass::milligrams(3'750'000'000));
  ASSERT_EQ(preview.rows.size(), 3U);
  EXPECT_EQ(preview.rows[1].cells[2], "ガラスびん");
  EXPECT_EQ(preview.rows[1].draft->lines[1].material, "glass");
  EXPECT_EQ(entries_in(books.journal), 0);

  const ImportReport report = books.run(job, ImportMode::all_or_nothing).value();
  EXPECT_EQ(report.booked, 3);
  EXPECT_EQ(report.rows, 3);
  EXPECT_EQ(report.refused, 0);
  EXPECT_TRUE(report.is_kept);
  EXPECT_EQ(report.first_sequence, 2);  // after the import itself
  EXPECT_EQ(report.last_sequence, 4);
  EXPECT_EQ(books.documents.get(job.survey.sha256).value(), three_rows);
  EXPECT_EQ(stock(books.journal, "2025-04-01-A1", "pet"), Mass::milligrams(1'250'000'000));

  const Entry registered = books.journal.find("recycler", "import/" + job.import_id).value();
  const ImportRecord record = read_import_record(registered.draft.payload).value();
  EXPECT_EQ(record.file, "搬入.csv");
  EXPECT_EQ(record.mapping, job.mapping);
  const Entry entry = books.journal.find("recycler", job.import_id + "/3").value();
  EXPECT_EQ(import_row_of(entry.draft.payload)->row, 3);

  const std::int64_t before = entries_in(books.journal);
  for (const ImportMode mode : {ImportMode::all_or_nothing, ImportMode::each}) {
    const ImportReport again = books.run(books.prepare(path).value(), mode).value();
    EXPECT_EQ(again.booked, 0);
    EXPECT_EQ(again.already_there, 3);
    EXPECT_EQ(entries_in(books.journal), before);
  }
  ASSERT_TRUE(books.journal.verify());
}

TEST(Import, RefusesTheWholeFileOrBooksTheRowsThatCanBe) {
  IntakeBooks books;
  const auto path =
      books.write("t.csv",
                  "date,slip,material,mass(t)\n2025-04-01,A1,pet,1\n"
                  "2025-04-02,A2,nothing,1\n2027-01-01,A3,pet,1\n2025-04-03,A4,pet,x\n");
  const ImportJob job = books.prepare(path).value();
  const auto whole = books.run(job, ImportMode::all_or_nothing);
  ASSERT_FALSE(whole);
  EXPECT_EQ(whole.error().code, ErrorCode::findings);
  EXPECT_EQ(whole.error().findings.size(), 2U);
  EXPECT_EQ(entries_in(books.journal), 0);

  const ImportPreview preview = books.preview(job, true).value();
  EXPECT_EQ(preview.findings.total(), 3);
  EXPECT_EQ(preview.refused_rows, 1);
  EXPECT_EQ(preview.findings.kept()[1].what.id, "journal.post_event_in_the_future");
  EXPECT_EQ(preview.findings.kept()[1].where.row, 4);
  EXPECT_EQ(preview.findings.kept()[1].where.column, "date");

  const ImportReport each = books.run(job, ImportMode::each).value();
  EXPECT_EQ(each.booked, 1);
  EXPECT_EQ(each.refused, 3);
  EXPECT_EQ(each.findings.total(), 3);
  EXPECT_EQ(each.findings.kept()[0].where.row, 3);
}

TEST(Import, RefusesWholeWhatTheBooksRefuse) {
  IntakeBooks books;
  const auto path = books.write(
      "t.csv", "date,slip,material,mass(t)\n2025-04-01,A1,pet,1\n2027-01-01,A3,pet,1\n");
  const auto whole = books.run(books.prepare(path).value(), ImportMode::all_or_nothing);
  ASSERT_FALSE(whole);
  ASSERT_EQ(whole.error().findings.size(), 1U);
  EXPECT_EQ(whole.error().findings[0].where.row, 3);
  EXPECT_EQ(entries_in(books.journal), 0);
}

TEST(Import, GuessesWhatAFormAloneDoesNotSay) {
  IntakeBooks books;
  const auto path = books.write("t.csv", "表題,,,,\n" + std::string(three_rows));
  ImportMapping form;
  form.file.header_row = 1;
  form.file.header_rows = 1;
  const ImportJob title = books.prepare(path, form).value();
  EXPECT_EQ(title.mapping.file.header_row, 1);
  EXPECT_EQ(title.mapping.rule(ImportField::mass), nullptr);

  form.file.header_row = 2;
  const ImportJob job = books.prepare(path, form).value();
  EXPECT_EQ(job.mapping.rule(ImportField::mass)->text, "重量(t)");
  EXPECT_EQ(job.mapping, books.prepare(path).value().mapping);

  form.shape = ImportShape::lines;
  const ImportJob lines = books.prepare(path, form).value();
  EXPECT_EQ(lines.mapping.shape, ImportShape::lines);
  EXPECT_EQ(lines.mapping.rule(ImportField::material)->text, "品目");
  EXPECT_EQ(lines.mapping.rule(ImportField::from), nullptr);

  form.fields.push_back(*job.mapping.rule(ImportField::mass));
  EXPECT_EQ(books.prepare(path, form).value().mapping.fields.size(), 1U);
}

TEST(Import, IsUndoneTwiceAndImportedAnew) {
  IntakeBooks books;
  const auto path = books.write("t.csv", three_rows);
  const ImportJob job = books.prepare(path).value();
  ASSERT_TRUE(books.run(job, ImportMode::each));
  const auto undo = [&] {
    return undo_import(
               books.journal, books.clock, "recycler", job.import_id, "tester", books.silent)
        .value();
  };
  EXPECT_EQ(undo().undone, 3);
  EXPECT_EQ(stock(books.journal, "2025-04-01-A1", "pet"), Mass());
  const UndoReport again = undo();
  EXPECT_EQ(again.undone, 0);
  EXPECT_EQ(again.already_undone, 3);

  // What was taken back is booked anew, in the place of the old entries.
  const ImportPreview preview = books.preview(job, true).value();
  EXPECT_TRUE(preview.findings.empty());
  EXPECT_EQ(preview.already_there, 0);
  const ImportReport anew = books.run(job, ImportMode::each).value();
  EXPECT_EQ(anew.booked, 3);
  EXPECT_EQ(anew.replaced, 3);
  const Entry entry = books.journal.find("recycler", job.import_id + "/2~2").value();
  EXPECT_EQ(entry.draft.corrects, job.import_id + "/2");
  EXPECT_EQ(books.run(job, ImportMode::each)->already_there, 3);
  EXPECT_EQ(undo().undone, 3);
  EXPECT_EQ(books.run(job, ImportMode::all_or_nothing)->replaced, 3);
  EXPECT_TRUE(books.journal.find("recycler", job.import_id + "/2~3"));
  EXPECT_EQ(books.run(job, ImportMode::all_or_nothing)->already_there, 3);
  EXPECT_EQ(stock(books.journal, "2025-04-01-A1", "pet"), Mass::milligrams(1'250'000'000));
  ASSERT_TRUE(books.journal.verify());
}

TEST(Import, UndoLeavesWhatWasUsedSince) {
  IntakeBooks books;
  const ImportJob job = books.prepare(books.write("t.csv", three_rows)).value();
  ASSERT_TRUE(books.run(job, ImportMode::each));
  EntryDraft use =
      draft_of("recycler",
               "use 1",
               {line_of("yard", "2025-04-02-A2", -100'000'000), line_of("loss", "", 100'000'000)});
  use.lines[0].material = use.lines[1].material = "glass";
  use.kind = EntryKind::use;
  use.event_from = tokyo_start(day_of({2025, 5, 1}));
  use.event_until = tokyo_start(day_of({2025, 5, 2}));
  ASSERT_TRUE(books.journal.post(std::span(&use, 1), Batch::atomic).value()[0].is_in_book());
  const UndoReport report =
      undo_import(books.journal, books.clock, "recycler", job.import_id, "tester", books.silent)
          .value();
  EXPECT_EQ(report.undone, 2);
  EXPECT_EQ(report.refused, 1);
  ASSERT_EQ(report.findings.total(), 1);
  EXPECT_EQ(report.findings.kept()[0].where.row, 3);
  EXPECT_EQ(report.findings.kept()[0].where.file, "t.csv");
  EXPECT_EQ(
      undo_import(books.journal, books.clock, "recycler", "none", "t", books.silent).error().code,
      ErrorCode::not_found);
}

TEST(Import, TakesManyChunks) {
  IntakeBooks books;
  std::string csv = "date,slip,material,mass(kg)\n";
  const int rows = 45'000;
  for (int i = 0; i < rows; ++i)
    csv += "2025-04-0" + std::to_string(i % 9 + 1) + ",S" + std::to_string(i % 50) + ",pet," +
           (i % 1'000 == 999 ? "?" : std::to_string(i % 977 + 1)) + "\n";
  const ImportJob job = books.prepare(books.write("t.csv", csv)).value();
  const ImportReport report = books.run(job, ImportMode::each).value();
  EXPECT_EQ(report.rows, rows);
  EXPECT_EQ(report.booked, rows - 45);
  EXPECT_EQ(report.refused, 45);
  EXPECT_EQ(report.findings.total(), 45);
  EXPECT_EQ(entries_in(books.journal), rows - 45 + 2);
  ASSERT_TRUE(books.journal.verify());
  EXPECT_EQ(
      undo_import(books.journal, books.clock, "recycler", job.import_id, "tester", books.silent)
          ->undone,
      rows - 45);
  for (const Balance& balance : books.journal.balances("recycler").value())
    ASSERT_EQ(balance.mass, Mass());
}

// The same table in four formats gives the same drafts.
TEST(Import, FormatsDoNotMatter) {
  const IntakeBooks books;
  std::string csv = "date,evidence,material,weight,from,n\n", ndjson, select;
  const auto xlsx = books.folder / "t.xlsx";
  const std::vector<double> widths;
  auto writer = XlsxWriter::create(xlsx, "Sheet", widths).value();
  const std::vector<XlsxOutCell> header = {{.text = "date"},
                                           {.text = "evidence"},
                                           {.text = "material"},
                                           {.text = "weight"},
                                           {.text = "from"},
                                           {.text = "n"}};
  ASSERT_TRUE(writer.row(header));
  for (int i = 0; i < 3'000; ++i) {
    const std::string day = "2025-0" + std::to_string(i % 9 + 1) + "-15";
    const std::string slip = "no \"" + std::to_string(i) + "\", x";
    const std::string material = i % 3 == 0 ? "ガラスびん" : "pet";
    const std::string mass = std::to_string(i / 7 + 1) + "." + std::to_string(100 + i % 900);
    const std::string pieces = i % 4 == 0 ? "" : std::to_string(i);
    csv += day + ",\"no \"\"" + std::to_string(i) + "\"\", x\"," + material + "," + mass +
           ",市場," + pieces + "\n";
    ndjson += write_json(JsonObject{{"date", day}, {"evidence", slip}, {"material", material}});
    ndjson.pop_back();
    ndjson += ",\"weight\":" + mass +
              ",\"from\":\"市場\",\"n\":" + (pieces.empty() ? "null" : pieces) + "}\n";
    const std::vector<XlsxOutCell> cells = {{.text = day},
                                            {.text = slip},
                                            {.text = material},
                                            {.text = mass, .is_number = true},
                                            {.text = "市場"},
                                            {.text = pieces, .is_number = true}};
    ASSERT_TRUE(writer.row(cells));
    select += (select.empty() ? "(DATE '" : ", (DATE '") + day + "', '" + slip + "', '" + material +
              "', CAST(" + mass + " AS DOUBLE), '市場', " + (pieces.empty() ? "NULL" : pieces) +
              ")";
  }
  ASSERT_TRUE(writer.close());
  const auto parquet = books.folder / "t.parquet";
  ASSERT_TRUE(write_parquet(
      "SELECT * FROM (VALUES " + select + ") t(date, evidence, material, weight, \"from\", n)",
      parquet));
  ImportMapping mapping = books.prepare(books.write("t.csv", csv))->mapping;
  mapping.file = {};
  for (FieldRule& rule : mapping.fields)
    if (rule.field == ImportField::mass) rule.unit = "kg";
  mapping.set({.field = ImportField::from, .kind = RuleKind::column, .text = "from"});
  mapping.set({.field = ImportField::pieces, .kind = RuleKind::column, .text = "n"});

  std::vector<std::vector<EntryDraft>> all;
  for (const auto& path :
       {books.write("t.csv", csv), books.write("t.ndjson", ndjson), xlsx, parquet}) {
    const ImportJob job = books.prepare(path, mapping).value();
    AllDrafts read = drafts_of(job);
    ASSERT_TRUE(read.findings.empty()) << path << read.findings[0].what.id;
    ASSERT_EQ(read.drafts.size(), 3'000U) << path;
    // Where it comes from is what may differ: the file, and rows with or without a header above.
    for (EntryDraft& draft : read.drafts)
      draft.client_id = draft.payload = "";
    all.push_back(std::move(read.drafts));
  }
  for (std::size_t format = 1; format < all.size(); ++format)
    for (std::size_t i = 0; i < all[0].size(); ++i)
      ASSERT_EQ(all[format][i], all[0][i]) << format << " row " << i;
}

// While the mapping is being made, what it says already is checked row by row.
TEST(Preview, ChecksRowsUnderAMappingThatDoesNotFitYet) {
  IntakeBooks books;
  books.known.own_sites.clear();
  const auto path =
      books.write("t.csv", "date,slip,material,mass(t)\n2025-04-01,A1,pet,1\n2025-04-02,A2,x,1t\n");
  ImportMapping mapping = books.prepare(path)->mapping;
  mapping.set({.field = ImportField::note, .kind = RuleKind::pattern, .text = "{actor}"});
  mapping.set({.field = ImportField::actor, .kind = RuleKind::pattern, .text = "{note}"});
  const ImportPreview preview = books.preview(books.prepare(path, mapping).value(), true).value();
  std::vector<std::string> told;
  for (const Finding& finding : preview.findings.kept())
    told.push_back(std::to_string(finding.where.row) + " " + finding.where.column + " " +
                   finding.what.id);
  EXPECT_EQ(told,
            std::vector<std::string>({"0 to intake.field_missing",
                                      "0 note intake.pattern_of_pattern",
                                      "0 actor intake.pattern_of_pattern",
                                      "3 material intake.material_unknown",
                                      "3 mass(t) wire.number_with_unit"}));
  EXPECT_EQ(preview.rows.size(), 2U);
  EXPECT_EQ(preview.counts.rows, 2);
  EXPECT_EQ(preview.counts.bad_rows, 1);
  EXPECT_EQ(preview.counts.entries, 0);
}

TEST(ErrorsWorkbook, CanBeMendedAndImported) {
  IntakeBooks books;
  const auto path =
      books.write("t.csv",
                  "受入\n日付,伝票番号,品目,計量\n,,,正味(kg)\n2025-04-01,A1,pet,1\n"
                  "2025-04-02,A2,nothing,1.5\n2025-04-03,A3,pet,2\n2027-04-03,A4,pet,2\n");
  const ImportJob job = books.prepare(path).value();
  const ImportPreview preview = books.preview(job, true).value();
  ASSERT_EQ(preview.findings.total(), 2);
  const auto workbook = books.folder / "errors.xlsx";
  EXPECT_EQ(write_errors_workbook(job, preview, Language::ja, workbook).value(), 2);
  const ImportJob mended = books.prepare(workbook, job.mapping).value();
  EXPECT_EQ(mended.survey.columns[3].name, "計量 / 正味(kg)");
  const ImportPreview again = books.preview(mended, true).value();
  EXPECT_EQ(again.counts.rows, 2);
  EXPECT_EQ(again.findings.total(), 2);
  ASSERT_EQ(again.rows.size(), 2U);
  EXPECT_EQ(again.rows[0].cells[1], "A2");
  EXPECT_EQ(again.rows[1].cells[3], "2");
  EXPECT_NE(again.rows[0].cells[4].find("5 行目"), std::string::npos);
  EXPECT_NE(again.rows[0].cells[4].find("「nothing」という品目"), std::string::npos);
}

TEST(Templates, AreKeptByVersion) {
  IntakeBooks books;
  ImportTemplate saved{"計量", books.prepare(books.write("t.csv", three_rows))->mapping};
  ASSERT_TRUE(save_template(books.journal, books.clock, "recycler", "tester", saved));
  ASSERT_TRUE(save_template(books.journal, books.clock, "recycler", "tester", saved));
  EXPECT_EQ(entries_in(books.journal), 1);
  EXPECT_EQ(find_template(books.journal, "recycler", "計量").value(), saved);
  saved.mapping.fields.pop_back();
  ASSERT_TRUE(save_template(books.journal, books.clock, "recycler", "tester", saved));
  EXPECT_EQ(find_template(books.journal, "recycler", "計量").value(), saved);
  EXPECT_EQ(find_template(books.journal, "recycler", "none").error().code, ErrorCode::not_found);
  saved.name = "a/b";
  EXPECT_FALSE(save_template(books.journal, books.clock, "recycler", "tester", saved));
}

TEST(Mapping, IsReadBackAndRefusedWithEveryProblem) {
  const IntakeBooks books;
  const ImportMapping mapping = books.prepare(books.write("t.csv", three_rows))->mapping;
  EXPECT_EQ(read_mapping(write_json(mapping_document(mapping))).value(), mapping);
  const auto bad =
      read_mapping(R"({"format":"import-template/2","shape":"rows","fiel":{},)"
                   R"("fields":[{"field":"mas","column":"a",)"
                   R"("constant":"b"},{"field":"mass","column":1},{"field":"date","column":"d"},)"
                   R"({"field":"date","column":"d","values":[{"from":1}],"unknown_names":"x"}]})");
  ASSERT_FALSE(bad);
  std::vector<std::string> told;
  for (const Finding& finding : bad.error().findings)
    told.push_back(finding.where.column + " " + finding.what.id);
  EXPECT_EQ(told,
            std::vector<std::string>({"format intake.mapping_format",
                                      "shape intake.mapping_not_a_choice",
                                      "fields[0].field intake.mapping_field_unknown",
                                      "fields[0] intake.mapping_one_source",
                                      "fields[1].column intake.mapping_not_text",
                                      "fields[1] intake.mapping_one_source",
                                      "fields[3].unknown_names intake.mapping_not_a_choice",
                                      "fields[3].values[0].from intake.mapping_not_text",
                                      "fields[3] intake.mapping_field_twice",
                                      "fiel intake.mapping_unknown_member_near"}));
}

}  // namespace
}  // namespace meguri
