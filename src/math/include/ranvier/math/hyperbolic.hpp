// SPDX-License-Identifier: BSD-3-Clause
// sinh, cosh, tanh. With |x| = n ln 2 + r the addition theorem needs sinh and cosh of r only:
//   sinh |x| = 2^(n-1) (B cosh r + A sinh r),  cosh |x| = 2^(n-1) (A cosh r + B sinh r),  A, B = 1 +- 2^-2n.
#pragma once

#include "ranvier/math/exponential.hpp"

namespace ranvier::math {

namespace detail {

/// Both functions of |x| <= 720 without the factor 2^(n-1).
template <Algebra A> struct Hyperbolic {
    Real<A> n;
    Pair<A> sinh;
    Pair<A> cosh;
};
template <Algebra A> RV_MATH_INLINE Hyperbolic<A> hyperbolic(Real<A> magnitude) {
    const Reduced<A> reduced = reduce_pair(Pair<A>{magnitude, magnitude.like(0.0)});
    const Real<A> r = reduced.r.high;
    const Real<A> r_low = reduced.r.low;
    const Real<A> z = r * r;
    const Real<A> cosh_rest = fma(r, r_low, z * fma(z, horner(z, coefficients::kCosh), 0.5)); // cosh r - 1
    const Real<A> sinh_rest =
        fma(r * z, horner(z, coefficients::kSinh), fma(0.5 * z, r_low, r_low)); // sinh r - r
    // Past n = 60 the other exponential is below the last bit.
    const Real<A> capped_n = select(reduced.n > 60.0, 60.0, reduced.n);
    const Real<A> small = from_bits(bits((kRounder + kExponentBias) - 2.0 * capped_n) << 52);
    const Pair<A> a = fast_two_sum(magnitude.like(1.0), small);
    const Pair<A> b = fast_two_sum(magnitude.like(1.0), -small);
    const Pair<A> ar = two_product(a.high, r);
    const Pair<A> br = two_product(b.high, r);
    const Pair<A> sinh_sum = two_sum(b.high, ar.high);
    const Pair<A> cosh_sum = two_sum(a.high, br.high);
    const Real<A> sinh_low = fma(a.low, r, ar.low) + (b.low + sinh_sum.low);
    const Real<A> cosh_low = fma(b.low, r, br.low) + (a.low + cosh_sum.low);
    return {reduced.n, fast_two_sum(sinh_sum.high, sinh_low + fma(b.high, cosh_rest, a.high * sinh_rest)),
            fast_two_sum(cosh_sum.high, cosh_low + fma(a.high, cosh_rest, b.high * sinh_rest))};
}

} // namespace detail

template <Algebra A> RV_MATH_INLINE typename A::F64 sinh(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> magnitude = fabs(x);
    const Hyperbolic<A> h = hyperbolic(select(magnitude > 720.0, 720.0, magnitude));
    const Real<A> y = scale_by_power(h.sinh.high, h.n - 1.0);
    return times_sign_of(select(magnitude < 0x1p-60, magnitude, y), x).value;
}

template <Algebra A> RV_MATH_INLINE typename A::F64 cosh(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> magnitude = fabs(x);
    const Hyperbolic<A> h = hyperbolic(select(magnitude > 720.0, 720.0, magnitude));
    return scale_by_power(h.cosh.high, h.n - 1.0).value;
}

template <Algebra A> RV_MATH_INLINE typename A::F64 tanh(A& a, typename A::F64 x_value) {
    using namespace detail;
    const Real<A> x{&a, x_value};
    const Real<A> magnitude = fabs(x);
    const Hyperbolic<A> h = hyperbolic(select(magnitude > 25.0, 25.0, magnitude)); // there it is 1
    const Real<A> y = divide(h.sinh, h.cosh).sum();
    return times_sign_of(select(magnitude < 0x1p-60, magnitude, y), x).value;
}

} // namespace ranvier::math
