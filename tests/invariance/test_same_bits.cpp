// SPDX-License-Identifier: BSD-3-Clause
// The bits of a run depend on the model alone: not on the back end, the grouping into lanes, threads, fusion,
// or how the run is cut. The interpreter, one cell at a time, one step at a time, unfused, is the judge.
#include <gtest/gtest.h>

#include <cmath>

#include "networks.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

using engine::SimulatorOptions;
using world::Backend;

enum class Drive { run, pieces, steps_at_once, single_steps };

struct Way {
    std::string name;
    SimulatorOptions options;
    Drive drive = Drive::run;
};

constexpr int kSteps = 240;
constexpr int kNever = 1000000; // cells that make a lane group

struct Outcome {
    std::vector<double> recorded;
    Snapshot numbers;
};

void drive(world::World& world, Drive drive) {
    const double dt = world.dt();
    switch (drive) {
    case Drive::run: world.run(kSteps * dt); break;
    case Drive::pieces:
        for (const int steps : {1, 2, 5, 38, 39, 42, 100, 170, 171, kSteps}) world.run(steps * dt);
        break;
    case Drive::steps_at_once: world.run_steps(kSteps); break;
    case Drive::single_steps:
        for (int i = 0; i < kSteps; ++i) world.step();
        break;
    }
}

Outcome outcome(const BuildNetwork& build, Backend backend, const Way& way) {
    Network net;
    net.world = world::World::create(runtime(backend), way.options);
    build(net);
    net.world->initialize(-65);
    drive(*net.world, way.drive);
    return {net.recorded(), snapshot(*net.world)};
}

const std::vector<Way>& ways() {
    static const std::vector<Way> all{
        {"run", {.threads = 1}},
        {"run, never in lanes", {.threads = 1, .lane_cells = kNever}},
        {"run, always in lanes", {.threads = 1, .lane_cells = 1}},
        {"run, unfused", {.threads = 1, .fuse_steps = false}},
        {"run, two threads", {.threads = 2}},
        {"run, two threads, never in lanes", {.threads = 2, .lane_cells = kNever}},
        {"run, two threads, always in lanes, unfused", {.threads = 2, .lane_cells = 1, .fuse_steps = false}},
        {"run in pieces", {.threads = 1}, Drive::pieces},
        {"run in pieces, two threads, always in lanes", {.threads = 2, .lane_cells = 1}, Drive::pieces},
        {"run_steps", {.threads = 1}, Drive::steps_at_once},
        {"single steps", {.threads = 1}, Drive::single_steps},
        {"single steps, two threads, always in lanes", {.threads = 2, .lane_cells = 1}, Drive::single_steps},
    };
    return all;
}

struct Case {
    const char* model;
    BuildNetwork build;
    Backend backend;
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
    return out << c.model << " on " << name(c.backend);
}

class SameBits : public testing::TestWithParam<Case> {};

TEST_P(SameBits, HoweverItRuns) {
    const auto& [model, build, backend] = GetParam();
    if (const auto reason = why_absent(backend); !reason.empty()) GTEST_SKIP() << reason;
    const Way judge{"judge", {.threads = 1, .lane_cells = kNever, .fuse_steps = false}, Drive::single_steps};
    const auto expected = outcome(build, Backend::interpreter, judge);
    for (const auto& way : ways()) {
        SCOPED_TRACE(way.name);
        const auto actual = outcome(build, backend, way);
        EXPECT_EQ(difference(expected.recorded, actual.recorded), "");
        EXPECT_EQ(difference(expected.numbers, actual.numbers), "");
    }
}

/// Delays of the rings: longer than a step (groups run apart), a step, shorter (groups step together).
std::vector<Case> cases() {
    std::vector<Case> all;
    for (const auto backend : {Backend::interpreter, Backend::scalar, Backend::lanes}) {
        all.push_back({"ring_long_delay", ring(11, 1.5), backend});
        all.push_back({"ring_one_step", ring(9, 0.025), backend});
        all.push_back({"ring_short_delay", ring(3, 0.01), backend});
        all.push_back({"plastic_ring_long_delay", plastic_ring(11, 1.5), backend});
        all.push_back({"plastic_ring_short_delay", plastic_ring(5, 0.01), backend});
        all.push_back({"warm_ring_table", warm_ring(11, 1.5), backend});
        all.push_back({"warm_ring_exact", with_number(warm_ring(11, 1.5), "usetable_warmk", 0), backend});
        all.push_back({"equal_and_different_cells", equal_and_different_cells(), backend});
        all.push_back({"every_mechanism_1", every_mechanism(1, false), backend});
        all.push_back({"every_mechanism_2", every_mechanism(2, true), backend});
        all.push_back({"every_mechanism_3", every_mechanism(3, true), backend});
        all.push_back({"played_and_sampled", played_and_sampled(), backend});
        all.push_back({"secondorder_1", with_number(every_mechanism(4, true), "secondorder", 1), backend});
        all.push_back({"secondorder_2", with_number(every_mechanism(5, true), "secondorder", 2), backend});
        all.push_back({"exact_rates", with_number(ring(9, 1.5), "usetable_hh", 0), backend});
        all.push_back({"warm", with_number(ring(10, 1.5), "celsius", 16.3), backend});
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(, SameBits, testing::ValuesIn(cases()), [](const auto& test) {
    return std::string(test.param.model) + "_" + std::string(name(test.param.backend));
});

// What the other tests rest on ------------------------------------------------------------------------------

TEST(Comparison, SeesOneBit) {
    const Snapshot a{{"x", 1}, {"y", 2}}, b{{"x", 1}, {"y", std::nextafter(2, 3)}};
    using Numbers = std::vector<double>;
    EXPECT_EQ(difference(a, a), "");
    EXPECT_NE(difference(a, b), "");
    EXPECT_NE(difference(Numbers{0.0}, Numbers{-0.0}), "");
    EXPECT_NE(difference(Numbers{1, 2}, Numbers{1}), "");
}

/// The networks do something worth comparing.
TEST(Networks, Fire) {
    for (const auto& build : {ring(11, 1.5), ring(9, 0.025), ring(3, 0.01), equal_and_different_cells()}) {
        Network net;
        net.world = make_world();
        build(net);
        net.world->initialize(-65);
        net.world->run(kSteps * net.world->dt());
        std::size_t spikes = 0;
        for (const auto& times : net.spikes) spikes += times->size();
        EXPECT_GE(spikes, 3U);
    }
}

} // namespace
} // namespace ranvier::test
