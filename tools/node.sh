# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts that use Node, from the top of the source tree: puts the Node that
# tools/setup.sh chose first in PATH. npm itself stays with the system's Node: Debian's npm finds
# its modules only there.
if [ -x build/deps/node/bin/node ]; then
  system_node=$(command -v node)
  system_npm=$(readlink -f "$(command -v npm)")
  npm() { "$system_node" "$system_npm" "$@"; }
  PATH=$PWD/build/deps/node/bin:$PATH
fi
