// SPDX-License-Identifier: BSD-3-Clause
// Orders of convergence from a list of results, each with a step `factor` times smaller than the one before.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace ranvier::test {

/// From errors against the exact solution.
inline std::vector<double> orders_of_errors(const std::vector<double>& errors, double factor) {
    std::vector<double> orders;
    for (std::size_t i = 0; i + 1 < errors.size(); ++i)
        orders.push_back(std::log(std::abs(errors[i] / errors[i + 1])) / std::log(factor));
    return orders;
}

/// From the results alone, where no exact solution is known: their differences shrink like the errors.
inline std::vector<double> orders_of_results(const std::vector<double>& results, double factor) {
    std::vector<double> differences;
    for (std::size_t i = 0; i + 1 < results.size(); ++i) differences.push_back(results[i + 1] - results[i]);
    return orders_of_errors(differences, factor);
}

} // namespace ranvier::test
