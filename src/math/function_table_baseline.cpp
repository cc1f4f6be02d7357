// SPDX-License-Identifier: BSD-3-Clause
// The functions for any CPU. Without an instruction for it, fma is the C library's exact emulation: slow, same bits.
#define RV_MATH_TABLE kBaselineFunctions
#include "function_table.inc"
