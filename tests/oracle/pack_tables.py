#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the packs a second time, without the pack loader.

Tables must be what pack.toml says, check digits right, sample books balanced, and every name in
model.toml must mean something.

usage: pack_tables.py PACK_FOLDER...     exit code 1 and one line per fault
"""
import csv
import json
import re
import sys
import tomllib
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

BOUNDARIES = {"nature", "market", "abroad", "air", "water", "loss", "opening", "difference"}
FUNCTIONS = {"min", "max", "abs", "percent", "bounds", "published", "whole_tonne", "days", "if",
             "either", "and", "or", "not", "target", "value"}


def toml(path):
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def table_rows(path):
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def cell_fault(column, text):
    if not text:
        return "is empty" if column.get("required") else None
    kind = column["type"]
    if kind == "id" and not re.fullmatch(r"[a-z0-9_.\-]+", text):
        return f"is no id: {text}"
    if kind == "choice" and text not in column["choices"]:
        return f"is none of the choices: {text}"
    if kind == "number" and not re.fullmatch(r"-?[\d,]+(\.\d+)?", text):
        return f"is no number: {text}"
    if kind == "place" and not re.fullmatch(r"JP|\d{2}|\d{5,6}", text):
        return f"is no place: {text}"
    if kind == "place" and len(text) == 6:
        total = sum(int(digit) * weight for digit, weight in zip(text, (6, 5, 4, 3, 2)))
        if int(text[5]) != (11 - total % 11) % 10:
            return f"has a wrong check digit: {text}"
    return None


def check_table(pack, table, sources):
    rows = table_rows(pack / table["file"])
    names = [column["name"] for column in table["column"]]
    if rows[0] != names:
        yield f"{table['id']}: header {rows[0]} is not {names}"
        return
    for column in table["column"]:
        if column.get("source", table["source"]) not in sources:
            yield f"{table['id']}.{column['name']}: unknown source"
    seen = set()
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(names):
            yield f"{table['id']} row {number}: {len(row)} cells"
            continue
        key = tuple(row[names.index(name)] for name in table["key"])
        if key in seen:
            yield f"{table['id']} row {number}: {key} stands twice"
        seen.add(key)
        for column, text in zip(table["column"], row):
            fault = cell_fault(column, text)
            if fault:
                yield f"{table['id']} row {number}, {column['name']}: {fault}"


def dictionaries(pack, manifest, kind):
    for table in manifest["table"]:
        if table["kind"] == kind:
            rows = table_rows(pack / table["file"])
            yield from (dict(zip(rows[0], row)) for row in rows[1:])


def check_books(pack, manifest):
    """Entries balance, lots stay above zero in the order of the file, transit ends empty."""
    entries, stock, transit = defaultdict(Decimal), defaultdict(Decimal), defaultdict(Decimal)
    sites = {row["id"] for row in dictionaries(pack, manifest, "sites")}
    materials = {row["id"] for row in dictionaries(pack, manifest, "materials")}
    for line in dictionaries(pack, manifest, "entries"):
        if line["kind"] == "attest":
            yield from check_attested(line)
            continue
        mass = Decimal(line["mass"])
        entries[line["entry"]] += mass
        where = line["line_site"]
        in_transit = where.startswith("transit/")
        if line["material"] not in materials or line["site"] not in sites:
            yield f"{line['entry']}: unknown material or site"
        if not in_transit and where not in sites:
            yield f"{line['entry']}: unknown site {where}"
        if bool(line["lot"]) == (in_transit or where in BOUNDARIES):
            yield f"{line['entry']}: a lot belongs to a site that is no boundary"
        if in_transit:
            transit[where, line["material"]] += mass
        elif where not in BOUNDARIES:
            account = (line["book"], where, line["lot"], line["material"])
            stock[account] += mass
            if stock[account] < 0:
                yield f"{line['entry']}: {account} falls below zero"
    yield from (f"{entry}: off by {mass} kg" for entry, mass in entries.items() if mass)
    yield from (f"{where}: {mass} kg never arrived" for where, mass in transit.items() if mass)


def check_attested(line):
    """An attestation moves nothing; a payload is a JSON object and says of what form it is."""
    if any(line[name] for name in ("line_site", "lot", "material", "mass", "origin")):
        yield f"{line['entry']}: attests and moves"
    payload = line.get("payload", "")
    if bool(payload) != bool(line.get("payload_type")):
        yield f"{line['entry']}: a payload and its type belong together"
    if payload and not isinstance(json.loads(payload), dict):
        yield f"{line['entry']}: the payload is no object"


def formulas(model):
    for part in ("derived", "indicator", "identity"):
        for item in model.get(part, []):
            yield item["id"], item["formula"]
            if "potential" in item:
                yield item["id"], item["potential"]["formula"]
    for item in model.get("flow", []) + [flow for diagram in model.get("diagram", [])
                                         for flow in diagram["flow"]]:
        yield item["id"], item["mass"]
    for item in model.get("flag", []):
        yield item["id"], item["when"]


def check_model(pack, manifest, model, names_of_packs):
    own = [item["id"] for part in ("quantity", "derived", "term") for item in model.get(part, [])]
    own += [row["key"] for row in dictionaries(pack, manifest, "figures")]
    yield from (f"{name}: means two things" for name in set(own) if own.count(name) > 1)
    known = FUNCTIONS | set(own)
    for required in manifest["requires"]:
        known |= names_of_packs.get(required, set())
    for item, formula in formulas(model):
        for name in re.findall(r"[a-z_][a-z0-9_.]*", re.sub(r"\[[^\]]*\]", "", formula)):
            if name not in known:
                yield f"{item}: unknown name {name}"
    names_of_packs[manifest["id"]] = set(own)
    reported = {column["quantity"] for table in manifest["table"] for column in table["column"]
                if "quantity" in column}
    declared = {item["id"]: item for item in model.get("quantity", [])}
    yield from (f"{name}: not declared as a quantity" for name in reported - declared.keys())
    for name, item in declared.items():
        if item.get("available", True) != (name in reported):
            yield f"{name}: available and reported do not agree"
    yield from check_references(model)


def check_references(model):
    ids = {part: {item["id"] for item in model.get(part, [])}
           for part in ("site", "flow", "indicator", "measure")}
    for flow in model.get("flow", []):
        if not {flow["from"], flow["to"]} <= ids["site"]:
            yield f"{flow['id']}: unknown site"
        if "part_of" in flow and flow["part_of"] not in ids["flow"]:
            yield f"{flow['id']}: part of an unknown flow"
    for term in model.get("term", []):
        if not set(term.get("flow", [])) <= ids["flow"]:
            yield f"{term['id']}: unknown flow"
        if not set(term.get("from", []) + term.get("to", [])) <= ids["site"]:
            yield f"{term['id']}: unknown site"
    for item in model.get("indicator", []):
        if item["measure"] not in ids["measure"]:
            yield f"{item['id']}: unknown measure"
    for item in model.get("measure", []):
        if item["primary"] not in ids["indicator"]:
            yield f"{item['id']}: unknown primary indicator"


def texts(value, path=""):
    """Every pair of texts must have both languages."""
    if isinstance(value, dict):
        if set(value) & {"ja", "en"} and (set(value) != {"ja", "en"} or not all(value.values())):
            yield f"{path}: a text without both languages"
        for name, inner in value.items():
            yield from texts(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, path)


def main():
    names_of_packs, faults = {}, []
    for folder in sys.argv[1:]:
        pack = Path(folder)
        manifest, model = toml(pack / "pack.toml"), toml(pack / "model.toml")
        sources = {source["id"] for source in manifest["source"]}
        found = [fault for table in manifest["table"]
                 for fault in check_table(pack, table, sources)]
        found += check_books(pack, manifest)
        found += check_model(pack, manifest, model, names_of_packs)
        found += list(texts(manifest)) + list(texts(model))
        faults += [f"{manifest['id']}: {fault}" for fault in found]
    print("\n".join(faults) if faults else f"{len(sys.argv) - 1} packs are sound")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
