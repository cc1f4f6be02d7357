// SPDX-License-Identifier: BSD-3-Clause
// Which numbers of a kernel something other than its own loads and stores may touch while it runs.
#pragma once

#include <vector>

#include "ranvier/mir/kernel.hpp"

namespace ranvier::codegen {

/// By slot. A number behind a POINTER may be any number of the model, C may read and write all of
/// the mechanism's, a FUNCTION that calls itself those that it names, FOR_NETCONS reaches the weights of the event at hand. Such numbers stay in memory: they are not kept in
/// registers, nor loaded once for all. What only the kernel itself knows (arguments, the node's sums) is never reached.
[[nodiscard]] std::vector<bool> reached_slots(const mir::Kernel& kernel);

} // namespace ranvier::codegen
