// SPDX-License-Identifier: BSD-3-Clause
// Random memory for the kernels of a mechanism, in numbers that its variables may have.
#pragma once

#include "kernel_case.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::test {

enum class Numbers : std::uint8_t {
    likely, ///< voltages, concentrations, temperatures and parameters near what they are in a model
    any,    ///< between -3 and 3, whatever they mean
};

/// Memory of one call of `rows` rows; every `uniform_every`-th readable column holds one number for all rows.
[[nodiscard]] codegen::test::Memory random_memory(const mir::Kernel& kernel,
                                                  const std::vector<const mir::Mechanism*>& mechanisms,
                                                  Numbers numbers, std::int64_t rows, unsigned seed,
                                                  int uniform_every);

} // namespace ranvier::test
