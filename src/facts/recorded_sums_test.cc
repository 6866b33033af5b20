// SPDX-License-Identifier: Apache-2.0
// Sums of the books' lines against the same summed naively from the entries themselves.
#include "facts/recorded_sums.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "base/japanese_date.h"
#include "base/random.h"
#include "facts/internal/test_books.h"
#include "journal/account.h"

namespace meguri {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
constexpr int entries_drawn = 300;

class RecordedSumsTest : public test::BooksTest {
 protected:
  std::vector<SumRow> sums(const SumFilter& filter) {
    auto found = columns_->recorded_sums(filter);
    EXPECT_TRUE(found);
    return found ? *found : std::vector<SumRow>();
  }
  void draw_entries(Random& draws);
};

// A line as drawn: its material, sometimes its origin, uncertainty and pieces.
Line drawn(Random& draws, Line line, const std::string& material, bool has_origin) {
  constexpr std::array origins = {
      Origin::unknown, Origin::virgin, Origin::post_consumer, Origin::reused};
  line.material = material;
  if (has_origin) line.origin = origins[draws.below(origins.size())];
  if (draws.below(4) == 0)
    line.uncertainty = Mass::milligrams(1 + static_cast<std::int64_t>(draws.below(9)));
  if (draws.below(2) == 0) line.pieces = static_cast<std::int64_t>(draws.below(20));
  return line;
}

// Layers that balance: what goes out of the first line comes into the others, the last as the rest.
void state_layers(Random& draws, EntryDraft& draft) {
  for (const char* const layer : {"carbon", "water"}) {
    if (draws.below(4) == 0) continue;
    std::int64_t left = 0;
    for (std::size_t at = draft.lines.size(); at-- > 0;) {
      Line& line = draft.lines[at];
      const std::int64_t mass = line.mass.count_mg();
      std::int64_t part = -left;
      if (at > 0)
        part = static_cast<std::int64_t>(draws.below(static_cast<std::uint64_t>(mass) + 1));
      left += part;
      line.layers.push_back({layer, Mass::milligrams(part)});
    }
  }
}

void RecordedSumsTest::draw_entries(Random& draws) {
  for (int i = 0; i < entries_drawn; ++i) {
    const std::string book = draws.below(3) == 0 ? "mill" : "yard";
    const std::string material = draws.below(3) == 0 ? "glass" : "pet";
    const auto mg = static_cast<std::int64_t>(1 + draws.below(1000));
    const std::uint64_t kind = draws.below(4);
    EntryDraft draft = draft_of(book, std::to_string(i), {});
    const auto line = [&](const char* site, const char* lot, std::int64_t mass, bool origin) {
      draft.lines.push_back(drawn(draws, line_of(site, lot, mass), material, origin));
    };
    if (kind < 2) {
      line("market", "", -mg, false);
      line("hall", "a", mg, true);
    } else if (kind == 2) {
      draft.kind = EntryKind::transform;
      line("hall", "a", -mg, false);
      line("hall", "b", mg - mg / 3, false);
      if (mg / 3 > 0) line("air", "", mg / 3, false);
    } else {
      draft.kind = EntryKind::dispose;
      line("hall", "b", -mg, false);
      line("landfill", "c", mg, false);
    }
    if (draws.below(3) > 0) state_layers(draws, draft);
    draft.event_from.microseconds -= static_cast<std::int64_t>(draws.below(800)) * day_us;
    draft.event_until = Instant{draft.event_from.microseconds + 1};
    post(draft);  // what would take more than there is, is refused
    const std::string other = std::to_string(draws.below(static_cast<std::uint64_t>(i) + 1));
    if (draws.below(8) == 0 && journal_->find(book, other)) post(correction(book, other));
    pass(1);
  }
}

// ---- The same, naively ----

std::set<std::pair<std::string, std::string>> corrected_by(const std::vector<Entry>& entries,
                                                           std::int64_t at) {
  std::set<std::pair<std::string, std::string>> corrected;
  for (const Entry& entry : entries) {
    const bool is_known = at == 0 || entry.position <= at;
    if (is_known && entry.draft.kind == EntryKind::correction)
      corrected.emplace(entry.draft.book, entry.draft.corrects);
  }
  return corrected;
}

std::optional<Period> period_of(const Entry& entry, const std::optional<PeriodKind>& by) {
  if (!by) return std::nullopt;
  const CivilDate date = civil_of(tokyo_day(entry.draft.event_from));
  if (*by == PeriodKind::month) return Period::month(date.year, date.month);
  if (*by == PeriodKind::calendar_year) return Period::calendar_year(date.year);
  return Period::fiscal_year(date.month < 4 ? date.year - 1 : date.year);
}

bool fits(const SumTerm& term, EntryKind kind, const Line& line) {
  const bool has_kind = term.kinds.empty()
                            ? kind != EntryKind::opening
                            : std::ranges::find(term.kinds, kind) != term.kinds.end();
  const bool is_lot = !line.lot.empty();
  const bool has_account =
      (term.of_stock && is_lot) || (term.of_transit && is_transit_site(line.site)) ||
      (!is_lot && std::ranges::find(term.sites, line.site) != term.sites.end());
  const auto is_among = [&](const std::vector<std::string>& materials) {
    return std::ranges::find(materials, line.material) != materials.end();
  };
  return has_kind && has_account && (line.mass > Mass{}) == term.is_into &&
         (!term.materials || is_among(*term.materials)) && !is_among(term.except_materials);
}

std::optional<std::int64_t> amount_of(const SumTerm& term, const Line& line) {
  if (term.quantity == FlowQuantity::pieces) return line.pieces;
  const std::int64_t mass = line.mass.count_mg();
  if (term.layer.empty()) return std::abs(mass);
  const auto layer = std::ranges::find(line.layers, term.layer, &LayerMass::layer);
  if (layer == line.layers.end()) return std::nullopt;
  const std::int64_t part = layer->mass.count_mg();
  return std::abs(term.is_without_layer ? mass - part : part);
}

void add(TermSum& sum, const SumTerm& term, EntryKind kind, const Line& line) {
  if (!fits(term, kind, line)) return;
  const bool is_open = !term.origins.empty() && line.origin == Origin::unknown;
  const bool counts =
      term.origins.empty() || std::ranges::find(term.origins, line.origin) != term.origins.end();
  if (!is_open && !counts) return;
  const std::optional<std::int64_t> amount = amount_of(term, line);
  if (!amount) ++sum.unstated;
  (is_open ? sum.sum_if_so : sum.sum) += std::abs(amount.value_or(0));
  if (!line.uncertainty || !amount || term.quantity != FlowQuantity::mass) return;
  const std::int64_t mass = std::abs(line.mass.count_mg());
  sum.uncertainty += (line.uncertainty->count_mg() * *amount + mass - 1) / mass;
}

using Group = std::tuple<std::string, std::optional<Period>, std::string>;

std::map<Group, std::vector<TermSum>> naive_sums(const std::vector<Entry>& entries,
                                                 const SumFilter& filter) {
  const auto corrected = corrected_by(entries, filter.at);
  std::map<Group, std::vector<TermSum>> groups;
  for (const Entry& entry : entries) {
    const EntryDraft& draft = entry.draft;
    if (filter.at > 0 && entry.position > filter.at) continue;
    if (draft.kind == EntryKind::correction || corrected.contains({draft.book, draft.client_id}))
      continue;
    if (!filter.book.empty() && draft.book != filter.book) continue;
    if (filter.from && draft.event_from < *filter.from) continue;
    if (filter.until && draft.event_from >= *filter.until) continue;
    for (const Line& line : draft.lines) {
      if (!filter.material.empty() && line.material != filter.material) continue;
      const std::string material = filter.by_material ? line.material : "";
      auto& terms = groups[{draft.book, period_of(entry, filter.by), material}];
      terms.resize(filter.terms.size());
      for (std::size_t term = 0; term < terms.size(); ++term)
        add(terms[term], filter.terms[term], draft.kind, line);
    }
  }
  return groups;
}

std::vector<SumTerm> all_sorts_of_terms() {
  return {
      {.kinds = {EntryKind::receive}, .of_stock = true},
      {.kinds = {EntryKind::receive}, .of_stock = true, .origins = {Origin::post_consumer}},
      {.of_stock = true, .origins = {Origin::virgin, Origin::reused}},
      {.is_into = false, .of_stock = true, .materials = std::vector<std::string>{"glass"}},
      {.sites = {"air", "loss"}, .except_materials = {"glass"}},
      {.is_into = false, .of_transit = true, .sites = {"market"}},
      {.quantity = FlowQuantity::pieces, .kinds = {EntryKind::dispose}, .of_stock = true},
      {.of_stock = true, .materials = std::vector<std::string>{}},
      {.kinds = {EntryKind::receive}, .of_stock = true, .layer = "water"},
      {.of_stock = true, .layer = "water", .is_without_layer = true},
      {.of_stock = true, .origins = {Origin::reused}, .layer = "carbon"},
  };
}

TEST_F(RecordedSumsTest, are_those_of_the_entries_by_any_period_as_of_any_moment) {
  Random draws(11);
  draw_entries(draws);
  follow_all();
  const std::vector<Entry> entries = journal_->read(0, 100'000).value();
  ASSERT_GT(entries.size(), 150U);
  ASSERT_GT(corrected_by(entries, 0).size(), 5U);
  for (int round = 0; round < 24; ++round) {
    SumFilter filter;
    filter.terms = all_sorts_of_terms();
    if (round % 4 == 1) filter.by = PeriodKind::month;
    if (round % 4 == 2) filter.by = PeriodKind::fiscal_year;
    if (round % 4 == 3) filter.by = PeriodKind::calendar_year;
    filter.by_material = round % 3 == 0;
    if (round % 5 == 0) filter.material = "pet";
    if (round % 2 == 0) filter.book = "yard";
    if (round % 3 != 1) filter.at = entries[draws.below(entries.size())].position;
    if (round % 6 > 3) {
      filter.from = tokyo_start(Day{tokyo_day(test_now).number - 500});
      filter.until = tokyo_start(Day{tokyo_day(test_now).number - 100});
    }
    const auto expected = naive_sums(entries, filter);
    const std::vector<SumRow> found = sums(filter);
    ASSERT_EQ(found.size(), expected.size()) << round;
    auto row = found.begin();
    for (const auto& [group, terms] : expected) {
      EXPECT_EQ(Group(row->book, row->period, row->material), group);
      EXPECT_EQ(row->terms, terms) << round;
      ++row;
    }
  }
}

TEST_F(RecordedSumsTest, the_entries_behind_a_term_add_up_to_it) {
  Random draws(12);
  draw_entries(draws);
  follow_all();
  for (const SumTerm& term : all_sorts_of_terms()) {
    SumFilter filter;
    filter.terms = {term};
    filter.book = "yard";
    const std::vector<SumRow> whole = sums(filter);
    ASSERT_EQ(whole.size(), 1U);
    const SumParts parts = columns_->recorded_parts(filter, 0, 10'000).value();
    EXPECT_EQ(parts.total, static_cast<std::int64_t>(parts.parts.size()));
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < parts.parts.size(); ++i) {
      sum += parts.parts[i].amount;
      if (i == 0) continue;
      EXPECT_LE(parts.parts[i].amount, parts.parts[i - 1].amount);
    }
    EXPECT_EQ(sum, whole[0].terms[0].sum + whole[0].terms[0].sum_if_so);
    if (parts.total < 3) continue;
    const SumParts page = columns_->recorded_parts(filter, 1, 1).value();
    EXPECT_EQ(page.parts[0].position, parts.parts[1].position);
    EXPECT_EQ(page.total, parts.total);
  }
}

TEST_F(RecordedSumsTest, dry_mass_is_mass_without_its_water_where_it_is_stated) {
  EntryDraft wet = receipt("yard", "wet", 100);
  wet.lines[0].layers = {{"water", Mass::milligrams(-30)}};
  wet.lines[1].layers = {{"water", Mass::milligrams(30)}};
  wet.lines[1].uncertainty = Mass::milligrams(5);
  must_post(wet);
  follow_all();
  SumFilter filter;
  filter.terms = {{.of_stock = true, .layer = "water"},
                  {.of_stock = true, .layer = "water", .is_without_layer = true},
                  {.of_stock = true, .layer = "carbon"}};
  std::vector<SumRow> found = sums(filter);
  ASSERT_EQ(found.size(), 1U);
  // 5 of 100 are 1.5 of 30 and 3.5 of 70: each part rounds up.
  EXPECT_EQ(found[0].terms[0], (TermSum{.sum = 30, .uncertainty = 2}));
  EXPECT_EQ(found[0].terms[1], (TermSum{.sum = 70, .uncertainty = 4}));
  EXPECT_EQ(found[0].terms[2], (TermSum{.unstated = 1}));

  must_post(receipt("yard", "as weighed", 7));
  follow_all();
  found = sums(filter);
  EXPECT_EQ(found[0].terms[1], (TermSum{.sum = 70, .unstated = 1, .uncertainty = 4}));
}

TEST_F(RecordedSumsTest, a_month_begins_at_midnight_in_tokyo) {
  for (const auto& [id, microseconds] : {std::pair("march", -1), std::pair("april", 0)}) {
    EntryDraft draft = receipt("yard", id, 5);
    draft.event_from = tokyo_start(day_of({2023, 4, 1}));
    draft.event_from.microseconds += microseconds;
    draft.event_until = Instant{draft.event_from.microseconds + 1};
    must_post(draft);
  }
  follow_all();
  SumFilter filter;
  filter.terms = {{.of_stock = true}};
  filter.by = PeriodKind::fiscal_year;
  const std::vector<SumRow> years = sums(filter);
  ASSERT_EQ(years.size(), 2U);
  EXPECT_EQ(years[0].period, Period::fiscal_year(2022));
  EXPECT_EQ(years[1].period, Period::fiscal_year(2023));
  filter.by = PeriodKind::month;
  EXPECT_EQ(sums(filter)[0].period, Period::month(2023, 3));
}

TEST_F(RecordedSumsTest, matter_between_two_books_is_transit) {
  must_post(receipt("yard", "in", 9));
  EntryDraft shipped =
      draft_of("yard", "out", {line_of("yard", "lot 1", -9), line_of("transit/yard/mill", "", 9)});
  shipped.kind = EntryKind::ship;
  shipped.deadline = Instant{test_now.microseconds + day_us};
  must_post(shipped);
  follow_all();
  SumFilter filter;
  filter.terms = {{.of_transit = true},
                  {.kinds = {EntryKind::ship}, .is_into = false, .of_stock = true}};
  const std::vector<SumRow> found = sums(filter);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].terms[0].sum, 9);
  EXPECT_EQ(found[0].terms[1].sum, 9);
}

TEST_F(RecordedSumsTest, a_sum_beyond_any_mass_is_refused) {
  constexpr std::int64_t much_mg =
      8'000'000'000'000'000'000;  // each account holds so much, but not both
  for (const char* const from : {"market", "nature"})
    must_post(
        draft_of("yard", from, {line_of(from, "", -much_mg), line_of("hall", from, much_mg)}));
  follow_all();
  SumFilter filter;
  filter.terms = {{.of_stock = true}};
  const auto found = columns_->recorded_sums(filter);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace meguri
