// SPDX-License-Identifier: BSD-3-Clause
// erf, fmod, factorial, and the functions that are one operation.
#pragma once

#include "ranvier/math/exponential.hpp"
#include "ranvier/math/logarithm.hpp"

namespace ranvier::math {

template <Algebra A> RV_MATH_INLINE typename A::F64 sqrt(A& a, typename A::F64 x) { return a.sqrt(x); }
template <Algebra A> RV_MATH_INLINE typename A::F64 fabs(A& a, typename A::F64 x) { return a.fabs(x); }
template <Algebra A> RV_MATH_INLINE typename A::F64 floor(A& a, typename A::F64 x) { return a.floor(x); }
template <Algebra A> RV_MATH_INLINE typename A::F64 ceil(A& a, typename A::F64 x) { return a.ceil(x); }

/// Error function: a polynomial near 0, then 1 - exp(-x^2) * (a polynomial in (x - k) / (x + k)).
template <Algebra A> RV_MATH_INLINE typename A::F64 erf(A& a, typename A::F64 x_value) {
    using namespace detail;
    using namespace coefficients;
    const Real<A> x{&a, x_value};
    const Real<A> magnitude = fabs(x);
    const Real<A> z = magnitude * magnitude;
    // erf x = x (slope + z (cubic + z tail)); what precedes the tail is kept in two doubles.
    const Pair<A> cubic = fast_two_sum(x.like(kErfCubicHigh), z * horner(z, kErfNear));
    const Pair<A> rest =
        multiply(two_product(magnitude, magnitude), Pair<A>{cubic.high, cubic.low + kErfCubicLow});
    const Pair<A> slope = fast_two_sum(x.like(kErfSlopeHigh), rest.high);
    const Pair<A> product = two_product(magnitude, slope.high);
    const Real<A> near = product.high + fma(magnitude, slope.low + (rest.low + kErfSlopeLow), product.low);

    const Real<A> capped = select(magnitude > 6.0, 6.0, magnitude); // there it is 1
    const Pair<A> square = two_product(capped, capped);
    const Real<A> t = (capped - kErfMap) / (capped + kErfMap);
    const Real<A> complement = exp_pair(Pair<A>{-square.high, -square.low}) * horner(t, kErfcScaled);
    return times_sign_of(select(magnitude < kErfBorder, near, 1.0 - complement), x).value;
}

/// Exact remainder with the sign of x; NaN for y = 0 or x infinite.
template <Algebra A>
RV_MATH_INLINE typename A::F64 fmod(A& a, typename A::F64 x_value, typename A::F64 y_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> divisor = fabs(Real<A>{&a, y_value});
    const Mask<A> valid = (fabs(x) < kInfinity) & (divisor > 0.0);
    const Real<A> divisor_exponent = split_exponent(divisor).exponent;
    // Each turn subtracts the largest multiple of divisor * 2^k whose quotient is exact in a double: about 52 bits a turn.
    const auto result = a.loop(
        std::array<typename A::F64, 1>{select(valid, fabs(x), 0.0).value},
        [&](const std::array<typename A::F64, 1>& state) { return (Real<A>{&a, state[0]} >= divisor).value; },
        [&](const std::array<typename A::F64, 1>& state) {
            const Real<A> rest{&a, state[0]};
            const Real<A> distance = split_exponent(rest).exponent - divisor_exponent - 50.0;
            const Real<A> unit = scale_by_power(
                divisor, select(distance > 0.0, select(distance > 2044.0, 2044.0, distance), 0.0));
            const Real<A> next =
                fma(-trunc(rest / unit), unit, rest); // exact; a quotient rounded up gives a negative rest
            return std::array<typename A::F64, 1>{select(next < 0.0, next + unit, next).value};
        });
    return select(valid, times_sign_of(Real<A>{&a, result[0]}, x), kNotANumber).value;
}

/// trunc(x)!: NaN below 0, infinity above 170. The product is kept in two doubles.
template <Algebra A> RV_MATH_INLINE typename A::F64 factorial(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> n = trunc(x);
    const Real<A> last = select(n <= 170.0, n, 0.0);
    using State = std::array<typename A::F64, 3>; // factor, product high, product low
    const State product = a.loop(
        State{a.constant(2.0), a.constant(1.0), a.constant(0.0)},
        [&](const State& state) { return (Real<A>{&a, state[0]} <= last).value; },
        [&](const State& state) {
            const Real<A> factor{&a, state[0]};
            const Pair<A> p =
                multiply(Pair<A>{{&a, state[1]}, {&a, state[2]}}, Pair<A>{factor, factor.like(0.0)});
            return State{(factor + 1.0).value, p.high.value, p.low.value};
        });
    const Real<A> y = select(n > 170.0, kInfinity, Real<A>{&a, product[1]});
    return select(n >= 0.0, y, kNotANumber).value;
}

} // namespace ranvier::math
