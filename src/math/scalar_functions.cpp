// SPDX-License-Identifier: BSD-3-Clause
// Plain functions: a jump through the table of this CPU.
#include "ranvier/math/scalar_functions.hpp"

#include "function_table.hpp"
#include "instruction_set.hpp"

namespace ranvier::math {

namespace {

const detail::FunctionTable& table() noexcept {
#if defined(__x86_64__)
    static const detail::FunctionTable& chosen = detail::instruction_set() == detail::InstructionSet::baseline
                                                     ? detail::kBaselineFunctions
                                                     : detail::kFmaFunctions;
    return chosen;
#else
    return detail::kBaselineFunctions;
#endif
}

} // namespace

#define RV_FORWARD(name)                                                                                     \
    double name(double x) noexcept { return table().name(x); }
RV_MATH_UNARY(RV_FORWARD)
#undef RV_FORWARD
#define RV_FORWARD(name)                                                                                     \
    double name(double x, double y) noexcept { return table().name(x, y); }
RV_MATH_BINARY(RV_FORWARD)
#undef RV_FORWARD

} // namespace ranvier::math
