// SPDX-License-Identifier: BSD-3-Clause
// The integrator against solutions that are known.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/integrate/bdf.hpp"

namespace ranvier::integrate {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// x' = -k (x - cos t) - sin t, whose solution from x(0) = 1 is cos t: stiff for a large k.
class Forced : public OdeSystem {
  public:
    explicit Forced(double k) : k_(k) {}
    bool rates(double t, std::span<const double> y, std::span<double> out) override {
        if (fails) throw std::runtime_error("asked to fail");
        if (t >= bad_from) return false;
        for (std::size_t i = 0; i < y.size(); ++i) out[i] = -k_ * (y[i] - std::cos(t)) - std::sin(t);
        return true;
    }
    void solve(double gamma, std::span<double> b) override {
        for (auto& x : b) x /= 1 + gamma * k_;
    }
    bool fails = false;
    double bad_from = kNever;

  private:
    double k_;
};

double error_at(double end, double k, double tolerance) {
    Forced system(k);
    Bdf bdf(system, 1);
    bdf.restart(0, std::vector{1.0}, std::vector{tolerance}, {});
    while (bdf.time() < end) bdf.step(kNever);
    std::vector<double> y(1);
    bdf.interpolate(end, y);
    return std::abs(y[0] - std::cos(end));
}

TEST(Bdf, ErrorFallsWithTheTolerance) {
    for (const double k : {1.0, 1e4}) {
        double last = 1;
        for (const double tolerance : {1e-3, 1e-5, 1e-7, 1e-9}) {
            const double error = error_at(10, k, tolerance);
            EXPECT_LT(error, 100 * tolerance) << k;
            EXPECT_LT(error, last) << k;
            last = error;
        }
    }
}

TEST(Bdf, StopsWhereItIsTold) {
    Forced system(10);
    Bdf bdf(system, 1);
    bdf.restart(0, std::vector{1.0}, std::vector{1e-6}, {});
    int steps = 0;
    while (bdf.time() < 0.75) {
        EXPECT_LE(bdf.step(0.75), 0.75);
        ASSERT_LT(++steps, 1000);
    }
    EXPECT_EQ(bdf.time(), 0.75);
    bdf.step(kNever); // and goes on
    EXPECT_GT(bdf.time(), 0.75);
}

TEST(Bdf, StepsNoLongerThanTheLongest) {
    Forced system(10);
    Bdf bdf(system, 1);
    BdfSettings settings;
    settings.longest = 0.01;
    bdf.restart(0, std::vector{1.0}, std::vector{1e-3}, settings);
    for (int i = 0; i < 50; ++i) {
        const double before = bdf.time();
        EXPECT_LE(bdf.step(kNever) - before, 0.01 * (1 + 1e-12));
    }
    EXPECT_EQ(bdf.counts().steps, 50);
}

TEST(Bdf, OrderStaysBelowTheHighest) {
    Forced system(1);
    Bdf bdf(system, 1);
    BdfSettings settings;
    settings.highest_order = 2;
    bdf.restart(0, std::vector{1.0}, std::vector{1e-8}, settings);
    for (int i = 0; i < 200; ++i) {
        bdf.step(kNever);
        EXPECT_LE(bdf.order(), 2);
    }
    EXPECT_EQ(bdf.order(), 2);
}

TEST(Bdf, WhatTheSystemThrowsComesOut) {
    Forced system(1);
    Bdf bdf(system, 1);
    bdf.restart(0, std::vector{1.0}, std::vector{1e-6}, {});
    bdf.step(kNever);
    system.fails = true;
    EXPECT_THROW(bdf.step(kNever), std::runtime_error);
    system.fails = false;
    bdf.restart(0, std::vector{1.0}, std::vector{1e-6}, {});
    bdf.step(kNever);
    EXPECT_GT(bdf.time(), 0);
}

TEST(Bdf, NoRatesAnywhereIsAnError) {
    Forced system(1);
    Bdf bdf(system, 1);
    bdf.restart(0, std::vector{1.0}, std::vector{1e-6}, {});
    bdf.step(kNever);
    system.bad_from = 0;
    EXPECT_THROW(bdf.step(kNever), NumericsError);
}

TEST(Bdf, SameBitsAgain) {
    const auto run = [] {
        Forced system(100);
        Bdf bdf(system, 3);
        bdf.restart(0, std::vector{1.0, 0.5, -1.0}, std::vector{1e-6, 1e-6, 1e-6}, {});
        for (int i = 0; i < 100; ++i) bdf.step(kNever);
        return std::pair(bdf.time(), bdf.y()[1]);
    };
    EXPECT_EQ(run(), run());
}

} // namespace

} // namespace ranvier::integrate
