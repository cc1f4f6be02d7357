// SPDX-License-Identifier: BSD-3-Clause
// Functions that the user gives as data.
#include <algorithm>
#include <cmath>
#include <utility>

#include "ranvier/engine/services.hpp"

namespace ranvier::engine {

void FunctionTableData::set_constant(double value) {
    kind_ = Kind::constant;
    values_ = {value};
}

void FunctionTableData::set_curve(std::vector<double> y, std::vector<double> x) {
    if (parameter_count_ != 1)
        throw InputError(ErrorParts{"a curve is for a FUNCTION_TABLE of one argument",
                                    {},
                                    std::to_string(parameter_count_) + " arguments",
                                    "a matrix and the range of each argument",
                                    {}});
    if (y.size() != x.size() || y.empty())
        throw InputError(ErrorParts{"the two vectors of a FUNCTION_TABLE have different lengths",
                                    {},
                                    std::to_string(y.size()) + " and " + std::to_string(x.size()),
                                    "as many x as y, at least one",
                                    {}});
    for (std::size_t i = 0; i < x.size(); ++i)
        if (std::isnan(x[i]) || (i > 0 && x[i] < x[i - 1]))
            throw InputError(ErrorParts{"the arguments of a FUNCTION_TABLE do not rise",
                                        "x[" + std::to_string(i) + "]",
                                        number_text(x[i]),
                                        "x[i] >= x[i - 1]",
                                        {}});
    kind_ = Kind::curve;
    values_ = std::move(y);
    x_ = std::move(x);
}

void FunctionTableData::check_axis(const Axis& axis) const {
    if (!(axis.low < axis.high) || !std::isfinite(axis.low) || !std::isfinite(axis.high))
        throw InputError(ErrorParts{"the range of a FUNCTION_TABLE is empty",
                                    {},
                                    number_text(axis.low) + " to " + number_text(axis.high),
                                    "min < max",
                                    {}});
}

void FunctionTableData::set_curve(std::vector<double> y, double low, double high) {
    const Axis axis{low, high};
    check_axis(axis);
    if (y.size() < 2 || parameter_count_ != 1)
        throw InputError(ErrorParts{"a FUNCTION_TABLE over a range has at least two values and one argument",
                                    {},
                                    std::to_string(y.size()) + " values",
                                    {},
                                    {}});
    kind_ = Kind::even_curve;
    values_ = std::move(y);
    first_ = axis;
}

void FunctionTableData::set_surface(std::vector<double> values, std::size_t rows, std::size_t columns,
                                    double low1, double high1, double low2, double high2) {
    const Axis first{low1, high1}, second{low2, high2};
    check_axis(first);
    check_axis(second);
    if (parameter_count_ != 2 || rows < 2 || columns < 2 || values.size() != rows * columns)
        throw InputError(ErrorParts{"a surface is for a FUNCTION_TABLE of two arguments",
                                    {},
                                    std::to_string(rows) + " x " + std::to_string(columns) + " values, " +
                                        std::to_string(parameter_count_) + " arguments",
                                    "two arguments and at least two values along each",
                                    {}});
    kind_ = Kind::surface;
    values_ = std::move(values);
    columns_ = columns;
    first_ = first;
    second_ = second;
}

/// Clamped; a NaN goes to the beginning, with a NaN between.
FunctionTableData::Place FunctionTableData::even_place(const Axis& axis, std::size_t count, double x) {
    const double intervals = static_cast<double>(count - 1);
    const double p = (x - axis.low) * (intervals / (axis.high - axis.low));
    if (std::isnan(p)) return {0, p};
    if (p <= 0) return {0, 0};
    if (p >= intervals) return {count - 2, 1};
    const auto index = static_cast<std::size_t>(p);
    return {index, p - static_cast<double>(index)};
}

double FunctionTableData::at(std::span<const double> arguments) const {
    const auto between = [](double a, double b, double fraction) {
        return fraction == 1 ? b : a + fraction * (b - a);
    };
    const double x = arguments.empty() ? 0 : arguments[0];
    switch (kind_) {
    case Kind::unset: return 0;
    case Kind::constant: return values_[0];
    case Kind::curve: {
        if (std::isnan(x)) return x;
        if (x <= x_.front()) return values_.front();
        if (x >= x_.back()) return values_.back();
        const auto right = static_cast<std::size_t>(std::upper_bound(x_.begin(), x_.end(), x) - x_.begin());
        const double left_x = x_[right - 1];
        const double fraction = (x - left_x) / (x_[right] - left_x);
        return values_[right - 1] + fraction * (values_[right] - values_[right - 1]);
    }
    case Kind::even_curve: {
        const Place place = even_place(first_, values_.size(), x);
        return between(values_[place.index], values_[place.index + 1], place.fraction);
    }
    case Kind::surface: {
        const Place row = even_place(first_, values_.size() / columns_, x);
        const Place column = even_place(second_, columns_, arguments[1]);
        const auto along = [&](std::size_t r) {
            const double* values = values_.data() + r * columns_ + column.index;
            return between(values[0], values[1], column.fraction);
        };
        return between(along(row.index), along(row.index + 1), row.fraction);
    }
    }
    return 0;
}

} // namespace ranvier::engine
