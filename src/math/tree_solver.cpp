// SPDX-License-Identifier: BSD-3-Clause
// Chooses the variant of the tree solver for this CPU.
#include "ranvier/math/tree_solver.hpp"

#include "instruction_set.hpp"
#include "ranvier/base/error.hpp"
#include "tree_kernel.hpp"

namespace ranvier::math {

namespace {

const detail::TreeKernels& kernels() noexcept {
#if defined(__x86_64__)
    static const detail::TreeKernels& chosen = []() -> const detail::TreeKernels& {
        switch (detail::instruction_set()) {
        case detail::InstructionSet::v4: return detail::kV4TreeKernels;
        case detail::InstructionSet::v3: return detail::kV3TreeKernels;
        case detail::InstructionSet::baseline: break;
        }
        return detail::kBaselineTreeKernels;
    }();
    return chosen;
#else
    return detail::kBaselineTreeKernels;
#endif
}

} // namespace

void solve_tree(const TreeSchedule& schedule, const TreeArrays& arrays, double v_factor) noexcept {
    RV_ASSERT(schedule.lanes == 1 || schedule.lanes == 8);
    const detail::TreeKernelArgs args = {arrays.v,
                                         arrays.rhs,
                                         arrays.d,
                                         arrays.d_static,
                                         arrays.to_parent,
                                         arrays.from_parent,
                                         schedule.row.data(),
                                         schedule.parent_row.data(),
                                         static_cast<long>(schedule.row.size()),
                                         v_factor};
    (schedule.lanes == 1 ? kernels().single : kernels().lanes)(args);
}

} // namespace ranvier::math
