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

TreeSchedule make_schedule(const CentredForest& forest, std::span<const std::int32_t> position, int lanes) {
    RV_CHECK(position.size() == forest.order.size() && (lanes == 1 || lanes == 8));
    TreeSchedule schedule;
    schedule.lanes = lanes;
    const auto row_of = [&](std::int32_t node) { return position[static_cast<std::size_t>(node)] * lanes; };
    for (const std::int32_t node : forest.order) {
        const std::int32_t up = forest.parent[static_cast<std::size_t>(node)];
        schedule.row.push_back(row_of(node));
        schedule.parent_row.push_back(up < 0 ? -1 : row_of(up));
    }

    constexpr std::size_t kWorthwhile = 16; // steps; below, entering and leaving costs more than it saves
    const auto& row = schedule.row;
    const auto& parent_row = schedule.parent_row;
    for (std::size_t k = 0; k + 3 < row.size(); ++k) {
        std::size_t end = k;
        while (end + 3 < row.size() && parent_row[end] == row[end + 2] &&
               parent_row[end + 1] == row[end + 3]) {
            end += 2;
        }
        if (end - k >= kWorthwhile) {
            schedule.chain_first.push_back(static_cast<std::int32_t>(k));
            schedule.chain_last.push_back(static_cast<std::int32_t>(end));
            k = end - 1;
        }
    }
    return schedule;
}

bool solve_tree(const TreeSchedule& schedule, const TreeArrays& arrays, double v_factor) noexcept {
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
                                         schedule.chain_first.data(),
                                         schedule.chain_last.data(),
                                         static_cast<long>(schedule.chain_first.size()),
                                         v_factor};
    return (schedule.lanes == 1 ? kernels().single : kernels().lanes)(args);
}

} // namespace ranvier::math
