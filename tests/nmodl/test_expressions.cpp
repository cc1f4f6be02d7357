// SPDX-License-Identifier: BSD-3-Clause
// Operators, functions, loops and units: the numbers that the language gives them.
#include <gtest/gtest.h>

#include <cmath>

#include "machine.hpp"

namespace ranvier::nmodl {
namespace {

/// The value of one expression of a = 2, b = 3, c = -4.
double value_of(const std::string& expression) {
    Machine machine("NEURON { SUFFIX x }\nASSIGNED { r a b c z[5] }\nINITIAL { r = " + expression + " }");
    machine["a"] = 2;
    machine["b"] = 3;
    machine["c"] = -4;
    for (int i = 0; i < 5; ++i) machine.element("z", i) = 10 * i;
    machine.initial();
    return machine["r"];
}

TEST(Expressions, PrecedenceAndAssociativity) {
    EXPECT_EQ(value_of("2^3^2"), 512);
    EXPECT_EQ(value_of("-a^2"), -4);
    EXPECT_EQ(value_of("(-a)^2"), 4);
    EXPECT_EQ(value_of("a^-b"), 0.125);
    EXPECT_EQ(value_of("2*a^b + 1"), 17);
    EXPECT_EQ(value_of("7/2/2"), 1.75);
    EXPECT_EQ(value_of("7 - 2 - 2"), 3);
    EXPECT_EQ(value_of("a - -b"), 5);
    EXPECT_EQ(value_of("a*-c"), 8);
    EXPECT_EQ(value_of("1/2*4"), 2);
    EXPECT_EQ(value_of("-a*b^2/c"), 4.5);
    EXPECT_EQ(value_of("1e3 + .5e-1 + 2.E+1"), 1020.05);
    EXPECT_EQ(value_of("a + b > c*2"), 1);
}

TEST(Expressions, LogicGivesZeroAndOne) {
    EXPECT_EQ(value_of("a < b"), 1);
    EXPECT_EQ(value_of("a < b && c > 0"), 0);
    EXPECT_EQ(value_of("a < b || c > 0"), 1);
    EXPECT_EQ(value_of("!(a < b)"), 0);
    EXPECT_EQ(value_of("!a + 1"), 1);
    EXPECT_EQ(value_of("a == 2"), 1);
    EXPECT_EQ(value_of("a != 2"), 0);
    EXPECT_EQ(value_of("5 < 4 < 3"), 1);
    EXPECT_EQ(value_of("0 || 0 && 1 || 1"), 1);
    EXPECT_EQ(value_of("a >= 2 && b <= 3 || c == 0"), 1);
    EXPECT_EQ(value_of("a < b == b > a"), 1) << "comparison binds tighter than equality, as in C";
    EXPECT_EQ(value_of("(a < 1 && z[3*b] > 0) + 5"), 5)
        << "an index that C would not look at is not looked at";
}

TEST(Expressions, IntegersInIndices) {
    EXPECT_EQ(value_of("z[5/2]"), 20);
    EXPECT_EQ(value_of("z[b - 1]"), 20);
    EXPECT_EQ(value_of("z[INT(3.9)]"), 30);
    EXPECT_EQ(value_of("z[a*2]"), 40);
    EXPECT_EQ(value_of("1/2"), 0.5) << "but not elsewhere";
    EXPECT_THROW((void)value_of("z[5]"), std::runtime_error);
    EXPECT_THROW((void)value_of("z[-1]"), std::runtime_error);
}

TEST(Expressions, BuiltinFunctions) {
    EXPECT_NEAR(value_of("exp(1) + log(a) + log10(b)"), std::exp(1.0) + std::log(2.0) + std::log10(3.0),
                1e-14);
    EXPECT_NEAR(value_of("pow(a, .5) + sqrt(b) + fabs(c) + abs(c)"), std::sqrt(2.0) + std::sqrt(3.0) + 8,
                1e-14);
    EXPECT_NEAR(value_of("sin(a) + cos(b) + tan(c)"), std::sin(2.0) + std::cos(3.0) + std::tan(-4.0), 1e-14);
    EXPECT_NEAR(value_of("asin(.5) + acos(.5) + atan(a) + atan2(a, c)"),
                std::asin(.5) + std::acos(.5) + std::atan(2.0) + std::atan2(2.0, -4.0), 1e-14);
    EXPECT_NEAR(value_of("sinh(a) + cosh(b) + tanh(c)"), std::sinh(2.0) + std::cosh(3.0) + std::tanh(-4.0),
                1e-13);
    EXPECT_NEAR(value_of("floor(-2.5) + ceil(-2.5) + fmod(-7, 3) + erf(.3)"), -3 - 2 - 1 + std::erf(.3),
                1e-14);
    EXPECT_EQ(value_of("factorial(5)"), 120);
    EXPECT_EQ(value_of("exp(-701)"), 0);
    EXPECT_EQ(value_of("exp(701)"), value_of("exp(700)"));
}

TEST(Expressions, LoopsCountAsWritten) {
    Machine machine(R"(NEURON { SUFFIX x }
        ASSIGNED { up down steps w }
        INITIAL {
            up = 0 down = 0 steps = 0 w = 10
            FROM i = 1 TO 10 { up = up + i }
            FROM i = 0 TO 9 BY 3 { steps = steps + 1 }
            FROM i = 5 TO 4 { down = 1 }
            while (w > 3) { w = w - 2 }
        })");
    machine.initial();
    EXPECT_EQ(machine["up"], 55);
    EXPECT_EQ(machine["steps"], 4);
    EXPECT_EQ(machine["down"], 0);
    EXPECT_EQ(machine["w"], 2);
}

TEST(Expressions, ArgumentsArePassedByValue) {
    Machine machine(R"(NEURON { SUFFIX x RANGE seen }
        ASSIGNED { seen }
        FUNCTION f(a, b) { a = a + 1 f = a*b }
        PROCEDURE p(a) { a = 2*a seen = a }
        FUNCTION none() { }
        FUNCTION both(a) { p(a) both = a + seen })");
    EXPECT_EQ(machine.ask("f", {2, 5}), 15);
    EXPECT_EQ(machine.ask("both", {3}), 9);
    EXPECT_EQ(machine.ask("none", {}), 0);
    EXPECT_EQ(machine["seen"], 6);
}

TEST(Units, ConstantsAreTheExactProductsOf2018AndTheOldOnesBeside) {
    Machine machine(R"(NEURON { SUFFIX x }
        UNITS {
            (mV) = (millivolt)
            F = (faraday) (coulomb)
            Fk = (faraday) (kilocoulombs)
            R = (k-mole) (joule/degC)
            PI = (pi) (1)
            foot = (foot) -> (cm)
            q = (e) (coulomb)
            g = 9.75 (m/s2)
            rate = (/ms) (/s)
            conc = (coulomb/m3) (milli-coul/cm3)
            same = (mV) (volt)
        })");
    EXPECT_DOUBLE_EQ(machine["F"], 96485.332123310014);
    EXPECT_DOUBLE_EQ(machine["Fk"], 96.485332123310014);
    EXPECT_DOUBLE_EQ(machine["R"], 8.3144626181532395);
    EXPECT_DOUBLE_EQ(machine["PI"], 3.14159265358979323846);
    EXPECT_DOUBLE_EQ(machine["foot"], 30.48);
    EXPECT_DOUBLE_EQ(machine["q"], 1.602176634e-19);
    EXPECT_DOUBLE_EQ(machine["g"], 9.75);
    EXPECT_DOUBLE_EQ(machine["rate"], 1000);
    EXPECT_DOUBLE_EQ(machine["conc"], 1e-3);
    EXPECT_DOUBLE_EQ(machine["same"], 1e-3);
    const auto legacy = [&](const char* name) {
        return machine.mechanism[machine.mechanism.find(name)].legacy_initial;
    };
    EXPECT_DOUBLE_EQ(legacy("F"), 96485.3) << "six digits, as NEURON's translator wrote them";
    EXPECT_DOUBLE_EQ(legacy("R"), 8.3134);
    EXPECT_EQ(legacy("PI"), machine["PI"]);
    EXPECT_EQ(legacy("foot"), machine["foot"]);
    const auto& ion = Machine::standard("ca_ion").mechanism;
    EXPECT_DOUBLE_EQ(ion[ion.find("F")].legacy_initial, 96485.309)
        << "but its own Nernst potential had all digits";
}

} // namespace
} // namespace ranvier::nmodl
