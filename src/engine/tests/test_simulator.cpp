// SPDX-License-Identifier: BSD-3-Clause
// The simulator on membrane without mechanisms: time, layout, recording, playing, calls, stops. Nothing here
// needs a kernel.
#include "ranvier/engine/simulator.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "ranvier/base/error.hpp"

namespace ranvier::engine {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A source of no kernels: no mechanism is there that could ask for one.
KernelSource no_kernels() {
    return {[](const KernelRequest& request) -> KernelPtr {
                EXPECT_TRUE(request.mechanisms.empty());
                return nullptr;
            },
            [](const mir::Mechanism&, mir::TableId) -> TableKernels {
                throw InternalError("no table was declared");
            }};
}

class SimulatorTest : public testing::Test {
  protected:
    model::SectionPtr cable(const std::string& name, int nseg) {
        auto section = model_.create_section(name);
        model_.set_diameter(*section, -1, 2);
        model_.set_nseg(*section, nseg);
        return section;
    }
    state::DataRef v(const model::Section& section, double x) {
        return {model_.nodes(), model::kV, model_.node_at(section, x),
                model::Model::place(section, x) + ".v"};
    }
    RecordingPtr record(const state::DataRef& source, double interval = 0,
                        state::NumbersPtr times = nullptr) {
        auto recording = std::make_shared<Recording>();
        recording->source = source;
        recording->target = std::make_shared<state::Numbers>();
        recording->interval = interval;
        recording->times = std::move(times);
        simulator_.record(recording);
        return recording;
    }
    static state::NumbersPtr numbers(const std::vector<double>& values) {
        auto out = std::make_shared<state::Numbers>();
        out->assign(values);
        return out;
    }
    static std::vector<double> values(const RecordingPtr& recording) {
        return {recording->target->span().begin(), recording->target->span().end()};
    }

