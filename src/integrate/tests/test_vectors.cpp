// SPDX-License-Identifier: BSD-3-Clause
// The integrator's loops against plain ones, for lengths on both sides of a vector's width.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "../vectors.hpp"

namespace ranvier::integrate {

namespace {

class Vectors : public testing::TestWithParam<std::size_t> {
  protected:
    void SetUp() override { ASSERT_EQ(SUNContext_Create(nullptr, &context_), 0); }
    void TearDown() override {
        for (N_Vector v : made_) N_VDestroy(v);
        SUNContext_Free(&context_);
    }
    N_Vector made(double seed) {
        N_Vector v = made_.empty() ? new_vector(GetParam(), context_) : N_VClone(made_[0]);
        made_.push_back(v);
        std::size_t i = 0;
        for (double& x : numbers(v)) x = std::sin(seed + 1.7 * static_cast<double>(i++));
        return v;
    }

  private:
    SUNContext context_ = nullptr;
    std::vector<N_Vector> made_;
};

TEST_P(Vectors, SumsAreThoseOfPlainLoops) {
    const struct {
        double a, b;
    } factors[] = {{1, 1}, {1, -1}, {-1, 1}, {1, 0.3}, {0.3, 1}, {0.7, -0.7}, {0.3, 0.9}};
    for (const auto& [a, b] : factors) {
        N_Vector x = made(1), y = made(2), z = made(3);
        N_VLinearSum(a, x, b, y, z);
        for (std::size_t i = 0; i < GetParam(); ++i) {
            const double p = numbers(x)[i], q = numbers(y)[i];
            const double want = a == -b ? a * (p - q) : a * p + b * q;
            EXPECT_EQ(numbers(z)[i], want) << a << " " << b << " " << i;
        }
        const std::vector<double> apart(numbers(z).begin(), numbers(z).end());
        N_VLinearSum(a, x, b, y, x); // in place
        for (std::size_t i = 0; i < GetParam(); ++i) EXPECT_EQ(numbers(x)[i], apart[i]);
    }
}

TEST_P(Vectors, TheNormIsTheRootOfTheMeanSquare) {
    N_Vector x = made(4), w = made(5);
    double sum = 0;
    for (std::size_t i = 0; i < GetParam(); ++i) sum += std::pow(numbers(x)[i] * numbers(w)[i], 2);
    const double want = std::sqrt(sum / static_cast<double>(GetParam()));
    EXPECT_NEAR(N_VWrmsNorm(x, w), want, 1e-13 * want);
    numbers(x)[GetParam() - 1] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(std::isnan(N_VWrmsNorm(x, w)));
}

INSTANTIATE_TEST_SUITE_P(Lengths, Vectors, testing::Values(1, 7, 8, 15, 16, 63, 64, 65, 80, 1001));

} // namespace

} // namespace ranvier::integrate
