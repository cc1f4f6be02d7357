// SPDX-License-Identifier: BSD-3-Clause
// LU factors, the exponential by Pade's approximation with scaling and squaring, eigenvalues and singular values by Jacobi rotations
// (G. H. Golub, C. F. Van Loan, "Matrix Computations", 4th edition, sections 3.4, 9.3, 8.5, 8.6).
#include "matrix_algebra.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "ranvier/base/error.hpp"

namespace ranvier::world::classes {

namespace {

std::string size_text(const Dense& m) { return std::to_string(m.rows) + " x " + std::to_string(m.columns); }

void check_square(const Dense& m, const std::string& who) {
    if (m.rows != m.columns)
        throw InputError::out_of_range("the size of the Matrix", who, size_text(m),
                                       "as many rows as columns");
}

/// LU factors with the largest pivot of each column.
struct Factors {
    Dense lu;
    std::vector<std::size_t> order;
    double sign = 1;
    bool is_singular = false;

    explicit Factors(const Dense& m) : lu(m), order(m.rows) {
        const auto n = m.rows;
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t k = 0; k < n; ++k) {
            std::size_t pivot = k;
            for (std::size_t i = k + 1; i < n; ++i)
                if (std::abs(lu.at(i, k)) > std::abs(lu.at(pivot, k))) pivot = i;
            if (!(std::abs(lu.at(pivot, k)) > 0)) {
                is_singular = true;
                return;
            }
            if (pivot != k) {
                for (std::size_t j = 0; j < n; ++j) std::swap(lu.at(k, j), lu.at(pivot, j));
                std::swap(order[k], order[pivot]);
                sign = -sign;
            }
            for (std::size_t i = k + 1; i < n; ++i) {
                lu.at(i, k) /= lu.at(k, k);
                for (std::size_t j = k + 1; j < n; ++j) lu.at(i, j) -= lu.at(i, k) * lu.at(k, j);
            }
        }
    }
    void require_regular(const std::string& who) const {
        if (is_singular) throw InputError(ErrorParts{"the matrix is singular", who, size_text(lu), {}, {}});
    }
    [[nodiscard]] std::vector<double> solve(const std::vector<double>& b) const {
        const auto n = lu.rows;
        std::vector<double> x(n);
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = b[order[i]];
            for (std::size_t j = 0; j < i; ++j) x[i] -= lu.at(i, j) * x[j];
        }
        for (std::size_t i = n; i-- > 0;) {
            for (std::size_t j = i + 1; j < n; ++j) x[i] -= lu.at(i, j) * x[j];
            x[i] /= lu.at(i, i);
        }
        return x;
    }
    [[nodiscard]] Dense solve(const Dense& b) const {
        Dense out(b.rows, b.columns);
        std::vector<double> column(b.rows);
        for (std::size_t j = 0; j < b.columns; ++j) {
            for (std::size_t i = 0; i < b.rows; ++i) column[i] = b.at(i, j);
            const auto x = solve(column);
            for (std::size_t i = 0; i < b.rows; ++i) out.at(i, j) = x[i];
        }
        return out;
    }
};

double largest_row_sum(const Dense& a) {
    double most = 0;
    for (std::size_t i = 0; i < a.rows; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < a.columns; ++j) sum += std::abs(a.at(i, j));
        most = std::max(most, sum);
    }
    return most;
}

/// Completes the first `known` columns to a square orthogonal matrix.
void complete_basis(Dense& q, std::size_t known) {
    for (std::size_t k = known; k < q.columns; ++k) {
        double best = -1;
        std::vector<double> chosen;
        for (std::size_t candidate = 0; candidate < q.rows; ++candidate) {
            std::vector<double> x(q.rows, 0.0);
            x[candidate] = 1;
            for (int again = 0; again < 2; ++again) // twice is enough for orthogonality
                for (std::size_t j = 0; j < k; ++j) {
                    double along = 0;
                    for (std::size_t i = 0; i < q.rows; ++i) along += q.at(i, j) * x[i];
                    for (std::size_t i = 0; i < q.rows; ++i) x[i] -= along * q.at(i, j);
                }
            const double length = std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
            if (length > best) {
                best = length;
                chosen = x;
            }
        }
        for (std::size_t i = 0; i < q.rows; ++i) q.at(i, k) = chosen[i] / best;
    }
}

} // namespace

