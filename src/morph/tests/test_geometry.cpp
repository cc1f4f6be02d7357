// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cmath>

#include "ranvier/base/units.hpp"
#include "ranvier/morph/geometry.hpp"

using namespace ranvier::morph;
using ranvier::units::kPi;

namespace {
std::vector<Point> cone(float length, float d0, float d1) {
    std::vector<Point> p{{0, 0, 0, d0}, {length, 0, 0, d1}};
    measure_arcs(p);
    return p;
}
} // namespace

TEST(Geometry, ConeGivesMeanDiametersAndLateralArea) {
    const auto g = frusta(cone(100, 10, 20), 3, 35.4);
    EXPECT_NEAR(g[0].diameter, 35.0 / 3, 1e-12);
    EXPECT_NEAR(g[1].diameter, 15.0, 1e-12);
    EXPECT_NEAR(g[2].diameter, 55.0 / 3, 1e-12);
    double area = 0;
    for (const auto& s : g) area += s.area;
    EXPECT_NEAR(area, kPi * 15 * std::sqrt(100.0 * 100 + 5 * 5), 1e-9);
}

TEST(Geometry, ConeResistanceIsTheIntegral) {
    // integral of 4 rho dx / (pi d(x)^2) over a cone is 4 rho L / (pi d0 d1)
    double sum = 0;
    for (const auto& s : frusta(cone(100, 10, 20), 7, 35.4)) sum += s.left + s.right;
    EXPECT_NEAR(sum, 1e-2 * 35.4 * 4 * 100 / (kPi * 10 * 20), 1e-12);
}

TEST(Geometry, StraightChainEqualsCylinder) {
    std::vector<Point> p;
    for (int i = 0; i <= 10; ++i) p.push_back({0, static_cast<float>(3 * i), 0, 2});
    EXPECT_DOUBLE_EQ(measure_arcs(p), 30);
    for (const auto& s : frusta(p, 4, 100)) {
        const auto c = cylinder(7.5, 2, 100);
        EXPECT_NEAR(s.area, c.area, 1e-11);
        EXPECT_NEAR(s.left, c.left, 1e-12);
        EXPECT_NEAR(s.right, c.right, 1e-12);
        EXPECT_NEAR(s.diameter, 2, 1e-13);
    }
}

TEST(Geometry, StepInDiameterAtOnePlaceIsKept) {
    std::vector<Point> p{{0, 0, 0, 2}, {10, 0, 0, 2}, {10, 0, 0, 4}, {20, 0, 0, 4}};
    EXPECT_DOUBLE_EQ(measure_arcs(p), 20);
    const auto g = frusta(p, 2, 100);
    EXPECT_NEAR(g[0].diameter, 2, 1e-13);
    EXPECT_NEAR(g[1].diameter, 4, 1e-13);
    EXPECT_NEAR(g[0].left + g[0].right, 1e-2 * 100 * 10 / (kPi * 1), 1e-12);
    EXPECT_NEAR(g[1].left + g[1].right, 1e-2 * 100 * 10 / (kPi * 4), 1e-12);
}
