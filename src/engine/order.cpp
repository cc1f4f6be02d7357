// SPDX-License-Identifier: BSD-3-Clause
#include "order.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "ranvier/mir/passes.hpp"

namespace ranvier::engine {

namespace {

bool leaves_something_behind(const mir::Mechanism& m) {
    if (m.is_ordered || m.needs_c) return true;
    for (const auto& function : m.functions)
        for (const auto& in : function.code) {
            // of the services only these reach beyond the instance
            const auto service = static_cast<mir::Service>(in.symbol);
            if (in.op == mir::Op::service &&
                (service == mir::Service::print || service == mir::Service::random))
                return true;
            if (in.op != mir::Op::store) continue;
            const auto kind = m[mir::VariableId(in.symbol)].kind;
            if (kind == mir::VariableKind::pointer || kind == mir::VariableKind::external) return true;
        }
    return false;
}

bool sends_events(const mir::Mechanism& m) {
    const auto sends = [](const mir::Instruction& in) {
        return in.op == mir::Op::net_send || in.op == mir::Op::net_event || in.op == mir::Op::net_move;
    };
    return std::ranges::any_of(m.functions,
                               [&](const auto& f) { return std::ranges::any_of(f.code, sends); });
}

bool has_variable(const mir::Mechanism& m, mir::VariableKind kind) {
    return std::ranges::any_of(m.variables, [kind](const auto& v) { return v.kind == kind; });
}

bool follows_pointers_only(const mir::Mechanism& m) {
    if (m.is_ordered || m.needs_c || has_variable(m, mir::VariableKind::external) || sends_events(m))
        return false;
    const auto is_impure = [](const mir::Instruction& in) { return in.op == mir::Op::service; };
    return has_variable(m, mir::VariableKind::pointer) &&
           std::ranges::none_of(m.functions,
                                [&](const auto& f) { return std::ranges::any_of(f.code, is_impure); });
}

bool has_no_kernel(const mir::Mechanism& m) {
    return !m.current.valid() && !m.advance.valid() && m.diffusions.empty() && m.ions.empty();
}

/// What gives C the address of a number that is not its own: an argument by reference, a name, a function of another mechanism.
bool may_reach_others(const mir::Mechanism& m) {
    constexpr const char* kReaching[] = {"pgetarg", "hgetarg", "val_pointer", "lookup",    "get_symbol",
                                         "symbol",  "pointer", "call_func",   "execute",   "run_stmt",
                                         "extern",  "getdata", "_section",    "chk_access"};
    const auto reaches = [&](const mir::Verbatim& block) {
        return std::ranges::any_of(
            kReaching, [&](const char* word) { return block.text.find(word) != std::string::npos; });
    };
    return std::ranges::any_of(m.verbatim, reaches) || std::ranges::any_of(m.file_verbatim, reaches);
}

bool sets_globals(const mir::Mechanism& m) {
    for (const auto& function : m.functions)
        for (const auto& in : function.code)
            if (in.op == mir::Op::store && m[mir::VariableId(in.symbol)].kind == mir::VariableKind::global)
                return true;
    return false;
}

Traits::Ions ions_of(const mir::Mechanism& m, mir::FunctionId function) {
    Traits::Ions out;
    if (!function.valid() || m.ions.empty()) return out;
    const auto effects = mir::effects(m, function);
    for (std::size_t v = 0; v < m.variables.size(); ++v) {
        const auto& variable = m.variables[v];
        if (variable.kind != mir::VariableKind::ion) continue;
        const std::pair number(variable.ion, variable.quantity);
        if (effects.reads[v]) out.reads.insert(number);
        if (effects.writes[v]) out.stores.insert(number);
        if (effects.accumulates[v]) out.adds.insert(number);
    }
    return out;
}

bool meet(const Traits::IonNumbers& a, const Traits::IonNumbers& b) {
    return std::ranges::any_of(a, [&](const auto& number) { return b.contains(number); });
}

/// Whether it matters which of the two comes first.
bool depend(const Traits::Ions& a, const Traits::Ions& b) {
    return meet(a.stores, b.reads) || meet(a.adds, b.reads) || meet(a.stores, b.stores) ||
           meet(a.stores, b.adds) || meet(a.reads, b.stores) || meet(a.reads, b.adds) ||
           meet(a.adds, b.stores);
}

std::vector<model::TypePtr> types_present(const Plan& plan) {
    std::vector<model::TypePtr> out;
    const auto add = [&](const model::TypePtr& type) {
        if (std::ranges::find(out, type) == out.end()) out.push_back(type);
    };
    for (const auto& region : plan.regions) std::ranges::for_each(region.types, add);
    for (const auto& point : plan.points) add(point.type);
    std::ranges::sort(out, {}, [](const auto& t) { return t->evaluation_rank(); });
    return out;
}

/// Regions come before the points of a part. A point process that must come before a density mechanism is a cut as well.
PhaseOrder phase_order(const std::vector<model::TypePtr>& types, TraitsOf& traits,
                       mir::FunctionId mir::Mechanism::* operation, Traits::Ions Traits::* ions,
                       bool separates_electrodes) {
    PhaseOrder order;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const auto& m = *types[i]->mechanism;
        if (!(m.*operation).valid() || m.kind == mir::MechanismKind::artificial_cell) continue;
        const auto& own = traits(*types[i]);
        bool is_cut =
            own.runs_alone || (separates_electrodes && m.has_electrode_current && !types[i]->is_point());
        for (std::size_t later = i + 1; types[i]->is_point() && !is_cut && later < types.size(); ++later)
            is_cut = !types[later]->is_point() && depend(own.*ions, traits(*types[later]).*ions);
        if (is_cut) order.cuts.push_back(types[i]);
    }
    return order;
}

/// The order of nodes: the roots of all cells, then cell by cell its sections, parents before children, each away from its
/// parent. On one node the latest point process comes first.
class InstanceOrder {
  public:
    InstanceOrder(const model::Model& model, const Plan& plan) : plan_(plan) {
        std::unordered_map<const model::Section*, int> cell; // of roots, as created
        for (const auto& section : model.sections())
            if (!section->parent()) cell.emplace(section.get(), static_cast<int>(cell.size()));
        for (const auto& group : plan.groups)
            for (const auto& sections : group->cells)
                for (std::size_t s = 0; s < sections.size(); ++s)
                    place_[sections[s]] = {cell.at(sections[0]), static_cast<int>(s)};
    }

