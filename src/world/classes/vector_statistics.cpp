// SPDX-License-Identifier: BSD-3-Clause
// Vector: sums, means, extremes, order.
#include <algorithm>
#include <numeric>

#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

namespace {

double mean_of(std::span<const double> s) {
    return std::accumulate(s.begin(), s.end(), 0.0) / static_cast<double>(s.size());
}

double variance_of(std::span<const double> s) {
    const double mean = mean_of(s);
    double sum = 0;
    for (const double x : s) sum += (x - mean) * (x - mean);
    return sum / static_cast<double>(s.size() - 1);
}

/// Position in the whole Vector of an element of a part of it; -1 for none.
Value position(Object& o, std::span<const double> s, std::span<const double>::iterator found) {
    if (s.empty()) return number(-1);
    return number(static_cast<double>(&*found - self(o).span().data()));
}

} // namespace

Value sum(Object& o, const Arguments& a) {
    const auto s = part(o, a, 0);
    return number(std::accumulate(s.begin(), s.end(), 0.0));
}
Value sum_of_squares(Object& o, const Arguments& a) {
    double total = 0;
    for (const double x : part(o, a, 0)) total += x * x;
    return number(total);
}
Value mean(Object& o, const Arguments& a) { return number(mean_of(part_of_at_least(o, a, 0, 1))); }
Value variance(Object& o, const Arguments& a) { return number(variance_of(part_of_at_least(o, a, 0, 2))); }
Value deviation(Object& o, const Arguments& a) {
    return number(std::sqrt(variance_of(part_of_at_least(o, a, 0, 2))));
}
Value standard_error(Object& o, const Arguments& a) {
    const auto s = part_of_at_least(o, a, 0, 2);
    return number(std::sqrt(variance_of(s) / static_cast<double>(s.size())));
}

Value median(Object& o, const Arguments& a) {
    const auto s = part_of_at_least(o, a, 0, 1);
    Values sorted(s.begin(), s.end());
    std::sort(sorted.begin(), sorted.end(), comes_before);
    const auto middle = sorted.size() / 2;
    return number(sorted.size() % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
}

Value smallest(Object& o, const Arguments& a) {
    const auto s = part(o, a, 0);
    return number(s.empty() ? 0 : *std::min_element(s.begin(), s.end()));
}
Value largest(Object& o, const Arguments& a) {
    const auto s = part(o, a, 0);
    return number(s.empty() ? 0 : *std::max_element(s.begin(), s.end()));
}
Value where_smallest(Object& o, const Arguments& a) {
    const std::span<const double> s = part(o, a, 0);
    return position(o, s, std::min_element(s.begin(), s.end()));
}
Value where_largest(Object& o, const Arguments& a) {
    const std::span<const double> s = part(o, a, 0);
    return position(o, s, std::max_element(s.begin(), s.end()));
}

Value dot(Object& o, const Arguments& a) {
    const auto x = self(o).span(), y = a.require<Vector>(0, "a Vector")->span();
    if (x.size() != y.size())
        throw InputError::out_of_range("the size of the other Vector", o.name(), std::to_string(y.size()),
                                       std::to_string(x.size()) + ", that of this one");
    return number(std::inner_product(x.begin(), x.end(), y.begin(), 0.0));
}

Value magnitude(Object& o, const Arguments&) {
    double total = 0;
    for (const double x : self(o).span()) total += x * x;
    return number(std::sqrt(total));
}

Value mean_square_error(Object& o, const Arguments& a) {
    const auto x = part_of_at_least(o, a, 2, 1), y = a.require<Vector>(0, "a Vector")->span();
    const auto weights = a.has(1) ? a.require<Vector>(1, "a Vector of weights") : nullptr;
    const auto check = [&](std::size_t size, const char* what) {
        if (size < x.size())
            throw InputError::out_of_range(what, o.name(), std::to_string(size),
                                           "at least " + std::to_string(x.size()) + ", the size of this one");
    };
    check(y.size(), "the size of the other Vector");
    if (weights) check(weights->size(), "the number of weights");
    double total = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double difference = x[i] - y[i];
        total += difference * difference * (weights ? weights->span()[i] : 1);
    }
    return number(total / static_cast<double>(x.size()));
}

Value sort(Object& o, const Arguments&) {
    const auto s = self(o).span();
    std::sort(s.begin(), s.end(), comes_before);
    return itself(o);
}

Value sort_index(Object& o, const Arguments& a) {
    const auto s = self(o).span();
    std::vector<std::size_t> order(s.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto i, auto k) {
        return comes_before(s[i], s[k]) || (!comes_before(s[k], s[i]) && i < k);
    });
    const Values out(order.begin(), order.end());
    if (!a.has(0)) return made(out);
    const auto target = a.require<Vector>(0, "a Vector");
    return become(*target, out);
}

} // namespace ranvier::world::classes::vector_methods
