// SPDX-License-Identifier: BSD-3-Clause
// Which loops surely end.
#pragma once

#include "ranvier/mir/function.hpp"

namespace ranvier::codegen {

/// True if the loop counts an integer of its own up to a constant, as FROM does. Any other loop may run for ever, which can be
/// seen from outside, so it may not be removed.
[[nodiscard]] bool surely_ends(const mir::Function& function, const mir::Instruction& loop);

} // namespace ranvier::codegen
