// SPDX-License-Identifier: BSD-3-Clause
// Operators over an algebra, so that the functions read like formulas: Real, Integer and Mask carry a value and its algebra.
// Nothing here computes by itself. Also the exact sums and products (Dekker 1971; Knuth 1969) that carry a rounding error.
#pragma once

#include <limits>
#include <type_traits>

#include "ranvier/math/algebra.hpp"

namespace ranvier::math::detail {

template <Algebra A> struct Mask {
    A* a;
    typename A::Bool value;

    RV_MATH_INLINE friend Mask operator&(Mask x, Mask y) { return {x.a, x.a->logical_and(x.value, y.value)}; }
    RV_MATH_INLINE friend Mask operator|(Mask x, Mask y) { return {x.a, x.a->logical_or(x.value, y.value)}; }
    RV_MATH_INLINE friend Mask operator!(Mask x) { return {x.a, x.a->logical_not(x.value)}; }
};

template <Algebra A> struct Integer {
    A* a;
    typename A::I64 value;

    RV_MATH_INLINE friend Integer operator+(Integer i, Integer j) {
        return {i.a, i.a->int_add(i.value, j.value)};
    }
    RV_MATH_INLINE friend Integer operator-(Integer i, Integer j) {
        return {i.a, i.a->int_sub(i.value, j.value)};
    }
    RV_MATH_INLINE friend Integer operator&(Integer i, Integer j) {
        return {i.a, i.a->int_and(i.value, j.value)};
    }
    RV_MATH_INLINE friend Integer operator|(Integer i, Integer j) {
        return {i.a, i.a->int_or(i.value, j.value)};
    }
    RV_MATH_INLINE friend Integer operator^(Integer i, Integer j) {
        return {i.a, i.a->int_xor(i.value, j.value)};
    }
    RV_MATH_INLINE friend Integer operator+(Integer i, std::int64_t j) { return i + i.like(j); }
    RV_MATH_INLINE friend Integer operator-(Integer i, std::int64_t j) { return i - i.like(j); }
    RV_MATH_INLINE friend Integer operator&(Integer i, std::int64_t j) { return i & i.like(j); }
    RV_MATH_INLINE friend Integer operator|(Integer i, std::int64_t j) { return i | i.like(j); }
    RV_MATH_INLINE friend Integer operator<<(Integer i, int n) { return {i.a, i.a->int_shl(i.value, n)}; }
    /// Logical, as in the contract of the algebra.
    RV_MATH_INLINE friend Integer operator>>(Integer i, int n) { return {i.a, i.a->int_shr(i.value, n)}; }
    RV_MATH_INLINE friend Mask<A> operator==(Integer i, std::int64_t j) {
        return {i.a, i.a->int_eq(i.value, i.like(j).value)};
    }

  private:
    RV_MATH_INLINE Integer like(std::int64_t j) const { return {a, a->constant_int(j)}; }
};

template <Algebra A> struct Real {
    A* a;
    typename A::F64 value;

    RV_MATH_INLINE Real like(double c) const { return {a, a->constant(c)}; }

    RV_MATH_INLINE friend Real operator+(Real x, Real y) { return {x.a, x.a->add(x.value, y.value)}; }
    RV_MATH_INLINE friend Real operator-(Real x, Real y) { return {x.a, x.a->sub(x.value, y.value)}; }
    RV_MATH_INLINE friend Real operator*(Real x, Real y) { return {x.a, x.a->mul(x.value, y.value)}; }
    RV_MATH_INLINE friend Real operator/(Real x, Real y) { return {x.a, x.a->div(x.value, y.value)}; }
    RV_MATH_INLINE friend Real operator-(Real x) { return {x.a, x.a->neg(x.value)}; }
    RV_MATH_INLINE friend Real operator+(Real x, double c) { return x + x.like(c); }
    RV_MATH_INLINE friend Real operator-(Real x, double c) { return x - x.like(c); }
    RV_MATH_INLINE friend Real operator*(Real x, double c) { return x * x.like(c); }
    RV_MATH_INLINE friend Real operator/(Real x, double c) { return x / x.like(c); }
    RV_MATH_INLINE friend Real operator+(double c, Real x) { return x.like(c) + x; }
    RV_MATH_INLINE friend Real operator-(double c, Real x) { return x.like(c) - x; }
    RV_MATH_INLINE friend Real operator*(double c, Real x) { return x.like(c) * x; }
    RV_MATH_INLINE friend Real operator/(double c, Real x) { return x.like(c) / x; }

    RV_MATH_INLINE friend Mask<A> operator<(Real x, Real y) { return {x.a, x.a->lt(x.value, y.value)}; }
    RV_MATH_INLINE friend Mask<A> operator<=(Real x, Real y) { return {x.a, x.a->le(x.value, y.value)}; }
    RV_MATH_INLINE friend Mask<A> operator>(Real x, Real y) { return {x.a, x.a->gt(x.value, y.value)}; }
    RV_MATH_INLINE friend Mask<A> operator>=(Real x, Real y) { return {x.a, x.a->ge(x.value, y.value)}; }
    RV_MATH_INLINE friend Mask<A> operator==(Real x, Real y) { return {x.a, x.a->eq(x.value, y.value)}; }
    RV_MATH_INLINE friend Mask<A> operator!=(Real x, Real y) { return {x.a, x.a->ne(x.value, y.value)}; }
    RV_MATH_INLINE friend Mask<A> operator<(Real x, double c) { return x < x.like(c); }
    RV_MATH_INLINE friend Mask<A> operator<=(Real x, double c) { return x <= x.like(c); }
    RV_MATH_INLINE friend Mask<A> operator>(Real x, double c) { return x > x.like(c); }
    RV_MATH_INLINE friend Mask<A> operator>=(Real x, double c) { return x >= x.like(c); }
    RV_MATH_INLINE friend Mask<A> operator==(Real x, double c) { return x == x.like(c); }
    RV_MATH_INLINE friend Mask<A> operator!=(Real x, double c) { return x != x.like(c); }
};

/// Keeps a plain number from taking part in the deduction of the algebra.
template <class A> using RealOf = std::type_identity_t<Real<A>>;

template <Algebra A> RV_MATH_INLINE Real<A> fma(Real<A> x, RealOf<A> y, RealOf<A> z) {
    return {x.a, x.a->fma(x.value, y.value, z.value)};
}
template <Algebra A> RV_MATH_INLINE Real<A> fma(Real<A> x, double y, RealOf<A> z) {
    return fma(x, x.like(y), z);
}
template <Algebra A> RV_MATH_INLINE Real<A> fma(Real<A> x, RealOf<A> y, double z) {
    return fma(x, y, x.like(z));
}
template <Algebra A> RV_MATH_INLINE Real<A> fma(Real<A> x, double y, double z) {
    return fma(x, x.like(y), x.like(z));
}
template <Algebra A> RV_MATH_INLINE Real<A> fabs(Real<A> x) { return {x.a, x.a->fabs(x.value)}; }
template <Algebra A> RV_MATH_INLINE Real<A> sqrt(Real<A> x) { return {x.a, x.a->sqrt(x.value)}; }
template <Algebra A> RV_MATH_INLINE Real<A> trunc(Real<A> x) { return {x.a, x.a->trunc(x.value)}; }
template <Algebra A> RV_MATH_INLINE Real<A> floor(Real<A> x) { return {x.a, x.a->floor(x.value)}; }
template <Algebra A> RV_MATH_INLINE Integer<A> bits(Real<A> x) { return {x.a, x.a->bits(x.value)}; }
template <Algebra A> RV_MATH_INLINE Real<A> from_bits(Integer<A> i) { return {i.a, i.a->from_bits(i.value)}; }
template <Algebra A> RV_MATH_INLINE Real<A> select(Mask<A> c, RealOf<A> x, RealOf<A> y) {
    return {c.a, c.a->select(c.value, x.value, y.value)};
}
template <Algebra A> RV_MATH_INLINE Real<A> select(Mask<A> c, double x, RealOf<A> y) {
    return select(c, y.like(x), y);
}
template <Algebra A> RV_MATH_INLINE Real<A> select(Mask<A> c, RealOf<A> x, double y) {
    return select(c, x, x.like(y));
}
template <Algebra A> RV_MATH_INLINE Real<A> select(Mask<A> c, double x, double y) {
    return {c.a, c.a->select(c.value, c.a->constant(x), c.a->constant(y))};
}
template <Algebra A> RV_MATH_INLINE Mask<A> is_nan(Real<A> x) { return x != x; }

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();
inline constexpr std::int64_t kSignBit = std::int64_t{-0x7fffffffffffffff - 1};

/// |x| with the sign bit of y.
template <Algebra A> RV_MATH_INLINE Real<A> with_sign_of(Real<A> x, RealOf<A> y) {
    return from_bits((bits(x) & ~kSignBit) | (bits(y) & kSignBit));
}
/// x, its sign flipped where y is negative (by its sign bit).
template <Algebra A> RV_MATH_INLINE Real<A> times_sign_of(Real<A> x, RealOf<A> y) {
    return from_bits(bits(x) ^ (bits(y) & kSignBit));
}

/// sum of c[i] x^i, highest first; a chain of FMAs.
template <Algebra A, std::size_t N> RV_MATH_INLINE Real<A> horner(Real<A> x, const std::array<double, N>& c) {
    Real<A> sum = x.like(c[N - 1]);
    for (std::size_t i = N - 1; i > 0; --i) {
        sum = fma(sum, x, c[i - 1]);
    }
    return sum;
}

/// An unevaluated sum; |low| is at most about half an ulp of high.
template <Algebra A> struct Pair {
    Real<A> high;
    Real<A> low;
    RV_MATH_INLINE Real<A> sum() const { return high + low; }
};

/// Exact x + y.
template <Algebra A> RV_MATH_INLINE Pair<A> two_sum(Real<A> x, RealOf<A> y) {
    const Real<A> s = x + y;
    const Real<A> t = s - x;
    return {s, (x - (s - t)) + (y - t)};
}
/// Exact x + y if |x| >= |y| or x is 0.
template <Algebra A> RV_MATH_INLINE Pair<A> fast_two_sum(Real<A> x, RealOf<A> y) {
    const Real<A> s = x + y;
    return {s, y - (s - x)};
}
/// Exact x * y unless the error underflows.
template <Algebra A> RV_MATH_INLINE Pair<A> two_product(Real<A> x, RealOf<A> y) {
    const Real<A> p = x * y;
    return {p, fma(x, y, -p)};
}
/// n / d to about 2^-100.
template <Algebra A> RV_MATH_INLINE Pair<A> divide(Pair<A> n, Pair<A> d) {
    const Real<A> q = n.high / d.high;
    return {q, (fma(-q, d.high, n.high) + fma(-q, d.low, n.low)) / d.high};
}
template <Algebra A> RV_MATH_INLINE Pair<A> multiply(Pair<A> x, Pair<A> y) {
    const Real<A> p = x.high * y.high;
    const Real<A> e = fma(x.high, y.high, -p);
    return fast_two_sum(p, e + fma(x.high, y.low, x.low * y.high));
}

} // namespace ranvier::math::detail
