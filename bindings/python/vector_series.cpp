// SPDX-License-Identifier: BSD-3-Clause
// Vector as a sampled curve and as a list: derivative, integral, interpolation, histograms, picking and rotating.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "vector.hpp"

namespace ranvier::python {

using namespace nb::literals;

namespace {

using Numbers = std::vector<double>;

Numbers values_of(const PyVector& v) {
    const auto s = v.numbers->span();
    return {s.begin(), s.end()};
}

nb::object vector_from(const Numbers& values) {
    auto made = std::make_shared<state::Numbers>();
    made->assign(values);
    return new_vector(std::move(made));
}

/// Methods with the form target.f(source, ...) or target.f(...), where the target is its own source.
struct Call {
    PyVector& target;
    Numbers source;
    nb::args args;
    std::size_t next; ///< first argument after the source

    Call(nb::handle h, nb::args given) : target(*nb::inst_ptr<PyVector>(h)), args(std::move(given)), next(0) {
        const auto* other = nb::len(args) > 0 ? as_vector(args[0]) : nullptr;
        source = values_of(other ? *other : target);
        next = other ? 1 : 0;
    }
    [[nodiscard]] double number(std::size_t i, double otherwise, const char* what) const {
        return nb::len(nb::handle(args)) > next + i ? number_from(args[next + i], what, target.label)
                                                    : otherwise;
    }
};

nb::object integral(nb::handle h, nb::args args) {
    const Call call(h, std::move(args));
    const double dx = call.number(0, 1, "dx");
    Numbers out(call.source.size());
    double sum = 0;
    for (std::size_t i = 0; i < out.size(); ++i) { // the first element counts as it is
        sum += i == 0 ? call.source[0] : call.source[i] * dx;
        out[i] = sum;
    }
    call.target.numbers->assign(out);
    return nb::borrow(h);
}

nb::object deriv(nb::handle h, nb::args args) {
    const Call call(h, std::move(args));
    const auto& x = call.source;
    const double dx = call.number(0, 1, "dx"), method = call.number(1, 2, "the method");
    if (method != 1 && method != 2)
        throw InputError::out_of_range("the method", call.target.label, number_text(method),
                                       "1 (differences of neighbours) or 2 (central)");
    if (x.size() < 2)
        throw InputError::out_of_range("deriv", call.target.label, std::to_string(x.size()) + " elements",
                                       "at least 2 elements");
    Numbers out;
    if (method == 1) {
        for (std::size_t i = 1; i < x.size(); ++i) out.push_back((x[i] - x[i - 1]) / dx);
    } else {
        const auto last = x.size() - 1;
        out.push_back((x[1] - x[0]) / dx);
        for (std::size_t i = 1; i < last; ++i) out.push_back((x[i + 1] - x[i - 1]) / (2 * dx));
        out.push_back((x[last] - x[last - 1]) / dx);
    }
    call.target.numbers->assign(out);
    return nb::borrow(h);
}

/// y at `at` on the line through (x, y), which stays at its ends beyond them; x rises.
double value_at(const Numbers& x, const Numbers& y, double at) {
    if (std::isnan(at)) return at;
    if (at <= x.front()) return y.front();
    if (at >= x.back()) return y.back();
    const auto right = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), at) - x.begin());
    const double part = (at - x[right - 1]) / (x[right] - x[right - 1]);
    return (1 - part) * y[right - 1] + part * y[right];
}

nb::object interpolate(nb::handle h, const PyVector& to, const PyVector& from, nb::object source) {
    auto& target = *nb::inst_ptr<PyVector>(h);
    const auto* other = as_vector(source);
    if (!source.is_none() && !other)
        raise(Category::type, {"interpolate needs Vectors",
                               target.label,
                               nb::repr(source).c_str(),
                               "interpolate(x, source x[, source y])",
                               {}});
    const auto x = values_of(from);
    auto y = values_of(other ? *other : target);
    if (x.empty() || y.size() < x.size())
        throw InputError::out_of_range("the source of interpolate", target.label,
                                       std::to_string(x.size()) + " x and " + std::to_string(y.size()) + " y",
                                       "at least 1 x, and a y for each");
    y.resize(x.size());
    if (!std::is_sorted(x.begin(), x.end(), comes_before) || std::isnan(x.back()))
        throw InputError(ErrorParts{"the x of the source must not decrease", from.label, {}, "rising x", {}});
    Numbers out;
    for (const double at : to.numbers->span()) out.push_back(value_at(x, y, at));
    target.numbers->assign(out);
    return nb::borrow(h);
}

nb::object histogram(const PyVector& v, double low, double high, double width) {
    if (!(high > low) || !std::isfinite(high - low))
        throw InputError::out_of_range("the range of the histogram", v.label,
                                       number_text(low) + " to " + number_text(high), "low < high");
    if (!(width > 0) || width > high - low)
        throw InputError::out_of_range("the width of a bin", v.label, number_text(width),
                                       "0 < width <= " + number_text(high - low));
    // One bin more at each end, as wide as the others: what lies farther out is in none.
    Numbers out(static_cast<std::size_t>((high - low) / width) + 2);
    for (const double x : v.numbers->span()) {
        const double bin = std::floor((x - low) / width) + 1;
        if (bin >= 0 && bin < static_cast<double>(out.size())) ++out[static_cast<std::size_t>(bin)];
    }
    return vector_from(out);
}

