// SPDX-License-Identifier: BSD-3-Clause
// Every operation that makes a value, on special and random numbers: all back ends give the same bits.
#include <gtest/gtest.h>

#include "kernel_case.hpp"

namespace ranvier::codegen::test {
namespace {

using namespace mir;

/// Columns x and y hold every pair of special numbers, then random ones.
void fill_pairs(Memory& memory, double largest) {
    const auto& special = special_numbers();
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> number(-largest, largest);
    for (std::size_t r = 0; r < memory.columns[0].size(); ++r) {
        const bool is_special = r < special.size() * special.size();
        memory.columns[0][r] = is_special ? special[r / special.size()] : number(random);
        memory.columns[1][r] = is_special ? special[r % special.size()] : number(random);
    }
}

std::int64_t pair_rows() {
    return static_cast<std::int64_t>(special_numbers().size() * special_numbers().size() + 1003);
}

TEST(Operations, FloatingPointAndComparisons) {
    KernelMaker k("arithmetic");
    const auto x_slot = k.column("x");
    const auto y_slot = k.column("y");
    const auto x = k.code.load(x_slot);
    const auto y = k.code.load(y_slot);
    int made = 0;
    const auto keep = [&](ValueId v) { k.code.store(k.column("out" + std::to_string(made++)), v); };
    for (const Op op : {Op::add, Op::sub, Op::mul, Op::div}) keep(k.bin(op, x, y));
    keep(k.code.unary(Op::neg, x));
    // Would become an FMA if anything contracted.
    keep(k.bin(Op::add, k.bin(Op::mul, x, y), x));
    keep(k.bin(Op::sub, k.bin(Op::mul, x, y), k.bin(Op::mul, y, x)));
    for (const Op op : {Op::lt, Op::le, Op::gt, Op::ge, Op::eq, Op::ne}) {
        const auto c = k.bin(op, x, y);
        keep(k.code.unary(Op::bool_to_f64, c));
        keep(k.code.select(c, x, y));
    }
    const auto p = k.bin(Op::lt, x, k.f(1));
    const auto q = k.bin(Op::gt, y, k.f(0.25));
    keep(k.code.unary(Op::bool_to_f64, k.bin(Op::logical_and, p, q)));
    keep(k.code.unary(Op::bool_to_f64, k.bin(Op::logical_or, p, q)));
    keep(k.code.unary(Op::bool_to_f64, k.code.unary(Op::logical_not, p)));
    keep(k.code.unary(Op::bool_to_f64, k.code.select(p, q, k.code.boolean(true))));
    // x - x and x * 0 must stay what they are for infinities and NaN.
    keep(k.bin(Op::sub, x, x));
    keep(k.bin(Op::mul, x, k.f(0)));
    keep(k.bin(Op::add, x, k.f(-0.0)));
    keep(k.bin(Op::add, x, k.f(0.0)));
    const auto kernel = k.finish();
    Memory memory(kernel, pair_rows(), 1);
    fill_pairs(memory, 1e3);
    check(kernel, memory);
}

TEST(Operations, Integers) {
    KernelMaker k("integers");
    const auto x = k.code.unary(Op::f64_to_int, k.code.load(k.column("x")));
    const auto y = k.code.unary(Op::f64_to_int, k.code.load(k.column("y")));
    int made = 0;
    const auto keep = [&](ValueId v) {
        k.code.store(k.column("out" + std::to_string(made++)), k.code.unary(Op::int_to_f64, v));
    };
    keep(x);
    for (const Op op : {Op::int_add, Op::int_sub, Op::int_mul, Op::int_div}) keep(k.bin(op, x, y));
    keep(k.bin(Op::int_div, x, k.code.integer(0)));
    keep(k.bin(Op::int_div, x, k.code.integer(-1)));
    keep(k.bin(Op::int_div, x, k.code.integer(7)));
    keep(k.code.unary(Op::int_neg, x));
    for (const Op op : {Op::int_lt, Op::int_le, Op::int_gt, Op::int_ge, Op::int_eq, Op::int_ne})
        keep(k.code.select(k.bin(op, x, y), x, y));
    const auto kernel = k.finish();
    Memory memory(kernel, pair_rows(), 2);
    fill_pairs(memory, 1e3);
    check(kernel, memory);
}

class MathFunctions : public ::testing::TestWithParam<int> {};

TEST_P(MathFunctions, AgreeInAllWidths) {
    const auto function = static_cast<MathFunction>(GetParam());
    KernelMaker k("math " + std::string(name(function)));
    const auto x = k.code.load(k.column("x"));
    const auto y = k.code.load(k.column("y"));
    const auto s = k.code.load(k.scalar("s"));
    const auto t = k.code.load(k.scalar("t"));
    const bool is_binary = argument_count(function) == 2;
    const auto apply = [&](ValueId a, ValueId b) {
        const ValueId args[] = {a, b};
        return k.code.math(function, std::span(args, is_binary ? 2 : 1));
    };
    k.code.store(k.column("varying"), apply(x, y));
    k.code.store(k.column("uniform"), apply(s, t));
    k.code.store(k.column("mixed"), apply(s, x));
    const auto kernel = k.finish();
    for (const double largest : {1.0, 30.0, 1e6}) {
        Memory memory(kernel, pair_rows(), 3);
        fill_pairs(memory, largest);
        check(kernel, memory);
    }
}

INSTANTIATE_TEST_SUITE_P(All, MathFunctions,
                         ::testing::Range(0, static_cast<int>(MathFunction::factorial) + 1),
                         [](const auto& tested) {
                             return std::string(name(static_cast<MathFunction>(tested.param)));
                         });

TEST(Operations, NumbersOfRowsAroundTheWidth) {
    KernelMaker k("few rows");
    const auto out = k.column("out");
    k.code.store(out, k.bin(Op::mul, k.code.load(out), k.code.load(k.scalar("s"))));
    const auto kernel = k.finish();
    for (std::int64_t rows = 0; rows <= 35; ++rows) check(kernel, Memory(kernel, rows, 4));
}

} // namespace
} // namespace ranvier::codegen::test
