// SPDX-License-Identifier: BSD-3-Clause
// The files that C of a mechanism may include: ours, and headers that a model brings.
#pragma once

#include <map>
#include <string>

namespace ranvier::codegen {

using CFiles = std::map<std::string, std::string>; ///< texts by the names under which they are included

[[nodiscard]] CFiles c_files(const std::string& file, const std::string& text);

} // namespace ranvier::codegen
