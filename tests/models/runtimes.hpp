// SPDX-License-Identifier: BSD-3-Clause
// Runtimes of every back end that this build and this machine have.
#pragma once

#include <memory>
#include <string>

#include "ranvier/world/world.hpp"

namespace ranvier::test {

/// One a process and back end, so that kernels are made once. Throws StateError with the reason if it cannot
/// be had.
[[nodiscard]] std::shared_ptr<world::Runtime> runtime(world::Backend backend);

/// What `runtime` makes it of: the environment's options and this build's LLVM module.
[[nodiscard]] world::RuntimeOptions runtime_options(world::Backend backend);

/// Why a back end cannot be had here; empty if it can.
[[nodiscard]] std::string why_absent(world::Backend backend);

/// A world on the back end that RANVIER_BACKEND names, or the best there is; one thread unless `options` says
/// more.
[[nodiscard]] std::shared_ptr<world::World> make_world(const engine::SimulatorOptions& options = {
                                                           .threads = 1});

} // namespace ranvier::test
