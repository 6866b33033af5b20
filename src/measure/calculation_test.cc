// SPDX-License-Identifier: Apache-2.0
#include "measure/calculation.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "measure/calculation_change.h"
#include "measure/calculation_draws.h"
#include "measure/internal/test_world.h"

namespace meguri {
namespace {

using test::Asked;
using test::told;
using test::World;

constexpr std::string_view figures_csv =
    "key,value,unit,year,source,licence,status,name_ja,name_en\n"
    "share,30,%,CY2022,invented,Apache-2.0,unverified,割合,Share\n"
    "factor,2.5,t/t,CY2022,invented,Apache-2.0,verified,係数,Factor\n"
    "price,100,yen/t,CY2022,invented,Apache-2.0,verified,単価,Price\n";

std::string name(std::string_view id) {
  return "id = \"" + std::string(id) + "\"\nname = { ja = \"" + std::string(id) + "\", en = \"" +
         std::string(id) + "\" }\n";
}

std::string head(std::string_view id) {
  return "[[calculation]]\nid = \"" + std::string(id) +
         "\"\nprogramme = \"3a\"\nkind = \"effect\"\ntitle = { ja = \"題\", en = \"Title\" }\n"
         "question = { ja = \"問い\", en = \"Question\" }\n";
}

std::string input(std::string_view id, std::string_view unit, std::string_view more = "") {
  return "[[calculation.input]]\n" + name(id) + "unit = \"" + std::string(unit) + "\"\n" +
         std::string(more) + "\n";
}

std::string step(std::string_view id,
                 std::string_view formula,
                 std::string_view unit,
                 std::string_view more = "") {
  return "[[calculation.step]]\n" + name(id) + "formula = \"" + std::string(formula) +
         "\"\nunit = \"" + std::string(unit) + "\"\n" + std::string(more) + "\n";
}

std::string verdict(std::string_view id, std::string_view when, std::string_view more = "") {
  return "[[calculation.verdict]]\n" + name(id) + "when = \"" + std::string(when) +
         "\"\nyes = { ja = \"適\", en = \"Fits\" }\nno = { ja = \"否\", en = \"Does not\" }\n"
         "basis = { ja = \"法\", en = \"Law\" }\njurisdiction = \"JP\"\nversion = \"1\"\n"
         "status = \"standard\"\nsource = \"invented\"\n" +
         std::string(more) + "\n";
}

// Flows with a mass, a recovery potential and what was recovered of it.
const std::string outflows =
    "[[calculation.list]]\n" + name("out") + "[[calculation.list.column]]\n" + name("mass") +
    "unit = \"t\"\nminimum = \"0\"\n" + "[[calculation.list.column]]\n" + name("potential") +
    "unit = \"1\"\n" + "[[calculation.list.column]]\n" + name("recovered") + "unit = \"1\"\n" +
    "[[calculation.list.sample]]\nrow = { ja = \"C\", en = \"C\" }\nmass = \"80\"\n"
    "potential = \"0.9\"\nrecovered = \"0.5\"\n"
    "[[calculation.list.sample]]\nrow = { ja = \"D\", en = \"D\" }\nmass = \"20\"\n"
    "potential = \"0\"\nrecovered = \"0\"\n";

// Two towns with household waste, one of which does not say how much, and a pack with these.
World world_with(std::string_view calculations) {
  World world = test::world_of(
      "{ name = \"household\", type = \"number\", quantity = \"household\", unit = \"t\" },\n",
      "code,household\n01100,1000\n01202,…\n",
      "[[quantity]]\n" + name("household") + "unit = \"t\"\n");
  MemoryFiles pack;
  pack.put("pack.toml", test::figures_toml("effects", "\"base\", \"waste\""));
  pack.put("figures.csv", std::string(figures_csv));
  pack.put("calculations.toml", std::string(calculations));
  world.add(pack);
  return world;
}

FigureSet figures_of(const World& world) {
  auto figures = FigureSet::build(measured_packs(world.all()), figure_input(world.all()));
  EXPECT_TRUE(figures) << told(figures.error());
  return std::move(*figures);
}

struct Built {
  explicit Built(std::string_view calculations)
      : world(world_with(calculations)),
        measurement(Asked::of(world).measurement),
        figures(figures_of(world)),
        set(CalculationSet::build(world.all(), measurement, figures)) {}

