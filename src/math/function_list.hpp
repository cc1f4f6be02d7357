// SPDX-License-Identifier: BSD-3-Clause
// The functions by number of arguments, for the table of one instruction set (function_table.hpp) and its users.
#pragma once

// clang-format off: it finds no stable way to break this list
#define RV_MATH_UNARY(F)                                                                                     \
    F(exp)                                                                                                   \
    F(exp_capped)                                                                                            \
    F(expm1)                                                                                                 \
    F(log) F(log10) F(sqrt) F(fabs) F(sin) F(cos) F(tan) F(asin) F(acos) F(atan) F(sinh) F(cosh) F(tanh)     \
        F(floor) F(ceil) F(erf) F(factorial)
#define RV_MATH_BINARY(F) F(pow) F(atan2) F(fmod)
// clang-format on
