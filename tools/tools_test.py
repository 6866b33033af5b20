#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The tools are tested by showing them what they must refuse, and what they must let pass."""
import contextlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import analysis  # noqa: E402
import count_cases  # noqa: E402
import licences  # noqa: E402
import messages  # noqa: E402
import tidy  # noqa: E402

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
HEADER = SPDX + "#pragma once\n"


class House:
    """A small source tree in a temporary folder."""

    def __init__(self, **extra):
        self.folder = tempfile.TemporaryDirectory()
        unittest.addModuleCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.write("src/base/CMakeLists.txt", "# " + SPDX[3:] + "meguri_room(base LIBS a::b)\n")
        self.write("src/matter/CMakeLists.txt", "# " + SPDX[3:] + "meguri_room(matter DEPS base)\n")
        for name, text in extra.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def faults(self):
        return [f"{name}: {rule}" for name, _, rule in tidy.check(self.root)]


class TidyTest(unittest.TestCase):
    def refused(self, name, text, part, **extra):
        house = House(**extra)
        house.write(name, text)
        faults = house.faults()
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(part, faults[0])

    def allowed(self, name, text, **extra):
        house = House(**extra)
        house.write(name, text)
        self.assertEqual(house.faults(), [])

    def test_a_clean_house_has_no_faults(self):
        self.allowed("src/matter/mass.h", HEADER + '#include "base/check.h"\n')

    def test_layers(self):
        self.refused("src/base/check.h", HEADER + '#include "matter/mass.h"\n', "does not list")
        self.refused("src/matter/mass.cc", SPDX + '#include "base/internal/x.h"\n', "private")
        self.refused("src/matter/mass.cc", SPDX + '#include "mass.h"\n', "spell our headers")

    def test_words_that_are_banned_in_code_but_not_in_prose(self):
        self.refused("src/base/a.cc", SPDX + "throw 1;\n", "banned")
        self.refused("src/base/a.cc", SPDX + "using namespace std;\n", "banned")
        now = SPDX + "auto n = std::chrono::system_clock::now();\n"
        self.refused("src/base/a.cc", now, "Clock")
        self.allowed("src/base/clock.cc", now)
        self.allowed("src/base/a.cc", SPDX + '// We never throw.\nauto s = "throw";\n')
        self.allowed("src/base/a.cc", SPDX + "static_assert(sizeof(int) == 4);\n")

    def test_text_in_raw_strings_is_not_code(self):
        self.allowed("src/base/a.cc", SPDX + 'auto a = R"sql(\nid INTEGER NOT NULL\n)sql";\n')
        self.refused("src/base/a.cc", SPDX + 'auto a = R"(x\ny)";\nchar* b = NULL;\n', "nullptr")

    def test_form(self):
        self.refused("src/base/a.cc", "int a;\n", "first line")
        self.refused("src/base/a.h", SPDX, "#pragma once")
        self.refused("src/base/a.cc", SPDX + "// " + "x" * 98 + "\n", "columns")
        self.refused("src/base/a.cc", SPDX + "\n" * 800, "longer than 800")
        self.allowed("web/a.ts", SPDX + "// Written by x; do not edit.\n" + "\n" * 800)
        self.refused("src/base/a.cc", SPDX + "int a; \n", "space at the end")
        self.allowed("tools/a.sh", "#!/bin/sh\n# " + SPDX[3:])
        self.refused("docs/a.md", "# One\n\n# Two\n", "exactly one")
        self.allowed("docs/a.md", "# One\n\n```\n# two\n```\n")

    def test_the_room_table(self):
        head = "# A\n| room | what | may include |\n|---|---|---|\n| `base` | x | — |\n"
        self.allowed("docs/ARCHITECTURE.md", head + "| `matter` | x | base |\n")
        self.refused("docs/ARCHITECTURE.md", head + "| `matter` | x | — |\n", "CMake says")
        self.refused("docs/ARCHITECTURE.md", head, "not in the table")

    def test_messages_that_code_names(self):
        both = {"messages/en/base.json": '{"base.a": "x", "base.a.fix": "y"}',
                "messages/ja/base.json": '{"base.a": "x", "base.a.fix": "y"}'}
        self.allowed("src/base/a.cc", SPDX + 'auto m = Message{"base.a", {}};\n', **both)
        self.refused("src/base/a.cc", SPDX + 'auto m = Message{"base.b", {}};\n', "no catalogue",
                     **both)
        self.allowed("src/base/a.cc", SPDX + 'open("base.toml");\n// "base.b"\n', **both)
        more = {"messages/en/base.json": '{"base.a_b": "x"}',
                "messages/ja/base.json": '{"base.a_b": "x"}'}
        self.allowed("src/base/a.cc", SPDX + 'auto id = "base.a_" + name;\n', **more)
        bad = SPDX + 'auto id = "base.c_" + name;\n'
        self.refused("src/base/a.cc", bad, "no catalogue", **more)
        self.refused("src/base/a.cc", SPDX + 'Finding{where, {"base.a.fix", {}}};\n', "has no",
                     **both)

    def test_lock_files(self):
        entry = {"version": "1", "integrity": "sha512-x"}
        text = json.dumps({"packages": {"": {}, "node_modules/a": entry}})
        self.allowed("web/package-lock.json", text)
        entry["resolved"] = "somewhere"
        text = json.dumps({"packages": {"": {}, "node_modules/a": entry}})
        self.refused("web/package-lock.json", text, "registry")

    def test_an_exception_that_is_not_needed_is_a_fault(self):
        house = House()
        house.write("src/base/a.cc", SPDX + "throw 1;\n")
        rule = house.faults()[0].replace(": ", " ", 1)
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(tidy.main(house.root), 1)
            house.write("tools/tidy_allow.txt", rule + "\n")
            self.assertEqual(tidy.main(house.root), 0)
            house.write("src/base/a.cc", SPDX)
            self.assertEqual(tidy.main(house.root), 1)


