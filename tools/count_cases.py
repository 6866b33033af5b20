#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the cases in GoogleTest's XML reports: ctest counts programs, each of which holds many.

  count_cases.py <directory>...     prints one line; exits 1 when there is no case at all
"""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

passed = failed = skipped = 0
for directory in sys.argv[1:]:
    for report in sorted(pathlib.Path(directory).glob("*.xml")):
        for case in ElementTree.parse(report).iter("testcase"):
            if case.find("failure") is not None:
                failed += 1
            elif case.get("result") == "skipped" or case.get("status") == "notrun":
                skipped += 1
            else:
                passed += 1
print(f"cases in both builds: {passed} passed, {failed} failed, {skipped} skipped")
sys.exit(0 if passed else 1)
