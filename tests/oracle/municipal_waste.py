#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Computes every indicator of the pack municipal-waste a second time, with exact fractions.

An oracle: it reads the pack's tables and nothing else of the project, knows the formulas from the
definitions and not from model.toml, and shares no code with the engine. The engine's values are
compared with its output.

usage: municipal_waste.py PACKS_FOLDER > expected.csv

Columns: place, period, indicator, value, low, high. Numbers are in the indicator's unit, as
decimals rounded to 12 places. A value that is only known to lie between bounds has an empty
`value`; one that comes from rounded publications has the middle as `value`. Rows that cannot be
computed are absent.
"""
import csv
import math
import sys
from collections import defaultdict
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

LEAP_FISCAL_YEARS = {"FY2019", "FY2023"}  # they hold 29 February 2020 and 2024


class Range:
    """low <= truth <= high; `known` when its middle is a fair value."""

    def __init__(self, low, high=None, known=True):
        self.low = Fraction(low)
        self.high = self.low if high is None else Fraction(high)
        self.known = known

    def __add__(self, other):
        return Range(self.low + other.low, self.high + other.high, self.known and other.known)

    def times(self, factor):
        ends = sorted((self.low * factor, self.high * factor))
        return Range(ends[0], ends[1], self.known)

    def middle(self):
        return (self.low + self.high) / 2


def exact(value):
    return Range(value)


def minus(number, interval):
    return Range(number - interval.high, number - interval.low, interval.known)


def rows(path):
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def recycled_tonnes(rate_text, base):
    """Tonnes that a published percentage stands for: one whole tonne, or the range of rounding."""
    digits = len(rate_text.partition(".")[2])
    half = Fraction(1, 2 * 10 ** digits)
    low = (Fraction(rate_text) - half) / 100 * base
    high = (Fraction(rate_text) + half) / 100 * base
    first = math.ceil(low)
    if first <= high and first + 1 > high:
        return exact(first)
    return Range(low, high)


def account(row):
    """The additive amounts of one unit and year, each a Range."""
    number = {name: Fraction(row[name]) for name in
              ("population", "total_waste_t", "household_waste_t", "business_waste_t", "treated_t",
               "final_disposal_t")}
    total, household = number["total_waste_t"], number["household_waste_t"]
    business, treated = number["business_waste_t"], number["treated_t"]
    final = number["final_disposal_t"]
    group = total - household - business
    recycled = recycled_tonnes(row["recycling_rate_pct"], treated + group)
    out_of_treated = Range(recycled.low - group, recycled.high - group)
    amounts = {
        "population": number["population"], "total": total, "household": household,
        "business": business, "treated": treated, "final": final, "group": group,
        "discrepancy": treated - household - business,
        "size_of_discrepancy": abs(treated - household - business),
        "weighted_rate": Fraction(row["recycling_rate_pct"]) * treated,
    }
    amounts = {name: exact(value) for name, value in amounts.items()}
    amounts["recycled"] = recycled
    amounts["reduction"] = minus(treated - final, out_of_treated)
    amounts["direct_disposal"] = Range(0, min(final, treated), known=False)
    return amounts


def add(left, right):
    return {name: left[name] + right[name] for name in left} if left else dict(right)


def additive_indicators(amounts, period):
    days = 366 if period in LEAP_FISCAL_YEARS else 365

    def per_person_day(name):
        return amounts[name].times(Fraction(10 ** 6) / amounts["population"].low / days)

    def percent(name, whole):
        return amounts[name].times(Fraction(100) / whole) if whole else None

    treated, group = amounts["treated"].low, amounts["group"].low
    brought_in = amounts["household"].low + amounts["business"].low
    household_and_group = dict(amounts, both=amounts["household"] + amounts["group"])
    direct = percent("direct_disposal", treated)
    return {
        "waste_per_person_day.statistics": per_person_day("total"),
        "household_waste_per_person_day.statistics":
            household_and_group["both"].times(
                Fraction(10 ** 6) / amounts["population"].low / days),
        "household_waste_per_person_day.without_group": per_person_day("household"),
        "business_waste_per_person_day.statistics": per_person_day("business"),
        "final_disposal_per_person_day.statistics": per_person_day("final"),
        "discrepancy_share.statistics": percent("discrepancy", brought_in),
        "discrepancy_share.absolute": percent("size_of_discrepancy", brought_in),
        "recycling_rate.statistics": percent("recycled", treated + group),
        "group_collection_share.statistics": percent("group", amounts["total"].low),
        "final_disposal_rate.statistics": percent("final", treated),
        "final_disposal_rate.evaluation_tool": percent("final", amounts["total"].low),
        "reduction_treatment_rate.statistics": minus(Fraction(100), direct) if direct else None,
        "reduction_share.statistics": percent("reduction", treated),
    }


def decimal(fraction):
    with localcontext() as context:
        context.prec = 60
        value = Decimal(fraction.numerator) / Decimal(fraction.denominator)
        text = format(value.quantize(Decimal(10) ** -12), "f").rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text


def write(out, place, period, values):
    for indicator in sorted(values):
        value = values[indicator]
        if value is not None:
            # Bounds that hold one number only are that number.
            known = value.known or value.low == value.high
            out.writerow([place, period, indicator, decimal(value.middle()) if known else "",
                          decimal(value.low), decimal(value.high)])


def regions(units):
    """Prefectures and the nation as sums of their units."""
    sums = defaultdict(dict)
    for place, amounts in units.items():
        for region in (place[:2], "JP"):
            sums[region] = add(sums[region], amounts)
    return sums


def prefecture_indicators(table, sums):
    """What needs the table by prefecture: expenditure, its own rate, the difference of totals."""
    spent, stated = defaultdict(Fraction), defaultdict(Fraction)
    extra = defaultdict(dict)
    for row in table:
        for region in (row["pref_code"], "JP"):
            spent[region] += 1000 * Fraction(row["waste_expenditure_thousand_yen"])
            stated[region] += Fraction(row["total_waste_t"])
        extra[row["pref_code"]]["recycling_rate.prefecture_published"] = exact(
            row["recycling_rate_pct"])
    for region, amounts in sums.items():
        total = amounts["total"].low
        extra[region].update({
            "recycling_rate.treated_weighted":
                amounts["weighted_rate"].times(1 / amounts["treated"].low),
            "cost_per_person.expenditure": exact(spent[region] / amounts["population"].low),
            "cost_per_tonne.expenditure": exact(spent[region] / total),
            "table_difference.total_waste": exact(total - stated[region]),
        })
    return extra


def main():
    tables = Path(sys.argv[1]) / "municipal-waste/tables"
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["place", "period", "indicator", "value", "low", "high"])
    units = {}
    for row in rows(tables / "municipalities_fy2024.csv"):
        units[row["city_code"]] = account(row)
        values = additive_indicators(units[row["city_code"]], "FY2024")
        values["recycling_rate.published"] = exact(row["recycling_rate_pct"])
        write(out, row["city_code"], "FY2024", values)
    for row in rows(tables / "ten_municipalities_fy2019_2023.csv"):
        values = additive_indicators(account(row), row["period"])
        values["recycling_rate.published"] = exact(row["recycling_rate_pct"])
        write(out, row["city_code"], row["period"], values)
    sums = regions(units)
    extra = prefecture_indicators(rows(tables / "prefectures_fy2024.csv"), sums)
    for region in sorted(sums):
        write(out, region, "FY2024", additive_indicators(sums[region], "FY2024") | extra[region])


if __name__ == "__main__":
    main()
