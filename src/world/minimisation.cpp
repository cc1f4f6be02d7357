// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/minimisation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace ranvier::world {

namespace {

using Numbers = std::vector<double>;
using Square = std::vector<Numbers>; // by columns

constexpr double kRoot = 1.4901161193847656e-08; // of the precision of numbers

/// Eigenvalues and vectors of a symmetric matrix by rotations (C. G. J. Jacobi); the largest first.
void diagonalise(Square m, Numbers& values, Square& vectors) {
    const std::size_t n = m.size();
    vectors.assign(n, Numbers(n, 0));
    for (std::size_t i = 0; i < n; ++i) vectors[i][i] = 1;
    for (int sweep = 0; sweep < 60; ++sweep) {
        double off = 0, all = 0;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) (i == j ? all : off) += m[i][j] * m[i][j];
        if (off <= 1e-30 * all || off == 0) break;
        for (std::size_t p = 0; p + 1 < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q) {
                if (m[p][q] == 0) continue;
                const double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
                const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
                const double c = 1 / std::sqrt(t * t + 1), s = t * c;
                for (std::size_t k = 0; k < n; ++k)
                    std::tie(m[k][p], m[k][q]) =
                        std::pair(c * m[k][p] - s * m[k][q], s * m[k][p] + c * m[k][q]);
                for (std::size_t k = 0; k < n; ++k)
                    std::tie(m[p][k], m[q][k]) =
                        std::pair(c * m[p][k] - s * m[q][k], s * m[p][k] + c * m[q][k]);
                for (std::size_t k = 0; k < n; ++k)
                    std::tie(vectors[p][k], vectors[q][k]) = std::pair(c * vectors[p][k] - s * vectors[q][k],
                                                                       s * vectors[p][k] + c * vectors[q][k]);
            }
    }
    values.resize(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = m[i][i];
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](auto a, auto b) { return values[a] > values[b]; });
    Numbers sorted;
    Square columns;
    for (const auto i : order) {
        sorted.push_back(values[i]);
        columns.push_back(vectors[i]);
    }
    values = std::move(sorted);
    vectors = std::move(columns);
}

double length(std::span<const double> v) {
    double sum = 0;
    for (const double x : v) sum += x * x;
    return std::sqrt(sum);
}

class Search {
  public:
    Search(const std::function<double(std::span<const double>)>& f, std::span<const double> start,
           const MinimumSearch& how)
        : f_(f), how_(how), best_{0, {start.begin(), start.end()}, {}, {}, 0, 0} {
        best_.value = at(best_.x);
    }

    Minimum run() {
        const std::size_t n = best_.x.size();
        Square directions(n, Numbers(n, 0));
        Numbers steps(n, how_.step);
        for (std::size_t i = 0; i < n; ++i) directions[i][i] = 1;
        int small_rounds = 0;
        for (int round = 0; round < how_.rounds; ++round) {
            const Numbers before = best_.x;
            for (std::size_t i = 0; i < n; ++i) steps[i] = along(directions[i], steps[i]);
            Numbers moved(n);
            for (std::size_t i = 0; i < n; ++i) moved[i] = best_.x[i] - before[i];
            const double way = length(moved);
            if (way > 0 && n > 1) {
                for (auto& x : moved) x /= way;
                (void)along(moved, way);
            }
            for (std::size_t i = 0; i < n; ++i) moved[i] = best_.x[i] - before[i];
            const bool is_small = 2 * length(moved) <= kRoot * length(best_.x) + how_.tolerance;
            small_rounds = is_small ? small_rounds + 1 : 0;
            if (how_.goes_on && !how_.goes_on(best_.value)) break;
            if (small_rounds >= 2) break;
            fit_form(std::max(length(moved), 16 * kRoot * (length(best_.x) + how_.step)));
            directions = best_.axes;
            for (std::size_t i = 0; i < n; ++i) steps[i] = std::max(length(moved), how_.tolerance);
        }
        fit_form(1e-3 * std::max(length(best_.x), 1e-3 * how_.step));
        return std::move(best_);
    }

