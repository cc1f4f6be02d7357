# SPDX-License-Identifier: BSD-3-Clause
# Writes OUTPUT: the texts of FILES (separated by |) as strings of C++.
cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" FILES "${FILES}")
set(out "// SPDX-License-Identifier: BSD-3-Clause\n// Made by embed_texts.cmake.\n#include \"c_header_texts.hpp\"\n")
string(APPEND out "namespace ranvier::codegen {\nconst std::vector<CHeaderText>& c_header_texts() {\n")
string(APPEND out "static const std::vector<CHeaderText> kTexts = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" text)
  string(APPEND out "{\"${name}\", R\"~~~~(${text})~~~~\"},\n")
endforeach()
string(APPEND out "};\nreturn kTexts;\n}\n} // namespace ranvier::codegen\n")
file(WRITE "${OUTPUT}" "${out}")
