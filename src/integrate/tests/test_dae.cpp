// SPDX-License-Identifier: BSD-3-Clause
// Equations of which some hold at each moment, against solutions that are known.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/integrate/dae.hpp"

namespace ranvier::integrate {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// x' = -x + z, z = x/2: x is exp(-t/2).
class Half : public DaeSystem {
  public:
    bool residual(double, std::span<const double> y, std::span<const double> rates,
                  std::span<double> out) override {
        if (fails) throw std::runtime_error("asked to fail");
        out[0] = rates[0] + y[0] - y[1];
        out[1] = y[1] - y[0] / 2;
        return true;
    }
    void solve(double c, std::span<double> b) override { // [c + 1, -1; -1/2, 1]
        const double determinant = c + 0.5;
        const double x = (b[0] + b[1]) / determinant;
        b[1] = ((c + 1) * b[1] + b[0] / 2) / determinant;
        b[0] = x;
    }
    bool fails = false;
};

/// A membrane of capacitance 1 uF and conductance g between two places, a current of 1 mA into the inner one, and from the outer one,
/// which has no capacitance, a conductance to ground. Both equations hold the rate of the potential across the membrane.
class Membrane : public DaeSystem {
  public:
    static constexpr double kInner = 0.3, kOuter = 2; // [mS]
    bool residual(double, std::span<const double> v, std::span<const double> rates,
                  std::span<double> out) override {
        const double across = rates[0] - rates[1] + kInner * (v[0] - v[1]);
        out[0] = across - 1;
        out[1] = across - kOuter * v[1];
        return true;
    }
    void solve(double c, std::span<double> b) override { // [s, -s; s, -s - outer]
        const double s = c + kInner;
        const double outer = (b[0] - b[1]) / kOuter;
        b[0] = b[0] / s + outer;
        b[1] = outer;
    }
};

double error_of_half(double tolerance) {
    Half system;
    Dae dae(system, 2);
    dae.restart(0, std::array{1.0, 9.0}, std::array{0.0, 0.0}, std::array{tolerance, tolerance}, {});
    dae.make_consistent(std::array{1.0, 0.0});
    while (dae.time() < 4) dae.step(kNever);
    std::array<double, 2> y{};
    dae.interpolate(4, y);
    return std::abs(y[0] - std::exp(-2)) + std::abs(y[1] - std::exp(-2) / 2);
}

TEST(Dae, FindsNumbersThatAgree) {
    Half system;
    Dae dae(system, 2);
    dae.restart(0, std::array{1.0, 9.0}, std::array{0.0, 0.0}, std::array{1e-8, 1e-8}, {});
    dae.make_consistent(std::array{1.0, 0.0});
    EXPECT_EQ(dae.y()[0], 1);
    EXPECT_NEAR(dae.y()[1], 0.5, 1e-8);
    EXPECT_NEAR(dae.rates()[0], -0.5, 1e-8);
}

TEST(Dae, ErrorFallsWithTheTolerance) {
    double last = 1;
    for (const double tolerance : {1e-3, 1e-5, 1e-7, 1e-9}) {
        const double error = error_of_half(tolerance);
        EXPECT_LT(error, 100 * tolerance);
        EXPECT_LT(error, last);
        last = error;
    }
}

TEST(Dae, AMembraneBeforeAPlaceWithoutCapacitance) {
    Membrane system;
    Dae dae(system, 2);
    const double outer = 1 / Membrane::kOuter; // at once
    dae.restart(0, std::array{outer, outer}, std::array{1.0, 0.0}, std::array{1e-8, 1e-8}, {});
    while (dae.time() < 20) {
        dae.step(20);
        const double across = (1 - std::exp(-Membrane::kInner * dae.time())) / Membrane::kInner;
        EXPECT_NEAR(dae.y()[1], outer, 1e-6);
        EXPECT_NEAR(dae.y()[0] - dae.y()[1], across, 1e-6);
    }
    EXPECT_EQ(dae.time(), 20);
    EXPECT_LE(dae.order(), 5);
    EXPECT_LT(dae.counts().steps, 500);
}

TEST(Dae, WhatTheSystemThrowsComesOut) {
    Half system;
    Dae dae(system, 2);
    const auto restart = [&] {
        dae.restart(0, std::array{1.0, 0.5}, std::array{-0.5, -0.25}, std::array{1e-6, 1e-6}, {});
    };
    restart();
    dae.step(kNever);
    system.fails = true;
    EXPECT_THROW(dae.step(kNever), std::runtime_error);
    system.fails = false;
    restart();
    dae.step(kNever);
    EXPECT_GT(dae.time(), 0);
}

} // namespace

} // namespace ranvier::integrate
