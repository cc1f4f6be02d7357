// SPDX-License-Identifier: BSD-3-Clause
#include "binding.hpp"

#include "ranvier/base/error.hpp"

namespace ranvier::engine {

using mir::SlotAccess;
using mir::SlotOwner;

state::Table& Binder::table_of(const mir::Slot& slot, int& column) const {
    if (slot.owner == SlotOwner::node) {
        auto& nodes = *model_.nodes();
        column = nodes.find_column(slot.variable);
        RV_CHECK(column >= 0);
        return nodes;
    }
    const auto type = model_.mechanisms().find(slot.table);
    RV_CHECK(type != nullptr);
    if (slot.owner == SlotOwner::global) {
        const auto v = type->mechanism->find(slot.variable);
        RV_CHECK(v.valid());
        column = type->column[static_cast<std::size_t>(v.value)] + slot.element;
        return *type->globals;
    }
    column = type->instance_column(slot.variable, slot.element);
    RV_CHECK(column >= 0);
    return *type->instances;
}

void Binder::materialize(const KernelPtr& code) {
    if (!code) return;
    for (const auto& slot : code->kernel.slots) {
        if (slot.owner != SlotOwner::node && slot.owner != SlotOwner::mechanism) continue;
        if (!slot.is_written && slot.access != SlotAccess::indexed) continue;
        int column = -1;
        auto& table = table_of(slot, column);
        table.materialize(column);
    }
}

void Binder::materialize(const Plan& plan) {
    auto& nodes = *model_.nodes();
    for (const int column :
         {model::kV, model::kRhs, model::kD, model::kDStatic, model::kToParent, model::kFromParent})
        nodes.materialize(column);
    for (const auto& r : plan.regions) {
        for (const auto* list : {&r.current, &r.advance})
            for (const auto& k : *list) materialize(k);
        materialize(r.advance_current);
        materialize(r.current_rates);
        materialize(r.rates);
        for (const auto& of_type : r.moments)
            for (const auto& k : of_type) materialize(k);
        for (const auto& own : r.by_type)
            for (const auto& [operation, k] : own) materialize(k);
    }
    for (const auto& group : plan.groups)
        for (const auto& diffuser : group->diffusers) diffuser.table->materialize(diffuser.column);
    for (const auto& p : plan.points) {
        for (const auto& k : {p.initial, p.current, p.advance, p.net_receive, p.net_initial}) materialize(k);
        for (const auto& [operation, k] : p.others) materialize(k);
        for (const auto& k : p.watches) materialize(k);
        for (const auto& k : p.moments) materialize(k);
    }
}

template <class FirstRow, class Indices>
BoundKernel Binder::bind(const KernelPtr& code, Group& group, std::int64_t count, FirstRow&& first_row,
                         Indices&& indices) {
    BoundKernel out;
    if (!code) return out;
    const auto& kernel = code->kernel;
    RV_CHECK(kernel.counts != mir::RowCounts::groups || count % RV_LANES == 0);
    out.code = code;
    out.count = count;
    out.columns.assign(static_cast<std::size_t>(kernel.column_count), nullptr);
    out.strides.assign(static_cast<std::size_t>(kernel.column_count), 1);
    out.scalars.assign(static_cast<std::size_t>(kernel.scalar_count), nullptr);
    for (const auto& slot : kernel.slots) {
        if (slot.binding < 0) continue;
        const auto b = static_cast<std::size_t>(slot.binding);
        if (slot.access == SlotAccess::scalar) {
            if (slot.owner == SlotOwner::world) {
                if (slot.variable == "t") out.scalars[b] = &group.t;
                else if (slot.variable == "t_next") out.scalars[b] = &group.t_next;
                else {
                    const int c = scalars_->find_column(slot.variable);
                    if (c < 0)
                        throw LookupFailure(ErrorParts{
                            "the world has no number of this name", kernel.name, slot.variable, {}, {}});
                    out.scalars[b] = scalars_->data(c);
                }
            } else if (slot.owner == SlotOwner::external) {
                RV_CHECK(external_);
                out.scalars[b] = external_(slot, kernel.name, group);
            } else {
                int column = -1;
                auto& table = table_of(slot, column);
                out.scalars[b] = table.data(column);
            }
            continue;
        }
        if (slot.owner == SlotOwner::argument) {
            out.arguments.push_back({slot.variable, slot.element, slot.binding});
            continue;
        }
        int column = -1;
        auto& table = table_of(slot, column);
        const bool uniform = table.is_uniform(column);
        const std::int32_t first = slot.access == SlotAccess::indexed || uniform ? 0 : first_row(slot);
        RV_CHECK(!(uniform && slot.access == SlotAccess::indexed));
        out.columns[b] = table.data(column) + first;
        out.strides[b] = uniform ? 0 : 1;
    }
    for (const auto& name : kernel.index_sets) out.indices.push_back(indices(name));
    for (const auto& t : kernel.tables)
        out.tables.push_back(tables_.find(*model_.mechanisms().find(t.mechanism), t.table));
    return out;
}

BoundKernel Binder::bind_rows(const KernelPtr& code, const RegionClass& region_class, Group& group,
                              const Region& region) {
    const auto first_row = [&](const mir::Slot& slot) {
        if (slot.owner == SlotOwner::node) return region.node_base;
        for (std::size_t i = 0; i < region_class.types.size(); ++i)
            if (region_class.types[i]->name() == slot.table) return region.type_base[i];
        throw InternalError("a kernel of a region names a mechanism that is not in it: " + slot.table);
    };
    const auto no_indices = [](const std::string&) -> const std::int32_t* { return nullptr; };
    auto out = bind(code, group, region.count, first_row, no_indices);
    out.region = &region;
    const auto& stretch = group.cell_class->stretches[static_cast<std::size_t>(region.stretch)];
    out.padding = group.lanes > 1 ? group.lanes - static_cast<std::int64_t>(group.cells.size())
                                  : region.count - stretch.count;
    return out;
}

void Binder::bind_region(const RegionClass& region_class, Group& group, Region& region) {
    const auto bound = [&](const KernelPtr& k) { return bind_rows(k, region_class, group, region); };
    const auto all_bound = [&](const std::vector<KernelPtr>& list, std::vector<BoundKernel>& out) {
        out.clear();
        for (const auto& k : list) out.push_back(bound(k));
    };
    all_bound(region_class.current, region.current);
    all_bound(region_class.advance, region.advance);
    region.advance_current = bound(region_class.advance_current);
    region.current_rates = bound(region_class.current_rates);
    region.rates = bound(region_class.rates);
    region.moments.clear();
    for (const auto& of_type : region_class.moments) all_bound(of_type, region.moments.emplace_back());
    region.by_type.clear();
    for (const auto& own : region_class.by_type) {
        auto& out = region.by_type.emplace_back();
        for (const auto& [operation, k] : own) out.set(operation, bound(k));
    }
}

void Binder::bind_block(const PointClass& point_class, Group& group, PointBlock& block) {
    const auto first_row = [&](const mir::Slot&) { return block.base; };
    const auto indices = [&](const std::string& name) -> const std::int32_t* {
        if (name == "node") return block.node.data();
        return block.ion_rows.at(name).data();
    };
    const auto bound = [&](const KernelPtr& k, std::int64_t count) {
        auto out = bind(k, group, count, first_row, indices);
        out.block = &block;
        out.block_index = static_cast<std::int32_t>(&block - group.blocks.data());
        if (count == block.count && group.lanes > 1)
            out.padding = group.lanes - static_cast<std::int64_t>(group.cells.size());
        return out;
    };
    block.initial = bound(point_class.initial, block.count);
    block.current = bound(point_class.current, block.count);
    block.advance = bound(point_class.advance, block.count);
    block.net_receive = bound(point_class.net_receive, 1);
    block.net_initial = bound(point_class.net_initial, 1);
    block.others = {};
    for (const auto& [operation, k] : point_class.others) block.others.set(operation, bound(k, block.count));
    block.watches.clear();
    group.has_watches = group.has_watches || !point_class.watches.empty();
    for (const auto& k : point_class.watches) block.watches.push_back(bound(k, 1));
    block.moments.clear();
    for (const auto& k : point_class.moments) block.moments.push_back(bound(k, block.count));
}

void Binder::bind_nodes(Group& group) {
    group.bare.clear();
    if (!group.cell_class) return;
    auto& nodes = *model_.nodes();
    const auto column = [&](int c) { return nodes.data(c) + group.node_base; };
    group.arrays = {column(model::kV),       column(model::kRhs),      column(model::kD),
                    column(model::kDStatic), column(model::kToParent), column(model::kFromParent)};
    std::size_t with_kernel = 0;
    for (const auto& stretch : group.cell_class->stretches) {
        if (stretch.region >= 0 && group.regions[with_kernel++].current.front()) continue;
        for (int node = stretch.first; node < stretch.first + stretch.count; ++node)
            for (double* sums : {group.arrays.rhs, group.arrays.d})
                group.bare.push_back(sums + static_cast<std::ptrdiff_t>(node) * group.lanes);
    }
}

void Binder::bind(Plan& plan) {
    for (auto& group : plan.groups) {
        group->diffusion_values.clear();
        for (const auto& diffuser : group->diffusers)
            for (const auto& source : diffuser.sources) {
                const auto& region = group->regions[source.region];
                const auto& region_class = plan.regions[static_cast<std::size_t>(region.region)];
                group->diffusion_values.emplace_back(
                    bind_rows(diffuser.rate_kernel, region_class, *group, region),
                    bind_rows(diffuser.volume_kernel, region_class, *group, region));
            }
        for (auto& region : group->regions)
            bind_region(plan.regions[static_cast<std::size_t>(region.region)], *group, region);
        bind_nodes(*group);
        group->has_watches = false;
        for (auto& block : group->blocks) {
            const auto& point_class = plan.points[static_cast<std::size_t>(block.point_class)];
            // a point process without a place has nothing to run on
            if (!group->cell_class &&
                point_class.type->mechanism->kind != mir::MechanismKind::artificial_cell)
                continue;
            bind_block(point_class, *group, block);
        }
    }
    separate_private_numbers(plan);
}

} // namespace ranvier::engine
