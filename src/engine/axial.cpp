// SPDX-License-Identifier: BSD-3-Clause
// Axial conductances and the part of the diagonal that does not change from step to step.
#include <algorithm>

#include "layout.hpp"
#include "ranvier/base/units.hpp"

namespace ranvier::engine {

using model::Section;

void compute_axial(model::Model& model, Plan& plan) {
    auto& nodes = *model.nodes();
    nodes.materialize(model::kToParent);
    nodes.materialize(model::kFromParent);
    for (const auto& group : plan.groups) {
        if (!group->cell_class) continue;
        const auto& c = *group->cell_class;
        const auto n = c.parent.size();
        std::vector<double> resistance(n, 0); // of the edge to the parent in order of construction [Mohm]
        std::vector<double> branches(n, 1);   // that the parent feeds through this edge
        for (int lane = 0; lane < group->lanes; ++lane) {
            const auto& sections = group->cells[static_cast<std::size_t>(lane) < group->cells.size()
                                                    ? static_cast<std::size_t>(lane)
                                                    : 0];
            for (std::size_t s = 0; s < sections.size(); ++s) {
                const Section& section = *sections[s];
                const auto shape = model.shape(section);
                const bool reversed = section.child_end() == 1;
                double behind = 0;
                branches[static_cast<std::size_t>(c.section_first_node[s])] = section.rallbranch();
                for (int i = 0; i <= section.nseg(); ++i) {
                    const auto node = static_cast<std::size_t>(c.section_first_node[s] + i);
                    if (i == section.nseg()) {
                        resistance[node] = behind;
                        break;
                    }
                    const auto& g = shape[static_cast<std::size_t>(reversed ? section.nseg() - 1 - i : i)];
                    resistance[node] = behind + (reversed ? g.right : g.left);
                    behind = reversed ? g.left : g.right;
                }
            }
            const auto row = [&](std::size_t node) {
                return group->node_base + c.position[node] * group->lanes + lane;
            };
            const auto conductance = [&](double r, std::size_t node) { // at the node's area [S/cm2]
                return units::kNanoampPerSquareMicron / (r * nodes.get(row(node), model::kArea));
            };
            for (std::size_t node = 0; node < n; ++node) {
                const int up = c.solver_parent[node];
                if (up < 0) continue;
                const auto parent = static_cast<std::size_t>(up);
                // the solver may have turned the edge round
                const bool is_turned = c.parent[node] != up;
                const auto child = is_turned ? parent : node;
                const double r = resistance[child], to = conductance(r, node), from = conductance(r, parent);
                nodes.data(model::kToParent)[row(node)] = is_turned ? branches[child] * to : to;
                nodes.data(model::kFromParent)[row(node)] = is_turned ? from : branches[child] * from;
            }
        }
    }
}

void compute_static_diagonal(model::Model& model, const Group& group, double rate) {
    if (!group.cell_class) return;
    auto& nodes = *model.nodes();
    const auto& c = *group.cell_class;
    double* d = nodes.data(model::kDStatic) + group.node_base;
    const double* cm = nodes.data(model::kCm);
    const auto cm_stride = nodes.stride(model::kCm);
    std::fill_n(d, group.node_rows, 0.0);
    for (const auto& stretch : c.stretches) {
        if (stretch.region < 0) continue;
        const auto first = static_cast<std::int64_t>(stretch.first) * group.lanes;
        const auto count = static_cast<std::int64_t>(stretch.padded) * group.lanes;
        for (std::int64_t i = first; i < first + count; ++i)
            d[i] = units::kMilliampPerMicroamp * rate * cm[(group.node_base + i) * cm_stride];
    }
    const double* to = nodes.data(model::kToParent) + group.node_base;
    const double* from = nodes.data(model::kFromParent) + group.node_base;
    for (std::size_t k = 0; k < c.schedule.row.size(); ++k) {
        const auto row = c.schedule.row[k], up = c.schedule.parent_row[k];
        if (up < 0) continue;
        for (int l = 0; l < group.lanes; ++l) {
            d[row + l] += to[row + l];
            d[up + l] += from[row + l];
        }
    }
}

} // namespace ranvier::engine
