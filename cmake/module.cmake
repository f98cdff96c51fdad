# Every target shares one precompiled header (the contracts nearly every file includes); compile time on two cores is a feature.
# The ThreadSanitizer and fuzz builds go without it, so that a missing include is found.
function(netra_precompile target)
  if(NETRA_PCH AND NOT target STREQUAL netra_engine_base)
    target_precompile_headers(${target} REUSE_FROM netra_engine_base)
  elseif(NETRA_PCH)
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.hpp)
  endif()
  # Clang refuses a precompiled header made with -fPIC in a file compiled with -fPIE; programs take -fPIC too.
  get_target_property(type ${target} TYPE)
  if(NETRA_PCH AND type STREQUAL "EXECUTABLE")
    target_compile_options(${target} PRIVATE -fPIC)
  endif()
endfunction()

# netra_module(<path> [DEPENDS <path>...] [LINK <target>...])
#
# One folder becomes one static library `netra_<path with _>` and, when it holds *_test.cpp, one test program `test_<path with _>`.
# Named queries of *.sql become `<path>/sql.hpp` in the build tree: one std::string_view per `-- name:`.
function(netra_module path)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK" ${ARGN})
  set(dir ${CMAKE_SOURCE_DIR}/${path})
  string(REPLACE "/" "_" flat ${path})
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cpp)
  file(GLOB tests CONFIGURE_DEPENDS ${dir}/*_test.cpp)
  file(GLOB fuzzers CONFIGURE_DEPENDS ${dir}/*_fuzz.cpp)
  file(GLOB queries CONFIGURE_DEPENDS ${dir}/*.sql)
  list(REMOVE_ITEM sources ${tests} ${fuzzers} "")
  if(NOT sources)  # no folder yet: what stands on it stands on what is below
    add_library(netra_${flat} INTERFACE)
    foreach(dep ${ARG_DEPENDS})
      string(REPLACE "/" "_" dep_flat ${dep})
      target_link_libraries(netra_${flat} INTERFACE netra_${dep_flat})
    endforeach()
    return()
  endif()

  set(generated "")
  if(queries)
    set(header ${CMAKE_BINARY_DIR}/generated/${path}/sql.hpp)
    get_filename_component(name ${path} NAME)
    add_custom_command(OUTPUT ${header}
      COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed_sql.py ${name} ${header} ${queries}
      DEPENDS ${queries} ${CMAKE_SOURCE_DIR}/tools/embed_sql.py VERBATIM)
    list(APPEND generated ${header})
  endif()

  add_library(netra_${flat} STATIC ${sources} ${generated})
  netra_precompile(netra_${flat})
  foreach(dep ${ARG_DEPENDS})
    string(REPLACE "/" "_" dep_flat ${dep})
    target_link_libraries(netra_${flat} PUBLIC netra_${dep_flat})
  endforeach()
  target_link_libraries(netra_${flat} PUBLIC ${ARG_LINK})

  if(NETRA_TESTS AND tests)
    add_executable(test_${flat} ${tests})
    target_link_libraries(test_${flat} PRIVATE netra_${flat} netra_test_support GTest::gmock_main)
    netra_precompile(test_${flat})
    if(rapidcheck_FOUND)
      target_link_libraries(test_${flat} PRIVATE rapidcheck)
    endif()
    # --test-dir's working folder is the source tree, so that tests can read procedures/ and the like.
    add_test(NAME ${flat} COMMAND test_${flat} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    # The last modules stand on all others and take longest: begun first, so that the cores end together.
    get_property(place GLOBAL PROPERTY netra_test_count)
    math(EXPR place "${place} + 1")
    set_property(GLOBAL PROPERTY netra_test_count ${place})
    set_tests_properties(${flat} PROPERTIES COST ${place})
  endif()

  if(NETRA_FUZZ)
    foreach(fuzzer ${fuzzers})
      get_filename_component(name ${fuzzer} NAME_WE)
      add_executable(${name} ${fuzzer})
      target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
      target_link_options(${name} PRIVATE -fsanitize=fuzzer)
      target_link_libraries(${name} PRIVATE netra_${flat})
    endforeach()
  endif()
endfunction()
