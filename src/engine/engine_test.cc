// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/internal/test_support.h"
#include "engine/request_table.h"
#include "engine/shape.h"

namespace meguri {
namespace {

using test::acceptance_pack;
using test::ask;
using test::Fields;
using test::load;
using test::TickingClock;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string detail(const Error& failure) {
  std::string text = render(failure.message, Language::en);
  for (const Finding& finding : failure.findings) {
    text += "\n" + finding.where.file + ":" + std::to_string(finding.where.row) + ":" +
            finding.where.column + ": " + render(finding.what, Language::en);
  }
  return text;
}

// Every file of a folder with its bytes, but the lock that names the process.
std::map<std::string, std::string> files_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
    if (each.is_regular_file() && each.path().extension() != ".lock") {
      files[each.path().lexically_relative(folder).string()] = test::read_bytes(each.path());
    }
  }
  return files;
}

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() { open(); }

  void open() {
    engine_.reset();
    auto opened = Engine::open(
        {.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
    if (!opened) ADD_FAILURE() << detail(opened.error());
    if (opened) engine_ = std::move(*opened);
  }

  Json body(std::string_view name, const Fields& fields = {}, Language language = Language::ja) {
    auto answer = ask(*engine_, name, fields, language);
    if (!answer) {
      ADD_FAILURE() << name << ": " << detail(answer.error());
      return nullptr;
    }
    return answer->body;
  }

  ErrorCode code(std::string_view name, const Fields& fields = {}) {
    const auto answer = ask(*engine_, name, fields);
    EXPECT_FALSE(answer) << name;
    return answer ? ErrorCode::damaged : answer.error().code;
  }

  std::string say(std::string_view name, const Fields& fields = {}) {
    const auto answer = ask(*engine_, name, fields, Language::en);
    return answer ? "" : detail(answer.error());
  }

  std::int64_t entries() { return body("status").at("journal").at("entries").as_int64(); }

  // Copies a folder of the source tree below the test's folder.
  std::string copied_pack(const std::string& source, const std::string& name) {
    std::filesystem::copy(test::source_dir() / source,
                          folder_.path() / name,
                          std::filesystem::copy_options::recursive);
    return (folder_.path() / name).string();
  }

  // Writes the acceptance pack below the test's folder, with `from` replaced by `to` in one file.
  std::string changed_pack(const std::string& name,
                           const std::string& file,
                           std::string_view from,
                           std::string_view to) {
    const std::filesystem::path source = acceptance_pack();
    for (const auto& each : std::filesystem::recursive_directory_iterator(source)) {
      if (!each.is_regular_file()) continue;
      const std::string path = each.path().lexically_relative(source).string();
      std::string bytes = test::read_bytes(each.path());
      if (path == file) {
        const std::size_t at = bytes.find(from);
        EXPECT_NE(at, std::string::npos) << file << " lacks " << from;
        if (at != std::string::npos) bytes.replace(at, from.size(), to);
      }
      folder_.write((std::filesystem::path(name) / path).string(), bytes);
    }
    return (folder_.path() / name).string();
  }

  test::Folder folder_;
  TickingClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineTest, AnEmptyFolderAnswersAndSaysWhatToDo) {
  EXPECT_EQ(body("books").at("books").as_array().size(), 0U);
  EXPECT_EQ(body("places").at("total"), Json(0));
  EXPECT_EQ(body("sources").at("packs").as_array().size(), 0U);
  EXPECT_EQ(body("indicators").at("indicators").as_array().size(), 0U);
  EXPECT_EQ(mismatch(body("status"), "StatusAnswer").value_or(""), "");
  EXPECT_EQ(code("diagnose", {{"place", "札幌市"}}), ErrorCode::not_found);
  EXPECT_THAT(say("diagnose", {{"place", "札幌市"}}), HasSubstr("meguri load"));
  EXPECT_EQ(code("flows"), ErrorCode::not_found);
  EXPECT_EQ(code("figures", {{"pack", "e-scrap"}}), ErrorCode::not_found);
  EXPECT_EQ(code("entries", {{"book", "b"}}), ErrorCode::not_found);
  EXPECT_EQ(code("no_such_request"), ErrorCode::not_found);
}

// SYSTEMS row 1: 20,000 t, 61,000 people, 3,000 t recycled of 20,000, 1,200 t buried, 900 M yen.
TEST_F(EngineTest, TheAcceptanceExampleIsDiagnosedAsByHand) {
  const auto loaded = load(*engine_, {acceptance_pack()});
  ASSERT_TRUE(loaded) << detail(loaded.error());
  const Json diagnosis = body("diagnose", {{"place", "見本市"}});
  EXPECT_EQ(mismatch(diagnosis, "DiagnosisAnswer").value_or(""), "");
  std::map<std::string, std::pair<std::string, std::string>> shown;
  for (const Json& measure : diagnosis.at("measures").as_array()) {
    const Json& figure = measure.at("primary");
    shown[std::string(measure.at("measure").as_string())] = {
        std::string(figure.at("display").as_string()), std::string(figure.at("unit").as_string())};
  }
  EXPECT_THAT(shown["waste_per_person_day"].first, HasSubstr("898.3"));
  EXPECT_EQ(shown["waste_per_person_day"].second, "g/(person*day)");
  EXPECT_EQ(shown["recycling_rate"].first, "15.0%");
  EXPECT_EQ(shown["final_disposal_rate"].first, "6.0%");
  EXPECT_THAT(shown["cost_per_tonne"].first, HasSubstr("45,000"));
  EXPECT_EQ(shown["cost_per_tonne"].second, "yen/t");
  EXPECT_THAT(shown["cost_per_person"].first, HasSubstr("14,754"));
}

TEST_F(EngineTest, LoadingTwiceBooksOnce) {
  const auto first = load(*engine_, {acceptance_pack()});
  ASSERT_TRUE(first) << detail(first.error());
  EXPECT_EQ(mismatch(first->body, "LoadAnswer").value_or(""), "");
  EXPECT_EQ(first->body.at("packs").at(0).at("outcome"), Json("loaded"));
  const std::int64_t before = entries();
  EXPECT_EQ(before, 1);
  const std::string sources = write_json(body("sources"));
  const auto second = load(*engine_, {acceptance_pack()});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->body.at("packs").at(0).at("outcome"), Json("unchanged"));
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(write_json(body("sources")), sources);
  // And the same pack named twice in one command is one pack.
  open();
  const auto twice = load(*engine_, {acceptance_pack(), acceptance_pack()});
  ASSERT_TRUE(twice) << detail(twice.error());
  EXPECT_EQ(entries(), before);
}

