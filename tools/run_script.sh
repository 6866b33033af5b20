#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tools/run_script.sh <script> [argument...]   or   tools/run_script.sh npm <script of web/package.json>
# Runs a test script with the interpreter its name asks for, and with the Node that setup chose.
# Exit code 77 means: nothing to run here.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
here=$PWD
cd "$root"
. tools/node.sh
cd "$here"
case $1 in
  npm)
    cd "$root/web"
    [ -d node_modules ] || exit 77
    node -e 'process.exit(require("./package.json").scripts?.[process.argv[1]] ? 0 : 77)' "$2"
    npm run --silent "$2"
    ;;
  *.mjs) exec node "$@" ;;
  *.py) exec python3 "$@" ;;
  *) exec bash "$@" ;;
esac
