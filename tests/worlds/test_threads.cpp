// SPDX-License-Identifier: BSD-3-Clause
// Worlds share no state: two of them run in two threads at the same time. One of them serves one thread at a
// time.
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "networks.hpp"
#include "ranvier/base/error.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

struct Outcome {
    std::vector<double> recorded;
    Snapshot numbers;
};

Outcome outcome(std::shared_ptr<world::Runtime> runtime, const BuildNetwork& build, int threads) {
    Network net;
    net.world = world::World::create(std::move(runtime), {.threads = threads});
    build(net);
    net.world->initialize(-65);
    net.world->run(4);
    return {net.recorded(), snapshot(*net.world)};
}

void expect_same(const Outcome& expected, const Outcome& actual) {
    EXPECT_EQ(difference(expected.recorded, actual.recorded), "");
    EXPECT_EQ(difference(expected.numbers, actual.numbers), "");
}

TEST(Worlds, OfDifferentModelsRunAtTheSameTime) {
    const std::vector<BuildNetwork> models{ring(9, 1.5), every_mechanism(31, true),
                                           equal_and_different_cells(), every_mechanism(32, false)};
    std::vector<Outcome> expected;
    for (const auto& model : models)
        expected.push_back(outcome(runtime(world::Backend::automatic), model, 1));
    for (int round = 0; round < 3; ++round) {
        // a runtime of their own, so that its kernels are made by both threads
        const auto shared = round == 0
                                ? std::make_shared<world::Runtime>(runtime_options(world::Backend::automatic))
                                : runtime(world::Backend::automatic);
        std::vector<std::future<Outcome>> running;
        for (const auto& model : models)
            running.push_back(std::async(std::launch::async, [&] { return outcome(shared, model, 2); }));
        for (std::size_t i = 0; i < models.size(); ++i) expect_same(expected[i], running[i].get());
    }
}

/// Numbers of a world are its own: temperature, step, tables, mechanisms read from text.
TEST(Worlds, KeepTheirNumbersApart) {
    const auto peak = [](double celsius, double dt, double use_table) {
        Network net;
        net.world = make_world();
        ring(3, 1.5)(net);
        net.world->set_global("celsius", celsius);
        net.world->set_global("usetable_hh", use_table);
        net.world->set_dt(dt);
        net.world->initialize(-65);
        net.world->run(4);
        return net.recorded();
    };
    const auto cold = peak(6.3, 0.025, 1), warm = peak(16.3, 0.0125, 0);
    EXPECT_NE(difference(cold, warm), "");
    for (int round = 0; round < 3; ++round) {
        auto again_cold = std::async(std::launch::async, peak, 6.3, 0.025, 1);
        auto again_warm = std::async(std::launch::async, peak, 16.3, 0.0125, 0);
        EXPECT_EQ(difference(cold, again_cold.get()), "");
        EXPECT_EQ(difference(warm, again_warm.get()), "");
    }
}

class OneWorld : public testing::Test {
  protected:
    void SetUp() override {
        net_.world = make_world({.threads = 2});
        ring(9, 1.5)(net_);
        net_.world->initialize(-65);
        runner_ = std::async(std::launch::async, [this] { net_.world->run(1e12); });
        while (!net_.world->is_running()) std::this_thread::yield();
    }
    void stop() {
        do
            net_.world->simulator()
                .request_stop(); // again, as a run that is just beginning forgets earlier requests
        while (runner_.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready);
        EXPECT_THROW(runner_.get(), Interrupted);
    }

    Network net_;
    std::future<void> runner_;
};

TEST_F(OneWorld, RefusesASecondThread) {
    auto& world = *net_.world;
    const auto refused = [](auto&& use) {
        try {
            use();
        } catch (const StateError& error) {
            return std::string(error.what()).find("another thread") != std::string::npos;
        }
        return false;
    };
    EXPECT_TRUE(refused([&] { world.step(); }));
    EXPECT_TRUE(refused([&] { world.run(1); }));
    EXPECT_TRUE(refused([&] { world.run_steps(3); }));
    EXPECT_TRUE(refused([&] { world.initialize(-65); }));
    EXPECT_TRUE(refused([&] { world.currents(); }));
    EXPECT_TRUE(refused([&] { world.restart_recording(); }));
    EXPECT_TRUE(refused([&] { static_cast<void>(world.section("late")); }));
    EXPECT_TRUE(refused([&] { static_cast<void>(world.artificial_cell("NetStim")); }));
    EXPECT_TRUE(refused([&] { static_cast<void>(world.global("celsius")); }));
    EXPECT_TRUE(refused([&] { world.set_dt(0.1); }));
    EXPECT_TRUE(refused([&] { net_.sections[0].set_nseg(5); }));
    EXPECT_TRUE(refused([&] { net_.sections[0].set("cm", 2); }));
    EXPECT_TRUE(refused([&] { net_.sections[0].insert("pas"); }));
    EXPECT_TRUE(refused([&] { net_.sections[0].erase(); }));
    EXPECT_TRUE(refused([&] { static_cast<void>(net_.sections[0](0.5)); }));
    EXPECT_TRUE(refused([&] { static_cast<void>(net_.points[0].get("g")); }));
    EXPECT_TRUE(refused([&] { net_.connections[0].set_delay(3); }));
    EXPECT_TRUE(refused([&] { net_.connections[0].send(1e13); }));
    stop();
}

/// Handles may end anywhere at any time; what they own ends when the run has.
TEST_F(OneWorld, LetsHandlesEndInAnotherThread) {
    net_.connections.clear();
    net_.points.clear();
    EXPECT_TRUE(net_.world->is_running());
    stop();
    EXPECT_TRUE(net_.world->model().point_processes().empty());
    EXPECT_TRUE(net_.world->model().netcons().empty());
    net_.world->run_steps(10);
}

TEST_F(OneWorld, StopsConsistent) {
    stop();
    auto& world = *net_.world;
    const auto steps = net_.traces[0]->size() - 1;
    EXPECT_GT(steps, 0U);
    // It stands where a run of that many steps ends, all variables of one moment.
    Network fresh;
    fresh.world = make_world();
    ring(9, 1.5)(fresh);
    fresh.world->initialize(-65);
    fresh.world->run_steps(static_cast<std::int64_t>(steps));
    EXPECT_EQ(difference(snapshot(*fresh.world), snapshot(world)), "");
    EXPECT_EQ(difference(fresh.recorded(), net_.recorded()), "");
    world.initialize(-65);
    world.run(4);
    fresh.world->initialize(-65);
    fresh.world->run(4);
    EXPECT_EQ(difference(fresh.recorded(), net_.recorded()), "");
}

} // namespace
} // namespace ranvier::test