    model::Model model_;
    Simulator simulator_{model_, no_kernels(), {.threads = 2}};
};

TEST_F(SimulatorTest, ScalarsHaveTheirDefaults) {
    EXPECT_EQ(simulator_.t(), 0);
    EXPECT_EQ(simulator_.dt(), 0.025);
    EXPECT_EQ(simulator_.scalar("celsius").get(), 6.3);
    EXPECT_EQ(simulator_.scalar("secondorder").get(), 0);
    EXPECT_THROW(static_cast<void>(simulator_.scalar("tau")), LookupFailure);
}

TEST_F(SimulatorTest, AnEmptyModelTakesTime) {
    simulator_.initialize();
    simulator_.run(1);
    EXPECT_NEAR(simulator_.t(), 1, 1e-12);
    EXPECT_EQ(simulator_.layout().lone_cells + simulator_.layout().lane_cells, 0);
}

/// Two halves a step are added one after the other, as in the field's programs.
TEST_F(SimulatorTest, TimeIsTheSumOfHalfSteps) {
    static_cast<void>(cable("a", 3));
    simulator_.initialize(-65);
    double t = 0;
    for (int i = 0; i < 1000; ++i) {
        t += 0.5 * 0.025;
        t += 0.5 * 0.025;
    }
    simulator_.run_steps(400);
    simulator_.run(25);
    EXPECT_EQ(simulator_.t(), t);
}

TEST_F(SimulatorTest, RunEndsWithinHalfAStepAndStepsNoMoreThanThat) {
    static_cast<void>(cable("a", 1));
    simulator_.initialize(-65);
    const auto t = record(simulator_.scalar("t"));
    simulator_.initialize(-65);
    simulator_.run(0.1);
    EXPECT_EQ(values(t).size(), 5U);
    simulator_.run(0.1);
    simulator_.run(0.11);
    simulator_.run(-7);
    EXPECT_EQ(values(t).size(), 5U);
    simulator_.run(0.113); // more than half a step away
    EXPECT_EQ(values(t).size(), 6U);
    simulator_.run_steps(0);
    simulator_.run_steps(-3);
    EXPECT_EQ(values(t).size(), 6U);
}

/// Equal cells go in lanes of eight, the rest of a class too if it is large enough.
TEST_F(SimulatorTest, LayoutGroupsEqualCells) {
    for (int i = 0; i < 9; ++i) static_cast<void>(cable("equal[" + std::to_string(i) + "]", 4));
    for (int i = 0; i < 3; ++i) static_cast<void>(cable("different[" + std::to_string(i) + "]", 5 + i));
    const auto expect = [&](int lane_cells, int groups, int in_lanes, int alone) {
        simulator_.set_options({.threads = 1, .lane_cells = lane_cells});
        const auto layout = simulator_.layout();
        EXPECT_EQ(layout.lane_groups, groups);
        EXPECT_EQ(layout.lane_cells, in_lanes);
        EXPECT_EQ(layout.lone_cells, alone);
    };
    expect(2, 1, 8, 4);
    expect(1, 5, 12, 0);
    expect(9, 1, 8, 4);
    expect(1000000, 0, 0, 12);
    EXPECT_NE(simulator_.describe().find("12 cells alone"), std::string::npos);
}

/// Ids stay, wherever the layout puts the rows.
TEST_F(SimulatorTest, LayoutMovesRowsAndKeepsNumbers) {
    std::vector<model::SectionPtr> sections;
    std::vector<state::DataRef> refs;
    for (int i = 0; i < 11; ++i) {
        sections.push_back(cable("s[" + std::to_string(i) + "]", 1 + i % 3));
        if (i % 4 == 1) model_.connect(*sections.back(), i % 2, *sections[sections.size() - 2], 1);
        for (int k = 0; k < sections.back()->nseg(); ++k) {
            refs.push_back(v(*sections.back(), (k + 0.5) / sections.back()->nseg()));
            refs.back().set(static_cast<double>(refs.size()));
        }
    }
    for (const int lane_cells : {2, 1, 1000000, 3}) {
        simulator_.set_options({.threads = 1, .lane_cells = lane_cells});
        simulator_.bring_up_to_date();
        for (std::size_t i = 0; i < refs.size(); ++i) EXPECT_EQ(refs[i].get(), static_cast<double>(i + 1));
    }
}

TEST_F(SimulatorTest, ChargeSpreadsAndStays) {
    const auto a = cable("a", 7);
    simulator_.initialize(-65);
    v(*a, 0.5).set(5); // one seventh of the membrane, 70 mV above
    simulator_.run(500);
    for (int i = 0; i < 7; ++i) EXPECT_NEAR(v(*a, (i + 0.5) / 7).get(), -55, 1e-9);
}

TEST_F(SimulatorTest, RecordsAtEachStepAtIntervalsAndAtTimes) {
    const auto a = cable("a", 7);
    model_.set_length(*a, 3000); // so that v takes its time
    const auto each = record(v(*a, 0.5));
    const auto interval = record(v(*a, 0.5), 0.1);
    const auto at = record(v(*a, 0.5), 0, numbers({0, 0.051, 0.051, 0.07, 10}));
    simulator_.initialize(-65);
    v(*a, 0.1).set(5); // v changes from here on
    simulator_.run(0.55);
    const auto all = values(each);
    ASSERT_EQ(all.size(), 23U);
    EXPECT_EQ(all[22], v(*a, 0.5).get());
    EXPECT_NE(all[22], all[21]);
    EXPECT_EQ(values(interval), (std::vector<double>{all[0], all[4], all[8], all[12], all[16], all[20]}));
    EXPECT_EQ(values(at),
              (std::vector<double>{all[0], all[2], all[2], all[3]})); // the step whose middle was not passed
    simulator_.remove(each);
    simulator_.run(1.05);
    EXPECT_EQ(values(each).size(), 23U);
    EXPECT_EQ(values(interval).size(), 11U);
    simulator_.initialize(-65); // begins again
    EXPECT_EQ(values(interval), std::vector<double>{-65});
}

TEST_F(SimulatorTest, RestartRecordingTakesThePresent) {
    const auto a = cable("a", 1);
    const auto trace = record(v(*a, 0.5));
    simulator_.initialize(-65);
    simulator_.run(1);
    v(*a, 0.5).set(-30);
    simulator_.restart_recording();
    EXPECT_EQ(values(trace), std::vector<double>{-30});
}

TEST_F(SimulatorTest, ARecordingEndsWithWhatItRecords) {
    const auto a = cable("a", 1), b = cable("b", 1);
    const auto of_a = record(v(*a, 0.5)), of_b = record(v(*b, 0.5));
    simulator_.initialize(-65);
    simulator_.run_steps(3);
    model_.delete_section(*a);
    simulator_.run_steps(3);
    EXPECT_EQ(values(of_a).size(), 4U);
    EXPECT_EQ(values(of_b).size(), 7U);
}

TEST_F(SimulatorTest, PlaysInSteps) {
    const auto a = cable("a", 1);
    auto playing = std::make_shared<Playing>();
    playing->target = v(*a, 0.5);
    playing->times = numbers({0.1, 0.2});
    playing->values = numbers({-10, 20});
    simulator_.play(playing);
    const auto trace = record(v(*a, 0.5));
    simulator_.initialize(-65);
    simulator_.run(0.3);
    EXPECT_EQ(values(trace)[1], -65);
    EXPECT_GT(values(trace)[5], -60); // it was set, and spread to the neighbours in the same step
    EXPECT_GT(values(trace)[9], values(trace)[8] + 10);
}

TEST_F(SimulatorTest, CallsComeInOrderAtTheEndsOfTheirSteps) {
    static_cast<void>(cable("a", 1));
    simulator_.initialize(-65);
    std::vector<std::pair<int, double>> called;
    const auto call = [&](int id, double time) {
        simulator_.call_at(time, [&, id] { called.emplace_back(id, simulator_.t()); });
    };
    call(1, 0.5);
    call(2, 0.2);
    call(3, 0.5); // a tie: as asked for
    call(4, 0.2101);
    call(5, 99);
    simulator_.run(1);
    ASSERT_EQ(called.size(), 4U);
    const int order[] = {2, 4, 1, 3};
    const double times[] = {0.2, 0.225, 0.5, 0.5}; // ends of the first steps that reach them
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(called[i].first, order[i]);
        EXPECT_NEAR(called[i].second, times[i], 1e-12);
    }
    simulator_.initialize(-65); // forgets what is to come
    simulator_.run(100);
    EXPECT_EQ(called.size(), 4U);
}

