// SPDX-License-Identifier: BSD-3-Clause
// Groups of cells that run apart between spikes give the same bits as groups that take every step together.
#include <gtest/gtest.h>

#include "networks.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

constexpr double kStop = 8; // [ms]

struct Outcome {
    std::vector<double> recorded;
    Snapshot numbers;
};

Outcome outcome(const BuildNetwork& build, int threads) {
    Network net;
    net.world = make_world({.threads = threads});
    build(net);
    net.world->initialize(-65);
    net.world->run(kStop);
    return {net.recorded(), snapshot(*net.world)};
}

void expect_same(const Outcome& expected, const Outcome& actual) {
    EXPECT_EQ(difference(expected.recorded, actual.recorded), "");
    EXPECT_EQ(difference(expected.numbers, actual.numbers), "");
}

/// A connection shorter than a step that changes nothing: its weight is 0.
BuildNetwork with_silent_connection(BuildNetwork build, double delay) {
    return [build = std::move(build), delay](Network& net) {
        build(net);
        // between the first and the last cell, which stand in different groups
        auto silent = net.world->connect(net.sections.front()(0.5), 0, net.points[net.points.size() - 2]);
        silent.set_delay(delay);
        net.connections.push_back(silent);
    };
}

class Intervals : public testing::TestWithParam<int> {};

TEST_P(Intervals, AnyShortestDelayGivesTheSameBits) {
    const int threads = GetParam();
    const auto build = ring(19, 2.3);
    const auto apart = outcome(build, 1);
    expect_same(apart, outcome(build, threads));
    // from less than a step, over a step and just more, to a multiple of steps to within rounding
    for (const double delay : {0.0, 0.001, 0.024999, 0.025, 0.0250001, 0.03, 0.05, 0.075, 0.1, 0.7, 1.0}) {
        SCOPED_TRACE("delay " + std::to_string(delay));
        expect_same(apart, outcome(with_silent_connection(build, delay), threads));
    }
}

INSTANTIATE_TEST_SUITE_P(Threads, Intervals, testing::Values(1, 2));

/// A spike's callback sees every group at one time, so the groups step together.
TEST(Intervals, ACallbackChangesNothingAndSeesTheTimeOfTheSpike) {
    const auto build = ring(19, 2.3);
    std::vector<double> times;
    const auto with_callback = [&](Network& net) {
        build(net);
        auto recording = std::make_shared<engine::SpikeRecording>();
        recording->source = net.connections[0].get()->source;
        recording->callback = [&](double t) { times.push_back(t); };
        net.world->simulator().record_spikes(recording);
    };
    const auto together = outcome(with_callback, 2);
    expect_same(outcome(build, 1), together);
    Network net;
    net.world = make_world();
    build(net);
    net.world->initialize(-65);
    net.world->run(kStop);
    const auto spikes = net.spikes[0]->span();
    EXPECT_EQ(difference(std::vector<double>(spikes.begin(), spikes.end()), times), "");
    EXPECT_FALSE(times.empty());
}

/// Delays that differ by less than a step between connections of one target keep their order.
TEST(Intervals, SpikesOfOneStepKeepTheirOrder) {
    const auto build = [](Network& net) {
        equal_and_different_cells()(net);
        for (std::size_t i = 0; i < 12; ++i) {
            auto extra = net.world->connect(net.sections[3 * i](0.5), 0, net.points[2 * ((i * 5 + 3) % 12)]);
            extra.set_weight(0.003 * static_cast<double>(i + 1));
            extra.set_delay(0.9 + 0.0037 * static_cast<double>(i % 5));
            net.connections.push_back(extra);
        }
    };
    const auto expected = outcome(build, 1);
    expect_same(expected, outcome(build, 2));
    expect_same(expected, outcome(with_silent_connection(build, 0.001), 2));
}

} // namespace
} // namespace ranvier::test
