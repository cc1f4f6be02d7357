# SPDX-License-Identifier: BSD-3-Clause
# Writes OUTPUT: a header with one hash over the files named in LIST; left alone if nothing changed.
cmake_minimum_required(VERSION 3.25) # run as a script: without this, old rules of quoting
file(STRINGS "${LIST}" files)
set(all "")
foreach(file IN LISTS files)
  file(SHA256 "${file}" hash)
  string(APPEND all "${hash}")
endforeach()
string(SHA256 hash "${all}")
file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT
"// SPDX-License-Identifier: BSD-3-Clause
// Made by generator_hash.cmake: names the version of the code generator in the cache key.
#pragma once
namespace ranvier::codegen {
inline constexpr char kGeneratorHash[] = \"@hash@\";
}
")
