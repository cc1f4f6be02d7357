// SPDX-License-Identifier: BSD-3-Clause
// Which numbers the variable step integrates and where they stand. Their order in the vector is the model's (cell by cell: v
// along the tree, then the states of mechanisms, then those of point processes), so that norms have the same bits in lanes and
// alone.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "ranvier/base/error.hpp"
#include "variable_step.hpp"

namespace ranvier::engine {

void VariableStep::refuse() {
    std::string names;
    std::string first_reason;
    std::set<std::string> seen;
    const auto look = [&](const model::MechanismType& type) {
        const auto& m = *type.mechanism;
        const std::string& reason = m.no_variable_step;
        if (reason.empty() || !seen.insert(m.name).second) return;
        names += (names.empty() ? "" : ", ") + m.name;
        if (first_reason.empty()) first_reason = reason;
    };
    for (const auto& region : impl_.plan.regions)
        for (const auto& type : region.types) look(*type);
    for (const auto& point : impl_.plan.points) look(*point.type);
    if (names.empty()) return;
    throw StateError(
        ErrorParts{"the variable step cannot take these mechanisms", names, first_reason,
                   "SOLVE with METHOD cnexp, derivimplicit or sparse, or of a PROCEDURE with after_cvode",
                   "cvode.active(0) steps with a fixed dt"});
}

void VariableStep::add_run(StateRun run) {
    run.first = size_;
    size_ += run.count;
    runs_.push_back(run);
}

void VariableStep::bind_voltages(Group& group, int lane) {
    const auto& c = *group.cell_class;
    auto& nodes = *impl_.model.nodes();
    Voltages cell;
    cell.first = size_;
    for (std::size_t n = 0; n < c.parent.size(); ++n) {
        const auto& stretch = c.stretches[static_cast<std::size_t>(c.stretch_of_node[n])];
        const auto row = group.node_base + c.position[n] * group.lanes + lane;
        if (stretch.region >= 0 && nodes.get(row, model::kCm) > 0) {
            cell.rows.push_back(row);
            continue;
        }
        massless_[static_cast<std::size_t>(group.index)].push_back({row, {}});
    }
    size_ += cell.rows.size();
    voltages_.push_back(std::move(cell));
}

void VariableStep::bind_stretches() {
    stretches_.clear();
    for (const auto& cell : voltages_) {
        const auto& rows = cell.rows;
        for (std::size_t i = 0; i < rows.size();) {
            Stretch s{rows[i], i + 1 < rows.size() ? rows[i + 1] - rows[i] : 1, cell.first + i, 1};
            if (s.stride < 1) s.stride = 1;
            while (i + s.count < rows.size() && rows[i + s.count] - rows[i + s.count - 1] == s.stride)
                ++s.count;
            stretches_.push_back(s);
            i += s.count;
        }
    }
}

/// Long chains in the order of elimination, up or down the rows.
void VariableStep::bind_cable(const Group& group) {
    constexpr std::ptrdiff_t kWorthwhile = 8;
    auto& cable = cables_[static_cast<std::size_t>(group.index)];
    const auto& schedule = group.cell_class->schedule;
    const auto size = static_cast<std::size_t>(group.node_rows);
    std::vector<std::int32_t> parent(size, -1), child(size, -1), children(size, 0);
    for (std::size_t k = 0; k < schedule.row.size(); ++k) {
        const auto row = schedule.row[k], up = schedule.parent_row[k];
        if (up < 0) continue;
        parent[static_cast<std::size_t>(row)] = up;
        child[static_cast<std::size_t>(up)] = row;
        ++children[static_cast<std::size_t>(up)];
    }
    const auto direction = [&](std::size_t row) -> std::int32_t { // 0: not within a chain
        const auto n = static_cast<std::int32_t>(row);
        if (children[row] != 1 || parent[row] < 0) return 0;
        const auto up = parent[row] - n;
        return (up == 1 || up == -1) && child[row] == n - up ? up : 0;
    };
    std::vector<bool> is_in_chain(size, false);
    for (std::size_t row = 0; row < size;) {
        const auto up = direction(row);
        std::size_t end = row + 1;
        while (up != 0 && end < size && direction(end) == up) ++end;
        const auto count = static_cast<std::ptrdiff_t>(end - row);
        if (up != 0 && count >= kWorthwhile) {
            cable.chains.push_back({static_cast<std::ptrdiff_t>(row), up, count});
            std::fill(is_in_chain.begin() + static_cast<std::ptrdiff_t>(row),
                      is_in_chain.begin() + static_cast<std::ptrdiff_t>(end), true);
        }
        row = end;
    }
    for (std::size_t k = 0; k < schedule.row.size(); ++k) {
        const auto row = schedule.row[k], up = schedule.parent_row[k];
        if (up < 0) continue;
        const Edge edge{row, up, !is_in_chain[static_cast<std::size_t>(row)],
                        !is_in_chain[static_cast<std::size_t>(up)]};
        if (edge.to_row || edge.to_parent) cable.edges.push_back(edge);
    }
}

void VariableStep::bind_states(Group& group, int lane) {
    for (std::size_t r = 0; r < group.regions.size(); ++r) {
        auto& region = group.regions[r];
        const auto& types = impl_.plan.regions[static_cast<std::size_t>(region.region)].types;
        const auto& stretch = group.cell_class->stretches[static_cast<std::size_t>(region.stretch)];
        for (std::size_t i = 0; i < types.size(); ++i) {
            const auto& m = *types[i]->mechanism;
            for (const auto& ode : m.ode_states) {
                const auto place = [&](mir::VariableId id) -> double* {
                    auto& table = *types[i]->instances;
                    const int column = types[i]->column[static_cast<std::size_t>(id.value)] + ode.element;
                    RV_CHECK(!table.is_uniform(column));
                    return table.data(column) + region.type_base[i] + lane;
                };
                StateRun run;
                const auto& variable = m[ode.state];
                if (variable.kind == mir::VariableKind::ion) {
                    const auto ion = impl_.model.mechanisms().ion(variable.ion);
                    const auto at = static_cast<std::size_t>(std::ranges::find(types, ion) - types.begin());
                    RV_CHECK(at < types.size());
                    const int column = ion->instance_column(
                        variable.ion + (variable.quantity == mir::IonQuantity::inside ? "i" : "o"));
                    RV_CHECK(column >= 0 && !ion->instances->is_uniform(column));
                    run.state = ion->instances->data(column) + region.type_base[at] + lane;
                } else {
                    run.state = place(ode.state);
                }
                run.rate = place(ode.rate);
                run.slope = ode.slope.valid() ? place(ode.slope) : nullptr;
                run.stride = group.lanes;
                run.count = static_cast<std::size_t>(stretch.count);
                run.tolerance = ode.tolerance;
                run.type = types[i].get();
                run.variable = ode.state.value;
                run.element = ode.element;
                run.node = region.node_base + lane;
                add_run(run);
            }
        }
    }
}

void VariableStep::bind_points(Group& group, int lane) {
    struct Place {
        const PointBlock* block;
        std::size_t row;
    };
    std::vector<Place> places;
    for (const auto& block : group.blocks) {
        const auto& m = *impl_.plan.points[static_cast<std::size_t>(block.point_class)].type->mechanism;
        if (m.ode_states.empty()) continue;
        for (std::size_t r = 0; r < block.points.size(); ++r)
            if (block.points[r] && (block.node[r] - group.node_base) % group.lanes == lane)
                places.push_back({&block, r});
    }
    std::ranges::sort(places, {}, [](const Place& p) { return p.block->points[p.row]->serial(); });
    for (const auto& p : places) {
        const auto& type = *impl_.plan.points[static_cast<std::size_t>(p.block->point_class)].type;
        const auto& m = *type.mechanism;
        for (const auto& ode : m.ode_states) {
            const auto place = [&](mir::VariableId id) -> double* {
                auto& table = *type.instances;
                const int column = type.column[static_cast<std::size_t>(id.value)] + ode.element;
                RV_CHECK(!table.is_uniform(column));
                return table.data(column) + p.block->base + p.row;
            };
            StateRun run;
            const auto& variable = m[ode.state];
            if (variable.kind == mir::VariableKind::ion) {
                const auto ion = impl_.model.mechanisms().ion(variable.ion);
                const int column = ion->instance_column(
                    variable.ion + (variable.quantity == mir::IonQuantity::inside ? "i" : "o"));
                RV_CHECK(column >= 0 && !ion->instances->is_uniform(column));
                run.state = ion->instances->data(column) + p.block->ion_rows.at(variable.ion + "_ion")[p.row];
            } else {
                run.state = place(ode.state);
            }
            run.rate = place(ode.rate);
            run.slope = ode.slope.valid() ? place(ode.slope) : nullptr;
            run.count = 1;
            run.tolerance = ode.tolerance;
            run.type = &type;
            run.variable = ode.state.value;
            run.element = ode.element;
            run.node = p.block->node[p.row];
            run.point = p.block->points[p.row];
            add_run(run);
        }
    }
}

void VariableStep::bind() {
    if (only_ < 0) {
        impl_.bring_up_to_date();
        impl_.share_events(true);
    }
    if (!groups_.empty() && bound_ == impl_.bound_serial && (bdf_ || size_ == 0)) return;
    impl_.make_variable_kernels();
    if (only_ < 0) refuse();
    const auto& plan = impl_.plan;
    auto& nodes = *impl_.model.nodes();
    groups_ = plan.all;
    if (only_ >= 0) groups_ = {plan.groups[static_cast<std::size_t>(only_)].get()};
    size_ = 0;
    voltages_.clear();
    runs_.clear();
    massless_.assign(plan.groups.size(), {});
    // cells in order of creation, wherever they stand in lanes
    std::map<const model::Section*, std::size_t> rank;
    for (const auto& section : impl_.model.sections()) rank.emplace(section.get(), rank.size());
    struct Cell {
        std::size_t rank;
        Group* group;
        int lane;
    };
    std::vector<Cell> cells;
    for (auto* group : groups_)
        for (std::size_t lane = 0; lane < group->cells.size(); ++lane)
            cells.push_back({rank.at(group->cells[lane][0]), group, static_cast<int>(lane)});
    std::ranges::sort(cells, {}, &Cell::rank);
    for (const auto& cell : cells) {
        bind_voltages(*cell.group, cell.lane);
        bind_states(*cell.group, cell.lane);
        bind_points(*cell.group, cell.lane);
    }
    bind_stretches();
    bind_spreads();
    cables_.assign(plan.groups.size(), {});
    for (const auto* group : groups_)
        if (group->cell_class && group->lanes == 1) bind_cable(*group);
    lags_ = may_lag_ = has_massless_slope_ = false;

    first_row_ = only_ >= 0 ? groups_[0]->node_base : 0;
    const auto rows = static_cast<std::size_t>(only_ >= 0 ? groups_[0]->node_rows : nodes.row_count());
    axial_.assign(rows, 0);
    for (auto* numbers : {&zero_v_, &rhs_, &d_, &d_static_}) numbers->assign(rows, 0);
    std::map<std::int32_t, std::vector<Neighbour>> neighbours;
    std::set<std::int32_t> is_massless;
    for (const auto& of_group : massless_)
        for (const auto& node : of_group) is_massless.insert(node.row);
    for (const auto* group : groups_) {
        if (!group->cell_class) continue;
        const auto& schedule = group->cell_class->schedule;
        const double* to = nodes.data(model::kToParent) + group->node_base;
        const double* from = nodes.data(model::kFromParent) + group->node_base;
        for (std::size_t k = 0; k < schedule.row.size(); ++k) {
            if (schedule.parent_row[k] < 0) continue;
            for (int l = 0; l < group->lanes; ++l) {
                const auto row = schedule.row[k] + l, up = schedule.parent_row[k] + l;
                const auto a = group->node_base + row, b = group->node_base + up;
                axial_[at(a)] += to[row];
                axial_[at(b)] += from[row];
                if (is_massless.contains(a)) neighbours[a].push_back({b, to[row]});
                if (is_massless.contains(b)) neighbours[b].push_back({a, from[row]});
                if (is_massless.contains(a) && is_massless.contains(b))
                    throw StateError(ErrorParts{"neighbouring segments have no capacitance",
                                                node_name(impl_.model, *group, a),
                                                {},
                                                "cm > 0 in one of them, for the variable step",
                                                {}});
            }
        }
    }
    for (auto& of_group : massless_)
        for (auto& node : of_group) node.neighbours = neighbours[node.row];

    moment_kernels_.clear();
    std::size_t longest = 0;
    for (auto* group : groups_) {
        const auto add = [&](std::vector<BoundKernel>& kernels) {
            for (auto& kernel : kernels) {
                moment_kernels_.push_back({&kernel, group, kernel.count});
                longest = std::max(longest, static_cast<std::size_t>(kernel.count));
            }
        };
        for (auto& region : group->regions)
            for (auto& of_type : region.moments) add(of_type);
        for (auto& block : group->blocks) add(block.moments);
    }
    moments_.assign(longest + RV_LANES, 0);
    for (auto& moment : moment_kernels_)
        for (const auto& argument : moment.kernel->arguments)
            moment.kernel->columns[static_cast<std::size_t>(argument.column)] = moments_.data();

    if (bdf_) {
        const auto& c = bdf_->counts();
        earlier_.steps += c.steps;
        earlier_.rates += c.rates;
        earlier_.solves += c.solves;
        earlier_.setups += c.setups;
        earlier_.restarts += c.restarts;
        earlier_.interpolations += c.interpolations;
    }
    bdf_.reset();
    if (size_ > 0) bdf_ = std::make_unique<integrate::Bdf>(*this, size_);
    scratch_.assign(size_, 0);
    sort_for_users();
    bound_ = impl_.bound_serial;
    needs_start_ = true;
    if (only_ >= 0) return;
    set_time(impl_.t());
    local_bind();
}

/// All v first, then mechanism by mechanism, instance by instance.
void VariableStep::sort_for_users() {
    user_order_.clear();
    for (const auto& cell : voltages_)
        for (std::size_t i = 0; i < cell.rows.size(); ++i) user_order_.push_back(cell.first + i);
    struct Place {
        int type;
        std::size_t
            instance; ///< the first element of the run that all states of an instance share, and the place in it
        std::size_t index;
    };
    std::vector<Place> places;
    const model::MechanismType* type = nullptr;
    std::int32_t node = -1;
    const model::PointProcess* point = nullptr;
    std::size_t base = 0;
    for (const auto& run : runs_) {
        if (run.type != type || run.node != node || run.point != point) base = run.first;
        type = run.type;
        node = run.node;
        point = run.point;
        for (std::size_t i = 0; i < run.count; ++i)
            places.push_back({run.type->index, base + i, run.first + i});
    }
    std::ranges::sort(places, [](const Place& a, const Place& b) {
        return std::tuple(a.type, a.instance, a.index) < std::tuple(b.type, b.instance, b.index);
    });
    for (const auto& p : places) user_order_.push_back(p.index);
}

std::vector<std::string> VariableStep::names() {
    bind();
    std::vector<std::string> by_index(size_);
    const auto at_node = [&](std::int32_t row, const std::string& what) {
        const Group* owner = nullptr;
        for (const auto* group : impl_.plan.all)
            if (group->cell_class && row >= group->node_base && row < group->node_base + group->node_rows)
                owner = group;
        auto name = node_name(impl_.model, *owner, row);
        const auto bracket = name.rfind('(');
        return name.insert(bracket == std::string::npos ? name.size() : bracket, "." + what);
    };
    for (const auto& cell : voltages_)
        for (std::size_t i = 0; i < cell.rows.size(); ++i)
            by_index[cell.first + i] = at_node(cell.rows[i], "v");
    for (const auto& run : runs_) {
        const auto& m = *run.type->mechanism;
        const auto& variable = m.variables[static_cast<std::size_t>(run.variable)];
        const auto element = variable.is_array ? "[" + std::to_string(run.element) + "]" : std::string();
        const bool is_ion = variable.kind == mir::VariableKind::ion;
        for (std::size_t i = 0; i < run.count; ++i)
            by_index[run.first + i] =
                run.point && !is_ion
                    ? run.point->name() + "." + variable.name + element
                    : at_node(run.node +
                                  static_cast<std::int32_t>(static_cast<std::ptrdiff_t>(i) * run.stride),
                              variable.name + (is_ion ? "" : "_" + m.name) + element);
    }
    std::vector<std::string> out;
    for (const auto i : user_order_) out.push_back(by_index[i]);
    return out;
}

} // namespace ranvier::engine
