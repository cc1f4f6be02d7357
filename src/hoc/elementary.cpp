// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/hoc/elementary.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "ranvier/base/error.hpp"

namespace ranvier::hoc {
namespace {

constexpr double kLargestExponent = 700;

double truncated(double x) {
    if (!(x > -9.3e18 && x < 9.2233720368547e18))
        return static_cast<double>(std::numeric_limits<long long>::min());
    return static_cast<double>(static_cast<long long>(x));
}

double exponential(double x) {
    if (x < -kLargestExponent) return 0;
    return std::exp(x > kLargestExponent ? kLargestExponent : x);
}

constexpr std::array<Elementary, 12> kFunctions = {{
    {"sin", "Sine", [](double x) { return std::sin(x); }},
    {"cos", "Cosine", [](double x) { return std::cos(x); }},
    {"atan", "Arc tangent", [](double x) { return std::atan(x); }},
    {"tanh", "Hyperbolic tangent", [](double x) { return std::tanh(x); }},
    {"abs", "Magnitude", [](double x) { return std::fabs(x); }},
    {"int", "Without its fraction", truncated},
    {"erf", "Error function", [](double x) { return std::erf(x); }},
    {"erfc", "1 - erf(x)", [](double x) { return std::erfc(x); }},
    {"log", "Natural logarithm", [](double x) { return std::log(x); }},
    {"log10", "Decimal logarithm", [](double x) { return std::log10(x); }},
    {"sqrt", "Square root", [](double x) { return std::sqrt(x); }},
    {"exp", "e to the power of x; beyond 700 the value there", exponential},
}};

} // namespace

std::span<const Elementary> elementary_functions() { return kFunctions; }

const Elementary* find_elementary(std::string_view name) {
    for (const auto& function : kFunctions)
        if (function.name == name) return &function;
    return nullptr;
}

double evaluate(const Elementary& function, double x, const std::function<void(std::string_view)>& warn) {
    const double y = function.value(x);
    if (std::isnan(y) && !std::isnan(x))
        throw NumericsError({.what = "argument out of domain",
                             .object = std::string(function.name),
                             .value = number_text(x),
                             .allowed = {},
                             .hint = {}});
    const bool is_cut = function.value == exponential && x > kLargestExponent;
    if (warn && (is_cut || (std::isinf(y) && std::isfinite(x))))
        warn(std::string(function.name) + " result out of range\n");
    return y;
}

double evaluate(const Elementary& function, const Arguments& arguments,
                const std::function<void(std::string_view)>& warn) {
    if (arguments.count() > 1) arguments.refuse(1, "one argument");
    return evaluate(function, arguments.number(0), warn);
}

double angle(const Arguments& arguments) { return std::atan2(arguments.number(0), arguments.number(1)); }

} // namespace ranvier::hoc
