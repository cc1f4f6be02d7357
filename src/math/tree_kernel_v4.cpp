// SPDX-License-Identifier: BSD-3-Clause
// The tree solver for x86-64-v4 (eight lanes are one vector); empty elsewhere.
#if defined(__x86_64__)
#define RV_TREE_KERNELS kV4TreeKernels
#include "tree_kernel.inc"
#endif
