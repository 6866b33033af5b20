#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of the house that no compiler checks. Prints `path:line: rule`; exits 1 on any.

The truth about layers are the meguri_room(<name> DEPS <room>...) lines in CMake. An exception is a
line `path rule` in tools/tidy_allow.txt; one that is no longer needed is a fault too, so that the
list can only shrink.
"""
import json
import pathlib
import re
import sys

import messages

LINES_MAX, COLUMNS_MAX = 800, 100
SPDX = "SPDX-License-Identifier: Apache-2.0"
SKIPPED = {"build", "node_modules", "dist", "generated", ".git", "data", "__pycache__",
           "test-results", ".svelte-kit"}
NEEDS_SPDX = {".h", ".cc", ".py", ".sh", ".cmake", ".ts", ".js", ".mjs", ".svelte", ".css", ".html"}

BANNED = {  # What must not be written -> what to write instead.
    r"\bthrow\b": "return an Error (base/result.h)",
    r"\bstd::views\b": "a loop or a std::ranges algorithm: clang 14 cannot parse views",
    r"\bstd::ranges::views\b": "a loop or a std::ranges algorithm: clang 14 cannot parse views",
    r"\bstd::source_location\b": "MEGURI_CHECK: clang 14 lacks source_location",
    r"\bstd::format\b": "fmt::format: libstdc++ 12 lacks std::format",
    r"#\s*include <(format|ranges|source_location|expected)>": "see the rule for what it holds",
    r"\busing namespace\b": "qualified names",
    r"\bstd::(rand|random_device|mt19937(_64)?|\w+_distribution)\b":
        "base/random.h, seeded by the caller: the same bytes everywhere",
    r"\b(s?rand|random)\(\)": "base/random.h, seeded by the caller",
    r"\bsystem_clock::now\b": "the Clock passed in (base/clock.h)",
    r"\bNULL\b": "nullptr",
    r"\bconst_cast\b": "const from the start, or a copy",
    r"\b(assert)\(": "MEGURI_CHECK: always on",
    r"\bstd::endl\b": "'\\n'",
}
MAY = {  # Files for which a banned token is the point.
    r"\bsystem_clock::now\b": re.compile(r"^src/base/clock\.(h|cc)$"),
    r"\bstd::(rand|random_device|mt19937(_64)?|\w+_distribution)\b":
        re.compile(r"^src/base/random\.(h|cc)$"),
}
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
NOT_AN_ID = re.compile(r"\.(toml|json|csv|tsv|md|html|sqlite|duckdb|parquet|lock|xlsx|txt|log)$")


def files_below(root):
    """Every file of ours, in order; what the build makes and what npm brings is left out."""
    found = []
    stack = [root]
    while stack:
        for path in stack.pop().iterdir():
            if path.is_symlink():
                continue
            if path.is_dir():
                if path.name not in SKIPPED and not path.name.startswith("."):
                    stack.append(path)
            else:
                found.append(path)
    return sorted(found)


def rooms(root):
    """Room -> the rooms it may include, as CMake says; src/ rooms and the doors in apps/."""
    found = {}
    for file in sorted([*root.glob("src/*/CMakeLists.txt"), *root.glob("apps/*/CMakeLists.txt")]):
        match = re.search(r"^meguri_room\((\w+)([^)]*)\)", file.read_text(), flags=re.M)
        if match:
            words = match[2].split()
            uses, taking = set(), False
            for word in words:
                if word in {"DEPS", "LIBS", "PUBLIC_LIBS"}:
                    taking = word == "DEPS"
                elif taking:
                    uses.add(word)
            found[match[1]] = uses
    return found


def without_raw_strings(lines):
    """The lines with the text of raw strings (SQL, TOML, JSON) emptied, which is not code."""
    def emptied(match):
        return 'R"()"' + "\n" * match[0].count("\n")
    return re.sub(r'R"(\w*)\(.*?\)\1"', emptied, "\n".join(lines), flags=re.S).split("\n")


def without_comments(line):
    """The code of a line: strings emptied (their text is not code), the comment cut off."""
    return STRING.sub('""', line).split("//")[0]


def strings_of(line):
    """The texts of a line's string literals, without those that stand in its comment."""
    masked = STRING.sub(lambda match: "x" * len(match[0]), line)
    at = masked.find("//")
    return STRING.findall(line[:at] if at >= 0 else line)


def check_cpp(name, lines, deps):
    faults = []
    room = name.split("/")[1]
    for number, line in enumerate(without_raw_strings(lines), 1):
        code = without_comments(line)
        if include := re.match(r'\s*#\s*include\s+"(\w+)/(.*)"', line):
            target, rest = include.groups()
            if room in deps and target != room and target not in deps[room]:
                faults.append((name, number, f"room {room} does not list {target} in its DEPS"))
            if target != room and rest.startswith("internal/"):
                faults.append((name, number, f"{target}/internal/ is private"))
        elif re.match(r'\s*#\s*include\s+"', line):
            faults.append((name, number, 'spell our headers "room/file.h"'))
        for pattern, instead in BANNED.items():
            if re.search(pattern, code) and not (pattern in MAY and MAY[pattern].match(name)):
                faults.append((name, number, f"banned {pattern}; write {instead}"))
    if name.endswith(".h") and not any(line.startswith("#pragma once") for line in lines):
        faults.append((name, 1, "a header needs #pragma once"))
    return faults


