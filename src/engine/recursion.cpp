// SPDX-License-Identifier: BSD-3-Clause
// FUNCTIONs that call themselves: each call is a run of the function's own kernel on the row that asks.
#include <algorithm>
#include <charconv>

#include "kernel_call.hpp"

namespace ranvier::engine {

namespace {

using mir::SlotAccess;
using mir::SlotOwner;

/// Calls within calls; each needs some kilobytes of the thread's stack.
constexpr int kDeepest = 500;

/// A kernel may load whole vectors where it needs one number.
struct alignas(64) Argument {
    double values[RV_LANES] = {};
};

/// Where the kernel that asks has the number of its row; null if it does not have it.
double* address_in(const KernelCall& call, const mir::Slot& wanted, std::int64_t row) {
    const auto& bound = *call.kernel;
    const auto at = call.first_row + row;
    for (const auto& slot : bound.code->kernel.slots) {
        const bool is_same = slot.owner == wanted.owner && slot.table == wanted.table &&
                             slot.variable == wanted.variable && slot.element == wanted.element;
        if (!is_same || slot.binding < 0) continue;
        const auto b = static_cast<std::size_t>(slot.binding);
        switch (slot.access) {
        case SlotAccess::row:
        case SlotAccess::pointer: return bound.columns[b] + at * bound.strides[b];
        case SlotAccess::indexed:
            return bound.columns[b] + bound.indices[static_cast<std::size_t>(slot.index_set)][at];
        case SlotAccess::scalar: return bound.scalars[b];
        }
    }
    return nullptr;
}

/// The position that an argument column is called by; -1 for other names.
int position_of(const std::string& name) {
    int position = -1;
    const auto* end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, position);
    return read.ec == std::errc() && read.ptr == end ? position : -1;
}

} // namespace

double call_function(KernelCall& call, const mir::KernelService& service, std::int64_t row,
                     std::span<const double> arguments, std::int32_t& status) {
    auto& impl = *call.impl;
    if (call.depth >= kDeepest) {
        status |= RV_STATUS_RECURSION;
        if (!call.fault) call.fault = KernelFault{RV_STATUS_RECURSION, row, 0, 0, 0};
        return 0;
    }
    const auto type = impl.model.mechanisms().find(service.mechanism);
    const auto code = impl.call_kernel(*type, mir::FunctionId(static_cast<std::int32_t>(service.integer)));
    const auto& kernel = code->kernel;
    BoundKernel bound;
    bound.code = code;
    bound.count = 1;
    bound.columns.assign(static_cast<std::size_t>(kernel.column_count), nullptr);
    bound.strides.assign(bound.columns.size(), 1);
    bound.scalars.assign(static_cast<std::size_t>(kernel.scalar_count), nullptr);
    std::vector<Argument> own(kernel.slots.size());
    const double* result = nullptr;
    for (std::size_t s = 0; s < kernel.slots.size(); ++s) {
        const auto& slot = kernel.slots[s];
        if (slot.binding < 0) continue;
        const auto b = static_cast<std::size_t>(slot.binding);
        if (slot.access == SlotAccess::scalar) {
            const bool is_time = slot.owner == SlotOwner::world && slot.variable == "t";
            double* known = address_in(call, slot, row);
            bound.scalars[b] = known ? known : is_time ? &call.group->t : impl.tables.scalar_address(slot);
            continue;
        }
        bound.columns[b] = own[s].values;
        if (slot.owner == SlotOwner::argument) {
            const int position = position_of(slot.variable);
            if (slot.variable == "result") result = own[s].values;
            else if (position >= 0 && static_cast<std::size_t>(position) < arguments.size())
                own[s].values[0] = arguments[static_cast<std::size_t>(position)];
            continue;
        }
        if (double* number = address_in(call, slot, row)) bound.columns[b] = number;
    }
    const std::int32_t first = 0;
    bound.indices.assign(kernel.index_sets.size(), &first);
    for (const auto& t : kernel.tables)
        bound.tables.push_back(impl.tables.find(*impl.model.mechanisms().find(t.mechanism), t.table));
    KernelCall inner{&impl, call.group, &bound, 0, call.netcon, call.now};
    inner.depth = call.depth + 1;
    const RvHost host = host_for(inner);
    status |= code->executable->run(bound.args(&impl.stop_flag, &host));
    if (inner.error) call.fail(*inner.error);
    if (inner.fault && !call.fault) {
        call.fault = inner.fault;
        call.fault->row = row;
    }
    return result ? *result : 0;
}

} // namespace ranvier::engine
