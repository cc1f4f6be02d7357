// SPDX-License-Identifier: BSD-3-Clause
// Slots of every access, arrays that are indexed at run time, tables.
#include <gtest/gtest.h>

#include "kernel_case.hpp"

namespace ranvier::codegen::test {
namespace {

using namespace mir;

TEST(Slots, RepeatedRowsAccumulateInOrder) {
    KernelMaker k("point process");
    const auto v = k.code.load(k.indexed("v"));
    const auto g = k.code.load(k.column("g"));
    const auto i = k.bin(Op::mul, g, v);
    k.code.accumulate(k.indexed("rhs"), i);
    k.code.begin_if(k.bin(Op::gt, g, k.f(0)));
    k.code.accumulate(k.indexed("d"), g);
    k.code.store(k.indexed("mark", 1), g);
    k.code.end_if();
    k.code.store(k.indexed("last", 1), i);
    const auto kernel = k.finish();
    for (const std::int64_t targets : {1, 3, 1000}) check(kernel, Memory(kernel, 333, 1, targets));
}

TEST(Slots, UniformColumnsHaveStrideZero) {
    KernelMaker k("strides");
    auto sum = k.code.load(k.column("c0"));
    for (int i = 1; i < 7; ++i)
        sum = k.bin(i % 2 != 0 ? Op::add : Op::mul, sum, k.code.load(k.column("c" + std::to_string(i))));
    k.code.store(k.column("out"), sum);
    const auto kernel = k.finish();
    for (const int every : {0, 1, 2, 3}) check(kernel, Memory(kernel, 131, 1, 37, every));
}

void arrays(SlotAccess access, bool is_scattered, bool is_uniform_index) {
    KernelMaker k("arrays " + std::to_string(static_cast<int>(access)) + (is_scattered ? " scattered" : "") +
                  (is_uniform_index ? " uniform" : ""));
    const auto x = is_uniform_index ? k.code.load(k.scalar("s")) : k.code.load(k.column("x"));
    // -3 .. 3 becomes -2 .. 6: some outside.
    const auto index = k.code.unary(Op::f64_to_int, k.bin(Op::add, k.bin(Op::mul, x, k.f(1.4)), k.f(2)));
    const auto source = k.array("source", 5, access, is_scattered);
    k.code.store(k.column("element"), k.code.load(source, index));
    k.code.store(k.column("third"), k.code.load(source, k.code.integer(2)));
    if (access != SlotAccess::scalar) {
        const auto target = k.array("target", 5, access, is_scattered);
        k.code.store(target, x, index);
        k.code.begin_if(k.bin(Op::gt, x, k.f(1)));
        k.code.store(k.array("some", 4, access, is_scattered), k.f(2), index);
        k.code.end_if();
    }
    const auto kernel = k.finish();
    for (unsigned seed = 0; seed < 6; ++seed) {
        const auto outcome = check(kernel, Memory(kernel, 117, seed, 29, 2));
        if (!is_uniform_index) {
            EXPECT_EQ(outcome.status, RV_STATUS_INDEX);
        }
    }
}

TEST(Slots, ArraysIndexedAtRunTime) {
    for (const auto access : {SlotAccess::row, SlotAccess::indexed, SlotAccess::scalar})
        for (const bool is_scattered : {false, true})
            for (const bool is_uniform : {false, true}) arrays(access, is_scattered, is_uniform);
}

TEST(Locals, ArraysOfAllTypes) {
    KernelMaker k("local arrays");
    const auto x = k.code.load(k.column("x"));
    const auto index = k.code.unary(Op::f64_to_int, k.bin(Op::add, x, k.f(2)));
    const auto numbers = k.code.add_local("numbers", Type::f64, 5);
    const auto integers = k.code.add_local("integers", Type::i64, 5);
    const auto flags = k.code.add_local("flags", Type::boolean, 5);
    const auto alone = k.code.add_local("alone");
    k.code.set(numbers, x, index);
    k.code.set(integers, index, index);
    k.code.set(flags, k.bin(Op::gt, x, k.f(0.5)), index);
    k.code.begin_if(k.bin(Op::lt, x, k.f(0)));
    k.code.set(numbers, k.f(9), k.code.integer(1));
    k.code.set(flags, k.code.boolean(true), k.code.integer(3));
    k.code.set(alone, x, index); // an array of one: most indices are outside
    k.code.end_if();
    for (int i = 0; i < 5; ++i)
        k.code.store(k.column("n" + std::to_string(i)), k.code.get(numbers, k.code.integer(i)));
    k.code.store(k.column("i"), k.code.unary(Op::int_to_f64, k.code.get(integers, index)));
    k.code.store(k.column("f"), k.code.unary(Op::bool_to_f64, k.code.get(flags, index)));
    k.code.store(k.column("f3"), k.code.unary(Op::bool_to_f64, k.code.get(flags, k.code.integer(3))));
    k.code.store(k.column("a"), k.code.get(alone));
    const auto kernel = k.finish();
    const auto outcome = check(kernel, Memory(kernel, 91, 1));
    EXPECT_EQ(outcome.status, RV_STATUS_INDEX);
}

TEST(Tables, ColumnsTogetherAndAlone) {
    for (const std::vector<int>& columns : {std::vector{0},
                                            {3},
                                            {0, 1},
                                            {2, 3},
                                            {1, 2},
                                            {0, 1, 2, 3},
                                            {4, 6},
                                            {0, 1, 2, 3, 4, 5},
                                            {7, 8},
                                            {0, 7, 9, 16}}) {
        KernelMaker k("table");
        const auto table = k.table();
        const auto x = k.code.load(k.column("x"));
        const auto position = k.code.table_position(table, x);
        for (const int c : columns)
            k.code.store(k.column("c" + std::to_string(c)), k.code.table_value(table, c, position));
        k.code.store(k.column("p"), position);
        const auto kernel = k.finish();
        Memory memory(kernel, 211, 1);
        memory.add_table(columns.back() + 1, -2, 0.0625, 64, 5);
        const auto& special = special_numbers();
        std::copy(special.begin(), special.end(), memory.columns[0].begin());
        memory.columns[0][special.size()] = -2;    // position 0
        memory.columns[0][special.size() + 1] = 2; // position n
        check(kernel, memory);
    }
}

TEST(Tables, UnderBranchesAndUniform) {
    KernelMaker k("table branches");
    const auto table = k.table();
    const auto x = k.code.load(k.column("x"));
    const auto position = k.code.table_position(table, x);
    const auto uniform = k.code.table_position(table, k.code.load(k.scalar("s")));
    const auto some = k.code.add_local("some");
    const auto passed = k.code.add_local("passed");
    k.code.begin_if(k.bin(Op::gt, x, k.f(0)));
    k.code.set(
        some, k.bin(Op::add, k.code.table_value(table, 0, position), k.code.table_value(table, 2, position)));
    k.code.set(passed, position); // other lanes keep 0
    k.code.begin_else();
    k.code.set(some, k.code.table_value(table, 2, position));
    k.code.end_if();
    k.code.store(k.column("some"), k.code.get(some));
    k.code.store(k.column("all"), k.code.table_value(table, 2, position));
    k.code.store(k.column("through"), k.code.table_value(table, 1, k.code.get(passed)));
    k.code.store(k.column("uniform"), k.code.table_value(table, 1, uniform));
    const auto kernel = k.finish();
    Memory memory(kernel, 211, 1);
    memory.add_table(3, -2, 0.1, 40, 5);
    check(kernel, memory);
}

} // namespace
} // namespace ranvier::codegen::test
