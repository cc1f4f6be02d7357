// SPDX-License-Identifier: BSD-3-Clause
// Text, random numbers, functions of time, functions given as data, POINTER and EXTERNAL: what NMODL asks of its host. Numbers are
// those that NEURON 9.0.2 gives.
#include <gtest/gtest.h>

#include <cstring>

#include "machine.hpp"

namespace ranvier::nmodl {
namespace {

double value_of(const std::string& expression, double x = 0) {
    Machine machine("NEURON { SUFFIX x }\nASSIGNED { r x }\nINITIAL { r = " + expression + " }");
    machine["x"] = x;
    machine.initial();
    return machine["r"];
}

TEST(Print, FormatsAsC) {
    Machine machine(R"(NEURON { SUFFIX x }
ASSIGNED { x }
INITIAL {
    printf("plain\n")
    printf("%g %f %5.2e|%s\n", x, x, x, "100%")
    printf("%%|%-8.3g|%08.2f|%d|%5i|%c|\x\t\101\"\n", x, x, x, -x, 65.5)
    printf("%s and %s", x, "text")
    fprintf(stderr, "!%g\n", 2*x)
})");
    std::string out;
    machine.services.set_output([&](std::string_view text) { out += text; });
    machine["x"] = 3.7;
    machine.initial();
    EXPECT_EQ(out, "plain\n"
                   "3.7 3.700000 3.70e+00|100%\n"
                   "%|3.7     |00003.70|3|   -3|A|x\tA\"\n"
                   "3.7 and text!7.4\n");
}

TEST(Print, PrterrEndsTheRun) {
    Machine machine("NEURON { SUFFIX x }\nINITIAL { prterr(\"no 5% here\\n\") }");
    EXPECT_THROW(machine.initial(), std::runtime_error);
    EXPECT_EQ(machine.error, "x: no 5% here");
}

TEST(TimeFunctions, AreThoseOfNeuron) {
    const std::vector<double> times{-1, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10.25};
    const auto compare = [&](const std::string& call, const std::vector<double>& expected) {
        for (std::size_t i = 0; i < times.size(); ++i)
            EXPECT_NEAR(value_of(call, times[i]), expected[i], 1e-14) << call << " at " << times[i];
    };
    compare("squarewave(x, 4, 3)", {3, 3, 3, 3, 3, -3, -3, -3, -3, 3, 3, 3, -3, -3, 3, 3, -3});
    compare("sawtooth(x, 4, 3)", {-0.75, 0, 0.375, 0.75, 1.125, 1.5, 1.875, 2.25, 2.625, 0, 0.375, 0.75, 1.5,
                                  2.25, 0, 0.75, 1.6875});
    compare("ramp(x, 2, 6, 4)", {0, 0, 0, 0, 0, 0, 0.75, 1.5, 2.25, 3, 3.75, 4.5, 6, 6, 6, 6, 6});
    compare("pulse(x, 2, 6, 3)", {0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0});
    compare("step(x, 2, 6)", {0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6});
    compare("perpulse(x, 1, 6, 2, 4)", {0, 0, 0, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0, 6, 6, 6, 0});
    compare("perstep(x, 1, 6, 4)", {0, 0, 0, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8});
    compare("harmonic(x, 4, 3, 1)",
            {0, 3, 2.121320349270968, 1.0769379089524835e-08, -2.121320334040766, -3, -2.121320356886069,
             -2.153875817904967e-08, 2.121320326425665, 3, 2.1213203645011687, 3.230813593630687e-08,
             -2.9999999999999996, -4.307751635809934e-08, 2.9999999999999996, 5.384689677989181e-08,
             -2.771638620715966});
    EXPECT_EQ(value_of("threshold(x, 2, \"max\")", 1), 1);
    EXPECT_EQ(value_of("threshold(x, 2, \"max\")", 3), 0);
    EXPECT_EQ(value_of("threshold(x, 2, \"min\")", 1), 0);
    EXPECT_EQ(value_of("threshold(x, 2, \"min\")", 3), 1);
    EXPECT_NEAR(value_of("gauss(x, 1, 2)", 2.5), 0.15056871616342712, 1e-15);
    EXPECT_NEAR(value_of("poisson(x, 2.5)", 3.5), 0.3379890070095148, 1e-15);
}

TEST(Ghk, IsTheCurrentOfNeuron) {
    EXPECT_DOUBLE_EQ(value_of("nrn_ghk(x, 5e-5, 2, 2)", -65), -2092.939529471584);
    EXPECT_DOUBLE_EQ(value_of("nrn_ghk(x, 5e-5, 2, 2)", 0), -385.93167996002774);
    EXPECT_DOUBLE_EQ(value_of("nrn_ghk(x, 10, 140, 1)", 1e-7), -12543.093145980227);
    EXPECT_DOUBLE_EQ(value_of("nrn_ghk(x, 54.4, 2.5, 1)", -65), 323.57401986685073);
}

TEST(Streams, DrawWhatNeuronDraws) {
    Machine machine(R"(NEURON { SUFFIX rnd RANGE a, n RANDOM rg }
ASSIGNED { a[6] n }
INITIAL {
    random_setids(rg, 11.9, 22, 0)
    random_setseq(rg, 0)
    a[0] = random_uniform(rg)
    a[1] = random_uniform(rg, 2, 5)
    a[2] = random_normal(rg)
    a[3] = random_normal(rg, 10, 2)
    a[4] = random_negexp(rg)
    a[5] = random_negexp(rg, 4)
    n = random_ipick(rg)
}
PROCEDURE name(i, s) { random_setids(rg, -1, i, 5e9) random_setseq(rg, s) }
FUNCTION unit() { unit = random_dpick(rg) }
)");
    machine.initial();
    const double expected[] = {0.6669347789914033, 2.402008060039485,  -0.17310840989831597,
                               10.105883553179561, 1.2725273860001078, 2.6700933694028928};
    for (int i = 0; i < 6; ++i) EXPECT_NEAR(machine.element("a", i), expected[i], 1e-14);
    EXPECT_EQ(machine["n"], 1175409427);
    EXPECT_EQ(machine.element("rg", 3), 9) << "draws";
    (void)machine.ask("name", {2.9, -1});
    EXPECT_EQ(machine.element("rg", 0), 4294967295);
    EXPECT_EQ(machine.element("rg", 1), 2);
    EXPECT_EQ(machine.element("rg", 2), 705032704);
    EXPECT_EQ(machine.element("rg", 3), 0);
    EXPECT_DOUBLE_EQ(machine.ask("unit", {}), (3.3923765952018146 - 3) / 0.5);
    (void)machine.ask("name", {2.9, 17179869183.0});
    (void)machine.ask("unit", {});
    EXPECT_EQ(machine.element("rg", 3), 0) << "behind the last place stands the first";
    (void)machine.ask("name", {2.9, 17179869189.5});
    EXPECT_EQ(machine.element("rg", 3), 5);
}

TEST(Streams, AreDrawnInBothEvaluationsOfBreakpoint) {
    Machine machine(R"(NEURON { SUFFIX x NONSPECIFIC_CURRENT i RANDOM r }
ASSIGNED { i v }
BREAKPOINT { i = 0.001*(v + 65) + random_uniform(r) })");
    machine.outside("node.v") = -60;
    machine.current();
    EXPECT_EQ(machine.element("r", 3), 2);
}

TEST(SequentialRandom, IsOneSequence) {
    Machine machine(R"(NEURON { SUFFIX x }
ASSIGNED { a b c d }
INITIAL {
    set_seed(1234)
    a = scop_random() + scop_random() + scop_random() + scop_random()
    b = exprand(2)
    d = exprand(2) + exprand(2)
    c = normrand(5, 2)
}
FUNCTION count(mean) { setseed(7) count = poisrand(mean) })");
    machine.initial();
    EXPECT_DOUBLE_EQ(machine["a"],
                     0.09234640353646745 + 0.6268987917869582 + 0.2273663145553708 + 0.8590842557277261);
    EXPECT_DOUBLE_EQ(machine["b"], 4.116588543124625);
    EXPECT_DOUBLE_EQ(machine["c"], 2.6839298723850975);
    EXPECT_EQ(machine.ask("count", {100}), 111);
}

TEST(FunctionTables, AskTheUsersData) {
    Machine machine(R"(NEURON { SUFFIX x }
ASSIGNED { y v }
INITIAL { y = 2*tau(v) }
FUNCTION_TABLE tau(v (mV)) (ms)
FUNCTION_TABLE two(a, b))");
    machine.outside("node.v") = -65;
    EXPECT_THROW(machine.initial(), std::runtime_error);
    EXPECT_NE(machine.error.find("table_tau_x"), std::string::npos) << machine.error;
    machine.services.find_function_table(machine.mechanism, "tau")
        ->set_curve({1, 5, 2, 7}, {-80, -60, -20, 40});
    machine.initial();
    EXPECT_EQ(machine["y"], 8);
    EXPECT_EQ(machine.ask("tau", {-100}), 1);
    EXPECT_EQ(machine.ask("tau", {90}), 7);
    machine.services.find_function_table(machine.mechanism, "two")
        ->set_surface({0, 1, 2, 10, 11, 12}, 2, 3, 0, 1, 0, 2);
    EXPECT_EQ(machine.ask("two", {0.25, 0.5}), 3);
    EXPECT_EQ(machine.services.find_function_table(machine.mechanism, "three"), nullptr);
}

TEST(Pointers, ReachNumbersAnywhere) {
    Machine machine(R"(NEURON { POINT_PROCESS P POINTER p RANGE r, s }
ASSIGNED { p (mV) r s }
INITIAL {
    s = nrn_pointing(p)
    if (s) {
        r = p
        p = 2*p + r
    }
}
FUNCTION use() { use = p }
PROCEDURE set() { p = 5 })");
    machine.initial();
    EXPECT_EQ(machine["s"], 0);
    EXPECT_THROW((void)machine.ask("use", {}), std::runtime_error);
    EXPECT_EQ(machine.fault_lines, std::vector<int>{10});
    EXPECT_THROW((void)machine.ask("set", {}), std::runtime_error);
    double target = 4;
    double* address = &target;
    std::memcpy(&machine["p"], &address, sizeof address);
    machine.initial();
    EXPECT_EQ(machine["s"], 1);
    EXPECT_EQ(machine["r"], 4);
    EXPECT_EQ(target, 12);
    address = &machine["r"]; // its own number
    std::memcpy(&machine["p"], &address, sizeof address);
    machine.initial();
    EXPECT_EQ(machine["r"], 12) << "r = p, then p = 2 p + r";
}

TEST(External, IsANumberOfAnother) {
    Machine machine(R"(NEURON { SUFFIX x EXTERNAL gmax_other, celsius }
ASSIGNED { gmax_other y }
INITIAL { y = gmax_other + celsius  gmax_other = 3 })");
    machine.number("external.gmax_other") = 2;
    machine.initial();
    EXPECT_EQ(machine["y"], 8.3);
    EXPECT_EQ(machine.number("external.gmax_other"), 3);
}

TEST(Arguments, AreChecked) {
    const auto mistakes = [](const std::string& statement) {
        try {
            const Machine machine("NEURON { SUFFIX x RANDOM r POINTER p }\nASSIGNED { a p }\nINITIAL { " +
                                  statement + " }");
        } catch (const std::runtime_error& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    const auto says = [&](const std::string& statement, const std::string& what) {
        EXPECT_NE(mistakes(statement).find(what), std::string::npos) << statement << " gives\n"
                                                                     << mistakes(statement);
    };
    EXPECT_EQ(mistakes("a = random_uniform(r, 1, 2)"), "");
    says("a = random_uniform(r, 1)", "takes 1 or 3 arguments, 2 are given");
    says("a = random_uniform(a)", "is a RANDOM variable");
    says("a = random_negexp(r, 1, 2)", "takes 1 or 2 arguments");
    says("a = random_setseq(r, 1)", "has no value");
    says("r = 1", "cannot be assigned");
    says("a = nrn_pointing(a)", "asks about a POINTER");
    says("printf(a)", "stands in quotes");
    says("a = sin(\"x\")", "a string can only be an argument of printf");
    says("fprintf(a, \"x\")", "stdout or stderr");
    says("a = threshold(1, 2, \"up\")", "\"max\" or \"min\"");
    says("a = gauss(1, 2)", "takes 3 arguments");
}

} // namespace
} // namespace ranvier::nmodl
