// SPDX-License-Identifier: BSD-3-Clause
// What an elementary function is written against: an *algebra* does (ScalarAlgebra) or emits (a code generator) primitive
// operations. One definition of each function therefore serves the interpreter, constant folding, scalar and vector code,
// with the same bits, because every operation below is exact or correctly rounded by IEEE 754.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

/// Templates here are inlined into translation units that are compiled for different instruction sets; an out-of-line copy
/// could be the wrong one.
#if defined(__GNUC__)
#define RV_MATH_INLINE [[gnu::always_inline]] inline
#else
#define RV_MATH_INLINE inline
#endif

namespace ranvier::math {

/// The contract. F64, I64 and Bool are cheap to copy and may stand for one value or for a vector of them.
///
/// - Arithmetic is IEEE 754 binary64, round to nearest even, not contracted, not reassociated, subnormals kept.
/// - A comparison is false when unordered, except `ne`.
/// - `floor`, `ceil`, `trunc` keep NaN, infinities and the sign of zero.
/// - `to_int` truncates; it is only used where the value is known to be in range.
/// - Integers wrap; shifts are by constants 0..63, `int_shr` is logical, `int_sar` arithmetic.
/// - `select(c, x, y)` is x where c holds, else y; both are evaluated; the bits of the chosen one are kept.
/// - `rare(where, otherwise, body)` is body() where `where` holds, else `otherwise`, element by element of the arrays. body may
///   be skipped if no lane needs it and may run for lanes that do not.
/// - `loop(state, condition, body)` repeats state = body(state) in each lane as long as condition(state) holds in that lane;
///   a lane that is done keeps its state while others go on. condition and body are called once when code is emitted.
template <class A>
concept Algebra = requires(A& a, typename A::F64 x, typename A::I64 i, typename A::Bool b, double number,
                           std::int64_t integer, int shift, std::array<typename A::F64, 2> state,
                           std::array<typename A::F64, 2> (*body)(),
                           typename A::Bool (*condition)(const std::array<typename A::F64, 2>&),
                           std::array<typename A::F64, 2> (*step)(const std::array<typename A::F64, 2>&)) {
    { a.constant(number) } -> std::same_as<typename A::F64>;
    { a.constant_int(integer) } -> std::same_as<typename A::I64>;
    { a.add(x, x) } -> std::same_as<typename A::F64>;
    { a.sub(x, x) } -> std::same_as<typename A::F64>;
    { a.mul(x, x) } -> std::same_as<typename A::F64>;
    { a.div(x, x) } -> std::same_as<typename A::F64>;
    { a.fma(x, x, x) } -> std::same_as<typename A::F64>; // x * y + z, rounded once
    { a.neg(x) } -> std::same_as<typename A::F64>;       // flips the sign bit
    { a.fabs(x) } -> std::same_as<typename A::F64>;      // clears the sign bit
    { a.sqrt(x) } -> std::same_as<typename A::F64>;
    { a.floor(x) } -> std::same_as<typename A::F64>;
    { a.ceil(x) } -> std::same_as<typename A::F64>;
    { a.trunc(x) } -> std::same_as<typename A::F64>;
    { a.lt(x, x) } -> std::same_as<typename A::Bool>;
    { a.le(x, x) } -> std::same_as<typename A::Bool>;
    { a.gt(x, x) } -> std::same_as<typename A::Bool>;
    { a.ge(x, x) } -> std::same_as<typename A::Bool>;
    { a.eq(x, x) } -> std::same_as<typename A::Bool>;
    { a.ne(x, x) } -> std::same_as<typename A::Bool>;
    { a.int_eq(i, i) } -> std::same_as<typename A::Bool>;
    { a.int_lt(i, i) } -> std::same_as<typename A::Bool>; // signed
    { a.logical_and(b, b) } -> std::same_as<typename A::Bool>;
    { a.logical_or(b, b) } -> std::same_as<typename A::Bool>;
    { a.logical_not(b) } -> std::same_as<typename A::Bool>;
    { a.select(b, x, x) } -> std::same_as<typename A::F64>;
    { a.select_int(b, i, i) } -> std::same_as<typename A::I64>;
    { a.bits(x) } -> std::same_as<typename A::I64>;
    { a.from_bits(i) } -> std::same_as<typename A::F64>;
    { a.to_int(x) } -> std::same_as<typename A::I64>;
    { a.from_int(i) } -> std::same_as<typename A::F64>;
    { a.int_add(i, i) } -> std::same_as<typename A::I64>;
    { a.int_sub(i, i) } -> std::same_as<typename A::I64>;
    { a.int_and(i, i) } -> std::same_as<typename A::I64>;
    { a.int_or(i, i) } -> std::same_as<typename A::I64>;
    { a.int_xor(i, i) } -> std::same_as<typename A::I64>;
    { a.int_shl(i, shift) } -> std::same_as<typename A::I64>;
    { a.int_shr(i, shift) } -> std::same_as<typename A::I64>;
    { a.int_sar(i, shift) } -> std::same_as<typename A::I64>;
    { a.rare(b, state, body) } -> std::same_as<std::array<typename A::F64, 2>>;
    { a.loop(state, condition, step) } -> std::same_as<std::array<typename A::F64, 2>>;
};

/// Numbers as they are. `fma` is one instruction where the target has it, else the C library's exact emulation.
struct ScalarAlgebra {
    using F64 = double;
    using I64 = std::int64_t;
    using Bool = bool;

