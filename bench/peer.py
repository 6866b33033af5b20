# SPDX-License-Identifier: Apache-2.0
"""What the journal's benchmarks share: their peer, a PostgreSQL of its own with Debian's default
settings and the table it fills, and the words of their command lines.
"""
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = """CREATE TABLE entry(client_id text NOT NULL UNIQUE, event_from timestamptz NOT NULL,
event_until timestamptz NOT NULL, kind text NOT NULL, from_site text NOT NULL,
to_site text NOT NULL, lot text NOT NULL, material text NOT NULL, mass_mg bigint NOT NULL)"""


def arguments(usual):
    """[MEGURI] [NUMBER] [FOLDER]: the program, the number, the folder, and whether that is ours."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    meguri = words[0] if words else str(ROOT / "build/release/bin/meguri")
    number = int(words[1]) if len(words) > 1 else usual
    folder = pathlib.Path(words[2]) if len(words) > 2 else pathlib.Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    return meguri, number, folder, len(words) <= 2


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
