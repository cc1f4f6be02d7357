// SPDX-License-Identifier: BSD-3-Clause
// SOLVE: every method against what it must give by its definition, computed here in another way.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "machine.hpp"

namespace ranvier::nmodl {
namespace {

using Matrix = std::vector<std::vector<double>>;

/// Gaussian elimination with the largest pivot.
std::vector<double> solved(Matrix a, std::vector<double> b) {
    const std::size_t n = b.size();
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t best = k;
        for (std::size_t i = k + 1; i < n; ++i)
            if (std::fabs(a[i][k]) > std::fabs(a[best][k])) best = i;
        std::swap(a[k], a[best]);
        std::swap(b[k], b[best]);
        for (std::size_t i = k + 1; i < n; ++i) {
            const double factor = a[i][k] / a[k][k];
            for (std::size_t j = k; j < n; ++j) a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j) b[k] -= a[k][j] * b[j];
        b[k] /= a[k][k];
    }
    return b;
}

TEST(Schemes, ALinearKineticSchemeIsOneBackwardStep) {
    Machine machine(R"(NEURON { SUFFIX x }
        PARAMETER { k = 1.5 vol = 2 }
        STATE { a b c }
        INITIAL { a = 1 b = 0.5 c = 0.25 }
        BREAKPOINT { SOLVE s METHOD sparse }
        KINETIC s {
            COMPARTMENT vol { b }
            ~ a <-> b (k, 0.3)
            ~ b <-> c (0.7, 2*k)
            ~ c -> (0.2)
            ~ a << (0.05)
        })");
    machine.initial();
    const double h = 0.5;
    machine.number("world.dt") = h;
    std::vector<double> x = {1, 0.5, 0.25};
    for (int step = 0; step < 4; ++step) {
        machine.advance();
        // V (x - old)/h = K x + s
        const Matrix m = {{1 / h + 1.5, -0.3, 0}, {-1.5, 2 / h + 0.3 + 0.7, -3}, {0, -0.7, 1 / h + 3 + 0.2}};
        x = solved(m, {x[0] / h + 0.05, 2 * x[1] / h, x[2] / h});
        EXPECT_NEAR(machine["a"], x[0], 1e-14);
        EXPECT_NEAR(machine["b"], x[1], 1e-14);
        EXPECT_NEAR(machine["c"], x[2], 1e-14);
    }
}

TEST(Schemes, ConserveReplacesTheBalanceOfItsLastState) {
    Machine machine(R"(NEURON { SUFFIX x }
        STATE { a b c }
        INITIAL { a = 1 b = 0.5 c = 0.25 }
        BREAKPOINT { SOLVE s METHOD sparse }
        KINETIC s {
            ~ a <-> b (2, 1)
            ~ b <-> c (3, 0.5)
            CONSERVE a + b + 2 c = 5
        })");
    machine.initial(); // the sum is not 5 here: what replaces what can be seen
    machine.number("world.dt") = 0.1;
    machine.advance();
    const auto x = solved({{10 + 2.0, -1, 0}, {-2, 10 + 1 + 3, -0.5}, {1, 1, 2}}, {10, 5, 5});
    EXPECT_NEAR(machine["a"], x[0], 1e-14);
    EXPECT_NEAR(machine["b"], x[1], 1e-14);
    EXPECT_NEAR(machine["c"], x[2], 1e-14);
}

TEST(Schemes, FluxesAreThoseAtTheEndOfTheStep) {
    Machine machine(R"(NEURON { SUFFIX x }
        ASSIGNED { forth back net }
        STATE { a b }
        INITIAL { a = 1 }
        BREAKPOINT { SOLVE s METHOD sparse }
        KINETIC s {
            ~ a <-> b (2, 0.5)
            forth = f_flux
            back = b_flux
            net = forth - back
        })");
    machine.initial();
    machine.number("world.dt") = 0.2;
    machine.advance();
    EXPECT_EQ(machine["forth"], 2 * machine["a"]);
    EXPECT_EQ(machine["back"], 0.5 * machine["b"]);
    EXPECT_NEAR(machine["b"] / 0.2, machine["net"], 1e-14);
}

TEST(Schemes, ReactionsOfSecondOrderReachTheImplicitSolution) {
    Machine machine(R"(NEURON { SUFFIX x }
        STATE { a b ab }
        INITIAL { a = 1 b = 0.6 ab = 0 }
        BREAKPOINT { SOLVE s METHOD sparse }
        KINETIC s { ~ a + 2 b <-> ab (1.5, 0.4) })");
    machine.initial();
    const double h = 0.3;
    machine.number("world.dt") = h;
    machine.advance();
    const double flux = 1.5 * machine["a"] * machine["b"] * machine["b"] - 0.4 * machine["ab"];
    EXPECT_NEAR(machine["a"], 1 - h * flux, 1e-9);
    EXPECT_NEAR(machine["b"], 0.6 - 2 * h * flux, 1e-9);
    EXPECT_NEAR(machine["ab"], h * flux, 1e-9);
    EXPECT_GT(machine["ab"], 0.02);
}

TEST(Schemes, SteadyStateOfACycle) {
    Machine machine(R"(NEURON { SUFFIX x }
        STATE { a b c }
        INITIAL { SOLVE s STEADYSTATE sparse }
        BREAKPOINT { SOLVE s METHOD sparse }
        KINETIC s {
            ~ a <-> b (2, 1)
            ~ b <-> c (3, 0.5)
            CONSERVE a + b + c = 1
        })");
    machine.initial();
    const double total = 1 + 2 + 12; // a : b : c = 1 : 2 : 12
    EXPECT_NEAR(machine["a"], 1 / total, 1e-8);
    EXPECT_NEAR(machine["b"], 2 / total, 1e-8);
    EXPECT_NEAR(machine["c"], 12 / total, 1e-8);
}

TEST(Schemes, ALongChainOfShellsIsStraightLine) {
    Machine machine(R"(NEURON { SUFFIX x }
        DEFINE N 40
        ASSIGNED { sum }
        STATE { ca[N] }
        INITIAL { ca[0] = 1 }
        BREAKPOINT { SOLVE s METHOD sparse }
        KINETIC s {
            COMPARTMENT i, 1 + i { ca }
            FROM i = 0 TO N-2 { ~ ca[i] <-> ca[i+1] (2, 2) }
            sum = ca[0] + ca[N-1]
        })");
    for (const auto& in : machine.mechanism[machine.mechanism.advance].code)
        EXPECT_NE(in.op, mir::Op::while_);
    machine.initial();
    const double h = 1;
    machine.number("world.dt") = h;
    machine.advance();
    Matrix m(40, std::vector<double>(40));
    std::vector<double> b(40);
    b[0] = 1 / h;
    for (std::size_t i = 0; i < 40; ++i) {
        m[i][i] = (1 + static_cast<double>(i)) / h + (i == 0 || i == 39 ? 2 : 4);
        if (i > 0) m[i][i - 1] = -2;
        if (i < 39) m[i][i + 1] = -2;
    }
    const auto x = solved(m, b);
    for (int i = 0; i < 40; ++i) EXPECT_NEAR(machine.element("ca", i), x[static_cast<std::size_t>(i)], 1e-15);
    EXPECT_EQ(machine["sum"], machine.element("ca", 0) + machine.element("ca", 39));
}

TEST(Schemes, DerivimplicitOfALinearSystemIsTheInverse) {
    Machine machine(R"(NEURON { SUFFIX x }
        STATE { a b c }
        INITIAL { a = 1 b = 2 c = 3 }
        BREAKPOINT { SOLVE s METHOD derivimplicit }
        DERIVATIVE s {
            LOCAL flow
            flow = 3*a - b/2
            a' = -flow + 1
            b' = flow - 0.1*(b - c)
            if (flow_on() > 0) { c' = 0.1*(b - c) } else { c' = 0 }
        }
        FUNCTION flow_on() { flow_on = 1 })");
    machine.initial();
    const double h = 0.7;
    machine.number("world.dt") = h;
    machine.advance();
    const auto x = solved({{1 / h + 3, -0.5, 0}, {-3, 1 / h + 0.5 + 0.1, -0.1}, {0, -0.1, 1 / h + 0.1}},
                          {1 / h + 1, 2 / h, 3 / h});
    EXPECT_NEAR(machine["a"], x[0], 1e-14);
    EXPECT_NEAR(machine["b"], x[1], 1e-14);
    EXPECT_NEAR(machine["c"], x[2], 1e-14);
}

TEST(Schemes, DerivimplicitSolvesTheImplicitEquation) {
    // the first by symbolic derivatives, the second by differences
    for (const std::string rate : {"-4*a*a + b", "-4*a/(a + 0.1) + b"}) {
        Machine machine(R"(NEURON { SUFFIX x }
            ASSIGNED { r }
            STATE { a b }
            INITIAL { a = 1 b = 0.2 }
            BREAKPOINT { SOLVE s METHOD derivimplicit }
            DERIVATIVE s { r = )" +
                        rate + " a' = r b' = -b*a } ");
        machine.initial();
        const double h = 0.4;
        machine.number("world.dt") = h;
        machine.advance();
        const double a = machine["a"], b = machine["b"];
        const double wanted = rate.find('/') == std::string::npos ? -4 * a * a + b : -4 * a / (a + 0.1) + b;
        EXPECT_NEAR(machine["r"], wanted, 1e-15) << rate;
        EXPECT_NEAR((a - 1) / h, wanted, 1e-8) << rate;
        EXPECT_NEAR((b - 0.2) / h, -b * a, 1e-8) << rate;
    }
}

TEST(Schemes, AnEquationThatIsNotLinearMakesTheBlockImplicit) {
    Machine machine(R"(NEURON { SUFFIX x }
        STATE { a b }
        INITIAL { a = 1 b = 1 }
        BREAKPOINT { SOLVE s METHOD cnexp }
        DERIVATIVE s { a' = -a^2 b' = -b })");
    machine.initial();
    machine.number("world.dt") = 0.5;
    machine.advance();
    EXPECT_NEAR(machine["a"], -1 + std::sqrt(3), 1e-8); // a = 1 - a^2/2
    EXPECT_NEAR(machine["b"], 1 / 1.5, 1e-14);
}

TEST(Schemes, EulerAndRunge) {
    for (const bool is_runge : {false, true}) {
        Machine machine(std::string(R"(NEURON { SUFFIX x }
            ASSIGNED { n }
            STATE { a }
            INITIAL { a = 1 }
            BREAKPOINT { SOLVE s METHOD )") +
                        (is_runge ? "runge" : "euler") + " } DERIVATIVE s { n = n + 1  a' = -a + t } ");
        machine.initial();
        const double h = 0.5, t = 2;
        machine.number("world.dt") = h;
        machine.number("world.t") = t;
        machine.advance();
        const auto rate = [](double a, double at) { return -a + at; };
        if (!is_runge) {
            EXPECT_DOUBLE_EQ(machine["a"], 1 + h * rate(1, t));
            EXPECT_EQ(machine["n"], 1);
            continue;
        }
        const double k1 = rate(1, t), k2 = rate(1 + h / 2 * k1, t + h / 2),
                     k3 = rate(1 + h / 2 * k2, t + h / 2), k4 = rate(1 + h * k3, t + h);
        EXPECT_NEAR(machine["a"], 1 + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), 1e-15);
        EXPECT_EQ(machine["n"], 5); // once more at the end, as NEURON does
    }
}

TEST(Schemes, SecondOrderIsHalfAStepAndAnExtrapolation) {
    for (const std::string method : {"derivimplicit", "euler"}) {
        Machine machine("NEURON { SUFFIX x } STATE { a } INITIAL { a = 1 } BREAKPOINT { SOLVE s METHOD " +
                        method + " } DERIVATIVE s { a' = -a } ");
        machine.initial();
        machine.number("world.dt") = 0.2;
        machine.number("world.secondorder") = 2;
        machine.advance();
        const double half = method == "euler" ? 0.9 : 1 / 1.1;
        EXPECT_NEAR(machine["a"], half + (method == "euler" ? -0.1 : half - 1), 1e-15) << method;
    }
}

TEST(Schemes, LinearEquationsNeedNoDiagonal) {
    Machine machine(R"(NEURON { SUFFIX x }
        PARAMETER { k = 3 }
        STATE { a b c[2] }
        INITIAL { SOLVE s }
        LINEAR s {
            LOCAL g
            g = k/2
            ~ b = 4*g
            ~ a*k + b - c[0] = 2
            ~ c[0] + c[1] = (1 + g)*a
            ~ 2*c[1] = -c[0]
            ~+ a - g = 0
        })");
    machine.initial();
    const auto x = solved({{0, 1, 0, 0}, {3, 1, -1, 0}, {-2.5, 0, 1, 1}, {1, 0, 1, 2}}, {6, 2, 0, 1.5});
    EXPECT_NEAR(machine["a"], x[0], 1e-14);
    EXPECT_NEAR(machine["b"], x[1], 1e-14);
    EXPECT_NEAR(machine.element("c", 0), x[2], 1e-14);
    EXPECT_NEAR(machine.element("c", 1), x[3], 1e-14);
}

TEST(Schemes, SingularEquationsAreReportedAtRunTime) {
    Machine machine(R"(NEURON { SUFFIX x }
        PARAMETER { k = 2 }
        STATE { a b }
        INITIAL { SOLVE s }
        LINEAR s { ~ a + b = 1 ~ k*a + 2*b = 5 })");
    EXPECT_THROW(machine.initial(), std::runtime_error);
    machine["k"] = 3;
    machine.initial();
    EXPECT_NEAR(machine["a"], 3, 1e-14);
    EXPECT_NEAR(machine["b"], -2, 1e-14);
}

TEST(Schemes, NonlinearEquationsStartFromPresentValues) {
    Machine machine(R"(NEURON { SUFFIX x }
        PARAMETER { start = 1 }
        STATE { a }
        INITIAL { a = start SOLVE s METHOD newton }
        NONLINEAR s { ~ a*a = 2 })");
    machine.initial();
    EXPECT_NEAR(machine["a"], std::sqrt(2), 1e-8);
    machine["start"] = -3;
    machine.initial();
    EXPECT_NEAR(machine["a"], -std::sqrt(2), 1e-8);
}

TEST(Schemes, SolvesRunInTheOrderOfTextWhateverTheCondition) {
    Machine machine(R"(NEURON { SUFFIX x }
        ASSIGNED { n order }
        STATE { a }
        BREAKPOINT {
            n = 10*n
            if (n > 1e6) { SOLVE first METHOD after_cvode }
            SOLVE s METHOD cnexp
            SOLVE last
        }
        PROCEDURE first() { order = 1 }
        DERIVATIVE s { order = order*10 + 2  a' = 1 }
        PROCEDURE last() { order = order*10 + 3  n = n + 1 })");
    machine.initial();
    machine.number("world.dt") = 0.5;
    machine.advance();
    EXPECT_EQ(machine["order"], 123);
    EXPECT_EQ(machine["a"], 0.5);
    EXPECT_EQ(machine["n"], 10); // the rest of BREAKPOINT comes after its SOLVEs
}

TEST(Schemes, DiffusionHasARateAndAVolumeForEachElement) {
    const Machine machine(R"(NEURON { SUFFIX x }
        PARAMETER { D = 2 }
        ASSIGNED { diam }
        STATE { ca[3] b }
        BREAKPOINT { SOLVE s METHOD sparse }
        KINETIC s {
            COMPARTMENT i, diam*(1 + i) { ca }
            COMPARTMENT 5 { b }
            LONGITUDINAL_DIFFUSION i, D*diam/(1 + i) { ca }
            LONGITUDINAL_DIFFUSION D { b }
            ~ ca[0] <-> ca[1] (1, 1)
            ~ ca[1] <-> b (1, 1)
        })");
    const auto& diffusions = machine.mechanism.diffusions;
    ASSERT_EQ(diffusions.size(), 4U);
    EXPECT_EQ(machine.mechanism[diffusions[2].state].name, "ca");
    EXPECT_EQ(diffusions[2].element, 2);
    EXPECT_EQ(machine.mechanism[diffusions[3].state].name, "b");
}

} // namespace
} // namespace ranvier::nmodl
