# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts that use Node, from the top of the source tree: puts the Node that
# tools/setup.sh chose first in PATH. npm runs by it too, because npm leaves out optional packages
# (such as the bundler's native part) that do not fit the Node it runs by.
if [ -x build/deps/node/bin/node ]; then
  PATH=$PWD/build/deps/node/bin:$PATH
fi
