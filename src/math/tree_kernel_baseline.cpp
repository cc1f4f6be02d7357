// SPDX-License-Identifier: BSD-3-Clause
// The tree solver for any CPU.
#define RV_TREE_KERNELS kBaselineTreeKernels
#include "tree_kernel.inc"
