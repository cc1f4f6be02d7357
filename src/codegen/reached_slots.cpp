// SPDX-License-Identifier: BSD-3-Clause
#include "reached_slots.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

bool reaches_weights(const Instruction& in) {
    if (in.op != Op::service) return false;
    const auto service = static_cast<Service>(in.symbol);
    return service == Service::netcon_weight || service == Service::set_netcon_weight;
}

bool reaches_numbers(const Kernel& kernel, const Instruction& in) {
    switch (in.op) {
    case Op::verbatim: return true;
    case Op::load:
    case Op::store:
    case Op::accumulate:
        return kernel.slots[static_cast<std::size_t>(in.symbol)].access == SlotAccess::pointer;
    default: return false;
    }
}

} // namespace

std::vector<bool> reached_slots(const Kernel& kernel) {
    bool weights = false, numbers = false, has_c = false;
    for (const Block& block : kernel.function.blocks)
        for (const ValueId v : block.instructions) {
            const Instruction& in = kernel.function[v];
            weights = weights || reaches_weights(in);
            numbers = numbers || reaches_numbers(kernel, in);
            has_c = has_c || in.op == Op::verbatim;
        }
    std::vector<bool> reached;
    for (const Slot& slot : kernel.slots) {
        const bool is_sum = slot.owner == SlotOwner::node && (slot.variable == "rhs" || slot.variable == "d");
        const bool is_weight = slot.owner == SlotOwner::argument && slot.variable == "weight";
        if (slot.owner == SlotOwner::argument) reached.push_back(is_weight && (weights || has_c));
        else reached.push_back(numbers && !is_sum);
    }
    for (const KernelService& service : kernel.services)
        for (const auto* list : {&service.reads, &service.writes})
            for (const VariableId first : *list) {
                const auto s = static_cast<std::size_t>(first.value);
                const auto count = static_cast<std::size_t>(kernel.slots[s].array_count);
                for (std::size_t i = s; i < s + count; ++i) reached[i] = true;
            }
    return reached;
}

} // namespace ranvier::codegen
