// SPDX-License-Identifier: BSD-3-Clause
// A model that is edited from inside a run, by a call at a time or by a spike's callback, and connections
// whose ends go while events are under way.
#include <gtest/gtest.h>

#include <cmath>

#include "networks.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

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
        case 4:
            net.sections.push_back(net.world->section("late[" + std::to_string(which) + "]"));
            net.sections.back().insert("hh");
            break;
        case 5:
            net.points[1].set("gmax", 0.002);
            net.world->set_global("celsius", 7);
            break;
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
        inside.world->run_steps(
            std::min<std::int64_t>(GetParam(), std::lround((6 - inside.world->t()) / inside.world->dt())));
    EXPECT_EQ(difference(between.recorded(), inside.recorded()), "");
    EXPECT_EQ(difference(snapshot(*between.world), snapshot(*inside.world)), "");
}

/// Steps that leave out what nobody looks at know who looks: a call may have changed that, and all else.
TEST_P(EditingInside, ACallOfAVariableStepMayChangeTheModel) {
    Firing inside;
    auto& simulator = inside.world->simulator();
    auto settings = simulator.variable();
    settings.is_active = true;
    simulator.set_variable(settings);
    inside.world->initialize(-65);
    for (int i = 0; i < 6; ++i) simulator.call_at(0.5 * (i + 1), [&, i] { edit(inside, i); });
    inside.world->run(6);
    EXPECT_GE(inside.world->t(), 6);
    EXPECT_TRUE(simulator.observers().calls == 0);
    for (auto& section : inside.sections) EXPECT_TRUE(std::isfinite(section(0.5).get("v")));
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

// connections -----------------------------------------------------------------------------------------------

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

} // namespace
} // namespace ranvier::test
