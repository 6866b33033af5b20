# SPDX-License-Identifier: Apache-2.0
# meguri_messages(<target>): merges messages/{en,ja}.json and messages/{en,ja}/*.json into one table
# that is compiled into <target>, and into JSON files that the web build reads.
function(meguri_messages target)
  set(tool ${CMAKE_SOURCE_DIR}/tools/messages.py)
  file(GLOB_RECURSE catalogues CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/messages/*.json)
  set(table ${CMAKE_BINARY_DIR}/generated/messages_table.cc)
  add_custom_command(OUTPUT ${table}
    COMMAND Python3::Interpreter ${tool} ${CMAKE_SOURCE_DIR}/messages --table ${table}
    DEPENDS ${catalogues} ${tool} COMMENT "messages: ja and en into one table" VERBATIM)
  target_sources(${target} PRIVATE ${table})
endfunction()
