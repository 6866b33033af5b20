#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""clang-tidy over src/ and apps/, one process per core; a file that passed is not done again.

  analysis.py [file...]   (all by default; build/dev must be configured)

A file's stamp is build/tidy/<file>.passed. It holds a hash of all that its findings depend on: the
command, the file and every header of ours that it reaches, .clang-tidy, clang-tidy's version.
Headers of the system are taken not to change while that version stays. Prints the findings of the
files that fail and one line at the end; exits 1 on any.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

TOOL = "clang-tidy-14"
INCLUDE = re.compile(rb'^\s*#\s*include\s+"(\w+)/([\w./]+)"', flags=re.M)
COMPILER = re.compile(r"(^|/)(g|clang)\+\+(-\d+)?$")
# The analyzer leaves a function after so many states (225,000 unless told): what it finds it finds
# early, and the whole tree takes half the time.
STATES_MAX = 75_000
# In a test the analyzer would walk through gtest, for a third of the time; and nobody waits for the
# strings and vectors that a test puts together. A test that draws cases and compares them with a
# model is a nest of loops.
NOT_IN_TESTS = ("-clang-analyzer-*,-performance-inefficient-*,"
                "-readability-function-cognitive-complexity")
# In a coroutine the analyzer sees asio's frames as undefined pointers.
NOT_IN_COROUTINES = "-clang-analyzer-core.NullDereference"


def headers_of(text, root):
    """The headers of ours that a text includes, as paths that exist below the root."""
    for room, rest in INCLUDE.findall(text):
        for top in ("src", "apps"):
            path = root / top / room.decode() / rest.decode()
            if path.exists():
                yield path


def reached_by(path, root):
    """The file and every header of ours that it reaches, in order."""
    found, stack = {path}, [path]
    while stack:
        for header in headers_of(stack.pop().read_bytes(), root):
            if header not in found:
                found.add(header)
                stack.append(header)
    return sorted(found)


def flags_of(command):
    """The flags of a compile command, without launcher, compiler, source and output."""
    words = shlex.split(command)
    compiler = next(at for at, word in enumerate(words) if COMPILER.search(word))
    flags = iter(words[compiler + 1:])
    kept = []
    for word in flags:
        if word in {"-c", "-o"}:
            next(flags)
        else:
            kept.append(word)
    return kept


def tidy_command(name, flags):
    limits = ["-Xclang", "-analyzer-config", "-Xclang", f"max-nodes={STATES_MAX}"]
    checks = []
    if name.endswith("_test.cc"):
        checks = [f"--checks={NOT_IN_TESTS}"]
    elif name.startswith("apps/server/"):
        checks = [f"--checks={NOT_IN_COROUTINES}"]
    return [TOOL, "--quiet", *checks, name, "--", *flags, *limits]


def key_of(name, command, root, common):
    """A hash that changes with everything the findings depend on."""
    digest = hashlib.sha256(common)
    digest.update("\0".join(command).encode())
    for path in reached_by(root / name, root):
        content = hashlib.sha256(path.read_bytes()).digest()
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()


def common_of(root):
    version = subprocess.run([TOOL, "--version"], check=True, capture_output=True).stdout
    return version + (root / ".clang-tidy").read_bytes()


def ours(root):
    listed = subprocess.run(["git", "ls-files", "src/*.cc", "apps/*.cc"], cwd=root, check=True,
                            capture_output=True, text=True).stdout.split()
    return [name for name in listed if not name.endswith(".nocompile.cc")]


def commands_of(root):
    """File -> its clang-tidy command, from what the dev build would compile."""
    database = json.loads((root / "build/dev/compile_commands.json").read_text())
    commands = {}
    for entry in database:
        path = pathlib.Path(entry["file"])
        if path.is_relative_to(root):
            name = path.relative_to(root).as_posix()
            commands.setdefault(name, tidy_command(name, flags_of(entry["command"])))
    return commands


def analyse(name, command, root, key):
    """The findings of one file as text, "" when there are none, and then its stamp is set."""
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if done.returncode == 0 and not done.stdout:
        stamp = stamp_of(name, root)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(key)
        return ""
    return done.stdout or done.stderr or f"{name}: {TOOL} exits with {done.returncode}"


def stamp_of(name, root):
    return root / f"build/tidy/{name}.passed"


def passed_before(name, root, key):
    stamp = stamp_of(name, root)
    return stamp.exists() and stamp.read_text() == key


def main(root, names):
    commands, common = commands_of(root), common_of(root)
    failed, todo = [], {}
    names = names or ours(root)
    for name in names:
        if name not in commands:
            print(f"{name}: the dev build does not compile it")
            failed.append(name)
            continue
        key = key_of(name, commands[name], root, common)
        if not passed_before(name, root, key):
            todo[name] = key
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(analyse, name, commands[name], root, key): name
                   for name, key in todo.items()}
        for done in concurrent.futures.as_completed(running):
            if findings := done.result():
                print(findings, flush=True)
                failed.append(running[done])
    print(f"analysis: {len(names)} files, {len(todo)} done, {len(failed)} with findings")
    for name in sorted(failed):
        print(f"  {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(__file__).resolve().parent.parent, sys.argv[1:]))
