// SPDX-License-Identifier: BSD-3-Clause
// The files that C of a mechanism may include: ours, and headers that a model brings.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace ranvier::codegen {

using CFiles = std::map<std::string, std::string>; ///< texts by the names under which they are included

/// @param variables  names of the mechanism's variables, which are macros in `text`
[[nodiscard]] CFiles c_files(const std::string& file, const std::string& text,
                             const std::vector<std::string>& variables);

} // namespace ranvier::codegen
