#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays scripts of commands against the real program and compares all it prints.

  run.py <meguri binary> [--update] [--xml report.xml] <script.meguri>...

A script is run in a fresh folder in which `packs` and `tests` are those of the repository:

  # a comment
  $ meguri diagnose 札幌市 --lang ja | head 12     a command; `| head N`, `| grep TEXT` select lines
      what it prints on standard output             indented by four spaces
    ! what it prints on standard error
    = 3                                             its exit code, where it is not 0
  $ meguri diagnose 札幌市 | head 12                  a command; `| head N`, `| grep TEXT` select lines
  % pack NAME TABLE           makes pack NAME from tests/packs/broken/base and a table of its folder
  % long_line NAME BYTES      makes pack NAME whose table has one line of that many bytes
  % serve                     a server on the data folder; `% stop` ends it and demands exit code 0

With --update the expected lines are written anew. What differs from run to run is blotted out.
"""
import argparse
import os
import pathlib
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import json
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
BROKEN = ROOT / "tests/packs/broken"
INDENT = "    "
LARGEST_MEMORY_KB = 1 << 20  # of any command, however large its input

BLOTS = [  # What no two runs share, or what changes with every edit of a pack.
    (re.compile(r"\b[0-9a-f]{64}\b"), "<hash>"),
    (re.compile(r"@[0-9a-f]{12}\b"), "@<hash>"),
    (re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{12}$"), "<hash>"),
    (re.compile(r"\bm1:\d+:"), "m1:<position>:"),
    (re.compile(r"\bmeguri/[0-9a-f]{16}\b"), "meguri/<key>"),
    (re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+Z"), "<time>"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"), "<time>"),
    (re.compile(r"(process|プロセス) \d+"), r"\1 <number>"),
    (re.compile(r"http://(localhost|127\.0\.0\.1):\d+"), "http://<server>"),
    (re.compile(r"[0-9,]+ (バイト|bytes)"), r"<count> \1"),
]


def blotted(text, work):
    text = text.replace(str(work), "<folder>").replace(str(ROOT), "<repository>")
    lines = text.split("\n")
    for pattern, blot in BLOTS:
        lines = [pattern.sub(blot, line) for line in lines]
    return "\n".join(lines)


def taken(lines, at):
    """The expected lines from there on: indented ones, and blank ones between them."""
    end = at
    for number in range(at, len(lines)):
        if lines[number].startswith(INDENT):
            end = number + 1
        elif lines[number]:
            break
    return lines[at:end]


def pick(value, path):
    """measures[measure=x].primary.evidence, figures[0].key"""
    for part in re.findall(r"[^.\[\]]+|\[[^\]]*\]", path):
        if part.startswith("["):
            inner = part[1:-1]
            if "=" in inner:
                key, wanted = inner.split("=", 1)
                value = next(one for one in value if str(one[key]) == wanted)
            else:
                value = value[int(inner)]
        else:
            value = value[part]
    return str(value)


class Script:
    def __init__(self, binary, path, work):
        self.binary, self.path, self.work = binary, path, work
        self.values, self.last, self.server = {}, "", None
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(work),
                            "MEGURI_DATA": str(work / "data")}
        for key in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if key in os.environ:
                self.environment[key] = os.environ[key]
        (work / "packs").symlink_to(ROOT / "packs")
        (work / "tests").symlink_to(ROOT / "tests")

    def run(self, update):
        """The script as it should read, and the faults found."""
        out, faults = [], []
        lines = self.path.read_text(encoding="utf-8").split("\n")
        at = 0
        while at < len(lines):
            line, start = lines[at], at + 1
            at += 1
            out.append(line)
            expected = taken(lines, at)
            at += len(expected)
            if line.startswith("$ "):
                got = self.command(line[2:])
                if got != expected and not update:
                    faults.append(difference(f"{self.path.name}:{start}", line, expected, got))
                out += got
                continue
            if line.startswith("@ "):
                name, path = line[2:].split(" = ", 1)
                self.values[name.strip()] = pick(json.loads(self.last), path.strip())
            elif line.startswith("% "):
                self.directive(shlex.split(line[2:]))
            elif line and not line.startswith("#"):
                faults.append(f"{self.path.name}:{start}: neither command nor comment: {line}")
            out += expected
        self.stop_server()
        return "\n".join(out), faults

    def command(self, text):
        text, *filters = text.split(" | ")
        words = shlex.split(text.format(**self.values) if "{" in text else text)
        words[0] = str(self.binary)
        done = subprocess.run(words, cwd=self.work, env=self.environment, capture_output=True,
                              check=False, timeout=600)
        self.last = done.stdout.decode("utf-8")
        printed = blotted(self.last, self.work).split("\n")
        for one in filters:
            printed = selected(printed, one)
        shown = [INDENT + line for line in strip_end(printed)]
        wrong = blotted(done.stderr.decode("utf-8"), self.work).split("\n")
        shown += [INDENT + "! " + line for line in strip_end(wrong)]
        if done.returncode != 0:
            shown.append(f"{INDENT}= {done.returncode}")
        return [line.rstrip() for line in shown]

    def directive(self, words):
        if words[0] == "pack":
            self.make_pack(words[1], (BROKEN / "tables" / f"{words[2]}.csv").read_bytes())
        elif words[0] == "long_line":
            self.make_pack(words[1], b"city_code,waste_t,\xe5\x82\x99\xe8\x80\x83\n01100,1,")
            with open(self.work / words[1] / "tables/waste.csv", "ab") as file:
                for _ in range(int(words[2]) >> 20):
                    file.write(b"a" * (1 << 20))
                file.write(b"\n1202,5,\n")
        elif words[0] == "serve":
            self.start_server()
        elif words[0] == "stop":
            code = self.stop_server()
            if code != 0:
                raise RuntimeError(f"the server ended with {code}")
        else:
            raise RuntimeError(f"no such directive: {words[0]}")

    def make_pack(self, name, table):
        shutil.copytree(BROKEN / "base", self.work / name)
        (self.work / name / "tables").mkdir()
        (self.work / name / "tables/waste.csv").write_bytes(table)

    def start_server(self):
        self.server = subprocess.Popen(
            [str(self.binary), "serve", "--port", "0"], cwd=self.work, env=self.environment,
            stdout=subprocess.PIPE, stderr=open(self.work / "server.log", "wb"))
        line = self.server.stdout.readline().decode("utf-8")
        if "http://" not in line:
            raise RuntimeError("the server did not start: " +
                               (self.work / "server.log").read_text(encoding="utf-8"))
        self.values["address"] = line[line.index("http://"):].strip()

    def stop_server(self):
        if self.server is None:
            return 0
        began = time.monotonic()
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(timeout=20)
        self.server.stdout.close()
        self.server = None
        return code if time.monotonic() - began < 15 else "a long wait"


def selected(lines, filter_text):
    word, argument = filter_text.strip().split(" ", 1)
    if word == "head":
        return lines[:int(argument)]
    if word == "grep":
        return [line for line in lines if argument in line]
    raise RuntimeError(f"no such filter: {word}")


def strip_end(lines):
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def difference(place, command, expected, got):
    import difflib  # only needed when something is wrong
    body = "\n".join(difflib.unified_diff(expected, got, "expected", "got", lineterm="", n=2))
    return f"{place}: {command}\n{body}"


def replay(binary, path, update):
    with tempfile.TemporaryDirectory(prefix="meguri-golden-") as folder:
        script = Script(binary, path, pathlib.Path(folder))
        try:
            text, faults = script.run(update)
        finally:
            if script.server is not None:
                script.server.kill()
                script.server.wait()
    if update and not faults:
        path.write_text(text, encoding="utf-8")
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("scripts", nargs="+", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--xml", type=pathlib.Path)
    options = parser.parse_args()
    suite = ElementTree.Element("testsuite", name="golden")
    failed = False
    for path in options.scripts:
        faults = replay(options.binary.resolve(), path, options.update)
        case = ElementTree.SubElement(suite, "testcase", name=path.stem, status="run")
        for fault in faults:
            print(fault, file=sys.stderr)
            ElementTree.SubElement(case, "failure", message=fault.split("\n")[0])
            failed = True
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if "asan" not in str(options.binary) and largest > LARGEST_MEMORY_KB:
        print(f"a command took {largest} kB of memory", file=sys.stderr)
        failed = True
    if options.xml:
        options.xml.parent.mkdir(parents=True, exist_ok=True)
        ElementTree.ElementTree(suite).write(options.xml)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