  const CalculationSet& get() const {
    EXPECT_TRUE(set) << told(set.error());
    return *set;
  }
  CalculationRun run(std::string_view id, CalculationQuestion question = {}) const {
    const Calculation* const calculation = get().find(id);
    EXPECT_NE(calculation, nullptr) << id;
    return get().run(*calculation, std::move(question));
  }
  // In the step's unit.
  static double number(const CalculationRun& run, std::string_view id) {
    const std::uint32_t index = run.calculation->step(id).value();
    const Value& value = run.steps[index].value;
    EXPECT_TRUE(value.is_known()) << id;
    return static_cast<double>(value.point /
                               static_cast<Real>(run.calculation->steps[index].unit.factor()));
  }
  static const Value& value(const CalculationRun& run, std::string_view id) {
    return run.steps[run.calculation->step(id).value()].value;
  }
  std::vector<std::string> finding_ids() const {
    std::vector<std::string> ids;
    EXPECT_FALSE(set);
    if (set) return ids;
    for (const Finding& finding : set.error().findings) {
      for (const Language language : {Language::ja, Language::en}) {
        EXPECT_EQ(render(finding.what, language).find('{'), std::string::npos) << finding.what.id;
        EXPECT_NE(render(finding.fix(), language).substr(0, finding.what.id.size()),
                  finding.what.id);
      }
      ids.push_back(finding.what.id);
    }
    std::ranges::sort(ids);
    return ids;
  }

