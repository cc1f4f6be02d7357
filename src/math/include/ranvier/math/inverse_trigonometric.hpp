// SPDX-License-Identifier: BSD-3-Clause
// atan2, atan, asin, acos: all of them the angle of a point, in the first octant by swapping, then within pi/8 of an axis of
// that octant by rotating through pi/4.
#pragma once

#include "ranvier/math/coefficients.hpp"
#include "ranvier/math/detail/values.hpp"

namespace ranvier::math {

namespace detail {

/// Angle of the point (x, y), y >= 0, neither infinite, not both 0, in [0, pi]; x_sign says on which side the point lies.
/// Numbers near the ends of the range must have been scaled.
template <Algebra A> RV_MATH_INLINE Real<A> angle(Pair<A> y, Pair<A> x, Mask<A> x_negative) {
    using namespace coefficients;
    constexpr double kTanEighth = 0x1.a827999fcef32p-2; // tan(pi/8); its last bits do not matter
    const Pair<A> ax = {select(x_negative, -x.high, x.high), select(x_negative, -x.low, x.low)};
    const Mask<A> steep = y.high > ax.high;
    const Pair<A> small = {select(steep, ax.high, y.high), select(steep, ax.low, y.low)};
    const Pair<A> large = {select(steep, y.high, ax.high), select(steep, y.low, ax.low)};
    const Mask<A> turn = small.high > kTanEighth * large.high;
    const Pair<A> difference = two_sum(small.high, -large.high);
    const Pair<A> sum = two_sum(large.high, small.high);
    const Pair<A> numerator = {select(turn, difference.high, small.high),
                               select(turn, difference.low + (small.low - large.low), small.low)};
    const Pair<A> denominator = {select(turn, sum.high, large.high),
                                 select(turn, sum.low + (small.low + large.low), large.low)};
    const Pair<A> t = divide(fast_two_sum(numerator.high, numerator.low), denominator);
    const Real<A> z = t.high * t.high;
    const Real<A> rest = fma(z * t.high, horner(z, kAtan), fma(-z, t.low, t.low));

    // base + sign * atan(t); base is a multiple of pi/4 (halving and doubling are exact).
    const Real<A> zero = z.like(0.0);
    Real<A> base = select(turn, z.like(0.5), zero);
    base = select(steep, 1.0 - base, base);
    base = select(x_negative, 2.0 - base, base); // in units of pi/2
    const Mask<A> flip = (steep & !x_negative) | ((!steep) & x_negative);
    const Real<A> signed_t = select(flip, -t.high, t.high);
    const Real<A> signed_rest = select(flip, -rest, rest);
    // base has at most two bits, three quarters of a turn; the product with the pair is exact but for 3/2.
    const Pair<A> offset = two_product(base, base.like(kHalfPi1));
    const Real<A> offset_low = fma(base, kHalfPi2, offset.low);
    const Pair<A> total = two_sum(offset.high, signed_t);
    return total.high + (total.low + (signed_rest + offset_low));
}

/// sqrt(1 - x^2) for |x| <= 1; NaN outside.
template <Algebra A> RV_MATH_INLINE Pair<A> circle(Real<A> x) {
    const Pair<A> square = two_product(x, x);
    const Pair<A> difference = fast_two_sum(x.like(1.0), -square.high);
    const Pair<A> u = fast_two_sum(difference.high, difference.low - square.low);
    const Real<A> root = sqrt(u.high);
    const Real<A> low = (fma(-root, root, u.high) + u.low) / (2.0 * root);
    return {root, select(u.high == 0.0, 0.0, low)};
}

} // namespace detail

/// Angle of the point (x, y) in [-pi, pi]; signed zeros and infinities as in C (ISO/IEC 9899, F.10.1.4).
template <Algebra A>
RV_MATH_INLINE typename A::F64 atan2(A& a, typename A::F64 y_value, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> y{&a, y_value};
    const Real<A> x{&a, x_value};
    Real<A> ay = fabs(y);
    Real<A> ax = fabs(x);
    // Infinities: only the direction counts. The origin lies on the x axis.
    const Mask<A> infinite = (ay == kInfinity) | (ax == kInfinity);
    const Real<A> finite_y = select(infinite, select(ay == kInfinity, 1.0, 0.0), ay);
    const Real<A> finite_x = select(infinite, select(ax == kInfinity, 1.0, 0.0), ax);
    const Mask<A> origin = (finite_y == 0.0) & (finite_x == 0.0);
    ay = finite_y;
    ax = select(origin, 1.0, finite_x);
    const Real<A> largest = select(ay > ax, ay, ax);
    const Real<A> scale =
        select(largest > 0x1p900, 0x1p-200, select(largest < 0x1p-800, x.like(0x1p200), x.like(1.0)));
    ay = ay * scale;
    ax = ax * scale;
    const Mask<A> x_negative = (bits(x) & kSignBit) == kSignBit;
    const Real<A> zero = x.like(0.0);
    const Real<A> result = angle(Pair<A>{ay, zero}, Pair<A>{select(x_negative, -ax, ax), zero}, x_negative);
    return select(is_nan(x) | is_nan(y), kNotANumber, times_sign_of(result, y)).value;
}

template <Algebra A> RV_MATH_INLINE typename A::F64 atan(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> magnitude = fabs(x);
    const Real<A> zero = x.like(0.0);
    const Mask<A> right = zero < zero;
    // From 2^60 on the angle is pi/2.
    const Real<A> y = angle(Pair<A>{select(magnitude > 0x1p60, 0x1p60, magnitude), zero},
                            Pair<A>{x.like(1.0), zero}, right);
    return times_sign_of(select(magnitude < 0x1p-60, magnitude, y), x).value;
}

template <Algebra A> RV_MATH_INLINE typename A::F64 asin(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> magnitude = fabs(x);
    const Real<A> zero = x.like(0.0);
    const Real<A> y = angle(Pair<A>{magnitude, zero}, circle(magnitude), zero < zero);
    return times_sign_of(select(magnitude < 0x1p-60, magnitude, y), x).value;
}

template <Algebra A> RV_MATH_INLINE typename A::F64 acos(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    return angle(circle(x), Pair<A>{x, x.like(0.0)}, x < 0.0).value;
}

} // namespace ranvier::math
