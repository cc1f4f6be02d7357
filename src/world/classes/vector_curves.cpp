// SPDX-License-Identifier: BSD-3-Clause
// Vector as a sampled curve: derivative, integral, interpolation, other sampling, a cell that integrates and fires.
#include <algorithm>

#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

Value integral(Object& o, const Arguments& a) {
    auto [values, next] = source_of(o, a);
    const double dx = a.number_or(next, 1);
    if (values.empty())
        throw InputError::out_of_range("integral", o.name(), "0 elements", "at least 1 element");
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) { // the first element counts as it is
        sum += i == 0 ? values[0] : values[i] * dx;
        values[i] = sum;
    }
    return become(o, values);
}

Value derivative(Object& o, const Arguments& a) {
    const auto [x, next] = source_of(o, a);
    const double dx = a.number_or(next, 1), method = a.number_or(next + 1, 2);
    if (method != 1 && method != 2)
        throw InputError::out_of_range("the method", o.name(), number_text(method),
                                       "1 (differences of neighbours) or 2 (central)");
    if (x.size() < 2)
        throw InputError::out_of_range("deriv", o.name(), std::to_string(x.size()) + " elements",
                                       "at least 2 elements");
    Values out;
    if (method == 1) {
        for (std::size_t i = 1; i < x.size(); ++i) out.push_back((x[i] - x[i - 1]) / dx);
    } else {
        const auto last = x.size() - 1;
        out.push_back((x[1] - x[0]) / dx);
        for (std::size_t i = 1; i < last; ++i) out.push_back((x[i + 1] - x[i - 1]) / (2 * dx));
        out.push_back((x[last] - x[last - 1]) / dx);
    }
    return become(o, out);
}

namespace {
/// y at `at` on the line through (x, y), which stays at its ends beyond them; x rises.
double value_at(const Values& x, const Values& y, double at) {
    if (std::isnan(at)) return at;
    if (at <= x.front()) return y.front();
    if (at >= x.back()) return y.back();
    const auto right = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), at) - x.begin());
    const double part = (at - x[right - 1]) / (x[right] - x[right - 1]);
    return (1 - part) * y[right - 1] + part * y[right];
}
} // namespace

Value interpolate(Object& o, const Arguments& a) {
    const auto to = a.require<Vector>(0, "a Vector"), from = a.require<Vector>(1, "a Vector");
    const auto x = values_of(*from);
    auto y = values_of(a.has(2) ? *a.require<Vector>(2, "a Vector") : self(o));
    if (x.empty() || y.size() < x.size())
        throw InputError::out_of_range("the source of interpolate", o.name(),
                                       std::to_string(x.size()) + " x and " + std::to_string(y.size()) + " y",
                                       "at least 1 x, and a y for each");
    y.resize(x.size());
    if (!std::is_sorted(x.begin(), x.end(), comes_before) || std::isnan(x.back()))
        throw InputError(
            ErrorParts{"the x of the source must not decrease", from->name(), {}, "rising x", {}});
    Values out;
    for (const double at : to->span()) out.push_back(value_at(x, y, at));
    return become(o, out);
}

Value resample(Object& o, const Arguments& a) {
    const auto [x, next] = source_of(o, a);
    const double rate = a.number(next);
    if (!(rate >= 0 && rate < 1e6))
        throw InputError::out_of_range("the rate", o.name(), number_text(rate), "0 <= rate < 1e6");
    const auto count = size_from(static_cast<double>(x.size()) * rate, "the size", o.name());
    Values out(count);
    for (std::size_t i = 0; i < count; ++i)
        out[i] = x[std::min(static_cast<std::size_t>(static_cast<double>(i) / rate), x.size() - 1)];
    return become(o, out);
}

Value rebin(Object& o, const Arguments& a) {
    const auto [x, next] = source_of(o, a);
    const auto width = static_cast<std::size_t>(a.whole(next, 1, 1'000'000'000));
    Values out(x.size() / width);
    for (std::size_t i = 0; i < out.size(); ++i)
        for (std::size_t k = 0; k < width; ++k) out[i] += x[i * width + k];
    return become(o, out);
}

/// medfltr([source][, points]) or (points, source): the median of a window around each element, which is cut at the ends.
Value median_filter(Object& o, const Arguments& a) {
    auto [x, next] = source_of(o, a);
    if (next == 0 && a.has(1)) x = values_of(*a.require<Vector>(1, "a Vector"));
    const auto points = a.has(next) ? a.whole(next, 1, 1'000'000) : 3;
    if (points % 2 == 0)
        throw InputError::out_of_range("the number of points", o.name(), std::to_string(points),
                                       "an odd number");
    const auto reach = static_cast<std::size_t>(points / 2);
    Values out;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto first = i < reach ? 0 : i - reach, last = std::min(i + reach, x.size() - 1);
        Values window(x.begin() + static_cast<std::ptrdiff_t>(first),
                      x.begin() + static_cast<std::ptrdiff_t>(last) + 1);
        std::sort(window.begin(), window.end(), comes_before);
        const auto middle = window.size() / 2;
        out.push_back(window.size() % 2 ? window[middle] : (window[middle - 1] + window[middle]) / 2);
    }
    return become(o, out);
}

/// inf(i, dt, gl, el, cm, th, res[, ref]): v of a leaky cell that currents i drive; 0 where it fires, then `res`; for `ref` ms
/// after that it does not fire.
Value integrate_and_fire(Object& o, const Arguments& a) {
    const auto i = values_of(*a.require<Vector>(0, "a Vector of currents"));
    const double dt = positive(a, 1), gl = a.number(2), el = a.number(3), cm = positive(a, 4),
                 th = a.number(5), res = a.number(6), ref = a.number_or(7, 0);
    if (i.empty()) throw InputError::out_of_range("the number of currents", o.name(), "0", "at least 1");
    Values v(i.size(), el);
    double rests = 0; // steps in which it cannot fire
    for (std::size_t k = 1; k < v.size(); ++k) {
        v[k] = v[k - 1] + dt * (-gl * (v[k - 1] - el) + i[k - 1]) / cm;
        if (rests >= 1) {
            --rests;
            continue;
        }
        if (v[k] < th || std::isnan(v[k])) continue;
        v[k] = 0;
        if (++k < v.size()) v[k] = res;
        rests = ref / dt;
    }
    return become(o, v);
}

/// 1 where the source comes to the threshold from below.
Value spike_bins(Object& o, const Arguments& a) {
    const auto x = values_of(*a.require<Vector>(0, "a Vector"));
    const double threshold = a.number(1);
    Values out;
    bool was_above = false;
    for (const double v : x) {
        const bool is_above = v >= threshold;
        out.push_back(is_above && !was_above ? 1 : 0);
        was_above = is_above;
    }
    return become(o, out);
}

} // namespace ranvier::world::classes::vector_methods
