// SPDX-License-Identifier: BSD-3-Clause
// A second algebra, eight numbers at a time with masks as a code generator has them: same bits in each lane as alone.
#include <algorithm>

#include <gtest/gtest.h>

#include "function_list.hpp"
#include "ranvier/math/functions.hpp"
#include "ranvier/math/scalar_functions.hpp"
#include "reference.hpp"

namespace ranvier::math {
namespace {

using namespace tests;

struct LaneAlgebra {
    template <class T> struct Lanes {
        std::array<T, 8> lane;
    };
    using F64 = Lanes<double>;
    using I64 = Lanes<std::int64_t>;
    using Bool = Lanes<bool>;
    using S = ScalarAlgebra;

    // The function is part of the type: called through a pointer it could not be inlined, as it must be. And eight
    // lanes of it written into each caller would be more than a compiler can chew under sanitizers.
    template <class R, auto F, class... Args> [[gnu::noinline]] static Lanes<R> each(const Args&... args) {
        Lanes<R> result{};
        for (std::size_t i = 0; i < 8; ++i) result.lane[i] = F(args.lane[i]...);
        return result;
    }
    template <class R, class F, class T> static Lanes<R> each(F f, const Lanes<T>& args) {
        Lanes<R> result{};
        for (std::size_t i = 0; i < 8; ++i) result.lane[i] = f(args.lane[i]);
        return result;
    }
    template <class R> static Lanes<R> all(R value) {
        Lanes<R> result{};
        result.lane.fill(value);
        return result;
    }
    static bool any(const Bool& b) {
        for (const bool lane : b.lane) {
            if (lane) return true;
        }
        return false;
    }

