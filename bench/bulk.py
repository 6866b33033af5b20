#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Books the same weighings from CSV and Parquet, and lets PostgreSQL copy them in its binary form.

  bench/bulk.py [MEGURI] [ENTRIES] [FOLDER]     defaults: release build, 1,000,000, a temporary one

Meguri: `meguri import` into a fresh data folder on SQLite, and with --shared into PostgreSQL too:
every row read, mapped, checked, balanced, sealed, its client id looked up, durable, and laid out
in columns (--csv: from CSV alone). The peer: PostgreSQL's own COPY of the same rows in binary form
into one table with the same unique client id, unchecked and unhashed, on the same disk with default
settings. Prints entries per second until all are durable in the journal, their ratio to the peer's
rows, the time until the columns hold them too, peak memory, bytes per entry, what `meguri journal
verify` takes, and a reopening after `kill -9` in the middle of another import.
"""
import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

from peer import TABLE, Postgres, arguments, timed



def field(name, column=None, constant=None, unit=None):
    return {"field": name, "column": column, "constant": constant, "unit": unit,
            "unknown_names": "take"}


MAPPING = json.dumps({
    "format": "import-template/1", "shape": "movements", "file": {},
    "fields": [field("kind", constant="receive"), field("date", "date"),
               field("client_id", "manifest"), field("material", "material"),
               field("mass", "mass_kg", unit="kg"), field("from", constant="market"),
               field("to", constant="yard"), field("to_lot", "lot")]})


def timed_with_memory(command):
    log = tempfile.NamedTemporaryFile()
    seconds, out = timed(["/usr/bin/env", "bash", "-c", 'exec "$@"', "bash", sys.executable, "-c",
                          "import resource,subprocess,sys;"
                          "c=subprocess.run(sys.argv[2:]).returncode;"
                          "open(sys.argv[1],'w').write(str(resource.getrusage("
                          "resource.RUSAGE_CHILDREN).ru_maxrss));sys.exit(c)", log.name, *command])
    return seconds, int(open(log.name).read()) / 1024, out


def copy_peer(postgres, folder, entries):
    postgres.psql(TABLE)
    seconds, _ = postgres.psql(f"\\copy entry FROM '{folder}/entries.pgcopy' WITH (FORMAT binary)")
    count = int(postgres.psql("SELECT count(*) FROM entry")[1])
    if count != entries:
        sys.exit(f"the peer copied {count} rows")
    size = int(postgres.psql("SELECT pg_total_relation_size('entry')")[1])
    postgres.psql("DROP TABLE entry")
    print(f"peer: PostgreSQL COPY   {entries / seconds:>9,.0f} rows/s   {seconds:8.1f} s"
          f"   {size / entries:6.0f} bytes/row")
    return seconds


def import_into(meguri, file, data, entries, peer_seconds, journal):
    where = ["--data", str(data), *(["--journal", journal] if journal else [])]
    timed([meguri, "book", "create", "bench", "--name", "Bench", *where])
    mapping = file.with_suffix(".mapping.json")
    mapping.write_text(MAPPING)
    begun = time.time()
    seconds, memory_mb, out = timed_with_memory(
        [meguri, "import", str(file), "--book", "bench", "--mode", "each", "--mapping",
         str(mapping), "--json", *where])
    answer = json.loads(out)
    booked = int(answer.get("booked", answer.get("posted", -1)))
    if booked != entries:
        sys.exit(f"{booked} entries were booked: {out.decode()[:2000]}")
    booked_s = last_recorded(meguri, where) - begun
    label = f"{'PostgreSQL' if journal else 'SQLite'} from {file.suffix[1:]}"
    sizes = {path.name: path.stat().st_size for path in data.iterdir() if path.is_file()}
    print(f"{label:<22} {entries / booked_s:>9,.0f} entries/s {booked_s:7.1f} s   ratio "
          f"{peer_seconds / booked_s:.2f}   columns {seconds - booked_s:.1f} s later   peak "
          f"{memory_mb:.0f} MB   "
          f"journal {sizes.get('journal.sqlite', 0) / entries:.0f}, "
          f"columns {sizes.get('columns.duckdb', 0) / entries:.0f} bytes/entry", flush=True)
    seconds, _ = timed([meguri, "journal", "verify", *where])
    print(f"{'  verify':<22} {entries / seconds:>9,.0f} entries/s {seconds:7.1f} s")
    reopened_s = reopening(meguri, file, mapping, where)
    print(f"{'  reopened after a kill':<22} {'':>19} {reopened_s:7.2f} s", flush=True)


def last_recorded(meguri, where):
    """When the import said, in the journal, that all was booked; seconds since 1970."""
    book = json.loads(timed([meguri, "books", "--json", *where])[1])["books"][0]
    return datetime.datetime.fromisoformat(book["last_recorded_at"]).timestamp()


def reopening(meguri, file, mapping, where):
    """Seconds from the start of `serve` until it answers, after an import was killed half way."""
    more = file.with_name("more.csv")
    with open(file.with_name("entries.csv")) as rows, open(more, "w") as changed:
        for _, row in zip(range(400_000), rows):
            changed.write(row.replace(",M0", ",N0"))
    importing = subprocess.Popen([meguri, "import", str(more), "--book", "bench", "--mode", "each",
                                  "--mapping", str(mapping), *where], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
    time.sleep(4)
    importing.kill()
    importing.wait()
    begun = time.perf_counter()
    server = subprocess.Popen([meguri, "serve", "--port", "0", *where], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
    port = int(re.search(r":(\d+)$", server.stdout.readline().decode().strip())[1])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/books") as answer:
        answer.read()
    seconds = time.perf_counter() - begun
    server.terminate()
    server.wait()
    return seconds


def main():
    meguri, entries, folder, is_temporary = arguments(1_000_000)
    subprocess.run([str(pathlib.Path(meguri).parent / "generate_entries"), str(entries),
                    str(folder)], check=True)
    print(f"{entries:,} entries of two lines; " +
          ", ".join(f"{p.name} {p.stat().st_size / 1e6:.0f} MB" for p in sorted(folder.iterdir())))
    postgres = Postgres(folder)
    try:
        peer_seconds = copy_peer(postgres, folder, entries)
        for name in ["entries.csv", *(["entries.parquet"] if "--csv" not in sys.argv else [])]:
            for journal in [None, *([postgres.uri] if "--shared" in sys.argv else [])]:
                data = folder / "data"
                import_into(meguri, folder / name, data, entries, peer_seconds, journal)
                shutil.rmtree(data)
                if journal:
                    postgres.psql("DROP SCHEMA meguri CASCADE")
    finally:
        postgres.stop()
        if is_temporary:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
