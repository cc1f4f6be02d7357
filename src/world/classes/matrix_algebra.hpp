// SPDX-License-Identifier: BSD-3-Clause
// What is computed with whole matrices. `who` names the caller in messages.
#pragma once

#include "ranvier/world/classes/matrix.hpp"

namespace ranvier::world::classes {

[[nodiscard]] Dense product(const Dense& a, const Dense& b, const std::string& who);
[[nodiscard]] Dense transposed(const Dense& a);
[[nodiscard]] Dense identity(std::size_t n);
[[nodiscard]] Dense power(const Dense& a, double n, const std::string& who);
[[nodiscard]] Dense exponential(const Dense& a, const std::string& who);
[[nodiscard]] Dense inverse(const Dense& a, const std::string& who);
[[nodiscard]] std::vector<double> solution(const Dense& a, const std::vector<double>& b,
                                           const std::string& who);
/// mantissa 10^exponent
struct Scientific {
    double mantissa;
    int exponent;
};
[[nodiscard]] Scientific determinant(const Dense& a, const std::string& who);

/// Of a symmetric matrix; the smallest first. Vectors are columns.
struct Eigen {
    std::vector<double> values;
    Dense vectors;
};
[[nodiscard]] Eigen symmetric_eigen(const Dense& a, const std::string& who);

/// a = u^T diag(values) v; the largest first.
struct Singular {
    std::vector<double> values;
    Dense u, v;
};
[[nodiscard]] Singular singular_values(const Dense& a);

} // namespace ranvier::world::classes
