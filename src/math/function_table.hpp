// SPDX-License-Identifier: BSD-3-Clause
// Addresses of all functions as compiled for one instruction set. Private: scalar_functions.cpp chooses a table once.
#pragma once

#include "function_list.hpp"

namespace ranvier::math::detail {

struct FunctionTable {
#define RV_MEMBER(name) double (*name)(double) noexcept;
    RV_MATH_UNARY(RV_MEMBER)
#undef RV_MEMBER
#define RV_MEMBER(name) double (*name)(double, double) noexcept;
    RV_MATH_BINARY(RV_MEMBER)
#undef RV_MEMBER
};

extern const FunctionTable kBaselineFunctions;
#if defined(__x86_64__)
extern const FunctionTable kFmaFunctions;
#endif

} // namespace ranvier::math::detail
