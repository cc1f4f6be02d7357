// SPDX-License-Identifier: BSD-3-Clause
// GLOBALs that every instance sets before it reads them are private to it. What a user sees in them afterwards is the number of
// the last instance, in the order of instances, whichever kernel and thread computed it: only the kernel that holds this
// instance stores into the global, all others into memory of their own.
#include <algorithm>

#include "plan.hpp"

namespace ranvier::engine {

namespace {

bool is_private(const mir::Kernel& kernel, const mir::Slot& slot) {
    return !kernel.is_ordered && slot.access == mir::SlotAccess::scalar && slot.is_written &&
           slot.owner == mir::SlotOwner::global && !slot.is_settled;
}

/// @param last  by mechanism: the run of rows that ends with its last instance, if that is among these rows
void separate(BoundKernel& bound, const std::map<std::string, const InstanceRun*>& last) {
    if (!bound) return;
    const auto& kernel = bound.code->kernel;
    bound.padding = 0;
    bound.unseen.assign(bound.scalars.size(), 0.0);
    for (const auto& slot : kernel.slots) {
        if (slot.binding < 0 || !is_private(kernel, slot)) continue;
        const auto b = static_cast<std::size_t>(slot.binding);
        // Mechanisms that end here end in one row, since all of them stand in all rows.
        if (const auto run = last.find(slot.table); run != last.end())
            bound.padding = bound.count - (run->second->first + run->second->count);
        else bound.scalars[b] = &bound.unseen[b];
    }
}

} // namespace

void separate_private_numbers(Plan& plan) {
    const auto among = [&](int group, int region, int block) {
        std::map<std::string, const InstanceRun*> out;
        for (const auto& [type, run] : plan.last_instance)
            if (run.group == group && run.region == region && run.block == block) out[type->name()] = &run;
        return out;
    };
    for (auto& group : plan.groups) {
        for (std::size_t r = 0; r < group->regions.size(); ++r) {
            auto& region = group->regions[r];
            const auto last = among(group->index, static_cast<int>(r), -1);
            for (auto* list : {&region.current, &region.advance})
                for (auto& bound : *list) separate(bound, last);
            for (auto* bound : {&region.advance_current, &region.current_rates, &region.rates})
                separate(*bound, last);
            for (auto& own : region.by_type)
                for (auto& [operation, bound] : own) separate(bound, last);
        }
        for (std::size_t b = 0; b < group->blocks.size(); ++b) {
            auto& block = group->blocks[b];
            const auto last = among(group->index, -1, static_cast<int>(b));
            for (auto* bound : {&block.initial, &block.current, &block.advance}) separate(*bound, last);
            for (auto& [operation, bound] : block.others) separate(bound, last);
        }
    }
}

} // namespace ranvier::engine
