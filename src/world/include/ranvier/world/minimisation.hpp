// SPDX-License-Identifier: BSD-3-Clause
// The minimum of a function of a few variables, without derivatives: searches along lines, in turn along the principal axes of
// the quadratic form that fits the function where the search stands (R. P. Brent, "Algorithms for minimization without
// derivatives", 1973, chapter 7; M. J. D. Powell, Computer Journal 7 (1964) 155).
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace ranvier::world {

struct MinimumSearch {
    double tolerance = 1e-8; ///< of the place
    double step = 1;         ///< about how far away the minimum is
    int rounds = 200;        ///< at most
    /// After each round, told the best value so far; false ends the search.
    std::function<bool(double)> goes_on = {};
};

struct Minimum {
    double value = 0;
    std::vector<double> x;
    /// f is about value + sum of curvature * (distance along its axis)^2; the largest first.
    std::vector<double> curvatures;
    std::vector<std::vector<double>> axes; ///< of length 1
    int evaluations = 0, searches = 0;
};

[[nodiscard]] Minimum find_minimum(const std::function<double(std::span<const double>)>& f,
                                   std::span<const double> start, const MinimumSearch& how);

} // namespace ranvier::world
