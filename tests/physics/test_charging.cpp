// SPDX-License-Identifier: BSD-3-Clause
// A passive soma under a constant current: the sequence that implicit Euler makes of it, and the exponential
// that it approaches.
#include <gtest/gtest.h>

#include "convergence.hpp"
#include "ranvier/base/units.hpp"
#include "runtimes.hpp"

namespace ranvier::test {
namespace {

constexpr double kArea = 100;                                                  // [um2]
constexpr double kLeak = 3e-4;                                                 // [S/cm2]
constexpr double kRest = -70;                                                  // [mV]
constexpr double kCapacitance = 1;                                             // [uF/cm2]
constexpr double kCurrent = 1e-3;                                              // [nA]
constexpr double kDensity = units::kNanoampPerSquareMicron * kCurrent / kArea; // [mA/cm2]
constexpr double kTau = units::kMilliampPerMicroamp * kCapacitance / kLeak;    // [ms]

struct Soma {
    std::shared_ptr<world::World> world = make_world();
    world::Section section = world->section("soma");
    world::Point clamp;

    Soma() : clamp(make()) {
        clamp.set("dur", 1e9);
        clamp.set("amp", kCurrent);
    }
    world::Point make() {
        const double size = std::sqrt(kArea / units::kPi);
        section.set_length(size);
        section.set("diam", size);
        section.insert("pas");
        section.set("g_pas", kLeak);
        section.set("e_pas", kRest);
        return world->point_process("IClamp", section(0.5));
    }
};

TEST(Charging, AreaIsThatOfTheCylinder) {
    Soma soma;
    EXPECT_NEAR(soma.section(0.5).area(), kArea, 1e-12 * kArea);
}

TEST(Charging, FollowsTheImplicitEulerSequence) {
    Soma soma;
    const auto v = soma.world->record(soma.section(0.5).ref("v"));
    soma.world->initialize(kRest);
    soma.world->run(40);
    const double rate = units::kMilliampPerMicroamp * kCapacitance / soma.world->dt(); // [S/cm2]
    ASSERT_EQ(v->size(), 1601U);
    double expected = kRest;
    EXPECT_EQ((*v)[0], kRest);
    for (std::size_t i = 1; i < v->size(); ++i) {
        expected = (rate * expected + kLeak * kRest + kDensity) / (rate + kLeak);
        ASSERT_NEAR((*v)[i], expected, 1e-10) << "step " << i;
    }
}

TEST(Charging, FollowsTheTrapezoidSequenceInSecondOrder) {
    Soma soma;
    soma.world->set_global("secondorder", 2);
    const auto v = soma.world->record(soma.section(0.5).ref("v"));
    soma.world->initialize(kRest);
    soma.world->run(40);
    const double rate = 2 * units::kMilliampPerMicroamp * kCapacitance / soma.world->dt();
    double expected = kRest;
    for (std::size_t i = 1; i < v->size(); ++i) {
        expected = ((rate - kLeak) * expected + 2 * (kLeak * kRest + kDensity)) / (rate + kLeak);
        ASSERT_NEAR((*v)[i], expected, 1e-10) << "step " << i;
    }
}

TEST(Charging, ApproachesTheExponentialWithTheOrderOfTheMethod) {
    constexpr double kTime = 2; // [ms]
    const double exact = kRest + kDensity / kLeak * (1 - std::exp(-kTime / kTau));
    for (const auto& [second_order, order] : {std::pair{0, 1.0}, {1, 2.0}, {2, 2.0}}) {
        std::vector<double> errors;
        for (const double dt : {0.1, 0.05, 0.025, 0.0125}) {
            Soma soma;
            soma.world->set_global("secondorder", second_order);
            soma.world->set_dt(dt);
            soma.world->initialize(kRest);
            soma.world->run(kTime);
            errors.push_back(soma.section(0.5).get("v") - exact);
        }
        for (const double found : orders_of_errors(errors, 2)) EXPECT_NEAR(found, order, 0.05);
    }
}

TEST(Charging, EndsAtOhmsLaw) {
    Soma soma;
    soma.clamp.set("dur", 1e12);
    soma.world->set_dt(1e9);
    soma.world->initialize(kRest);
    soma.world->run_steps(2); // each leaves tau/dt of the distance
    EXPECT_NEAR(soma.section(0.5).get("v"), kRest + kDensity / kLeak, 1e-10);
}

} // namespace
} // namespace ranvier::test
