// SPDX-License-Identifier: BSD-3-Clause
// A GLOBAL that instances assign keeps what the last of them left, however rows are padded and grouped.
#include <gtest/gtest.h>

#include "runtimes.hpp"

namespace ranvier::test {
namespace {

constexpr const char* kText = R"(
NEURON { SUFFIX seen GLOBAL last RANGE gain }
PARAMETER { gain = 1 }
ASSIGNED { v last }
BREAKPOINT { SOLVE look }
PROCEDURE look() { last = gain*v }
)";

TEST(Globals, KeepWhatTheLastInstanceLeft) {
    for (const int lane_cells : {2, 1000000})
        for (const int cells : {1, 3, 8})
            for (const int nseg : {1, 2, 5, 9}) {
                const auto world = make_world({.threads = 1, .lane_cells = lane_cells});
                world->load_mechanism_text("seen.mod", kText);
                std::vector<world::Section> sections;
                for (int i = 0; i < cells; ++i) {
                    auto s = world->section("s" + std::to_string(i));
                    s.set_nseg(nseg);
                    s.insert("pas");
                    s.insert("seen");
                    for (int k = 0; k < nseg; ++k) s((k + 0.5) / nseg).set("gain_seen", i + 10 * k + 1);
                    sections.push_back(s);
                }
                const auto clamp = [&] {
                    auto c = world->point_process("IClamp", sections.back()(1));
                    c.set("dur", 10);
                    c.set("amp", 0.5);
                    return c;
                }();
                world->initialize(-65);
                for (const int steps : {1, 7}) {
                    world->run_steps(steps);
                    const auto end = sections.back()((nseg - 0.5) / nseg);
                    EXPECT_EQ(world->global("last_seen"), end.get("gain_seen") * end.get("v"))
                        << cells << " cells of " << nseg << " segments, lanes from " << lane_cells;
                }
            }
}

} // namespace
} // namespace ranvier::test
