# SPDX-License-Identifier: Apache-2.0
# Compiles through ccache where there is one. Paths are made relative to the source tree, so that
# a second clone on the same machine (as in CI) finds the objects of the first.
find_program(MEGURI_CCACHE ccache)
if(MEGURI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
    CCACHE_NOHASHDIR=true CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${MEGURI_CCACHE})
endif()
