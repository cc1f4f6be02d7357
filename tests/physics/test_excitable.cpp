// SPDX-License-Identifier: BSD-3-Clause
// Excitable membrane without an oracle: order in time, symmetry, rest.
#include <gtest/gtest.h>

#include "convergence.hpp"
#include "networks.hpp"
#include "runtimes.hpp"

namespace ranvier::test {
namespace {

/// v of one hh compartment on the flank of its spike, rates without a table (whose kinks would hide the
/// order).
double v_on_the_flank(int second_order, double dt) {
    auto world = make_world();
    auto soma = world->section("soma");
    soma.set_length(20);
    soma.set("diam", 20);
    soma.insert("hh");
    auto clamp = world->point_process("IClamp", soma(0.5));
    clamp.set("delay", 0.5);
    clamp.set("dur", 0.5); // both edges are whole steps
    clamp.set("amp", 0.4);
    world->set_global("usetable_hh", 0);
    world->set_global("secondorder", second_order);
    world->set_dt(dt);
    world->initialize(-65);
    world->run(2.5);
    return soma(0.5).get("v");
}

TEST(Excitable, SpikeConvergesWithTheOrderOfTheMethod) {
    for (const auto& [second_order, order, first] : {std::tuple{0, 1.0, 1.0 / 256}, {2, 2.0, 1.0 / 64}}) {
        std::vector<double> results;
        for (int halving = 0; halving < 5; ++halving)
            results.push_back(v_on_the_flank(second_order, std::ldexp(first, -halving)));
        EXPECT_GT(results.back(), -40); // it is a spike
        for (const double found : orders_of_results(results, 2)) EXPECT_NEAR(found, order, 0.1);
    }
}

struct Axon {
    std::shared_ptr<world::World> world = make_world();
    world::Section section = world->section("axon");
    std::vector<world::Point> clamps;
    std::vector<state::NumbersPtr> v;

    Axon() {
        section.set_length(20000);
        section.set("diam", 100);
        section.set_nseg(43);
        section.set_ra(35.4);
        section.insert("hh");
        for (const double x : {0.1, 0.3, 0.5, 0.7, 0.9}) v.push_back(world->record(section(x).ref("v")));
    }
    void pulse(double x) {
        auto clamp = world->point_process("IClamp", section(x));
        clamp.set("delay", 1);
        clamp.set("dur", 0.1);
        clamp.set("amp", 1720);
        clamps.push_back(clamp);
    }
    static double peak(const state::NumbersPtr& trace) {
        return *std::max_element(trace->span().begin(), trace->span().end());
    }
};

TEST(Excitable, TwoSpikesFromBothEndsMeetInTheMiddleAndEnd) {
    Axon axon;
    axon.pulse(0);
    axon.pulse(1);
    axon.world->initialize(-65);
    axon.world->run(15);
    for (std::size_t i = 0; i < axon.v[0]->size(); ++i) {
        ASSERT_NEAR((*axon.v[0])[i], (*axon.v[4])[i], 1e-7) << "step " << i;
        ASSERT_NEAR((*axon.v[1])[i], (*axon.v[3])[i], 1e-7) << "step " << i;
    }
    const auto spikes = [](const state::NumbersPtr& trace) {
        int count = 0;
        for (std::size_t i = 1; i < trace->size(); ++i) count += (*trace)[i - 1] <= 0 && (*trace)[i] > 0;
        return count;
    };
    for (const auto& trace : axon.v) EXPECT_EQ(spikes(trace), 1); // no spike runs on past the other
    EXPECT_GT(Axon::peak(axon.v[2]), Axon::peak(axon.v[1]));      // nobody draws current from the middle
}

TEST(Excitable, ASpikeTravelsAtOneSpeed) {
    Axon axon;
    axon.pulse(0);
    axon.world->initialize(-65);
    axon.world->run(10);
    const auto crossing = [&](const state::NumbersPtr& trace) { // of 0 mV, between the samples [ms]
        std::size_t i = 1;
        while (i < trace->size() && !((*trace)[i - 1] <= 0 && (*trace)[i] > 0)) ++i;
        EXPECT_LT(i, trace->size());
        return (static_cast<double>(i) - (*trace)[i] / ((*trace)[i] - (*trace)[i - 1])) * axon.world->dt();
    };
    const double first = crossing(axon.v[2]) - crossing(axon.v[1]),
                 second = crossing(axon.v[3]) - crossing(axon.v[2]);
    EXPECT_NEAR(second, first, 0.02 * first);
}

TEST(Excitable, PassiveRestStaysToTheBit) {
    Random random(2);
    auto world = make_world();
    auto trunk = world->section("trunk");
    trunk.set_nseg(9);
    auto branch = world->section("branch");
    branch.set_nseg(4);
    branch.connect(trunk(0.3));
    for (const auto& section : {trunk, branch}) {
        section.insert("pas");
        section.set("e_pas", -70);
    }
    world->initialize(-70);
    world->run(100);
    for (const auto& section : {trunk, branch})
        for (int i = 0; i < section.nseg(); ++i) EXPECT_EQ(section((i + 0.5) / section.nseg()).get("v"), -70);
}

TEST(Excitable, RestIsKept) {
    Axon axon;
    axon.world->initialize(-65);
    axon.world->run(400); // comes to rest
    const double rest = axon.section(0.5).get("v");
    EXPECT_NEAR(rest, -65, 0.1);
    axon.world->initialize(rest);
    axon.world->run(100);
    for (const auto& trace : axon.v)
        for (const double v : trace->span()) ASSERT_NEAR(v, rest, 1e-8);
}

} // namespace
} // namespace ranvier::test
