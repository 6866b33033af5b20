#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tools/soak.sh: histories of the journal from seeds that nobody chose, SOAK_SECONDS long (600), on
# SQLite and, where it is installed, on PostgreSQL. The first failure prints the command that runs
# its history again, and ends it.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${SOAK_SECONDS:-600}
seed=${SOAK_SEED:-$(date +%s)}
tools/build.sh release simulate
echo "soak: from seed $seed for $seconds s" >&2
soak=(build/release/bin/simulate --seed "$seed" --histories 1000 --seconds "$seconds")
if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  exec tools/test_postgres.sh run "${soak[@]}"
fi
exec "${soak[@]}"
