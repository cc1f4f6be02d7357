// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <vector>

#include "ranvier/state/numbers.hpp"

namespace ranvier::state {
namespace {

TEST(Numbers, GrowKeepAndFill) {
    Numbers n;
    for (int i = 0; i < 1000; ++i) n.push_back(i);
    ASSERT_EQ(n.size(), 1000u);
    for (std::size_t i = 0; i < 1000; ++i) EXPECT_EQ(n[i], static_cast<double>(i));
    n.resize(1002, -1);
    EXPECT_EQ(n[999], 999);
    EXPECT_EQ(n[1001], -1);
    n.resize(2);
    n.resize(4);
    EXPECT_EQ(n[2], 0); // what was there before is not seen again
}

TEST(Numbers, AViewOutlivesGrowthAndTheNumbers) {
    std::shared_ptr<double[]> view;
    {
        Numbers n(3, 7);
        view = n.block();
        n.resize(100000, 1);
        EXPECT_NE(n.block(), view);
        view[0] = 9;
        EXPECT_EQ(n[0], 7);
    }
    EXPECT_EQ(view[0], 9);
    EXPECT_EQ(view[2], 7);
}

TEST(Numbers, AssignReusesTheMemoryIfItFits) {
    Numbers n(10, 1);
    const auto* before = n.data();
    n.assign(std::vector<double>{1, 2, 3});
    EXPECT_EQ(n.data(), before);
    EXPECT_EQ(n.size(), 3u);
    EXPECT_EQ(n[2], 3);
    n.assign(std::vector<double>(50, 4));
    EXPECT_EQ(n.size(), 50u);
    EXPECT_EQ(n[49], 4);
    n.assign({});
    EXPECT_TRUE(n.empty());
}

} // namespace
} // namespace ranvier::state
