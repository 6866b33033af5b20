// SPDX-License-Identifier: Apache-2.0
// Renderers against golden texts: apps/cli/golden/<request>[.<case>].json is an answer that
// conforms to its shape, .ja.txt and .en.txt what is printed. MEGURI_UPDATE_GOLDEN=1 writes them.
#include "cli/render.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "engine/request_table.h"
#include "engine/shape.h"

namespace meguri {
namespace {

std::filesystem::path golden_folder() {
  return std::filesystem::path(MEGURI_SOURCE_DIR) / "apps/cli/golden";
}

std::string read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::filesystem::path> answers() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(golden_folder())) {
    if (entry.path().extension() == ".json") found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

void expect_golden(const std::string& text, const std::filesystem::path& path) {
  if (std::getenv("MEGURI_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(text, read_all(path)) << path;
}

// A view of words that lead into a request shows that request's answer.
std::string request_shown_as(const std::string& view) {
  for (const CommandWay& way : command_ways()) {
    if (way.view == view) return std::string(way.request);
  }
  return view;
}

TEST(RenderAnswer, GoldenTexts) {
  ASSERT_FALSE(answers().empty());
  for (const auto& path : answers()) {
    const std::string stem = path.stem().string();
    const std::string request = stem.substr(0, stem.find('.'));
    const auto document = parse_json(read_all(path), path.string());
    ASSERT_TRUE(document) << path;
    const bool is_problem = request == "problem";
    if (!is_problem) {
      const RequestSpec* const spec = find_request(request_shown_as(request));
      ASSERT_NE(spec, nullptr) << path;
      EXPECT_EQ(mismatch(*document, spec->answer), std::nullopt) << path;
    }
    for (const Language language : {Language::ja, Language::en}) {
      Page page(language, false);
      if (is_problem) {
        render_problem(*document, page);
      } else {
        render_answer(request, *document, page);
      }
      expect_golden(page.text(),
                    golden_folder() / (stem + "." + std::string(tag_of(language)) + ".txt"));
    }
  }
}

// Every request has a golden answer, so that a new one cannot come without its renderer's test.
TEST(RenderAnswer, EveryRequestIsCovered) {
  std::vector<std::string> covered;
  for (const auto& path : answers()) {
    covered.push_back(path.stem().string().substr(0, path.stem().string().find('.')));
  }
  for (const RequestSpec& request : request_table()) {
    if (request.formats.html) continue;  // shown as HTML
    EXPECT_NE(std::ranges::find(covered, request.name), covered.end()) << request.name;
  }
  for (const CommandWay& way : command_ways()) {
    if (way.view.empty()) continue;
    EXPECT_NE(std::ranges::find(covered, way.view), covered.end()) << way.view;
  }
}

// Whatever a document looks like, a renderer shows what it can.
TEST(RenderAnswer, StrangeShapesAreBorne) {
  for (const char* const strange :
       {"null",
        "[]",
        "{}",
        "3",
        R"({"places":3,"measures":[1,null,{}],"links":[[]],"figure":[]})",
        R"({"packs":[{}],"entries":[{"lines":[3]}],"inputs":[{}],"checks":[{}],"selected":{}})"}) {
    const auto document = parse_json(strange, "strange");
    ASSERT_TRUE(document);
    for (const RequestSpec& request : request_table()) {
      Page page(Language::en, false);
      render_answer(request.name, *document, page);
    }
    for (const CommandWay& way : command_ways()) {
      Page page(Language::en, false);
      render_answer(way.view, *document, page);
    }
    Page page(Language::en, true);
    render_problem(*document, page);
    render_any(*document, page);
  }
}

TEST(RenderAnswer, NamesFromFilesCannotMoveTheCursor) {
  const Json answer = {{"places", JsonArray{Json{{"code", "\x1b[2J"}, {"name", "a\nb"}}}},
                       {"total", 1}};
  Page page(Language::en, false);
  render_places(answer, page);
  EXPECT_EQ(page.text().find('\x1b'), std::string::npos);
  EXPECT_EQ(page.text().find("a\nb"), std::string::npos);
}

TEST(PageTable, AlignsWideTextAndDropsEmptyColumns) {
  Page page(Language::en, false);
  const std::array columns = {
      Column{"name", Align::left}, Column{"none", Align::left}, Column{"t", Align::right}};
  const std::array rows = {std::vector<std::string>{"札幌市", "", "1"},
                           std::vector<std::string>{"a", "", "1,000"}};
  page.table(columns, rows);
  EXPECT_EQ(page.text(),
            "  name        t\n"
            "  札幌市      1\n"
            "  a       1,000\n");
}

}  // namespace
}  // namespace meguri