TEST_F(EngineTest, TheSamePackTwiceInOneFirstLoadIsBookedOnce) {
  const auto twice = load(*engine_, {acceptance_pack(), acceptance_pack()});
  if (twice) {
    EXPECT_EQ(entries(), 1);
    EXPECT_EQ(body("sources").at("packs").as_array().size(), 1U);
  } else {
    EXPECT_NE(twice.error().code, ErrorCode::conflict) << "a message for people, not of the books";
    EXPECT_EQ(entries(), 0);
  }
}

TEST_F(EngineTest, ReopenedItAnswersWithTheSameBytes) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  const auto all = [&] {
    std::string text;
    for (const Language language : {Language::ja, Language::en}) {
      text += write_json(body("diagnose", {{"place", "37999"}}, language));
      text += write_json(
          body("flows", {{"data_set", "acceptance-diagnosis"}, {"place", "37999"}}, language));
      text += write_json(body("sources", {}, language)) + write_json(body("books", {}, language));
      text += write_json(body("entries", {{"book", "reference"}}, language));
    }
    return text;
  };
  const std::string before = all();
  open();
  EXPECT_EQ(all(), before);
  EXPECT_EQ(mismatch(body("rebuild"), "RebuildAnswer").value_or(""), "");
  EXPECT_EQ(all(), before);
}

// A newer version replaces the older; going back to the older bytes is a load like any other.
TEST_F(EngineTest, ANewVersionReplacesAndTheOldOneMayComeBack) {
  const std::string newer = changed_pack(
      "newer", "tables/amounts.csv", "37999,\"61,000\",\"20,000\"", "37999,\"61,000\",\"24,000\"");
  folder_.write("newer/expected.toml", "");
  const auto waste = [&] {
    const Json diagnosis = body("diagnose", {{"place", "37999"}});
    for (const Json& figure : diagnosis.at("key_figures").as_array()) {
      if (figure.at("id") == Json("generated") || figure.at("id") == Json("total_waste")) {
        return std::string(figure.at("value").as_string());
      }
    }
    return std::string("none");
  };
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  EXPECT_EQ(waste(), "20000");
  const auto second = load(*engine_, {newer});
  ASSERT_TRUE(second) << detail(second.error());
  EXPECT_EQ(waste(), "24000");
  EXPECT_EQ(entries(), 2);
  const auto back = load(*engine_, {acceptance_pack()});
  ASSERT_TRUE(back) << detail(back.error());
  EXPECT_EQ(back->body.at("packs").at(0).at("outcome"), Json("loaded"));
  EXPECT_EQ(waste(), "20000");
  EXPECT_EQ(entries(), 3);
  EXPECT_EQ(body("sources").at("packs").as_array().size(), 1U);
  open();
  EXPECT_EQ(waste(), "20000");
  body("rebuild");
  EXPECT_EQ(waste(), "20000");
}