class AnalysisTest(unittest.TestCase):
    def test_flags_come_without_launcher_compiler_source_and_output(self):
        command = ("cmake -E env CCACHE_BASEDIR=/x /usr/bin/ccache /usr/bin/g++-12 -DA='\"a b\"' "
                   "-I/x/rooms/base -std=c++20 -o base/a.cc.o -c /x/src/base/a.cc")
        self.assertEqual(analysis.flags_of(command),
                         ['-DA="a b"', "-I/x/rooms/base", "-std=c++20"])

    def test_a_file_is_done_again_when_anything_it_reaches_changed(self):
        house = House()
        house.write("src/base/far.h", HEADER)
        house.write("src/base/near.h", HEADER + '#include "base/far.h"\n')
        house.write("src/base/other.h", HEADER)
        house.write("src/base/a.cc", SPDX + '#include "base/near.h"\n#include <vector>\n')

        def key(command=("clang-tidy", "a"), common=b"settings"):
            return analysis.key_of("src/base/a.cc", command, house.root, common)

        first = key()
        house.write("src/base/other.h", HEADER + "// more\n")
        self.assertEqual(key(), first)
        self.assertNotEqual(key(command=("clang-tidy", "b")), first)
        self.assertNotEqual(key(common=b"other settings"), first)
        for name in ["src/base/far.h", "src/base/near.h", "src/base/a.cc"]:
            before = key()
            house.write(name, (house.root / name).read_text() + "// more\n")
            self.assertNotEqual(key(), before, name)

    def test_only_a_file_without_findings_gets_a_stamp(self):
        house = House()
        for command, findings in [(["echo", "a.cc:1: error"], "a.cc:1: error\n"), (["false"], ""),
                                  (["true"], "")]:
            given = analysis.analyse("src/base/a.cc", command, house.root, "key")
            passed = command == ["true"]
            self.assertEqual(given == "", passed, command)
            self.assertIn(findings, given)
            self.assertEqual(analysis.passed_before("src/base/a.cc", house.root, "key"), passed)
        self.assertFalse(analysis.passed_before("src/base/a.cc", house.root, "another key"))


