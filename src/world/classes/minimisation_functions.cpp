// SPDX-License-Identifier: BSD-3-Clause
// fit_praxis and what belongs to it: the minimum of a function of hoc or of the language around.
#include <algorithm>

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/interpreter.hpp"
#include "ranvier/world/classes/callable.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/minimisation.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;

/// What attr_praxis says and what the last search found.
struct Praxis {
    MinimumSearch how;
    double verbosity = 0, seed = 0;
    int rounds_left = -1; ///< of stop_praxis; negative: no end asked for
    Minimum found;
};

Praxis& praxis(World& world) {
    auto& kept = world.classes().minimum;
    if (!kept) kept = std::make_shared<Praxis>();
    return *static_cast<Praxis*>(kept.get());
}

double result_of(const Arguments& a, const Value& value) {
    if (const auto* x = std::get_if<double>(&value)) return *x;
    throw InputError(ErrorParts{
        "the function to be minimised must return a number", std::string(a.function()), {}, {}, {}});
}

/// Searches for the minimum of `f`, which reads its variables at `x`; the best ones stay there.
Value search(World& world, std::span<double> x, const std::function<double()>& f, const std::string& after) {
    auto& state = praxis(world);
    auto how = state.how;
    state.rounds_left = -1;
    how.goes_on = [&](double best) {
        if (state.verbosity > 0) world.print("fit_praxis: smallest value so far " + number_text(best) + "\n");
        if (!after.empty()) world.hoc().execute(after);
        return state.rounds_left < 0 || state.rounds_left-- > 0;
    };
    const std::vector<double> start(x.begin(), x.end());
    auto found = find_minimum(
        [&](std::span<const double> at) {
            std::ranges::copy(at, x.begin());
            return f();
        },
        start, how);
    std::ranges::copy(found.x, x.begin());
    praxis(world).found = std::move(found);
    return number(praxis(world).found.value);
}

constexpr std::int64_t kMostVariables = 1000;

/// fit_praxis(callable, Vector) and fit_praxis(n, "function", &x[0][, "statement"]).
Value fit_praxis(World& world, const Arguments& a) {
    if (const auto callable = a.find<Callable>(0)) {
        const auto vector = a.require<Vector>(1, "a Vector with the values to start from");
        if (vector->size() == 0) a.refuse(1, "a Vector with the values to start from");
        std::vector<double> x(vector->span().begin(), vector->span().end());
        const auto now = new_vector();
        const auto answer = search(
            world, x,
            [&] {
                now->numbers->assign(x);
                const Value argument = hoc::ObjectPtr(now);
                return result_of(a, callable->call({&argument, 1}));
            },
            a.has(2) ? a.text(2) : "");
        vector->numbers->assign(x);
        return answer;
    }
    const auto count = a.whole(0, 1, kMostVariables);
    const std::string name = a.text(1);
    const auto place = a.place(2);
    if (!place->address(static_cast<std::size_t>(count)))
        a.refuse(2, "a reference to " + std::to_string(count) + " numbers in a row");
    const Value arguments[] = {static_cast<double>(count), place};
    // The function may change what stands there: search() works on a copy.
    std::vector<double> x(place->address(static_cast<std::size_t>(count)),
                          place->address(static_cast<std::size_t>(count)) + count);
    const auto write = [&] { std::ranges::copy(x, place->address(static_cast<std::size_t>(count))); };
    const auto answer = search(
        world, x,
        [&] {
            write();
            return result_of(a, world.hoc().call(name, arguments));
        },
        a.has(3) ? a.text(3) : "");
    write();
    return answer;
}

Value attr_praxis(World& world, const Arguments& a) {
    auto& state = praxis(world);
    if (a.count() <= 1) {
        const double before = state.seed;
        if (a.has(0)) state.seed = a.number(0);
        return number(before);
    }
    const double tolerance = a.number(0), step = a.number(1);
    if (!(tolerance > 0))
        throw InputError::out_of_range("the tolerance", "attr_praxis", number_text(tolerance), "> 0");
    if (!(step > 0))
        throw InputError::out_of_range("the largest step", "attr_praxis", number_text(step), "> 0");
    state.how.tolerance = tolerance;
    state.how.step = step;
    state.verbosity = a.number_or(2, 0);
    return number(0);
}

Value pval_praxis(World& world, const Arguments& a) {
    const auto& found = praxis(world).found;
    if (found.curvatures.empty()) throw StateError("pval_praxis: there was no fit_praxis yet");
    const auto i =
        static_cast<std::size_t>(a.whole(0, 0, static_cast<std::int64_t>(found.curvatures.size()) - 1));
    if (a.has(1)) vector_argument(a, 1)->numbers->assign(found.axes[i]);
    return number(found.curvatures[i]);
}

constexpr Function kFunctions[] = {
    {"fit_praxis", "(callable, Vector) or (n, name, reference[, statement]) -> float",
     "Minimum of a function of several variables; they are left where it is smallest", fit_praxis},
    {"attr_praxis", "(tolerance, largest step, verbosity) or ([seed]) -> float",
     "How fit_praxis searches; the seed is kept for scripts: the search draws no numbers", attr_praxis},
    {"pval_praxis", "(i[, Vector]) -> float",
     "Principal value i of the quadratic form at the minimum, and its axis", pval_praxis},
    {"stop_praxis", "([n]) -> float", "End the search, at once or after n more rounds",
     [](World& world, const Arguments& a) {
         praxis(world).rounds_left = a.has(0) ? static_cast<int>(a.whole(0, 0, 1000000)) : 0;
         return number(0);
     }},
};

} // namespace

std::span<const Function> minimisation_functions() { return kFunctions; }

} // namespace ranvier::world::classes
