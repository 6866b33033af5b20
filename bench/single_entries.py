#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Single entries over HTTP, each durable before its answer, beside single INSERT commits.

  bench/single_entries.py [MEGURI] [SECONDS] [FOLDER]

From 1 and from 64 clients, in turn: `wrk` posts entries of two lines with client ids of their own
to `meguri serve`; `pgbench` inserts the same row (one per entry, the client id unique, unchecked
and unhashed) into a PostgreSQL with default settings on the same disk, one commit each, by prepared
statements over its socket. With --shared Meguri's journal is in such a PostgreSQL too. Every entry
that was answered must be in the book afterwards. Needs `wrk` and `pgbench` (Debian: wrk and
postgresql).
"""
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import urllib.request

from peer import TABLE, Postgres, arguments

CLIENTS, ROUNDS = (1, 64), 3
INSERT = """\\set lot random(0, 4999)
\\set material random(0, 7)
\\set mass random(1, 977000000)
INSERT INTO public.entry VALUES (gen_random_uuid()::text, '2026-04-01', '2026-04-02', 'receive',
'market', 'yard', 'lot-' || :lot, 'material-' || :material, :mass);
"""
# Each thread of wrk has an interpreter of its own, and a number of its own in its client ids.
SCRIPT = """
local threads = 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
local count = 0
local head = {["Content-Type"] = "application/json"}
function request()
  count = count + 1
  local material = "material-" .. count % 8
  local mass = count % 977 + 1
  local line = '{"site":"%s",%s"material":"' .. material .. '","mass":"%s' .. mass .. ' kg"}'
  return wrk.format("POST", "/api/v1/books/bench/entries", head,
    '{"entries":{"client_id":"RUN-' .. number .. '-' .. count .. '","kind":"receive",' ..
    '"event_from":"2026-04-01","lines":[' .. string.format(line, "market", "", "-") .. ',' ..
    string.format(line, "yard", '"lot":"lot-' .. count % 5000 .. '",', "") .. ']}}')
end
local bad = 0
function response(status) if status ~= 200 and status ~= 201 then bad = bad + 1 end end
function done(summary)
  io.write(string.format("answers %d seconds %.3f errors %d\\n", summary.requests,
    summary.duration / 1e6, summary.errors.status))
end
"""


class Server:
    def __init__(self, meguri, data, journal):
        where = ["--data", str(data), *(["--journal", journal] if journal else [])]
        subprocess.run([meguri, "book", "create", "bench", "--name", "Bench", *where], check=True,
                       stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen([meguri, "serve", "--port", "0", *where],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(re.search(r":(\d+)$", self.process.stdout.readline().decode().strip())[1])

    def entries(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/books") as answer:
            books = json.load(answer)["books"]
        return next(book["entries"] for book in books if book["id"] == "bench")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)


def post(server, folder, clients, seconds, run):
    """Entries per second that were answered; all of them must be in the book."""
    script = folder / "post.lua"
    script.write_text(SCRIPT.replace("RUN", run))
    before = server.entries()
    out = subprocess.run(["wrk", "-t", "1", "-c", str(clients), "-d", f"{seconds}s", "--timeout",
                          "30s", "-s", str(script), f"http://127.0.0.1:{server.port}"], check=True,
                         capture_output=True, text=True).stdout
    answers, took, errors = re.search(r"answers (\d+) seconds ([\d.]+) errors (\d+)", out).groups()
    booked = server.entries() - before
    if int(errors) > 0 or booked < int(answers):
        sys.exit(f"{answers} answers, {errors} errors, {booked} entries booked\n{out}")
    return int(answers) / float(took)


def insert(postgres, folder, clients, seconds):
    script = folder / "insert.sql"
    script.write_text(INSERT)
    out = subprocess.run(["pgbench", "-n", "-M", "prepared", "-f", str(script), "-c", str(clients),
                          "-j", "1", "-T", str(seconds), "-h", str(postgres.folder), "-U",
                          "meguri", "postgres"], check=True, capture_output=True, text=True).stdout
    return float(re.search(r"tps = ([\d.]+) \(without initial", out)[1])


def main():
    meguri, seconds, folder, is_temporary = arguments(10)
    postgres = Postgres(folder)
    try:
        postgres.psql(TABLE)
        stores = {"SQLite": None}
        if "--shared" in sys.argv:
            stores["PostgreSQL"] = postgres.uri
        for store, journal in stores.items():
            server = Server(meguri, folder / f"data-{store}", journal)
            for clients in CLIENTS:
                measured = [(post(server, folder, clients, seconds, f"{clients}-{turn}"),
                             insert(postgres, folder, clients, seconds)) for turn in range(ROUNDS)]
                entries, rows = (statistics.median(column) for column in zip(*measured))
                ratio = statistics.median(ours / theirs for ours, theirs in measured)
                print(f"{store}, {clients:>2} clients: {entries:>8,.0f} entries/s   "
                      f"peer {rows:>8,.0f} rows/s   ratio {ratio:.2f}", flush=True)
            server.stop()
    finally:
        postgres.stop()
        if is_temporary:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
