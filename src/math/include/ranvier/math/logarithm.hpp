// SPDX-License-Identifier: BSD-3-Clause
// log, log10, pow. x = 2^e m with m in [sqrt(1/2), sqrt(2)), log m = 2 atanh((m - 1) / (m + 1)).
#pragma once

#include "ranvier/math/exponential.hpp"

namespace ranvier::math {

namespace detail {

/// A positive, finite, possibly subnormal number as m * 2^e, m in [sqrt(1/2), sqrt(2)).
template <Algebra A> struct Split {
    Real<A> exponent;
    Real<A> fraction;
};
template <Algebra A> RV_MATH_INLINE Split<A> split_exponent(Real<A> x) {
    const Mask<A> tiny = x < std::numeric_limits<double>::min();
    const Real<A> normal = select(tiny, x * 0x1p54, x);
    // Moves the border between exponents from 1 to sqrt(1/2).
    constexpr std::int64_t kSqrtHalf = 0x3fe6a09e667f3bcd;
    constexpr std::int64_t kOne = 0x3ff0000000000000;
    const Integer<A> offset = bits(normal) + (kOne - kSqrtHalf);
    const Integer<A> fraction = (offset & 0x000fffffffffffff) + kSqrtHalf;
    // The biased exponent as a number: put under the exponent of 2^52.
    const Real<A> biased = from_bits((offset >> 52) | 0x4330000000000000) - 0x1p52;
    return {biased - select(tiny, kExponentBias + 54, kExponentBias), from_bits(fraction)};
}

/// Logarithm of a positive finite number to about 2^-70 of its value.
template <Algebra A> RV_MATH_INLINE Pair<A> log_pair(Real<A> x) {
    using namespace coefficients;
    const Split<A> split = split_exponent(x);
    const Real<A> f = split.fraction - 1.0; // exact
    const Pair<A> s = divide(Pair<A>{f, x.like(0.0)}, two_sum(split.fraction, x.like(1.0)));
    const Pair<A> z = multiply(s, s);
    // atanh(s) / s = 1 + z (1/3 + z (1/5 + z tail)); only the tail may be rounded to one double.
    const Real<A> tail = z.high * horner(z.high, kLogPair);
    const Pair<A> fifth = fast_two_sum(x.like(1.0 / 5.0), tail);
    const Pair<A> second = multiply(z, Pair<A>{fifth.high, fifth.low + kFifthLow});
    const Pair<A> third = fast_two_sum(x.like(1.0 / 3.0), second.high);
    const Pair<A> first = multiply(z, Pair<A>{third.high, third.low + (second.low + kThirdLow)});
    const Pair<A> rest = multiply(s, first);
    const Pair<A> atanh = fast_two_sum(s.high, rest.high);
    const Real<A> high = 2.0 * atanh.high;
    const Real<A> low = 2.0 * (atanh.low + (rest.low + s.low));
    const Pair<A> sum = two_sum(split.exponent * kLn2Cut1, high);
    return fast_two_sum(sum.high, sum.low + fma(split.exponent, kLn2Cut2, low));
}

} // namespace detail

/// Natural logarithm: NaN below 0, -infinity at 0.
template <Algebra A> RV_MATH_INLINE typename A::F64 log(A& a, typename A::F64 x_value) {
    using namespace detail;
    using namespace coefficients;
    const Real<A> x{&a, x_value};
    const Split<A> s = split_exponent(x);
    const Real<A> f = s.fraction - 1.0; // exact
    const Real<A> t = f / (f + 2.0);
    const Real<A> z = t * t;
    const Real<A> tail = z * horner(z, kLog);
    // With h = f^2 / 2: 2 atanh(t) = f - (h - t (h + tail)), small terms first.
    const Real<A> half_square = 0.5 * f * f;
    const Real<A> correction = fma(t, half_square + tail, s.exponent * kLn2Cut2);
    const Real<A> y = fma(s.exponent, kLn2Cut1, f - (half_square - correction));
    const Real<A> special = select(x == 0.0, -kInfinity, select(x == kInfinity, kInfinity, kNotANumber));
    return select((x > 0.0) & (x < kInfinity), y, special).value;
}

/// Decimal logarithm; exact at powers of ten.
template <Algebra A> RV_MATH_INLINE typename A::F64 log10(A& a, typename A::F64 x_value) {
    using namespace detail;
    using namespace coefficients;
    const Real<A> x{&a, x_value};
    const Pair<A> y = multiply(log_pair(x), Pair<A>{x.like(kInverseLn10High), x.like(kInverseLn10Low)});
    const Real<A> special = select(x == 0.0, -kInfinity, select(x == kInfinity, kInfinity, kNotANumber));
    return select((x > 0.0) & (x < kInfinity), y.sum(), special).value;
}

/// x^y with the special cases of C (ISO/IEC 9899, F.10.4.4): pow(x, 0) and pow(1, y) are 1 for any operand; a negative base
/// takes integral exponents only. pow(x, 1) is x.
template <Algebra A>
RV_MATH_INLINE typename A::F64 pow(A& a, typename A::F64 x_value, typename A::F64 y_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> y{&a, y_value};
    const Real<A> magnitude = fabs(x);

    Pair<A> logarithm = log_pair(magnitude);
    logarithm.high =
        select(magnitude == 0.0, -kInfinity, select(magnitude == kInfinity, kInfinity, logarithm.high));
    Real<A> high = y * logarithm.high;
    Real<A> low = fma(y, logarithm.high, -high) + y * logarithm.low;
    // Far outside the range of exp the low part is meaningless (infinity minus infinity).
    low = select(fabs(high) < 800.0, low, 0.0);
    high = select(high > 800.0, 800.0, select(high < -800.0, -800.0, high));
    Real<A> power = exp_pair(Pair<A>{high, low});
    power = select(magnitude == 1.0, 1.0, power);

    const Mask<A> integral = trunc(y) == y;
    const Real<A> half = y * 0.5;
    const Mask<A> odd = integral & (trunc(half) != half);
    power = select(odd, times_sign_of(power, x), power);
    power = select((x < 0.0) & (magnitude < kInfinity) & !integral, kNotANumber, power);
    power = select(is_nan(x) | is_nan(y), kNotANumber, power);
    power = select(y == 1.0, x, power);
    return select((x == 1.0) | (y == 0.0), 1.0, power).value;
}

} // namespace ranvier::math
