// SPDX-License-Identifier: BSD-3-Clause
// The first back end and the judge of the others: runs each operation over a block of rows, with a mask under control flow.
#pragma once

#include "ranvier/mir/kernel.hpp"

namespace ranvier::mir {

/// Runs `kernel` over args.count rows; same contract and same bits as compiled code. Thread safe.
/// Rows of an ordered kernel run one by one.
[[nodiscard]] std::int32_t interpret(const Kernel& kernel, const RvKernelArgs& args);

} // namespace ranvier::mir
