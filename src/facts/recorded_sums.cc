// SPDX-License-Identifier: Apache-2.0
#include "facts/recorded_sums.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <string>
#include <utility>

#include "facts/columns.h"
#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"
#include "facts/internal/sql.h"

namespace meguri {
namespace {

using duck::Rows;

// The column of a quantity.
std::string_view column_of(FlowQuantity quantity) {
  constexpr std::array<std::string_view, 5> names = {
      "mass_mg", "pieces", "volume_ml", "energy_j", "money_yen"};
  return names.at(static_cast<std::size_t>(quantity));
}

std::string one_of(Sql& sql, std::string_view column, const std::vector<std::string>& texts) {
  return std::string(column) + " IN (" + sql.bind_all(texts) + ")";
}

std::string with_kind(Sql& sql, const SumTerm& term) {
  if (term.kinds.empty()) return "kind<>'opening'";
  std::vector<std::string> kinds;
  for (const EntryKind kind : term.kinds)
    kinds.emplace_back(to_text(kind));
  return one_of(sql, "kind", kinds);
}

std::string with_account(Sql& sql, const SumTerm& term) {
  std::string either;
  const auto add = [&](const std::string& condition) {
    either += (either.empty() ? "" : " OR ") + condition;
  };
  if (term.of_stock) add("lot<>''");
  if (term.of_transit) add("starts_with(site,'transit/')");
  if (!term.sites.empty()) add("(lot='' AND " + one_of(sql, "site", term.sites) + ")");
  return either.empty() ? "FALSE" : "(" + either + ")";
}

// Which lines count, whatever their origin.
std::string counts(Sql& sql, const SumTerm& term) {
  std::string all = with_kind(sql, term) + " AND " + with_account(sql, term);
  all += term.is_into ? " AND mass_mg>0" : " AND mass_mg<0";
  if (term.materials) all += " AND " + one_of(sql, "material", *term.materials);
  if (!term.except_materials.empty()) {
    all += " AND NOT " + one_of(sql, "material", term.except_materials);
  }
  return all;
}

std::string with_origin(Sql& sql, const SumTerm& term) {
  std::vector<std::string> origins;
  for (const Origin origin : term.origins)
    origins.emplace_back(to_text(origin));
  return one_of(sql, "origin", origins);
}

// The conditions of a term under which a line counts, and counts if so.
struct Conditions {
  std::string counts;
  std::string counts_if_so;  // "FALSE" where origin does not matter
  [[nodiscard]] std::string either() const { return "(" + counts + " OR " + counts_if_so + ")"; }
};

Conditions conditions_of(Sql& sql, const SumTerm& term) {
  const std::string any = counts(sql, term);
  if (term.origins.empty()) return {any, "FALSE"};
  return {any + " AND " + with_origin(sql, term), any + " AND origin='unknown'"};
}

std::string numbered(std::string_view name, std::size_t term) {
  return std::string(name) + std::to_string(term);
}

// Which sums a term needs: each costs as much as all that finds its lines.
bool has_origins(const SumTerm& term) { return !term.origins.empty(); }
bool is_mass(const SumTerm& term) { return term.quantity == FlowQuantity::mass; }
bool may_be_unstated(const SumTerm& term) { return !is_mass(term) || !term.layer.empty(); }

// The layers that terms ask for, each once; every one is joined to the lines once.
std::vector<std::string> layers_of(const std::vector<SumTerm>& terms) {
  std::vector<std::string> layers;
  for (const SumTerm& term : terms) {
    if (!term.layer.empty() && std::ranges::find(layers, term.layer) == layers.end())
      layers.push_back(term.layer);
  }
  return layers;
}

// What a term sums of a line; NULL where the line does not state it.
std::string amount_of(const SumTerm& term, const std::vector<std::string>& layers) {
  if (term.layer.empty()) return "abs(" + std::string(column_of(term.quantity)) + ")";
  const std::string layer = numbered(
      "layer_mg", static_cast<std::size_t>(std::ranges::find(layers, term.layer) - layers.begin()));
  return term.is_without_layer ? "abs(mass_mg - " + layer + ")" : "abs(" + layer + ")";
}

// The half width of a line's amount, of masses; a part of a milligram counts as a whole one.
std::string uncertainty_of(const SumTerm& term, const std::string& amount) {
  if (term.layer.empty()) return "uncertainty_mg";
  return "CAST((uncertainty_mg::HUGEINT * " + amount + " + abs(mass_mg) - 1) // abs(mass_mg) AS " +
         "BIGINT)";
}

// What the sums of a term are taken over, line by line: its amount, whether it counts, and whether
// it counts if so.
std::string columns_of(const SumTerm& term,
                       const std::vector<std::string>& layers,
                       const Conditions& when,
                       std::size_t number) {
  const std::string amount = amount_of(term, layers);
  std::string columns = ", " + amount + " AS " + numbered("amount", number) + ", (" + when.counts +
                        ") AS " + numbered("counts", number) + ", (" + when.counts_if_so + ") AS " +
                        numbered("if_so", number);
  if (is_mass(term))
    columns += ", " + uncertainty_of(term, amount) + " AS " + numbered("half_width", number);
  return columns;
}

// Sums that leave the range of BIGINT become NULL, for sum_of() to refuse.
std::string sums_of(const SumTerm& term, std::size_t number) {
  const std::string amount = numbered("amount", number);
  const std::string counts = numbered("counts", number);
  const std::string if_so = numbered("if_so", number);
  const std::string either = has_origins(term) ? "(" + counts + " OR " + if_so + ")" : counts;
  const auto sum = [](const std::string& what, const std::string& condition) {
    return ", TRY_CAST(COALESCE(SUM(" + what + ") FILTER (" + condition + "), 0) AS BIGINT)";
  };
  return sum(amount, counts) + (has_origins(term) ? sum(amount, if_so) : "") +
         (is_mass(term) ? sum(numbered("half_width", number), either) : "") +
         (may_be_unstated(term)
              ? ", COUNT(*) FILTER (" + either + " AND " + amount + " IS NULL)::BIGINT"
              : "");
}

// An entry that was turned round, and what turned it, never happened.
std::string standing_lines(const SumFilter& filter) {
  const std::string known =
      filter.at > 0 ? " AND c.position<=" + std::to_string(filter.at) : std::string();
  return " FROM line l ANTI JOIN (SELECT e.position FROM entry c JOIN entry e ON e.book=c.book AND "
         "e.client_id=c.corrects WHERE c.kind='correction'" +
         known + ") undone ON undone.position=l.position";
}

// Beside every line, what it states of each layer.
std::string with_layers(Sql& sql, const std::vector<std::string>& layers) {
  std::string joins;
  for (std::size_t number = 0; number < layers.size(); ++number) {
    const std::string position = numbered("layer_position", number);
    const std::string line = numbered("layer_line", number);
    joins.append(" LEFT JOIN (SELECT position AS ").append(position);
    joins.append(", line_number AS ").append(line);
    joins.append(", mass_mg AS ").append(numbered("layer_mg", number));
    joins.append(" FROM layer WHERE layer=").append(sql.bind(layers[number]));
    joins.append(") ON ").append(position).append("=l.position AND ");
    joins.append(line).append("=l.line_number");
  }
  return joins;
}

void fit(Sql& sql, const SumFilter& filter) {
  sql.condition("kind<>'correction'");
  if (!filter.book.empty()) sql.condition("book=" + sql.bind(filter.book));
  if (!filter.material.empty()) sql.condition("material=" + sql.bind(filter.material));
  if (filter.at > 0) sql.condition("position<=" + std::to_string(filter.at));
  if (filter.from) sql.condition("event_from>=" + sql_moment(*filter.from));
  if (filter.until) sql.condition("event_from<" + sql_moment(*filter.until));
}

// The first month of the period as months since the year 0; a fiscal year begins in April.
std::string bucket_of(const SumFilter& filter) {
  if (!filter.by) return "0::BIGINT";
  switch (*filter.by) {
    case PeriodKind::month:
      return "event_month";
    case PeriodKind::fiscal_year:
      return "(event_month - 3) // 12 * 12 + 3";
    default:
      return "event_month // 12 * 12";
  }
}

std::string group_of(const SumFilter& filter) {
  return "SELECT book, " + bucket_of(filter) + " AS bucket, " +
         (filter.by_material ? "material" : "''") + " AS of_material";
}

constexpr std::string_view by_group = " GROUP BY book, bucket, of_material";

Period period_of(PeriodKind kind, std::int64_t months) {
  constexpr std::int64_t months_per_year = 12;
  const int year = static_cast<int>(months / months_per_year);
  switch (kind) {
    case PeriodKind::month:
      return Period::month(year, static_cast<int>(months % months_per_year) + 1);
    case PeriodKind::fiscal_year:
      return Period::fiscal_year(year);
    default:
      return Period::calendar_year(year);
  }
}

Result<std::int64_t> sum_of(const Rows& rows, std::size_t column) {
  const auto sum = rows.integer_if_any(column);
  if (!sum) return error(ErrorCode::limit_exceeded, "matter.mass_out_of_range");
  return *sum;
}

// From `column` on, which then is the first of the next term's.
Result<TermSum> read_term(const Rows& rows, const SumTerm& term, std::size_t& column) {
  TermSum sum;
  sum.sum = MEGURI_TRY(sum_of(rows, column++));
  if (has_origins(term)) sum.sum_if_so = MEGURI_TRY(sum_of(rows, column++));
  if (is_mass(term)) sum.uncertainty = MEGURI_TRY(sum_of(rows, column++));
  if (may_be_unstated(term)) sum.unstated = MEGURI_TRY(sum_of(rows, column++));
  return sum;
}

// A row and the bucket that its period is.
struct Group {
  SumRow row;
  std::int64_t bucket = 0;
};

// Every group in which there is any line, with sums of 0.
Result<std::vector<Group>> groups_of(const duck::Connection& reader, const SumFilter& filter) {
  Sql sql;
  fit(sql, filter);
  Rows found =
      MEGURI_TRY(sql.run(reader,
                         group_of(filter) + standing_lines(filter) + sql.conditions() +
                             std::string(by_group) + " ORDER BY book, bucket, of_material"));
  std::vector<Group> groups;
  while (found.next()) {
    Group group{{found.text(0), std::nullopt, found.text(2), {}}, found.integer(1)};
    if (filter.by) group.row.period = period_of(*filter.by, group.bucket);
    group.row.terms.resize(filter.terms.size());
    groups.push_back(std::move(group));
  }
  return groups;
}

// Only lines that any term counts are summed: most books' lines concern few terms.
Status add_sums(const duck::Connection& reader,
                const SumFilter& filter,
                std::vector<Group>& groups) {
  Sql sql;
  const std::vector<std::string> layers = layers_of(filter.terms);
  const std::string joined = with_layers(sql, layers);
  std::string columns;
  std::string sums;
  std::string any;
  for (std::size_t number = 0; number < filter.terms.size(); ++number) {
    const Conditions when = conditions_of(sql, filter.terms[number]);
    columns += columns_of(filter.terms[number], layers, when, number);
    sums += sums_of(filter.terms[number], number);
    any += (any.empty() ? "" : " OR ") + when.either();
  }
  fit(sql, filter);
  sql.condition("(" + any + ")");
  Rows found =
      MEGURI_TRY(sql.run(reader,
                         "SELECT book, bucket, of_material" + sums + " FROM (" + group_of(filter) +
                             columns + standing_lines(filter) + joined + sql.conditions() + ")" +
                             std::string(by_group) + " ORDER BY book, bucket, of_material"));
  auto group = groups.begin();
  while (found.next()) {
    // Both are in one order, and what has a sum has a line.
    while (group->row.book != found.text(0) || group->bucket != found.integer(1) ||
           group->row.material != found.text(2)) {
      ++group;
      MEGURI_CHECK(group != groups.end());
    }
    std::size_t column = 3;
    for (std::size_t term = 0; term < group->row.terms.size(); ++term)
      group->row.terms[term] = MEGURI_TRY(read_term(found, filter.terms[term], column));
  }
  return ok();
}

}  // namespace

Result<std::vector<SumRow>> Columns::recorded_sums(const SumFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  const duck::Connection& reader = state_->reader;
  // Both questions see the same rows.
  MEGURI_TRY(reader.run("BEGIN TRANSACTION"));
  auto groups = groups_of(reader, filter);
  Status summed = ok();
  if (groups && !filter.terms.empty()) summed = add_sums(reader, filter, *groups);
  MEGURI_TRY(reader.run("COMMIT"));
  MEGURI_TRY(std::move(summed));
  std::vector<SumRow> rows;
  for (Group& group : MEGURI_TRY(std::move(groups)))
    rows.push_back(std::move(group.row));
  return rows;
}

Result<SumParts> Columns::recorded_parts(const SumFilter& filter,
                                         std::int64_t offset,
                                         std::int64_t limit) const {
  MEGURI_CHECK(filter.terms.size() == 1);
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  const SumTerm& term = filter.terms.front();
  const std::vector<std::string> layers = layers_of(filter.terms);
  const std::string joined = with_layers(sql, layers);
  const Conditions when = conditions_of(sql, term);
  fit(sql, filter);
  sql.condition(when.either());
  const std::string amount =
      "TRY_CAST(COALESCE(SUM(" + amount_of(term, layers) + "), 0) AS BIGINT)";
  Rows rows = MEGURI_TRY(sql.run(
      state_->reader,
      "SELECT l.position, " + amount + " AS amount, bool_or(" + when.counts_if_so +
          "), COUNT(*) OVER ()::BIGINT" + standing_lines(filter) + joined + sql.conditions() +
          " GROUP BY l.position ORDER BY amount DESC, l.position LIMIT " + std::to_string(limit) +
          " OFFSET " + std::to_string(offset)));
  SumParts found;
  while (rows.next()) {
    found.parts.push_back({rows.integer(0), MEGURI_TRY(sum_of(rows, 1)), rows.boolean(2)});
    found.total = rows.integer(3);
  }
  return found;
}

}  // namespace meguri
