// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include "ranvier/parallel/communicator.hpp"

TEST(Serial, IsRankZeroOfOneAndCollectivesAreTheIdentity) {
    const auto alone = ranvier::parallel::serial();
    EXPECT_EQ(alone->rank(), 0);
    EXPECT_EQ(alone->size(), 1);
    alone->barrier();
    EXPECT_EQ(alone->minimum(2.5), 2.5);
    EXPECT_EQ(alone->maximum(-1.0), -1.0);
    EXPECT_EQ(alone->sum(0.1), 0.1);
}
