#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every test of the release build and the unit tests of the sanitizer build (built before by
# `make test`): ctest sums up each build, and a last line counts the cases of both.
set -euo pipefail
cd "$(dirname "$0")/.."
for build in build/asan build/release; do
  rm -rf "$build/test-results" "$build/Testing/Temporary/LastTestsFailed.log"
done
export MEGURI_REQUIRE_POSTGRES=1  # setup installed it: its tests must not be skipped
failed=0
echo "test: unit tests under ASan and UBSan" >&2
ctest --preset asan --label-regex unit --parallel "$(nproc)" || failed=1
echo "test: all tests of the release build" >&2
ctest --preset release --parallel "$(nproc)" || failed=1
python3 tools/count_cases.py build/asan build/release || failed=1
exit $failed