  private:
    double at(std::span<const double> x) {
        ++best_.evaluations;
        const double value = f_(x);
        return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
    }
    [[nodiscard]] Numbers point(const Numbers& direction, double t) const {
        Numbers x = best_.x;
        for (std::size_t i = 0; i < x.size(); ++i) x[i] += t * direction[i];
        return x;
    }

    /// The minimum on a line through the best point; returns how far it was.
    double along(const Numbers& direction, double step) {
        ++best_.searches;
        constexpr double kGolden = 1.618033988749895;
        const Numbers from = best_.x;
        const double resolution = kRoot * (length(from) + 1e-3 * how_.tolerance) + 1e-300;
        step = std::clamp(std::abs(step), 4 * resolution, std::max(100 * how_.step, 8 * resolution));
        const auto value = [&](double t) {
            Numbers x = from;
            for (std::size_t i = 0; i < x.size(); ++i) x[i] += t * direction[i];
            return at(x);
        };
        // Three places of which the one in the middle is lowest.
        double a = 0, fa = best_.value, b = step, fb = value(b);
        if (fb > fa) {
            std::swap(a, b);
            std::swap(fa, fb);
        }
        double c = b + kGolden * (b - a), fc = value(c);
        for (int i = 0; fc < fb && i < 100; ++i) {
            a = std::exchange(b, c);
            fa = std::exchange(fb, fc);
            c = b + kGolden * (b - a);
            fc = value(c);
        }
        if (a > c) {
            std::swap(a, c);
            std::swap(fa, fc);
        }
        // Parabolas, or the golden section where they do not help; a < b < c, and b is lowest.
        for (int i = 0; i < 60; ++i) {
            const double least = resolution + 1e-5 * std::abs(b);
            if (c - a <= 4 * least) break;
            const double p = (b - a) * (b - a) * (fb - fc) - (b - c) * (b - c) * (fb - fa);
            const double q = (b - a) * (fb - fc) - (b - c) * (fb - fa);
            double t = b - p / (2 * q);
            const double wide = c - b > b - a ? c : a;
            if (!(t > a && t < c)) t = b + (wide - b) * (2 - kGolden);
            if (std::abs(t - b) < least) t = wide > b ? b + least : b - least;
            const double ft = value(t);
            if (ft < fb) {
                (t < b ? c : a) = b;
                (t < b ? fc : fa) = fb;
                b = t;
                fb = ft;
            } else {
                (t < b ? a : c) = t;
                (t < b ? fa : fc) = ft;
            }
        }
        if (fb < best_.value) {
            best_.x = point(direction, b);
            best_.value = fb;
        }
        return std::abs(b);
    }

    /// Half the second derivatives by differences of about `distance`, and their principal axes.
    void fit_form(double distance) {
        const std::size_t n = best_.x.size();
        Numbers h(n);
        for (std::size_t i = 0; i < n; ++i) h[i] = std::max(distance, 64 * kRoot * std::abs(best_.x[i]));
        const auto shifted = [&](std::size_t i, double di, std::size_t j, double dj) {
            Numbers x = best_.x;
            x[i] += di;
            x[j] += dj;
            return at(x);
        };
        Square form(n, Numbers(n, 0));
        Numbers up(n), down(n);
        for (std::size_t i = 0; i < n; ++i) {
            up[i] = shifted(i, h[i], i, 0);
            down[i] = shifted(i, -h[i], i, 0);
            form[i][i] = (up[i] - 2 * best_.value + down[i]) / (2 * h[i] * h[i]);
        }
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const double both = shifted(i, h[i], j, h[j]) + shifted(i, -h[i], j, -h[j]);
                form[i][j] = form[j][i] =
                    (both - up[i] - up[j] - down[i] - down[j] + 2 * best_.value) / (4 * h[i] * h[j]);
            }
        for (auto& column : form)
            for (auto& x : column)
                if (!std::isfinite(x)) x = 0;
        diagonalise(std::move(form), best_.curvatures, best_.axes);
    }

    const std::function<double(std::span<const double>)>& f_;
    const MinimumSearch& how_;
    Minimum best_;
};

} // namespace

Minimum find_minimum(const std::function<double(std::span<const double>)>& f, std::span<const double> start,
                     const MinimumSearch& how) {
    return Search(f, start, how).run();
}

} // namespace ranvier::world
