// SPDX-License-Identifier: BSD-3-Clause
// Numbers that are the same in all rows, and known when the kernel is made, become constants: a switch that is off takes its branch
// and all that the branch would store out of the kernel.
#include <vector>

#include "ranvier/codegen/passes.hpp"
#include "reached_slots.hpp"

namespace ranvier::codegen {

using namespace mir;

void substitute_known(Kernel& kernel, const KnownValues& known) {
    if (!known) return;
    std::vector<bool> is_written = reached_slots(kernel);
    for (const auto& in : kernel.function.code)
        if (in.op == Op::store || in.op == Op::accumulate)
            is_written[static_cast<std::size_t>(in.symbol)] = true;
    for (auto& in : kernel.function.code) {
        if (in.op != Op::load || !in.args.empty() || is_written[static_cast<std::size_t>(in.symbol)])
            continue;
        const Slot& slot = kernel.slots[static_cast<std::size_t>(in.symbol)];
        if (slot.owner != SlotOwner::mechanism || slot.access != SlotAccess::row || slot.array_count > 1)
            continue;
        const auto value = known(slot.table, slot.variable);
        if (!value) continue;
        in = Instruction{.op = Op::constant, .type = Type::f64, .number = *value, .span = in.span};
    }
}

} // namespace ranvier::codegen
