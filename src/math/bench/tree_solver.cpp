// SPDX-License-Identifier: BSD-3-Clause
// Time of the tree solver per node: a lone cable, random trees, and eight cells in lanes.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "ranvier/math/tree_solver.hpp"

namespace {

using ranvier::math::centre_forest;
using ranvier::math::solve_tree;

void measure(const char* name, const std::vector<std::int32_t>& parent, int lanes) {
    const auto order = centre_forest(parent);
    ranvier::math::TreeSchedule schedule;
    schedule.lanes = lanes;
    for (const auto node : order.order) {
        const auto up = order.parent[static_cast<std::size_t>(node)];
        schedule.row.push_back(node * lanes);
        schedule.parent_row.push_back(up < 0 ? -1 : up * lanes);
    }
    const std::size_t rows = parent.size() * static_cast<std::size_t>(lanes);
    std::vector<double> v(rows, -65), rhs(rows), d(rows), fixed(rows, 3), to(rows, 1), from(rows, 1);
    double best = 1e30;
    for (int repeat = 0; repeat < 1000; ++repeat) {
        std::fill(rhs.begin(), rhs.end(), 0.1);
        std::fill(d.begin(), d.end(), 1.0);
        const auto start = std::chrono::steady_clock::now();
        solve_tree(schedule, {v.data(), rhs.data(), d.data(), fixed.data(), to.data(), from.data()}, 1.0);
        const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
        best = std::min(best, time.count());
    }
    std::printf("%-24s %5zu nodes x %d lanes: %7.0f ns, %.2f ns a node\n", name, parent.size(), lanes, best,
                best / static_cast<double>(rows));
}

std::vector<std::int32_t> cable(int n) {
    std::vector<std::int32_t> parent;
    for (int i = 0; i < n; ++i) {
        parent.push_back(i - 1);
    }
    return parent;
}

/// Dendrites of a few nodes each, every new one at the end of a random earlier one.
std::vector<std::int32_t> branched(int n, int section) {
    std::mt19937 random(1);
    std::vector<std::int32_t> parent = {-1};
    while (static_cast<int>(parent.size()) < n) {
        const int ends = (static_cast<int>(parent.size()) - 1) / section;
        int up = ends == 0 ? 0 : static_cast<int>(random() % static_cast<unsigned>(ends + 1)) * section;
        for (int i = 0; i < section && static_cast<int>(parent.size()) < n; ++i) {
            parent.push_back(up);
            up = static_cast<int>(parent.size()) - 1;
        }
    }
    return parent;
}

} // namespace

int main() {
    measure("cable", cable(1001), 1);
    measure("branched, sections of 5", branched(1001, 5), 1);
    measure("cable", cable(183), 8);
    measure("branched, sections of 5", branched(183, 5), 8);
}