Dense product(const Dense& a, const Dense& b, const std::string& who) {
    if (a.columns != b.rows)
        throw InputError::out_of_range("the size of the Matrix", who, size_text(b),
                                       std::to_string(a.columns) + " rows");
    Dense out(a.rows, b.columns);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t k = 0; k < a.columns; ++k)
            for (std::size_t j = 0; j < b.columns; ++j) out.at(i, j) += a.at(i, k) * b.at(k, j);
    return out;
}

Dense transposed(const Dense& a) {
    Dense out(a.columns, a.rows);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < a.columns; ++j) out.at(j, i) = a.at(i, j);
    return out;
}

Dense identity(std::size_t n) {
    Dense out(n, n);
    for (std::size_t i = 0; i < n; ++i) out.at(i, i) = 1;
    return out;
}

Dense power(const Dense& a, double n, const std::string& who) {
    check_square(a, who);
    if (!(n >= 0 && n <= 1e6) || n != std::floor(n))
        throw InputError::out_of_range("the power", who, number_text(n), "0, 1, ... 1e6");
    Dense out = identity(a.rows), base = a;
    for (auto left = static_cast<std::uint64_t>(n); left; left >>= 1U) {
        if (left & 1U) out = product(out, base, who);
        if (left > 1) base = product(base, base, who);
    }
    return out;
}

Dense exponential(const Dense& a, const std::string& who) {
    check_square(a, who);
    const double size = largest_row_sum(a);
    if (!std::isfinite(size))
        throw InputError(ErrorParts{"the matrix holds a number that is not finite", who, {}, {}, {}});
    const int halvings = size > 0.5 ? static_cast<int>(std::ceil(std::log2(size / 0.5))) : 0;
    Dense scaled = a;
    for (auto& x : scaled.values) x = std::ldexp(x, -halvings);
    constexpr int kOrder = 8;
    double c = 1;
    Dense term = identity(a.rows), up = term, down = term;
    for (int k = 1; k <= kOrder; ++k) {
        c *= static_cast<double>(kOrder - k + 1) / (k * (2 * kOrder - k + 1));
        term = product(scaled, term, who);
        for (std::size_t i = 0; i < term.values.size(); ++i) {
            up.values[i] += c * term.values[i];
            down.values[i] += (k % 2 ? -c : c) * term.values[i];
        }
    }
    Dense out = Factors(down).solve(up);
    for (int i = 0; i < halvings; ++i) out = product(out, out, who);
    return out;
}

Dense inverse(const Dense& a, const std::string& who) {
    check_square(a, who);
    const Factors f(a);
    f.require_regular(who);
    return f.solve(identity(a.rows));
}

std::vector<double> solution(const Dense& a, const std::vector<double>& b, const std::string& who) {
    check_square(a, who);
    if (b.size() != a.rows)
        throw InputError::out_of_range("the size of the Vector", who, std::to_string(b.size()),
                                       std::to_string(a.rows));
    const Factors f(a);
    f.require_regular(who);
    return f.solve(b);
}

Scientific determinant(const Dense& a, const std::string& who) {
    check_square(a, who);
    const Factors f(a);
    if (f.is_singular) return {0, 0};
    double mantissa = f.sign;
    int exponent = 0; // of two, exactly; in the end of ten
    for (std::size_t i = 0; i < a.rows; ++i) {
        int more = 0;
        mantissa = std::frexp(mantissa * f.lu.at(i, i), &more);
        exponent += more;
    }
    constexpr int kSafe = 900;
    if (std::abs(exponent) < kSafe) { // as one number, which is exact
        mantissa = std::ldexp(mantissa, exponent);
        exponent = 0;
    }
    const double decimals = std::log10(std::abs(mantissa)) + exponent * 0.30102999566398119521;
    auto ten = static_cast<int>(std::floor(decimals + 1e-12));
    if (exponent == 0) mantissa = ten < 0 ? mantissa * std::pow(10.0, -ten) : mantissa / std::pow(10.0, ten);
    else mantissa = std::copysign(std::pow(10.0, decimals - ten), mantissa);
    return {mantissa, ten};
}

