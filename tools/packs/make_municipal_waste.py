#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the tables of packs/municipal-waste from a folder with three files.

  municipal_waste_fy2024.csv              one row per unit: city_code, population, total_waste_t,
                                          household_waste_t, business_waste_t, treated_amount_t,
                                          final_disposal_t, recycling_rate_r_pct
  municipal_waste_2019_2024_sample.csv    the same by fiscal year (fy) for some municipalities
  prefecture_waste_fy2024.csv             the same by prefecture, with expenditure

They are the municipal waste survey of the Ministry of the Environment as tables. Figures are
carried as the text they are published in: no cell is computed, rounded or parsed. The product
never runs this script.

usage: make_municipal_waste.py INPUT_FOLDER PACK_FOLDER
"""
import csv
import sys
from pathlib import Path

FIGURES = ["population", "total_waste_t", "household_waste_t", "business_waste_t", "treated_t",
           "final_disposal_t"]


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    source, tables = Path(sys.argv[1]), Path(sys.argv[2]) / "tables"
    units = sorted(read(source / "municipal_waste_fy2024.csv"), key=lambda row: row["city_code"])
    write(tables / "municipalities_fy2024.csv", ["city_code"] + FIGURES + ["recycling_rate_pct"],
          ([row["city_code"], row["population"], row["total_waste_t"], row["household_waste_t"],
            row["business_waste_t"], row["treated_amount_t"], row["final_disposal_t"],
            row["recycling_rate_r_pct"]] for row in units))
    # The year 2024 stands in the first table, with one more decimal of the rate.
    earlier = [row for row in read(source / "municipal_waste_2019_2024_sample.csv")
               if row["fy"] != "2024"]
    write(tables / "ten_municipalities_fy2019_2023.csv",
          ["city_code", "period"] + FIGURES + ["recycling_rate_pct", "waste_g_per_person_day"],
          ([row["city_code"], "FY" + row["fy"]] + [row[name] for name in FIGURES] +
           [row["recycling_rate_pct"], row["per_capita_g_day"]] for row in earlier))
    write(tables / "prefectures_fy2024.csv",
          ["pref_code"] + FIGURES + ["recycling_rate_pct", "waste_expenditure_thousand_yen"],
          ([row["pref_code"]] + [row[name] for name in FIGURES] +
           [row["recycling_rate_pct"], row["waste_expenditure_thousand_yen"]]
           for row in read(source / "prefecture_waste_fy2024.csv")))
    print(f"municipal-waste: {len(units)} units, {len(earlier)} earlier rows", file=sys.stderr)


if __name__ == "__main__":
    main()
