# SPDX-License-Identifier: BSD-3-Clause
# LLVM for the folder that includes this (its targets are seen there only).
find_package(LLVM 19.1 REQUIRED CONFIG HINTS /usr/lib/llvm-19/lib/cmake/llvm)
# LLVM names the shared zlib and zstd; their static twins keep the module free of libraries that a bare system may lack.
get_target_property(llvm_support_links LLVMSupport INTERFACE_LINK_LIBRARIES)
foreach(pair "ZLIB::ZLIB|libz.a" "zstd::libzstd_shared|libzstd.a")
  string(REPLACE "|" ";" pair "${pair}")
  list(GET pair 0 shared)
  list(GET pair 1 static)
  find_library(RANVIER_${static} NAMES ${static})
  if(RANVIER_${static})
    list(TRANSFORM llvm_support_links REPLACE "^${shared}$" "${RANVIER_${static}}")
  endif()
endforeach()
set_target_properties(LLVMSupport PROPERTIES INTERFACE_LINK_LIBRARIES "${llvm_support_links}")
