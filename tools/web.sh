#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the web app into web/dist, when something it is made of has changed since the last time.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/node.sh

say() { echo "web: $*" >&2; }

if [ ! -f web/package.json ]; then
  say "there is no web app yet"
  exit 0
fi
python3 tools/messages.py messages --web web/src/generated/messages.json
cd web
installed="$(sha256sum <package-lock.json) node $(node -p 'process.versions.modules')"
if [ "$installed" != "$(cat node_modules/.meguri 2>/dev/null)" ]; then
  say "npm ci"
  npm ci --ignore-scripts --no-audit --no-fund --silent
  echo "$installed" >node_modules/.meguri
fi
# The stamp is a hash over content, not over times: a fresh clone has fresh times.
stamp=$(find . src/generated/messages.json \
  \( -name node_modules -o -name dist -o -name test-results -o -path ./src/generated \) -prune \
  -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
if [ -f dist/index.html ] && [ "$stamp" = "$(cat node_modules/.meguri-built 2>/dev/null)" ]; then
  exit 0
fi
say "vite build"
if ! npm run --silent build >node_modules/.meguri-build.log 2>&1; then
  cat node_modules/.meguri-build.log >&2
  exit 1
fi
tail -n 1 node_modules/.meguri-build.log >&2
echo "$stamp" >node_modules/.meguri-built