  World world;
  Measurement measurement;
  FigureSet figures;
  Result<CalculationSet> set;
};

CalculationQuestion sample() {
  CalculationQuestion question;
  question.sample = true;
  return question;
}

TEST(Calculation, TakesInputsFromCallerThenPlaceThenSampleThenDefault) {
  const Built built(head("c") + input("waste", "t", "from = \"household\"\nsample = \"7\"") +
                    input("part", "%", "default = \"share\"") +
                    step("amount", "waste * part / 100", "t"));
  CalculationQuestion question = sample();
  EXPECT_DOUBLE_EQ(Built::number(built.run("c", question), "amount"), 2.1);
  question.place = built.measurement.place("01100");
  question.period = built.measurement.period("FY2024");
  EXPECT_DOUBLE_EQ(Built::number(built.run("c", question), "amount"), 300);
  EXPECT_EQ(built.run("c", question).inputs[0].by, GivenBy::place);
  EXPECT_EQ(built.run("c", question).inputs[1].by, GivenBy::default_figure);
  question.inputs[0] = Value::exactly(50e9L);
  EXPECT_DOUBLE_EQ(Built::number(built.run("c", question), "amount"), 15);
  // A town that does not report it: without the sample the amount is unknown, never zero.
  CalculationQuestion of_other;
  of_other.place = built.measurement.place("01202");
  of_other.period = built.measurement.period("FY2024");
  const CalculationRun run = built.run("c", of_other);
  EXPECT_EQ(Built::value(run, "amount").knowledge, Knowledge::unknown);
  ASSERT_EQ(built.get().missing_behind(run, run.calculation->steps[0].formula).size(), 1U);
  ASSERT_EQ(built.get().figures_behind(run, run.calculation->steps[0].formula).size(), 1U);
}

// ΣRP × ΣAR, which public implementations compute, gives 28.8 % here.
TEST(Calculation, MultipliesPerRowBeforeAddingUp) {
  const Built built(
      head("cti") + outflows +
      step("circular", "out.mass * out.potential * out.recovered", "t", "over = \"out\"") +
      step("total", "out.mass", "t", "over = \"out\"\nreduce = \"sum\"") +
      step("circular_total", "circular", "t", "over = \"out\"\nreduce = \"sum\"") +
      step("share", "percent(circular_total / total)", "%") +
      step("mean_share", "percent(circular / out.mass)", "%", "over = \"out\"\nreduce = \"mean\"") +
      step("least", "out.mass", "t", "over = \"out\"\nreduce = \"minimum\"") +
      step("most", "out.mass", "t", "over = \"out\"\nreduce = \"maximum\""));
  const CalculationRun run = built.run("cti", sample());
  EXPECT_DOUBLE_EQ(Built::number(run, "share"), 36);
  EXPECT_DOUBLE_EQ(Built::number(run, "mean_share"), 22.5);
  EXPECT_DOUBLE_EQ(Built::number(run, "least"), 20);
  EXPECT_DOUBLE_EQ(Built::number(run, "most"), 80);
  ASSERT_EQ(run.steps[0].rows.size(), 2U);
  EXPECT_EQ(built.get().words(*run.calculation, run.calculation->steps[3].formula, Language::en),
            "circular_total ÷ total × 100");
  EXPECT_EQ(built.get().values(run, run.calculation->steps[0].formula, 0, Language::en),
            "80 t × 0.9 × 0.5");
}

// Nobody gave a row: a sum of nothing would be a zero that nobody reported.
TEST(Calculation, AListWithoutRowsIsUnknown) {
  const Built built(head("c") + outflows +
                    step("total", "out.mass", "t", "over = \"out\"\nreduce = \"sum\"") +
                    step("mean", "out.mass", "t", "over = \"out\"\nreduce = \"mean\"") +
                    verdict("all", "out.mass > 0[t]", "over = \"out\""));
  const CalculationRun run = built.run("c");
  EXPECT_EQ(Built::value(run, "total").knowledge, Knowledge::unknown);
  EXPECT_EQ(Built::value(run, "mean").knowledge, Knowledge::unknown);
  EXPECT_EQ(run.verdicts[0].outcome, VerdictOutcome::unknown);
  const auto missing = built.get().missing_behind(run, run.calculation->steps[0].formula);
  ASSERT_EQ(missing.size(), 1U);
  EXPECT_EQ(missing[0]->en, "out");
}

// A cell left empty makes the sum unknown; it does not shrink it.
TEST(Calculation, AnUnknownCellIsNotZero) {
  const Built built(head("c") + outflows +
                    step("total", "out.mass", "t", "over = \"out\"\nreduce = \"sum\""));
  CalculationQuestion question;
  question.lists[0] = {{"A", {Value::exactly(1e9L), std::nullopt, std::nullopt}},
                       {"B", {std::nullopt, std::nullopt, std::nullopt}}};
  const CalculationRun run = built.run("c", question);
  EXPECT_FALSE(Built::value(run, "total").is_known());
}

TEST(Calculation, JudgesRowsAndTheWhole) {
  const Built built(head("c") + outflows + verdict("much", "out.mass >= 50[t]", "over = \"out\"") +
                    verdict("some",
                            "out.potential > 0",
                            "over = \"out\"\n"
                            "applies = \"out.mass > 50[t]\"") +
                    verdict("none",
                            "out.mass > 0[t]",
                            "over = \"out\"\n"
                            "applies = \"out.mass > 100[t]\""));
  const CalculationRun run = built.run("c", sample());
  EXPECT_EQ(run.verdicts[0].rows, (std::vector{VerdictOutcome::yes, VerdictOutcome::no}));
  EXPECT_EQ(run.verdicts[0].outcome, VerdictOutcome::no);
  EXPECT_EQ(run.verdicts[1].outcome, VerdictOutcome::yes);
  EXPECT_EQ(run.verdicts[2].outcome, VerdictOutcome::not_applicable);
}

TEST(Calculation, ARangeDecidesOnlyWhatItDecides) {
  const Built built(head("c") + input("share_now", "%", "sample = \"30..45\"") +
                    verdict("low", "share_now >= 20") + verdict("middle", "share_now >= 40") +
                    verdict("high", "share_now >= 50") + "[[calculation.input]]\n" +
                    name("refill") + "kind = \"yes_no\"\nsample = \"yes\"\n" +
                    verdict("truth", "refill") + verdict("missing", "refill and other >= 1") +
                    input("other", "1"));
  const CalculationRun run = built.run("c", sample());
  EXPECT_EQ(run.verdicts[0].outcome, VerdictOutcome::yes);
  EXPECT_EQ(run.verdicts[1].outcome, VerdictOutcome::unknown);
  EXPECT_EQ(run.verdicts[2].outcome, VerdictOutcome::no);
  EXPECT_EQ(run.verdicts[3].outcome, VerdictOutcome::yes);
  EXPECT_EQ(run.verdicts[4].outcome, VerdictOutcome::unknown);
}

TEST(Calculation, RefusesEffectsOfDifferentBoundaries) {
  const std::string parts =
      input("mass", "t") +
      step("emitted", "mass * factor", "t", "effect = \"ghg\"\nboundary = \"direct\"") +
      step("credit", "mass * factor", "t", "effect = \"ghg\"\nboundary = \"avoided_burden\"") +
      step("cost", "mass * price", "yen", "effect = \"cost\"\nboundary = \"societal\"") +
      step("between", "emitted * 1", "t");
  const Built mixed(
      head("c") + parts +
      step("sum", "between - credit", "t", "effect = \"ghg\"\nboundary = \"direct\""));
  EXPECT_EQ(mixed.finding_ids(), std::vector<std::string>{"measure.boundaries_mixed"});
  const Built net(head("c") + parts +
                  step("sum", "between - credit", "t", "effect = \"ghg\"\nboundary = \"net\""));
  EXPECT_TRUE(net.set);
}

// Neither a step that names no effect nor a condition may hide such a sum.
TEST(Calculation, FindsMixedBoundariesWhereverTheyAreAdded) {
  const std::string parts =
      input("mass", "t") +
      step("emitted", "mass * factor", "t", "effect = \"ghg\"\nboundary = \"direct\"") +
      step("credit", "mass * factor", "t", "effect = \"ghg\"\nboundary = \"avoided_burden\"") +
      step("spent", "mass * price", "yen", "effect = \"cost\"\nboundary = \"societal\"");
  const auto found = [&](const std::string& more) {
    const Built built(head("c") + parts + more);
    return built.set ? std::vector<std::string>{} : built.finding_ids();
  };
  const std::vector<std::string> mixed{"measure.boundaries_mixed"};
  EXPECT_EQ(found(step("sum", "emitted - credit", "t")), mixed);
  EXPECT_EQ(found(step("least", "min(emitted, 2 * credit)", "t")), mixed);
  EXPECT_EQ(found(step("one", "if(mass > 1[t], emitted, credit)", "t")), mixed);
  EXPECT_EQ(found(verdict("less", "emitted - credit > 0[t]")), mixed);
  EXPECT_EQ(found(step("share", "emitted / credit", "1")), std::vector<std::string>{});
  EXPECT_EQ(found(step("price_of", "spent / emitted + spent / emitted", "yen/t")),
            std::vector<std::string>{});
  EXPECT_EQ(found(verdict("compared", "emitted > credit")), std::vector<std::string>{});
}

TEST(Calculation, AThresholdThatLimitsSettleIsASlip) {
  const std::string share = input("part", "1", "minimum = \"0\"\nmaximum = \"1\"");
  const auto is_found = [&](std::string_view when) {
    const Built built(head("c") + share + verdict("rule", when));
    return !built.set &&
           built.finding_ids() == std::vector<std::string>{"measure.threshold_outside"};
  };
  EXPECT_TRUE(is_found("part >= 40"));
  EXPECT_TRUE(is_found("40 <= part"));
  EXPECT_TRUE(is_found("part > -1 and part < 1"));
  EXPECT_FALSE(is_found("part >= 0.4"));
  EXPECT_FALSE(is_found("part >= 1"));
  EXPECT_FALSE(is_found("percent(part) >= 40"));
}

TEST(Calculation, FindsEverythingThatIsWrongAtOnce) {
  const Built built(
      head("c") + input("mass", "t", "default = \"price\"\nsample = \"much\"") +
      input("money", "yen", "from = \"household\"") + input("nothing", "t", "default = \"shaer\"") +
      outflows + step("early", "late", "t") + step("late", "mass", "t") +
      step("mass", "1[t]", "t") + step("unit", "mass * price", "t") + step("far", "out.mass", "t") +
      step("lost", "mass", "t", "over = \"inn\"") + step("typo", "fctor * mass", "t") +
      step("broken", "mass +", "t") + verdict("number", "mass"));
  EXPECT_EQ(built.finding_ids(),
            (std::vector<std::string>{"measure.default_of_other_unit",
                                      "measure.formula_ends",
                                      "measure.from_of_other_unit",
                                      "measure.given_malformed",
                                      "measure.id_twice_in_calculation",
                                      "measure.list_unknown",
                                      "measure.name_out_of_reach",
                                      "measure.name_unknown",
                                      "measure.name_unknown_near",
                                      "measure.name_unknown_near",
                                      "measure.not_a_condition",
                                      "measure.unit_does_not_fit"}));
}

constexpr std::string_view recorded_in = "recorded = { into = [\"stock\"] }";

CalculationQuestion of_a_book(std::map<std::uint32_t, Value> inputs) {
  CalculationQuestion question;
  question.recorded = RecordedInputs{.days = 30, .inputs = std::move(inputs), .lists = {}};
  return question;
}

TEST(Calculation, TakesWhatABookRecordedBeforeSampleAndDefault) {
  const Built built(head("c") + input("mass", "t", std::string(recorded_in) + "\nsample = \"7\"") +
                    input("other", "t", std::string(recorded_in)) +
                    step("daily", "mass / days", "t/day") + step("sum", "mass + other", "t"));
  EXPECT_TRUE(built.get().find("c")->asks_of_books());
  CalculationQuestion question = of_a_book({{0, Value::exactly(6e9L)}});
  question.sample = true;
  CalculationRun run = built.run("c", question);
  EXPECT_EQ(run.inputs[0].by, GivenBy::book);
  EXPECT_DOUBLE_EQ(Built::number(run, "daily"), 0.2);
  EXPECT_EQ(Built::value(run, "sum").knowledge, Knowledge::unknown);  // nothing of it, not zero
  question.inputs[0] = Value::exactly(9e9L);
  run = built.run("c", question);
  EXPECT_EQ(run.inputs[0].by, GivenBy::caller);
  EXPECT_DOUBLE_EQ(Built::number(run, "daily"), 0.3);
}

TEST(Calculation, RowsOfABookKeepTheirPlaceUnderWhatTheCallerSays) {
  const Built built(
      head("c") + "[[calculation.list]]\n" + name("flow") +
      "rows = \"materials\"\n[[calculation.list.column]]\n" + name("mass") + "unit = \"t\"\n" +
      std::string(recorded_in) + "\n[[calculation.list.column]]\n" + name("part") +
      "unit = \"1\"\n" +
      step("amount", "flow.mass * flow.part", "t", "over = \"flow\"\nreduce = \"sum\""));
  const Value one = Value::exactly(1e9L);
  const Value half = Value::exactly(0.5L);
  CalculationQuestion question = of_a_book({});
  question.recorded->lists[0] = {{"pet", {"P", "P"}, {one, std::nullopt}},
                                 {"glass", {"G", "G"}, {one, std::nullopt}}};
  question.lists[0] = {{"own", {Value::exactly(4e9L), half}},
                       {"", {std::nullopt, half}, "glass"},
                       {"", {Value::exactly(2e9L), half}, "pet"},
                       {"gone", {one, half}, "steel"}};
  const CalculationRun run = built.run("c", question);
  EXPECT_EQ(run.lists[0].keys, (std::vector<std::string>{"pet", "glass", "", ""}));
  EXPECT_EQ(run.lists[0].names[2].en, "own");
  EXPECT_EQ(run.lists[0].rows[0][0].by, GivenBy::caller);
  EXPECT_EQ(run.lists[0].rows[1][0].by, GivenBy::book);
  EXPECT_DOUBLE_EQ(Built::number(run, "amount"), 1 + 0.5 + 2 + 0.5);
  // A book that recorded nothing has no rows, whatever the sample says.
  CalculationQuestion empty = of_a_book({});
  empty.sample = true;
  empty.recorded->lists[0] = {};
  EXPECT_EQ(Built::value(built.run("c", empty), "amount").knowledge, Knowledge::unknown);
}

TEST(Calculation, BooksRecordNoOtherUnits) {
  const Built built(head("c") + input("rate", "%", recorded_in) +
                    input("people", "person", recorded_in) +
                    input("none", "t", "recorded = { into = [] }") +
                    input("yen", "yen", recorded_in) + input("pieces", "piece", recorded_in) +
                    input("power", "MWh", recorded_in) + input("litres", "L", recorded_in) +
                    input("dry_litres", "L", "recorded = { into = [\"stock\"], dry = true }") +
                    input("carbon", "t", "recorded = { into = [\"stock\"], layer = \"carbon\" }") +
                    step("s", "yen", "yen"));
  EXPECT_EQ(built.finding_ids(),
            (std::vector<std::string>{"measure.recorded_layer_of_no_mass",
                                      "measure.recorded_nowhere",
                                      "measure.recorded_of_other_unit",
                                      "measure.recorded_of_other_unit"}));
}

// What each cause makes of a change adds up to it; what is in both alike makes nothing.
TEST(CalculationChange, SharesTheChangeOutOverWhatDiffers) {
  const Built built(head("c") + input("a", "t") + input("b", "1") + input("same", "t") + outflows +
                    step("product", "a * b + same", "t") +
                    step("listed", "out.mass", "t", "over = \"out\"\nreduce = \"sum\"") +
                    step("daily", "a / days", "t/day"));
  CalculationQuestion question;
  question.inputs = {{0, Value::exactly(3)}, {1, Value::exactly(4)}, {2, Value::exactly(9)}};
  question.lists[0] = {{"x", {Value::exactly(5), std::nullopt, std::nullopt}}};
  const CalculationRun before = built.run("c", question);
  question.inputs = {{0, Value::exactly(5)}, {1, Value::exactly(7)}, {2, Value::exactly(9)}};
  question.lists[0].push_back(question.lists[0].front());
  CalculationRun after = built.run("c", question);
  const CalculationChange change = change_between(built.get(), before, after);
  ASSERT_EQ(change.causes.size(), 3U);
  EXPECT_EQ(change.causes[0].input, 0U);
  EXPECT_EQ(change.causes[1].input, 1U);
  EXPECT_EQ(change.causes[2].list, 0U);
  EXPECT_EQ(change.parts[0], (std::vector<double>{11, 12, 0}));
  EXPECT_EQ(change.parts[1], (std::vector<double>{0, 0, 5}));
  after.days = 366;
  built.get().run_again(after);
  const CalculationChange longer = change_between(built.get(), before, after);
  ASSERT_EQ(longer.causes.size(), 4U);
  EXPECT_LT((*longer.parts[2])[3], 0);
  EXPECT_NEAR((*longer.parts[2])[0] + (*longer.parts[2])[3], 5.0 / 366 - 3.0 / 365, 1e-12);
}

// x grew, y stayed, z went, w came: three causes, whatever the order of the rows.
TEST(CalculationChange, TellsTheRowsOfAListApart) {
  const Built built(head("c") + outflows +
                    step("sum", "out.mass", "t", "over = \"out\"\nreduce = \"sum\""));
  const auto row = [](const std::string& name, Real mass) {
    return QuestionRow{name, {Value::exactly(mass), std::nullopt, std::nullopt}};
  };
  const auto run = [&](std::vector<QuestionRow> rows) {
    CalculationQuestion question;
    question.lists[0] = std::move(rows);
    return built.run("c", question);
  };
  const CalculationRun before = run({row("z", 5), row("x", 1), row("y", 2)});
  const CalculationRun after = run({row("x", 4), row("w", 7), row("y", 2)});
  const CalculationChange change = change_between(built.get(), before, after);
  ASSERT_EQ(change.causes.size(), 3U);
  EXPECT_EQ(change.causes[0].row_before, 1U);
  EXPECT_EQ(change.causes[0].row_after, 0U);
  EXPECT_EQ(change.causes[1].row_before, std::nullopt);
  EXPECT_EQ(change.causes[1].row_after, 1U);
  EXPECT_EQ(change.causes[2].row_before, 0U);
  EXPECT_EQ(change.causes[2].row_after, std::nullopt);
  ASSERT_TRUE(change.parts[0]);
  for (const auto& [cause, part] : {std::pair(0U, 3.0), std::pair(1U, 7.0), std::pair(2U, -5.0)})
    EXPECT_NEAR(change.parts[0]->at(cause), part, 1e-12);

  // Nothing stands in both: between them the list would be empty, and its sum unknown.
  const CalculationChange other = change_between(built.get(), before, run({row("w", 7)}));
  ASSERT_EQ(other.causes.size(), 1U);
  EXPECT_EQ(other.causes[0].row_after, std::nullopt);
  EXPECT_EQ(other.parts[0], std::vector<double>{-1});
}

TEST(CalculationChange, TooManyRowsAreOneCause) {
  const Built built(head("c") + outflows +
                    step("sum", "out.mass", "t", "over = \"out\"\nreduce = \"sum\""));
  const auto run = [&](std::size_t rows, Real mass) {
    CalculationQuestion question;
    for (std::size_t row = 0; row < rows; ++row) {
      question.lists[0].push_back(
          {std::to_string(row), {Value::exactly(mass), std::nullopt, std::nullopt}});
    }
    return built.run("c", question);
  };
  for (const std::size_t rows : {row_causes_max, row_causes_max + 1}) {
    const CalculationChange change = change_between(built.get(), run(rows, 1), run(rows, 3));
    EXPECT_EQ(change.causes.size(), rows == row_causes_max ? rows : 1U);
    ASSERT_TRUE(change.parts[0]);
    double sum = 0;
    for (const double part : *change.parts[0])
      sum += part;
    EXPECT_DOUBLE_EQ(sum, 2.0 * static_cast<double>(rows));
  }
}

TEST(CalculationChange, CannotShareOutWhatIsUnknown) {
  const Built built(head("c") + input("a", "t") + input("b", "t") + step("sum", "a + b", "t"));
  CalculationQuestion question;
  question.inputs = {{0, Value::exactly(3)}};
  const CalculationRun before = built.run("c", question);
  question.inputs = {{0, Value::exactly(3)}, {1, Value::exactly(7)}};
  const CalculationChange change = change_between(built.get(), before, built.run("c", question));
  ASSERT_EQ(change.causes.size(), 1U);
  EXPECT_EQ(change.parts[0], std::nullopt);
  // Bounds have no point: half of what is not known would be a guess.
  question.inputs = {{0, Value::exactly(3)}, {1, Value::bounds(0, 7)}};
  const CalculationRun bounded = built.run("c", question);
  question.inputs = {{0, Value::exactly(4)}, {1, Value::bounds(0, 7)}};
  const CalculationChange raised = change_between(built.get(), bounded, built.run("c", question));
  ASSERT_EQ(raised.causes.size(), 1U);
  EXPECT_EQ(raised.parts[0], std::nullopt);
}

TEST(Calculation, ReadsWhatPeopleGive) {
  const Built built(head("c") + input("mass", "t", "minimum = \"0\"\nmaximum = \"100\"") +
                    step("same", "mass", "t"));
  const CompiledInput& field = built.get().find("c")->inputs[0];
  EXPECT_EQ(given_value("", field).value(), std::nullopt);
  EXPECT_EQ(given_value("2.5", field).value()->point, 2.5e9L);
  EXPECT_EQ(given_value("1..3", field).value()->low, 1e9L);
  EXPECT_EQ(given_value("1..3", field).value()->high, 3e9L);
  for (const char* const text : {"x", "3..1", "-1", "101", "1..", "..", "1..101", "yes"}) {
    EXPECT_FALSE(given_value(text, field)) << text;
  }
}

// What stands above and below the line moves together: a / (a + b) of a in 1..3 and b = 2 lies
// within 1/3..3/5, while intervals alone allow 1/5..1.
TEST(CalculationDraws, KeepWhatMovesTogetherTogether) {
  const Built built(head("c") + input("a", "t", "sample = \"1..3\"") +
                    input("b", "t", "sample = \"2\"") + step("share", "a / (a + b)", "1") +
                    step("difference", "a - a", "t") + verdict("half", "share >= 0.5"));
  const CalculationRun run = built.run("c", sample());
  EXPECT_LT(static_cast<double>(Built::value(run, "share").low), 0.25);
  const DrawnResults drawn = drawn_results(built.get(), run, 2'000, 1);
  ASSERT_TRUE(drawn.steps[0] && drawn.steps[1]);
  EXPECT_EQ(drawn.drawn_data, 1U);
  EXPECT_GT(drawn.steps[0]->p05, 1.0 / 3);
  EXPECT_LT(drawn.steps[0]->p95, 0.6);
  EXPECT_NEAR(drawn.steps[0]->p50, 0.5, 0.01);
  EXPECT_EQ(drawn.steps[1]->p05, 0);
  EXPECT_EQ(drawn.steps[1]->p95, 0);
  ASSERT_TRUE(drawn.yes[0]);
  EXPECT_NEAR(*drawn.yes[0], 0.5, 0.05);
}

TEST(CalculationDraws, TheSameSeedGivesTheSameAndOtherInputsChangeNothing) {
  const std::string a = input("a", "t", "sample = \"1..3\"") + step("twice", "a * 2", "t");
  const Built one(head("c") + a);
  const Built two(head("c") + input("z", "t", "sample = \"5..9\"") + a);
  const DrawnResults first = drawn_results(one.get(), one.run("c", sample()), 500, 42);
  const DrawnResults again = drawn_results(one.get(), one.run("c", sample()), 500, 42);
  const DrawnResults more = drawn_results(two.get(), two.run("c", sample()), 500, 42);
  const DrawnResults other = drawn_results(one.get(), one.run("c", sample()), 500, 43);
  ASSERT_TRUE(first.steps[0] && again.steps[0] && more.steps[0] && other.steps[0]);
  EXPECT_EQ(first.steps[0]->mean, again.steps[0]->mean);
  EXPECT_EQ(first.steps[0]->mean, more.steps[0]->mean);
  EXPECT_NE(first.steps[0]->mean, other.steps[0]->mean);
  // A triangle from 1 to 3 with its peak in the middle: mean 2, five per cent below 1 + √0.1.
  EXPECT_NEAR(first.steps[0]->mean, 4e9, 0.1e9);
  EXPECT_NEAR(first.steps[0]->p05, (1 + std::sqrt(0.1)) * 2e9, 0.1e9);
}

TEST(CalculationDraws, UnknownStaysWithoutSpread) {
  const Built built(head("c") + input("a", "t") + step("twice", "a * 2", "t") +
                    verdict("any", "a > 0[t]"));
  const DrawnResults drawn = drawn_results(built.get(), built.run("c", sample()), 10, 1);
  EXPECT_FALSE(drawn.steps[0]);
  EXPECT_FALSE(drawn.yes[0]);
}

TEST(Calculation, RegionalProductionIsAStepOverAFixedList) {
  const std::string list =
      "[[calculation.list]]\n" + name("sector") + "fixed = true\n" +
      "[[calculation.list.column]]\n" + name("local") + "unit = \"1\"\n" +
      "[[calculation.list.column]]\n" + name("demand") + "unit = \"t\"\n" +
      "[[calculation.list.column]]\n" + name("price") +
      "unit = \"t/t\"\ndefault = \"factor\"\n"
      "[[calculation.list.sample]]\nkey = \"a\"\nrow = { ja = \"A\", en = \"A\" }\n"
      "local = \"0.5\"\ndemand = \"100\"\n"
      "[[calculation.list.sample]]\nkey = \"b\"\nrow = { ja = \"B\", en = \"B\" }\n"
      "local = \"0.8\"\ndemand = \"0\"\n";
  const std::string production =
      "[[calculation.step]]\n" + name("made") +
      "unit = \"t\"\nover = \"sector\"\n"
      "leontief = { flows = \"io.{row}.{column}\", outputs = \"out.{column}\", "
      "local = \"sector.local\", demand = \"sector.demand\" }\n";
  const Built missing(head("c") + list + production);
  EXPECT_EQ(missing.finding_ids(), std::vector<std::string>(6, "measure.coefficient_missing"));
  const Built elsewhere(head("c") + outflows + "[[calculation.step]]\n" + name("made") +
                        "unit = \"t\"\nover = \"out\"\n"
                        "leontief = { flows = \"a\", outputs = \"b\", local = \"out.potential\", "
                        "demand = \"out.mass\" }\n");
  EXPECT_EQ(elsewhere.finding_ids(), std::vector<std::string>{"measure.leontief_needs_fixed_list"});
}

}  // namespace
}  // namespace meguri
