// SPDX-License-Identifier: BSD-3-Clause
// Time of the tree solver per node: a lone cable, random trees, and eight cells in lanes.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <random>

#include "ranvier/math/tree_solver.hpp"

namespace {

using ranvier::math::centre_forest;
using ranvier::math::solve_tree;

void measure(const char* name, const std::vector<std::int32_t>& parent, int lanes) {
    std::vector<std::int32_t> position(parent.size());
    std::iota(position.begin(), position.end(), 0);
    const auto schedule = ranvier::math::make_schedule(centre_forest(parent), position, lanes);
    const std::size_t rows = parent.size() * static_cast<std::size_t>(lanes);
    // Columns begin on a cache line, as the simulator's do.
    const std::size_t stride = (rows + 7) / 8 * 8;
    std::vector<double> storage(6 * stride + 8);
    double* const start_of_columns =
        storage.data() + (64 - reinterpret_cast<std::uintptr_t>(storage.data()) % 64) / 8;
    const auto column = [&](std::size_t i, double value) {
        double* const first = start_of_columns + i * stride;
        std::fill_n(first, rows, value);
        return first;
    };
    const ranvier::math::TreeArrays arrays = {column(0, -65), column(1, 0), column(2, 0),
                                              column(3, 3),   column(4, 1), column(5, 1)};
    double best = 1e30;
    for (int repeat = 0; repeat < 1000; ++repeat) {
        std::fill_n(arrays.rhs, rows, 0.1);
        std::fill_n(arrays.d, rows, 1.0);
        const auto start = std::chrono::steady_clock::now();
        solve_tree(schedule, arrays, 1.0);
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
