// SPDX-License-Identifier: BSD-3-Clause
// Vector.fit: the parameters of a curve that passes closest to the values, and the curve.
#include <array>
#include <cmath>

#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/minimisation.hpp"
#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

namespace {

struct Model {
    std::string_view name, parameters;
    std::size_t count;
    double (*curve)(double x, std::span<const double> p);
};
constexpr std::array<Model, 5> kModels = {{
    {"line", "slope, offset", 2, [](double x, std::span<const double> p) { return p[0] * x + p[1]; }},
    {"quad", "a, b, c of a x^2 + b x + c", 3,
     [](double x, std::span<const double> p) { return (p[0] * x + p[1]) * x + p[2]; }},
    {"exp1", "amplitude, time constant", 2,
     [](double x, std::span<const double> p) { return p[0] * std::exp(-x / p[1]); }},
    {"exp2", "two amplitudes with their time constants", 4,
     [](double x, std::span<const double> p) {
         return p[0] * std::exp(-x / p[1]) + p[2] * std::exp(-x / p[3]);
     }},
    {"charging", "two amplitudes with their time constants", 4,
     [](double x, std::span<const double> p) {
         return p[0] * (1 - std::exp(-x / p[1])) + p[2] * (1 - std::exp(-x / p[3]));
     }},
}};

using Curve = std::function<double(double, std::span<const double>)>;

double number_in(const Value& value) {
    if (const auto* y = std::get_if<double>(&value)) return *y;
    throw InputError(ErrorParts{"the function to fit must return a number", "Vector.fit", {}, {}, {}});
}

std::vector<Value> values_of(double x, std::span<const double> p) {
    std::vector<Value> values;
    values.reserve(p.size() + 1);
    values.emplace_back(x);
    values.insert(values.end(), p.begin(), p.end());
    return values;
}

/// Which curve the second argument names, for so many parameters.
Curve curve_of(const Arguments& a, std::size_t count) {
    if (const auto callable = a.find<Callable>(1))
        return [callable](double x, std::span<const double> p) {
            return number_in(callable->call(values_of(x, p)));
        };
    const auto& name = a.text(1);
    std::vector<std::string> known;
    for (const auto& model : kModels) {
        known.emplace_back(model.name);
        if (model.name != name) continue;
        if (model.count != count)
            throw InputError::out_of_range(
                "the number of parameters of " + name, std::string(a.function()), std::to_string(count),
                std::to_string(model.count) + ": " + std::string(model.parameters));
        return model.curve;
    }
    auto* hoc = hoc::Interpreter::recent();
    if (!hoc || hoc->kind(name) != hoc::NameKind::function)
        throw InputError(ErrorParts{"there is no such model and no func of this name",
                                    std::string(a.function()), "'" + name + "'",
                                    "line, quad, exp1, exp2, charging, or a func of x and the parameters",
                                    near_names_hint(name, known)});
    return [name](double x, std::span<const double> p) {
        return number_in(hoc::Interpreter::recent()->call(name, values_of(x, p)));
    };
}

} // namespace

Value fit(Object& o, const Arguments& a) {
    const auto data = self(o).span();
    const Values y(data.begin(), data.end());
    const auto fitted = vector_argument(a, 0);
    const auto given = vector_argument(a, 2)->span();
    const Values x(given.begin(), given.end());
    if (y.empty()) throw InputError(ErrorParts{"the Vector is empty", o.name(), {}, {}, {}});
    if (x.size() != y.size())
        throw InputError::out_of_range("the number of x", o.name(), std::to_string(x.size()),
                                       std::to_string(y.size()) + ", as many as there are values");
    std::vector<hoc::PlacePtr> places;
    Values start;
    for (std::size_t i = 3; i < a.count(); ++i) {
        places.push_back(a.place(i));
        start.push_back(places.back()->get());
    }
    if (start.empty()) a.refuse(3, "a reference to a parameter");
    const Curve curve = curve_of(a, start.size());
    const auto error = [&](std::span<const double> p) {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double d = curve(x[i], p) - y[i];
            sum += d * d;
        }
        return sum / static_cast<double>(x.size());
    };
    double size = 0;
    for (const double p : start) size = std::max(size, std::abs(p));
    const auto found = find_minimum(
        error, start, {.tolerance = 1e-9 * std::max(size, 1e-3), .step = size > 0 ? 0.2 * size : 1});
    Values out;
    for (const double at : x) out.push_back(curve(at, found.x));
    for (std::size_t i = 0; i < places.size(); ++i) places[i]->set(found.x[i]);
    fitted->numbers->assign(out);
    return number(found.value);
}

} // namespace ranvier::world::classes::vector_methods
