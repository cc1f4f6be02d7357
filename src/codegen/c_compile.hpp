// SPDX-License-Identifier: BSD-3-Clause
// C text to an object: cache, Clang as C++ and then as C, LLVM.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "c_layout.hpp"
#include "c_refusals.hpp"
#include "ranvier/codegen/c_kernels.hpp"

namespace ranvier::codegen {

struct CObject {
    std::vector<std::uint8_t> bytes;
    CRefusals refusals; ///< blocks that are not in it
};

/// Throws CompileError with the mistakes of the user's text at their places, AbsentForC if nothing works without what is absent.
[[nodiscard]] CObject compile_c(const CLayout& layout, const COptions& options);

} // namespace ranvier::codegen
