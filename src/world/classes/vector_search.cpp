// SPDX-License-Identifier: BSD-3-Clause
// Vector: finding and picking elements.
#include <algorithm>
#include <functional>

#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

namespace {

/// A comparison by its text from argument i on: "==", "!=", ">", "<", ">=", "<=" with a number, "[]", "[)", "(]", "()" with two.
std::function<bool(double)> test_from(const Arguments& a, std::size_t i) {
    const auto& op = a.text(i);
    const double x = a.number(i + 1);
    if (op == "==") return [x](double e) { return e == x; };
    if (op == "!=") return [x](double e) { return e != x; };
    if (op == ">") return [x](double e) { return e > x; };
    if (op == "<") return [x](double e) { return e < x; };
    if (op == ">=") return [x](double e) { return e >= x; };
    if (op == "<=") return [x](double e) { return e <= x; };
    if (op == "[]" || op == "[)" || op == "(]" || op == "()") {
        const double y = a.number(i + 2);
        const bool with_low = op[0] == '[', with_high = op[1] == ']';
        return [=](double e) { return (with_low ? e >= x : e > x) && (with_high ? e <= y : e < y); };
    }
    throw InputError::out_of_range("the comparison", std::string(a.function()), op,
                                   "== != > < >= <= [] [) (] ()");
}

/// The elements that `indices` name, cut to whole numbers.
template <class Missing> Values picked(const Vector& source, const Vector& indices, Missing&& missing) {
    Values out;
    for (const double i : indices.span()) {
        const double index = std::trunc(i);
        if (index >= 0 && index < static_cast<double>(source.size()))
            out.push_back((*source.numbers)[static_cast<std::size_t>(index)]);
        else missing(out);
    }
    return out;
}

} // namespace

Value contains(Object& o, const Arguments& a) {
    constexpr double kNear = 1e-11;
    const double value = a.number(0);
    const auto s = self(o).span();
    return number(std::any_of(s.begin(), s.end(), [&](double x) { return std::abs(x - value) <= kNear; }));
}

Value first_where(Object& o, const Arguments& a) {
    const auto test = test_from(a, 0);
    const auto s = self(o).span();
    const auto found = std::find_if(s.begin(), s.end(), test);
    return number(found == s.end() ? -1.0 : static_cast<double>(found - s.begin()));
}

/// v.indvwhere(op, a[, b]) gives indices; target.indvwhere(source, op, a[, b]) stores them.
Value indices_where(Object& o, const Arguments& a) {
    const auto [values, next] = source_of(o, a);
    const auto test = test_from(a, next);
    Values out;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (test(values[i])) out.push_back(static_cast<double>(i));
    return next ? become(o, out) : made(out);
}

Value values_where(Object& o, const Arguments& a) {
    const auto [values, next] = source_of(o, a);
    const auto test = test_from(a, next);
    Values out;
    std::copy_if(values.begin(), values.end(), std::back_inserter(out), test);
    return become(o, out);
}

Value pick(Object& o, const Arguments& a) {
    return made(picked(self(o), *a.require<Vector>(0, "a Vector of indices"), [](Values&) {}));
}

Value pick_from(Object& o, const Arguments& a) {
    const auto first = a.require<Vector>(0, "a Vector");
    const auto missing = [](Values& out) { out.push_back(0); };
    if (!a.has(1)) return become(o, picked(self(o), *first, missing));
    return become(o, picked(*first, *a.require<Vector>(1, "a Vector of indices"), missing));
}

} // namespace ranvier::world::classes::vector_methods
