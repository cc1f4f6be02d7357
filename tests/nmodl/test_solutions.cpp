// SPDX-License-Identifier: BSD-3-Clause
// Solved equations, currents and their slopes, times and events.
#include <gtest/gtest.h>

#include <cmath>

#include "machine.hpp"

namespace ranvier::nmodl {
namespace {

TEST(Cnexp, IsExactForEveryLinearShape) {
    Machine machine(R"(NEURON { SUFFIX x }
        PARAMETER { r = 0.7 src = 3 tau = 4 }
        ASSIGNED { v }
        STATE { a b c d e f g }
        INITIAL { a = 1 b = 0 c = 2 d = 0.1 e = 5 f = 1 g = 3 }
        BREAKPOINT { SOLVE st METHOD cnexp }
        DERIVATIVE st {
            LOCAL q
            q = 2 + v/100
            a' = -r*a
            b' = (src - b)/tau
            c' = q*(1 - c) - r*c/2
            d' = src*q
            e' = -e
            if (tau > 3) { f' = (2*(src - f) + 1)/(tau*r) } else { f' = 0 }
            g' = -(g - src)*-r/-tau
        })");
    machine.outside("node.v") = -60;
    const double q = 1.4, r = 0.7, src = 3, tau = 4;
    const auto exact = [](double start, double slope, double rest, double t) { // s' = slope s + rest
        return start + (1 - std::exp(slope * t)) * (-rest / slope - start);
    };
    for (const double dt : {0.01, 0.5, 2.0}) {
        machine.number("world.dt") = dt;
        machine.initial();
        double t = 0;
        for (int step = 0; step < 5; ++step) {
            machine.advance();
            t += dt;
            EXPECT_NEAR(machine["a"], exact(1, -r, 0, t), 1e-14);
            EXPECT_NEAR(machine["b"], exact(0, -1 / tau, src / tau, t), 1e-14);
            EXPECT_NEAR(machine["c"], exact(2, -q - r / 2, q, t), 1e-14);
            EXPECT_NEAR(machine["d"], 0.1 + src * q * t, 1e-13);
            EXPECT_NEAR(machine["e"], exact(5, -1, 0, t), 1e-14);
            EXPECT_NEAR(machine["f"], exact(1, -2 / (tau * r), (2 * src + 1) / (tau * r), t), 1e-14);
            EXPECT_NEAR(machine["g"], exact(3, -r / tau, src * r / tau, t), 1e-14);
        }
    }
}

TEST(Cnexp, LaterEquationsSeeWhatEarlierOnesReached) {
    Machine machine(R"(NEURON { SUFFIX x }
        STATE { a b }
        INITIAL { a = 1 b = 0 }
        BREAKPOINT { SOLVE st METHOD cnexp }
        DERIVATIVE st { a' = 1 b' = a })");
    machine.number("world.dt") = 0.5;
    machine.initial();
    machine.advance();
    EXPECT_EQ(machine["a"], 1.5);
    EXPECT_EQ(machine["b"], 0.75);
}

TEST(Current, AnAffineCurrentHasItsSymbolicSlope) {
    Machine machine(R"(NEURON { SUFFIX x NONSPECIFIC_CURRENT i USEION k READ ek WRITE ik }
        PARAMETER { g = 3 gk = 7 e = -50 }
        ASSIGNED { v i ik ek }
        BREAKPOINT { LOCAL u  u = v - e  if (g > 0) { i = 2*g*u - u/4 } else { i = 0 }  ik = (v - ek)*gk })");
    machine.outside("node.v") = -65;
    machine.outside("k_ion.ek") = -77;
    machine.current();
    EXPECT_DOUBLE_EQ(machine["i"], 5.75 * -15);
    EXPECT_DOUBLE_EQ(machine.outside("node.rhs"), -(5.75 * -15 + 7 * 12));
    EXPECT_DOUBLE_EQ(machine.outside("node.d"), 5.75 + 7);
    EXPECT_DOUBLE_EQ(machine.outside("k_ion.ik"), 7 * 12);
    EXPECT_DOUBLE_EQ(machine.outside("k_ion.dik_dv_"), 7);
}

TEST(Current, OtherCurrentsTakeTheQuotientOfTwoEvaluations) {
    Machine machine(R"(NEURON { SUFFIX x NONSPECIFIC_CURRENT i RANGE k, calls, lastv }
        PARAMETER { k = 1e-6 }
        ASSIGNED { v i calls lastv }
        BREAKPOINT {
            calls = calls + 1
            lastv = v
            i = k*(v + 70)^3 + k*exp(v/30)
        })");
    const double v = -40;
    machine.outside("node.v") = v;
    machine.current();
    const auto i = [](double u) { return 1e-6 * (u + 70) * (u + 70) * (u + 70) + 1e-6 * std::exp(u / 30); };
    EXPECT_NEAR(machine["i"], i(v), 1e-15);
    EXPECT_NEAR(machine.outside("node.d"), (i(v + 0.001) - i(v)) / 0.001, 1e-11);
    EXPECT_GT(std::abs(machine.outside("node.d") - (3e-6 * 900 + 1e-6 / 30 * std::exp(v / 30))), 5e-8)
        << "which is not the derivative";
    EXPECT_EQ(machine["calls"], 2);
    EXPECT_EQ(machine["lastv"], v) << "the evaluation at v is the last";
}

TEST(Current, APointProcessIsScaledByItsSegment) {
    Machine machine(
        R"(NEURON { POINT_PROCESS X ELECTRODE_CURRENT i NONSPECIFIC_CURRENT leak USEION na WRITE ina
        RANGE ina }
        ASSIGNED { v i leak ina }
        BREAKPOINT { i = 3 - v leak = 2*v ina = 5*v })");
    machine.outside("node.v") = -10;
    machine.outside("node.area") = 400;
    machine.current();
    // beside an ELECTRODE_CURRENT, all currents of a mechanism count as inward, as NEURON has it
    EXPECT_DOUBLE_EQ(machine.outside("node.rhs"), (13 - 20 - 50) * 0.25);
    EXPECT_DOUBLE_EQ(machine.outside("node.d"), -(-1 + 2 + 5) * 0.25);
    EXPECT_DOUBLE_EQ(machine.outside("na_ion.ina"), -50 * 0.25);
    EXPECT_DOUBLE_EQ(machine.outside("na_ion.dina_dv_"), 5 * 0.25);
    EXPECT_DOUBLE_EQ(machine["ina"], -50) << "its own current is not scaled";
}

TEST(Start, StatesTakeTheirStartThenInitialRuns) {
    Machine machine(R"(NEURON { SUFFIX x }
        PARAMETER { b0 = 4 }
        STATE { a START 2 b c[2] d }
        INITIAL { d = b + 1 })");
    machine["a"] = machine["b"] = machine["d"] = machine.element("c", 1) = 99;
    machine.initial();
    EXPECT_EQ(machine["a"], 2);
    EXPECT_EQ(machine["b"], 4);
    EXPECT_EQ(machine.element("c", 1), 0);
    EXPECT_EQ(machine["d"], 5);
}

TEST(Time, AtTimeIsTrueInOneStep) {
    Machine machine(
        "NEURON { POINT_PROCESS X }\nASSIGNED { n }\nBREAKPOINT { if (at_time(1)) { n = n + 1 } }");
    machine.number("world.dt") = 0.1;
    for (int step = 0; step < 30; ++step) {
        machine.number("world.t") = 0.05 + 0.1 * step;
        const double before = machine["n"];
        machine.advance();
        EXPECT_EQ(machine["n"] - before, step == 10 ? 1 : 0) << machine.number("world.t");
    }
}

TEST(Tables, LookUpInterpolatesAndClamps) {
    Machine machine(R"(NEURON { SUFFIX x RANGE a, b }
        PARAMETER { lo = -1 }
        ASSIGNED { a b[2] celsius }
        PROCEDURE p(u) { TABLE a, b DEPEND celsius, lo FROM lo TO 1 WITH 4  a = u*u b[0] = celsius b[1] = u }
        FUNCTION f(u) { TABLE FROM 0 TO 2 WITH 2  f = u*u*u })");
    machine.fill_tables();
    const auto look_up = [&](double u) {
        machine.ask("p", {u});
        return machine["a"];
    };
    EXPECT_EQ(look_up(0.5), 0.25);
    EXPECT_EQ(look_up(0.25), 0.125) << "half way between 0 and 0.25";
    EXPECT_EQ(machine.element("b", 0), 6.3);
    EXPECT_EQ(machine.element("b", 1), 0.25);
    EXPECT_EQ(look_up(-7), 1);
    EXPECT_EQ(look_up(7), 1);
    EXPECT_EQ(machine.element("b", 1), 1);
    EXPECT_TRUE(std::isnan(look_up(NAN)));
    EXPECT_EQ(machine.ask("f", {1.5}), 4.5);
    machine["usetable"] = 0;
    EXPECT_EQ(machine.ask("f", {1.5}), 3.375);
    EXPECT_EQ(look_up(7), 49);
}

TEST(Events, WeightsAndSelfEvents) {
    Machine machine(R"(NEURON { ARTIFICIAL_CELL X RANGE n }
        ASSIGNED { n }
        INITIAL { net_send(5, 1) }
        NET_RECEIVE(w, count, last) {
            INITIAL { count = 7 last = t }
            if (flag == 1) { net_event(t + 1) net_move(t + 2) }
            else { count = count + 1 n = w*count net_send(w, 2) }
        })");
    machine.number("world.t") = 3;
    machine.initial();
    ASSERT_EQ(machine.sent.size(), 1u);
    EXPECT_EQ(machine.sent[0].delay, 5);
    EXPECT_EQ(machine.sent[0].flag, 1);
    machine.run(machine.mechanism.net_initial);
    EXPECT_EQ(machine.weight(1), 7);
    EXPECT_EQ(machine.weight(2), 3);
    machine.receive({0.5, 7, 3}, 0);
    EXPECT_EQ(machine["n"], 4);
    EXPECT_EQ(machine.weight(1), 8);
    ASSERT_EQ(machine.sent.size(), 2u);
    EXPECT_EQ(machine.sent[1].delay, 0.5);
    machine.receive({0.5, 8, 3}, 1);
    EXPECT_EQ(machine.fired, std::vector<double>{4});
    ASSERT_EQ(machine.moved.size(), 1u);
    EXPECT_EQ(machine.moved[0].delay, 5);
    EXPECT_EQ(machine["n"], 4);
}

} // namespace
} // namespace ranvier::nmodl
