// SPDX-License-Identifier: BSD-3-Clause
#include "finite.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "kernel_call.hpp"

namespace ranvier::engine {

namespace {

struct alignas(64) Lanes {
    double x[RV_LANES] = {};
};

std::string number(double x) {
    char text[32];
    if (std::isnan(x)) return "nan";
    std::snprintf(text, sizeof text, "%.4g", x);
    return text;
}

/// A kernel of currents over one instance, on a copy of its numbers.
class Trial {
  public:
    Trial(Simulator::Impl& impl, Group& group, const model::MechanismType& type)
        : impl_(impl), group_(group), binder_(impl.model, impl.scalars, impl.tables) {
        KernelRequest wanted;
        wanted.mechanisms = {type.mechanism.get()};
        wanted.operation = Operation::current;
        wanted.indexed = type.is_point();
        code_ = impl.kernels.kernel(wanted);
    }
    [[nodiscard]] bool can_run() const {
        if (!code_ || code_->kernel.needs_c || code_->kernel.sends_events) return false;
        const auto is_scalar_of_others = [](const mir::Slot& slot) {
            return slot.owner == mir::SlotOwner::external;
        };
        return std::ranges::all_of(code_->kernel.services,
                                   [](const auto& s) { return mir::is_pure(s.service); }) &&
               std::ranges::none_of(code_->kernel.slots, is_scalar_of_others);
    }

    /// @param row_of  the row of a table by its name
    template <class RowOf> bool run(std::int32_t node, double v, RowOf&& row_of, NodeCurrent& out) {
        const auto& kernel = code_->kernel;
        std::vector<Lanes> columns(static_cast<std::size_t>(kernel.column_count));
        std::vector<Lanes> scalars(static_cast<std::size_t>(kernel.scalar_count));
        BoundKernel bound;
        bound.code = code_;
        bound.called_on = out.mechanism;
        bound.count = 1;
        bound.strides.assign(columns.size(), 1);
        for (auto& c : columns) bound.columns.push_back(c.x);
        for (auto& s : scalars) bound.scalars.push_back(s.x);
        double* sum = nullptr;
        for (const auto& slot : kernel.slots) {
            if (slot.binding < 0 || slot.owner == mir::SlotOwner::argument) continue;
            const auto b = static_cast<std::size_t>(slot.binding);
            if (slot.owner == mir::SlotOwner::world) {
                const int column = impl_.scalars->find_column(slot.variable);
                scalars[b].x[0] = slot.variable == "t" ? group_.t
                                  : column >= 0        ? *impl_.scalars->data(column)
                                                       : 0;
                continue;
            }
            int column = -1;
            const auto& table = binder_.table_of(slot, column);
            if (slot.access == mir::SlotAccess::scalar) {
                scalars[b].x[0] = table.data(column)[0];
                continue;
            }
            double value = 0;
            if (slot.owner != mir::SlotOwner::node) value = table.get(row_of(slot.table), column);
            else if (column == model::kV) value = v;
            else if (column != model::kRhs && column != model::kD) value = table.get(node, column);
            if (column == model::kRhs && slot.owner == mir::SlotOwner::node) sum = columns[b].x;
            for (double& x : columns[b].x) x = value;
            if (slot.is_read && slot.access != mir::SlotAccess::pointer && !std::isfinite(value) &&
                out.because.empty())
                out.because = mir::name(slot) + " is " + number(value);
        }
        const std::int32_t first[RV_LANES] = {};
        for (std::size_t i = 0; i < kernel.index_sets.size(); ++i) bound.indices.push_back(first);
        for (const auto& t : kernel.tables)
            bound.tables.push_back(impl_.tables.find(*impl_.model.mechanisms().find(t.mechanism), t.table));
        KernelCall call{&impl_, &group_, &bound, 0, nullptr, group_.t};
        const RvHost host = host_for(call);
        if (!sum || code_->executable->run(bound.args(&impl_.stop_flag, &host)) != 0) return false;
        out.current = -*sum;
        out.is_finite = std::isfinite(*sum);
        return true;
    }

  private:
    Simulator::Impl& impl_;
    Group& group_;
    Binder binder_;
    KernelPtr code_;
};

} // namespace

std::vector<NodeCurrent> node_currents(Simulator::Impl& impl, Group& group, std::int32_t row, double v) {
    std::vector<NodeCurrent> out;
    const auto add = [&](const model::MechanismType& type, const std::string& name, const auto& row_of) {
        try {
            Trial trial(impl, group, type);
            NodeCurrent one{name, 0, true, {}};
            if (trial.can_run() && trial.run(row, v, row_of, one)) out.push_back(std::move(one));
        } catch (const Error&) { // what is explained must not give way to a second error
        }
    };
    for (const auto& region : group.regions) {
        const auto at = row - region.node_base;
        if (at < 0 || at >= region.count) continue;
        const auto& types = impl.plan.regions[static_cast<std::size_t>(region.region)].types;
        const auto row_of = [&](const std::string& table) {
            for (std::size_t i = 0; i < types.size(); ++i)
                if (types[i]->name() == table) return region.type_base[i] + at;
            throw InternalError("a kernel names a mechanism that is not there: " + table);
        };
        for (const auto& type : types) {
            if (type->is_ion() || !type->mechanism->current.valid()) continue;
            add(*type, type->name(), row_of);
        }
    }
    for (const auto& block : group.blocks) {
        const auto& type = *impl.plan.points[static_cast<std::size_t>(block.point_class)].type;
        if (!type.mechanism->current.valid()) continue;
        for (std::size_t r = 0; r < block.points.size(); ++r) {
            if (!block.points[r] || block.node[r] != row) continue;
            const auto row_of = [&](const std::string& table) {
                return table == type.name() ? block.base + static_cast<std::int32_t>(r)
                                            : block.ion_rows.at(table)[r];
            };
            add(type, block.points[r]->name(), row_of);
        }
    }
    return out;
}

std::string text_of(const std::vector<NodeCurrent>& currents) {
    const auto bad = std::ranges::find(currents, false, &NodeCurrent::is_finite);
    if (bad != currents.end())
        return "the current of " + bad->mechanism + " is " + number(bad->current) + " mA/cm2" +
               (bad->because.empty() ? "" : ", as " + bad->because);
    const auto largest =
        std::ranges::max_element(currents, {}, [](const NodeCurrent& one) { return std::abs(one.current); });
    if (largest == currents.end()) return {};
    return "the largest current is that of " + largest->mechanism + ", " + number(largest->current) +
           " mA/cm2";
}

} // namespace ranvier::engine
