// SPDX-License-Identifier: BSD-3-Clause
// The model as a system of differential equations: rates of change, and solutions of (1 - gamma J) x = b, where J couples the
// nodes of a cell by its cable and the states of an instance by their own equations. CVODE's Newton iteration makes up for
// what J leaves out.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "finite.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/base/stop_flag.hpp"
#include "ranvier/base/units.hpp"
#include "variable_step.hpp"

namespace ranvier::engine {

namespace {
/// While rates are evaluated no interval (t - dt, t] holds the time of an at_time.
constexpr double kNoStep = 1e-30; // [ms]
} // namespace

void VariableStep::gather(std::span<double> y) const {
    const double* v = impl_.model.nodes()->data(model::kV);
    for (const auto& cell : voltages_)
        for (std::size_t i = 0; i < cell.rows.size(); ++i) y[cell.first + i] = v[cell.rows[i]];
    for (const auto& run : runs_) {
        double* to = y.data() + run.first;
        if (run.stride == 1) std::memcpy(to, run.state, run.count * sizeof(double));
        else
            for (std::size_t i = 0; i < run.count; ++i)
                to[i] = run.state[static_cast<std::ptrdiff_t>(i) * run.stride];
    }
}

void VariableStep::scatter(std::span<const double> y) {
    double* v = impl_.model.nodes()->data(model::kV);
    for (const auto& cell : voltages_)
        for (std::size_t i = 0; i < cell.rows.size(); ++i) v[cell.rows[i]] = y[cell.first + i];
    for (const auto& run : runs_) {
        const double* from = y.data() + run.first;
        if (run.stride == 1) std::memcpy(run.state, from, run.count * sizeof(double));
        else
            for (std::size_t i = 0; i < run.count; ++i)
                run.state[static_cast<std::ptrdiff_t>(i) * run.stride] = from[i];
    }
}

void VariableStep::set_time(double t) {
    for (auto* group : groups_) {
        group->t = group->t_begin = t;
        group->delivered = std::numeric_limits<double>::infinity(); // a played number is that of t alone
        group->currents_are_ready = false;
    }
}

/// Sets node.rhs to the current into each node and node.d to its slope, ions, and the rates of all states.
void VariableStep::evaluate(double t) {
    set_time(t);
    for (auto* group : groups_) impl_.play(*group);
    impl_.run_transfers();
    const auto& all = groups_;
    const bool cuts = !impl_.plan.current.cuts.empty() || !impl_.plan.advance.cuts.empty();
    bool is_fused = !cuts;
    for (auto* group : all)
        for (const auto& region : group->regions)
            is_fused = is_fused && (region.current_rates || !region.rates);
    if (!is_fused) {
        impl_.currents(all);
    } else {
        impl_.run_blocks(all, Operation::before_breakpoint);
        for (auto* group : all) {
            if (impl_.membrane_current.is_kept()) impl_.membrane_current.clear(*group);
            for (const auto& region : group->regions) impl_.run_kernel(region.current_rates, *group);
            impl_.point_currents(*group);
        }
    }
    if (is_fused) {
        for (auto* group : all)
            for (const auto& block : group->blocks)
                if (const auto* kernel = block.find(Operation::rates)) impl_.run_kernel(*kernel, *group);
    } else {
        run_rates();
    }
    for (auto* group : all) {
        settle_massless(*group);
        add_axial(*group);
        if (impl_.membrane_current.is_kept()) impl_.membrane_current.start(*impl_.model.nodes(), *group);
    }
}

void VariableStep::run_rates() {
    const auto& plan = impl_.plan;
    if (plan.current.cuts.empty() && plan.advance.cuts.empty()) {
        for (auto* group : groups_) {
            for (const auto& region : group->regions) impl_.run_kernel(region.rates, *group);
            for (const auto& block : group->blocks)
                if (const auto* kernel = block.find(Operation::rates)) impl_.run_kernel(*kernel, *group);
        }
        return;
    }
    for (const auto& type : impl_.model.mechanisms().all())
        if (type->mechanism->rates.valid()) impl_.run_type(groups_, type, Operation::rates);
}

/// A current that is affine in v is met at once, any other by the slope at the last v.
void VariableStep::settle_massless(Group& group) {
    auto& nodes = *impl_.model.nodes();
    double* v = nodes.data(model::kV);
    const double* rhs = nodes.data(model::kRhs);
    const double* d = nodes.data(model::kD);
    for (const auto& node : massless_[static_cast<std::size_t>(group.index)]) {
        double current = rhs[node.row] + d[node.row] * v[node.row], slope = d[node.row];
        for (const auto& n : node.neighbours) {
            current += n.conductance * v[n.row];
            slope += n.conductance;
        }
        if (slope != 0) v[node.row] = current / slope;
    }
}

void VariableStep::add_axial(Group& group) {
    if (!group.cell_class) return;
    auto& nodes = *impl_.model.nodes();
    const double* v = nodes.data(model::kV) + group.node_base;
    double* rhs = nodes.data(model::kRhs) + group.node_base;
    const double* to = nodes.data(model::kToParent) + group.node_base;
    const double* from = nodes.data(model::kFromParent) + group.node_base;
    const auto& schedule = group.cell_class->schedule;
    for (std::size_t k = 0; k < schedule.row.size(); ++k) {
        const auto row = schedule.row[k], up = schedule.parent_row[k];
        if (up < 0) continue;
        for (int l = 0; l < group.lanes; ++l) {
            const double dv = v[up + l] - v[row + l];
            rhs[row + l] += to[row + l] * dv;
            rhs[up + l] -= from[row + l] * dv;
        }
    }
}

bool VariableStep::rates(double t, std::span<const double> y, std::span<double> out) {
    if (is_raised(impl_.stop_flag)) throw Interrupted("the run was stopped");
    const Timed timed(impl_.profile, Activity::stepping);
    scatter(y);
    // what jumps at the end of a step belongs to the next one
    evaluate(t >= stop_ ? std::nextafter(stop_, -std::numeric_limits<double>::infinity()) : t);
    const auto& nodes = *impl_.model.nodes();
    const double* rhs = nodes.data(model::kRhs);
    const double* cm = nodes.data(model::kCm);
    const auto stride = nodes.stride(model::kCm);
    for (const auto& cell : voltages_)
        for (std::size_t i = 0; i < cell.rows.size(); ++i) {
            const auto row = cell.rows[i];
            out[cell.first + i] = rhs[row] / (units::kMilliampPerMicroamp * cm[row * stride]);
        }
    for (const auto& run : runs_) {
        double* to = out.data() + run.first;
        if (run.stride == 1) std::memcpy(to, run.rate, run.count * sizeof(double));
        else
            for (std::size_t i = 0; i < run.count; ++i)
                to[i] = run.rate[static_cast<std::ptrdiff_t>(i) * run.stride];
    }
    double sum = 0; // stays 0 while all are finite
    for (const double r : out) sum += r * 0.0;
    if (sum == 0) return true;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (!std::isfinite(out[i])) {
            bad_ = explain(i, t);
            break;
        }
    return false;
}

/// A rate that is not finite: of v the currents at its node tell why.
ErrorParts VariableStep::explain(std::size_t element, double t) {
    const auto moment = "t = " + number_text(t) + " ms";
    const auto group_of = [&](std::int32_t row) -> Group* {
        for (auto* group : groups_)
            if (row >= group->node_base && row < group->node_base + group->node_rows) return group;
        return nullptr;
    };
    for (const auto& cell : voltages_) {
        if (element < cell.first || element >= cell.first + cell.rows.size()) continue;
        const auto row = cell.rows[element - cell.first];
        const double v = impl_.model.nodes()->data(model::kV)[row];
        auto* group = group_of(row);
        if (!group) break;
        return {"v stopped being finite",
                node_name(impl_.model, *group, row),
                "v = " + number_text(v) + " mV at " + moment,
                {},
                std::isfinite(v) ? text_of(node_currents(impl_, *group, row, v)) : std::string()};
    }
    for (const auto& run : runs_) {
        if (element < run.first || element >= run.first + run.count) continue;
        const auto& variable = run.type->mechanism->variables[static_cast<std::size_t>(run.variable)];
        const auto steps =
            static_cast<std::int32_t>((element - run.first) * static_cast<std::size_t>(run.stride));
        auto* group = group_of(run.node + steps);
        return {"a rate stopped being finite",
                run.point ? run.point->name()
                : group   ? node_name(impl_.model, *group, run.node + steps)
                          : "",
                moment,
                {},
                "the mechanism is " + run.type->name() + ", the state " + variable.name};
    }
    return {"a rate stopped being finite", {}, moment, {}, {}};
}

void VariableStep::solve(double gamma, std::span<double> b) {
    const Timed timed(impl_.profile, Activity::solver);
    auto& nodes = *impl_.model.nodes();
    const double* cm = nodes.data(model::kCm);
    const auto stride = nodes.stride(model::kCm);
    const double rate = 1 / gamma;
    std::ranges::fill(rhs_, 0.0);
    std::ranges::fill(zero_v_, 0.0);
    const double* d = nodes.data(model::kD);
    std::copy_n(d + first_row_, d_.size(), d_.begin());
    std::ranges::copy(axial_, d_static_.begin());
    for (const auto& cell : voltages_)
        for (std::size_t i = 0; i < cell.rows.size(); ++i) {
            const auto row = cell.rows[i];
            const double capacity = units::kMilliampPerMicroamp * rate * cm[row * stride];
            d_static_[at(row)] += capacity;
            rhs_[at(row)] = b[cell.first + i] * capacity;
        }
    for (const auto* group : groups_) {
        if (!group->cell_class) continue;
        const auto own = at(group->node_base);
        const math::TreeArrays arrays{zero_v_.data() + own,
                                      rhs_.data() + own,
                                      d_.data() + own,
                                      d_static_.data() + own,
                                      nodes.data(model::kToParent) + group->node_base,
                                      nodes.data(model::kFromParent) + group->node_base};
        math::solve_tree(group->cell_class->schedule, arrays, 1.0);
    }
    for (const auto& cell : voltages_)
        for (std::size_t i = 0; i < cell.rows.size(); ++i) b[cell.first + i] = rhs_[at(cell.rows[i])];
    bool has_schemes = false;
    for (const auto& run : runs_) {
        double* x = b.data() + run.first;
        if (!run.slope) {
            has_schemes = true;
            for (std::size_t i = 0; i < run.count; ++i)
                const_cast<double*>(run.rate)[static_cast<std::ptrdiff_t>(i) * run.stride] = x[i];
            continue;
        }
        for (std::size_t i = 0; i < run.count; ++i)
            x[i] /= 1 - gamma * run.slope[static_cast<std::ptrdiff_t>(i) * run.stride];
    }
    if (!has_schemes) return;
    double* dt = impl_.scalars->data(1);
    *dt = gamma;
    run_solves();
    *dt = kNoStep;
    for (const auto& run : runs_)
        if (!run.slope)
            for (std::size_t i = 0; i < run.count; ++i)
                b[run.first + i] = run.rate[static_cast<std::ptrdiff_t>(i) * run.stride];
}

void VariableStep::run_solves() {
    for (const auto& type : impl_.model.mechanisms().all())
        if (type->mechanism->ode_solve.valid()) impl_.run_type(groups_, type, Operation::ode_solve);
}

} // namespace ranvier::engine
