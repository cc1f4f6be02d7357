// SPDX-License-Identifier: BSD-3-Clause
// A model that is edited between steps goes on like one that was built that way and given the same numbers, to the bit.
#include <gtest/gtest.h>

#include <cmath>

#include "networks.hpp"
#include "ranvier/base/error.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

/// Two trees with channels, clamps and synapses; nothing that keeps events under way.
void small_forest(Network& net) {
    Random random(17);
    for (int i = 0; i < 5; ++i) {
        auto section = net.world->section("part[" + std::to_string(i) + "]");
        section.set_length(random.between(50, 200));
        section.set("diam", random.between(1, 5));
        section.set_nseg(1 + 2 * random.below(4));
        section.insert(i % 2 ? "pas" : "hh");
        if (i != 0 && i != 3) section.connect(net.sections.back()(i == 2 ? 0.3 : 1));
        net.sections.push_back(section);
    }
    const auto add = [&](const char* type, const world::Segment& place, const char* first, double a, const char* second,
                         double b) {
        auto point = net.world->point_process(type, place);
        point.set(first, a);
        point.set(second, b);
        net.points.push_back(point);
    };
    add("IClamp", net.sections[0](0.5), "dur", 1e9, "amp", 0.2);
    add("AlphaSynapse", net.sections[2](0.8), "onset", 0.5, "gmax", 0.01);
    add("SEClamp", net.sections[4](1), "dur1", 1e9, "amp1", -60);
    add("ExpSyn", net.sections[1](0), "tau", 2, "e", -5);
}

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
            structure_of(*net_.world)(*fresh);
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
            return net_.sections[static_cast<std::size_t>(random.below(static_cast<int>(net_.sections.size())))];
        };
        for (int edit = 0; edit < 200; ++edit) {
            if (net_.sections.size() < 3) {
                net_.sections.push_back(net_.world->section("new[" + std::to_string(seed) + "." + std::to_string(made++) + "]"));
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
            case 6:
                try {
                    section.connect(other(random.coin() ? 1 : random.between(0, 1)), random.below(2));
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
                auto point = net_.world->point_process(is_synapse ? "AlphaSynapse" : "IClamp", section(random.between(0, 1)));
                point.set(is_synapse ? "tau" : "dur", random.between(1, 20));
                point.set(is_synapse ? "gmax" : "amp", random.between(0.001, 0.1));
                net_.points.push_back(point);
                break;
            }
            case 10:
                if (!net_.points.empty())
                    model.place_point(*net_.points[static_cast<std::size_t>(random.below(static_cast<int>(net_.points.size())))].get(),
                                      *section.get(), random.between(0, 1));
                break;
            case 11:
                if (!net_.points.empty()) net_.points.erase(net_.points.begin() + random.below(static_cast<int>(net_.points.size())));
                break;
            }
            if (random.below(4) == 0) net_.world->run_steps(random.below(4));
        }
        expect_like_new();
    }
}

// callbacks --------------------------------------------------------------------------------------------------------------------

/// Edits from inside a run act as edits between runs: from a call at a time, and from a spike's callback.
class EditingInside : public testing::TestWithParam<int> { // steps that a run makes at once
  protected:
    struct Firing : Network {
        Firing() {
            world = make_world({.threads = 2});
            small_forest(*this);
            points[0].set("amp", 0.05);
            auto counter = world->connect(sections[0](0.5), -20, points[3]);
            connections.push_back(counter);
            spikes.push_back(world->record_spikes(counter));
            traces.push_back(world->record(sections[0](0.5).ref("v")));
            world->initialize(-65);
        }
    };
    static void edit(Network& net, int which) {
        auto& first = net.sections[0];
        switch (which % 6) {
        case 0: first.set("gnabar_hh", 0.1); break;
        case 1: first(0.5).set("gkbar_hh", 0.03); break; // a number of its own
        case 2: first.insert("pas"); break;
        case 3: first.set_nseg(first.nseg() + 2); break;
        case 4: net.sections.push_back(net.world->section("late[" + std::to_string(which) + "]")); net.sections.back().insert("hh"); break;
        case 5: net.points[1].set("gmax", 0.002); net.world->set_global("celsius", 7); break;
        }
    }
};

TEST_P(EditingInside, ACallActsAsAnEditBetweenRuns) {
    Firing inside, between;
    for (int i = 0; i < 6; ++i) inside.world->simulator().call_at(0.5 * (i + 1), [&, i] { edit(inside, i); });
    for (int i = 0; i < 6; ++i) {
        between.world->run(0.5 * (i + 1));
        edit(between, i);
    }
    between.world->run(6);
    while (inside.world->t() < 6 - 0.5 * inside.world->dt())
        inside.world->run_steps(std::min<std::int64_t>(GetParam(), std::lround((6 - inside.world->t()) / inside.world->dt())));
    EXPECT_EQ(difference(between.recorded(), inside.recorded()), "");
    EXPECT_EQ(difference(snapshot(*between.world), snapshot(*inside.world)), "");
}

