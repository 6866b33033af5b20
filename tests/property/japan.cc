// SPDX-License-Identifier: Apache-2.0
#include "japan.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "base/random.h"

namespace meguri::japan {

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "meguri-japan-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::vector<std::string>> csv_of(const std::filesystem::path& file) {
  const std::string bytes = bytes_of(file);
  std::vector<std::vector<std::string>> records{{""}};
  bool quoted = false;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const char letter = bytes[at];
    if (quoted && letter == '"' && at + 1 < bytes.size() && bytes[at + 1] == '"') {
      records.back().back() += '"';
      ++at;
    } else if (letter == '"') {
      quoted = !quoted;
    } else if (!quoted && letter == ',') {
      records.back().emplace_back();
    } else if (!quoted && letter == '\n') {
      records.push_back({""});
    } else if (quoted || letter != '\r') {
      records.back().back() += letter;
    }
  }
  if (records.back() == std::vector<std::string>{""}) records.pop_back();
  return records;
}

std::map<std::string, std::string> column_of(const std::vector<std::vector<std::string>>& records,
                                             std::string_view name) {
  const auto& header = records.front();
  const auto column = static_cast<std::size_t>(std::ranges::find(header, name) - header.begin());
  std::map<std::string, std::string> result;
  for (std::size_t row = 1; row < records.size(); ++row) {
    result[records[row].front()] = records[row].at(column);
  }
  return result;
}

std::string said(const Error& failure) {
  std::string text = render(failure.message, Language::en);
  for (const Finding& finding : failure.findings) {
    text += "\n" + finding.where.file + ":" + std::to_string(finding.where.row) + ":" +
            finding.where.column + ": " + render(finding.what, Language::en);
  }
  return text;
}

std::unique_ptr<Engine> open(const std::filesystem::path& data) {
  static const SystemClock clock;
  auto opened = Engine::open({.data = data, .address = "", .access_note_id = ""}, clock);
  if (opened) return std::move(*opened);
  ADD_FAILURE() << said(opened.error());
  std::abort();
}

Result<Answer> ask(Engine& engine, std::string_view name, const Fields& fields, Language language) {
  Request request;
  request.name = std::string(name);
  request.language = language;
  for (const auto& [field, value] : fields)
    request.fields[field] = {value};
  return engine.ask(request);
}

Result<Answer> load(Engine& engine, const std::vector<std::string>& folders) {
  Request request;
  request.name = "load";
  request.fields["directories"] = folders;
  return engine.ask(request);
}

Engine& engine() {
  struct Loaded {
    Folder folder;
    std::unique_ptr<Engine> engine = open(folder.path() / "data");
    Loaded() {
      const auto answer = load(*engine, pack_folders());
      if (!answer) {
        ADD_FAILURE() << said(answer.error());
        std::abort();
      }
    }
  };
  static const Loaded loaded;
  return *loaded.engine;
}

Json body(std::string_view name, const Fields& fields, Language language) {
  auto answer = ask(engine(), name, fields, language);
  if (answer) return answer->body;
  std::string asked;
  for (const auto& [field, value] : fields)
    asked += " " + field + "=" + value;
  ADD_FAILURE() << name << asked << ": " << said(answer.error());
  return nullptr;
}

std::string text(const Json& object, std::string_view key) {
  const Json& value = object.at(key);
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

const std::vector<std::string>& municipalities() {
  static const std::vector<std::string> codes = [] {
    std::vector<std::string> result;
    const Json answer = body("places", {{"level", "municipality"}, {"limit", "5000"}});
    for (const Json& place : answer.at("places").as_array())
      result.push_back(text(place, "code"));
    return result;
  }();
  return codes;
}

std::vector<std::string> sample(std::uint64_t seed, std::size_t more) {
  std::vector<std::string> result{"01100", "13100", "13402"};  // 13402 青ヶ島村: 161 people
  Random random(seed);
  while (result.size() < more + 3) {
    result.push_back(municipalities()[random.below(municipalities().size())]);
  }
  return result;
}

namespace {

void visit_under(const Json& at,
                 std::string_view key,
                 const std::function<void(const JsonObject&, std::string_view)>& call) {
  if (const JsonObject* const object = at.if_object()) {
    call(*object, key);
    for (const auto& member : *object)
      visit_under(member.value(), member.key(), call);
  } else if (const JsonArray* const array = at.if_array()) {
    for (const Json& each : *array)
      visit_under(each, "", call);
  }
}

}  // namespace

void visit(const Json& document,
           const std::function<void(const JsonObject&, std::string_view key)>& call) {
  visit_under(document, "", call);
}

bool is_figure(const JsonObject& object) {
  return object.contains("value") && object.contains("display") && object.contains("quality") &&
         object.contains("evidence");
}

Decimal decimal(std::string_view text) {
  const auto parsed = parse_decimal(text);
  EXPECT_TRUE(parsed) << "no plain decimal: " << text;
  return parsed ? *parsed : Decimal();
}

Decimal sum(const Decimal& left, const Decimal& right) {
  const int scale = std::max(left.scale(), right.scale());
  return {left.coefficient() * power_of_ten(scale - left.scale()) +
              right.coefficient() * power_of_ten(scale - right.scale()),
          scale};
}

}  // namespace meguri::japan
