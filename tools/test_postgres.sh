#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A PostgreSQL server for tests: in a folder of its own, on a socket in it, on no network.
#
#   tools/test_postgres.sh start <folder>     stops and removes what an earlier run left there
#   tools/test_postgres.sh stop <folder>
#   tools/test_postgres.sh run <command>...   with $MEGURI_TEST_POSTGRES set
#
# Where PostgreSQL is not installed, `start` says so and does nothing, unless
# $MEGURI_REQUIRE_POSTGRES is set. The server never runs as root. Its rows are in memory where there
# is room; its settings are those of a real one, with fsync and page checksums.
set -euo pipefail

say() { echo "test_postgres: $*" >&2; }

programs() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V -r); do
    [ -x "$folder/initdb" ] && echo "$folder" && return
  done
  command -v initdb >/dev/null && dirname "$(command -v initdb)"
}

owner=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
  owner=nobody
  ! id postgres >/dev/null 2>&1 || owner=postgres
fi

as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups -- "$@"
  else
    "$@"
  fi
}

# A gigabyte is far more than the tests write.
is_roomy() { [ -w "$1" ] && [ "$(df -k --output=avail "$1" | tail -n 1)" -gt 1000000 ]; }

stop() {
  local folder=$1 rows
  [ -e "$folder" ] || return 0
  rows=$(readlink -f "$folder/rows" || true)
  if [ -n "$rows" ] && [ -f "$rows/postmaster.pid" ]; then
    (cd "$folder" && as_owner "$(programs)/pg_ctl" stop -D "$rows" -m immediate -w >/dev/null) || true
  fi
  rm -rf "$rows" "$folder"
}

start() {
  local folder=$1 bin rows
  bin=$(programs) || true
  if [ -z "$bin" ]; then
    say "PostgreSQL is not installed (Debian: postgresql-15); what needs it is skipped"
    [ -z "${MEGURI_REQUIRE_POSTGRES:-}" ]
    return
  fi
  stop "$folder"
  mkdir -m 700 "$folder"
  rows=$folder/data
  ! is_roomy /dev/shm || rows=$(mktemp -d "/dev/shm/${folder##*/}.XXXXXX")
  mkdir -p -m 700 "$rows"
  chown "$owner" "$folder" "$rows"
  ln -s "$rows" "$folder/rows"
  cd "$folder"
  as_owner "$bin/initdb" -D "$rows" -U meguri -A trust -E UTF8 --locale=C.UTF-8 --data-checksums \
    >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; return 1; }
  as_owner "$bin/pg_ctl" start -w -D "$rows" -l "$rows/log" -o \
    "-k '$folder' -c listen_addresses= -c max_connections=64 -c lc_messages=C" >/dev/null ||
    { cat "$rows/log" >&2; return 1; }
}

run() {
  local folder
  folder=$(mktemp -d /tmp/meguri-pg.XXXXXX)
  # shellcheck disable=SC2064
  trap "stop '$folder'" EXIT
  (start "$folder")
  MEGURI_TEST_POSTGRES="postgresql://meguri@/postgres?host=$folder" "$@"
}

case ${1:-} in
  start | stop) [ $# -eq 2 ] && "$1" "$2" ;;
  run) shift && run "$@" ;;
  *) sed -n '3,8p' "$0" >&2; exit 2 ;;
esac
