// SPDX-License-Identifier: BSD-3-Clause
// What code asks of its host does not depend on how it runs either: streams of random numbers, the one sequence that all share,
// functions given as data, printed text, and the GLOBAL in which the last instance leaves its number.
#include <gtest/gtest.h>

#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

using engine::SimulatorOptions;
using world::Backend;

constexpr const char* kNoise = R"(
NEURON { SUFFIX noise NONSPECIFIC_CURRENT i RANGE x, y, amp GLOBAL shown RANDOM r }
PARAMETER { amp = 0.01 }
ASSIGNED { v i x y shown }
INITIAL { x = random_uniform(r, -1, 1) y = 0 shown = v + x }
BREAKPOINT { SOLVE draw i = amp*(x + y) + 1e-5*(v + 65) }
PROCEDURE draw() {
    LOCAL k
    x = random_normal(r, 0, 0.5)
    k = 0
    while (x > 0.3*k) {
        x = x - 0.1*random_negexp(r)
        k = k + 1
    }
    y = curve(v + x)
    shown = 2*y + x
}
FUNCTION_TABLE curve(u)
)";

constexpr const char* kTalk = R"(
NEURON { POINT_PROCESS Talk RANGE u, n GLOBAL turns NONSPECIFIC_CURRENT i }
ASSIGNED { u n turns v i }
INITIAL { n = 0 turns = 0 printf("v = %g\n", v) }
BREAKPOINT { SOLVE draw i = 0.001*u }
PROCEDURE draw() {
    u = normrand(0, 1) + 0.1*scop_random()
    turns = turns + 1
    if (u > 1.9) {
        n = n + 1
        printf("%g: %.17g, turn %d\n", t, u, turns)
    }
}
)";

struct Outcome {
    Snapshot numbers;
    std::string text;
};

Outcome outcome(Backend backend, const SimulatorOptions& options, bool in_steps) {
    auto world = world::World::create(runtime(backend), options);
    world->load_mechanism_text("noise.mod", kNoise);
    world->load_mechanism_text("talk.mod", kTalk);
    Outcome out;
    auto& services = world->simulator().services();
    services.set_output([&](std::string_view text) { out.text += text; });
    services.sequential().seed(17);
    services.find_function_table(*world->mechanism("noise")->mechanism, "curve")
        ->set_curve({-1, 0.5, 0.25, 2}, {-90, -70, -60, 20});
    std::vector<world::Section> sections;
    std::vector<world::Point> points;
    for (int cell = 0; cell < 11; ++cell) {
        auto soma = world->section("soma" + std::to_string(cell));
        soma.set_nseg(cell == 5 ? 4 : 3);
        soma.set_length(60);
        soma.insert("pas").insert("noise");
        if (cell % 3 != 1) points.push_back(world->point_process("Talk", soma(0.5)));
        sections.push_back(soma);
    }
    world->initialize(-65);
    constexpr int kSteps = 40;
    if (in_steps)
        for (int i = 0; i < kSteps; ++i) world->step();
    else world->run_steps(kSteps);
    out.numbers = snapshot(*world);
    for (const char* name : {"shown_noise", "turns_Talk"})
        out.numbers.emplace_back(name, world->global(name));
    return out;
}

class Services : public testing::TestWithParam<Backend> {};

TEST_P(Services, AnswerTheSameHoweverItRuns) {
    if (const auto reason = why_absent(GetParam()); !reason.empty()) GTEST_SKIP() << reason;
    const auto judge =
        outcome(Backend::interpreter, {.threads = 1, .lane_cells = 1000000, .fuse_steps = false}, true);
    EXPECT_NE(judge.text.find("turn "), std::string::npos) << "nothing is compared";
    for (const int lane_cells : {1, 2, 1000000})
        for (const int threads : {1, 2})
            for (const bool in_steps : {false, true}) {
                SCOPED_TRACE(std::to_string(lane_cells) + " cells to a lane group, " +
                             std::to_string(threads) + " threads" + (in_steps ? ", single steps" : ""));
                const auto found =
                    outcome(GetParam(), {.threads = threads, .lane_cells = lane_cells}, in_steps);
                EXPECT_EQ(difference(judge.numbers, found.numbers), "");
                EXPECT_EQ(judge.text, found.text);
            }
}

INSTANTIATE_TEST_SUITE_P(All, Services,
                         testing::Values(Backend::interpreter, Backend::scalar, Backend::lanes),
                         [](const auto& one) { return std::string(name(one.param)); });

} // namespace
} // namespace ranvier::test
