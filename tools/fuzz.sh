#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tools/fuzz.sh [name...]: libFuzzer on the named targets (all by default), FUZZ_SECONDS each (60).
# New inputs go to build/fuzz/corpus/<name>, a crash to build/fuzz/crashes/<name>-...; put the
# reproducer into fuzz/corpus/<name>/ with a name that says what it shows.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-60}
tools/build.sh fuzz
names=("$@")
[ ${#names[@]} -eq 0 ] && mapfile -t names < <(cd build/fuzz/bin && ls -- *_fuzz | sed 's/_fuzz$//')
failed=0
mkdir -p build/fuzz/crashes
for name in "${names[@]}"; do
  mkdir -p "build/fuzz/corpus/$name"
  seeds=()
  [ -d "fuzz/corpus/$name" ] && seeds=("fuzz/corpus/$name")
  echo "fuzz: $name for $seconds s" >&2
  "build/fuzz/bin/${name}_fuzz" "build/fuzz/corpus/$name" "${seeds[@]}" \
    -max_total_time="$seconds" -max_len=65536 -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/crashes/$name-" 2>"build/fuzz/$name.log" ||
    { tail -n 30 "build/fuzz/$name.log" >&2; failed=1; }
  grep -E 'number_of_executed_units' "build/fuzz/$name.log" >&2 || true
done
exit $failed
