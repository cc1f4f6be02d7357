// SPDX-License-Identifier: BSD-3-Clause
// Vector: Fourier transforms of real series, and what is done with them. Lengths are filled up with zeros to a power of two.
//
// W. H. Press et al., "Numerical Recipes in C", 2nd edition, chapters 12 and 13, names the conventions: how a transform is packed, how
// a response function wraps around, and how a spectrum is normalised.
#include <algorithm>
#include <complex>

#include "vector_methods.hpp"

namespace ranvier::world::classes::vector_methods {

namespace {

using Complex = std::complex<double>;
constexpr double kTwoPi = 6.283185307179586477;

std::size_t power_of_two(std::size_t least) {
    std::size_t n = 1;
    while (n < least) n *= 2;
    return n;
}

/// In place: sum over j of x[j] exp(sign 2 pi i j k / n); n is a power of two.
void transform(std::vector<Complex>& x, int sign) {
    const auto n = x.size();
    for (std::size_t i = 1, reversed = 0; i < n; ++i) {
        std::size_t bit = n / 2;
        for (; reversed & bit; bit /= 2) reversed ^= bit;
        reversed |= bit;
        if (i < reversed) std::swap(x[i], x[reversed]);
    }
    std::vector<Complex> roots(std::max<std::size_t>(n / 2, 1));
    for (std::size_t k = 0; k < roots.size(); ++k) {
        const double angle = sign * kTwoPi * static_cast<double>(k) / static_cast<double>(n);
        roots[k] = {std::cos(angle), std::sin(angle)};
    }
    for (std::size_t half = 1; half < n; half *= 2)
        for (std::size_t start = 0; start < n; start += 2 * half)
            for (std::size_t k = 0; k < half; ++k) {
                const Complex other = x[start + half + k] * roots[k * (n / (2 * half))];
                x[start + half + k] = x[start + k] - other;
                x[start + k] += other;
            }
}

std::vector<Complex> spectrum(const Values& x, std::size_t n) {
    std::vector<Complex> out(n);
    for (std::size_t i = 0; i < std::min(n, x.size()); ++i) out[i] = x[i];
    transform(out, 1);
    return out;
}

Values real_series(std::vector<Complex> f) {
    const auto n = static_cast<double>(f.size());
    transform(f, -1);
    Values out;
    for (const auto& c : f) out.push_back(c.real() / n);
    return out;
}

/// A response function of m elements, whose second half stands for negative times, laid out over n.
Values wrapped(const Values& response, std::size_t n) {
    const auto m = response.size();
    Values out(n);
    const std::size_t later = (m + 3) / 2 - 1, before = (m - 1) / 2;
    for (std::size_t i = 0; i < std::min(later, m); ++i) out[i] = response[i];
    for (std::size_t i = 1; i <= before; ++i) out[n - i] = response[m - i];
    return out;
}

Values convolved(const Values& data, const Values& response, bool forward, const std::string& object) {
    const auto n = power_of_two(std::max(data.size(), response.size()));
    auto f = spectrum(data, n);
    const auto r = spectrum(wrapped(response, n), n);
    for (std::size_t i = 0; i < n; ++i) {
        if (!forward && std::abs(r[i]) == 0)
            throw InputError(ErrorParts{
                "this response cannot be taken back: it leaves nothing of a frequency", object, {}, {}, {}});
        f[i] = forward ? f[i] * r[i] : f[i] / r[i];
    }
    return real_series(std::move(f));
}

Values response_argument(const Arguments& a, std::size_t i) {
    auto response = values_of(*a.require<Vector>(i, "a Vector"));
    if (response.empty())
        throw InputError::out_of_range("the size of the filter", std::string(a.function()), "0",
                                       "at least 1");
    return response;
}

int sign_argument(const Arguments& a, std::size_t i) {
    const double sign = a.number_or(i, 1);
    if (sign != 1 && sign != -1)
        throw InputError::out_of_range("the direction", std::string(a.function()), number_text(sign),
                                       "1 or -1");
    return sign > 0 ? 1 : -1;
}

} // namespace

/// fft([source,] 1): F0, F(n/2), then real and imaginary parts of F1, F2 ...; fft([source,] -1) takes that back, n/2 times too large.
Value fourier(Object& o, const Arguments& a) {
    auto [x, next] = source_of(o, a);
    const int sign = sign_argument(a, next);
    const auto n = power_of_two(std::max<std::size_t>(x.size(), 1));
    x.resize(n);
    if (n == 1) return become(o, x);
    Values out(n);
    if (sign > 0) {
        const auto f = spectrum(x, n);
        out[0] = f[0].real();
        out[1] = f[n / 2].real();
        for (std::size_t k = 1; k < n / 2; ++k) {
            out[2 * k] = f[k].real();
            out[2 * k + 1] = f[k].imag();
        }
        return become(o, out);
    }
    std::vector<Complex> f(n);
    f[0] = x[0];
    f[n / 2] = x[1];
    for (std::size_t k = 1; k < n / 2; ++k) {
        f[k] = {x[2 * k], x[2 * k + 1]};
        f[n - k] = std::conj(f[k]);
    }
    transform(f, -1);
    for (std::size_t i = 0; i < n; ++i) out[i] = f[i].real() / 2;
    return become(o, out);
}

/// convlv(source, response[, sign])
Value convolve(Object& o, const Arguments& a) {
    const auto data = values_of(*a.require<Vector>(0, "a Vector"));
    const auto response = response_argument(a, 1);
    return become(o, convolved(data, response, sign_argument(a, 2) > 0, o.name()));
}

/// correl(source[, other]): element k is the sum over i of source[i + k] other[i], around the end.
Value correlate(Object& o, const Arguments& a) {
    const auto x = values_of(*a.require<Vector>(0, "a Vector"));
    const auto y = a.has(1) ? values_of(*a.require<Vector>(1, "a Vector")) : x;
    const auto n = power_of_two(std::max({x.size(), y.size(), std::size_t{1}}));
    auto f = spectrum(x, n);
    const auto g = spectrum(y, n);
    for (std::size_t i = 0; i < n; ++i) f[i] *= std::conj(g[i]);
    return become(o, real_series(std::move(f)));
}

/// filter([source,] gains): a filter by its gains at equidistant frequencies.
Value filter(Object& o, const Arguments& a) {
    const auto source = a.has(1) ? source_of(o, a) : Source{values_of(self(o)), 0};
    const auto gains = response_argument(a, source.next);
    const auto padded = power_of_two(gains.size());
    Values response(gains.size());
    for (std::size_t k = 0; k < response.size(); ++k)
        for (std::size_t j = 0; j < gains.size(); ++j) {
            const auto turn = static_cast<double>(j * k % (2 * padded)) / static_cast<double>(2 * padded);
            response[k] += gains[j] * std::cos(kTwoPi * turn);
        }
    return become(o, convolved(source.values, response, true, o.name()));
}

/// spctrm(source): power by frequency, from overlapping stretches under a triangular window.
Value power_spectrum(Object& o, const Arguments& a) {
    const auto source = a.require<Vector>(0, "a Vector");
    const auto x = source->span();
    if (x.size() < 2)
        throw InputError::out_of_range("the size of the source", o.name(), std::to_string(x.size()),
                                       "at least 2");
    const auto n = power_of_two(x.size());
    const auto m = std::max<std::size_t>(n / 8, 1);
    const auto segments = x.size() / (2 * m) * 2;
    Values window(2 * m), out(m);
    double power = 0;
    for (std::size_t i = 0; i < 2 * m; ++i) {
        window[i] = 1 - std::abs((static_cast<double>(i) - static_cast<double>(m)) / static_cast<double>(m));
        power += window[i] * window[i];
    }
    for (std::size_t s = 0; s < segments; ++s) {
        Values stretch(2 * m);
        for (std::size_t i = 0; i < 2 * m && s * m + i < x.size(); ++i) stretch[i] = x[s * m + i] * window[i];
        const auto f = spectrum(stretch, 2 * m);
        for (std::size_t k = 0; k < m; ++k) out[k] += (k == 0 ? 1 : 2) * std::norm(f[k]);
    }
    const double total = static_cast<double>(segments) / 2 * power * 4 * static_cast<double>(m);
    for (auto& p : out) p /= total;
    return become(o, out);
}

} // namespace ranvier::world::classes::vector_methods
