// SPDX-License-Identifier: BSD-3-Clause
// Files as texts. Private to world.
#pragma once

#include <optional>
#include <string>

namespace ranvier::world {

/// Throws IoError for a folder or a file that cannot be read.
[[nodiscard]] std::string read_text(const std::string& path);
[[nodiscard]] std::optional<std::string> read_text_if_there(const std::string& path);

} // namespace ranvier::world
