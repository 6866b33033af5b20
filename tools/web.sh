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
if [ ! -f node_modules/.meguri ] || ! cmp -s package-lock.json node_modules/.meguri; then
  say "npm ci"
  npm ci --ignore-scripts --no-audit --no-fund --silent
  cp package-lock.json node_modules/.meguri
fi
# The stamp is a hash over content, not over times: a fresh clone has fresh times.
stamp=$(find . \( -name node_modules -o -name dist -o -name test-results \) -prune -o -type f -print0 |
  LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
if [ -f dist/index.html ] && [ "$stamp" = "$(cat node_modules/.meguri-built 2>/dev/null)" ]; then
  exit 0
fi
say "vite build"
npm run --silent build
echo "$stamp" >node_modules/.meguri-built
