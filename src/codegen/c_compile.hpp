// SPDX-License-Identifier: BSD-3-Clause
// C text to an object: cache, Clang as C++ and then as C, LLVM.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ranvier/codegen/c_kernels.hpp"

namespace ranvier::codegen {

/// Throws CompileError with the mistakes of the user's text at their places.
[[nodiscard]] std::vector<std::uint8_t> compile_c(const mir::Mechanism& mechanism, const std::string& text,
                                                  const COptions& options);

} // namespace ranvier::codegen
