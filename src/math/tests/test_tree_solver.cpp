// SPDX-License-Identifier: BSD-3-Clause
// The tree solver against dense elimination, and the same bits in lanes, alone, and in every variant.
#include "ranvier/math/tree_solver.hpp"

#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "instruction_set.hpp"
#include "ranvier/base/error.hpp"
#include "reference.hpp"
#include "tree_kernel.hpp"

namespace ranvier::math {
namespace {

using tests::bits_of;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

/// A tree of n nodes, or `trees` of them, numbered at random: parents before or after children.
std::vector<std::int32_t> random_forest(std::mt19937& random, int n, int trees) {
    std::vector<std::int32_t> number(at(n));
    std::iota(number.begin(), number.end(), 0);
    std::shuffle(number.begin(), number.end(), random);
    // Some bushy, some long: how far back a parent may be.
    const unsigned reach = 1 + random() % static_cast<unsigned>(n);
    std::vector<std::int32_t> parent(at(n), -1);
    for (int i = trees; i < n; ++i) {
        const int back = 1 + static_cast<int>(random() % std::min(reach, static_cast<unsigned>(i)));
        parent[at(number[at(i)])] = number[at(i - back)];
    }
    return parent;
}

/// Values of one cell (or forest), by node. `to` and `from` belong to the edge to the parent in `forest`.
struct System {
    std::vector<double> v, rhs, d, d_static, to, from;
};

System random_system(std::mt19937& random, const CentredForest& forest) {
    const std::size_t n = forest.parent.size();
    std::uniform_real_distribution<double> number(0.1, 2.0);
    System s;
    for (auto* column : {&s.v, &s.rhs, &s.d, &s.d_static, &s.to, &s.from}) {
        for (std::size_t i = 0; i < n; ++i) column->push_back(number(random));
    }
    for (std::size_t i = 0; i < n; ++i) {
        s.v[i] = s.v[i] * 50 - 100;
        s.rhs[i] -= 1;
        if (forest.parent[i] < 0) continue;
        s.d_static[i] += s.to[i];
        s.d_static[at(forest.parent[i])] += s.from[i];
    }
    return s;
}

TreeSchedule schedule_of(const CentredForest& forest, int lanes) {
    std::vector<std::int32_t> position(forest.order.size());
    std::iota(position.begin(), position.end(), 0);
    return make_schedule(forest, position, lanes);
}

TreeArrays arrays_of(System& s) {
    return {s.v.data(), s.rhs.data(), s.d.data(), s.d_static.data(), s.to.data(), s.from.data()};
}

/// The change of v by Gaussian elimination with pivots.
std::vector<long double> dense_solution(const CentredForest& forest, const System& s) {
    const std::size_t n = forest.parent.size();
    std::vector<std::vector<long double>> m(n, std::vector<long double>(n + 1, 0));
    for (std::size_t i = 0; i < n; ++i) {
        m[i][i] += static_cast<long double>(s.d[i]) + s.d_static[i];
        m[i][n] += s.rhs[i];
        if (forest.parent[i] < 0) continue;
        const std::size_t p = at(forest.parent[i]);
        const long double dv = static_cast<long double>(s.v[p]) - s.v[i];
        m[i][p] -= s.to[i];
        m[p][i] -= s.from[i];
        m[i][n] += s.to[i] * dv;
        m[p][n] -= s.from[i] * dv;
    }
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t pivot = k;
        for (std::size_t i = k + 1; i < n; ++i) {
            if (std::fabs(m[i][k]) > std::fabs(m[pivot][k])) pivot = i;
        }
        std::swap(m[k], m[pivot]);
        for (std::size_t i = k + 1; i < n; ++i) {
            const long double factor = m[i][k] / m[k][k];
            if (factor == 0) continue;
            for (std::size_t j = k; j <= n; ++j) m[i][j] -= factor * m[k][j];
        }
    }
    std::vector<long double> x(n);
    for (std::size_t k = n; k-- > 0;) {
        long double sum = m[k][n];
        for (std::size_t j = k + 1; j < n; ++j) sum -= m[k][j] * x[j];
        x[k] = sum / m[k][k];
    }
    return x;
}

TEST(TreeSolver, MatchesDenseSolveOnRandomTrees) {
    std::mt19937 random(1);
    for (int trial = 0; trial < 60; ++trial) {
        const int n = trial < 5 ? trial + 1 : 1 + static_cast<int>(random() % 200);
        const int trees = std::min(n, 1 + trial % 4);
        const auto forest = centre_forest(random_forest(random, n, trees));
        const System before = random_system(random, forest);
        const auto expected = dense_solution(forest, before);
        long double largest = 0;
        for (const auto x : expected) largest = std::max(largest, std::fabs(x));
        for (const double factor : {1.0, 2.0}) {
            System s = before;
            solve_tree(schedule_of(forest, 1), arrays_of(s), factor);
            for (std::size_t i = 0; i < at(n); ++i) {
                // The matrix is diagonally dominant: no growth, a few roundings a node.
                EXPECT_NEAR(s.rhs[i], static_cast<double>(expected[i]),
                            static_cast<double>(1e-14L * largest * 10));
                EXPECT_EQ(s.v[i], before.v[i] + factor * s.rhs[i]);
            }
        }
    }
}

// A bad number is told of, whichever row, lane and loop (a branch, the root, one of two chains) it comes out of; v stays.
TEST(TreeSolver, RefusesWhatIsNotFinite) {
    std::mt19937 random(7);
    for (const int n : {2, 3, 90}) {
        std::vector<std::int32_t> cable(at(n));
        for (std::size_t i = 0; i < at(n); ++i) cable[i] = static_cast<std::int32_t>(i) - 1;
        for (const auto& forest : {centre_forest(random_forest(random, n, 1)), centre_forest(cable)})
            for (const int lanes : {1, 8}) {
                const std::size_t rows = at(n * lanes);
                System good;
                for (std::size_t lane = 0; lane < at(lanes); ++lane) {
                    const System one = random_system(random, forest);
                    for (auto column : {&System::v, &System::rhs, &System::d, &System::d_static, &System::to,
                                        &System::from}) {
                        (good.*column).resize(rows);
                        for (std::size_t i = 0; i < at(n); ++i)
                            (good.*column)[i * at(lanes) + lane] = (one.*column)[i];
                    }
                }
                System s = good;
                EXPECT_TRUE(solve_tree(schedule_of(forest, lanes), arrays_of(s), 1.0));
                for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL})
                    for (std::size_t row = 0; row < rows; ++row)
                        for (auto column : {&System::v, &System::rhs}) {
                            s = good;
                            (s.*column)[row] = bad;
                            EXPECT_FALSE(solve_tree(schedule_of(forest, lanes), arrays_of(s), 1.0));
                            s.v[row] = good.v[row];
                            EXPECT_EQ(s.v, good.v);
                        }
            }
    }
}