class MessagesTest(unittest.TestCase):
    def read(self, en, ja):
        house = House()
        house.write("messages/en/base.json", en)
        house.write("messages/ja/base.json", ja)
        return messages.read(house.root / "messages")[2]

    def test_both_languages_must_agree(self):
        self.assertEqual(self.read('{"base.a": "{n} t"}', '{"base.a": "{n} トン"}'), [])
        for en, ja, part in [
                ('{"base.a": "x"}', "{}", "has no ja"),
                ('{"base.a": "{n}"}', '{"base.a": "{m}"}', "placeholders"),
                ('{"base.a": "x", "base.a": "y"}', '{"base.a": "x"}', "twice"),
                ('{"wire.a": "x"}', '{"wire.a": "x"}', "must begin with"),
                ('{"base.a": 1}', '{"base.a": "x"}', "not text"),
                ("{", "{}", "not JSON")]:
            faults = self.read(en, ja)
            self.assertTrue(any(part in fault for fault in faults), (part, faults))

    def test_the_table_is_sorted_and_escaped(self):
        text = messages.table({"b.x": 'say "\n"', "a.x": "\x01"}, {"b.x": "", "a.x": ""})
        self.assertLess(text.index('"a.x"'), text.index('"b.x"'))
        self.assertIn(r'"say \"\n\""', text)
        self.assertIn(r'"\001"', text)


class EmbedTest(unittest.TestCase):
    def test_files_and_an_absent_directory(self):
        house = House()
        house.write("web/index.html", "<p>" + "a" * 2000)
        house.write("web/assets/app-1a2B3c4D.js", "1")
        out = house.root / "out"
        embed = [sys.executable, str(HERE / "embed.py")]
        subprocess.run([*embed, str(house.root / "web"), str(out)], check=True)
        table = (out / "assets_table.cc").read_text()
        self.assertLess(table.index("/assets/app"), table.index("/index.html"))
        self.assertIn('"text/javascript; charset=utf-8"', table)
        self.assertRegex(table, r'app-1a2B3c4D\.js".*true, part\(0, 1\), part\(1, 0\)')
        self.assertRegex(table, r'index\.html".*false, part\(1, 2003\), part\(2004, \d\d\)')
        subprocess.run([*embed, str(house.root / "none"), str(out)], check=True)
        self.assertIn("std::array<Asset, 0>", (out / "assets_table.cc").read_text())


class CountCasesTest(unittest.TestCase):
    def test_a_crash_is_a_failure(self):
        case = '<testcase name="x" status="run" result="completed">'
        house = House()
        house.write("test-results/base.xml", f"<a>{case}</testcase>{case}<failure/></testcase></a>")
        house.write("test-results/golden_books.xml", f"<a>{case}</testcase></a>")
        self.assertEqual(count_cases.count(house.root), (2, 1, 0))
        house.write("Testing/Temporary/LastTestsFailed.log",
                    "1:unit.base\n2:unit.seal\n3:golden.books")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.assertEqual(count_cases.count(house.root), (2, 3, 0))
        self.assertEqual(out.getvalue().count("failed as a whole"), 2)

    def test_no_case_at_all_is_a_failure(self):
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(count_cases.main([House().root]), 1)


class LicencesTest(unittest.TestCase):
    def test_what_is_refused(self):
        for licence in ("GPL-3.0-only", "AGPL-3.0-or-later", "GPL-2.0-or-later AND MIT"):
            self.assertTrue(licences.is_refused(licence), licence)
        for licence in ("MIT", "LGPL-2.1-or-later", "(MIT OR GPL-3.0-or-later)",
                        "GPL-3.0-or-later WITH GCC-exception-3.1"):
            self.assertFalse(licences.is_refused(licence), licence)

    def test_a_library_nobody_has_looked_at_is_refused(self):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = licences.link(pathlib.Path("/bin/bash"))  # bash links libtinfo.
        self.assertEqual(code, 1)
        self.assertIn("libtinfo", out.getvalue())


if __name__ == "__main__":
    unittest.main()
