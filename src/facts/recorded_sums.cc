// SPDX-License-Identifier: Apache-2.0
#include "facts/recorded_sums.h"

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

constexpr std::size_t columns_per_term = 5;

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

// Sums that leave the range of BIGINT become NULL, for sum_of() to refuse.
std::string sums_of(Sql& sql, const SumTerm& term) {
  const std::string column = "abs(" + std::string(column_of(term.quantity)) + ")";
  const Conditions when = conditions_of(sql, term);
  const auto sum = [](const std::string& what, const std::string& condition) {
    return ", TRY_CAST(COALESCE(SUM(" + what + ") FILTER (" + condition + "), 0) AS BIGINT)";
  };
  const auto count = [](const std::string& condition) {
    return ", COUNT(*) FILTER (" + condition + ")::BIGINT";
  };
  return sum(column, when.counts) + sum(column, when.counts_if_so) +
         count(when.either() + " AND " + column + " IS NULL") +
         sum("uncertainty_mg", when.either()) + count(when.either());
}

// An entry that was turned round, and what turned it, never happened.
std::string standing_lines(const SumFilter& filter) {
  const std::string known =
      filter.at > 0 ? " AND c.position<=" + std::to_string(filter.at) : std::string();
  return " FROM line l ANTI JOIN (SELECT e.position FROM entry c JOIN entry e ON e.book=c.book AND "
         "e.client_id=c.corrects WHERE c.kind='correction'" +
         known + ") undone ON undone.position=l.position";
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
  if (!filter.by) return "0";
  const std::string local = "(event_from + INTERVAL 9 HOUR)";
  const std::string month = "(year(" + local + ")*12 + month(" + local + ") - 1)";
  switch (*filter.by) {
    case PeriodKind::month:
      return month;
    case PeriodKind::fiscal_year:
      return "((" + month + " - 3) // 12 * 12 + 3)";
    default:
      return "(" + month + " // 12 * 12)";
  }
}

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

Result<TermSum> read_term(const Rows& rows, std::size_t first) {
  TermSum term;
  term.sum = MEGURI_TRY(sum_of(rows, first));
  term.sum_if_so = MEGURI_TRY(sum_of(rows, first + 1));
  term.unstated = rows.integer(first + 2);
  term.uncertainty = MEGURI_TRY(sum_of(rows, first + 3));
  term.lines = rows.integer(first + 4);
  return term;
}

}  // namespace

Result<std::vector<SumRow>> Columns::recorded_sums(const SumFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  std::string sums;
  for (const SumTerm& term : filter.terms)
    sums += sums_of(sql, term);
  fit(sql, filter);
  const std::string material = filter.by_material ? "material" : "''";
  Rows rows = MEGURI_TRY(
      sql.run(state_->reader,
              "SELECT book, CAST(" + bucket_of(filter) + " AS BIGINT) AS bucket, " + material +
                  " AS of_material" + sums + standing_lines(filter) + sql.conditions() +
                  " GROUP BY book, bucket, of_material ORDER BY book, bucket, of_material"));
  std::vector<SumRow> all;
  while (rows.next()) {
    SumRow row{rows.text(0), std::nullopt, rows.text(2), {}};
    if (filter.by) row.period = period_of(*filter.by, rows.integer(1));
    constexpr std::size_t first = 3;
    for (std::size_t term = 0; term < filter.terms.size(); ++term)
      row.terms.push_back(MEGURI_TRY(read_term(rows, first + term * columns_per_term)));
    all.push_back(std::move(row));
  }
  return all;
}

Result<SumParts> Columns::recorded_parts(const SumFilter& filter,
                                         std::int64_t offset,
                                         std::int64_t limit) const {
  MEGURI_CHECK(filter.terms.size() == 1);
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  const SumTerm& term = filter.terms.front();
  const Conditions when = conditions_of(sql, term);
  fit(sql, filter);
  sql.condition(when.either());
  const std::string amount =
      "TRY_CAST(COALESCE(SUM(abs(" + std::string(column_of(term.quantity)) + ")), 0) AS BIGINT)";
  Rows rows = MEGURI_TRY(
      sql.run(state_->reader,
              "SELECT l.position, " + amount + " AS amount, bool_or(" + when.counts_if_so +
                  "), COUNT(*) OVER ()::BIGINT" + standing_lines(filter) + sql.conditions() +
                  " GROUP BY l.position ORDER BY amount DESC, l.position LIMIT " +
                  std::to_string(limit) + " OFFSET " + std::to_string(offset)));
  SumParts found;
  while (rows.next()) {
    found.parts.push_back({rows.integer(0), MEGURI_TRY(sum_of(rows, 1)), rows.boolean(2)});
    found.total = rows.integer(3);
  }
  return found;
}

}  // namespace meguri
