# SPDX-License-Identifier: Apache-2.0
"""A server and the crowd before it: connections that rest, headers that trickle in, and clients.

What tests/e2e/connections_test.py asserts about and bench/connections.py measures. One process
holds the whole crowd, so that the limit of open files bounds it (room_for).
"""
import contextlib
import http.client
import os
import pathlib
import re
import resource
import select
import socket
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACK = "tests/packs/acceptance-diagnosis"
RESTING, SLOW, CLIENTS = 5000, 200, 8
KEPT = 400  # descriptors for the clients, the program and its files, and as many for the server
QUESTION = "/api/v1/diagnoses/%E8%A6%8B%E6%9C%AC%E5%B8%82"  # 見本市


def room_for(wanted):
    """As many connections of these as this process and the server may hold."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    fitting = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard - KEPT)
    if fitting < wanted:
        print(f"only {fitting} connections instead of {wanted}: the limit of open files is {hard}")
    return fitting


class Server:
    """`meguri serve` on a free port, over the small pack of the acceptance test."""

    def __init__(self, meguri):
        self.folder = tempfile.TemporaryDirectory(prefix="meguri-crowd-")
        data = ["--data", f"{self.folder.name}/data", "--lang", "en"]
        subprocess.run([meguri, "load", PACK, *data, "--quiet"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        # The soft limit is the usual one of a login; raising it is the server's task.
        soft = min(1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        self.process = subprocess.Popen(
            [meguri, "serve", "--port", "0", *data], cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)))
        ready = self.process.stdout.readline().decode()
        self.port = int(re.search(r":(\d+)$", ready.strip())[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.folder.cleanup()

    def stop(self):
        """Ends it as an administrator would; its exit code."""
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code

    def memory_bytes(self):
        """What it holds in memory (resident, without files mapped in)."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) * 1024

    def processor_seconds(self):
        """What it used of the processors since it began."""
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def request(path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def status_of(connection, path="/healthz"):
    """Asks on a connection that stays open; the status of the whole answer, 0 if there is none."""
    connection.sendall(request(path))
    answer = b""
    while True:
        piece = connection.recv(65536)
        if not piece:
            return 0
        answer += piece
        head, gap, body = answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if gap and length and len(body) >= int(length[1]):
            return int(answer.split(b" ", 2)[1])


class Resting:
    """Connections that asked once, were answered, and say nothing more."""

    def __init__(self, port, count):
        self.connections, self.statuses = [], []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port), timeout=20)
            self.connections.append(connection)
            self.statuses.append(status_of(connection))
            if self.statuses[-1] != 200:
                break

    def ask_again(self, every):
        return [status_of(each) for each in self.connections[::every]]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for each in self.connections:
            each.close()


class Slow:
    """Connections whose header comes in a byte a second."""

    HEADER = request("/healthz?slow=" + "x" * 200)

    def __init__(self, port, count):
        self.begun = time.monotonic()
        self.connections = [socket.create_connection(("127.0.0.1", port), timeout=20)
                            for _ in range(count)]
        self.heard = {each: b"" for each in self.connections}
        self.ended = set()
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.trickle)
        self.thread.start()

    def trickle(self):
        for byte in self.HEADER:
            for each in self.connections:
                if each not in self.ended:
                    try:
                        each.send(bytes([byte]))
                    except OSError:
                        self.ended.add(each)
            self.listen()
            if self.stopping.wait(1.0):
                return

    def listen(self):
        poll = select.poll()
        by_number = {each.fileno(): each for each in self.connections if each not in self.ended}
        for number in by_number:
            poll.register(number, select.POLLIN)
        for number, _ in poll.poll(0):
            each = by_number[number]
            with contextlib.suppress(OSError):
                piece = each.recv(65536)
                self.heard[each] += piece
                if piece:
                    continue
            self.ended.add(each)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()
        self.listen()
        for each in self.connections:
            each.close()


def ask_many(port, clients, enough):
    """Clients that ask as soon as they are answered until enough(count, seconds); statuses."""
    statuses = [[] for _ in range(clients)]
    begun = time.monotonic()

    def loop(number):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while not enough(len(statuses[number]), time.monotonic() - begun):
            connection.request("GET", QUESTION)
            answer = connection.getresponse()
            answer.read()
            statuses[number].append(answer.status)
        connection.close()

    threads = [threading.Thread(target=loop, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [status for each in statuses for status in each]
