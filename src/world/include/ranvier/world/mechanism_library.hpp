// SPDX-License-Identifier: BSD-3-Clause
// From what a user names (a .mod file, a folder, a mechanism library) to the .mod files behind it.
#pragma once

#include <string>
#include <vector>

namespace ranvier::world {

/// "x86_64": the folder in which nrnivmodl leaves what it makes.
[[nodiscard]] std::string architecture();

/// .mod files of a folder in alphabetical order; empty if there are none or it cannot be read.
[[nodiscard]] std::vector<std::string> mod_files_of(const std::string& folder);

/// The library that nrnivmodl left in `folder`: "<folder>/<architecture>/libnrnmech.so"; "" if there is none.
[[nodiscard]] std::string library_in(const std::string& folder);

/// The .mod files behind a path, in the order in which they are to be registered: of a .mod file itself; of a folder all its .mod
/// files, or, where it has none, those of its library; of a library those that it names. A library that NEURON built leads to the
/// files it was built from. Throws IoError if the path or a file is not there, InputError if nothing is behind it.
[[nodiscard]] std::vector<std::string> mechanism_sources(const std::string& path);

/// Writes a library that names `files`, in their order. Throws IoError.
void write_library(const std::string& library, const std::vector<std::string>& files);

} // namespace ranvier::world
