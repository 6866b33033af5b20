#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Thousands of connections that rest and hundreds that dawdle: everybody else is answered.

5,000 connections that were answered once and stay open, 200 whose header comes a byte a second,
and 8 clients that want answers. No time is asserted; the slow ones are watched for longer than the
header deadline.
"""
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import crowd  # noqa: E402  (after the path)

MEGURI = os.path.abspath(os.environ.get("MEGURI", "build/release/bin/meguri"))
HEADER_DEADLINE_S = 10
QUESTIONS = 60  # of each client
# A resting connection is a socket, two timers, a coroutine and a buffer of one page.
CONNECTION_BYTES_MAX = 16 << 10


class Connections(unittest.TestCase):
    def test_a_crowd_hinders_nobody(self):
        count = crowd.room_for(crowd.RESTING + crowd.SLOW) - crowd.SLOW
        with crowd.Server(MEGURI) as server:
            self.assertEqual(set(crowd.ask_many(server.port, crowd.CLIENTS, self.enough)), {200})
            before = server.memory_bytes()
            with crowd.Slow(server.port, crowd.SLOW) as slow, \
                 crowd.Resting(server.port, count) as resting:
                self.assertEqual(resting.statuses, [200] * count)
                added = server.memory_bytes() - before
                statuses = crowd.ask_many(server.port, crowd.CLIENTS, self.enough)
                self.assertEqual(statuses, [200] * (crowd.CLIENTS * QUESTIONS))
                self.assertEqual(set(resting.ask_again(every=25)), {200})
                time.sleep(max(0.0, slow.begun + HEADER_DEADLINE_S + 2 - time.monotonic()))
                cut = len(slow.ended)
                # Those who rest do not hold the server when it stops.
                self.assertEqual(server.stop(), 0)
        each = added / (count + crowd.SLOW)
        print(f"{count} resting and {crowd.SLOW} slow connections: {each / 1024:.1f} KiB each; "
              f"{cut} slow ones were cut")
        for heard in slow.heard.values():
            self.assertTrue(heard == b"" or heard.startswith(b"HTTP/1.1 408 "), heard[:200])
        self.assertLess(each, CONNECTION_BYTES_MAX)

    @staticmethod
    def enough(count, _):
        return count >= QUESTIONS


if __name__ == "__main__":
    if not os.path.exists(MEGURI):
        print("skipped: the meguri binary is not built")
        sys.exit(77)
    unittest.main()
