// SPDX-License-Identifier: BSD-3-Clause
// The functions for x86-64-v3 (AVX2, FMA); empty elsewhere.
#if defined(__x86_64__)
#define RV_MATH_TABLE kFmaFunctions
#include "function_table.inc"
#endif