    std::vector<InstanceRun> runs_of(const model::TypePtr& type) {
        std::vector<Instance> instances;
        for (const auto& group : plan_.groups) {
            for (std::size_t r = 0; r < group->regions.size(); ++r) {
                const auto& region = group->regions[r];
                const auto& types = plan_.regions[static_cast<std::size_t>(region.region)].types;
                for (std::size_t i = 0; i < types.size(); ++i) {
                    if (types[i] != type) continue;
                    for (const auto& sections : group->cells)
                        for (const auto* section : sections) {
                            const auto* inserted = section->find(*type);
                            if (!inserted) continue;
                            for (int k = 0; k < section->nseg(); ++k) {
                                const auto row =
                                    type->instances->row(inserted->rows[static_cast<std::size_t>(k)]) -
                                    region.type_base[i];
                                if (row < 0 || row >= stretch_rows(*group, region)) continue;
                                const int along = section->child_end() == 1 ? section->nseg() - 1 - k : k;
                                const auto [cell, order] = place_.at(section);
                                instances.push_back(
                                    {{1, cell, order, along, 0},
                                     {group->index, static_cast<int>(r), static_cast<int>(i), -1, row, 1}});
                            }
                        }
                }
            }
            for (std::size_t b = 0; b < group->blocks.size(); ++b) {
                const auto& block = group->blocks[b];
                if (plan_.points[static_cast<std::size_t>(block.point_class)].type != type) continue;
                for (std::size_t row = 0; row < block.points.size(); ++row)
                    if (const auto* point = block.points[row])
                        instances.push_back(
                            {key_of(*point),
                             {group->index, -1, -1, static_cast<int>(b), static_cast<std::int64_t>(row), 1}});
            }
        }
        std::ranges::sort(instances, {}, &Instance::key);
        if (plan_.independent.by_cell.contains(type.get())) put_by_place(instances);
        std::vector<InstanceRun> runs;
        for (const auto& [key, at] : instances) {
            if (!runs.empty()) {
                auto& last = runs.back();
                if (last.group == at.group && last.region == at.region && last.block == at.block &&
                    last.first + last.count == at.first) {
                    ++last.count;
                    continue;
                }
            }
            runs.push_back(at);
        }
        return runs;
    }

