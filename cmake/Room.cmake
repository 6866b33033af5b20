# SPDX-License-Identifier: Apache-2.0
# meguri_room(<name> [DEPS <room>...] [LIBS <target>...] [PUBLIC_LIBS <target>...])
#
# One folder of src/ is one room is one library. Its headers are spelled "<name>/x.h" and are seen
# only by rooms that list it in DEPS: each room's include root is one symlink, so an undeclared
# include is a compile error. DEPS must exist already, so cycles cannot be written. LIBS are
# external libraries the room's sources use; PUBLIC_LIBS are those its headers show.
#
# Beside the code stand x_test.cc (one executable per room, <name>_test), x_benchmark.cc (bench/),
# x_fuzz.cc (fuzz/) and x.nocompile.cc (must not compile, for the reason after "// EXPECT: ").
# A room that has no source yet is an interface library.
function(meguri_room name)
  cmake_parse_arguments(ROOM "" "" "DEPS;LIBS;PUBLIC_LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cc)
  file(GLOB headers CONFIGURE_DEPENDS *.h)
  list(FILTER sources EXCLUDE REGEX "(_test|_benchmark|_fuzz|\\.nocompile|/main)\\.cc$")
  set(root ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${name} SYMBOLIC)

  if(sources)
    add_library(meguri_${name} STATIC ${sources})
    target_link_libraries(meguri_${name} PRIVATE meguri_flags ${ROOM_LIBS})
    set(scope PUBLIC)
  else()
    add_library(meguri_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_compile_features(meguri_${name} ${scope} cxx_std_20)
  target_include_directories(meguri_${name} ${scope} ${root})
  list(TRANSFORM headers REPLACE "^.*/" "${root}/${name}/")
  target_sources(meguri_${name} ${scope} FILE_SET HEADERS BASE_DIRS ${root} FILES ${headers})
  target_link_libraries(meguri_${name} ${scope} ${ROOM_PUBLIC_LIBS})
  foreach(dep IN LISTS ROOM_DEPS)
    if(NOT TARGET meguri_${dep})
      message(FATAL_ERROR "room '${name}' may not use '${dep}': only rooms above it in CMakeLists.txt")
    endif()
    target_link_libraries(meguri_${name} ${scope} meguri_${dep})
  endforeach()
  meguri_tests(${name} LIBS ${ROOM_LIBS})
endfunction()

# meguri_tests(<name> [LIBS <target>...]): what stands beside the code of library meguri_<name>.
function(meguri_tests name)
  cmake_parse_arguments(TESTS "" "" "LIBS" ${ARGN})
  file(GLOB_RECURSE tests CONFIGURE_DEPENDS *_test.cc)
  file(GLOB_RECURSE benchmarks CONFIGURE_DEPENDS *_benchmark.cc)
  file(GLOB_RECURSE fuzzers CONFIGURE_DEPENDS *_fuzz.cc)
  file(GLOB_RECURSE nocompile CONFIGURE_DEPENDS *.nocompile.cc)
  if(tests AND NOT MEGURI_LIBFUZZER)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE meguri_${name} meguri_flags ${TESTS_LIBS}
      GTest::gmock GTest::gtest GTest::gmock_main)
    target_compile_definitions(${name}_test PRIVATE MEGURI_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    # One process per room: fixtures that load packs are paid once. The cases are counted from XML.
    add_test(NAME unit.${name} COMMAND ${name}_test
      --gtest_output=xml:${CMAKE_BINARY_DIR}/test-results/${name}.xml --gtest_brief=1)
    set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 900
      WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
  foreach(source IN LISTS benchmarks)
    set_property(GLOBAL APPEND PROPERTY meguri_benchmarks "${name}|${source}")
    set_property(GLOBAL APPEND PROPERTY meguri_benchmark_libs ${TESTS_LIBS})
  endforeach()
  foreach(source IN LISTS fuzzers)
    set_property(GLOBAL APPEND PROPERTY meguri_fuzzers "${name}|${source}")
  endforeach()
  foreach(source IN LISTS nocompile)
    meguri_nocompile(${name} ${source})
  endforeach()
endfunction()

# A source that must be refused by the compiler, with a message that matches its EXPECT line: "must
# not compile" alone would also pass for a misspelled include.
function(meguri_nocompile name source)
  get_filename_component(leaf ${source} NAME_WE)
  file(STRINGS ${source} expected REGEX "^// EXPECT: ")
  if(NOT expected)
    message(FATAL_ERROR "${source}: needs a line '// EXPECT: <part of the compiler's message>'")
  endif()
  string(REPLACE "// EXPECT: " "" expected "${expected}")
  file(GLOB roots LIST_DIRECTORIES TRUE ${CMAKE_BINARY_DIR}/rooms/*)
  list(TRANSFORM roots PREPEND -I)
  add_test(NAME nocompile.${name}.${leaf}
    COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 -fsyntax-only ${roots} ${source})
  set_tests_properties(nocompile.${name}.${leaf} PROPERTIES
    PASS_REGULAR_EXPRESSION "${expected}" LABELS unit)
endfunction()

# The test finds a PostgreSQL server for tests at $MEGURI_TEST_POSTGRES, started before it and stopped
# after the last test that needs one (tests/CMakeLists.txt).
string(SHA256 meguri_postgres_folder ${CMAKE_BINARY_DIR})
string(SUBSTRING ${meguri_postgres_folder} 0 12 meguri_postgres_folder)
set(meguri_postgres_folder /tmp/meguri-pg-${meguri_postgres_folder})
function(meguri_needs_postgres test)
  if(TEST ${test})
    set_tests_properties(${test} PROPERTIES FIXTURES_REQUIRED postgres
      ENVIRONMENT "MEGURI_TEST_POSTGRES=postgresql://meguri@/postgres?host=${meguri_postgres_folder}")
  endif()
endfunction()
