#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the whole load, its parts and its sizes; the sqlite3 command line is the peer.

  bench/whole_load.py [MEGURI] [RUNS]

Meguri: `meguri load` of the four packs into a fresh folder: every cell checked, documents hashed,
one durable commit, columns, then every quantity, flow, term and indicator of every place and
period. The peer: sqlite3 imports the same tables with WAL and synchronous=FULL and computes twelve
of the indicators and two ranks for every municipality by SQL, without checks, hashes, intervals,
prefectures or evidence. Both run in turn; medians and the median of the ratios are printed.
"""
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKS = ["japan-base", "municipal-waste", "e-scrap", "pet-bottle-loop"]
PEER_SQL = """
CREATE TABLE result AS
WITH base AS (
  SELECT city_code, CAST(population AS REAL) p, CAST(total_waste_t AS REAL) t,
         CAST(household_waste_t AS REAL) h, CAST(business_waste_t AS REAL) b,
         CAST(treated_t AS REAL) q, CAST(final_disposal_t AS REAL) f,
         CAST(recycling_rate_pct AS REAL) r FROM waste),
derived AS (
  SELECT *, t - h - b AS g, round(r / 100 * (q + t - h - b)) AS rec, q - h - b AS d FROM base),
measures AS (
  SELECT city_code, p, t / p / 365 * 1e6 AS total_g, (h + g) / p / 365 * 1e6 AS household_g,
         h / p / 365 * 1e6 AS collected_g, b / p / 365 * 1e6 AS business_g,
         100 * rec / (q + g) AS recycling, r AS published, 100 * g / t AS group_share,
         f / p / 365 * 1e6 AS final_g, 100 * f / q AS final_rate, 100 * f / t AS final_of_total,
         100 * (q - (rec - g) - f) / q AS reduction, 100 * d / (h + b) AS discrepancy
  FROM derived)
SELECT *, rank() OVER (ORDER BY total_g) AS national_rank,
       rank() OVER (PARTITION BY substr(city_code, 1, 2) ORDER BY total_g) AS prefecture_rank
FROM measures;
"""


def seconds(command, **options):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   **options)
    return time.perf_counter() - start


def load(meguri, folder):
    return seconds([meguri, "load", *(str(ROOT / "packs" / p) for p in PACKS), "--data", folder])


def peer_script(folder):
    tables = ROOT / "packs"
    lines = ["PRAGMA journal_mode=WAL;", "PRAGMA synchronous=FULL;", ".mode csv"]
    for pack in PACKS:
        for table in sorted((tables / pack / "tables").glob("*.csv")):
            name = "waste" if table.name == "municipalities_fy2024.csv" else \
                f"{pack}_{table.stem}".replace("-", "_")
            lines.append(f".import {table} {name}")
    return "\n".join(lines) + "\n" + PEER_SQL


def peer(folder):
    return seconds(["sqlite3", os.path.join(folder, "peer.sqlite")],
                   input=peer_script(folder).encode())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_page(meguri, folder):
    """From the start of `serve` to the whole first page and the first diagnosis."""
    port = free_port()
    start = time.perf_counter()
    server = subprocess.Popen([meguri, "serve", "--data", folder, "--port", str(port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(base + "/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.005)
        page = time.perf_counter() - start
        times = []
        for code in ("01100", "13100", "27100", "46468", "01202", "34208") * 5:
            begin = time.perf_counter()
            json.load(urllib.request.urlopen(f"{base}/api/v1/diagnoses/{code}"))
            times.append(time.perf_counter() - begin)
        return page, statistics.median(times)
    finally:
        server.terminate()
        server.wait(timeout=20)


def bytes_of(path):
    path = pathlib.Path(path)
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files)


def sizes(meguri, folder):
    rows = [("binary", meguri), ("libduckdb", ROOT / "build/deps/duckdb/lib"),
            ("journal", pathlib.Path(folder) / "journal.sqlite"),
            ("columns", pathlib.Path(folder) / "columns.duckdb"),
            ("documents", pathlib.Path(folder) / "documents"), ("web app", ROOT / "web/dist")]
    return [(name, bytes_of(path)) for name, path in rows if pathlib.Path(path).exists()]


def row(name, values, unit="s"):
    values = sorted(values)
    print(f"{name:28} min {values[0]:8.3f}  median {statistics.median(values):8.3f}  "
          f"max {values[-1]:8.3f} {unit}")


def main():
    meguri = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/bin/meguri")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    if shutil.which("sqlite3") is None:
        sys.exit("bench: the peer is missing: apt-get install sqlite3")
    ours, theirs, again, pages, diagnoses = [], [], [], [], []
    for run in range(runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "data")
            first = load(meguri, data)
            other = peer(folder)
            second = load(meguri, data)
            page, diagnosis = first_page(meguri, data)
            if run == 0:  # warm-up
                continue
            ours.append(first)
            theirs.append(other)
            again.append(second)
            pages.append(page)
            diagnoses.append(diagnosis)
            measured = sizes(meguri, data)
    row("whole load", ours)
    row("peer: sqlite3", theirs)
    row("whole load / peer", [a / b for a, b in zip(ours, theirs)], "x")
    row("load again (unchanged)", again)
    row("serve to first page", pages)
    row("one diagnosis over HTTP", diagnoses)
    for name, size in measured:
        print(f"{name:28} {size / 1e6:8.2f} MB")


if __name__ == "__main__":
    main()
