# SPDX-License-Identifier: Apache-2.0
# meguri_embed(<target> <directory>): puts every file of <directory> into the binary, so that the
# server needs no file of its own at run time. An absent directory gives an empty table.
function(meguri_embed target directory)
  set(tool ${CMAKE_SOURCE_DIR}/tools/embed.py)
  set(out ${CMAKE_BINARY_DIR}/generated/assets)
  # The web build rewrites the directory as a whole; its stamp tells when. Without a stamp the
  # table is made from what is there at this moment.
  add_custom_target(${target}_assets_scan
    COMMAND Python3::Interpreter ${tool} ${directory} ${out}
    BYPRODUCTS ${out}/assets_table.cc ${out}/assets.S ${out}/assets.blob
    COMMENT "assets: ${directory}" VERBATIM)
  target_sources(${target} PRIVATE ${out}/assets_table.cc ${out}/assets.S)
  set_source_files_properties(${out}/assets.S PROPERTIES OBJECT_DEPENDS ${out}/assets.blob)
  add_dependencies(${target} ${target}_assets_scan)
endfunction()
