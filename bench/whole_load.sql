-- SPDX-License-Identifier: Apache-2.0
-- The indicators of municipal waste by SQL, over the tables that sqlite3 has just imported: the
-- peer of bench/whole_load.py. Every value that these tables allow, as `meguri load` computes them:
-- of each unit (FY2024), of ten towns from FY2019 to FY2023, of each prefecture and the nation, all
-- with bounds. In binary floating point, and no figure can be explained.
CREATE TABLE unit AS
WITH published AS (
  SELECT city_code AS place, 'FY2024' AS period, 365 AS days, 0.0005 AS half,
         population, total_waste_t, household_waste_t, business_waste_t, treated_t,
         final_disposal_t, recycling_rate_pct
  FROM waste
  UNION ALL
  SELECT city_code, period, CASE period WHEN 'FY2019' THEN 366 WHEN 'FY2023' THEN 366 ELSE 365 END,
         0.005, population, total_waste_t, household_waste_t, business_waste_t, treated_t,
         final_disposal_t, recycling_rate_pct
  FROM municipal_waste_ten_municipalities_fy2019_2023),
number AS (
  SELECT place, period, days, half, CAST(population AS REAL) AS p, CAST(total_waste_t AS REAL) AS t,
         CAST(household_waste_t AS REAL) AS h, CAST(business_waste_t AS REAL) AS b,
         CAST(treated_t AS REAL) AS q, CAST(final_disposal_t AS REAL) AS f,
         CAST(recycling_rate_pct AS REAL) AS r
  FROM published),
bounds AS (
  SELECT *, t - h - b AS g, (r - half) / 100 * (q + t - h - b) AS low,
         (r + half) / 100 * (q + t - h - b) AS high
  FROM number),
whole AS (
  SELECT *, CAST(low AS INT) + (low > CAST(low AS INT)) AS first FROM bounds)
SELECT place, period, days, p, t, h, b, q, f, r, g, q - h - b AS d, abs(q - h - b) AS size_of_d,
       r * q AS weighted, min(f, q) AS direct_high,
       CASE WHEN first <= high AND first + 1 > high THEN first ELSE low END AS recycled_low,
       CASE WHEN first <= high AND first + 1 > high THEN first ELSE high END AS recycled_high
FROM whole;

CREATE TABLE amount AS
SELECT place, period, days, p, t, h, b, q, f, g, d, size_of_d, weighted, direct_high, recycled_low,
       recycled_high
FROM unit
UNION ALL
SELECT substr(place, 1, 2), period, days, sum(p), sum(t), sum(h), sum(b), sum(q), sum(f), sum(g),
       sum(d), sum(size_of_d), sum(weighted), sum(direct_high), sum(recycled_low),
       sum(recycled_high)
FROM unit WHERE period = 'FY2024' GROUP BY substr(place, 1, 2)
UNION ALL
SELECT 'JP', period, days, sum(p), sum(t), sum(h), sum(b), sum(q), sum(f), sum(g), sum(d),
       sum(size_of_d), sum(weighted), sum(direct_high), sum(recycled_low), sum(recycled_high)
FROM unit WHERE period = 'FY2024';

CREATE TABLE prefecture AS
SELECT pref_code AS place, CAST(total_waste_t AS REAL) AS t, CAST(recycling_rate_pct AS REAL) AS r,
       1000 * CAST(waste_expenditure_thousand_yen AS REAL) AS spent
FROM municipal_waste_prefectures_fy2024;
INSERT INTO prefecture SELECT 'JP', sum(t), NULL, sum(spent) FROM prefecture;

CREATE TABLE result (place TEXT, period TEXT, indicator TEXT, value REAL, low REAL, high REAL);
INSERT INTO result
  SELECT place, period, 'waste_per_person_day.statistics', t / p / days * 1e6, NULL, NULL
  FROM amount
  UNION ALL SELECT place, period, 'household_waste_per_person_day.statistics',
                   (h + g) / p / days * 1e6, NULL, NULL FROM amount
  UNION ALL SELECT place, period, 'household_waste_per_person_day.without_group',
                   h / p / days * 1e6, NULL, NULL FROM amount
  UNION ALL SELECT place, period, 'business_waste_per_person_day.statistics',
                   b / p / days * 1e6, NULL, NULL FROM amount
  UNION ALL SELECT place, period, 'final_disposal_per_person_day.statistics',
                   f / p / days * 1e6, NULL, NULL FROM amount
  UNION ALL SELECT place, period, 'discrepancy_share.statistics', 100 * d / (h + b), NULL, NULL
            FROM amount WHERE h + b <> 0
  UNION ALL SELECT place, period, 'discrepancy_share.absolute', 100 * size_of_d / (h + b),
                   NULL, NULL FROM amount WHERE h + b <> 0
  UNION ALL SELECT place, period, 'recycling_rate.statistics',
                   50 * (recycled_low + recycled_high) / (q + g), 100 * recycled_low / (q + g),
                   100 * recycled_high / (q + g) FROM amount WHERE q + g <> 0
  UNION ALL SELECT place, period, 'group_collection_share.statistics', 100 * g / t, NULL, NULL
            FROM amount WHERE t <> 0
  UNION ALL SELECT place, period, 'final_disposal_rate.statistics', 100 * f / q, NULL, NULL
            FROM amount WHERE q <> 0
  UNION ALL SELECT place, period, 'final_disposal_rate.evaluation_tool', 100 * f / t, NULL, NULL
            FROM amount WHERE t <> 0
  UNION ALL SELECT place, period, 'reduction_treatment_rate.statistics',
                   CASE WHEN direct_high = 0 THEN 100 END, 100 - 100 * direct_high / q, 100
            FROM amount WHERE q <> 0
  UNION ALL SELECT place, period, 'reduction_share.statistics',
                   100 * (q - f + g - (recycled_low + recycled_high) / 2) / q,
                   100 * (q - f + g - recycled_high) / q, 100 * (q - f + g - recycled_low) / q
            FROM amount WHERE q <> 0
  UNION ALL SELECT place, period, 'recycling_rate.published', r, NULL, NULL FROM unit
  UNION ALL SELECT place, 'FY2024', 'recycling_rate.prefecture_published', r, NULL, NULL
            FROM prefecture WHERE r IS NOT NULL
  UNION ALL SELECT place, period, 'recycling_rate.treated_weighted', weighted / q, NULL, NULL
            FROM amount WHERE length(place) = 2
  UNION ALL SELECT place, 'FY2024', 'cost_per_person.expenditure', spent / p, NULL, NULL
            FROM prefecture JOIN amount USING (place)
  UNION ALL SELECT place, 'FY2024', 'cost_per_tonne.expenditure', spent / amount.t, NULL, NULL
            FROM prefecture JOIN amount USING (place)
  UNION ALL SELECT place, 'FY2024', 'table_difference.total_waste', amount.t - prefecture.t,
                   NULL, NULL FROM prefecture JOIN amount USING (place);
UPDATE result SET low = value, high = value WHERE low IS NULL;
