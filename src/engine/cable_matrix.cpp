// SPDX-License-Identifier: BSD-3-Clause
// The equations of v that a fixed step solves, for those who want to see them.
#include "impl.hpp"

namespace ranvier::engine {

CableMatrix Simulator::matrix() {
    currents();
    auto& impl = *impl_;
    const auto rows = static_cast<std::size_t>(impl.model.nodes()->row_count());
    CableMatrix out;
    out.d.assign(rows, 0);
    out.rhs.assign(rows, 0);
    for (const auto& group : impl.plan.groups) {
        if (!group->cell_class) continue;
        const auto& [v, rhs, d, d_static, to_parent, from_parent] = group->arrays;
        const auto base = static_cast<std::size_t>(group->node_base);
        const auto& schedule = group->cell_class->schedule;
        for (std::size_t k = 0; k < schedule.row.size(); ++k)
            for (int lane = 0; lane < schedule.lanes; ++lane) {
                const auto n = static_cast<std::size_t>(schedule.row[k] + lane);
                out.d[base + n] += d[n] + d_static[n];
                out.rhs[base + n] += rhs[n];
                if (schedule.parent_row[k] < 0) continue;
                const auto p = static_cast<std::size_t>(schedule.parent_row[k] + lane);
                const double difference = v[p] - v[n];
                out.rhs[base + n] += to_parent[n] * difference;
                out.rhs[base + p] -= from_parent[n] * difference;
                out.edges.push_back({static_cast<std::int32_t>(base + n), static_cast<std::int32_t>(base + p),
                                     -to_parent[n], -from_parent[n]});
            }
    }
    return out;
}

} // namespace ranvier::engine
