// SPDX-License-Identifier: BSD-3-Clause
// The interpreter as a back end.
#include "ranvier/mir/executable.hpp"

#include <utility>

#include "ranvier/mir/interpreter.hpp"

namespace ranvier::mir {
namespace {

class InterpretedKernel final : public Executable {
  public:
    explicit InterpretedKernel(Kernel kernel) : kernel_(std::move(kernel)) {}
    [[nodiscard]] std::int32_t run(const RvKernelArgs& args) const noexcept override {
        return interpret(kernel_, args);
    }

  private:
    Kernel kernel_;
};

} // namespace

KernelProvider interpreter_provider() {
    return [](const Kernel& kernel) { return std::make_shared<const InterpretedKernel>(kernel); };
}

} // namespace ranvier::mir
