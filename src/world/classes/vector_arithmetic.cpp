// SPDX-License-Identifier: BSD-3-Clause
// Vector: arithmetic, element by element.
#include <algorithm>

#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

namespace {

template <class F> Value with_operand(Object& o, const Arguments& a, F&& f) {
    auto s = self(o).span();
    if (const auto other = a.find<Vector>(0)) {
        if (other->size() != s.size())
            throw InputError::out_of_range("the size of the other Vector", o.name(),
                                           std::to_string(other->size()),
                                           std::to_string(s.size()) + ", that of this one");
        const auto x = other->span();
        for (std::size_t i = 0; i < s.size(); ++i) s[i] = f(s[i], x[i]);
        return itself(o);
    }
    if (!a.has(0) || a.kind(0) != hoc::ArgumentKind::number) a.refuse(0, "a number or a Vector");
    const double x = a.number(0);
    for (auto& element : s) element = f(element, x);
    return itself(o);
}

template <class F> Value with_each(Object& o, const Arguments& a, F&& f) {
    if (a.has(0)) static_cast<void>(a.require<Vector>(0, "a Vector"));
    auto source = source_of(o, a).values;
    for (auto& x : source) x = f(x);
    return become(o, source);
}

double checked_root(double x) {
    if (x < 0) throw InputError::out_of_range("an element", "Vector.sqrt", number_text(x), "0 or more");
    return std::sqrt(x);
}

} // namespace

Value add(Object& o, const Arguments& a) {
    return with_operand(o, a, [](double x, double y) { return x + y; });
}
Value sub(Object& o, const Arguments& a) {
    return with_operand(o, a, [](double x, double y) { return x - y; });
}
Value mul(Object& o, const Arguments& a) {
    return with_operand(o, a, [](double x, double y) { return x * y; });
}
Value div(Object& o, const Arguments& a) {
    if (a.has(0) && a.kind(0) == hoc::ArgumentKind::number && a.number(0) == 0)
        throw InputError::out_of_range("the divisor", o.name(), "0", "a number that is not 0");
    return with_operand(o, a, [](double x, double y) { return x / y; });
}
Value absolute(Object& o, const Arguments& a) {
    return with_each(o, a, [](double x) { return std::abs(x); });
}
Value square_root(Object& o, const Arguments& a) { return with_each(o, a, checked_root); }
Value logarithm(Object& o, const Arguments& a) {
    return with_each(o, a, [](double x) { return std::log(x); });
}
Value decimal_logarithm(Object& o, const Arguments& a) {
    return with_each(o, a, [](double x) { return std::log10(x); });
}
Value hyperbolic_tangent(Object& o, const Arguments& a) {
    return with_each(o, a, [](double x) { return std::tanh(x); });
}
Value round_down(Object& o, const Arguments& a) {
    return with_each(o, a, [](double x) { return std::floor(x); });
}

Value power(Object& o, const Arguments& a) {
    auto [values, next] = source_of(o, a);
    const double p = a.number(next);
    for (auto& x : values) {
        if (p == -1) {
            if (x == 0)
                throw InputError::out_of_range("an element", "Vector.pow", "0", "what has a reciprocal");
            x = 1 / x;
        } else if (p == 0) {
            x = 1;
        } else if (p == 0.5) {
            x = checked_root(x);
        } else if (p == 2) {
            x = x * x;
        } else if (p != 1) {
            x = std::pow(x, p);
        }
    }
    return become(o, values);
}

Value sine(Object& o, const Arguments& a) {
    constexpr double kTwoPi = 6.283185307179586477;
    const double frequency = a.number(0), phase = a.number(1), dt = a.number_or(2, 1);
    const double angle = kTwoPi * frequency / 1000 * dt; // Hz, ms
    auto s = self(o).span();
    for (std::size_t i = 0; i < s.size(); ++i) s[i] = std::sin(static_cast<double>(i) * angle + phase);
    return itself(o);
}

Value scale(Object& o, const Arguments& a) {
    const double low = a.number(0), high = a.number(1);
    const auto s = part_of_at_least(o, a, 2, 1);
    const auto [least, most] = std::minmax_element(s.begin(), s.end());
    const double from = *least, to = *most;
    if (!(to > from)) return number(0);
    const double factor = (high - low) / (to - from);
    for (auto& x : s) x = low + (x - from) * factor;
    return number(factor);
}

namespace {
/// A function of one number: of the top level by its name, or a callable of the language.
std::function<double(double)> function_argument(const Arguments& a, std::size_t i) {
    if (const auto callable = a.find<Callable>(i))
        return [callable](double x) {
            const hoc::Value argument = x;
            const auto result = callable->call({&argument, 1});
            if (const auto* y = std::get_if<double>(&result)) return *y;
            throw InputError(
                ErrorParts{"a function of an element must return a number", "Vector", {}, {}, {}});
        };
    const auto& name = a.text(i);
    if (auto found = number_function(name)) return found;
    if (auto* hoc = hoc::Interpreter::recent(); hoc && hoc->kind(name) == hoc::NameKind::function)
        return [name](double x) {
            const Value argument = x;
            const auto result = hoc::Interpreter::recent()->call(name, {&argument, 1});
            return std::get<double>(result);
        };
    std::vector<std::string> known;
    for (const auto& f : math_functions()) known.emplace_back(f.name);
    throw InputError(ErrorParts{"there is no function of one number with this name",
                                std::string(a.function()),
                                "'" + name + "'",
                                {},
                                near_names_hint(name, known)});
}
} // namespace

Value apply(Object& o, const Arguments& a) {
    const auto f = function_argument(a, 0);
    const auto s = part(o, a, 1);
    Values out(s.begin(), s.end()); // f may change the Vector
    for (auto& x : out) x = f(x);
    const auto now = part(o, a, 1);
    std::copy_n(out.begin(), std::min(out.size(), now.size()), now.begin());
    return itself(o);
}

Value reduce(Object& o, const Arguments& a) {
    const auto f = function_argument(a, 0);
    double sum = a.number_or(1, 0);
    const auto s = part(o, a, 2);
    const Values in(s.begin(), s.end());
    for (const double x : in) sum += f(x);
    return number(sum);
}

} // namespace ranvier::world::classes::vector_methods