TEST_F(SimulatorTest, ACallMayEditAndAskForMore) {
    const auto a = cable("a", 1);
    simulator_.initialize(-65);
    int calls = 0;
    std::function<void()> again = [&] {
        model_.set_nseg(*a, 1 + ++calls);
        static_cast<void>(cable("late[" + std::to_string(calls) + "]", 2));
        if (calls < 5) simulator_.call_at(simulator_.t() + 0.05, again);
    };
    simulator_.call_at(0.1, again);
    simulator_.run(1);
    EXPECT_EQ(calls, 5);
    EXPECT_EQ(a->nseg(), 6);
    EXPECT_EQ(model_.sections().size(), 6U);
    EXPECT_NEAR(simulator_.t(), 1, 1e-12);
}

TEST_F(SimulatorTest, RefusesTimesThatAreNoTimes) {
    static_cast<void>(cable("a", 1));
    simulator_.initialize(-65);
    simulator_.run(1);
    for (const double bad : {0.5, kNan, kInfinity}) EXPECT_THROW(simulator_.call_at(bad, [] {}), InputError);
    EXPECT_THROW(simulator_.run(kNan), InputError);
    EXPECT_THROW(simulator_.initialize(kNan), InputError);
    for (const double bad : {0.0, -1.0, kNan, kInfinity}) {
        simulator_.scalar("dt").set(bad);
        EXPECT_THROW(simulator_.step(), InputError);
        EXPECT_THROW(simulator_.run(2), InputError);
    }
    simulator_.scalar("dt").set(0.025);
    simulator_.step();
    EXPECT_NEAR(simulator_.t(), 1.025, 1e-12);
}

TEST_F(SimulatorTest, APollStopsARunAndTheNextOneGoesOn) {
    const auto a = cable("a", 50);
    const auto trace = record(v(*a, 0.5));
    simulator_.initialize(-65);
    simulator_.set_poll([] { return true; });
    EXPECT_THROW(simulator_.run(1e12), Interrupted);
    simulator_.set_poll({});
    const double t = simulator_.t();
    EXPECT_GT(t, 0);
    EXPECT_NEAR(t, 0.025 * static_cast<double>(values(trace).size() - 1), 1e-6 * t);
    simulator_.step();
    EXPECT_GT(simulator_.t(), t);
}

} // namespace
} // namespace ranvier::engine
