#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""All origins of all lots of a lot graph, and one lot upstream, beside recursive SQL.

  bench/trace_origins.py [PROGRAM] [ARCS] [PEER_ARCS] [SOURCES]
      defaults: build/release/bin/trace_origins, 100,000,000, 200,000, 55

PROGRAM draws the graph (its opening comment says how). All origins of all lots: Meguri on ARCS and
on PEER_ARCS; PostgreSQL (analysed, indexed both ways, 1 GB of working memory) and DuckDB on
PEER_ARCS by the recursive query one would write, which follows every path; both answers are
compared with ours. It is asked with SOURCES of a hundred lots bought, so that the paths to a lot
stay few; with fewer sources their number grows without end, and so does the peers' time.

One lot upstream: Meguri on ARCS with 30 of a hundred lots bought, lots with about 10², 10⁴ and 10⁶
ancestors, with the amount of each; PostgreSQL on PEER_ARCS of that kind finds which they are,
without amounts (UNION).
"""
import pathlib
import shutil
import sys
import tempfile

from peer import ROOT, Postgres, timed

TRACED = """CREATE UNLOGGED TABLE traced AS WITH RECURSIVE t(node, class, share) AS (
SELECT node, class, 1.0::double precision FROM source UNION ALL
SELECT a.head, t.class, t.share*a.part FROM t JOIN arc a ON a.tail=t.node)
SELECT node, class, sum(share) AS share FROM t GROUP BY node, class"""
FURTHEST = """SELECT max(abs(coalesce(a.share,0)-coalesce(b.share,0))) FROM traced a
FULL JOIN share b ON a.node=b.node AND a.class=b.class"""
ANCESTORS = """WITH RECURSIVE up(node) AS (SELECT {lot} UNION
SELECT a.tail FROM up JOIN arc a ON a.head=up.node) SELECT count(*) FROM up"""


def numbers(command):
    return [float(each) for each in timed(command)[1].split()]


def loaded(server, folder, with_shares):
    server.psql("ALTER SYSTEM SET work_mem='1GB'")
    server.psql("SELECT pg_reload_conf()")
    server.psql("CREATE UNLOGGED TABLE arc(tail int, head int, part double precision);"
                "CREATE UNLOGGED TABLE source(node int, class int);"
                "CREATE UNLOGGED TABLE share(node int, class int, share double precision)")
    for table, file in (("arc", "arcs"), ("source", "sources"), ("share", "shares")):
        if table != "share" or with_shares:
            server.psql(f"\\copy {table} FROM '{folder}/{file}.csv' CSV")
    server.psql("CREATE INDEX ON arc(tail); CREATE INDEX ON arc(head)")
    for table in ("arc", "source", "share"):
        server.psql(f"VACUUM ANALYZE {table}")


def with_postgres(folder, with_shares, work):
    server = Postgres(folder)
    try:
        loaded(server, folder, with_shares)
        return work(server)
    finally:
        server.stop()
        shutil.rmtree(server.folder)


def all_origins(program, arcs, peer_arcs, sources, folder):
    nodes, *rounds, more = numbers([program, "shares", str(arcs), str(sources)])
    big = sorted(rounds)[1]
    print(f"all origins, {arcs:,} arcs, {int(nodes):,} lots: {big:.3f} s "
          f"({big / arcs * 1e9:.1f} ns an arc); a hundredth more: {more:.3f} s", flush=True)
    own = sorted(numbers([program, "shares", str(peer_arcs), str(sources)])[1:4])[1]
    print(f"all origins, {peer_arcs:,} arcs: {own:.4f} s", flush=True)
    timed([program, "write", str(peer_arcs), str(sources), str(folder)])
    seconds, off = numbers([program, "duckdb", str(folder)])
    report("DuckDB", seconds, own, off)

    def work(server):
        took = timed_sql(server, TRACED)
        report("PostgreSQL", took, own, float(server.psql(FURTHEST)[1]))
    with_postgres(folder, True, work)


def timed_sql(server, sql):
    return server.psql(sql)[0]


def report(name, seconds, own, off):
    if off > 1e-9:
        sys.exit(f"{name} answers otherwise, by {off}")
    print(f"  {name:12} {seconds:9.2f} s  {seconds / own:9.0f} x", flush=True)


def one_lot(program, arcs, peer_arcs, folder):
    print(f"one lot upstream, {arcs:,} arcs, 30 % bought", flush=True)
    for line in timed([program, "upstream", str(arcs), "30"])[1].decode().splitlines():
        node, ancestors, seconds = line.split()
        print(f"  lot {node}: {int(ancestors):,} ancestors in {float(seconds) * 1e3:.3f} ms",
              flush=True)
    lines = timed([program, "upstream", str(peer_arcs), "30"])[1].decode().splitlines()
    timed([program, "write", str(peer_arcs), "30", str(folder)])

    def work(server):
        for line in lines[:2]:
            node, ancestors, seconds = line.split()
            sql = ANCESTORS.format(lot=node)
            server.psql(sql)
            took, count = server.psql(sql)
            if int(count) != int(ancestors):
                sys.exit(f"PostgreSQL finds {int(count)} ancestors, not {ancestors}")
            print(f"  {peer_arcs:,} arcs, {int(ancestors):,} ancestors: "
                  f"{float(seconds) * 1e3:.3f} ms, PostgreSQL {took * 1e3:.0f} ms, "
                  f"{took / float(seconds):.0f} x", flush=True)
    with_postgres(folder, False, work)


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/bin/trace_origins")
    arcs = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000_000
    peer_arcs = int(sys.argv[3]) if len(sys.argv) > 3 else 200_000
    sources = int(sys.argv[4]) if len(sys.argv) > 4 else 55
    folder = pathlib.Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        all_origins(program, arcs, peer_arcs, sources, folder)
        one_lot(program, arcs, peer_arcs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
