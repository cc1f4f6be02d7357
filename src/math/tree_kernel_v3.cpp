// SPDX-License-Identifier: BSD-3-Clause
// The tree solver for x86-64-v3 (eight lanes are two vectors); empty elsewhere.
#if defined(__x86_64__)
#define RV_TREE_KERNELS kV3TreeKernels
#include "tree_kernel.inc"
#endif
