#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times `make run` from a clean clone to the first page, and once more with everything built.

  bench/make_run.py [SOURCE]

Clones SOURCE (this repository) into a temporary folder and compiles everything, without a compiler
cache. What the system's package manager installs must be there already; npm packages are fetched.
"""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request


def first_page(clone, port):
    environment = dict(os.environ, CCACHE_DISABLE="1", MEGURI_PORT=str(port))
    start = time.perf_counter()
    with open(os.path.join(clone, "make.log"), "ab") as log:
        process = subprocess.Popen(["make", "run"], cwd=clone, env=environment, stdout=log,
                                   stderr=log, start_new_session=True)
    try:
        while process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                return time.perf_counter() - start
            except OSError:
                time.sleep(0.05)
        sys.exit(pathlib.Path(clone, "make.log").read_text()[-2000:])
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def main():
    source = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        clone = os.path.join(folder, "meguri")
        subprocess.run(["git", "clone", "--quiet", str(source), clone], check=True)
        print(f"first `make run` to first page   {first_page(clone, port):8.1f} s", flush=True)
        again = sorted(first_page(clone, port) for _ in range(3))
        print(f"second `make run` to first page  {again[1]:8.1f} s")


if __name__ == "__main__":
    main()