    static F64 constant(double x) { return all(x); }
    static I64 constant_int(std::int64_t i) { return all(i); }
    static F64 add(F64 x, F64 y) { return each<double, S::add>(x, y); }
    static F64 sub(F64 x, F64 y) { return each<double, S::sub>(x, y); }
    static F64 mul(F64 x, F64 y) { return each<double, S::mul>(x, y); }
    static F64 div(F64 x, F64 y) { return each<double, S::div>(x, y); }
    static F64 fma(F64 x, F64 y, F64 z) { return each<double, S::fma>(x, y, z); }
    static F64 neg(F64 x) { return each<double, S::neg>(x); }
    static F64 fabs(F64 x) { return each<double, S::fabs>(x); }
    static F64 sqrt(F64 x) { return each<double, S::sqrt>(x); }
    static F64 floor(F64 x) { return each<double, S::floor>(x); }
    static F64 ceil(F64 x) { return each<double, S::ceil>(x); }
    static F64 trunc(F64 x) { return each<double, S::trunc>(x); }
    static Bool lt(F64 x, F64 y) { return each<bool, S::lt>(x, y); }
    static Bool le(F64 x, F64 y) { return each<bool, S::le>(x, y); }
    static Bool gt(F64 x, F64 y) { return each<bool, S::gt>(x, y); }
    static Bool ge(F64 x, F64 y) { return each<bool, S::ge>(x, y); }
    static Bool eq(F64 x, F64 y) { return each<bool, S::eq>(x, y); }
    static Bool ne(F64 x, F64 y) { return each<bool, S::ne>(x, y); }
    static Bool int_eq(I64 i, I64 j) { return each<bool, S::int_eq>(i, j); }
    static Bool int_lt(I64 i, I64 j) { return each<bool, S::int_lt>(i, j); }
    static Bool logical_and(Bool x, Bool y) { return each<bool, S::logical_and>(x, y); }
    static Bool logical_or(Bool x, Bool y) { return each<bool, S::logical_or>(x, y); }
    static Bool logical_not(Bool x) { return each<bool, S::logical_not>(x); }
    static F64 select(Bool c, F64 x, F64 y) { return each<double, S::select>(c, x, y); }
    static I64 select_int(Bool c, I64 i, I64 j) { return each<std::int64_t, S::select_int>(c, i, j); }
    static I64 bits(F64 x) { return each<std::int64_t, S::bits>(x); }
    static F64 from_bits(I64 i) { return each<double, S::from_bits>(i); }
    static I64 to_int(F64 x) { return each<std::int64_t, S::to_int>(x); }
    static F64 from_int(I64 i) { return each<double, S::from_int>(i); }
    static I64 int_add(I64 i, I64 j) { return each<std::int64_t, S::int_add>(i, j); }
    static I64 int_sub(I64 i, I64 j) { return each<std::int64_t, S::int_sub>(i, j); }
    static I64 int_and(I64 i, I64 j) { return each<std::int64_t, S::int_and>(i, j); }
    static I64 int_or(I64 i, I64 j) { return each<std::int64_t, S::int_or>(i, j); }
    static I64 int_xor(I64 i, I64 j) { return each<std::int64_t, S::int_xor>(i, j); }
    static I64 int_shl(I64 i, int n) {
        return each<std::int64_t>([n](auto x) { return S::int_shl(x, n); }, i);
    }
    static I64 int_shr(I64 i, int n) {
        return each<std::int64_t>([n](auto x) { return S::int_shr(x, n); }, i);
    }
    static I64 int_sar(I64 i, int n) {
        return each<std::int64_t>([n](auto x) { return S::int_sar(x, n); }, i);
    }
    template <std::size_t N, class Body>
    static std::array<F64, N> rare(Bool where, std::array<F64, N> otherwise, Body body) {
        if (any(where)) {
            const std::array<F64, N> found = body();
            for (std::size_t i = 0; i < N; ++i) otherwise[i] = select(where, found[i], otherwise[i]);
        }
        return otherwise;
    }
    template <std::size_t N, class Condition, class Body>
    static std::array<F64, N> loop(std::array<F64, N> state, Condition condition, Body body) {
        for (Bool on = condition(state); any(on); on = condition(state)) {
            const std::array<F64, N> next = body(state);
            for (std::size_t i = 0; i < N; ++i) state[i] = select(on, next[i], state[i]);
        }
        return state;
    }
};
static_assert(Algebra<LaneAlgebra>);

/// Edges next to ordinary numbers, so that lanes differ in what they need.
std::vector<LaneAlgebra::F64> points() {
    Arguments arguments(5);
    std::vector<double> all = edges();
    for (int i = 0; i < 2'000; ++i) all.insert(all.end(), {arguments.any(), arguments.between(-5, 5)});
    std::shuffle(all.begin(), all.end(), std::mt19937_64(6));
    all.resize(all.size() / 8 * 8);
    std::vector<LaneAlgebra::F64> result(all.size() / 8);
    for (std::size_t i = 0; i < all.size(); ++i) result[i / 8].lane[i % 8] = all[i];
    return result;
}

#define RV_TEST(name)                                                                                        \
    TEST(LaneAlgebra, HasTheScalarBitsOf_##name) {                                                           \
        LaneAlgebra a;                                                                                       \
        for (const auto& x : points()) {                                                                     \
            const auto y = name(a, x);                                                                       \
            for (std::size_t i = 0; i < 8; ++i) {                                                            \
                ASSERT_TRUE(same_number(y.lane[i], name(x.lane[i]))) << x.lane[i];                           \
            }                                                                                                \
        }                                                                                                    \
    }
RV_MATH_UNARY(RV_TEST)
#undef RV_TEST

#define RV_TEST(name)                                                                                        \
    TEST(LaneAlgebra, HasTheScalarBitsOf_##name) {                                                           \
        LaneAlgebra a;                                                                                       \
        const auto all = points();                                                                           \
        for (std::size_t k = 0; k < all.size(); ++k) {                                                       \
            const auto& x = all[k];                                                                          \
            const auto& y = all[(k * 7 + 3) % all.size()];                                                   \
            const auto z = name(a, x, y);                                                                    \
            for (std::size_t i = 0; i < 8; ++i) {                                                            \
                ASSERT_TRUE(same_number(z.lane[i], name(x.lane[i], y.lane[i])))                              \
                    << x.lane[i] << ", " << y.lane[i];                                                       \
            }                                                                                                \
        }                                                                                                    \
    }
RV_MATH_BINARY(RV_TEST)
#undef RV_TEST

} // namespace
} // namespace ranvier::math
