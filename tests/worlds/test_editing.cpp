// SPDX-License-Identifier: BSD-3-Clause
// A model that is edited between steps goes on like one that was built that way and given the same numbers,
// to the bit.
#include <gtest/gtest.h>

#include <cmath>

#include "networks.hpp"
#include "ranvier/base/error.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

class Editing : public testing::Test {
  protected:
    Editing() {
        net_.world = make_world({.threads = 2});
        small_forest(net_);
        net_.world->initialize(-65);
        net_.world->run(1.5);
    }

    /// Compares with worlds built from nothing, all cells in lanes and all alone.
    void expect_like_new() {
        Network in_lanes, alone;
        in_lanes.world = make_world({.threads = 1, .lane_cells = 1});
        alone.world = make_world({.threads = 1, .lane_cells = 1000000});
        for (auto* fresh : {&in_lanes, &alone}) {
            structure_of (*net_.world)(*fresh);
            fresh->world->set_global("secondorder", net_.world->global("secondorder"));
            fresh->world->initialize(-65);
            copy_numbers(*net_.world, *fresh->world);
        }
        for (const int steps : {1, 2, 30}) {
            net_.world->run_steps(steps);
            const auto here = snapshot(*net_.world);
            for (auto* fresh : {&in_lanes, &alone}) {
                fresh->world->run_steps(steps);
                ASSERT_EQ(difference(snapshot(*fresh->world), here), "") << "after " << steps << " steps";
            }
        }
    }

    Network net_;
};

TEST_F(Editing, NothingIsLikeNew) { expect_like_new(); }

TEST_F(Editing, TimeStepByAnyFactor) {
    const double dt = net_.world->dt();
    for (const double factor : {1e-4, 1e4, 1e-3, 1e3, 0.01, 100.0, 0.1, 10.0, 0.5, 1.0}) {
        SCOPED_TRACE("factor " + std::to_string(factor));
        net_.world->set_dt(dt * factor);
        expect_like_new();
    }
}

TEST_F(Editing, TimeItself) {
    for (const double t : {-1e9, -3.0, 0.0, 1e6}) {
        SCOPED_TRACE("t " + std::to_string(t));
        net_.world->set_global("t", t);
        expect_like_new();
    }
}

TEST_F(Editing, MethodBetweenSteps) {
    for (const auto& [second_order, dt] : {std::pair{2, 0.02}, {0, 0.025}, {1, 0.02}, {0, 0.01}}) {
        SCOPED_TRACE("secondorder " + std::to_string(second_order));
        net_.world->set_global("secondorder", second_order);
        net_.world->set_dt(dt); // the method is looked at when the step is new
        expect_like_new();
    }
}

TEST_F(Editing, NumberOfSegments) {
    for (const long nseg : {2, 15, 3, 1, 7}) {
        for (auto& section : net_.sections) section.set_nseg(nseg);
        expect_like_new();
    }
}

TEST_F(Editing, NewSegmentsTakeTheValuesOfTheOldOnesThere) {
    auto section = net_.sections[1];
    section.set_nseg(3);
    for (int i = 0; i < 3; ++i) section((i + 0.5) / 3).set("g_pas", 0.001 * (i + 1));
    const double v[] = {section(1.0 / 6).get("v"), section(0.5).get("v"), section(5.0 / 6).get("v")};
    section.set_nseg(9);
    for (int i = 0; i < 9; ++i) {
        EXPECT_EQ(section((i + 0.5) / 9).get("g_pas"), 0.001 * (i / 3 + 1));
        EXPECT_EQ(section((i + 0.5) / 9).get("v"), v[i / 3]);
    }
    section.set_nseg(3);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(section((i + 0.5) / 3).get("g_pas"), 0.001 * (i + 1));
}

TEST_F(Editing, Mechanisms) {
    net_.sections[1].insert("hh");
    expect_like_new();
    net_.sections[0].uninsert("hh");
    expect_like_new();
    net_.sections[3].insert("pas");
    net_.sections[1].uninsert("pas");
    expect_like_new();
    for (auto& section : net_.sections) section.uninsert("hh").uninsert("pas");
    expect_like_new();
}

TEST_F(Editing, Shape) {
    net_.sections[0].set_length(333);
    net_.sections[1].set("diam", 7.7);
    net_.sections[2].set_ra(77);
    net_.sections[3].set("cm", 2);
    net_.sections[0](0.1).set("diam", 0.3);
    expect_like_new();
}

TEST_F(Editing, NewSections) {
    auto late = net_.world->section("late");
    late.insert("hh");
    expect_like_new();
    late.connect(net_.sections[1](0.4), 1);
    expect_like_new();
    net_.sections[3].connect(late(0)); // two trees become one
    expect_like_new();
}

TEST_F(Editing, Deletions) {
    net_.sections[1].erase(); // its child becomes a root, its point process loses its place
    EXPECT_EQ(net_.points[3].get()->section(), nullptr);
    expect_like_new();
    net_.points.clear();
    expect_like_new();
    for (const int i : {0, 4, 3, 2}) net_.sections[static_cast<std::size_t>(i)].erase();
    EXPECT_TRUE(net_.world->model().sections().empty());
    net_.world->run_steps(10); // nothing, but in time
}

