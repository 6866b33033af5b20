#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two servers on one journal in PostgreSQL: what is posted to one is read from the other, one that
is killed while it writes loses nothing that it had acknowledged, and no output has the password.

The database server is the test's own (tools/test_postgres.sh). No time is asserted.
"""
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEGURI = os.path.abspath(os.environ.get("MEGURI", "build/release/bin/meguri"))
PASSWORD = "geheimes-wort"
WRITERS = 4  # at each server
ENTRIES_PER_POST = 3
POSTS_BEFORE_THE_KILL = 60
POSTS_AFTERWARDS = 20  # of each writer


class Database:
    """A PostgreSQL server on a socket in a folder of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="meguri-pg-e2e-", dir="/tmp")
        os.rmdir(self.folder)
        self.script("start")

    def script(self, step):
        subprocess.run([ROOT / "tools/test_postgres.sh", step, self.folder], check=True)

    @property
    def is_there(self):
        return os.path.isdir(self.folder)

    @property
    def uri(self):
        return f"postgresql://meguri:{PASSWORD}@/postgres?host={self.folder}&meguri_wait_s=20"

    def stop(self):
        self.script("stop")


class Server:
    """`meguri serve` with a data folder of its own; all it says is kept."""

    def __init__(self, data, uri):
        self.data = data
        self.errors = open(f"{data}.err", "ab")  # beside the folder, over all its lives
        self.process = subprocess.Popen(
            [MEGURI, "serve", "--port", "0", "--data", data, "--lang", "en"],
            env={**os.environ, "MEGURI_JOURNAL": uri}, stdout=subprocess.PIPE, stderr=self.errors)
        self.ready = self.process.stdout.readline().decode()
        found = re.search(r":(\d+)$", self.ready.strip())
        if found is None:
            raise RuntimeError(pathlib.Path(self.errors.name).read_text())
        self.port = int(found[1])

    def ask(self, method, path, body=None):
        """Status and document."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {} if body is None else {"Content-Type": "application/json"}
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        self.errors.close()
        return code


def receipts(name):
    return json.dumps([
        {"client_id": f"{name}/{number}", "kind": "receive", "event_from": "2025-06-01",
         "lines": [{"site": "market", "material": "pet", "mass": "-1 kg"},
                   {"site": "yard", "lot": "L", "material": "pet", "mass": "1 kg"}]}
        for number in range(ENTRIES_PER_POST)])


class Writer(threading.Thread):
    """Posts one batch after the other; remembers which were acknowledged."""

    def __init__(self, server, name, posts):
        super().__init__()
        self.server, self.writer, self.posts = server, name, posts
        self.acknowledged = []
        self.start()

    def run(self):
        for number in range(self.posts):
            name = f"{self.writer}-{number}"
            try:
                status, answer = self.server.ask(
                    "POST", "/api/v1/books/yard/entries",
                    {"entries": receipts(name), "batch": "atomic"})
            except (OSError, http.client.HTTPException, ValueError):
                return  # the server was killed
            if status != 201 or answer["posted"] != ENTRIES_PER_POST:
                raise RuntimeError(f"{status} {answer}")
            self.acknowledged.append(name)


class Follower(threading.Thread):
    """Server-sent events after a position, until there are enough."""

    def __init__(self, server, last_event_id, until):
        super().__init__()
        self.server, self.after, self.until = server, last_event_id, until
        self.positions = []
        self.start()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request("GET", "/api/v1/entries", headers={
            "Accept": "text/event-stream", "Last-Event-ID": str(self.after)})
        stream = connection.getresponse()
        while not self.positions or self.positions[-1] < self.until():
            line = stream.readline()
            if not line:
                break
            if line.startswith(b"id: "):
                self.positions.append(int(line[4:]))
        connection.close()


def pages(server):
    """Every entry of the journal, page by page."""
    after, entries = 0, []
    while True:
        status, page = server.ask("GET", f"/api/v1/entries?after={after}&limit=1000")
        if status != 200:
            raise RuntimeError(f"{status} {page}")
        if not page["entries"]:
            return entries
        entries += page["entries"]
        after = page["next_after"]


def wait_until(condition):
    while not condition():
        time.sleep(0.02)


class SharedJournal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.database = Database()
        if not cls.database.is_there:
            print("skipped: PostgreSQL is not installed")
            os._exit(77)

    @classmethod
    def tearDownClass(cls):
        cls.database.stop()

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="meguri-shared-")
        self.addCleanup(self.folder.cleanup)
        self.servers = []
        self.addCleanup(lambda: [each.end(signal.SIGKILL) for each in self.servers
                                 if each.process.poll() is None])
        self.uri = f"{self.database.uri}&meguri_schema={self.id().rpartition('.')[2]}"
        self.said = []

    def serve(self, name):
        data = pathlib.Path(self.folder.name) / name
        key = pathlib.Path(self.folder.name) / "one" / "log.key"
        if name != "one" and not data.exists():
            data.mkdir()
            (data / "log.key").write_bytes(key.read_bytes())
        server = Server(str(data), self.uri)
        self.servers.append(server)
        return server

    def run_meguri(self, *words, uri=None):
        done = subprocess.run(
            [MEGURI, *words, "--lang", "en", "--journal", uri or self.uri],
            capture_output=True, text=True, check=False)
        self.said += [done.stdout, done.stderr]
        return done

    def expect_no_password(self):
        for path in pathlib.Path(self.folder.name).rglob("*"):
            if path.is_file():
                self.assertNotIn(PASSWORD.encode(), path.read_bytes(), path)
        for text in self.said:
            self.assertNotIn(PASSWORD, text)

    def shown(self, server, count):
        """What stands in the columns of the server, once they hold that many entries."""
        def position():
            return int(server.ask("GET", "/api/v1/status")[1]["columns"]["position"])
        wait_until(lambda: position() >= count)
        return server.ask("GET", "/api/v1/books/yard/accounts?all=true")[1]

    def test_a_killed_server_loses_nothing(self):
        one = self.serve("one")
        self.assertEqual(one.ask("POST", "/api/v1/books", {"id": "yard", "name": "Yard"})[0], 201)
        other = self.serve("other")
        end = [sys.maxsize]
        follower = Follower(other, 0, lambda: end[0])
        killed = [Writer(one, f"one{n}", sys.maxsize) for n in range(WRITERS)]
        going_on = [Writer(other, f"other{n}", POSTS_AFTERWARDS) for n in range(WRITERS)]
        wait_until(lambda: sum(len(each.acknowledged) for each in killed) >= POSTS_BEFORE_THE_KILL)
        self.assertEqual(one.end(signal.SIGKILL), -signal.SIGKILL)
        for writer in killed + going_on:
            writer.join()
        self.assertEqual({len(each.acknowledged) for each in going_on}, {POSTS_AFTERWARDS})
        one = self.serve("one")  # the same folder

        entries = pages(other)
        end[0] = len(entries)
        self.assertEqual(other.ask("POST", "/api/v1/books/yard/entries",
                                   {"entries": receipts("last")})[0], 201)
        follower.join()
        entries = pages(other)
        booked = {}
        for entry in entries:
            name = entry["client_id"].rpartition("/")[0]
            booked[name] = booked.get(name, 0) + 1
        acknowledged = {name for each in killed + going_on for name in each.acknowledged}
        self.assertEqual(acknowledged - booked.keys(), set())
        self.assertEqual(set(booked.values()), {ENTRIES_PER_POST})  # nothing half-booked
        # Each killed writer had one post under way.
        self.assertLessEqual(len(booked) - len(acknowledged) - 1, WRITERS)
        self.assertEqual(follower.positions, list(range(1, follower.positions[-1] + 1)))
        self.assertGreaterEqual(follower.positions[-1], end[0])
        self.expect_the_same(one, other, entries)
        self.expect_no_password()

    def expect_the_same(self, one, other, entries):
        self.assertEqual([pages(one)], [entries])
        accounts = self.shown(one, len(entries))
        self.assertEqual(accounts, self.shown(other, len(entries)))
        # A follower that was elsewhere goes on here.
        rest = Follower(one, len(entries) - 4, lambda: len(entries))
        rest.join()
        self.assertEqual(rest.positions, list(range(len(entries) - 3, len(entries) + 1)))
        verified = [each.ask("POST", "/api/v1/journal/verify", {}) for each in (one, other)]
        self.assertEqual(verified[0], verified[1])
        self.assertEqual((verified[0][0], verified[0][1]["entries"]), (200, len(entries)))

    def test_commands_without_a_server(self):
        folder = pathlib.Path(self.folder.name)
        data = ("--data", str(folder / "one"))
        self.assertEqual(self.run_meguri("book", "create", "yard", *data).returncode, 0)
        (folder / "entries.json").write_text(receipts("command"))
        posted = self.run_meguri("post", "yard", str(folder / "entries.json"), *data)
        self.assertEqual(posted.returncode, 0, posted.stderr)
        verified = self.run_meguri("journal", "verify", *data)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        doctor = json.loads(self.run_meguri("doctor", "--json", *data).stdout)
        self.assertEqual(doctor["journal"]["store"], "postgresql")
        self.assertEqual(doctor["journal"]["entries"], ENTRIES_PER_POST)
        self.assertEqual([doctor["checks"][0]["id"], doctor["checks"][0]["ok"]], ["database", True])
        self.assertIn("PostgreSQL", self.run_meguri("doctor", *data).stdout)
        backup = self.run_meguri("journal", "backup", str(folder / "backup"), *data)
        self.assertEqual(backup.returncode, 7)
        self.assertIn("pg_dump", backup.stderr)
        restore = self.run_meguri("journal", "restore", str(folder / "backup"), *data)
        self.assertEqual(restore.returncode, 7)
        self.assertIn("pg_restore", restore.stderr)
        keyless = self.run_meguri("doctor", "--data", str(folder / "two"))
        self.assertEqual(keyless.returncode, 7)
        self.assertIn("log.key", keyless.stderr)
        # A wrong address and one that nobody answers at say nothing of the password.
        for uri in (f"postgresql://meguri:{PASSWORD}@@/d", f"mysql://meguri:{PASSWORD}@/d"):
            self.assertEqual(self.run_meguri("doctor", *data, uri=uri).returncode, 2)
        nobody = f"postgresql://meguri:{PASSWORD}@/d?host={folder}"
        self.assertEqual(self.run_meguri("doctor", *data, uri=nobody).returncode, 8)
        self.expect_no_password()

    def test_z_a_database_that_goes_away(self):
        """Last: the database is stopped under a server that goes on answering."""
        one = self.serve("one")
        self.assertEqual(one.ask("POST", "/api/v1/books", {"id": "yard", "name": "Yard"})[0], 201)
        self.database.stop()
        status, answer = one.ask("GET", "/api/v1/status")
        self.assertEqual((status, answer["checks"][0]["id"], answer["checks"][0]["ok"]),
                         (200, "database", False))
        status, problem = one.ask("POST", "/api/v1/books/yard/entries", {"entries": receipts("x")})
        self.assertEqual((status, problem["code"]), (503, "unavailable"))
        self.said += [json.dumps(answer), json.dumps(problem)]
        self.assertEqual(one.end(), 0)
        self.assertEqual(self.run_meguri("doctor", "--data", one.data).returncode, 8)
        self.expect_no_password()


if __name__ == "__main__":
    if not os.path.exists(MEGURI):
        print("skipped: the meguri binary is not built")
        sys.exit(77)
    unittest.main()