TEST_F(EngineTest, EvidenceOfReplacedDataSaysSo) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  const Json diagnosis = body("diagnose", {{"place", "37999"}});
  const std::string handle(diagnosis.at("measures").at(0).at("primary").at("evidence").as_string());
  EXPECT_EQ(mismatch(body("explain", {{"handle", handle}}), "Explanation").value_or(""), "");
  const std::string newer =
      changed_pack("newer", "pack.toml", "version = \"1\"", "version = \"2\"");
  ASSERT_TRUE(load(*engine_, {newer}));
  EXPECT_EQ(code("explain", {{"handle", handle}}), ErrorCode::conflict);
  EXPECT_THAT(say("explain", {{"handle", handle}}), HasSubstr("version 2"));
}

// A handle in an old report goes on opening while other data come and go.
TEST_F(EngineTest, EvidenceOutlivesOtherLoads) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  const Json diagnosis = body("diagnose", {{"place", "37999"}});
  const std::string handle(diagnosis.at("measures").at(0).at("primary").at("evidence").as_string());
  const Json before = body("explain", {{"handle", handle}});
  ASSERT_TRUE(load(*engine_, {(test::source_dir() / "packs/pet-bottle-loop").string()}));
  open();
  const Json after = body("explain", {{"handle", handle}});
  EXPECT_EQ(after.at("handle"), Json(handle));
  for (const char* const key : {"title", "formula", "formula_with_values", "place_name"}) {
    EXPECT_EQ(after.at(key), before.at(key)) << key;
  }
  for (const char* const key : {"value", "low", "high", "display"}) {
    EXPECT_EQ(after.at("figure").at(key), before.at("figure").at(key)) << key;
  }
  // A position that the journal has not reached comes from other books.
  const std::string future = "m1:999999" + handle.substr(handle.find(':', 3));
  EXPECT_EQ(code("explain", {{"handle", future}}), ErrorCode::not_found);
}

TEST_F(EngineTest, AFileWhereTheFolderShouldBeIsAnErrorAndNoCrash) {
  folder_.write("in_the_way", "text");
  const auto opened = Engine::open(
      {.data = folder_.path() / "in_the_way", .address = "", .access_note_id = ""}, clock_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::io_failure);
  EXPECT_THAT(detail(opened.error()), HasSubstr("in_the_way"));
}

TEST_F(EngineTest, ABrokenPackWritesNothing) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  const std::string broken =
      changed_pack("broken", "tables/amounts.csv", "\"20,000\"", "\"▲20,000\"");
  const std::string good = (test::source_dir() / "packs/e-scrap").string();
  engine_.reset();
  open();
  body("status");
  const auto before = files_of(folder_.path() / "data");
  const auto answer = load(*engine_, {good, broken});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::findings);
  ASSERT_FALSE(answer.error().findings.empty());
  const Finding& first = answer.error().findings.front();
  EXPECT_THAT(first.where.file, HasSubstr("amounts.csv"));
  EXPECT_EQ(first.where.row, 2);
  EXPECT_EQ(first.where.column, "total_waste_t");
  EXPECT_NE(render(first.fix(), Language::ja), first.fix().id);
  EXPECT_EQ(entries(), 1);
  EXPECT_EQ(body("books").at("books").as_array().size(), 1U);
  const auto after = files_of(folder_.path() / "data");
  std::vector<std::string> names_before;
  std::vector<std::string> names_after;
  for (const auto& [name, bytes] : before) {
    names_before.push_back(name);
    if (name.starts_with("journal") || name.starts_with("documents")) {
      ASSERT_TRUE(after.contains(name)) << name;
      EXPECT_EQ(after.at(name), bytes) << name << " changed";
    }
  }
  names_after.reserve(after.size());
  for (const auto& [name, bytes] : after)
    names_after.push_back(name);
  EXPECT_EQ(names_after, names_before);
}

