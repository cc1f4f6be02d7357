// SPDX-License-Identifier: BSD-3-Clause
// What a back end makes of a kernel, and the hook by which the engine asks for it without knowing any back end.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "ranvier/mir/kernel.hpp"

namespace ranvier::mir {

/// A runnable kernel. Thread safe, immutable.
class Executable {
  public:
    virtual ~Executable() = default;
    /// Runs args.count rows; returns RV_STATUS bits.
    [[nodiscard]] virtual std::int32_t run(const RvKernelArgs& args) const noexcept = 0;
    /// For those who ask: what runs, and how much machine code that is [byte].
    struct About {
        const char* form = "";
        std::size_t code = 0;
    };
    [[nodiscard]] virtual About about() const { return {}; }
};

using ExecutablePtr = std::shared_ptr<const Executable>;

/// Makes a kernel runnable; may compile, load from a cache or wrap the interpreter. Thread safe.
using KernelProvider = std::function<ExecutablePtr(const Kernel&)>;

/// The provider that wraps `interpret`.
[[nodiscard]] KernelProvider interpreter_provider();

} // namespace ranvier::mir
