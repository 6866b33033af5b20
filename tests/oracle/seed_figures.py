#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The figures of the policy package: carried as they were stated, and who uses each.

seed_figures.py [--list]   compares packs/ce-package with the figures as read from the document
(../shared/data/seed_figures.csv), one by one, and counts which of them any pack's formula names.
--list names them: used, and by which packs; waiting for a later one; left out. Exits 77 where the
figures as read are absent.
"""
import csv
import fractions
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
AS_READ = ROOT.parent / "shared/data/seed_figures.csv"
PACKS = ROOT / "packs"
SKIPPED = 77
# The document's unit -> the pack's, and what a number is multiplied by.
UNITS = {"1e4_t": ("万t", 1), "1e8_JPY": ("億円", 1), "1e4_kL": ("千kL", 10), "%": ("%", 1),
         "persons": ("person", 1), "JPY/L": ("yen/L", 1), "1e4_t/y": ("万t", 1),
         "1e4_dwellings": ("1", 10_000), "weeks": ("day", 7)}


def carried():
    with open(PACKS / "ce-package/tables/seed_figures.csv", encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def key_of(key):
    return re.sub(r"[^a-z0-9_.]", "_", key.lower())


def number_of(text):
    """12, 1/2; of "end 2025" the year."""
    text = text.removeprefix("end ")
    try:
        return fractions.Fraction(text)
    except ValueError:
        return None


def users_of_names():
    """Name -> the packs in which a formula, a default or an identity mentions it."""
    users = {}
    for pattern in ("*/model.toml", "*/calculations.toml"):
        for path in sorted(PACKS.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            for formula in re.findall(r'(?:formula|when|applies|default)\s*=\s*"([^"]*)"', text):
                for name in re.findall(r"[a-z][a-z0-9_.]*", formula):
                    users.setdefault(name, set()).add(path.parent.name)
    return users


def main(lists):
    if not AS_READ.exists():
        print(f"{AS_READ} is not there: nothing to compare with")
        return SKIPPED
    figures, users = carried(), users_of_names()
    with open(AS_READ, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong, left_out, waiting, used = [], [], [], {}
    for row in rows:
        figure = figures.get(key_of(row["key"]))
        if figure is None:
            left_out.append(row["key"])
            continue
        unit, factor = UNITS.get(row["unit"], (None, 1))
        stated, held = number_of(row["value"]), number_of(figure["value"])
        if stated is None or held != stated * factor or (unit and figure["unit"] != unit):
            wrong.append(f"{row['key']}: {row['value']} {row['unit']}, but the pack has "
                         f"{figure['value']} {figure['unit']}")
        if figure["key"] in users:
            used[row["key"]] = sorted(users[figure["key"]])
        else:
            waiting.append(row["key"])
    unknown = set(figures) - {key_of(row["key"]) for row in rows}
    wrong += [f"{key}: not among the figures as read" for key in sorted(unknown)]
    for line in wrong:
        print(line)
    if lists:
        print("used:", *(f"{key}: {', '.join(by)}" for key, by in used.items()), sep="\n  ")
        print("waiting:", *waiting, sep="\n  ")
        print("left out (dates, articles, words):", *left_out, sep="\n  ")
    print(f"seed figures: {len(rows)} as read, {len(figures)} carried, "
          f"{len(used)} used by a formula, {len(waiting)} wait, "
          f"{len(left_out)} left out, {len(wrong)} wrong")
    return 1 if wrong or not used else 0


if __name__ == "__main__":
    sys.exit(main("--list" in sys.argv[1:]))
