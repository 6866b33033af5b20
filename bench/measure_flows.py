#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One indicator over many flows, by party and month, beside the same sums in PostgreSQL and SQLite.

  bench/measure_flows.py [PROGRAM] [LINES] [FOLDER]   defaults: build/release/bin/measure_flows,
                                                      100,000,000, a temporary one (25 GB)

The indicator is the recycled share of what was received, water left out: two sums, and a third of
what has no known origin, for 499 parties and 36 months. Meguri asks its columns as `meguri measure`
does, corrections looked for as always. The peers hold the same lines in a table of nine columns and
run the same grouping without looking for corrections; PostgreSQL with 4 GB of buffers and as many
workers as there are cores, analysed. Every answer is compared. Prints the median of three warm
rounds.
"""
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from peer import ROOT, Postgres, timed

MATERIALS = "'material 3','material 6'"
COUNTS = f"kind='receive' AND lot<>'' AND mass_mg>0 AND material NOT IN ({MATERIALS})"
EACH = [f"sum(mass_mg) FILTER (WHERE {COUNTS})",
        f"sum(mass_mg) FILTER (WHERE {COUNTS} AND origin IN ('pre_consumer','post_consumer'))",
        f"sum(mass_mg) FILTER (WHERE {COUNTS} AND origin='unknown')"]
SUMS = ", ".join(EACH)
SIGN = "CASE WHEN i%3=2 OR (i%3=1 AND i%2=0) THEN -1 ELSE 1 END"
ROW = ("i+1, 'party ' || CAST((i*7919)%499 AS text), CASE i%3 WHEN 0 THEN 'receive' WHEN 1 THEN "
       "'transform' ELSE 'dispose' END, {event}, 'hall', 'lot ' || CAST(i%100 AS text), "
       "'material ' || CAST(i%12 AS text), "
       f"(1+(i*31337)%999983) * {SIGN}, CASE (i*13)%5 WHEN 0 THEN 'unknown' WHEN 1 THEN 'virgin' "
       "WHEN 2 THEN 'pre_consumer' WHEN 3 THEN 'post_consumer' ELSE 'reused' END")
EVENT = "1680274800+(i*104729)%94694400"


def rounds(run):
    seconds, answer = [], None
    for _ in range(3):
        start = time.perf_counter()
        answer = run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), sorted(answer.decode().split("\n")[:-1])


def meguri(program, folder, lines):
    timed([program, "make", str(folder), str(lines)])
    run = subprocess.run([program, "ask", str(folder)], capture_output=True, check=True)
    seconds = statistics.median(float(each) for each in run.stderr.split())
    size = (folder / "columns.duckdb").stat().st_size
    return seconds, sorted(run.stdout.decode().split("\n")[:-1]), size


def postgres(folder, lines):
    server = Postgres(folder)
    try:
        server.psql("ALTER SYSTEM SET shared_buffers='4GB'")
        server.psql("ALTER SYSTEM SET work_mem='256MB'")
        server.run(server.bin / "pg_ctl", "restart", "-w", "-D", server.folder / "data", "-l",
                   server.folder / "log", "-o", f"-k {server.folder} -c listen_addresses=")
        server.psql("CREATE UNLOGGED TABLE line(position bigint, book text, kind text, event_from "
                    "timestamptz, site text, lot text, material text, mass_mg bigint, origin text)")
        event = f"to_timestamp({EVENT})"
        server.psql(f"INSERT INTO line SELECT {ROW.format(event=event)} "
                    f"FROM generate_series(0::bigint, {lines - 1}) i")
        server.psql("VACUUM ANALYZE line")
        month = "date_trunc('month', event_from AT TIME ZONE 'Asia/Tokyo')"
        sql = f"SELECT book, {month}, {SUMS} FROM line WHERE kind<>'correction' GROUP BY 1, 2"
        text = ("SELECT book, to_char(month, 'YYYY-MM'), COALESCE(a, 0), COALESCE(b, 0), "
                f"COALESCE(c, 0) FROM ({sql}) s(book, month, a, b, c)")
        seconds, answer = rounds(lambda: server.psql(text)[1])
        size = int(server.psql("SELECT pg_total_relation_size('line')")[1])
        return seconds, answer, size
    finally:
        server.stop()


def sqlite(folder, lines):
    path = folder / "peer.sqlite"
    ask = ["sqlite3", str(path)]
    timed([*ask, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE line(position "
           "INTEGER PRIMARY KEY, book TEXT, kind TEXT, event_from INTEGER, site TEXT, lot TEXT, "
           "material TEXT, mass_mg INTEGER, origin TEXT); INSERT INTO line WITH RECURSIVE n(i) AS "
           f"(SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<{lines - 1}) "
           f"SELECT {ROW.format(event=EVENT)} FROM n"])
    month = "strftime('%Y-%m', event_from+32400, 'unixepoch')"
    sql = (f"SELECT book, {month}, " + ", ".join(f"COALESCE({each}, 0)" for each in EACH) +
           " FROM line WHERE kind<>'correction' GROUP BY 1, 2")
    seconds, answer = rounds(lambda: timed([*ask, sql])[1])
    return seconds, answer, path.stat().st_size


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/bin/measure_flows")
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000_000
    is_ours = len(sys.argv) <= 3
    folder = pathlib.Path(tempfile.mkdtemp() if is_ours else sys.argv[3])
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    own = None
    try:
        for name, run in (("meguri", lambda: meguri(program, folder, lines)),
                          ("PostgreSQL", lambda: postgres(folder, lines)),
                          ("SQLite", lambda: sqlite(folder, lines))):
            seconds, answer, size = run()
            own = own or (seconds, answer)
            if answer != own[1]:
                sys.exit(f"{name} answers otherwise: {answer[:2]} instead of {own[1][:2]}")
            print(f"{name:12} {seconds:8.3f} s  {seconds / own[0]:7.1f} x  {size / 1e9:6.2f} GB  "
                  f"{len(answer)} groups", flush=True)
    finally:
        if is_ours:
            shutil.rmtree(folder, ignore_errors=True)


main()
