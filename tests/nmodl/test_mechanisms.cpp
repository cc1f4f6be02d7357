// SPDX-License-Identifier: BSD-3-Clause
// The standard mechanisms against the equations they stand for.
#include <gtest/gtest.h>

#include <cmath>

#include "machine.hpp"
#include "ranvier/base/units.hpp"

namespace ranvier::nmodl {
namespace {

struct Rates {
    double m, h, n, mtau, htau, ntau;
};

/// Hodgkin and Huxley (1952), eq. 12, 13, 20, 21, 23, 24, v shifted to a rest of -65 mV.
Rates rates(double v, double celsius) {
    const double q10 = std::pow(3, (celsius - 6.3) / 10);
    const auto ratio = [](double x, double y) {
        return std::abs(x / y) < 1e-6 ? y * (1 - x / y / 2) : x / std::expm1(x / y);
    };
    const double am = .1 * ratio(-(v + 40), 10), bm = 4 * std::exp(-(v + 65) / 18);
    const double ah = .07 * std::exp(-(v + 65) / 20), bh = 1 / (std::exp(-(v + 35) / 10) + 1);
    const double an = .01 * ratio(-(v + 55), 10), bn = .125 * std::exp(-(v + 65) / 80);
    return {am / (am + bm),        ah / (ah + bh),        an / (an + bn),
            1 / (q10 * (am + bm)), 1 / (q10 * (ah + bh)), 1 / (q10 * (an + bn))};
}

TEST(Hh, RatesAreThePapers) {
    auto hh = Machine::standard("hh");
    hh["usetable"] = 0;
    hh.fill_tables();
    for (const double celsius : {6.3, 18.5})
        for (double v = -100; v <= 100; v += 0.7) {
            hh.number("world.celsius") = celsius;
            hh.ask("rates", {v});
            const auto expected = rates(v, celsius);
            EXPECT_NEAR(hh["minf"], expected.m, 1e-13);
            EXPECT_NEAR(hh["hinf"], expected.h, 1e-13);
            EXPECT_NEAR(hh["ninf"], expected.n, 1e-13);
            EXPECT_NEAR(hh["mtau"], expected.mtau, 1e-13);
            EXPECT_NEAR(hh["htau"], expected.htau, 2e-12);
            EXPECT_NEAR(hh["ntau"], expected.ntau, 2e-12);
        }
}

TEST(Hh, TheTableHasOneMillivoltSteps) {
    auto hh = Machine::standard("hh");
    hh.fill_tables();
    hh.ask("rates", {-64.5});
    EXPECT_NEAR(hh["minf"], (rates(-65, 6.3).m + rates(-64, 6.3).m) / 2, 1e-15);
    // NEURON 9.0.2
    EXPECT_NEAR(hh["minf"], 0.05622366427616188, 1e-15);
    hh["usetable"] = 0;
    hh.ask("rates", {-64.5});
    EXPECT_NEAR(hh["minf"], 0.05613717526491307, 1e-15);
}

TEST(Hh, CurrentsAndConductances) {
    auto hh = Machine::standard("hh");
    hh.fill_tables();
    hh.outside("node.v") = -65;
    hh.outside("na_ion.ena") = 50;
    hh.outside("k_ion.ek") = -77;
    hh.initial();
    const auto at_rest = rates(-65, 6.3);
    EXPECT_NEAR(hh["m"], at_rest.m, 1e-15);
    EXPECT_NEAR(hh["h"], at_rest.h, 1e-15);
    EXPECT_NEAR(hh["n"], at_rest.n, 1e-15);
    hh.current();
    const double gna = .12 * std::pow(at_rest.m, 3) * at_rest.h, gk = .036 * std::pow(at_rest.n, 4);
    EXPECT_NEAR(hh["gna"], gna, 1e-15);
    EXPECT_NEAR(hh["gk"], gk, 1e-15);
    EXPECT_NEAR(hh["il"], .0003 * -10.7, 1e-15);
    EXPECT_NEAR(hh.outside("na_ion.ina"), gna * -115, 1e-15);
    EXPECT_NEAR(hh.outside("k_ion.ik"), gk * 12, 1e-15);
    EXPECT_NEAR(hh.outside("node.rhs"), -(gna * -115 + gk * 12 + .0003 * -10.7), 1e-15);
    EXPECT_NEAR(hh.outside("node.d"), gna + gk + .0003, 1e-16);
}

TEST(Hh, GatesRelaxExponentially) {
    auto hh = Machine::standard("hh");
    hh["usetable"] = 0;
    hh.fill_tables();
    hh.outside("node.v") = -65;
    hh.initial();
    hh.outside("node.v") = -20;
    hh.number("world.dt") = 0.01;
    for (int step = 0; step < 100; ++step) hh.advance();
    const auto from = rates(-65, 6.3), to = rates(-20, 6.3);
    EXPECT_NEAR(hh["m"], to.m + (from.m - to.m) * std::exp(-1 / to.mtau), 1e-13);
    EXPECT_NEAR(hh["h"], to.h + (from.h - to.h) * std::exp(-1 / to.htau), 1e-13);
    EXPECT_NEAR(hh["n"], to.n + (from.n - to.n) * std::exp(-1 / to.ntau), 1e-13);
}

TEST(Ions, NernstPotentialWhereTheStyleAsksForIt) {
    auto ca = Machine::standard("ca_ion");
    const double start = ca["eca"];
    EXPECT_NEAR(start, 12.5 * std::log(2 / 5e-5), 1e-13);
    ca["eca"] = 1;
    ca["cai"] = 1e-4;
    ca.initial();
    EXPECT_EQ(ca["eca"], 1);
    EXPECT_EQ(ca["cai"], 1e-4);
    ca["einit_"] = 1;
    ca.initial();
    EXPECT_NEAR(ca["eca"], 1000 * units::kGasConstant * 279.45 / units::kFaraday / 2 * std::log(2 / 1e-4),
                1e-11);
    ca["cinit_"] = 1;
    ca.initial();
    EXPECT_EQ(ca["cai"], 5e-5);
    const double before = ca["eca"];
    ca["cai"] = 0;
    ca["ica"] = 5;
    ca["dica_dv_"] = 6;
    ca.run(ca.mechanism.current);
    EXPECT_EQ(ca["ica"], 0) << "the sum starts anew";
    EXPECT_EQ(ca["dica_dv_"], 0);
    EXPECT_EQ(ca["eca"], before) << "it follows only with eadvance_";
    ca["eadvance_"] = 1;
    ca.run(ca.mechanism.current);
    EXPECT_EQ(ca["eca"], 1e6);
    ca["cai"] = 1;
    ca["cao"] = 0;
    ca.run(ca.mechanism.current);
    EXPECT_EQ(ca["eca"], -1e6);
}

TEST(IClamp, IsOnFromDelayUntilItsDurationIsOver) {
    auto clamp = Machine::standard("IClamp");
    clamp["delay"] = 1;
    clamp["dur"] = 2;
    clamp["amp"] = 0.5;
    clamp.outside("node.area") = 200;
    for (const auto& [t, i] :
         {std::pair{0.0, 0.0}, {0.999, 0.0}, {1.0, 0.5}, {2.999, 0.5}, {3.0, 0.0}, {9.0, 0.0}}) {
        clamp.number("world.t") = t;
        clamp.current();
        EXPECT_EQ(clamp["i"], i) << t;
        EXPECT_EQ(clamp.outside("node.rhs"), i / 2) << t;
        EXPECT_EQ(clamp.outside("node.d"), 0);
    }
}

TEST(SEClamp, HoldsThreeLevelsThroughItsResistance) {
    auto clamp = Machine::standard("SEClamp");
    for (const int i : {1, 2, 3}) {
        clamp["dur" + std::to_string(i)] = i;
        clamp["amp" + std::to_string(i)] = 10 * i;
    }
    clamp["rs"] = 4;
    clamp.outside("node.area") = 100;
    clamp.outside("node.v") = -65;
    clamp.initial();
    for (const auto& [t, level] :
         {std::pair{0.5, 10.0}, {1.0, 20.0}, {2.9, 20.0}, {3.1, 30.0}, {5.9, 30.0}}) {
        clamp.number("world.t") = t;
        clamp.current();
        EXPECT_EQ(clamp["vc"], level) << t;
        EXPECT_EQ(clamp["i"], (level + 65) / 4) << t;
        EXPECT_EQ(clamp.outside("node.d"), 0.25) << t;
        clamp.outside("node.v") = -60;
        clamp.advance();
        EXPECT_EQ(clamp["i"], (level + 60) / 4) << "the step's end has the v of its end";
        clamp.outside("node.v") = -65;
    }
    clamp.number("world.t") = 6.1;
    clamp.current();
    EXPECT_EQ(clamp["i"], 0);
    EXPECT_EQ(clamp.outside("node.d"), 0);
}

TEST(VClamp, SolvesItsCircuit) {
    auto clamp = Machine::standard("VClamp");
    const double dt = 0.025, gain = 1000, rstim = 2, tau1 = 0.03, tau2 = 0.01, fac = 0.1, stim = 20;
    clamp.number("world.dt") = dt;
    clamp.number("world.t") = dt / 2;
    clamp["gain"] = gain;
    clamp["rstim"] = rstim;
    clamp["tau1"] = tau1;
    clamp["tau2"] = tau2;
    clamp["fac"] = fac;
    clamp.element("dur", 0) = 1;
    clamp.element("amp", 0) = stim;
    clamp.outside("node.area") = 100;
    clamp.outside("node.v") = -65;
    clamp.initial();
    const double e0 = clamp["e0"], vo0 = clamp["vo0"], vi0 = clamp["vi0"];
    clamp.current();
    const double slope = clamp.outside("node.d");
    clamp.outside("node.v") = -64;
    clamp.current();
    const double i = clamp["i"];
    clamp.outside("node.v") = -50;
    clamp.advance();
    const double v = -50, e = clamp["e"], vo = clamp["vo"], vi = clamp["vi"];
    EXPECT_NEAR(vi, v + fac * (vo - v), 1e-9);
    EXPECT_NEAR(tau2 * (vo - vo0) / dt + vo, -gain * e, 1e-8);
    EXPECT_NEAR(tau1 * ((vi - e) - (vi0 - e0)) / dt + (vi - e), stim + e, 1e-9);
    EXPECT_NEAR(clamp["i"], (vo - v) / rstim, 1e-9);
    EXPECT_NEAR(clamp["i"] - i, -slope * (v + 64), 1e-7) << "affine in v";
    clamp.number("world.t") = 1.5;
    clamp.current();
    EXPECT_EQ(clamp["i"], 0);
}

TEST(Synapses, AlphaFunction) {
    auto synapse = Machine::standard("AlphaSynapse");
    synapse["onset"] = 1;
    synapse["tau"] = 2;
    synapse["gmax"] = 0.3;
    synapse["e"] = 5;
    synapse.outside("node.area") = 100;
    synapse.outside("node.v") = -65;
    for (const double t : {0.5, 1.0, 2.0, 3.0, 10.0, 20.99, 21.01}) {
        synapse.number("world.t") = t;
        synapse.current();
        const double x = (t - 1) / 2, g = x < 0 || x > 10 ? 0 : 0.3 * x * std::exp(1 - x);
        EXPECT_NEAR(synapse["i"], g * -70, 1e-14) << t;
        EXPECT_NEAR(synapse.outside("node.d"), g, 1e-15) << t;
    }
}

TEST(Synapses, ExpSynJumpsByTheWeightAndDecays) {
    auto synapse = Machine::standard("ExpSyn");
    synapse["tau"] = 3;
    synapse.outside("node.area") = 100;
    synapse.outside("node.v") = -65;
    synapse.number("world.dt") = 0.5;
    synapse["g"] = 9;
    synapse.initial();
    synapse.receive({0.2}, 0);
    synapse.receive({0.3}, 0);
    EXPECT_EQ(synapse["g"], 0.5);
    for (int step = 0; step < 6; ++step) synapse.advance();
    EXPECT_NEAR(synapse["g"], 0.5 * std::exp(-1), 1e-15);
    synapse.current();
    EXPECT_NEAR(synapse["i"], 0.5 * std::exp(-1) * -65, 1e-14);
}

TEST(Synapses, Exp2SynHasItsPeakAtTheWeight) {
    for (const auto& [tau1, tau2] : {std::pair{0.1, 10.0}, {1.0, 2.0}, {3.0, 3.0}}) {
        auto synapse = Machine::standard("Exp2Syn");
        synapse["tau1"] = tau1;
        synapse["tau2"] = tau2;
        synapse.outside("node.area") = 100;
        synapse.number("world.dt") = 1e-3;
        synapse.initial();
        synapse.receive({0.4}, 0);
        double peak = 0;
        for (int step = 0; step < 10000; ++step) {
            synapse.advance();
            peak = std::max(peak, synapse["B"] - synapse["A"]);
        }
        EXPECT_NEAR(peak, 0.4, 1e-6) << tau1;
    }
}

/// Delivers a machine's own events in order until `stop`; gives the times at which it fired.
std::vector<double> train(Machine& stim, double stop,
                          const std::vector<std::pair<double, double>>& external = {}) {
    struct Due {
        double time, flag, weight;
    };
    std::vector<Due> queue;
    for (const auto& [time, weight] : external) queue.push_back({time, 0, weight});
    double t = 0;
    stim.number("world.t") = t;
    stim.initial();
    for (;;) {
        for (const auto& sent : stim.sent) queue.push_back({t + sent.delay, sent.flag, 0});
        stim.sent.clear();
        const auto next =
            std::min_element(queue.begin(), queue.end(), [](auto& a, auto& b) { return a.time < b.time; });
        if (next == queue.end() || next->time > stop) return stim.fired;
        const Due due = *next;
        queue.erase(next);
        stim.number("world.t") = t = due.time;
        stim.receive({due.weight}, due.flag);
    }
}

TEST(NetStim, SendsItsTrain) {
    auto stim = Machine::standard("NetStim");
    stim["start"] = 1;
    stim["interval"] = 1;
    stim["number"] = 3;
    EXPECT_EQ(train(stim, 100), (std::vector<double>{1, 2, 3}));
    auto never = Machine::standard("NetStim");
    never["start"] = -1;
    EXPECT_TRUE(train(never, 1000).empty());
    auto standard = Machine::standard("NetStim");
    const auto times = train(standard, 1000);
    ASSERT_EQ(times.size(), 10u);
    EXPECT_EQ(times.front(), 50);
    EXPECT_EQ(times.back(), 140);
}

TEST(NetStim, IsStartedAndStoppedByEvents) {
    auto stim = Machine::standard("NetStim");
    stim["start"] = -1;
    stim["interval"] = 2;
    stim["number"] = 3;
    EXPECT_EQ(train(stim, 100, {{5, 1}, {6, 1}, {20, 1}}), (std::vector<double>{5, 7, 9, 20, 22, 24}))
        << "an event during a train is ignored";
    auto stopped = Machine::standard("NetStim");
    stopped["start"] = 1;
    stopped["interval"] = 2;
    EXPECT_EQ(train(stopped, 100, {{4, -1}}), (std::vector<double>{1, 3}));
}

} // namespace
} // namespace ranvier::nmodl