def check_text(name, suffix, lines):
    faults = []
    if suffix in NEEDS_SPDX or name.endswith("CMakeLists.txt") or name == "Makefile":
        # A shebang or a doctype has to stand before it.
        first = 1 if lines[0].startswith(("#!", "<!doctype", "<!DOCTYPE")) else 0
        if SPDX not in "".join(lines[first:first + 1]):
            faults.append((name, 1, f"the first line must say {SPDX}"))
    is_generated = "do not edit" in "".join(lines[1:2]).lower()  # as long as what it is made of
    if suffix in NEEDS_SPDX and len(lines) > LINES_MAX + 1 and not is_generated:
        faults.append((name, len(lines), f"longer than {LINES_MAX} lines"))
    for number, line in enumerate(lines, 1):
        if suffix in {".h", ".cc", ".py"} and len(line) > COLUMNS_MAX and "http" not in line:
            faults.append((name, number, f"longer than {COLUMNS_MAX} columns"))
        if suffix in NEEDS_SPDX and line != line.rstrip():
            faults.append((name, number, "space at the end of the line"))
        if re.search(r"\bFIX" r"ME\b", line) and suffix in NEEDS_SPDX:
            faults.append((name, number, "a FIX" "ME must not reach main"))
    return faults


def check_titles(name, text):
    prose = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
    if len(re.findall(r"^# ", prose, flags=re.M)) != 1:
        return [(name, 1, "a document has exactly one '# Title'")]
    return []


def check_room_table(root, deps):
    """docs/ARCHITECTURE.md's rows `| name | what | uses |` must say what CMake says."""
    book = root / "docs/ARCHITECTURE.md"
    if not book.exists():
        return []
    faults = []
    rows = re.findall(r"^\| `?([\w/]+)`? \|[^|]*\| ([\w, ]+|—|-) \|", book.read_text(), flags=re.M)
    table = {name: set(re.findall(r"\w+", uses)) for name, uses in rows}
    for room, uses in deps.items():
        key = room if room in table else f"apps/{room}"
        if key not in table:
            faults.append(("docs/ARCHITECTURE.md", 1, f"room {room} is not in the table"))
        elif table[key] != uses:
            faults.append(("docs/ARCHITECTURE.md", 1, f"room {room}: the table says "
                           f"{sorted(table[key])}, CMake says {sorted(uses)}"))
    return faults


def check_messages(root, sources):
    """The catalogue is sound, and every id that C++ names is in it.

    A literal that ends in "_" is the beginning of ids that are put together ("matter.unit_" + id):
    the catalogue must have one that begins so.
    """
    if not (root / "messages").is_dir():
        return []
    en, _, wrong = messages.read(root / "messages")
    faults = [("messages", 1, fault.replace(f"{root}/", "")) for fault in wrong]
    spaces = {key.split(".")[0] for key in en}
    known = re.compile(rf"^({'|'.join(sorted(spaces)) or '$.'})\.[a-z0-9_]+(\.[a-z0-9_]+)*$")
    for name, lines in sources:
        if name.endswith("_test.cc"):
            continue  # A test may name an id that does not exist on purpose.
        for number, line in enumerate(lines, 1):
            for text in strings_of(line):
                if not known.match(text) or NOT_AN_ID.search(text) or text in en:
                    continue
                if not (text.endswith("_") and any(key.startswith(text) for key in en)):
                    faults.append((name, number, f"message {text} is in no catalogue"))
        faults += check_fixes(name, "\n".join(lines), en)
    return faults


def check_fixes(name, text, en):
    """A finding's message has a second one, <id>.fix, that says how to mend it."""
    faults = []
    for match in re.finditer(r"\bFinding\{[^;]*?\"([a-z0-9_]+\.[a-z0-9_.]+)\"", text):
        if match[1] in en and match[1] + ".fix" not in en:
            number = text.count("\n", 0, match.start()) + 1
            faults.append((name, number, f"finding {match[1]} has no {match[1]}.fix"))
    return faults


def check_lock(name, text):
    """Whoever installs chooses the registry: the lock holds versions and hashes, no addresses."""
    packages = json.loads(text).get("packages", {})
    named = [key for key, value in packages.items() if "resolved" in value]
    unhashed = [key for key, value in packages.items()
                if key and not value.get("link") and "integrity" not in value]
    return ([(name, 1, f"{len(named)} packages name a registry ('resolved')")] if named else []) + \
        [(name, 1, f"{key} has no integrity hash") for key in unhashed]


def check(root):
    deps, faults, sources = rooms(root), [], []
    for path in files_below(root):
        name, suffix = path.relative_to(root).as_posix(), path.suffix
        if suffix not in NEEDS_SPDX | {".md", ".json"} and path.name not in {"CMakeLists.txt",
                                                                             "Makefile"}:
            continue
        if name.startswith(("packs/", "fuzz/corpus/")) and suffix != ".md":
            continue
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        faults += check_text(name, suffix, lines)
        if suffix in {".h", ".cc"} and name.startswith(("src/", "apps/")):
            faults += check_cpp(name, lines, deps)
            sources.append((name, lines))
        if suffix == ".md":
            faults += check_titles(name, text)
        if path.name == "package-lock.json":
            faults += check_lock(name, text)
    return faults + check_room_table(root, deps) + check_messages(root, sources)


def main(root):
    allow_file = root / "tools/tidy_allow.txt"
    lines = allow_file.read_text().split("\n") if allow_file.exists() else []
    allowed = {line for line in lines if line and not line.startswith("#")}
    used, failed = set(), 0
    for name, number, rule in check(root):
        if f"{name} {rule}" in allowed:
            used.add(f"{name} {rule}")
        else:
            print(f"{name}:{number}: {rule}")
            failed += 1
    for key in sorted(allowed - used):
        print(f"tools/tidy_allow.txt: no longer needed: {key}")
        failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