    RV_MATH_INLINE static F64 constant(double x) { return x; }
    RV_MATH_INLINE static I64 constant_int(std::int64_t i) { return i; }
    RV_MATH_INLINE static F64 add(F64 x, F64 y) { return x + y; }
    RV_MATH_INLINE static F64 sub(F64 x, F64 y) { return x - y; }
    RV_MATH_INLINE static F64 mul(F64 x, F64 y) { return x * y; }
    RV_MATH_INLINE static F64 div(F64 x, F64 y) { return x / y; }
    RV_MATH_INLINE static F64 fma(F64 x, F64 y, F64 z) { return __builtin_fma(x, y, z); }
    RV_MATH_INLINE static F64 neg(F64 x) { return -x; }
    RV_MATH_INLINE static F64 fabs(F64 x) { return __builtin_fabs(x); }
    RV_MATH_INLINE static F64 sqrt(F64 x) { return __builtin_sqrt(x); }
    RV_MATH_INLINE static F64 floor(F64 x) { return __builtin_floor(x); }
    RV_MATH_INLINE static F64 ceil(F64 x) { return __builtin_ceil(x); }
    RV_MATH_INLINE static F64 trunc(F64 x) { return __builtin_trunc(x); }
    RV_MATH_INLINE static Bool lt(F64 x, F64 y) { return x < y; }
    RV_MATH_INLINE static Bool le(F64 x, F64 y) { return x <= y; }
    RV_MATH_INLINE static Bool gt(F64 x, F64 y) { return x > y; }
    RV_MATH_INLINE static Bool ge(F64 x, F64 y) { return x >= y; }
    RV_MATH_INLINE static Bool eq(F64 x, F64 y) { return x == y; }
    RV_MATH_INLINE static Bool ne(F64 x, F64 y) { return x != y; }
    RV_MATH_INLINE static Bool int_eq(I64 i, I64 j) { return i == j; }
    RV_MATH_INLINE static Bool int_lt(I64 i, I64 j) { return i < j; }
    RV_MATH_INLINE static Bool logical_and(Bool a, Bool b) { return a && b; }
    RV_MATH_INLINE static Bool logical_or(Bool a, Bool b) { return a || b; }
    RV_MATH_INLINE static Bool logical_not(Bool a) { return !a; }
    RV_MATH_INLINE static F64 select(Bool c, F64 x, F64 y) { return c ? x : y; }
    RV_MATH_INLINE static I64 select_int(Bool c, I64 i, I64 j) { return c ? i : j; }
    RV_MATH_INLINE static I64 bits(F64 x) { return __builtin_bit_cast(I64, x); }
    RV_MATH_INLINE static F64 from_bits(I64 i) { return __builtin_bit_cast(F64, i); }
    RV_MATH_INLINE static I64 to_int(F64 x) { return static_cast<I64>(x); }
    RV_MATH_INLINE static F64 from_int(I64 i) { return static_cast<F64>(i); }
    // Unsigned inside: integers wrap.
    RV_MATH_INLINE static I64 int_add(I64 i, I64 j) { return signed_of(unsigned_of(i) + unsigned_of(j)); }
    RV_MATH_INLINE static I64 int_sub(I64 i, I64 j) { return signed_of(unsigned_of(i) - unsigned_of(j)); }
    RV_MATH_INLINE static I64 int_and(I64 i, I64 j) { return i & j; }
    RV_MATH_INLINE static I64 int_or(I64 i, I64 j) { return i | j; }
    RV_MATH_INLINE static I64 int_xor(I64 i, I64 j) { return i ^ j; }
    RV_MATH_INLINE static I64 int_shl(I64 i, int n) { return signed_of(unsigned_of(i) << n); }
    RV_MATH_INLINE static I64 int_shr(I64 i, int n) { return signed_of(unsigned_of(i) >> n); }
    RV_MATH_INLINE static I64 int_sar(I64 i, int n) { return i >> n; }
    template <std::size_t N, class Body>
    RV_MATH_INLINE static std::array<F64, N> rare(Bool where, const std::array<F64, N>& otherwise,
                                                  Body body) {
        return where ? body() : otherwise;
    }
    template <std::size_t N, class Condition, class Body>
    RV_MATH_INLINE static std::array<F64, N> loop(std::array<F64, N> state, Condition condition, Body body) {
        while (condition(state)) {
            state = body(state);
        }
        return state;
    }

  private:
    RV_MATH_INLINE static std::uint64_t unsigned_of(I64 i) { return static_cast<std::uint64_t>(i); }
    RV_MATH_INLINE static I64 signed_of(std::uint64_t i) { return static_cast<I64>(i); }
};
static_assert(Algebra<ScalarAlgebra>);

} // namespace ranvier::math
