// SPDX-License-Identifier: BSD-3-Clause
// The headers of c_headers/, as they stand, in the library.
#pragma once

#include <string_view>
#include <vector>

namespace ranvier::codegen {

struct CHeaderText {
    std::string_view name, text;
};
[[nodiscard]] const std::vector<CHeaderText>& c_header_texts();

} // namespace ranvier::codegen
