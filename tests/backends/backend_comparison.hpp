// SPDX-License-Identifier: BSD-3-Clause
// Kernels of mechanisms on random states: interpreter, scalar code and vectors give the same bits, events and faults.
#pragma once

#include <utility>
#include <vector>

#include "kernel_case.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::test {

class Comparison {
  public:
    /// `mechanisms`: those that the kernels come from; they say what numbers are likely.
    explicit Comparison(std::vector<const mir::Mechanism*> mechanisms) : mechanisms_(std::move(mechanisms)) {}

    /// Every operation, FUNCTION, condition and TABLE, each a kernel; a step as the engine runs it.
    void operations_of(const mir::Mechanism& mechanism);
    void kernel(const mir::Kernel& kernel);

    [[nodiscard]] int kernels() const { return kernels_; }
    /// Memories on which a kernel did not come to its end.
    [[nodiscard]] int endless() const { return endless_; }

  private:
    void check(const mir::Kernel& kernel, codegen::test::Memory memory);

    std::vector<const mir::Mechanism*> mechanisms_;
    unsigned seed_ = 1;
    int kernels_ = 0;
    int endless_ = 0;
};

} // namespace ranvier::test