nb::object hist(nb::handle h, const PyVector& source, double start, double size, double width) {
    auto& v = *nb::inst_ptr<PyVector>(h);
    if (!(width > 0))
        throw InputError::out_of_range("the width of a bin", v.label, number_text(width), "width > 0");
    if (!(size >= 1) || size > 1e9)
        throw InputError::out_of_range("the number of bins", v.label, number_text(size), "1 or more");
    Numbers out(static_cast<std::size_t>(size));
    for (const double x : source.numbers->span()) {
        const double bin = std::floor((x - start) / width);
        if (bin >= 0 && bin < static_cast<double>(out.size())) ++out[static_cast<std::size_t>(bin)];
    }
    v.numbers->assign(out);
    return nb::borrow(h);
}

/// The elements that `indices` name, cut to whole numbers.
template <class Missing> Numbers pick(const PyVector& source, const PyVector& indices, Missing&& missing) {
    Numbers out;
    for (const double i : indices.numbers->span()) {
        const double index = std::trunc(i);
        if (index >= 0 && index < static_cast<double>(source.numbers->size()))
            out.push_back((*source.numbers)[static_cast<std::size_t>(index)]);
        else missing(out);
    }
    return out;
}

nb::object sort_index(const PyVector& v, nb::object target) {
    const auto s = v.numbers->span();
    std::vector<std::size_t> order(s.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) {
        return comes_before(s[a], s[b]) || (!comes_before(s[b], s[a]) && a < b);
    });
    const Numbers out(order.begin(), order.end());
    auto* into = as_vector(target);
    if (!into) return vector_from(out);
    into->numbers->assign(out);
    return target;
}

nb::object rotate(nb::handle h, double count, nb::object fill) {
    auto& v = *nb::inst_ptr<PyVector>(h);
    if (!(std::abs(count) < 1e15))
        throw InputError::out_of_range("the rotation", v.label, number_text(count), "a whole number");
    const auto size = static_cast<std::int64_t>(v.numbers->size());
    if (size == 0) return nb::borrow(h);
    const auto turn = static_cast<std::int64_t>(count) % size; // > 0: to the right
    const auto s = v.numbers->span();
    const auto right = turn < 0 ? turn + size : turn;
    std::rotate(s.begin(), s.end() - static_cast<std::ptrdiff_t>(right), s.end());
    if (fill.is_none()) return nb::borrow(h);
    // what came round is 0
    const auto moved = static_cast<std::size_t>(turn < 0 ? -turn : turn);
    const auto from = turn < 0 ? s.size() - moved : std::size_t{0};
    std::fill_n(s.begin() + static_cast<std::ptrdiff_t>(from), moved, 0.0);
    return nb::borrow(h);
}

} // namespace

void bind_vector_series(VectorClass& cls) {
    cls.def("integral", integral,
            "integral([source,] dx): running sum of x dx whose first element is the source's; returns the "
            "Vector.")
        .def("deriv", deriv,
             "deriv([source,] dx[, method]): method 1 takes differences of neighbours, 2 (default) central "
             "ones; returns the\nVector.")
        .def("interpolate", interpolate, "x"_a, "source_x"_a, "source_y"_a = nb::none(),
             "The curve of the source (this Vector without source_y) at places x; returns the Vector.")
        .def("histogram", histogram, "low"_a, "high"_a, "width"_a,
             "A new Vector of counts: bins from low to high, and one more at each end.")
        .def("hist", hist, "source"_a, "start"_a, "size"_a, "width"_a,
             "Counts of the source in `size` bins from start on; returns the Vector.")
        .def(
            "ind",
            [](const PyVector& v, const PyVector& indices) {
                return vector_from(pick(v, indices, [](Numbers&) {}));
            },
            "indices"_a, "A new Vector of the elements with these indices; others are left out.")
        .def(
            "index",
            [](nb::handle h, const PyVector& source, const PyVector& indices) {
                const auto out = pick(source, indices, [](Numbers& o) { o.push_back(0); });
                nb::inst_ptr<PyVector>(h)->numbers->assign(out);
                return nb::borrow(h);
            },
            "source"_a, "indices"_a,
            "The elements of the source with these indices, 0 where there is none; returns the Vector.")
        .def("sortindex", sort_index, "target"_a = nb::none(),
             "Indices that would sort the Vector, as a new one or in `target`.")
        .def(
            "rotate", rotate, "n"_a, "fill"_a = nb::none(),
            "Move all elements n places to the right; what comes round is kept, or 0 with a second argument. "
            "Returns the\nVector.");
}

} // namespace ranvier::python
