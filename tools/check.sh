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

# The commands are shown to clang-tidy without ccache in front, which it would take for a compiler.
analysis() {
  tools/build.sh dev && mkdir -p build/tidy &&
    sed 's#"command": ".*/ccache #"command": "#' build/dev/compile_commands.json \
      >build/tidy/compile_commands.json &&
    git ls-files 'src/*.cc' 'apps/*.cc' | grep -v 'nocompile' |
    xargs -r -P "$(nproc)" -n 4 clang-tidy-14 -p build/tidy --quiet
}

run "house rules" python3 tools/tidy.py .
run "format" format
run "data races (TSan, the rooms without DuckDB)" threads
run "clang-tidy" analysis
run "fuzzing" tools/fuzz.sh
exit $failed
