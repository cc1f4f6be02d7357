// SPDX-License-Identifier: BSD-3-Clause
// A kernel that the interpreter runs until it has cost about as much time as a compiler would; both give the same bits. Private
// to world.
#pragma once

#include <functional>

#include "ranvier/mir/executable.hpp"

namespace ranvier::world {

/// Compiles when the kernel turns out to be worth it. `compile` may throw: then the interpreter goes on.
[[nodiscard]] mir::ExecutablePtr tiered(const mir::Kernel& kernel, mir::KernelProvider compile);

} // namespace ranvier::world
