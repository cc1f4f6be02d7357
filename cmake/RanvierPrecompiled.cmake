# SPDX-License-Identifier: BSD-3-Clause
# Headers that most files of a target read, compiled once: half of a file's time is reading them.
#
#   ranvier_precompile(<target> [<headers>...])  the standard library's, and these, as <folder/header.hpp>
#   ranvier_test_program(<target> <first> [<headers>...])  what programs of tests share; <first> is the one that precompiles
#                                                          for all
#
# Files still include what they use: the preset `clang` builds without.
option(RANVIER_WITH_PRECOMPILED "Precompile the headers that most files read (g++)" ON)
if(RANVIER_WITH_PRECOMPILED AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(RANVIER_PRECOMPILES ON)
endif()

function(ranvier_precompile target)
  if(NOT RANVIER_PRECOMPILES)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE
    <algorithm> <array> <atomic> <charconv> <cmath> <cstdint> <cstdio> <cstring> <deque> <functional> <limits> <map> <memory>
    <mutex> <optional> <set> <span> <string> <string_view> <tuple> <unordered_map> <unordered_set> <utility> <variant> <vector>
    ${ARGN})
endfunction()

function(ranvier_test_program target first)
  # A test's own code is compiled quickly: what has to be fast is in the libraries.
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_compile_definitions(${target} PRIVATE RANVIER_SOURCE_DIR="${PROJECT_SOURCE_DIR}") # one set for what is precompiled
  if("${RANVIER_SANITIZE}" MATCHES address)
    target_sources(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests/sanitizer_options.cpp")
  endif()
  if(target STREQUAL first)
    ranvier_precompile(${target} <gtest/gtest.h> ${ARGN})
  elseif(RANVIER_PRECOMPILES)
    target_precompile_headers(${target} REUSE_FROM ${first})
  endif()
endfunction()
