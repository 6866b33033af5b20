# SPDX-License-Identifier: Apache-2.0
# Everything we link that is not ours. tools/setup.sh installs it; this file only finds it, and
# says in one line what to do when it is not there.
set(MEGURI_DEPENDENCIES ${CMAKE_SOURCE_DIR}/build/deps CACHE PATH "where tools/setup.sh puts things")

find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(boost_json 1.81.0 EXACT REQUIRED CONFIG)
find_package(boost_headers 1.81.0 EXACT REQUIRED CONFIG)
find_package(tomlplusplus REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(PostgreSQL 15 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(pugixml REQUIRED)
find_package(GTest REQUIRED)

# Libraries whose own CMake files ask for more than we link, or are not there.
foreach(library IN ITEMS zip xlsxwriter)
  find_path(MEGURI_${library}_INCLUDE ${library}.h REQUIRED)
  find_library(MEGURI_${library}_LIBRARY ${library} REQUIRED)
  add_library(meguri::${library} SHARED IMPORTED)
  set_target_properties(meguri::${library} PROPERTIES IMPORTED_LOCATION ${MEGURI_${library}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${MEGURI_${library}_INCLUDE})
endforeach()

if(MEGURI_WITH_COLUMNS)
  find_package(spdlog REQUIRED)
  find_package(CLI11 REQUIRED)
  # A system DuckDB is used where there is one; else the one that tools/setup.sh unpacked.
  find_path(DUCKDB_INCLUDE duckdb.h HINTS ${MEGURI_DEPENDENCIES}/duckdb/include)
  find_library(DUCKDB_LIBRARY duckdb HINTS ${MEGURI_DEPENDENCIES}/duckdb/lib)
  if(NOT DUCKDB_INCLUDE OR NOT DUCKDB_LIBRARY)
    message(FATAL_ERROR "DuckDB is missing: run tools/setup.sh first")
  endif()
  add_library(meguri::duckdb SHARED IMPORTED)
  set_target_properties(meguri::duckdb PROPERTIES IMPORTED_LOCATION ${DUCKDB_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${DUCKDB_INCLUDE})
endif()
