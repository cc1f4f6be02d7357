// SPDX-License-Identifier: BSD-3-Clause
// Makes the kernels that an engine asks for: operations of mechanisms fused, then handed to the runtime's back end.
#pragma once

#include <memory>

#include "c_host.hpp"
#include "ranvier/engine/kernels.hpp"
#include "ranvier/world/runtime.hpp"

namespace ranvier::world {

/// Kernels are kept by request; thread safe. The mechanisms of requests and `host` must outlive the source.
[[nodiscard]] engine::KernelSource make_kernel_source(std::shared_ptr<Runtime> runtime, CHost& host);

} // namespace ranvier::world
