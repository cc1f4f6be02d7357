// SPDX-License-Identifier: BSD-3-Clause
// The interpreter as a back end.
#include "ranvier/mir/executable.hpp"

#include <utility>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/interpreter.hpp"

namespace ranvier::mir {
namespace {

class InterpretedKernel final : public Executable {
  public:
    explicit InterpretedKernel(Kernel kernel) : kernel_(std::move(kernel)) {}
    [[nodiscard]] std::int32_t run(const RvKernelArgs& args) const noexcept override {
        return interpret(kernel_, args);
    }
    [[nodiscard]] About about() const override { return {"interpreted", 0}; }

  private:
    Kernel kernel_;
};

} // namespace

KernelProvider interpreter_provider() {
    return [](const Kernel& kernel) {
        if (kernel.needs_c)
            throw StateError(ErrorParts{"a VERBATIM block is C, which the interpreter cannot run",
                                        kernel.name,
                                        {},
                                        "blocks that only return",
                                        "use a build with the C back end"});
        return std::make_shared<const InterpretedKernel>(kernel);
    };
}

} // namespace ranvier::mir
