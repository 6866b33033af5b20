#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the whole load, serving and its parts, and weighs what is stored; sqlite3 is the peer.

  bench/whole_load.py [MEGURI] [RUNS]

Meguri: `meguri load` of the four packs into a fresh folder: every cell checked, documents hashed,
books balanced, one durable commit, columns, then every quantity, flow, term and indicator of every
place and period. The peer: the sqlite3 command line imports the same tables with WAL and
synchronous=FULL and computes every indicator value that they allow (bench/whole_load.sql), without
checks, hashes, exact numbers or evidence. Both run in turn, after a run to warm up, and must agree
on the number of values and on the nation's. Medians and the median of the ratios are printed.
"""
import gzip
import http.client
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKS = ["japan-base", "municipal-waste", "e-scrap", "pet-bottle-loop"]
VALUES = 25629  # indicator values that the tables allow; tests/oracle computes the same set
TOWNS = ["01100", "13100", "27100", "46468", "01202", "34208"]


def run(command, **options):
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, **options)
    return time.perf_counter() - start, done.stdout


def load(meguri, data):
    return run([meguri, "load", *(str(ROOT / "packs" / p) for p in PACKS), "--data", data])[0]


def national(meguri, data, indicator):
    answer = run([meguri, "indicators", indicator, "--level", "nation", "--period", "FY2024",
                  "--json", "--data", data])[1]
    return float(json.loads(answer)["selected"]["rows"][0]["value"])


def peer_script():
    lines = ["PRAGMA journal_mode=WAL;", "PRAGMA synchronous=FULL;", ".mode csv"]
    for pack in PACKS:
        for table in sorted((ROOT / "packs" / pack / "tables").glob("*.csv")):
            name = "waste" if table.name == "municipalities_fy2024.csv" else \
                f"{pack}_{table.stem}".replace("-", "_")
            lines.append(f".import {table} {name}")
    return "\n".join(lines) + "\n" + (ROOT / "bench/whole_load.sql").read_text()


def check_peer(meguri, data, database):
    """A benchmark of wrong answers is worth nothing."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT count(*) FROM result").fetchone()[0]
        assert rows == VALUES, f"the peer computed {rows} values, not {VALUES}"
        for indicator in ("waste_per_person_day.statistics", "recycling_rate.statistics",
                          "final_disposal_rate.statistics", "cost_per_person.expenditure"):
            theirs = connection.execute(
                "SELECT value FROM result WHERE place = 'JP' AND indicator = ? AND "
                "period = 'FY2024'", (indicator,)).fetchone()[0]
            ours = national(meguri, data, indicator)
            assert abs(ours - theirs) < 1e-3, f"{indicator}: {ours} is not {theirs}"


class Server:
    """`meguri serve` on a free port; knows how long it took to its first page."""

    def __init__(self, meguri, data):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [meguri, "serve", "--data", data, "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.002)
        self.first_page = time.perf_counter() - start

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)

    def ask(self, connection, path):
        begin = time.perf_counter()
        connection.request("GET", path)
        reply = connection.getresponse()
        body = reply.read()
        assert reply.status == 200, (path, reply.status)
        assert body
        return time.perf_counter() - begin

    def latency(self, path_of_town):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        return statistics.median(
            self.ask(connection, path_of_town(town)) for town in TOWNS for _ in range(5))

    def throughput(self, path_of_town, clients=8, duration=2.0):
        """Answers per second to clients that ask again as soon as they are answered."""
        counts, stop = [0] * clients, time.perf_counter() + duration

        def loop(number):
            connection = http.client.HTTPConnection("127.0.0.1", self.port)
            while time.perf_counter() < stop:
                self.ask(connection, path_of_town(TOWNS[counts[number] % len(TOWNS)]))
                counts[number] += 1

        threads = [threading.Thread(target=loop, args=(number,)) for number in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / duration


def bytes_of(path):
    path = pathlib.Path(path)
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files)


def first_page_bytes(dist):
    """What the browser fetches before the map: the page and the assets it names, gzipped."""
    page = (dist / "index.html").read_text()
    names = [p for p in dist.rglob("*") if p.is_file() and f"/{p.relative_to(dist)}" in page]
    parts = [dist / "index.html", *names]
    return sum(len(gzip.compress(p.read_bytes(), 9)) for p in parts)


def sizes(meguri, data):
    data = pathlib.Path(data)
    rows = [("binary", meguri), ("libduckdb", ROOT / "build/deps/duckdb/lib"),
            ("journal", data / "journal.sqlite"), ("columns", data / "columns.duckdb"),
            ("documents", data / "documents"), ("web app", ROOT / "web/dist")]
    measured = [(name, bytes_of(path)) for name, path in rows if pathlib.Path(path).exists()]
    if (ROOT / "web/dist/index.html").exists():
        measured.append(("first page, gzipped", first_page_bytes(ROOT / "web/dist")))
    return measured


def one_run(meguri, folder, times):
    data = os.path.join(folder, "data")
    times["whole load"].append(load(meguri, data))
    database = os.path.join(folder, "peer.sqlite")
    times["peer: sqlite3"].append(run(["sqlite3", database], input=peer_script().encode())[0])
    check_peer(meguri, data, database)
    times["load again (unchanged)"].append(load(meguri, data))
    times["rebuild the columns"].append(run([meguri, "rebuild", "--data", data])[0])
    with Server(meguri, data) as server:
        times["serve to first page"].append(server.first_page)
        times["a diagnosis over HTTP"].append(
            server.latency(lambda town: f"/api/v1/diagnoses/{town}"))
        times["a search over HTTP"].append(
            server.latency(lambda town: f"/api/v1/places?q={town}"))
        times["diagnoses/s, 8 clients"].append(
            server.throughput(lambda town: f"/api/v1/diagnoses/{town}"))
        times["searches/s, 8 clients"].append(
            server.throughput(lambda town: f"/api/v1/places?q={town}"))
    return sizes(meguri, data)


def show(name, values, unit="s"):
    print(f"{name:26} min {min(values):9.4f}  median {statistics.median(values):9.4f}  "
          f"max {max(values):9.4f} {unit}")


def main():
    meguri = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/bin/meguri")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    if shutil.which("sqlite3") is None:
        sys.exit("bench: the peer is missing: apt-get install sqlite3")
    names = ["whole load", "peer: sqlite3", "load again (unchanged)", "rebuild the columns",
             "serve to first page", "a diagnosis over HTTP", "a search over HTTP",
             "diagnoses/s, 8 clients", "searches/s, 8 clients"]
    times = {name: [] for name in names}
    measured = []
    for number in range(runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            measured = one_run(meguri, folder, times)
        if number == 0:
            times = {name: [] for name in names}
    for name in names:
        show(name, times[name], "" if "/s" in name else "s")
    ratios = [a / b for a, b in zip(times["whole load"], times["peer: sqlite3"])]
    show("whole load / peer", ratios, "x")
    for name, size in measured:
        print(f"{name:26} {size / 1e6:8.3f} MB")


if __name__ == "__main__":
    main()
