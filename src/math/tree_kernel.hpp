// SPDX-License-Identifier: BSD-3-Clause
// What tree_solver.cpp hands to the variant of the solver for this CPU. Plain data and no standard headers: the variants are
// compiled with flags of their own.
#pragma once

namespace ranvier::math::detail {

struct TreeKernelArgs {
    double* v;
    double* rhs;
    double* d;
    const double* d_static;
    const double* to_parent;
    const double* from_parent;
    const int* row;
    const int* parent_row;
    long steps;
    const int* chain_first; ///< steps first .. last - 1 are two chains that alternate
    const int* chain_last;
    long chain_count;
    double v_factor;
};

/// One row at a time, and eight; false: some number is not finite, and v stays.
struct TreeKernels {
    bool (*single)(const TreeKernelArgs&) noexcept;
    bool (*lanes)(const TreeKernelArgs&) noexcept;
};

extern const TreeKernels kBaselineTreeKernels;
#if defined(__x86_64__)
extern const TreeKernels kV3TreeKernels;
extern const TreeKernels kV4TreeKernels;
#endif

} // namespace ranvier::math::detail
