// SPDX-License-Identifier: BSD-3-Clause
// The functions that the language brings.
#include <array>

#include "model.hpp"

namespace ranvier::nmodl {

namespace {

using Kind = Builtin::Kind;
using Math = mir::MathFunction;

constexpr std::array kBuiltins = {
    Builtin{"exp", Kind::math, 1, 1, Math::exp},
    Builtin{"log", Kind::math, 1, 1, Math::log},
    Builtin{"log10", Kind::math, 1, 1, Math::log10},
    Builtin{"pow", Kind::math, 2, 2, Math::pow},
    Builtin{"sqrt", Kind::math, 1, 1, Math::sqrt},
    Builtin{"fabs", Kind::math, 1, 1, Math::fabs},
    Builtin{"abs", Kind::math, 1, 1, Math::fabs},
    Builtin{"sin", Kind::math, 1, 1, Math::sin},
    Builtin{"cos", Kind::math, 1, 1, Math::cos},
    Builtin{"tan", Kind::math, 1, 1, Math::tan},
    Builtin{"asin", Kind::math, 1, 1, Math::asin},
    Builtin{"acos", Kind::math, 1, 1, Math::acos},
    Builtin{"atan", Kind::math, 1, 1, Math::atan},
    Builtin{"atan2", Kind::math, 2, 2, Math::atan2},
    Builtin{"sinh", Kind::math, 1, 1, Math::sinh},
    Builtin{"cosh", Kind::math, 1, 1, Math::cosh},
    Builtin{"tanh", Kind::math, 1, 1, Math::tanh},
    Builtin{"floor", Kind::math, 1, 1, Math::floor},
    Builtin{"ceil", Kind::math, 1, 1, Math::ceil},
    Builtin{"fmod", Kind::math, 2, 2, Math::fmod},
    Builtin{"erf", Kind::math, 1, 1, Math::erf},
    Builtin{"factorial", Kind::math, 1, 1, Math::factorial},
    Builtin{"INT", Kind::truncate, 1, 1},
    Builtin{"at_time", Kind::at_time, 1, 1},
    Builtin{"net_send", Kind::net_send, 2, 2, Math::exp, false},
    Builtin{"net_event", Kind::net_event, 1, 1, Math::exp, false},
    Builtin{"net_move", Kind::net_move, 1, 1, Math::exp, false},
    Builtin{"state_discontinuity", Kind::unsupported, 2, 2, Math::exp, false},
    Builtin{"printf", Kind::unsupported, 1, -1},
    Builtin{"fprintf", Kind::unsupported, 1, -1},
    Builtin{"prterr", Kind::unsupported, 1, 1},
    Builtin{"nrn_pointing", Kind::unsupported, 1, 1},
    Builtin{"nrn_ghk", Kind::unsupported, 4, 4},
    Builtin{"nrn_random_play", Kind::unsupported, 0, -1},
    Builtin{"scop_random", Kind::unsupported, 0, 0},
    Builtin{"exprand", Kind::unsupported, 1, 1},
    Builtin{"normrand", Kind::unsupported, 2, 2},
    Builtin{"poisrand", Kind::unsupported, 1, 1},
    Builtin{"poisson", Kind::unsupported, 1, 1},
    Builtin{"gauss", Kind::unsupported, 2, 2},
    Builtin{"set_seed", Kind::unsupported, 1, 1},
    Builtin{"setseed", Kind::unsupported, 1, 1},
    Builtin{"random_uniform", Kind::unsupported, 1, 3},
    Builtin{"random_normal", Kind::unsupported, 1, 3},
    Builtin{"random_negexp", Kind::unsupported, 1, 2},
    Builtin{"random_ipick", Kind::unsupported, 1, 1},
    Builtin{"random_dpick", Kind::unsupported, 1, 1},
    Builtin{"random_setseq", Kind::unsupported, 2, 2},
    Builtin{"random_setids", Kind::unsupported, 4, 4},
    Builtin{"threshold", Kind::unsupported, 3, 3},
    Builtin{"squarewave", Kind::unsupported, 2, 2},
    Builtin{"sawtooth", Kind::unsupported, 2, 2},
    Builtin{"ramp", Kind::unsupported, 4, 4},
    Builtin{"pulse", Kind::unsupported, 3, 3},
    Builtin{"step", Kind::unsupported, 2, 2},
    Builtin{"perpulse", Kind::unsupported, 3, 3},
    Builtin{"perstep", Kind::unsupported, 3, 3},
    Builtin{"harmonic", Kind::unsupported, 3, 3},
};

} // namespace

int find_builtin(std::string_view name) {
    for (std::size_t i = 0; i < kBuiltins.size(); ++i)
        if (kBuiltins[i].name == name) return static_cast<int>(i);
    return -1;
}

const Builtin& builtin(int index) { return kBuiltins[static_cast<std::size_t>(index)]; }

std::vector<std::string> builtin_names() {
    std::vector<std::string> out;
    for (const auto& entry : kBuiltins) out.emplace_back(entry.name);
    return out;
}

} // namespace ranvier::nmodl
