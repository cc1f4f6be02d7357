// SPDX-License-Identifier: BSD-3-Clause
// Functions of numbers, as h has them (the table is hoc's), and the constants.
#include <array>
#include <functional>
#include <utility>

#include "ranvier/hoc/elementary.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;

template <std::size_t I> Value call(World& world, const Arguments& a) {
    return number(hoc::evaluate(hoc::elementary_functions()[I], a,
                                [&world](std::string_view text) { world.log(std::string(text)); }));
}

constexpr std::array<Function, 2> kOthers = {{
    {"atan2", "(y, x) -> float", "The angle of a point",
     [](World&, const Arguments& a) { return number(hoc::angle(a)); }},
    {"use_exp_pow_precision", "([style]) -> float",
     "Kept for scripts: exp and pow of mechanisms have one precision, which gives the same bits everywhere; "
     "0",
     [](World&, const Arguments& a) {
         if (a.has(0)) static_cast<void>(a.whole(0, 0, 2));
         return number(0);
     }},
}};

template <std::size_t... I> std::array<Function, sizeof...(I) + 2> table(std::index_sequence<I...>) {
    const auto all = hoc::elementary_functions();
    return {{{all[I].name, "(x) -> float", all[I].summary, call<I>}..., kOthers[0], kOthers[1]}};
}

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

std::span<const Function> math_functions() {
    static const auto kMath = table(std::make_index_sequence<12>());
    return kMath;
}
std::span<const Constant> constants() { return kConstants; }

std::span<const Function> console_functions(); // console_functions.cpp

std::span<const std::span<const Function>> function_lists() {
    static const std::array lists = {
        math_functions(),    text_functions(),         random_functions(),  section_functions(),
        panel_functions(),   old_graph_functions(),    console_functions(), minimisation_functions(),
        settled_functions(), old_stimulus_functions(), batch_functions()};
    return lists;
}

std::function<double(double)> number_function(std::string_view name) {
    if (const auto* f = hoc::find_elementary(name)) return [f](double x) { return hoc::evaluate(*f, x); };
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
