// SPDX-License-Identifier: BSD-3-Clause
// Lean kernels leave no trace: after a run every RANGE variable reads as after a single step, and belongs to
// the same moment.
#include <gtest/gtest.h>

#include "networks.hpp"
#include "runtimes.hpp"
#include "snapshot.hpp"

namespace ranvier::test {
namespace {

/// What a user can read by name, of all sections and point processes.
Snapshot range_variables(world::World& world) {
    Snapshot out;
    for (const auto& section : world.model().sections()) {
        const int n = section->nseg();
        for (int i = 0; i < n; ++i) {
            const double x = (i + 0.5) / n;
            out.emplace_back(section->name() + ".v", world.get(*section, x, world.range("v", "")));
            for (const auto& inserted : section->inserted())
                for (const auto* name : world.names().members(*inserted.type))
                    for (int e = 0; e < name->count; ++e)
                        out.emplace_back(model::Model::place(*section, x) + "." + name->name,
                                         world.get(*section, x, *name, e));
        }
    }
    for (const auto* point : world.model().point_processes())
        for (const auto* name : world.names().members(*point->type()))
            for (int e = 0; e < name->count; ++e)
                out.emplace_back(point->name() + "." + name->name, world.ref(*point, *name, e).get());
    return out;
}

TEST(FullVariables, AfterARunAreThoseAfterSingleSteps) {
    for (const auto& build : {every_mechanism(21, false), ring(9, 1.5), equal_and_different_cells()}) {
        Network run, steps;
        for (auto* net : {&run, &steps}) {
            net->world = make_world();
            build(*net);
            net->world->initialize(-65);
        }
        int done = 0;
        for (const int count : {1, 2, 3, 4, 50, 1, 40}) {
            done += count;
            run.world->run_steps(count);
            for (int i = 0; i < count; ++i) steps.world->step();
            SCOPED_TRACE("after " + std::to_string(done) + " steps");
            const auto expected = range_variables(*steps.world);
            EXPECT_GT(expected.size(), 100U);
            EXPECT_EQ(difference(expected, range_variables(*run.world)), "");
        }
    }
}

/// Currents are those of the step's beginning, gates and rates those of its end.
TEST(FullVariables, AfterARunBelongToTheLastStep) {
    auto world = make_world();
    auto soma = world->section("soma");
    soma.set_length(20);
    soma.set("diam", 20);
    soma.insert("hh").insert("pas");
    auto clamp = world->point_process("IClamp", soma(0.5));
    clamp.set("dur", 1e9);
    clamp.set("amp", 0.2);
    const auto v = world->record(soma(0.5).ref("v"));
    const auto m = world->record(soma(0.5).ref("m_hh"));
    const auto h = world->record(soma(0.5).ref("h_hh"));
    world->initialize(-65);
    world->run(3);
    const auto before = v->size() - 2; // the sample before the last step
    const auto get = [&](const char* name) { return soma(0.5).get(name); };
    const double v0 = (*v)[before], m0 = (*m)[before], h0 = (*h)[before];
    EXPECT_NE(v0, soma(0.5).get("v"));
    EXPECT_EQ(get("gna_hh"), get("gnabar_hh") * m0 * m0 * m0 * h0);
    EXPECT_EQ(get("ina"), get("gna_hh") * (v0 - get("ena")));
    EXPECT_EQ(get("ik"), get("gk_hh") * (v0 - get("ek")));
    EXPECT_EQ(get("il_hh"), get("gl_hh") * (v0 - get("el_hh")));
    EXPECT_EQ(get("i_pas"), get("g_pas") * (v0 - get("e_pas")));
    EXPECT_EQ(clamp.get("i"), 0.2);
    EXPECT_EQ(get("m_hh"), (*m)[v->size() - 1]);
    // the last state update pulled m from m0 towards minf
    EXPECT_LT(get("m_hh") < m0 ? get("minf_hh") : m0, get("m_hh") < m0 ? m0 : get("minf_hh"));
    EXPECT_GT(get("mtau_hh"), 0);
}

/// Everything that is written, seen right after `currents()`: nothing advances, and the currents are of the
/// present v.
TEST(FullVariables, CurrentsAloneBelongToThePresent) {
    auto world = make_world();
    auto soma = world->section("soma");
    soma.set_length(20);
    soma.set("diam", 20);
    soma.insert("hh");
    world->initialize(-50);
    world->run(1);
    const double t = world->t(), v = soma(0.5).get("v"), n = soma(0.5).get("n_hh");
    world->currents();
    EXPECT_EQ(world->t(), t);
    EXPECT_EQ(soma(0.5).get("v"), v);
    EXPECT_EQ(soma(0.5).get("n_hh"), n);
    EXPECT_EQ(soma(0.5).get("ik"), soma(0.5).get("gkbar_hh") * n * n * n * n * (v - soma(0.5).get("ek")));
}

} // namespace
} // namespace ranvier::test
