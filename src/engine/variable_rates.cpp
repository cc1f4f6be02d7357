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

void take(const double* from, std::ptrdiff_t stride, std::size_t count, double* to) {
    if (stride == 1) std::memcpy(to, from, count * sizeof(double));
    else
        for (std::size_t i = 0; i < count; ++i) to[i] = from[static_cast<std::ptrdiff_t>(i) * stride];
}

void put(const double* from, double* to, std::ptrdiff_t stride, std::size_t count) {
    if (stride == 1) std::memcpy(to, from, count * sizeof(double));
    else
        for (std::size_t i = 0; i < count; ++i) to[static_cast<std::ptrdiff_t>(i) * stride] = from[i];
}

bool are_finite(std::span<const double> x) {
    double sums[8] = {}; // stay 0 while all are
    std::size_t i = 0;
    for (; i + 8 <= x.size(); i += 8)
        for (std::size_t l = 0; l < 8; ++l) sums[l] += x[i + l] * 0.0;
    for (; i < x.size(); ++i) sums[0] += x[i] * 0.0;
    double sum = 0;
    for (const double s : sums) sum += s;
    return sum == 0;
}
} // namespace

void VariableStep::gather(std::span<double> y) const {
    const double* v = impl_.model.nodes()->data(model::kV);
    for (const auto& s : stretches_) take(v + s.row, s.stride, s.count, y.data() + s.first);
    for (const auto& run : runs_) take(run.state, run.stride, run.count, y.data() + run.first);
}

void VariableStep::scatter(std::span<const double> y) {
    double* v = impl_.model.nodes()->data(model::kV);
    for (const auto& s : stretches_) put(y.data() + s.first, v + s.row, s.stride, s.count);
    for (const auto& run : runs_) put(y.data() + run.first, run.state, run.stride, run.count);
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
    lags_ = false;
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
        if (d[node.row] != 0) has_massless_slope_ = true;
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
    if (group.lanes == 1) return add_axial(cables_[static_cast<std::size_t>(group.index)], v, rhs, to, from);
    const auto& schedule = group.cell_class->schedule;
    for (std::size_t k = 0; k < schedule.row.size(); ++k) {
        const auto row = schedule.row[k], up = schedule.parent_row[k];
        if (up < 0) continue;
        double inward[RV_LANES], outward[RV_LANES];
        for (int l = 0; l < RV_LANES; ++l) {
            const double dv = v[up + l] - v[row + l];
            inward[l] = to[row + l] * dv;
            outward[l] = from[row + l] * dv;
        }
        for (int l = 0; l < RV_LANES; ++l) rhs[row + l] += inward[l];
        for (int l = 0; l < RV_LANES; ++l) rhs[up + l] -= outward[l];
    }
}

/// The same sums in the same order: in a chain each node knows who adds to it.
void VariableStep::add_axial(const Cable& cable, const double* v, double* rhs, const double* to,
                             const double* from) {
    for (const auto& edge : cable.edges) {
        const double dv = v[edge.parent] - v[edge.row];
        if (edge.to_row) rhs[edge.row] += to[edge.row] * dv;
        if (edge.to_parent) rhs[edge.parent] -= from[edge.row] * dv;
    }
    for (const auto& chain : cable.chains) {
        const auto add = [&](std::ptrdiff_t up) {
            for (std::ptrdiff_t i = 0, n = chain.row; i < chain.count; ++i, ++n)
                rhs[n] = (rhs[n] - from[n - up] * (v[n] - v[n - up])) + to[n] * (v[n + up] - v[n]);
        };
        if (chain.up == 1) add(1);
        else add(-1);
    }
}

bool VariableStep::rates(double t, std::span<const double> y, std::span<double> out) {
    if (is_raised(impl_.stop_flag)) throw Interrupted("the run was stopped");
    const Timed timed(impl_.profile, Activity::stepping);
    scatter(y);
    // what jumps at the end of a step belongs to the next one
    evaluate(below_jump(t));
    const auto& nodes = *impl_.model.nodes();
    const double* rhs = nodes.data(model::kRhs);
    const double* cm = nodes.data(model::kCm);
    const auto cm_stride = nodes.stride(model::kCm);
    for (const auto& s : stretches_) {
        const double* r = rhs + s.row;
        const double* c = cm + s.row * cm_stride;
        double* to = out.data() + s.first;
        const auto divide = [&](std::ptrdiff_t stride, std::ptrdiff_t by) {
            for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(s.count); ++i)
                to[i] = r[i * stride] / (units::kMilliampPerMicroamp * c[i * by]);
        };
        if (s.stride == 1 && cm_stride == 1) divide(1, 1);
        else divide(s.stride, s.stride * cm_stride);
    }
    for (const auto& run : runs_) take(run.rate, run.stride, run.count, out.data() + run.first);
    if (!spreads_.empty()) add_spreads(out);
    if (are_finite(out)) return true;
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
    for (const auto& s : stretches_) {
        const double* c = cm + s.row * stride;
        const double* from = b.data() + s.first;
        double* r = rhs_.data() + at(s.row);
        double* slope = d_static_.data() + at(s.row);
        const auto add = [&](std::ptrdiff_t step, std::ptrdiff_t by) {
            for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(s.count); ++i) {
                const double capacity = units::kMilliampPerMicroamp * rate * c[i * by];
                slope[i * step] += capacity;
                r[i * step] = from[i] * capacity;
            }
        };
        if (s.stride == 1 && stride == 1) add(1, 1);
        else add(s.stride, s.stride * stride);
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
    for (const auto& s : stretches_) take(rhs_.data() + at(s.row), s.stride, s.count, b.data() + s.first);
    bool has_schemes = false;
    for (const auto& run : runs_) {
        double* x = b.data() + run.first;
        if (!run.slope) {
            has_schemes = true;
            for (std::size_t i = 0; i < run.count; ++i)
                const_cast<double*>(run.rate)[static_cast<std::ptrdiff_t>(i) * run.stride] = x[i];
            continue;
        }
        const auto divide = [&](std::ptrdiff_t step) {
            for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(run.count); ++i)
                x[i] /= 1 - gamma * run.slope[i * step];
        };
        if (run.stride == 1) divide(1);
        else divide(run.stride);
    }
    if (has_schemes) {
        double* dt = impl_.scalars->data(1);
        *dt = gamma;
        run_solves();
        *dt = kNoStep;
        for (const auto& run : runs_)
            if (!run.slope)
                for (std::size_t i = 0; i < run.count; ++i)
                    b[run.first + i] = run.rate[static_cast<std::ptrdiff_t>(i) * run.stride];
    }
    if (!spreads_.empty()) solve_spreads(gamma, b);
}

void VariableStep::run_solves() {
    for (const auto& type : impl_.model.mechanisms().all())
        if (type->mechanism->ode_solve.valid()) impl_.run_type(groups_, type, Operation::ode_solve);
}

} // namespace ranvier::engine