  private:
    struct Instance {
        std::tuple<int, int, int, int, std::int64_t> key;
        InstanceRun at;
    };

    /// Whether each cell's instances come in the order of its nodes.
    static bool keeps_order_in_cells(const std::vector<Instance>& instances) {
        using Key = decltype(Instance::key);
        std::map<std::pair<bool, int>, Key> last; // of each cell
        for (const auto& i : instances) {
            const bool stands_on_none = std::get<0>(i.key) == 2;
            const auto [at, is_first] = last.try_emplace({stands_on_none, std::get<1>(i.key)}, i.key);
            if (!is_first && i.key < at->second) return false;
            at->second = i.key;
        }
        return true;
    }

    /// Group by group in the order of memory; where that changed the order within a cell, the lanes of one place side by side.
    void put_by_place(std::vector<Instance>& instances) const {
        std::map<int, std::vector<Instance>> by_group;
        for (const auto& i : instances) by_group[i.at.group].push_back(i);
        instances.clear();
        for (auto& [group, own] : by_group) {
            const std::int64_t lanes = plan_.groups[static_cast<std::size_t>(group)]->lanes;
            auto sorted = own;
            std::ranges::sort(sorted, {}, [](const Instance& i) {
                return std::tuple(i.at.block, i.at.region, i.at.first);
            });
            if (!keeps_order_in_cells(sorted) && lanes > 1) {
                const auto place = [&](const Instance& i) {
                    return std::tuple(i.at.block, i.at.region, i.at.first / lanes);
                };
                std::map<decltype(place(sorted[0])), decltype(Instance::key)> of_first_lane;
                for (const auto& i : sorted) of_first_lane.try_emplace(place(i), i.key);
                std::ranges::stable_sort(sorted, {},
                                         [&](const Instance& i) { return of_first_lane.at(place(i)); });
            }
            const auto& best = keeps_order_in_cells(sorted) ? sorted : own;
            instances.insert(instances.end(), best.begin(), best.end());
        }
    }

    static std::int64_t stretch_rows(const Group& group, const Region& region) {
        const auto& stretch = group.cell_class->stretches[static_cast<std::size_t>(region.stretch)];
        return static_cast<std::int64_t>(stretch.padded) * group.lanes;
    }

    /// Of the node that a point process stands on.
    std::tuple<int, int, int, int, std::int64_t> key_of(const model::PointProcess& point) {
        const auto created = static_cast<std::int64_t>(point.serial());
        if (!point.section()) return {2, 0, 0, 0, created};
        const model::Section* section = point.section();
        double x = point.x();
        while (x == section->child_end()) { // the node is the parent's
            const auto [cell, order] = place_.at(section);
            if (!section->parent()) return {0, cell, 0, 0, -created};
            x = section->parent_x();
            section = section->parent();
        }
        const auto [cell, order] = place_.at(section);
        const int n = section->nseg();
        int along = n;
        if (x > 0 && x < 1) {
            along = section->segment_index(x);
            if (section->child_end() == 1) along = n - 1 - along;
        }
        return {1, cell, order, along, -created};
    }

    const Plan& plan_;
    std::unordered_map<const model::Section*, std::pair<int, int>> place_; // number of its cell, and in it
};

/// Cells that do not see each other: each group runs its own instances, so that it can be at a time of its own.
void give_to_groups(Plan& plan, const model::TypePtr& type, const std::vector<InstanceRun>& runs) {
    for (const auto& group : plan.groups) {
        std::vector<InstanceRun> own;
        std::ranges::copy_if(runs, std::back_inserter(own),
                             [&](const InstanceRun& run) { return run.group == group->index; });
        if (!own.empty()) group->in_order.emplace_back(type.get(), std::move(own));
    }
}

} // namespace

bool PhaseOrder::cuts_at(const model::MechanismType& type) const {
    return std::ranges::any_of(cuts, [&](const auto& cut) { return cut.get() == &type; });
}

std::size_t PhaseOrder::part_of(const model::MechanismType& type) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        cuts, [&](const auto& cut) { return cut->evaluation_rank() < type.evaluation_rank(); }));
}

const BoundKernel* PointBlock::find(Operation operation) const {
    switch (operation) {
    case Operation::initial: return &initial;
    case Operation::current: return &current;
    case Operation::advance: return &advance;
    case Operation::net_receive: return &net_receive;
    case Operation::net_initial: return &net_initial;
    default: return others.find(operation);
    }
}

