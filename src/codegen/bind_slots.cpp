// SPDX-License-Identifier: BSD-3-Clause
// The outside of a kernel, reduced to what its code names. An array that some instruction indexes at run time
// stays whole, its elements side by side; of other arrays only the elements in use remain.
#include <utility>
#include <vector>

#include "ranvier/codegen/passes.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

bool names_slot(Op op) {
    return op == Op::load || op == Op::store || op == Op::accumulate || op == Op::is_pointing;
}
bool has_index(const Instruction& in) {
    return in.op != Op::is_pointing && in.args.size() > (in.op == Op::load ? 0U : 1U);
}

void mark_uses(Kernel& kernel, std::vector<bool>& is_whole_array) {
    for (Slot& slot : kernel.slots) slot.is_read = slot.is_written = false;
    for (const KernelService& service : kernel.services)
        for (const auto* list : {&service.reads, &service.writes})
            for (const VariableId id : *list) {
                const auto first = static_cast<std::size_t>(id.value);
                is_whole_array[first] = true;
                for (int i = 0; i < kernel.slots[first].array_count; ++i)
                    (list == &service.reads ? kernel.slots[first + static_cast<std::size_t>(i)].is_read
                                            : kernel.slots[first + static_cast<std::size_t>(i)].is_written) =
                        true;
            }
    for (const Block& block : kernel.function.blocks)
        for (const ValueId v : block.instructions) {
            const Instruction& in = kernel.function[v];
            if (!names_slot(in.op)) continue;
            const auto first = static_cast<std::size_t>(in.symbol);
            std::size_t count = 1;
            if (has_index(in)) {
                is_whole_array[first] = true;
                count = static_cast<std::size_t>(kernel.slots[first].array_count);
            }
            for (std::size_t s = first; s < first + count; ++s) {
                const bool reads = in.op == Op::load || in.op == Op::is_pointing;
                kernel.slots[s].is_read |= reads;
                kernel.slots[s].is_written |= !reads;
            }
        }
}

/// Keeps the elements for which `is_used`; returns old -> new, -1 for those dropped.
template <class T> std::vector<std::int32_t> keep(std::vector<T>& list, const std::vector<bool>& is_used) {
    std::vector<std::int32_t> renumbered(list.size(), -1);
    std::vector<T> kept;
    for (std::size_t i = 0; i < list.size(); ++i)
        if (is_used[i]) {
            renumbered[i] = static_cast<std::int32_t>(kept.size());
            kept.push_back(std::move(list[i]));
        }
    list = std::move(kept);
    return renumbered;
}

} // namespace

void bind_slots(Kernel& kernel) {
    std::vector<bool> service_used(kernel.services.size());
    for (const Instruction& in : kernel.function.code)
        if (in.op == Op::service) service_used[static_cast<std::size_t>(in.integer)] = true;
    const std::vector<std::int32_t> services = keep(kernel.services, service_used);
    std::vector<bool> is_whole_array(kernel.slots.size());
    mark_uses(kernel, is_whole_array);
    std::vector<bool> is_used(kernel.slots.size());
    for (std::size_t s = 0; s < kernel.slots.size(); ++s) {
        is_used[s] = kernel.slots[s].is_read || kernel.slots[s].is_written;
        if (!is_whole_array[s]) kernel.slots[s].array_count = 1;
    }
    const std::vector<std::int32_t> slots = keep(kernel.slots, is_used);

    std::vector<bool> table_used(kernel.tables.size());
    for (const Instruction& in : kernel.function.code)
        if (in.op == Op::table_position || in.op == Op::table_value)
            table_used[static_cast<std::size_t>(in.symbol)] = true;
    const std::vector<std::int32_t> tables = keep(kernel.tables, table_used);
    for (KernelService& service : kernel.services)
        for (auto* list : {&service.reads, &service.writes})
            for (VariableId& id : *list) id = VariableId(slots[static_cast<std::size_t>(id.value)]);
    for (Instruction& in : kernel.function.code) {
        if (names_slot(in.op)) in.symbol = slots[static_cast<std::size_t>(in.symbol)];
        if (in.op == Op::table_position || in.op == Op::table_value)
            in.symbol = tables[static_cast<std::size_t>(in.symbol)];
        if (in.op == Op::service) in.integer = services[static_cast<std::size_t>(in.integer)];
    }

    std::vector<bool> set_used(kernel.index_sets.size());
    for (const Slot& slot : kernel.slots)
        if (slot.index_set >= 0) set_used[static_cast<std::size_t>(slot.index_set)] = true;
    const std::vector<std::int32_t> sets = keep(kernel.index_sets, set_used);
    kernel.column_count = 0;
    kernel.scalar_count = 0;
    for (Slot& slot : kernel.slots) {
        if (slot.index_set >= 0) slot.index_set = sets[static_cast<std::size_t>(slot.index_set)];
        slot.binding = slot.access == SlotAccess::scalar ? kernel.scalar_count++ : kernel.column_count++;
    }
}

void clean(Kernel& kernel) {
    // Each round can make constants of what the one before forwarded; two or three rounds suffice in
    // practice.
    std::size_t size = 0;
    do {
        size = kernel.function.code.size();
        fold_constants(kernel.function);
        forward_locals(kernel.function);
        share_values(kernel);
        remove_dead(kernel.function);
    } while (kernel.function.code.size() < size);
    bind_slots(kernel);
}

} // namespace ranvier::codegen