TEST_F(Editing, PointProcessesMove) {
    auto& model = net_.world->model();
    model.place_point(*net_.points[0].get(), *net_.sections[4].get(), 0.9);
    expect_like_new();
    model.place_point(*net_.points[2].get(), *net_.sections[0].get(), 0);
    model.place_point(*net_.points[3].get(), *net_.sections[2].get(), 0.5);
    expect_like_new();
}

/// What is recorded follows its segment through every edit and goes on; a recording of what was deleted ends.
TEST_F(Editing, RecordingsFollow) {
    const auto kept = net_.world->record(net_.sections[0](0.5).ref("m_hh"));
    const auto ended = net_.world->record(net_.sections[1](0.5).ref("v"));
    net_.world->run_steps(5);
    net_.sections[3].set_nseg(11);
    net_.sections[0].insert("pas");
    net_.world->run_steps(5);
    EXPECT_EQ(ended->size(), 10U);
    net_.sections[1].erase();
    net_.world->run_steps(5);
    EXPECT_EQ(kept->size(), 15U);
    EXPECT_EQ((*kept)[14], net_.sections[0](0.5).get("m_hh"));
    EXPECT_EQ(ended->size(), 10U);
}

/// Two hundred random edits, steps in between; then everything like new.
TEST_F(Editing, ManyAtRandom) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Random random(seed);
        auto& model = net_.world->model();
        int made = 0;
        const auto any_section = [&] {
            return net_
                .sections[static_cast<std::size_t>(random.below(static_cast<int>(net_.sections.size())))];
        };
        for (int edit = 0; edit < 200; ++edit) {
            if (net_.sections.size() < 3) {
                net_.sections.push_back(
                    net_.world->section("new[" + std::to_string(seed) + "." + std::to_string(made++) + "]"));
                net_.sections.back().set_nseg(1 + random.below(5));
            }
            const auto section = any_section(), other = any_section();
            switch (random.below(12)) {
            case 0: section.set_nseg(1 + random.below(9)); break;
            case 1: section.insert("pas"); break;
            case 2: section.insert("hh"); break;
            case 3: section.uninsert(random.coin() ? "pas" : "hh"); break;
            case 4: section(random.between(0, 1)).set("diam", random.between(1, 20)); break;
            case 5: section.set_length(random.between(20, 200)); break;
            case 6: try { section.connect(other(random.coin() ? 1 : random.between(0, 1)), random.below(2));
                } catch (const InputError&) { // a loop
                }
                break;
            case 7: model.disconnect(*section.get()); break;
            case 8:
                if (random.below(3)) break;
                section.erase();
                std::erase_if(net_.sections, [](const auto& s) { return s.get()->is_deleted(); });
                break;
            case 9: {
                const bool is_synapse = random.coin();
                auto point = net_.world->point_process(is_synapse ? "AlphaSynapse" : "IClamp",
                                                       section(random.between(0, 1)));
                point.set(is_synapse ? "tau" : "dur", random.between(1, 20));
                point.set(is_synapse ? "gmax" : "amp", random.between(0.001, 0.1));
                net_.points.push_back(point);
                break;
            }
            case 10:
                if (!net_.points.empty())
                    model.place_point(*net_.points[static_cast<std::size_t>(
                                                       random.below(static_cast<int>(net_.points.size())))]
                                           .get(),
                                      *section.get(), random.between(0, 1));
                break;
            case 11:
                if (!net_.points.empty())
                    net_.points.erase(net_.points.begin() +
                                      random.below(static_cast<int>(net_.points.size())));
                break;
            }
            if (random.below(4) == 0) net_.world->run_steps(random.below(4));
        }
        expect_like_new();
    }
}

/// The way to a steady state that the field's scripts take: a long time ago, in huge steps.
TEST(SteadyState, ComesFromHugeStepsBeforeTimeZero) {
    Network net;
    net.world = make_world();
    small_forest(net);
    auto& world = *net.world;
    const auto v = world.record(net.sections[0](0.5).ref("v"));
    net.points[0].set("amp", 0);
    world.initialize(-65);
    world.set_global("t", -1e9);
    world.set_dt(1e8);
    for (int i = 0; i < 9; ++i) world.step();
    EXPECT_EQ(world.t(), -1e8);
    world.set_global("t", 0);
    world.set_dt(0.025);
    world.currents();
    world.restart_recording();
    ASSERT_EQ(v->size(), 1U);
    const double rest = net.sections[0](0.5).get("v");
    EXPECT_EQ((*v)[0], rest);
    EXPECT_GT(std::abs(rest + 65), 0.01); // it moved
    world.run(0.4);                       // before the synapse opens
    for (const double x : v->span()) EXPECT_NEAR(x, rest, 1e-7);
    EXPECT_NEAR(world.t(), 0.4, 1e-12);
    EXPECT_EQ(v->size(), 17U);
    world.run(3);
    EXPECT_GT(std::abs(net.sections[0](0.5).get("v") - rest), 0.01);
}

} // namespace
} // namespace ranvier::test
