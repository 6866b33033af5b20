# SPDX-License-Identifier: Apache-2.0
# meguri_flags: the warnings and code-generation rules every target of ours is compiled with.
add_library(meguri_flags INTERFACE)
target_compile_options(meguri_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond$<SEMICOLON>-Wlogical-op>
  # The same run gives the same bytes: the compiler may not fuse a product and a sum.
  -ffp-contract=off
  # No path of the machine that built it in the binary (MEGURI_CHECK prints __FILE__).
  -fmacro-prefix-map=${CMAKE_BINARY_DIR}/rooms/= -fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)