TEST_P(EditingInside, ASpikesCallbackActsAsAnEditBetweenRuns) {
    Firing inside, between;
    for (auto* net : {static_cast<Network*>(&inside), static_cast<Network*>(&between)}) {
        net->world->set_global("celsius", 20); // short spikes, soon over
        net->points[0].set("amp", 0);
        for (int i = 0; i < 8; ++i) {
            net->points.push_back(net->world->point_process("IClamp", net->sections[0](0.5)));
            net->points.back().set("delay", 1 + 5 * i);
            net->points.back().set("dur", 0.5);
            net->points.back().set("amp", 10);
        }
    }
    int edits = 0;
    auto recording = std::make_shared<engine::SpikeRecording>();
    recording->source = inside.connections[0].get()->source;
    recording->callback = [&](double) { edit(inside, edits++); };
    inside.world->simulator().record_spikes(recording);
    const int steps = 1600;
    int done = 0;
    while (done < steps) {
        inside.world->run_steps(std::min(GetParam(), steps - done));
        done += std::min(GetParam(), steps - done);
    }
    // the other world is edited where a step finds that v has crossed the threshold
    int repeated = 0;
    bool was_above = false;
    for (int i = 0; i < steps; ++i) {
        const bool above = between.sections[0](0.5).get("v") > -20;
        if (above && !was_above) edit(between, repeated++);
        was_above = above;
        between.world->step();
    }
    EXPECT_GE(edits, 6);
    EXPECT_EQ(edits, repeated);
    EXPECT_EQ(difference(between.recorded(), inside.recorded()), "");
    EXPECT_EQ(difference(snapshot(*between.world), snapshot(*inside.world)), "");
}

INSTANTIATE_TEST_SUITE_P(Steps, EditingInside, testing::Values(1, 7, 100000));

/// A callback may end what called it.
TEST(EditingConnections, ACallbackMayEndItsOwnSource) {
    auto world = make_world();
    auto axon = world->section("axon");
    auto other = world->section("other");
    axon.insert("hh");
    other.insert("hh");
    auto synapse = std::make_unique<world::Point>(world->point_process("ExpSyn", other(0.5)));
    auto connection = std::make_unique<world::Connection>(world->connect(axon(0.5), -100, *synapse));
    auto recording = std::make_shared<engine::SpikeRecording>();
    recording->source = connection->get()->source;
    int calls = 0;
    recording->callback = [&](double) {
        ++calls;
        world->simulator().remove(recording);
        connection.reset();
        synapse.reset();
        axon.erase();
    };
    world->simulator().record_spikes(recording);
    world->initialize(-65);
    world->run(5);
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(world->model().sections().size(), 1U);
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
    world.run(0.4); // before the synapse opens
    for (const double x : v->span()) EXPECT_NEAR(x, rest, 1e-7);
    EXPECT_NEAR(world.t(), 0.4, 1e-12);
    EXPECT_EQ(v->size(), 17U);
    world.run(3);
    EXPECT_GT(std::abs(net.sections[0](0.5).get("v") - rest), 0.01);
}

// connections ------------------------------------------------------------------------------------------------------------------

/// Events on their way to what ends are dropped, all others arrive; nothing is touched that is gone.
TEST(EditingConnections, EventsUnderWayFollowTheirTargets) {
    auto world = make_world();
    auto soma = world->section("soma");
    soma.insert("pas");
    auto kept = world->point_process("ExpSyn", soma(0.5));
    kept.set("tau", 1e9);
    std::vector<world::Point> doomed;
    std::vector<world::Connection> to_doomed;
    auto to_kept = world->connect(world->artificial_cell("NetStim"), kept);
    to_kept.set_weight(0.5);
    {
        auto ends = world->connect(world->artificial_cell("NetStim"), kept);
        ends.set_weight(0.25);
        for (int i = 0; i < 3; ++i) {
            doomed.push_back(world->point_process("ExpSyn", soma(0.1 * i)));
            to_doomed.push_back(world->connect(world->artificial_cell("NetStim"), doomed.back()));
            to_doomed.back().set_weight(1);
        }
        world->initialize(-65);
        to_kept.send(2);
        ends.send(1.5);
        for (const auto& connection : to_doomed) connection.send(2);
        world->run(1);
    } // `ends` ends
    doomed.clear();
    soma.set_nseg(9);
    world->run(1.7);
    EXPECT_EQ(kept.get("g"), 0);
    to_doomed.clear();
    world->model().place_point(*kept.get(), *soma.get(), 0.9);
    world->run(3);
    EXPECT_NEAR(kept.get("g"), 0.5, 1e-8);
}

TEST(EditingConnections, ASourceThatWasDeletedIsSilent) {
    auto world = make_world();
    auto soma = world->section("soma");
    auto axon = world->section("axon");
    soma.insert("pas");
    axon.insert("hh");
    auto synapse = world->point_process("ExpSyn", soma(0.5));
    auto connection = world->connect(axon(0.5), -100, synapse); // above it from the start
    connection.set_weight(1);
    connection.set_delay(1);
    world->initialize(-65);
    world->run(0.5);
    axon.erase();
    world->run(3);
    EXPECT_GT(synapse.get("g"), 0); // the spike of the first step had left
    world->initialize(-65);
    world->run(3);
    EXPECT_EQ(synapse.get("g"), 0);
}

} // namespace
} // namespace ranvier::test
