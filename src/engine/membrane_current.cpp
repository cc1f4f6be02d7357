// SPDX-License-Identifier: BSD-3-Clause
#include "membrane_current.hpp"

#include <algorithm>

#include "ranvier/base/units.hpp"

namespace ranvier::engine {

namespace {

/// mA/cm2 over an area [um2] to nA.
constexpr double kNanoamp = 1 / units::kNanoampPerSquareMicron;

struct Rows {
    std::int64_t first, end;
    explicit Rows(const Group& group) : first(group.node_base), end(group.node_base + group.node_rows) {}
};

} // namespace

void MembraneCurrent::resize(state::Table& nodes) {
    nodes.materialize(model::kMembraneCurrent);
    const auto rows = static_cast<std::size_t>(nodes.row_count());
    if (rhs_.size() == rows) return;
    for (auto* array : {&electrode_rhs_, &electrode_d_, &rhs_, &d_}) array->assign(rows, 0.0);
}

void MembraneCurrent::clear(const Group& group) {
    for (auto* array : {&electrode_rhs_, &electrode_d_})
        std::fill_n(array->begin() + group.node_base, group.node_rows, 0.0);
}

void MembraneCurrent::Electrodes::add(double sign) {
    const double *rhs = nodes_.data(model::kRhs), *d = nodes_.data(model::kD);
    for (const auto* group : groups_)
        for (auto i = Rows(*group).first; i < Rows(*group).end; ++i) {
            const auto row = static_cast<std::size_t>(i);
            owner_.electrode_rhs_[row] += sign * rhs[i];
            owner_.electrode_d_[row] += sign * d[i];
        }
}

void MembraneCurrent::take_sums(const state::Table& nodes, const Group& group, double rate) {
    const double *rhs = nodes.data(model::kRhs), *d = nodes.data(model::kD), *cm = nodes.data(model::kCm);
    const auto cm_stride = nodes.stride(model::kCm);
    for (auto i = Rows(group).first; i < Rows(group).end; ++i) {
        const auto row = static_cast<std::size_t>(i);
        rhs_[row] = rhs[i] - electrode_rhs_[row];
        d_[row] = d[i] - electrode_d_[row];
    }
    for (const auto& stretch : group.cell_class->stretches) {
        if (stretch.region < 0) continue; // an end has no membrane
        const auto first = group.node_base + static_cast<std::int64_t>(stretch.first) * group.lanes;
        const auto count = static_cast<std::int64_t>(stretch.padded) * group.lanes;
        for (auto i = first; i < first + count; ++i)
            d_[static_cast<std::size_t>(i)] += units::kMilliampPerMicroamp * rate * cm[i * cm_stride];
    }
}

void MembraneCurrent::compute(state::Table& nodes, const Group& group) {
    const double *dv = nodes.data(model::kRhs), *area = nodes.data(model::kArea);
    const auto area_stride = nodes.stride(model::kArea);
    double* out = nodes.data(model::kMembraneCurrent);
    for (auto i = Rows(group).first; i < Rows(group).end; ++i) {
        const auto row = static_cast<std::size_t>(i);
        out[i] = (d_[row] * dv[i] - rhs_[row]) * area[i * area_stride] * kNanoamp;
    }
}

void MembraneCurrent::start(state::Table& nodes, const Group& group) {
    if (!group.cell_class) return;
    const double *v = nodes.data(model::kV), *area = nodes.data(model::kArea);
    const double *to = nodes.data(model::kToParent), *from = nodes.data(model::kFromParent);
    const auto area_stride = nodes.stride(model::kArea);
    double* out = nodes.data(model::kMembraneCurrent);
    for (auto i = Rows(group).first; i < Rows(group).end; ++i)
        out[i] = electrode_rhs_[static_cast<std::size_t>(i)];
    const auto& schedule = group.cell_class->schedule;
    for (std::size_t k = 0; k < schedule.row.size(); ++k) {
        if (schedule.parent_row[k] < 0) continue;
        const std::int64_t row = group.node_base + schedule.row[k],
                           up = group.node_base + schedule.parent_row[k];
        for (int lane = 0; lane < group.lanes; ++lane) {
            const double difference = v[up + lane] - v[row + lane];
            out[row + lane] += to[row + lane] * difference;
            out[up + lane] -= from[row + lane] * difference;
        }
    }
    for (auto i = Rows(group).first; i < Rows(group).end; ++i) out[i] *= area[i * area_stride] * kNanoamp;
}

} // namespace ranvier::engine
