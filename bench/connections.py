#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Answers per second to 8 clients, before an empty house and before a crowd.

  bench/connections.py [MEGURI] [ROUNDS]

The crowd: 5,000 connections that were answered once and rest, and 200 whose header comes a byte a
second (renewed each round: the server cuts them after ten seconds). The question is the diagnosis
of a town of the acceptance pack, on connections that stay open; clients are processes of their own
and ask again as soon as they are answered. Each round measures both, in turn; medians and the
median of the ratios are printed, with the processor time of the server, which a busy machine moves
less, and what each connection holds in memory.
"""
import pathlib
import socket
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
import crowd  # noqa: E402  (after the path)

SECONDS = 3.0


def client(port):
    """One client: prints how many answers it had."""
    count, stop = 0, time.monotonic() + SECONDS
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        while time.monotonic() < stop:
            assert crowd.status_of(connection, crowd.QUESTION) == 200
            count += 1
    print(count)


def answers(server):
    """Answers per second, and milliseconds of processor that the server used for each."""
    used = server.processor_seconds()
    clients = [subprocess.Popen([sys.executable, __file__, "--client", str(server.port)],
                                stdout=subprocess.PIPE) for _ in range(crowd.CLIENTS)]
    counts = [int(each.communicate()[0]) for each in clients]
    assert all(each.returncode == 0 for each in clients)
    spent = server.processor_seconds() - used
    return sum(counts) / SECONDS, 1000 * spent / sum(counts)


def main(meguri, rounds):
    count = crowd.room_for(crowd.RESTING + crowd.SLOW) - crowd.SLOW
    empty, full, memory = [], [], []
    with crowd.Server(meguri) as server:
        answers(server)  # to warm up
        for _ in range(rounds):
            empty.append(answers(server))
            before = server.memory_bytes()
            with crowd.Resting(server.port, count) as resting, \
                 crowd.Slow(server.port, crowd.SLOW):
                assert set(resting.statuses) == {200}
                memory.append((server.memory_bytes() - before) / (count + crowd.SLOW))
                full.append(answers(server))
    for name, measured in (("alone", empty), (f"{count} resting, {crowd.SLOW} slow", full)):
        rate, spent = (statistics.median(column) for column in zip(*measured))
        print(f"{name:<28} {rate:8.0f} answers/s   {spent:6.3f} ms of processor each")
    ratio = statistics.median(crowded[0] / alone[0] for crowded, alone in zip(full, empty))
    print(f"{'ratio':<28} {ratio:8.2f}")
    print(f"{'memory per connection':<28} {max(memory) / 1024:8.1f} KiB at most")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--client"]:
        client(int(sys.argv[2]))
    else:
        main(str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else
                              ROOT / "build/release/bin/meguri").resolve()),
             int(sys.argv[2]) if len(sys.argv) > 2 else 5)
