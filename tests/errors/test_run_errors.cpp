// SPDX-License-Identifier: BSD-3-Clause
// Wrong numbers and wrong moments while running: the run stops with section, place and time, and the world
// can be used again.
#include <cmath>
#include <limits>

#include "expect_error.hpp"
#include "networks.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Outcome {
    std::vector<double> recorded;
    Snapshot numbers;
};

Outcome after_run(Network& net) {
    net.world->initialize(-65);
    net.world->run(3);
    return {net.recorded(), snapshot(*net.world)};
}

void expect_same(const Outcome& expected, const Outcome& actual) {
    EXPECT_EQ(difference(expected.recorded, actual.recorded), "");
    EXPECT_EQ(difference(expected.numbers, actual.numbers), "");
}

TEST(RunErrors, TimeStep) {
    Network net;
    net.world = make_world();
    ring(3, 1.5)(net);
    const auto expected = after_run(net);
    for (const double bad : {0.0, -0.025, kNan, kInfinity}) {
        const auto refused = [&](auto&& use) {
            expect_error<InputError>(use, {"dt", number_text(bad), "dt > 0"});
        };
        net.world->set_dt(bad);
        const double t = net.world->t();
        refused([&] { net.world->step(); });
        refused([&] { net.world->run(4); });
        refused([&] { net.world->run_steps(2); });
        refused([&] { net.world->initialize(-65); });
        refused([&] { net.world->currents(); });
        EXPECT_EQ(net.world->t(), t);
        net.world->set_dt(0.025);
        expect_same(expected, after_run(net));
    }
}

TEST(RunErrors, Times) {
    Network net;
    net.world = make_world();
    ring(3, 1.5)(net);
    const auto expected = after_run(net);
    expect_error<InputError>([&] { net.world->run(kNan); }, {"stop", "nan"});
    for (const double bad : {kNan, kInfinity, -kInfinity})
        expect_error<InputError>([&] { net.world->initialize(bad); },
                                 {"initial potential", number_text(bad), "finite"});
    net.world->run(-1); // has long been reached
    EXPECT_EQ(difference(expected.numbers, snapshot(*net.world)), "");
    expect_same(expected, after_run(net));
}

TEST(RunErrors, PotentialsMustBeFinite) {
    auto world = make_world();
    auto soma = world->section("soma");
    for (const double bad : {kNan, kInfinity}) {
        expect_error<InputError>([&] { soma(0.5).set("v", bad); },
                                 {"soma(0.5)", "v", number_text(bad), "finite"});
        expect_error<InputError>([&] { soma.set("v", bad); }, {"soma", "v", number_text(bad), "finite"});
    }
    EXPECT_EQ(soma(0.5).get("v"), -65);
}

/// Of a voltage that stops being finite: where and when.
class NotFinite : public testing::TestWithParam<int> {}; // threads

TEST_P(NotFinite, IsReportedWithPlaceAndTime) {
    Network net;
    net.world = make_world({.threads = GetParam()});
    ring(11, 1.5)(net);
    const auto expected = after_run(net);
    auto victim = net.sections[3 * 6 + 2]; // a passive dendrite with five segments, connected by its end 1
    auto clamp = net.world->point_process("IClamp", victim(0.3));
    clamp.set("delay", 1.01);
    clamp.set("dur", 1e9);
    clamp.set("amp", kNan);
    net.world->initialize(-65);
    std::string place;
    try {
        net.world->run(3);
        ADD_FAILURE() << "no error";
    } catch (const NumericsError& error) {
        place = error.parts().object;
        EXPECT_EQ(error.parts().what, "v stopped being finite");
        EXPECT_EQ(error.parts().value, "v = nan mV at t = 1.025 ms") << error.what();
        EXPECT_NE(error.parts().hint.find("the current of IClamp"), std::string::npos) << error.what();
        EXPECT_NE(error.parts().hint.find("IClamp.amp is nan"), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find(place), std::string::npos);
    }
    EXPECT_EQ(place.rfind("cell[6].", 0), 0U) << place; // the cell that has it; the others are well
    EXPECT_TRUE(place.ends_with("(0.3)")) << place;     // where it came from, before it has spread
    EXPECT_TRUE(std::isfinite(net.sections[0](0.5).get("v")));
    // with the cause gone the world is as new
    clamp.set("amp", 0);
    net.points.push_back(clamp);
    const auto after = after_run(net);
    EXPECT_EQ(difference(expected.recorded, after.recorded), "");
}

TEST_P(NotFinite, NamesTheOnlyCompartment) {
    auto world = make_world({.threads = GetParam()});
    auto soma = world->section("soma");
    soma.insert("pas");
    world->initialize(-65);
    world->run(1);
    soma.set("e_pas", kNan);
    expect_error<NumericsError>([&] { world->step(); }, {"soma(", "nan", "1.025 ms", "finite"});
    soma.set("e_pas", -70);
    world->initialize(-65);
    EXPECT_NO_THROW(world->run(1));
    soma.set(
        "g_pas",
        // [S/cm2] of -0.04 at which cm/dt would be used up: v - e_pas is four times as large after each step
        -0.03);
    expect_error<NumericsError>([&] { world->run_steps(2000); }, {"soma(", "v = ", "ms"});
}

INSTANTIATE_TEST_SUITE_P(Threads, NotFinite, testing::Values(1, 2));

TEST(RunErrors, ARunInsideARun) {
    Network net;
    net.world = make_world();
    ring(3, 1.5)(net);
    const auto expected = after_run(net);
    net.world->initialize(-65);
    int calls = 0;
    net.world->simulator().call_at(1, [&] {
        ++calls;
        const auto refused = [&](auto&& use) { expect_error<StateError>(use, {"the world is running"}); };
        refused([&] { net.world->step(); });
        refused([&] { net.world->run(5); });
        refused([&] { net.world->initialize(-65); });
        refused([&] { net.world->currents(); });
        EXPECT_NEAR(net.world->t(), 1, 0.5 * net.world->dt());
        static_cast<void>(net.sections[0](0.5).get("v")); // looking is welcome
    });
    net.world->run(3);
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(difference(expected.recorded, net.recorded()), "");
}

/// What a callback throws ends the run and reaches the caller.
TEST(RunErrors, ACallbackThatThrows) {
    Network net;
    net.world = make_world();
    ring(3, 1.5)(net);
    const auto expected = after_run(net);
    net.world->initialize(-65);
    net.world->simulator().call_at(1, [] { throw InputError("by the user"); });
    expect_error<InputError>([&] { net.world->run(3); }, {"by the user"});
    EXPECT_NEAR(net.world->t(), 1, net.world->dt());
    expect_same(expected, after_run(net));
}

TEST(RunErrors, APollStopsTheRunAtAWholeStep) {
    Network net;
    net.world = make_world();
    ring(3, 1.5)(net);
    const auto expected = after_run(net);
    net.world->initialize(-65);
    bool asked = false;
    net.world->simulator().set_poll([&] { return asked = true; });
    expect_error<Interrupted>([&] { net.world->run(1e12); }, {"stopped at t = ", " ms"});
    EXPECT_TRUE(asked);
    net.world->simulator().set_poll({});
    const auto steps = static_cast<std::int64_t>(net.traces[0]->size() - 1);
    const auto stopped = snapshot(*net.world);
    net.world->initialize(-65);
    net.world->run_steps(steps);
    EXPECT_EQ(difference(snapshot(*net.world), stopped), "");
    expect_same(expected, after_run(net));
}

} // namespace
} // namespace ranvier::test
