// SPDX-License-Identifier: BSD-3-Clause
// hoc's mathematical functions as the machine calls them.
#include <array>
#include <cmath>
#include <utility>

#include "ranvier/hoc/elementary.hpp"

#include "arithmetic.hpp"
#include "functions.hpp"

namespace ranvier::hoc {
namespace {

template <std::size_t I> Value call(Machine& machine, const Arguments& arguments) {
    return evaluate(elementary_functions()[I], arguments,
                    [&machine](std::string_view text) { machine.host.print_error(text); });
}

template <std::size_t... I> std::array<LanguageFunction, sizeof...(I) + 1> table(std::index_sequence<I...>) {
    return {{{elementary_functions()[I].name, call<I>}...,
             {"atan2", [](Machine&, const Arguments& a) -> Value { return angle(a); }}}};
}

} // namespace

std::span<const LanguageFunction> math_functions() {
    static const auto kFunctions = table(std::make_index_sequence<12>());
    return kFunctions;
}

double raised(double a, double b) {
    const double y = std::pow(a, b);
    if (std::isnan(y) && !std::isnan(a) && !std::isnan(b))
        throw NumericsError({.what = "argument out of domain",
                             .object = "^",
                             .value = number_text(a) + "^" + number_text(b),
                             .allowed = {},
                             .hint = {}});
    return y;
}

} // namespace ranvier::hoc
