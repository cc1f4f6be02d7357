// SPDX-License-Identifier: BSD-3-Clause
// A passive cable with sealed ends under a constant current into one of them (Rall 1959): its steady state is
// a hyperbolic cosine, and the discrete one approaches it with the square of the segment's length.
#include <gtest/gtest.h>

#include "convergence.hpp"
#include "ranvier/base/units.hpp"
#include "runtimes.hpp"

namespace ranvier::test {
namespace {

constexpr double kLength = 1000;     // [um]
constexpr double kDiameter = 2;      // [um]
constexpr double kResistivity = 150; // [ohm cm]
constexpr double kLeak = 1e-4;       // [S/cm2]
constexpr double kRest = -65;        // [mV]
constexpr double kCurrent = 0.01;    // [nA]
constexpr double kForEver = 1e10;    // [ms] one step of this length ends in the steady state

/// [um]
double length_constant() {
    constexpr double kMicronsPerCentimetre = 1e4;
    return std::sqrt(kMicronsPerCentimetre * kDiameter / 4 / (kResistivity * kLeak));
}
/// Of the sealed cable, seen from its end [Mohm].
double input_resistance() {
    const double cross_section = units::kPi * kDiameter * kDiameter / 4;
    const double per_length_constant =
        units::kMegohmPerOhmCmPerMicron * kResistivity * length_constant() / cross_section;
    return per_length_constant / std::tanh(kLength / length_constant());
}
double exact(double x) {
    const double lambda = length_constant();
    return kRest + kCurrent * input_resistance() * std::cosh((1 - x) * kLength / lambda) /
                       std::cosh(kLength / lambda);
}

struct Cable {
    std::shared_ptr<world::World> world = make_world();
    world::Section section = world->section("cable");
    std::shared_ptr<world::Point> clamp;

    explicit Cable(int nseg, double x = 0) {
        section.set_length(kLength);
        section.set("diam", kDiameter);
        section.set_ra(kResistivity);
        section.set_nseg(nseg);
        section.insert("pas");
        section.set("g_pas", kLeak);
        section.set("e_pas", kRest);
        clamp = std::make_shared<world::Point>(world->point_process("IClamp", section(x)));
        clamp->set("dur", 10 * kForEver);
        clamp->set("amp", kCurrent);
        world->set_dt(kForEver);
        world->initialize(kRest);
        world->step();
    }
    [[nodiscard]] double v(double x) const { return section(x).get("v"); }
};

TEST(Cable, SteadyStateIsTheHyperbolicCosine) {
    const Cable cable(301);
    for (int i = 0; i < 301; i += 10) {
        const double x = (i + 0.5) / 301;
        EXPECT_NEAR(cable.v(x), exact(x), 2e-5) << "at " << x;
    }
    EXPECT_NEAR(cable.v(0), exact(0), 2e-5);
    EXPECT_NEAR(cable.v(1), exact(1), 2e-5);
}

TEST(Cable, ConvergesWithTheSquareOfTheSegmentLength) {
    for (const double x : {0.0, 0.5, 1.0}) { // nodes of every odd nseg
        std::vector<double> errors;
        for (const int nseg : {5, 15, 45, 135}) errors.push_back(Cable(nseg).v(x) - exact(x));
        for (const double order : orders_of_errors(errors, 3)) EXPECT_NEAR(order, 2, 0.05) << "at " << x;
    }
}

TEST(Cable, InputResistanceIsThatOfAFiniteCable) {
    const Cable cable(1001);
    EXPECT_NEAR((cable.v(0) - kRest) / kCurrent, input_resistance(), 2e-6 * input_resistance());
}

TEST(Cable, IsTheSameFromBothEnds) {
    const Cable from_left(41, 0), from_right(41, 1);
    for (int i = 0; i < 41; ++i) {
        const double x = (i + 0.5) / 41;
        EXPECT_NEAR(from_left.v(x), from_right.v(1 - x), 1e-9) << "at " << x;
    }
    EXPECT_NEAR(from_left.v(0), from_right.v(1), 1e-9);
    EXPECT_NEAR(from_left.v(1), from_right.v(0), 1e-9);
}

/// A section cut in two, by a connection at the end or upside down, is the same cable.
TEST(Cable, CutIntoSectionsIsTheSameCable) {
    const Cable whole(42);
    for (const double child_end : {0.0, 1.0}) {
        auto world = make_world();
        std::vector<world::Section> halves{world->section("a"), world->section("b")};
        for (auto& half : halves) {
            half.set_length(kLength / 2);
            half.set("diam", kDiameter);
            half.set_ra(kResistivity);
            half.set_nseg(21);
            half.insert("pas");
            half.set("g_pas", kLeak);
            half.set("e_pas", kRest);
        }
        halves[1].connect(halves[0](1), child_end);
        auto clamp = world->point_process("IClamp", halves[0](0));
        clamp.set("dur", 10 * kForEver);
        clamp.set("amp", kCurrent);
        world->set_dt(kForEver);
        world->initialize(kRest);
        world->step();
        for (int i = 0; i < 21; ++i) {
            const double x = (i + 0.5) / 21;
            EXPECT_NEAR(halves[0](x).get("v"), whole.v(x / 2), 1e-9);
            EXPECT_NEAR(halves[1](child_end == 0 ? x : 1 - x).get("v"), whole.v((1 + x) / 2), 1e-9);
        }
    }
}

/// Over two halvings the transient at the middle shows the order in time.
TEST(Cable, TransientConvergesWithTheOrderOfTheMethod) {
    for (const auto& [second_order, order] : {std::pair{0, 1.0}, {2, 2.0}}) {
        std::vector<double> results;
        for (const double dt : {0.2, 0.1, 0.05, 0.025, 0.0125}) {
            Cable cable(11);
            cable.world->set_global("secondorder", second_order);
            cable.world->set_dt(dt);
            cable.world->initialize(kRest);
            cable.world->run(4);
            results.push_back(cable.v(0.5));
        }
        for (const double found : orders_of_results(results, 2)) EXPECT_NEAR(found, order, 0.1);
    }
}

} // namespace
} // namespace ranvier::test
