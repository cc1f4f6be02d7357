// SPDX-License-Identifier: BSD-3-Clause
// The .mod files of the project and the mechanisms in them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ranvier/mir/mechanism.hpp"

namespace ranvier::test {

/// Paths under a folder of the project, sorted: all .mod files, less those of cases that wait for a part of the language.
[[nodiscard]] std::vector<std::string> mechanism_files(const std::string& folder);

/// A file's mechanism; a test failure and nothing if it does not compile.
[[nodiscard]] std::optional<mir::Mechanism> read_mechanism(const std::string& path);
/// The same, where a file may be wrong.
[[nodiscard]] std::optional<mir::Mechanism> try_mechanism(const std::string& path);

} // namespace ranvier::test