Eigen symmetric_eigen(const Dense& given, const std::string& who) {
    check_square(given, who);
    const auto n = given.rows;
    Dense a = given, v = identity(n);
    constexpr int kSweeps = 100;
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        double off = 0, all = 0;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) {
                all += a.at(i, j) * a.at(i, j);
                if (i != j) off += a.at(i, j) * a.at(i, j);
            }
        if (!(off > 1e-32 * all)) break;
        for (std::size_t p = 0; p < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q) {
                if (a.at(p, q) == 0) continue;
                const double tau = (a.at(q, q) - a.at(p, p)) / (2 * a.at(p, q));
                const double t = (tau >= 0 ? 1 : -1) / (std::abs(tau) + std::sqrt(1 + tau * tau));
                const double c = 1 / std::sqrt(1 + t * t), s = t * c;
                for (std::size_t k = 0; k < n; ++k) {
                    const double x = a.at(k, p), y = a.at(k, q);
                    a.at(k, p) = c * x - s * y;
                    a.at(k, q) = s * x + c * y;
                }
                for (std::size_t k = 0; k < n; ++k) {
                    const double x = a.at(p, k), y = a.at(q, k);
                    a.at(p, k) = c * x - s * y;
                    a.at(q, k) = s * x + c * y;
                }
                for (std::size_t k = 0; k < n; ++k) {
                    const double x = v.at(k, p), y = v.at(k, q);
                    v.at(k, p) = c * x - s * y;
                    v.at(k, q) = s * x + c * y;
                }
            }
    }
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return a.at(i, i) < a.at(j, j); });
    Eigen out{std::vector<double>(n), Dense(n, n)};
    for (std::size_t k = 0; k < n; ++k) {
        out.values[k] = a.at(order[k], order[k]);
        for (std::size_t i = 0; i < n; ++i) out.vectors.at(i, k) = v.at(i, order[k]);
    }
    return out;
}

Singular singular_values(const Dense& given) {
    if (given.rows < given.columns) {
        auto other = singular_values(transposed(given));
        std::swap(other.u, other.v);
        return other;
    }
    // Rotations of the columns until they stand at right angles: their lengths are the singular values.
    const auto m = given.rows, n = given.columns;
    Dense a = given, v = identity(n);
    constexpr int kSweeps = 100;
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        bool rotated = false;
        for (std::size_t p = 0; p < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q) {
                double pp = 0, qq = 0, pq = 0;
                for (std::size_t i = 0; i < m; ++i) {
                    pp += a.at(i, p) * a.at(i, p);
                    qq += a.at(i, q) * a.at(i, q);
                    pq += a.at(i, p) * a.at(i, q);
                }
                if (!(std::abs(pq) > 1e-16 * std::sqrt(pp * qq))) continue;
                rotated = true;
                const double tau = (qq - pp) / (2 * pq);
                const double t = (tau >= 0 ? 1 : -1) / (std::abs(tau) + std::sqrt(1 + tau * tau));
                const double c = 1 / std::sqrt(1 + t * t), s = t * c;
                const auto turn = [&](Dense& x) {
                    for (std::size_t i = 0; i < x.rows; ++i) {
                        const double first = x.at(i, p), second = x.at(i, q);
                        x.at(i, p) = c * first - s * second;
                        x.at(i, q) = s * first + c * second;
                    }
                };
                turn(a);
                turn(v);
            }
        if (!rotated) break;
    }
    std::vector<double> lengths(n);
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = 0; i < m; ++i) lengths[j] += a.at(i, j) * a.at(i, j);
        lengths[j] = std::sqrt(lengths[j]);
    }
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return lengths[i] > lengths[j]; });
    Dense u(m, m), right(n, n);
    Singular out;
    std::size_t known = 0;
    for (std::size_t k = 0; k < n; ++k) {
        out.values.push_back(lengths[order[k]]);
        for (std::size_t i = 0; i < n; ++i) right.at(i, k) = v.at(i, order[k]);
        if (!(lengths[order[k]] > 0)) continue;
        for (std::size_t i = 0; i < m; ++i) u.at(i, k) = a.at(i, order[k]) / lengths[order[k]];
        ++known;
    }
    complete_basis(u, known);
    out.u = transposed(u);
    out.v = transposed(right);
    return out;
}

} // namespace ranvier::world::classes
