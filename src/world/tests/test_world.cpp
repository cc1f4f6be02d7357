// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/world/builtins.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {
namespace {

std::shared_ptr<World> interpreted() {
    RuntimeOptions options;
    options.backend = Backend::interpreter;
    return World::create(std::make_shared<Runtime>(options));
}

/// The membrane of the squid axon, excited by a clamp; potential after each step.
std::vector<double> spike(World& world) {
    auto soma = world.section("soma");
    soma.set_length(20);
    soma.set("diam", 20);
    soma.insert("hh");
    auto clamp = world.point_process("IClamp", soma(0.5));
    clamp.set("delay", 1);
    clamp.set("dur", 1);
    clamp.set("amp", 0.5);
    const auto v = world.record(soma(0.5).ref("v"));
    world.initialize(-65);
    world.run(10);
    return {v->span().begin(), v->span().end()};
}

TEST(World, RunsTheSquidMembrane) {
    const auto v = spike(*interpreted());
    EXPECT_EQ(v.size(), 401u);
    EXPECT_EQ(v.front(), -65);
    const double peak = *std::max_element(v.begin(), v.end());
    EXPECT_GT(peak, 35);
    EXPECT_LT(peak, 45);
}

TEST(World, TwoInTwoThreadsRunAsOneAlone) {
    const auto expected = spike(*interpreted());
    std::vector<double> got[2];
    std::thread threads[2];
    for (int i = 0; i < 2; ++i) threads[i] = std::thread([&, i] { got[i] = spike(*interpreted()); });
    for (auto& t : threads) t.join();
    EXPECT_EQ(got[0], expected);
    EXPECT_EQ(got[1], expected);
}

TEST(World, IsRefusedToASecondThreadWhileItRuns) {
    const auto world = interpreted();
    const auto s = world->section("s");
    world->initialize(-65);
    bool refused = false;
    world->simulator().call_at(1, [&] {
        std::thread([&] {
            try {
                world->step();
            } catch (const StateError&) {
                refused = true;
            }
            EXPECT_THROW(world->check_access(), StateError);
        }).join();
        EXPECT_NO_THROW(world->check_access()); // the callback itself may
    });
    world->run(2);
    EXPECT_TRUE(refused);
    EXPECT_NO_THROW(world->step());
    EXPECT_EQ(s.name(), "s");
}

TEST(World, NamesReachColumns) {
    const auto world = interpreted();
    auto s = world->section("soma");
    s.insert("hh");
    s.set("gnabar_hh", 0.2);
    EXPECT_EQ(s(0.5).get("gnabar_hh"), 0.2);
    EXPECT_EQ(s(0.5).get("ena"), 50);
    EXPECT_EQ(s(0.5).ref("m_hh").path, "soma(0.5).hh.m");
    EXPECT_EQ(world->global("celsius"), 6.3);
    EXPECT_EQ(world->global("usetable_hh"), 1);
    world->set_global("nai0_na_ion", 12);
    EXPECT_EQ(world->global("nai0_na_ion"), 12);
    EXPECT_THROW((void)s(0.5).get("g_pas"), LookupFailure);
    EXPECT_THROW((void)world->global("nosuch"), LookupFailure);
    EXPECT_THROW(s.insert("nosuch"), LookupFailure);
    EXPECT_THROW((void)s(1.5), InputError);
    try {
        (void)s(0.5).get("gnabr_hh");
        FAIL();
    } catch (const LookupFailure& e) {
        EXPECT_NE(e.parts().hint.find("gnabar_hh"), std::string::npos);
    }
}

TEST(World, PointProcessesEndWithTheirLastHandle) {
    const auto world = interpreted();
    auto s = world->section("s");
    {
        const auto clamp = world->point_process("IClamp", s(0.5));
        EXPECT_EQ(clamp.name(), "IClamp[0]");
        EXPECT_EQ(world->model().point_processes().size(), 1u);
    }
    EXPECT_TRUE(world->model().point_processes().empty());
    EXPECT_EQ(world->point_process("IClamp", s(0.5)).name(), "IClamp[1]");
    EXPECT_THROW((void)world->point_process("hh", s(0.5)), InputError);
}

TEST(World, ConnectionsCarrySpikes) {
    const auto world = interpreted();
    auto s = world->section("s");
    auto stim = world->artificial_cell("NetStim");
    stim.set("start", 1);
    stim.set("number", 2);
    stim.set("interval", 3);
    auto synapse = world->point_process("ExpSyn", s(0.5));
    auto link = world->connect(stim, synapse);
    link.set_weight(0.01);
    const auto times = world->record_spikes(link);
    world->initialize(-65);
    world->run(10);
    EXPECT_EQ(std::vector<double>(times->span().begin(), times->span().end()), (std::vector<double>{1, 4}));
    EXPECT_THROW(link.set_delay(-1), InputError);
}

TEST(World, UserMechanismsAreReadAllOrNone) {
    const auto world = interpreted();
    world->load_mechanism_text("leak2.mod", "NEURON { SUFFIX leak2 NONSPECIFIC_CURRENT i RANGE g }\n"
                                            "PARAMETER { g = .5 (S/cm2) }\nASSIGNED { v (mV) i (mA/cm2) }\n"
                                            "BREAKPOINT { i = g*v }\n");
    auto s = world->section("s");
    s.insert("leak2");
    EXPECT_EQ(s(0.5).get("g_leak2"), 0.5);
    EXPECT_THROW(world->load_mechanism_text("bad.mod", "NEURON { SUFFIX bad "), CompileError);
    EXPECT_EQ(world->find_mechanism("bad"), nullptr);
    EXPECT_THROW((void)world->load_mechanisms("/nowhere.mod"), IoError);
}

TEST(RunControl, MakesDtADivisorOfTheDrawingInterval) {
    const auto world = interpreted();
    world->run_control().set("stdrun_quiet", 1);
    const struct {
        double dt, per_ms, expected;
    } cases[] = {
        {0.03, 40, 0.025}, {0.1, 40, 0.025}, {0.01, 40, 0.0125}, {0.0125, 10, 0.0125}, {0.005, 40, 0.005}};
    for (const auto& c : cases) {
        world->set_dt(c.dt);
        world->run_control().set("steps_per_ms", c.per_ms);
        world->run_control().set_dt();
        EXPECT_EQ(world->dt(), c.expected) << c.dt;
    }
}

TEST(Builtins, NamesAreUnique) {
    std::vector<std::string_view> names;
    for (const auto& b : builtins()) names.push_back(b.name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
    EXPECT_EQ(find_builtin("nosuch"), nullptr);
    ASSERT_NE(find_builtin("Vector"), nullptr);
}

} // namespace
} // namespace ranvier::world
