// SPDX-License-Identifier: BSD-3-Clause
// Charge is neither made nor lost, and a passive tree answers the same way round both ways.
#include <gtest/gtest.h>

#include "networks.hpp"
#include "ranvier/base/units.hpp"
#include "runtimes.hpp"

namespace ranvier::test {
namespace {

/// A random tree without point processes.
std::vector<world::Section> random_tree(world::World& world, Random& random, int sections) {
    std::vector<world::Section> tree;
    for (int i = 0; i < sections; ++i) {
        auto section = world.section("part[" + std::to_string(i) + "]");
        section.set_length(random.between(20, 300));
        section.set_nseg(1 + random.below(7));
        section.set_ra(random.between(50, 200));
        section.insert("pas");
        for (int s = 0; s < section.nseg(); ++s) {
            const double x = (s + 0.5) / section.nseg();
            section(x).set("diam", random.between(0.5, 10));
            section(x).set("cm", random.between(0.7, 2));
            section(x).set("g_pas", random.between(1e-5, 1e-3));
            section(x).set("e_pas", random.between(-80, -50));
        }
        if (i > 0) {
            const double places[] = {0, 1, random.between(0, 1)};
            section.connect(tree[static_cast<std::size_t>(random.below(i))](places[random.below(3)]),
                            random.below(2));
        }
        tree.push_back(section);
    }
    return tree;
}

std::vector<world::Segment> segments(const std::vector<world::Section>& tree) {
    std::vector<world::Segment> all;
    for (const auto& section : tree)
        for (int s = 0; s < section.nseg(); ++s) all.push_back(section((s + 0.5) / section.nseg()));
    return all;
}

/// In each step the injected current is what charges the membrane and what leaks through it, v taken at the
/// step's end.
TEST(Conservation, InjectedCurrentChargesOrLeaks) {
    Random random(3);
    auto world = make_world();
    const auto tree = random_tree(*world, random, 12);
    for (std::size_t i = 0; i < tree.size(); i += 3) tree[i].insert("hh");
    auto clamp = world->point_process("IClamp", tree[5](0.4));
    clamp.set("dur", 1e9);
    clamp.set("amp", 2);
    auto at_an_end = world->point_process("IClamp", tree[7](1));
    at_an_end.set("dur", 1e9);
    at_an_end.set("amp", -0.3);
    const auto all = segments(tree);
    world->initialize(-65);
    for (int step = 0; step < 200; ++step) {
        std::vector<double> v_before;
        for (const auto& segment : all) v_before.push_back(segment.get("v"));
        world->step();
        double charging = 0, leaking = 0, size = 0; // [nA]
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto& segment = all[i];
            const double per_density = segment.area() / units::kNanoampPerSquareMicron;
            const double v = segment.get("v"), dv = v - v_before[i];
            charging += per_density * units::kMilliampPerMicroamp * segment.get("cm") * dv / world->dt();
            double leak = segment.get("g_pas") * (v - segment.get("e_pas"));
            if (segment.section()->find(*world->mechanism("hh")))
                leak += segment.get("gna_hh") * (v - segment.get("ena")) +
                        segment.get("gk_hh") * (v - segment.get("ek")) +
                        segment.get("gl_hh") * (v - segment.get("el_hh"));
            leaking += per_density * leak;
            size += per_density * std::abs(leak);
        }
        // The slopes of currents are differences over 1e-3 mV, good to about nine digits.
        ASSERT_NEAR(charging + leaking, 2 - 0.3, 1e-8 * (size + 2.3)) << "step " << step;
    }
}

/// Without channels nothing leaks: the charge on the tree is what was injected.
TEST(Conservation, CapacitanceAloneKeepsItsCharge) {
    Random random(4);
    auto world = make_world();
    const auto tree = random_tree(*world, random, 10);
    for (const auto& section : tree) section.uninsert("pas");
    auto clamp = world->point_process("IClamp", tree[3](0.7));
    clamp.set("delay", 1);
    clamp.set("dur", 2);
    clamp.set("amp", 0.25);
    const auto all = segments(tree);
    const auto charge = [&] { // [pC]
        double sum = 0;
        for (const auto& segment : all)
            sum += segment.area() / units::kNanoampPerSquareMicron * units::kMilliampPerMicroamp *
                   segment.get("cm") * segment.get("v");
        return sum;
    };
    world->initialize(-65);
    const double before = charge();
    world->run(10);
    EXPECT_NEAR(charge() - before, 0.25 * 2, 1e-11 * std::abs(before));
    world->set_dt(
        1e3); // long against the equalisation, short enough that capacitance is not lost beside conductance
    world->run_steps(10);
    EXPECT_NEAR(charge() - before, 0.25 * 2, 1e-10 * std::abs(before));
    for (const auto& segment : all) EXPECT_NEAR(segment.get("v"), all[0].get("v"), 1e-6); // spread evenly
}

/// The response at b to a current at a is that at a to the same current at b, at every moment.
TEST(Conservation, TransferIsReciprocal) {
    const auto response = [](std::pair<int, double> from, std::pair<int, double> to) {
        Random random(8);
        auto world = make_world();
        const auto tree = random_tree(*world, random, 15);
        auto clamp = world->point_process("IClamp", tree[static_cast<std::size_t>(from.first)](from.second));
        clamp.set("dur", 1);
        clamp.set("amp", 0);
        const auto v = world->record(tree[static_cast<std::size_t>(to.first)](to.second).ref("v"));
        std::vector<std::vector<double>> runs;
        for (const double amp : {0.0, 1.0}) { // leaks pull in different directions: take the difference
            clamp.set("amp", amp);
            world->initialize(-65);
            world->run(5);
            runs.emplace_back(v->span().begin(), v->span().end());
        }
        for (std::size_t i = 0; i < runs[0].size(); ++i) runs[1][i] -= runs[0][i];
        return runs[1];
    };
    const std::pair<int, double> places[] = {{0, 0.5}, {14, 0.9}, {9, 0}, {6, 1}, {11, 0.3}};
    for (const auto& a : places)
        for (const auto& b : places) {
            if (!(a < b)) continue;
            const auto there = response(a, b), back = response(b, a);
            double largest = 0;
            for (const double x : there) largest = std::max(largest, std::abs(x));
            EXPECT_GT(largest, 1e-6);
            for (std::size_t i = 0; i < there.size(); ++i)
                ASSERT_NEAR(there[i], back[i], 1e-9 * largest + 1e-11);
        }
}

} // namespace
} // namespace ranvier::test