TEST_F(EngineTest, MissingFoldersAndFilesAreFindings) {
  const auto missing = load(*engine_, {(folder_.path() / "no-such-pack").string()});
  ASSERT_FALSE(missing);
  EXPECT_THAT(detail(missing.error()), HasSubstr("no-such-pack"));
  for (const Finding& finding : missing.error().findings) {
    EXPECT_NE(render(finding.fix(), Language::en), finding.fix().id) << finding.fix().id;
  }
  const auto no_requirement =
      load(*engine_, {(test::source_dir() / "packs/municipal-waste").string()});
  ASSERT_FALSE(no_requirement);
  EXPECT_THAT(detail(no_requirement.error()), HasSubstr("japan-base"));
  EXPECT_EQ(entries(), 0);
}

TEST_F(EngineTest, CheckPackWritesNothingAndTellsEveryExpectation) {
  const Json checked = body("check_pack", {{"directory", acceptance_pack()}});
  EXPECT_EQ(mismatch(checked, "CheckAnswer").value_or(""), "");
  EXPECT_GT(checked.at("expected").as_array().size(), 5U);
  for (const Json& expected : checked.at("expected").as_array())
    EXPECT_TRUE(expected.at("ok").as_bool());
  EXPECT_EQ(entries(), 0);
  EXPECT_EQ(body("books").at("books").as_array().size(), 0U);
  // A pack that requires another is checked with the one that stands beside it.
  const auto waste = ask(*engine_,
                         "check_pack",
                         {{"directory", (test::source_dir() / "packs/municipal-waste/").string()}});
  ASSERT_TRUE(waste) << detail(waste.error());
  EXPECT_EQ(waste->body.at("pack"), Json("municipal-waste"));
  EXPECT_EQ(entries(), 0);
}

TEST_F(EngineTest, AnExpectationThatFailsIsAFindingOfItsPlace) {
  const std::string wrong = changed_pack("wrong", "expected.toml", "\"898.3\"", "\"898.4\"");
  const auto answer = load(*engine_, {wrong});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::findings);
  EXPECT_THAT(detail(answer.error()), AllOf(HasSubstr("expected.toml"), HasSubstr("898.4")));
  EXPECT_EQ(entries(), 0);
}

// The books refuse what the files alone cannot show to be wrong; the refusal says so in words.
TEST_F(EngineTest, EntriesThatDoNotBalanceOrExceedTheStockAreFindingsWithTheirRow) {
  const std::string pack = copied_pack("packs/pet-bottle-loop", "loop");
  const std::string file = "loop/tables/entries.csv";
  std::string bytes = test::read_bytes(folder_.path() / file);
  const std::string_view sent = "collector_sorting,C-B01,bales,-10000";
  const std::size_t at = bytes.find(sent);
  ASSERT_NE(at, std::string::npos);
  folder_.write(file, bytes.replace(at, sent.size(), "collector_sorting,C-B01,bales,-10001"));
  const auto unbalanced = load(*engine_, {pack});
  ASSERT_FALSE(unbalanced);
  EXPECT_EQ(unbalanced.error().code, ErrorCode::findings);
  EXPECT_THAT(detail(unbalanced.error()),
              AllOf(HasSubstr("entries.csv"), HasSubstr("c-2025-04-09")));
  for (const Finding& finding : unbalanced.error().findings) {
    EXPECT_GT(finding.where.row, 1);
    for (const Language language : {Language::ja, Language::en}) {
      EXPECT_NE(render(finding.what, language).substr(0, 8), "journal.") << finding.what.id;
      EXPECT_NE(render(finding.fix(), language).substr(0, 8), "journal.") << finding.what.id;
    }
  }
  EXPECT_EQ(entries(), 0);
}

