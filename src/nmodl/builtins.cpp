// SPDX-License-Identifier: BSD-3-Clause
// The functions that the language brings.
#include <array>

#include "model.hpp"

namespace ranvier::nmodl {

namespace {

using Kind = Builtin::Kind;
using Math = mir::MathFunction;
using Legacy = mir::LegacyRandom;

constexpr Builtin sequential(std::string_view name, int count, Legacy which) {
    return {name,
            Kind::sequential_random,
            count,
            count,
            Math::exp,
            which != Legacy::set_seed,
            static_cast<int>(which)};
}
constexpr Builtin stream(std::string_view name, int low, int high, StreamFunction which) {
    const bool has_value = which != StreamFunction::setseq && which != StreamFunction::setids;
    return {name, Kind::stream, low, high, Math::exp, has_value, static_cast<int>(which)};
}
constexpr Builtin of_time(std::string_view name, int count, TimeFunction which) {
    return {name, Kind::function_of_time, count, count, Math::exp, true, static_cast<int>(which)};
}

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
    Builtin{"state_discontinuity", Kind::state_discontinuity, 2, 2, Math::exp, false},
    Builtin{"printf", Kind::print, 1, -1},
    Builtin{"fprintf", Kind::print, 2, -1},
    Builtin{"prterr", Kind::raise, 1, 1, Math::exp, false},
    Builtin{"nrn_pointing", Kind::pointing, 1, 1},
    Builtin{"nrn_ghk", Kind::ghk, 4, 4},
    Builtin{"nrn_random_play", Kind::unsupported, 0, -1},
    sequential("scop_random", 0, Legacy::scop_random),
    sequential("exprand", 1, Legacy::exprand),
    sequential("normrand", 2, Legacy::normrand),
    sequential("poisrand", 1, Legacy::poisrand),
    sequential("set_seed", 1, Legacy::set_seed),
    sequential("setseed", 1, Legacy::set_seed),
    stream("random_uniform", 1, 3, StreamFunction::uniform),
    stream("random_normal", 1, 3, StreamFunction::normal),
    stream("random_negexp", 1, 2, StreamFunction::negexp),
    stream("random_ipick", 1, 1, StreamFunction::ipick),
    stream("random_dpick", 1, 1, StreamFunction::dpick),
    stream("random_setseq", 2, 2, StreamFunction::setseq),
    stream("random_setids", 4, 4, StreamFunction::setids),
    of_time("threshold", 3, TimeFunction::threshold),
    of_time("squarewave", 3, TimeFunction::squarewave),
    of_time("sawtooth", 3, TimeFunction::sawtooth),
    of_time("ramp", 4, TimeFunction::ramp),
    of_time("pulse", 4, TimeFunction::pulse),
    of_time("step", 3, TimeFunction::step),
    of_time("perpulse", 5, TimeFunction::perpulse),
    of_time("perstep", 4, TimeFunction::perstep),
    of_time("harmonic", 4, TimeFunction::harmonic),
    of_time("gauss", 3, TimeFunction::gauss),
    of_time("poisson", 2, TimeFunction::poisson),
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
