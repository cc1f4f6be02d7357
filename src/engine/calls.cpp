// SPDX-License-Identifier: BSD-3-Clause
// FUNCTIONs and PROCEDUREs called from outside a run, on the rows of one instance.
#include <algorithm>
#include <bit>
#include <charconv>

#include "impl.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/base/stop_flag.hpp"

namespace ranvier::engine {

using mir::SlotAccess;
using mir::SlotOwner;

namespace {

state::RowId row_of(const CallSite& site, const mir::Slot& slot, const std::string& own_table) {
    if (slot.owner == SlotOwner::node) return site.node;
    if (slot.table == own_table) return site.instance;
    const auto ion = std::ranges::find(site.ions, slot.table, &std::pair<std::string, state::RowId>::first);
    return ion == site.ions.end() ? state::RowId() : ion->second;
}

/// What a POINTER of an instance points to; null if that is nothing, or C keeps something of its own there.
const model::PointerTarget* target_of(Simulator::Impl& impl, const model::MechanismType& type, int column,
                                      state::RowId id) {
    const auto* target = impl.model.pointers().find({type.instances, column, id, {}});
    return target && target->is_alive() ? target : nullptr;
}

double* address_of(Simulator::Impl& impl, const model::PointerTarget& target) {
    // before the first run there is no group whose time could be meant
    if (impl.plan.groups.empty() && !target.array) return target.number.address(false);
    return impl.address_of(target);
}

/// Argument columns are called by their positions; others (a flag) belong to no call from outside and stay 0.
std::size_t position_of(const mir::Slot& slot) {
    std::size_t position = 0;
    const auto* end = slot.variable.data() + slot.variable.size();
    const auto read = std::from_chars(slot.variable.data(), end, position);
    return read.ec == std::errc() && read.ptr == end ? position : static_cast<std::size_t>(-1);
}

} // namespace

KernelPtr Simulator::Impl::call_kernel(const model::MechanismType& type, mir::FunctionId function) {
    const std::lock_guard lock(call_kernels_mutex);
    auto& known = call_kernels[{type.mechanism.get(), function.value}];
    if (!known) known = kernels.call(*type.mechanism, function);
    return known;
}

CallNeeds Simulator::call_needs(const model::MechanismType& type, mir::FunctionId function) {
    CallNeeds needs;
    const auto code = impl_->call_kernel(type, function);
    for (const auto& slot : code->kernel.slots) {
        if (slot.owner == SlotOwner::node) needs.node = true;
        else if (slot.owner == SlotOwner::mechanism)
            (slot.table == type.name() ? needs.instance : needs.ions) = true;
    }
    return needs;
}

double Simulator::call(const model::MechanismType& type, mir::FunctionId function, const CallSite& site,
                       std::span<const double> arguments) {
    auto& impl = *impl_;
    const auto code = impl.call_kernel(type, function);
    const auto& kernel = code->kernel;
    const Binder binder(impl.model, impl.scalars, impl.tables);
    if (std::ranges::any_of(kernel.slots, [](const auto& s) { return s.owner == SlotOwner::node; }))
        impl.model.update_geometry();
    // Every column gets its number a row first: an address stands only while nobody makes another column anew.
    for (const auto& slot : kernel.slots) {
        if (slot.owner != SlotOwner::node && slot.owner != SlotOwner::mechanism) continue;
        int column = -1;
        auto& table = binder.table_of(slot, column);
        if (slot.is_written || slot.access == SlotAccess::pointer) table.materialize(column);
        if (slot.access != SlotAccess::pointer) continue;
        // rows may have moved since the addresses were written
        if (const auto* target = target_of(impl, type, column, site.instance))
            if (!target->array) static_cast<void>(target->number.address(true));
    }
    BoundKernel bound;
    bound.code = code;
    bound.called_on = site.name;
    bound.count = 1;
    bound.columns.assign(static_cast<std::size_t>(kernel.column_count), nullptr);
    bound.strides.assign(bound.columns.size(), 1);
    bound.scalars.assign(static_cast<std::size_t>(kernel.scalar_count), nullptr);
    // A kernel may load whole vectors where it needs one number.
    struct alignas(64) Argument {
        double values[RV_LANES] = {};
    };
    std::vector<Argument> own(kernel.slots.size());
    Argument* result = nullptr;
    std::vector<std::int32_t> zeros(kernel.index_sets.size(), 0);
    for (const auto& slot : kernel.slots) {
        if (slot.binding < 0) continue;
        const auto b = static_cast<std::size_t>(slot.binding);
        if (slot.access == SlotAccess::scalar) {
            bound.scalars[b] = impl.tables.scalar_address(slot);
            continue;
        }
        auto& mine = own[static_cast<std::size_t>(&slot - kernel.slots.data())];
        bound.columns[b] = mine.values;
        if (slot.owner == SlotOwner::argument) {
            if (slot.variable == "result") result = &mine;
            else if (const auto i = position_of(slot); i < arguments.size()) mine.values[0] = arguments[i];
            continue;
        }
        int column = -1;
        auto& table = binder.table_of(slot, column);
        const auto id = row_of(site, slot, type.name());
        if (!table.is_alive(id))
            throw StateError(ErrorParts{"the function needs an instance to work on",
                                        kernel.name,
                                        mir::name(slot),
                                        {},
                                        "call it at a place: section(x)." + type.name() + "." +
                                            (*type.mechanism)[function].name + "(...)"});
        const auto row = table.is_uniform(column) ? 0 : table.row(id);
        if (slot.access == SlotAccess::pointer)
            if (const auto* target = target_of(impl, type, column, id))
                table.data(column)[row] = std::bit_cast<double>(address_of(impl, *target));
        bound.columns[b] = table.data(column) + row; // row 0 of the call, through an index or not
    }
    for (const auto& zero : zeros) bound.indices.push_back(&zero);
    for (const auto& t : kernel.tables)
        bound.tables.push_back(impl.tables.find(*impl.model.mechanisms().find(t.mechanism), t.table));
    if (!bound.tables.empty()) impl.tables.check();
    lower(impl.stop_flag);
    const Watchdog::Watch watched(impl.watch(kernel));
    Group outside; // stands for no cells: messages ask it for the time
    outside.t = impl.t();
    impl.run_kernel(bound, outside);
    return result ? result->values[0] : 0;
}

} // namespace ranvier::engine
