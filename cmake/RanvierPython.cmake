# SPDX-License-Identifier: BSD-3-Clause
# The Python package: one extension for all Pythons from 3.10 on, and a package folder in the build tree that runs as it stands.
#
# nanobind's split mode: the extension is compiled against the stable ABI of 3.10 and meets its run time in the package
# `nanobind-backend`, so one file (_ext.abi3.so) serves every Python. Nothing outside the stable ABI may be used in it.
#
#   ranvier_python_module(<sources>...)  makes target ranvier_ext (NB_MODULE(_ext, m), module ranvier._ext), everything set.
#
# <build>/python is what PYTHONPATH needs: links to python/ranvier beside the built libraries. Target ranvier_package
# brings it up to date.
find_package(Python 3.10 REQUIRED COMPONENTS Interpreter Development.Module)
execute_process(
  COMMAND "${Python_EXECUTABLE}" -m nanobind --cmake_dir
  OUTPUT_STRIP_TRAILING_WHITESPACE OUTPUT_VARIABLE nanobind_ROOT RESULT_VARIABLE nanobind_missing)
if(nanobind_missing)
  message(FATAL_ERROR "${Python_EXECUTABLE} has no package nanobind: run `make setup`, or pip install -r tools/requirements/dev.txt")
endif()
find_package(nanobind 3.1 CONFIG REQUIRED)

set(RANVIER_PACKAGE_DIR "${CMAKE_BINARY_DIR}/python/ranvier")

# Links, not copies: an edit of a .py file needs no build. Runs on each build, in a few milliseconds.
add_custom_target(ranvier_package ALL
  COMMAND "${Python_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/tools/link_package.py"
          "${PROJECT_SOURCE_DIR}" "${RANVIER_PACKAGE_DIR}" $<$<TARGET_EXISTS:ranvier_llvm>:$<TARGET_FILE:ranvier_llvm>>
          $<$<TARGET_EXISTS:ranvier_clang>:$<TARGET_FILE:ranvier_clang>>
  COMMENT "Linking the Python package" COMMAND_EXPAND_LISTS VERBATIM)
if(TARGET ranvier_llvm)
  add_dependencies(ranvier_package ranvier_llvm)
endif()
if(TARGET ranvier_clang)
  add_dependencies(ranvier_package ranvier_clang)
endif()

function(ranvier_python_module)
  nanobind_add_module(ranvier_ext BACKEND_MODULE nanobind_backend NB_SUPPRESS_WARNINGS NOMINSIZE ${ARGN})
  set_target_properties(ranvier_ext PROPERTIES
    OUTPUT_NAME _ext
    LIBRARY_OUTPUT_DIRECTORY "${RANVIER_PACKAGE_DIR}")
  target_compile_definitions(ranvier_ext PRIVATE RANVIER_VERSION="${PROJECT_VERSION}")
  add_dependencies(ranvier_package ranvier_ext)
  install(TARGETS ranvier_ext LIBRARY DESTINATION ranvier COMPONENT python)
endfunction()