TEST(TreeSolver, LanesHaveTheBitsOfSingleCells) {
    std::mt19937 random(2);
    for (int trial = 0; trial < 40; ++trial) {
        const int n = 1 + static_cast<int>(random() % 200);
        const auto forest = centre_forest(random_forest(random, n, 1));
        std::vector<System> cells;
        for (int lane = 0; lane < 8; ++lane) cells.push_back(random_system(random, forest));
        System together;
        for (auto column :
             {&System::v, &System::rhs, &System::d, &System::d_static, &System::to, &System::from}) {
            (together.*column).resize(at(n) * 8);
            for (std::size_t i = 0; i < at(n) * 8; ++i) (together.*column)[i] = (cells[i % 8].*column)[i / 8];
        }
        solve_tree(schedule_of(forest, 8), arrays_of(together), 1.0);
        for (std::size_t lane = 0; lane < 8; ++lane) {
            solve_tree(schedule_of(forest, 1), arrays_of(cells[lane]), 1.0);
            for (std::size_t i = 0; i < at(n); ++i) {
                EXPECT_EQ(bits_of(together.v[i * 8 + lane]), bits_of(cells[lane].v[i]));
                EXPECT_EQ(bits_of(together.rhs[i * 8 + lane]), bits_of(cells[lane].rhs[i]));
            }
        }
    }
}

#if defined(__x86_64__)
TEST(TreeSolver, VariantsForInstructionSetsHaveTheSameBits) {
    using detail::InstructionSet;
    const auto best = detail::instruction_set();
    if (best == InstructionSet::baseline) GTEST_SKIP() << "this CPU has only one";
    std::vector<const detail::TreeKernels*> variants = {&detail::kBaselineTreeKernels,
                                                        &detail::kV3TreeKernels};
    if (best == InstructionSet::v4) variants.push_back(&detail::kV4TreeKernels);
    std::mt19937 random(3);
    // A star of cables beside random trees: all loops of the solver have work.
    auto parent = random_forest(random, 100, 3);
    for (int i = 0; i < 50; ++i) parent.push_back(i == 0 || i == 25 ? 3 * (i == 0) - 1 : 99 + i);
    const auto forest = centre_forest(parent);
    // Eight rows a node; one at a time they are a forest of eight times as many trees.
    System before;
    for (auto column :
         {&System::v, &System::rhs, &System::d, &System::d_static, &System::to, &System::from}) {
        for (int i = 0; i < 150 * 8; ++i)
            (before.*column).push_back(0.1 + static_cast<double>(random()) * 0x1p-31);
    }
    const auto schedule = schedule_of(forest, 8);
    System reference = before;
    for (std::size_t k = 0; k < variants.size() * 2; ++k) {
        System s = before;
        const auto& variant = *variants[k / 2];
        for (int lane = 0; lane < (k % 2 == 0 ? 1 : 8); ++lane) {
            const detail::TreeKernelArgs args = {s.v.data() + lane,
                                                 s.rhs.data() + lane,
                                                 s.d.data() + lane,
                                                 s.d_static.data() + lane,
                                                 s.to.data() + lane,
                                                 s.from.data() + lane,
                                                 schedule.row.data(),
                                                 schedule.parent_row.data(),
                                                 static_cast<long>(schedule.row.size()),
                                                 schedule.chain_first.data(),
                                                 schedule.chain_last.data(),
                                                 static_cast<long>(schedule.chain_first.size()),
                                                 1.0};
            (k % 2 == 0 ? variant.lanes : variant.single)(args);
        }
        if (k == 0) reference = s;
        for (std::size_t i = 0; i < s.v.size(); ++i) EXPECT_EQ(bits_of(s.v[i]), bits_of(reference.v[i]));
    }
    EXPECT_NE(reference.v, before.v);
}
#endif