// Booked is booked: a newer version that tells an entry otherwise is refused, and nothing changes.
TEST_F(EngineTest, AnEntryCannotBeToldOtherwiseByANewVersion) {
  ASSERT_TRUE(load(*engine_, {(test::source_dir() / "packs/pet-bottle-loop").string()}));
  const std::int64_t before = entries();
  const std::string books = write_json(body("books"));
  const std::string pack = copied_pack("packs/pet-bottle-loop", "loop");
  const std::string file = "loop/tables/entries.csv";
  std::string bytes = test::read_bytes(folder_.path() / file);
  const std::string_view slip = "見本-0403";
  for (std::size_t at = bytes.find(slip); at != std::string::npos; at = bytes.find(slip)) {
    bytes.replace(at, slip.size(), "見本-9403");
  }
  folder_.write(file, bytes);
  const auto refused = load(*engine_, {pack});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict) << detail(refused.error());
  EXPECT_THAT(detail(refused.error()), HasSubstr("already has an entry"));
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(write_json(body("books")), books);
}

// Places that are each other's parent, or report as nobody, would make sums run in circles.
TEST_F(EngineTest, PlacesInACircleAreFindings) {
  const std::string circle =
      changed_pack("circle", "tables/places.csv", "37,prefecture,JP", "37,prefecture,37999");
  const auto answer = load(*engine_, {circle});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::findings) << detail(answer.error());
  EXPECT_EQ(entries(), 0);
}

TEST_F(EngineTest, OneProcessOwnsAFolderAndTellsItsAddress) {
  engine_.reset();
  const EngineOptions options{
      .data = folder_.path() / "data", .address = "http://127.0.0.1:1", .access_note_id = ""};
  EXPECT_EQ(*owner_address(options.data), "");
  {
    const auto owner = Engine::open(options, clock_);
    ASSERT_TRUE(owner);
    EXPECT_EQ(*owner_address(options.data), "http://127.0.0.1:1");
    const auto second = Engine::open(options, clock_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    EXPECT_EQ(problem_document(second.error(), Language::en, "").at("status"), Json(503));
  }
  EXPECT_EQ(*owner_address(options.data), "");
}

// The columns are disposable: lost or damaged, they are made anew from the journal.
TEST_F(EngineTest, LostOrDamagedColumnsAreMadeAnew) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  const std::string before = write_json(body("diagnose", {{"place", "37999"}}));
  engine_.reset();
  const std::filesystem::path columns = folder_.path() / "data/columns.duckdb";
  ASSERT_TRUE(std::filesystem::exists(columns));
  std::filesystem::remove(columns);
  std::filesystem::remove(columns.string() + ".wal");
  open();
  EXPECT_EQ(write_json(body("diagnose", {{"place", "37999"}})), before);
  engine_.reset();
  std::ofstream(columns, std::ios::binary | std::ios::trunc) << "this is no database";
  open();
  EXPECT_EQ(write_json(body("diagnose", {{"place", "37999"}})), before);
}

// The documents are the truth of what was published: damaged, the engine refuses and says so.
TEST_F(EngineTest, DamagedDocumentsAreNoticedAndNeverReadSilently) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  engine_.reset();
  std::size_t damaged = 0;
  for (const auto& each :
       std::filesystem::recursive_directory_iterator(folder_.path() / "data/documents")) {
    if (!each.is_regular_file()) continue;
    std::string bytes = test::read_bytes(each.path());
    if (bytes.find("37999,\"61,000\"") == std::string::npos) continue;
    bytes[bytes.find("61,000")] = '9';
    std::filesystem::permissions(each.path(), std::filesystem::perms::owner_all);
    std::ofstream(each.path(), std::ios::binary | std::ios::trunc) << bytes;
    ++damaged;
  }
  ASSERT_EQ(damaged, 1U);
  const auto opened =
      Engine::open({.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::damaged);
}

