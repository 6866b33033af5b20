#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The slow checks: threads, static analysis, format, and fuzzing (FUZZ_SECONDS per target).
# Every check runs even when one before it failed; the exit code is the sum of all.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
run() {
  echo "check: $1" >&2
  shift
  "$@" || { echo "check: FAILED: $*" >&2; failed=1; }
}

threads() { tools/build.sh tsan && ctest --preset tsan --label-regex unit --parallel "$(nproc)"; }

format() { git ls-files '*.cc' '*.h' | xargs -r clang-format-14 --dry-run -Werror; }

# No built file is looked at, only the commands; building the smallest room brings them up to date.
analysis() { tools/build.sh dev meguri_base && python3 tools/analysis.py; }

run "house rules" python3 tools/tidy.py .
run "format" format
run "data races (TSan, the rooms without DuckDB)" threads
run "clang-tidy" analysis
run "fuzzing" tools/fuzz.sh
exit $failed
