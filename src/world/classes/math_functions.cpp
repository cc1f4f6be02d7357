// SPDX-License-Identifier: BSD-3-Clause
// Functions of numbers, as hoc and h have them, and the constants. They are the C library's: scripts compare last bits.
#include <array>
#include <cmath>
#include <functional>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;

void take_one(const Arguments& a) {
    if (a.count() > 1)
        throw InputError::out_of_range("the number of arguments", std::string(a.function()),
                                       std::to_string(a.count()), "1");
}

template <double (*function)(double)> Value of_one(World&, const Arguments& a) {
    take_one(a);
    return number(function(a.number(0)));
}

/// A pole is told and gives infinity; outside of its domain a function has no value.
template <double (*function)(double)> Value with_domain(World& world, const Arguments& a) {
    take_one(a);
    const double x = a.number(0);
    if (x < 0) a.refuse(0, "0 or more");
    const double y = function(x);
    if (std::isinf(y) && !std::isinf(x))
        world.log(std::string(a.function()) + ": the result is out of range");
    return number(y);
}

double sine(double x) { return std::sin(x); }
double cosine(double x) { return std::cos(x); }
double arc_tangent(double x) { return std::atan(x); }
double hyperbolic_tangent(double x) { return std::tanh(x); }
double natural_log(double x) { return std::log(x); }
double decimal_log(double x) { return std::log10(x); }
double root(double x) { return std::sqrt(x); }
double magnitude(double x) { return std::abs(x); }
double whole(double x) { return std::trunc(x); }
double error_function(double x) { return std::erf(x); }
double error_complement(double x) { return std::erfc(x); }

Value exponential(World& world, const Arguments& a) {
    constexpr double kLargest = 700;
    const double x = a.number(0);
    if (!(x > kLargest)) return number(std::exp(x));
    world.log(std::string(a.function()) + ": the result is out of range");
    return number(std::exp(kLargest));
}

constexpr Function kMath[] = {
    {"sin", "(x) -> float", "Sine", of_one<sine>},
    {"cos", "(x) -> float", "Cosine", of_one<cosine>},
    {"atan", "(x) -> float", "Arc tangent", of_one<arc_tangent>},
    {"atan2", "(y, x) -> float", "The angle of a point",
     [](World&, const Arguments& a) { return number(std::atan2(a.number(0), a.number(1))); }},
    {"tanh", "(x) -> float", "Hyperbolic tangent", of_one<hyperbolic_tangent>},
    {"exp", "(x) -> float", "e to the power of x; beyond 700 the value there", exponential},
    {"log", "(x) -> float", "Natural logarithm", with_domain<natural_log>},
    {"log10", "(x) -> float", "Decimal logarithm", with_domain<decimal_log>},
    {"sqrt", "(x) -> float", "Square root", with_domain<root>},
    {"abs", "(x) -> float", "Magnitude", of_one<magnitude>},
    {"int", "(x) -> float", "Without its fraction", of_one<whole>},
    {"erf", "(x) -> float", "Error function", of_one<error_function>},
    {"erfc", "(x) -> float", "1 - erf(x)", of_one<error_complement>},
    {"use_exp_pow_precision", "([style]) -> float",
     "Kept for scripts: exp and pow of mechanisms have one precision, which gives the same bits everywhere; "
     "0",
     [](World&, const Arguments& a) {
         if (a.has(0)) static_cast<void>(a.whole(0, 0, 2));
         return number(0);
     }},
};

constexpr double kElementaryCharge = 1.602176634e-19; // exact since 2019
constexpr double kAvogadro = 6.02214076e23;
constexpr double kBoltzmann = 1.380649e-23;

constexpr Constant kConstants[] = {
    {"PI", "", "Circumference by diameter", [](World&) { return 3.14159265358979323846; }},
    {"E", "", "Base of natural logarithms", [](World&) { return 2.71828182845904523536; }},
    {"GAMMA", "", "Euler's constant", [](World&) { return 0.57721566490153286060; }},
    {"DEG", "", "Degrees in a radian", [](World&) { return 57.29577951308232087680; }},
    {"PHI", "", "Golden ratio", [](World&) { return 1.61803398874989484820; }},
    {"FARADAY", "coulomb", "Charge of a mole",
     [](World& w) { return w.uses_legacy_units() ? 96485.309 : kElementaryCharge * kAvogadro; }},
    {"R", "J/K", "Gas constant",
     [](World& w) { return w.uses_legacy_units() ? 8.31441 : kBoltzmann * kAvogadro; }},
    {"Avogadro_constant", "", "Particles in a mole",
     [](World& w) { return w.uses_legacy_units() ? 6.02214129e23 : kAvogadro; }},
};

} // namespace

std::span<const Function> math_functions() { return kMath; }
std::span<const Constant> constants() { return kConstants; }

std::span<const Function> console_functions(); // console_functions.cpp

std::span<const std::span<const Function>> function_lists() {
    static const std::array lists = {math_functions(),    text_functions(),  random_functions(),
                                     section_functions(), panel_functions(), old_graph_functions(),
                                     console_functions()};
    return lists;
}

std::function<double(double)> number_function(std::string_view name) {
    constexpr std::pair<std::string_view, double (*)(double)> kEverywhere[] = {
        {"sin", sine},      {"cos", cosine}, {"atan", arc_tangent},   {"tanh", hyperbolic_tangent},
        {"abs", magnitude}, {"int", whole},  {"erf", error_function}, {"erfc", error_complement},
    };
    for (const auto& [known, f] : kEverywhere)
        if (known == name) return f;
    if (name == "exp") return [](double x) { return std::exp(x > 700 ? 700 : x); };
    constexpr std::pair<std::string_view, double (*)(double)> kFromZero[] = {
        {"log", natural_log}, {"log10", decimal_log}, {"sqrt", root}};
    for (const auto& [known, f] : kFromZero)
        if (known == name)
            return [known, f](double x) {
                if (x < 0)
                    throw InputError::out_of_range("the argument", std::string(known), number_text(x),
                                                   "0 or more");
                return f(x);
            };
    return {};
}

const Function* find_function(std::string_view name) {
    for (const auto& list : function_lists())
        for (const auto& f : list)
            if (f.name == name) return &f;
    return nullptr;
}

const Constant* find_constant(std::string_view name) {
    for (const auto& c : kConstants)
        if (c.name == name) return &c;
    return nullptr;
}

} // namespace ranvier::world::classes
