// SPDX-License-Identifier: BSD-3-Clause
// Errors in units in the last place against the C library's long double functions (64 bits or more), and numbers worth trying.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace ranvier::math::tests {

inline constexpr double kInf = std::numeric_limits<double>::infinity();
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
/// The reference has its own error of about one unit of its last place; a double of it would be none.
inline constexpr bool kReferenceIsFiner = std::numeric_limits<long double>::digits >= 64;

/// |result - exact| in ulps of the correctly rounded result. Zeros, infinities and NaN must be met exactly, with their sign.
inline double ulp_error(double result, long double exact) {
    const double rounded = static_cast<double>(exact);
    if (std::isnan(rounded) || std::isnan(result))
        return std::isnan(rounded) && std::isnan(result) ? 0 : kInf;
    // A finite result beside an overflow (or the reverse) is an error of rounding only at the border itself.
    if (std::isinf(rounded) || std::isinf(result)) {
        if (rounded == result) return 0;
        constexpr double largest = std::numeric_limits<double>::max();
        const bool at_border = std::fabs(exact) < std::ldexp(1.0L, 1024) * (1 + std::ldexp(1.0L, -53)) &&
                               std::fabs(result) >= largest && std::signbit(rounded) == std::signbit(result);
        return at_border ? 1 : kInf;
    }
    if (rounded == 0 && result == 0) return std::signbit(rounded) == std::signbit(result) ? 0 : kInf;
    const int exponent = rounded == 0 ? -1074 : std::max(std::ilogb(rounded) - 52, -1074);
    return static_cast<double>(std::fabs(std::scalbln(static_cast<long double>(result) - exact, -exponent)));
}

inline std::uint64_t bits_of(double x) { return std::bit_cast<std::uint64_t>(x); }
inline bool same_number(double x, double y) {
    return bits_of(x) == bits_of(y) || (std::isnan(x) && std::isnan(y));
}

/// Places where such functions go wrong, with their neighbours, of both signs.
inline std::vector<double> edges() {
    std::vector<double> some = {0x1p-1074,
                                0x1p-1022,
                                0x1p-1000,
                                0x1p-600,
                                0x1p-200,
                                0x1p-60,
                                0x1p-54,
                                0x1p-30,
                                0.1,
                                0.25,
                                0.34657,
                                0.41421356,
                                0.5,
                                0.70710678,
                                1.0,
                                1.4142135,
                                2.0,
                                3.0,
                                6.0,
                                10.0,
                                20.0,
                                22.0,
                                25.0,
                                40.0,
                                60.0,
                                100.0,
                                700.0,
                                709.78271289338397,
                                710.4758600739439,
                                745.13321910194122,
                                1e3,
                                1e5,
                                0x1p28,
                                0x1p52,
                                0x1p53,
                                0x1p60,
                                0x1p107,
                                0x1p160,
                                0x1p266,
                                0x1p478,
                                0x1p902,
                                0x1p1023,
                                std::numeric_limits<double>::max()};
    constexpr double half_pi = 1.5707963267948966;
    for (const int k : {1, 2, 3, 4, 5, 6, 7, 11, 22, 355, 710, 103993, 1 << 20}) some.push_back(k * half_pi);
    // The double closest to a multiple of pi/2 relative to its size (Muller et al., Handbook of Floating-Point Arithmetic).
    some.push_back(std::ldexp(6381956970095103.0, 797));
    std::vector<double> all = {0.0, kInf, kNan};
    for (const double x : some) {
        all.insert(all.end(), {x, std::nextafter(x, 0.0), std::nextafter(x, kInf)});
    }
    const std::size_t n = all.size();
    for (std::size_t i = 0; i < n; ++i) all.push_back(-all[i]);
    return all;
}

/// Seeded sources of arguments.
class Arguments {
  public:
    explicit Arguments(std::uint64_t seed) : random_(seed) {}
    double between(double low, double high) {
        return low + (high - low) * static_cast<double>(random_() >> 11) * 0x1p-53;
    }
    /// Any bit pattern: all exponents alike, now and then NaN.
    double any() { return std::bit_cast<double>(random_()); }

  private:
    std::mt19937_64 random_;
};

} // namespace ranvier::math::tests
