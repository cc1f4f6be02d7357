// SPDX-License-Identifier: BSD-3-Clause
// sin, cos, tan. |x| = n pi/2 + r with r as a pair, |r| <= pi/4: pi/2 in three doubles up to 2^28, beyond that the bits of
// 2/pi that matter (Payne, Hanek 1983).
#pragma once

#include "ranvier/math/exponential.hpp"

namespace ranvier::math {

namespace detail {

template <Algebra A> struct Quadrant {
    Real<A> n; ///< integral; only its value modulo 4 counts
    Pair<A> r;
};

/// For magnitudes from 2^28 up. x 2/pi is summed over pieces of 2/pi; those whose product is a multiple of 4 are skipped.
template <Algebra A> RV_MATH_INLINE std::array<typename A::F64, 3> reduce_huge(Real<A> magnitude) {
    using namespace coefficients;
    std::array<Real<A>, 23> chunk = {};
    for (std::size_t i = 0; i < chunk.size(); ++i) {
        chunk[i] = magnitude.like(kTwoOverPiChunks[i]);
    }
    // The first piece needed is number floor((exponent - 54) / 53), 0..18, found by halving; five pieces are enough.
    constexpr std::array<double, 5> kBorder = {0x1p902, 0x1p478, 0x1p266, 0x1p160, 0x1p107};
    constexpr std::array<double, 5> kShift = {0x1p-848, 0x1p-424, 0x1p-212, 0x1p-106, 0x1p-53};
    Real<A> y = magnitude;
    std::size_t step = 16;
    for (std::size_t k = 0; k < kBorder.size(); ++k, step /= 2) {
        const Mask<A> skip = y >= kBorder[k];
        y = select(skip, y * kShift[k], y);
        for (std::size_t i = 0; i < step + 4 && i + step < chunk.size(); ++i) {
            chunk[i] = select(skip, chunk[i + step], chunk[i]);
        }
    }
    const Real<A> x = magnitude * 0x1p-600; // the pieces carry the other factor
    // Exact sums in three levels: multiples of the last bit of numbers below 2^4, 2^-49, 2^-102.
    Real<A> sum = x.like(0.0);
    Real<A> error = x.like(0.0);
    Real<A> tail = x.like(0.0);
    const auto accumulate_error = [&](Real<A> value) {
        const Pair<A> s = two_sum(error, value);
        error = s.high;
        tail = tail + s.low;
    };
    const auto accumulate = [&](Real<A> value) {
        const Pair<A> s = two_sum(sum, value);
        sum = s.high;
        accumulate_error(s.low);
    };
    const auto modulo_4 = [](Real<A> value) { return value - 4.0 * trunc(value * 0.25); };
    for (std::size_t i = 0; i < 5; ++i) {
        const Pair<A> product = two_product(x, chunk[i]);
        if (i < 2) {
            accumulate(modulo_4(product.high));
            accumulate(modulo_4(product.low));
        } else if (i == 2) {
            accumulate(product.high);
            accumulate_error(product.low);
        } else {
            accumulate_error(product.high);
            tail = tail + product.low;
        }
    }
    const Real<A> n = (sum + kRounder) - kRounder;
    const Pair<A> fraction = two_sum(sum - n, error);
    const Pair<A> r = multiply(fast_two_sum(fraction.high, fraction.low + tail),
                               Pair<A>{x.like(kHalfPi1), x.like(kHalfPi2)});
    return {n.value, r.high.value, r.low.value};
}

template <Algebra A> RV_MATH_INLINE Quadrant<A> reduce_quadrant(Real<A> magnitude) {
    using namespace coefficients;
    A* a = magnitude.a;
    const Real<A> n = fma(magnitude, kTwoOverPi, kRounder) - kRounder;
    const Real<A> first = fma(n, -kHalfPi1, magnitude); // exact
    const Pair<A> second = two_product(n, n.like(kHalfPi2));
    const Pair<A> r = two_sum(first, -second.high);
    const Pair<A> near = fast_two_sum(r.high, r.low - fma(n, kHalfPi3, second.low));
    const std::array<typename A::F64, 3> otherwise = {n.value, near.high.value, near.low.value};
    const std::array<typename A::F64, 3> chosen =
        a->rare((magnitude >= 0x1p28).value, otherwise, [&] { return reduce_huge(magnitude); });
    return {{a, chosen[0]}, {{a, chosen[1]}, {a, chosen[2]}}};
}

template <Algebra A> RV_MATH_INLINE Pair<A> sin_reduced(Pair<A> r) {
    const Real<A> z = r.high * r.high;
    const Real<A> rest = fma(z * r.high, horner(z, coefficients::kSin), fma(-0.5 * z, r.low, r.low));
    return fast_two_sum(r.high, rest);
}
template <Algebra A> RV_MATH_INLINE Pair<A> cos_reduced(Pair<A> r) {
    const Real<A> half = 0.5 * r.high;
    const Pair<A> z_half = two_product(half, r.high);
    const Real<A> z = 2.0 * z_half.high;
    const Pair<A> sum = fast_two_sum(z.like(1.0), -z_half.high);
    const Real<A> rest = fma(z * z, horner(z, coefficients::kCos), -fma(r.high, r.low, z_half.low));
    return fast_two_sum(sum.high, sum.low + rest);
}

/// sin(|x| + quadrants * pi/2).
template <Algebra A> RV_MATH_INLINE Real<A> sin_shifted(Real<A> magnitude, std::int64_t quadrants) {
    const Quadrant<A> q = reduce_quadrant(magnitude);
    const Integer<A> n = bits(q.n + kRounder) + quadrants;
    const Real<A> s = sin_reduced(q.r).high;
    const Real<A> c = cos_reduced(q.r).high;
    const Real<A> y = select((n & 1) == 0, s, c);
    return from_bits(bits(y) ^ ((n & 2) << 62));
}

} // namespace detail

template <Algebra A> RV_MATH_INLINE typename A::F64 sin(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> magnitude = fabs(x);
    return times_sign_of(select(magnitude < 0x1p-60, magnitude, sin_shifted(magnitude, 0)), x).value;
}

template <Algebra A> RV_MATH_INLINE typename A::F64 cos(A& a, typename A::F64 x_value) {
    using namespace detail;
    return sin_shifted(fabs(Real<A>{&a, x_value}), 1).value;
}

template <Algebra A> RV_MATH_INLINE typename A::F64 tan(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> magnitude = fabs(x);
    const Quadrant<A> q = reduce_quadrant(magnitude);
    const Pair<A> s = sin_reduced(q.r);
    const Pair<A> c = cos_reduced(q.r);
    const Mask<A> even = (bits(q.n + kRounder) & 1) == 0;
    const Pair<A> numerator = {select(even, s.high, -c.high), select(even, s.low, -c.low)};
    const Pair<A> denominator = {select(even, c.high, s.high), select(even, c.low, s.low)};
    const Real<A> y = divide(numerator, denominator).sum();
    return times_sign_of(select(magnitude < 0x1p-60, magnitude, y), x).value;
}

} // namespace ranvier::math
