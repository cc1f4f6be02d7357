// SPDX-License-Identifier: BSD-3-Clause
// Which values are the same in every row of a call. They stay scalar in vector code, and a branch on one is a
// branch.
#pragma once

#include <vector>

#include "ranvier/mir/kernel.hpp"

namespace ranvier::codegen {

struct Uniformity {
    std::vector<bool> value; ///< by ValueId: equal in all rows that execute it
    std::vector<bool> local; ///< by LocalId: equal in all rows at any time
};

/// Starts from "all equal" and spreads what differs (columns, and locals set under a condition that differs)
/// to a fixed point.
[[nodiscard]] Uniformity find_uniform(const mir::Kernel& kernel);

} // namespace ranvier::codegen
