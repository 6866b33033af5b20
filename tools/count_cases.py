#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the cases in the XML reports of the tests: ctest counts programs, each holds many cases.

  count_cases.py <build directory>...

Prints one line. A test of ctest that failed without a case that did (it crashed, or it is a script)
counts as one failure and is named. Exits 1 when anything failed, or when there is no case at all.
"""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def count_report(report):
    """(passed, failed, skipped) of one report."""
    passed = failed = skipped = 0
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.get("result") == "skipped" or case.get("status") == "notrun":
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def count(build):
    """(passed, failed, skipped) of one build directory."""
    reports = {path.stem: count_report(path) for path in (build / "test-results").glob("*.xml")}
    passed, failed, skipped = (sum(column) for column in zip(*reports.values(), (0, 0, 0)))
    log = build / "Testing/Temporary/LastTestsFailed.log"
    for line in log.read_text().splitlines() if log.exists() else []:
        test = line.split(":", 1)[1]
        report = test.removeprefix("unit.").replace(".", "_")
        if reports.get(report, (0, 0, 0))[1] == 0:
            print(f"{test} failed as a whole")
            failed += 1
    return passed, failed, skipped


def main(builds):
    counts = [count(pathlib.Path(build)) for build in builds]
    passed, failed, skipped = (sum(column) for column in zip(*counts))
    print(f"cases: {passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
