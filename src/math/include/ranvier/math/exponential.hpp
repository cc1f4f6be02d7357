// SPDX-License-Identifier: BSD-3-Clause
// exp, the capped exp of NMODL, expm1. x = n ln 2 + r, |r| <= ln(2)/2 (Cody and Waite 1980), a polynomial for e^r, and the
// scale 2^n put together from bits.
#pragma once

#include "ranvier/math/coefficients.hpp"
#include "ranvier/math/detail/values.hpp"

namespace ranvier::math {

namespace detail {

/// 1.5 * 2^52: adding it rounds to an integer, which then stands in the low bits.
inline constexpr double kRounder = 0x1.8p52;
inline constexpr double kExponentBias = 1023;

/// (e^r - 1 - r) / r^2 on the reduced range. Even and odd powers apart: half the latency for one more multiplication.
template <Algebra A> RV_MATH_INLINE Real<A> exp_tail(Real<A> r, Real<A> r2) {
    const auto& c = coefficients::kExp;
    static_assert(c.size() == 10);
    const Real<A> even = fma(fma(fma(fma(r2.like(c[8]), r2, c[6]), r2, c[4]), r2, c[2]), r2, c[0]);
    const Real<A> odd = fma(fma(fma(fma(r2.like(c[9]), r2, c[7]), r2, c[5]), r2, c[3]), r2, c[1]);
    return fma(odd, r, even);
}

/// e^r on the reduced range.
template <Algebra A> RV_MATH_INLINE Real<A> exp_reduced(Real<A> r) {
    const Real<A> r2 = r * r;
    return fma(fma(exp_tail(r, r2), r, 1.0), r, 1.0);
}

/// p * 2^n, n integral, |n| <= 2044, in two factors so that overflow and subnormal results come out by themselves.
template <Algebra A> RV_MATH_INLINE Real<A> scale_by_power(Real<A> p, Real<A> n) {
    const Real<A> half_shifted = fma(n, 0.5, kRounder + kExponentBias);
    const Real<A> half = half_shifted - (kRounder + kExponentBias);
    const Real<A> rest_shifted = (n - half) + (kRounder + kExponentBias);
    return p * from_bits(bits(half_shifted) << 52) * from_bits(bits(rest_shifted) << 52);
}

/// x = n ln 2 + r, for r as a pair; x itself may be one.
template <Algebra A> struct Reduced {
    Real<A> n;
    Pair<A> r;
};
template <Algebra A> RV_MATH_INLINE Reduced<A> reduce_pair(Pair<A> x) {
    using namespace coefficients;
    const Real<A> n = fma(x.high, kLog2E, kRounder) - kRounder;
    const Real<A> first = fma(n, -kLn2_1, x.high); // exact
    const Pair<A> second = two_product(n, n.like(kLn2_2));
    const Pair<A> r = two_sum(first, -second.high);
    return {n, fast_two_sum(r.high, r.low + (x.low - fma(n, kLn2_3, second.low)))};
}

/// e^(high + low) for |high| <= 800, to about 2^-58 before the last rounding.
template <Algebra A> RV_MATH_INLINE Real<A> exp_pair(Pair<A> x) {
    const Reduced<A> reduced = reduce_pair(x);
    const Real<A> r = reduced.r.high;
    const Real<A> r2 = r * r;
    const Real<A> tail = horner(r, coefficients::kExpPair) * r2;
    const Pair<A> sum = fast_two_sum(r.like(1.0), r);
    const Real<A> rest = tail + sum.low;
    return scale_by_power(sum.high + fma(reduced.r.low, sum.high + rest, rest), reduced.n);
}

} // namespace detail

/// e^x. Maximum error: see functions.hpp.
template <Algebra A> RV_MATH_INLINE typename A::F64 exp(A& a, typename A::F64 x_value) {
    using namespace detail;
    using namespace coefficients;
    Real<A> x{&a, x_value};
    // Beyond these the result is infinity or 0 anyway; a NaN passes both.
    x = select(x > 710.0, 710.0, x);
    x = select(x < -746.0, -746.0, x);
    const Real<A> n = fma(x, kLog2E, kRounder) - kRounder;
    const Real<A> r = fma(n, -kLn2_2, fma(n, -kLn2_1, x));
    return scale_by_power(exp_reduced(r), n).value;
}

/// exp as NMODL has it: 0 below -700, exp(700) above 700. Same bits as exp in between, and faster.
template <Algebra A> RV_MATH_INLINE typename A::F64 exp_capped(A& a, typename A::F64 x_value) {
    using namespace detail;
    using namespace coefficients;
    const Real<A> x{&a, x_value};
    const Real<A> capped = select(x > 700.0, 700.0, x);
    // The biased exponent of 2^n arrives in the low bits; no integer conversion is needed.
    const Real<A> shifted = fma(capped, kLog2E, kRounder + kExponentBias);
    const Real<A> n = shifted - (kRounder + kExponentBias);
    const Real<A> r = fma(n, -kLn2_2, fma(n, -kLn2_1, capped));
    const Real<A> y = exp_reduced(r) * from_bits(bits(shifted) << 52);
    return select(x < -700.0, 0.0, y).value;
}

/// e^x - 1, accurate near 0 too.
template <Algebra A> RV_MATH_INLINE typename A::F64 expm1(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    Real<A> clamped = select(x > 710.0, 710.0, x);
    clamped = select(clamped < -60.0, -60.0, clamped); // there the result is -1
    const Reduced<A> reduced = reduce_pair(Pair<A>{clamped, x.like(0.0)});
    const Real<A> r = reduced.r.high;
    const Real<A> tail = fma(horner(r, coefficients::kExpPair), r * r, fma(reduced.r.low, r, reduced.r.low));
    // 2^n (1 - 2^-n + r + tail); for large n what 2^-n adds is below the last bit.
    const Real<A> capped_n = select(reduced.n > 100.0, 100.0, reduced.n);
    const Real<A> inverse = from_bits(bits((kRounder + kExponentBias) - capped_n) << 52);
    const Pair<A> offset = two_sum(x.like(1.0), -inverse);
    const Pair<A> sum = two_sum(offset.high, r);
    const Real<A> y = scale_by_power(sum.high + (sum.low + (offset.low + tail)), reduced.n);
    // Keeps the sign of zero, and subnormal numbers as they are.
    return select(fabs(x) < 0x1p-60, x, y).value;
}

} // namespace ranvier::math
