// SPDX-License-Identifier: BSD-3-Clause
// The integrator's vectors: SUNDIALS' serial ones with arithmetic of our own, in vectors of eight numbers. The order of each sum
// is fixed (a function of the length alone), so that step sizes have the same bits on each instruction set.
#pragma once

#include <cstddef>
#include <span>

#include <nvector/nvector_serial.h>

namespace ranvier::integrate {

/// Clones of it compute the same way. Throws std::bad_alloc.
[[nodiscard]] N_Vector new_vector(std::size_t size, SUNContext context);

[[nodiscard]] inline std::span<double> numbers(N_Vector v) {
    return {NV_DATA_S(v), static_cast<std::size_t>(NV_LENGTH_S(v))};
}

} // namespace ranvier::integrate
