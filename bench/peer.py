# SPDX-License-Identifier: Apache-2.0
"""The peer of the journal's benchmarks: a PostgreSQL of its own, with Debian's default settings."""
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import time


def timed(command, **options):
    """Seconds, peak memory in MB and output of a command that must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    out, problems = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{command[:4]}: exit {process.returncode}\n{problems.decode()}{out.decode()}")
    return seconds, out


class Postgres:
    """A server of its own on the disk of the folder, reached by a socket in it; never as root."""

    def __init__(self, folder):
        self.folder = folder / "postgres"
        bins = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not bins:
            sys.exit("PostgreSQL is not installed (Debian: postgresql-15)")
        self.bin = bins[-1].parent
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.folder.mkdir()
        shutil.chown(self.folder, self.user)
        self.run(self.bin / "initdb", "-D", self.folder / "data", "-U", "meguri", "-A", "trust",
                 "--locale=C.UTF-8", "-E", "UTF8")
        self.run(self.bin / "pg_ctl", "start", "-w", "-D", self.folder / "data", "-l",
                 self.folder / "log", "-o", f"-k {self.folder} -c listen_addresses=")

    def run(self, *command):
        prefix = ["runuser", "-u", self.user, "--"] if os.getuid() == 0 else []
        subprocess.run([*prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL,
                       cwd=self.folder)

    def psql(self, sql):
        return timed(["psql", "-X", "-q", "-t", "-A", "-h", str(self.folder), "-U", "meguri",
                      "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c", sql])

    @property
    def uri(self):
        return f"postgresql://meguri@/postgres?host={self.folder}"

    def stop(self):
        self.run(self.bin / "pg_ctl", "stop", "-m", "fast", "-D", self.folder / "data")
