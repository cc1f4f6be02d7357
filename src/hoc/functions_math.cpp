// SPDX-License-Identifier: BSD-3-Clause
// hoc's mathematical functions. They are the C library's, as NEURON's are, so that results are the same to the bit; what is
// outside their domain is an error, what overflows a message.
#include <cmath>
#include <limits>

#include "arithmetic.hpp"
#include "functions.hpp"

namespace ranvier::hoc {
namespace {

/// NaN out of numbers is a mistake; infinity out of finite numbers is told.
double checked(Machine& machine, const char* name, double x, double y) {
    if (std::isnan(y) && !std::isnan(x))
        throw NumericsError({.what = "argument out of domain",
                             .object = name,
                             .value = number_text(x),
                             .allowed = {},
                             .hint = {}});
    if (std::isinf(y) && std::isfinite(x))
        machine.host.print_error(std::string(name) + " result out of range\n");
    return y;
}

template <double (*function)(double)> Value plain(Machine&, const Arguments& arguments) {
    if (arguments.count() > 1) arguments.refuse(1, "one argument");
    return function(arguments.number(0));
}
double sine(double x) { return std::sin(x); }
double cosine(double x) { return std::cos(x); }
double arc_tangent(double x) { return std::atan(x); }
double hyperbolic_tangent(double x) { return std::tanh(x); }
double absolute(double x) { return std::fabs(x); }
double error_function(double x) { return std::erf(x); }
double error_function_rest(double x) { return std::erfc(x); }
double truncated(double x) {
    if (!(x > -9.3e18 && x < 9.2233720368547e18))
        return static_cast<double>(std::numeric_limits<long long>::min());
    return static_cast<double>(static_cast<long long>(x));
}

Value arc_tangent_of_two(Machine&, const Arguments& a) { return std::atan2(a.number(0), a.number(1)); }
Value logarithm(Machine& m, const Arguments& a) {
    return checked(m, "log", a.number(0), std::log(a.number(0)));
}
Value logarithm10(Machine& m, const Arguments& a) {
    return checked(m, "log10", a.number(0), std::log10(a.number(0)));
}
Value root(Machine& m, const Arguments& a) { return checked(m, "sqrt", a.number(0), std::sqrt(a.number(0))); }
Value exponential(Machine& m, const Arguments& a) {
    const double x = a.number(0);
    if (x < -700) return 0.0;
    if (x > 700) {
        m.host.print_error("exp result out of range\n");
        return std::exp(700.0);
    }
    return std::exp(x);
}

constexpr LanguageFunction kFunctions[] = {
    {"sin", plain<sine>},
    {"cos", plain<cosine>},
    {"atan", plain<arc_tangent>},
    {"atan2", arc_tangent_of_two},
    {"tanh", plain<hyperbolic_tangent>},
    {"abs", plain<absolute>},
    {"int", plain<truncated>},
    {"erf", plain<error_function>},
    {"erfc", plain<error_function_rest>},
    {"log", logarithm},
    {"log10", logarithm10},
    {"sqrt", root},
    {"exp", exponential},
};

} // namespace

std::span<const LanguageFunction> math_functions() { return kFunctions; }

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
