// SPDX-License-Identifier: Apache-2.0
// What one request costs inside the process, with everything about Japan loaded: a diagnosis, a
// table of all towns, a search, a step down the evidence; and opening a folder that has it all.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "engine/engine.h"

namespace meguri {
namespace {

const SystemClock& system_clock() {
  static const SystemClock clock;
  return clock;
}

// A folder with the packs of this repository, made once and removed at the end.
class Japan {
 public:
  Japan() {
    std::string pattern = (std::filesystem::temp_directory_path() / "meguri-bench-XXXXXX").string();
    MEGURI_CHECK(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
    open();
    Request load;
    load.name = "load";
    for (const char* const pack : {"japan-base", "municipal-waste", "e-scrap", "pet-bottle-loop"}) {
      load.fields["directories"].push_back(
          (std::filesystem::path(MEGURI_SOURCE_DIR) / "packs" / pack).string());
    }
    MEGURI_CHECK(engine_->ask(load).has_value());
  }
  Japan(const Japan&) = delete;
  Japan& operator=(const Japan&) = delete;
  ~Japan() {
    engine_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  void open() {
    engine_.reset();
    auto opened =
        Engine::open({.data = path_, .address = "", .access_note_id = ""}, system_clock());
    MEGURI_CHECK(opened.has_value());
    engine_ = std::move(*opened);
  }

  Answer ask(const char* name, const std::map<std::string, std::string>& fields) {
    Request request;
    request.name = name;
    for (const auto& [field, value] : fields)
      request.fields[field] = {value};
    auto answer = engine_->ask(request);
    MEGURI_CHECK(answer.has_value());
    return std::move(*answer);
  }

 private:
  std::filesystem::path path_;
  std::unique_ptr<Engine> engine_;
};

Japan& japan() {
  static Japan loaded;
  return loaded;
}

void measure(benchmark::State& state,
             const char* name,
             const std::map<std::string, std::string>& fields) {
  std::size_t bytes = write_json(japan().ask(name, fields).body).size();  // loads before timing
  for ([[maybe_unused]] const auto step : state) {
    bytes = write_json(japan().ask(name, fields).body).size();
  }
  MEGURI_CHECK(bytes > 0);
  state.counters["bytes"] = static_cast<double>(bytes);
}

void diagnose_a_town(benchmark::State& state) { measure(state, "diagnose", {{"place", "01100"}}); }
void diagnose_the_nation(benchmark::State& state) { measure(state, "diagnose", {{"place", "JP"}}); }
void report_for_the_council(benchmark::State& state) {
  measure(state, "report", {{"place", "01100"}});
}
void table_of_all_towns(benchmark::State& state) {
  measure(state, "indicators", {{"indicator", "waste_per_person_day"}});
}
void flows_of_a_town(benchmark::State& state) { measure(state, "flows", {{"place", "01100"}}); }
void flows_of_the_nation(benchmark::State& state) { measure(state, "flows", {{"place", "JP"}}); }
void flows_of_books(benchmark::State& state) {
  measure(state, "flows", {{"data_set", "pet-bottle-loop"}});
}
void search_in_kana(benchmark::State& state) { measure(state, "places", {{"q", "さっぽろ"}}); }

void explain_the_nations_sum(benchmark::State& state) {
  const Answer diagnosis = japan().ask("diagnose", {{"place", "JP"}});
  const Json& figure = diagnosis.body.at("key_figures").at(0);
  measure(state, "explain", {{"handle", std::string(figure.at("evidence").as_string())}});
}

void open_what_is_loaded(benchmark::State& state) {
  for ([[maybe_unused]] const auto step : state)
    japan().open();
}

BENCHMARK(diagnose_a_town)->Unit(benchmark::kMillisecond);
BENCHMARK(diagnose_the_nation)->Unit(benchmark::kMillisecond);
BENCHMARK(report_for_the_council)->Unit(benchmark::kMillisecond);
BENCHMARK(table_of_all_towns)->Unit(benchmark::kMillisecond);
BENCHMARK(flows_of_a_town)->Unit(benchmark::kMillisecond);
BENCHMARK(flows_of_the_nation)->Unit(benchmark::kMillisecond);
BENCHMARK(flows_of_books)->Unit(benchmark::kMillisecond);
BENCHMARK(search_in_kana)->Unit(benchmark::kMillisecond);
BENCHMARK(explain_the_nations_sum)->Unit(benchmark::kMillisecond);
BENCHMARK(open_what_is_loaded)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace meguri
