// SPDX-License-Identifier: BSD-3-Clause
// The methods of Vector, by file, and what they share.
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/vector.hpp"

namespace ranvier::world::classes::vector_methods {

using hoc::Arguments;
using hoc::Object;
using hoc::Value;
using Values = std::vector<double>;
using Method = Value(Object&, const Arguments&);

// vector_contents.cpp
Method size, resize, clear, buffer_size, label, get, set, append, insrt, remove, fill, indgen, copy, clone,
    clone_labelled, at, equals, from_double, reverse, rotate;
// vector_arithmetic.cpp
Method add, sub, mul, div, absolute, square_root, logarithm, decimal_logarithm, hyperbolic_tangent,
    round_down, power, sine, scale, apply, reduce;
// vector_fit.cpp
Method fit;
// vector_statistics.cpp
Method sum, sum_of_squares, mean, variance, deviation, standard_error, median, smallest, largest,
    where_smallest, where_largest, dot, magnitude, mean_square_error, sort, sort_index;
// vector_search.cpp
Method contains, first_where, indices_where, values_where, pick, pick_from;
// vector_curves.cpp
Method integral, derivative, interpolate, resample, rebin, median_filter, integrate_and_fire, spike_bins;
// vector_histograms.cpp
Method histogram, counts, sum_of_gaussians, smooth_histogram, adaptive_histogram, trigger_average;
// vector_fourier.cpp
Method fourier, convolve, correlate, filter, power_spectrum;
// vector_files.cpp
Method print_to, scan_from, scan_until, write_numbers, read_numbers, write_typed, read_typed;
// vector_graphs.cpp
Method plot, line, mark, plot_errors;
// vector_random.cpp
Method draw, add_draws;

[[nodiscard]] inline Vector& self(Object& o) { return as<Vector>(o); }

/// What target.f(source, ...) works on, and where the other arguments begin: f(...) works on the target itself.
struct Source {
    Values values;
    std::size_t next;
};
[[nodiscard]] Source source_of(Object& o, const Arguments& a);
/// The elements from argument i to argument i + 1, both included; all if there are none.
[[nodiscard]] std::span<double> part(Object& o, const Arguments& a, std::size_t i);
/// The same of a stretch that must hold at least `least` elements.
[[nodiscard]] std::span<double> part_of_at_least(Object& o, const Arguments& a, std::size_t i,
                                                 std::size_t least);
[[nodiscard]] std::size_t index_argument(const Vector& v, const Arguments& a, std::size_t i);
/// Gives the vector these elements, and is what the method returns.
Value become(Object& o, const Values& values);
[[nodiscard]] inline Value made(const Values& values) {
    return hoc::ObjectPtr(new_vector(std::span(values)));
}
[[nodiscard]] Values values_of(const Vector& v);
/// A number of elements that a script may ask for.
[[nodiscard]] std::size_t size_from(double size, std::string_view what, const std::string& object);
[[nodiscard]] double positive(const Arguments& a, std::size_t i);

} // namespace ranvier::world::classes::vector_methods
