// SPDX-License-Identifier: BSD-3-Clause
// From a kernel to a module with one function, `rv_kernel`, of type RvKernel.
#pragma once

#include <memory>

#include <llvm/IR/Module.h>

#include "ranvier/mir/kernel.hpp"

namespace ranvier::codegen {

/// @param wants_lanes  groups of RV_LANES rows, then the rest row by row; else row by row throughout. Kernels
///                     that are ordered or send events run row by row in any case.
[[nodiscard]] std::unique_ptr<llvm::Module> emit_kernel(llvm::LLVMContext& context, const mir::Kernel& kernel,
                                                        bool wants_lanes);

} // namespace ranvier::codegen
