// SPDX-License-Identifier: BSD-3-Clause
#include "capacitive_current.hpp"

#include <algorithm>

#include "ranvier/base/units.hpp"

namespace ranvier::engine {

void CapacitiveCurrent::keep(state::Table& nodes) {
    nodes.materialize(model::kCapacitiveCurrent);
    is_kept_ = true;
}

void CapacitiveCurrent::clear(state::Table& nodes, const Group& group) {
    std::fill_n(nodes.data(model::kCapacitiveCurrent) + group.node_base, group.node_rows, 0.0);
}

void CapacitiveCurrent::compute(state::Table& nodes, const Group& group, double rate) {
    const double *dv = nodes.data(model::kRhs), *cm = nodes.data(model::kCm);
    const auto cm_stride = nodes.stride(model::kCm);
    const double factor = units::kMilliampPerMicroamp * rate;
    double* out = nodes.data(model::kCapacitiveCurrent);
    for (std::int64_t i = group.node_base; i < group.node_base + group.node_rows; ++i)
        out[i] = factor * cm[i * cm_stride] * dv[i];
}

} // namespace ranvier::engine
