// SPDX-License-Identifier: BSD-3-Clause
// What mechanisms do at each moment of a step: fused kernels, cut at the mechanisms that run with no other. Groups that are
// given together stand at one time.
#include <algorithm>
#include <cstring>

#include "kernel_call.hpp"
#include "ranvier/base/error.hpp"
#include "row_places.hpp"

namespace ranvier::engine {

void Simulator::Impl::run_kernel(const BoundKernel& kernel, Group& group) {
    if (!kernel) return;
    const Timed timed(profile, kernel.code);
    KernelCall call{this, &group, &kernel, 0, nullptr, group.t};
    const RvHost host = host_for(call);
    call.check(kernel.code->executable->run(kernel.args(&stop_flag, &host)));
}

void Simulator::Impl::run_rows(const BoundKernel& kernel, Group& group, std::int64_t first,
                               std::int64_t count) {
    if (!kernel) return;
    RV_ASSERT(kernel.code->kernel.counts != mir::RowCounts::groups);
    const Timed timed(profile, kernel.code);
    if (!kernel.places) kernel.places = std::make_shared<RowPlaces>(kernel);
    kernel.places->move_to(kernel, first);
    KernelCall call{this, &group, &kernel, first, nullptr, group.t};
    const RvHost host = host_for(call);
    auto args = kernel.args(&stop_flag, &host);
    args.columns = kernel.places->columns().data();
    args.indices = kernel.places->indices().data();
    args.count = count;
    args.padding = 0;
    call.check(kernel.code->executable->run(args));
}

void Simulator::Impl::run_in_order(Groups groups, const std::vector<InstanceRun>& runs, Operation operation) {
    for (const auto& run : runs) {
        auto& group = *plan.groups[static_cast<std::size_t>(run.group)];
        if (groups.size() < plan.all.size() && std::ranges::find(groups, &group) == groups.end()) continue;
        const auto* kernel = run.block >= 0
                                 ? group.blocks[static_cast<std::size_t>(run.block)].find(operation)
                                 : group.regions[static_cast<std::size_t>(run.region)]
                                       .by_type[static_cast<std::size_t>(run.type)]
                                       .find(operation);
        if (kernel) run_rows(*kernel, group, run.first, run.count);
    }
}

/// All instances of one mechanism, one after the other where that matters.
void Simulator::Impl::run_type(Groups groups, const model::TypePtr& type, Operation operation) {
    const MembraneCurrent::Electrodes electrodes(membrane_current, *model.nodes(), groups,
                                                 operation == Operation::current &&
                                                     type->mechanism->has_electrode_current);
    if (const auto order = plan.in_order.find(type.get()); order != plan.in_order.end()) {
        run_in_order(groups, order->second, operation);
        return;
    }
    for (auto* group : groups) {
        Group* alone[] = {group};
        for (const auto& [own, runs] : group->in_order)
            if (own == type.get()) run_in_order(alone, runs, operation);
        if (std::ranges::any_of(group->in_order, [&](const auto& own) { return own.first == type.get(); }))
            continue;
        for (const auto& region : group->regions) {
            const auto& types = plan.regions[static_cast<std::size_t>(region.region)].types;
            const auto at = static_cast<std::size_t>(std::ranges::find(types, type) - types.begin());
            if (at == types.size()) continue;
            if (const auto* kernel = region.by_type[at].find(operation)) run_kernel(*kernel, *group);
        }
        for (const auto& block : group->blocks) {
            if (plan.points[static_cast<std::size_t>(block.point_class)].type != type) continue;
            if (const auto* kernel = block.find(operation)) run_kernel(*kernel, *group);
        }
    }
}

/// BEFORE or AFTER blocks.
void Simulator::Impl::run_some_blocks(Groups groups, Operation operation) {
    if (const auto* types = plan.blocks.find(operation))
        for (const auto& type : *types) run_type(groups, type, operation);
}

/// Part after part, each with its regions before its points, and what stands alone in between.
void Simulator::Impl::run_phase(Groups groups, Operation operation, const PhaseOrder& order) {
    for (std::size_t part = 0; part < order.parts(); ++part) {
        for (auto* group : groups) {
            for (const auto& region : group->regions)
                run_kernel(operation == Operation::current ? region.current[part] : region.advance[part],
                           *group);
            for (const auto& block : group->blocks) {
                const auto& type = *plan.points[static_cast<std::size_t>(block.point_class)].type;
                if (order.cuts_at(type) || order.part_of(type) != part) continue;
                if (operation == Operation::current) run_point_current(block, *group);
                else run_kernel(*block.find(operation), *group);
            }
        }
        if (part < order.cuts.size()) run_type(groups, order.cuts[part], operation);
    }
}

void Simulator::Impl::density_currents(Group& group) {
    for (auto& region : group.regions) run_kernel(region.current[0], group);
}

void Simulator::Impl::point_currents(Group& group) {
    if (group.lanes == 1)
        for (double* sum : group.bare) *sum = 0;
    else
        for (double* sums : group.bare) std::memset(sums, 0, RV_LANES * sizeof(double));
    for (auto& block : group.blocks) run_point_current(block, group);
}

void Simulator::Impl::run_point_current(const PointBlock& block, Group& group) {
    const auto& type = *plan.points[static_cast<std::size_t>(block.point_class)].type;
    Group* alone[] = {&group};
    const MembraneCurrent::Electrodes electrodes(membrane_current, *model.nodes(), alone,
                                                 type.mechanism->has_electrode_current);
    run_kernel(block.current, group);
}

/// Of the present moment, into the sums of the nodes and the ions.
void Simulator::Impl::currents(Groups groups) {
    run_blocks(groups, Operation::before_breakpoint);
    if (membrane_current.is_kept())
        for (auto* group : groups) membrane_current.clear(*group);
    if (plan.current.cuts.empty()) {
        for (auto* group : groups) {
            if (!group->currents_are_ready) density_currents(*group);
            group->currents_are_ready = false;
            point_currents(*group);
        }
        return;
    }
    for (const auto* group : groups)
        for (const int column : {model::kRhs, model::kD})
            std::fill_n(model.nodes()->data(column) + group->node_base, group->node_rows, 0.0);
    run_phase(groups, Operation::current, plan.current);
}

/// The states of one step.
/// @param fuse_next  nobody looks between this and the currents of the next step, so one kernel may do both.
void Simulator::Impl::advance(Groups groups, bool fuse_next) {
    if (!plan.advance.cuts.empty()) return run_phase(groups, Operation::advance, plan.advance);
    for (auto* group : groups) {
        if (fuse_next && group->may_fuse()) {
            group->t_next = group->t + 0.5 * dt();
            for (auto& region : group->regions) run_kernel(region.advance_current, *group);
            group->currents_are_ready = true;
        } else {
            for (auto& region : group->regions) run_kernel(region.advance[0], *group);
        }
        for (auto& block : group->blocks) run_kernel(block.advance, *group);
    }
}

/// Rates and volumes of what spreads between segments, from its kernels.
void Simulator::Impl::measure_diffusion(Group& group, Diffuser& diffuser) {
    auto values = group.diffusion_values.begin();
    for (const auto* d = group.diffusers.data(); d != &diffuser; ++d)
        values += static_cast<std::ptrdiff_t>(d->sources.size());
    for (const auto& source : diffuser.sources) {
        const auto fill = [&](BoundKernel& kernel, std::vector<double>& results) {
            for (const auto& argument : kernel.arguments)
                kernel.columns[static_cast<std::size_t>(argument.column)] = results.data() + source.first;
            run_kernel(kernel, group);
        };
        fill(values->first, diffuser.rate);
        fill(values->second, diffuser.volume);
        ++values;
    }
}

/// After the states have moved on their own.
void Simulator::Impl::run_diffusion(Group& group) {
    const Timed timed(profile, Activity::diffusion);
    for (auto& diffuser : group.diffusers) {
        measure_diffusion(group, diffuser);
        diffuse(diffuser, dt());
    }
}

/// BEFORE INITIAL, then type by type: ions, writers of concentrations, the rest; artificial cells come last.
void Simulator::Impl::run_initials() {
    const Groups groups = plan.all;
    run_blocks(groups, Operation::before_initial);
    std::vector<model::TypePtr> order = model.mechanisms().all();
    std::ranges::stable_sort(order, {}, [](const auto& type) {
        const bool is_artificial = type->mechanism->kind == mir::MechanismKind::artificial_cell;
        return std::pair(is_artificial, type->evaluation_rank());
    });
    for (const auto& type : order) {
        run_type(groups, type, Operation::initial);
        // a concentration that was set moves the potential at once
        for (const auto& use : type->mechanism->ions)
            if (std::ranges::any_of(use.writes, [](auto quantity) {
                    return quantity == mir::IonQuantity::inside || quantity == mir::IonQuantity::outside;
                }))
                run_type(groups, model.mechanisms().ion(use.name), Operation::reversal);
    }
}

} // namespace ranvier::engine
