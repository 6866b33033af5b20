#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tools/build.sh <preset> [target...]: configures when needed and builds. Silent when all goes well.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
[ $# -eq 0 ] && set -- all
mkdir -p "build/$preset"
log=build/$preset/configure.log
if [ ! -f "build/$preset/build.ninja" ]; then
  echo "build: cmake --preset $preset" >&2
  if ! cmake --preset "$preset" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "build/$preset/CMakeCache.txt"
    exit 1
  fi
fi
echo "build: $preset $*" >&2
exec cmake --build "build/$preset" --parallel "$(nproc)" --target "$@" -- --quiet