TEST(TreeSolver, ChainsInRegistersHaveTheSameBits) {
    std::mt19937 random(6);
    for (const int n : {20, 21, 64, 501}) {
        std::vector<std::int32_t> cable;
        for (int i = 0; i < n; ++i) cable.push_back(i - 1);
        const auto forest = centre_forest(cable);
        const System before = random_system(random, forest);
        auto schedule = schedule_of(forest, 1);
        ASSERT_EQ(schedule.chain_first.size(), 1U);
        EXPECT_GT(schedule.chain_last[0] - schedule.chain_first[0], n - 6);
        System fast = before;
        solve_tree(schedule, arrays_of(fast), 1.0);
        schedule.chain_first.clear();
        schedule.chain_last.clear();
        System plain = before;
        solve_tree(schedule, arrays_of(plain), 1.0);
        for (std::size_t i = 0; i < at(n); ++i) {
            EXPECT_EQ(bits_of(fast.v[i]), bits_of(plain.v[i]));
            EXPECT_EQ(bits_of(fast.rhs[i]), bits_of(plain.rhs[i]));
        }
    }
}

TEST(CentreForest, HangsACableFromItsMiddle) {
    std::vector<std::int32_t> parent;
    for (int i = 0; i < 101; ++i) parent.push_back(i - 1);
    const auto forest = centre_forest(parent);
    EXPECT_EQ(forest.parent[50], -1);
    EXPECT_EQ(forest.parent[49], 50);
    EXPECT_EQ(forest.parent[51], 50);
    // Both halves advance together: no step waits for the one before it.
    for (std::size_t k = 0; k + 1 < 100; ++k) {
        EXPECT_NE(forest.parent[at(forest.order[k])], forest.order[k + 1]);
    }
    // Two nodes halve an even number of them; the smaller index is taken, whichever end the numbers start from.
    EXPECT_EQ(centre_forest(std::vector<std::int32_t>{-1, 0, 1, 2}).parent[1], -1);
    EXPECT_EQ(centre_forest(std::vector<std::int32_t>{1, 2, 3, -1}).parent[1], -1);
}

TEST(CentreForest, KeepsEdgesAndPutsChildrenFirst) {
    std::mt19937 random(4);
    for (int trial = 0; trial < 50; ++trial) {
        const int n = 1 + static_cast<int>(random() % 300);
        const int trees = std::min(n, 1 + trial % 7);
        const auto given = random_forest(random, n, trees);
        const auto forest = centre_forest(given);
        std::vector<int> step(at(n), -1);
        ASSERT_EQ(forest.order.size(), at(n));
        for (std::size_t k = 0; k < at(n); ++k) step[at(forest.order[k])] = static_cast<int>(k);
        int edges = 0;
        for (int i = 0; i < n; ++i) {
            ASSERT_GE(step[at(i)], 0);
            const auto up = forest.parent[at(i)];
            if (up < 0) continue;
            ++edges;
            EXPECT_GT(step[at(up)], step[at(i)]);
            EXPECT_TRUE(given[at(i)] == up || given[at(up)] == i);
        }
        EXPECT_EQ(edges, n - trees);
    }
}

TEST(CentreForest, OrdersATreeTheSameInAnyCompany) {
    std::mt19937 random(5);
    std::vector<std::vector<std::int32_t>> trees;
    std::vector<std::int32_t> all;
    for (int k = 0; k < 9; ++k) {
        trees.push_back(random_forest(random, 5 + 20 * k, 1));
        const auto base = static_cast<std::int32_t>(all.size());
        for (const auto up : trees.back()) all.push_back(up < 0 ? -1 : up + base);
    }
    const auto together = centre_forest(all);
    std::int32_t base = 0;
    for (const auto& tree : trees) {
        const auto alone = centre_forest(tree);
        const auto end = base + static_cast<std::int32_t>(tree.size());
        std::vector<std::int32_t> part;
        for (const auto node : together.order) {
            if (node >= base && node < end) part.push_back(node - base);
        }
        EXPECT_EQ(part, alone.order);
        base = end;
    }
}

TEST(CentreForest, RefusesWhatIsNoForest) {
    EXPECT_THROW((void)centre_forest(std::vector<std::int32_t>{-1, 5}), InputError);
    EXPECT_THROW((void)centre_forest(std::vector<std::int32_t>{-2}), InputError);
    EXPECT_THROW((void)centre_forest(std::vector<std::int32_t>{-1, 2, 3, 1}), InputError);
    EXPECT_THROW((void)centre_forest(std::vector<std::int32_t>{0}), InputError);
    EXPECT_TRUE(centre_forest(std::vector<std::int32_t>{}).order.empty());
}

} // namespace
} // namespace ranvier::math