const Traits& TraitsOf::operator()(const model::MechanismType& type) {
    const auto [it, is_new] = known_.try_emplace(type.mechanism);
    if (is_new) {
        const auto& m = *type.mechanism;
        auto& traits = it->second;
        traits.runs_alone = m.runs_alone || m.is_ordered;
        traits.keeps_order = leaves_something_behind(m);
        traits.follows_pointers_only = follows_pointers_only(m);
        traits.has_no_kernel = has_no_kernel(m);
        traits.is_artificial_alone =
            m.kind == mir::MechanismKind::artificial_cell && !has_variable(m, mir::VariableKind::external);
        traits.acts_beside_cells = may_reach_others(m) || m.before_breakpoint.valid() ||
                                   m.after_solve.valid() || m.before_step.valid();
        traits.current = ions_of(m, m.current);
        traits.advance = ions_of(m, m.advance);
    }
    return it->second;
}

void find_order(const model::Model& model, TraitsOf& traits, Plan& plan, bool separates_electrodes) {
    for (const auto& group : plan.groups) plan.all.push_back(group.get());
    const auto types = types_present(plan);
    plan.current =
        phase_order(types, traits, &mir::Mechanism::current, &Traits::current, separates_electrodes);
    plan.advance = phase_order(types, traits, &mir::Mechanism::advance, &Traits::advance, false);
    auto registered = types;
    std::ranges::sort(registered, {}, &model::MechanismType::index);
    for (const auto& [operation, function] :
         {std::pair{Operation::before_initial, &mir::Mechanism::before_initial},
          {Operation::after_initial, &mir::Mechanism::after_initial},
          {Operation::before_breakpoint, &mir::Mechanism::before_breakpoint},
          {Operation::after_solve, &mir::Mechanism::after_solve},
          {Operation::before_step, &mir::Mechanism::before_step}}) {
        std::vector<model::TypePtr> having;
        for (const auto& type : registered)
            if (((*type->mechanism).*function).valid()) having.push_back(type);
        if (!having.empty()) plan.blocks.set(operation, std::move(having));
    }
    InstanceOrder instances(model, plan);
    const auto is_event_cell = [&](const model::TypePtr& type) {
        return plan.independent.event_cells.contains(type.get());
    };
    for (const auto& type : types) {
        if (traits(*type).runs_alone) {
            if (is_event_cell(type) && !traits(*type).acts_beside_cells) {
                plan.has_lone_event_cells = true;
            } else {
                if (!plan.independent.at_home.contains(type.get())) plan.steps_together = true;
                if (!plan.independent.within_cells.contains(type.get())) plan.couples_cells = true;
            }
        }
        if (traits(*type).keeps_order) {
            auto runs = instances.runs_of(type);
            if (plan.independent.by_cell.contains(type.get())) give_to_groups(plan, type, runs);
            else plan.in_order[type.get()] = std::move(runs);
        }
        plan.has_settled =
            plan.has_settled || std::ranges::any_of(type->mechanism->variables, &mir::Variable::is_settled);
        if (!sets_globals(*type->mechanism)) continue;
        if (const auto runs = instances.runs_of(type); !runs.empty())
            plan.last_instance[type.get()] = runs.back();
    }
    const auto is_apart = [&](const model::TypePtr& type) {
        return plan.independent.apart.contains(type.get());
    };
    const auto blocks_are_apart = [&](Operation operation) {
        const auto* with_block = plan.blocks.find(operation);
        return !with_block || std::ranges::all_of(*with_block, is_apart);
    };
    // A mechanism that runs alone may look at any number, so none may wait in a register; unless it keeps to itself.
    const bool diffuses =
        std::ranges::any_of(plan.groups, [](const auto& group) { return !group->diffusers.empty(); });
    const bool all_let_fuse = std::ranges::all_of(types, [&](const auto& type) {
        return !traits(*type).runs_alone || is_apart(type) || is_event_cell(type);
    });
    plan.may_fuse = all_let_fuse && !diffuses && plan.current.cuts.empty() && plan.advance.cuts.empty() &&
                    blocks_are_apart(Operation::before_breakpoint) &&
                    blocks_are_apart(Operation::after_solve) && blocks_are_apart(Operation::before_step);
}

} // namespace ranvier::engine