TEST_F(EngineTest, UnknownPlacesPeriodsAndIndicatorsAreExplained) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  EXPECT_EQ(code("diagnose", {{"place", "アトランティス"}}), ErrorCode::not_found);
  EXPECT_THAT(say("diagnose", {{"place", "見本"}}),
              HasSubstr("37999"));  // 見本国, 見本県 or 見本市
  EXPECT_EQ(code("diagnose", {{"place", "37999"}, {"period", "FY1999"}}), ErrorCode::not_found);
  EXPECT_THAT(say("diagnose", {{"place", "37999"}, {"period", "FY1999"}}), HasSubstr("FY2024"));
  EXPECT_EQ(code("diagnose", {{"place", "37999"}, {"period", "someday"}}),
            ErrorCode::invalid_input);
  EXPECT_EQ(code("indicators", {{"indicator", "recycling_rat"}}), ErrorCode::not_found);
  EXPECT_THAT(say("indicators", {{"indicator", "recycling_rat"}}), HasSubstr("recycling_rate"));
  EXPECT_EQ(code("indicators", {{"indicator", "recycling_rate"}, {"parent", "ナルニア"}}),
            ErrorCode::not_found);
  EXPECT_EQ(code("places", {{"parent", "ナルニア"}}), ErrorCode::not_found);
  EXPECT_THAT(say("flows", {{"data_set", "acceptance"}}), HasSubstr("acceptance-diagnosis"));
  EXPECT_EQ(code("flows", {{"data_set", "acceptance-diagnosis"}, {"cut_off", "2"}}),
            ErrorCode::invalid_input);
  EXPECT_EQ(code("places", {{"limit", "5001"}}), ErrorCode::invalid_input);
  EXPECT_EQ(code("explain", {{"handle", "m1:nonsense"}}), ErrorCode::invalid_input);
  EXPECT_EQ(code("explain", {{"handle", "m1:1:no-pack@000000000000:term:a:b:c"}}),
            ErrorCode::not_found);
}

// Every handle of some kinds, names, places, periods and paths, right and wrong ones.
std::vector<std::string> handles_of_all_sorts(const std::string& prefix) {
  const std::vector<std::vector<std::string>> members = {
      {":indicator",
       ":term",
       ":flow",
       ":derived",
       ":quantity",
       ":entry",
       ":figure",
       ":identity",
       ":potential",
       ":standing"},
      {":waste_per_person_day.statistics",
       ":generated",
       ":population",
       ":total_waste",
       ":boards_origins",
       ":",
       ":no_such",
       ":boards_2022/europe",
       ":pet-collector%231",
       ":pet-collector%230",
       ":pet-collector%23",
       ":%23",
       ":reference%231",
       ":reference%23-1",
       ":collector_yard%3Ecollector_sorting%3Ecollected_bottles",
       ":pet-collector%2399999999999999999999",
       ":boards_import_europe"},
      {":37999", ":37", ":JP", ":", ":99999"},
      {":FY2024", ":", ":all", ":2025-04", ":CY2022"},
      {"",
       ":band/median",
       ":prefecture/best_quarter",
       ":nation/",
       ":/median",
       ":band",
       ":recorded",
       ":diagram",
       ":turned",
       ":nation/other"},
  };
  std::vector<std::string> handles = {prefix};
  for (const auto& choices : members) {
    std::vector<std::string> longer;
    for (const std::string& handle : handles) {
      for (const std::string& choice : choices)
        longer.push_back(handle + choice);
    }
    handles = std::move(longer);
  }
  return handles;
}

// Anything can be pasted into an address: every kind of evidence with every kind of name answers or
// refuses, and never brings the process down.
TEST_F(EngineTest, NoHandleBringsItDown) {
  ASSERT_TRUE(load(*engine_,
                   {acceptance_pack(),
                    (test::source_dir() / "packs/e-scrap").string(),
                    (test::source_dir() / "packs/pet-bottle-loop").string()}));
  const JsonArray packs = body("sources").at("packs").as_array();
  std::int64_t answered = 0;
  for (const Json& pack : packs) {
    const std::string prefix = "m1:" + std::to_string(entries()) + ":" +
                               std::string(pack.at("id").as_string()) + "@" +
                               std::string(pack.at("hash").as_string()).substr(0, 12);
    for (const std::string& handle : handles_of_all_sorts(prefix)) {
      const auto answer = ask(*engine_, "explain", {{"handle", handle}});
      if (!answer) continue;
      ++answered;
      EXPECT_EQ(answer->body.at("handle"), Json(handle));
      const auto problem = mismatch(answer->body, "Explanation");
      EXPECT_FALSE(problem) << handle << ' ' << problem.value_or("");
    }
  }
  EXPECT_GT(answered, 10);
}

TEST_F(EngineTest, EveryReadHasAnEtagThatChangesWithTheBooks) {
  const std::string empty = ask(*engine_, "places")->etag;
  EXPECT_FALSE(empty.empty());
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  const std::string loaded = ask(*engine_, "places")->etag;
  EXPECT_NE(loaded, empty);
  EXPECT_EQ(ask(*engine_, "places")->etag, loaded);
  EXPECT_NE(ask(*engine_, "places", {}, Language::en)->etag, loaded);
  open();
  EXPECT_EQ(ask(*engine_, "places")->etag, loaded);
}

}  // namespace
}  // namespace meguri
