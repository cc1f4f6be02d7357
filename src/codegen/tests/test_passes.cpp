// SPDX-License-Identifier: BSD-3-Clause
// What each pass does to small functions, in printed form. That they keep bits is tested with `fuse`.
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "ranvier/codegen/passes.hpp"
#include "ranvier/mir/builder.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::codegen {
namespace {

using namespace mir;

/// A kernel with row slots x, y and an array a of 3.
Kernel kernel_of(Builder& code) {
    Kernel kernel;
    kernel.name = "k";
    const auto add = [&](const std::string& variable, int element, int count) {
        kernel.slots.push_back(
            {.table = "m", .variable = variable, .element = element, .array_count = count});
    };
    add("x", 0, 1);
    add("y", 0, 1);
    add("a", 0, 3);
    add("a", 1, 1);
    add("a", 2, 1);
    kernel.function = code.finish();
    return kernel;
}
const VariableId x(0), y(1), a(2);

std::string body(const Kernel& kernel) {
    const std::string text = print(kernel);
    return text.substr(text.find('\n', text.find("function")) + 1);
}

TEST(FoldConstants, EvaluatesAndDropsNeutralOperands) {
    Builder code("k", {}, false);
    const ValueId sum = code.binary(Op::add, code.number(1.5), code.number(2));
    const ValueId same = code.binary(Op::mul, code.load(x), code.number(1));
    code.store(y, code.binary(Op::sub, code.binary(Op::mul, same, sum), code.number(0)));
    Kernel kernel = kernel_of(code);
    fold_constants(kernel.function);
    remove_dead(kernel.function);
    EXPECT_EQ(body(kernel), "  %0 = constant 3.5\n"
                            "  %1 = load m.x\n"
                            "  %2 = mul %1, %0\n"
                            "  store m.y, %2\n");
}

TEST(FoldConstants, KeepsWhatWouldChangeASignedZero) {
    Builder code("k", {}, false);
    code.store(y, code.binary(Op::add, code.load(x), code.number(0)));
    code.store(x, code.binary(Op::sub, code.load(x), code.number(-0.0)));
    Kernel kernel = kernel_of(code);
    fold_constants(kernel.function);
    EXPECT_NE(body(kernel).find("add"), std::string::npos);
    EXPECT_NE(body(kernel).find("sub"), std::string::npos);
}

TEST(FoldConstants, DividesByPowersOfTwoWithoutDividing) {
    Builder code("k", {}, false);
    code.store(y, code.binary(Op::div, code.load(x), code.number(-8)));
    const ValueId ten = code.number(10);
    code.store(x, code.binary(Op::div, code.load(x), ten));
    Kernel kernel = kernel_of(code);
    fold_constants(kernel.function);
    remove_dead(kernel.function);
    EXPECT_EQ(body(kernel), "  %0 = load m.x\n"
                            "  %1 = constant -0.125\n"
                            "  %2 = mul %0, %1\n"
                            "  store m.y, %2\n"
                            "  %4 = constant 10\n"
                            "  %5 = load m.x\n"
                            "  %6 = div %5, %4\n"
                            "  store m.x, %6\n");
}

TEST(FoldConstants, MovesSignsIntoSums) {
    Builder code("k", {}, false);
    const ValueId negative = code.unary(Op::neg, code.load(x));
    code.store(y, code.binary(Op::add, code.unary(Op::neg, negative), negative));
    Kernel kernel = kernel_of(code);
    fold_constants(kernel.function);
    remove_dead(kernel.function);
    EXPECT_EQ(body(kernel), "  %0 = load m.x\n"
                            "  %1 = sub %0, %0\n"
                            "  store m.y, %1\n");
}

TEST(FoldConstants, ResolvesBranches) {
    Builder code("k", {}, false);
    code.begin_if(code.binary(Op::lt, code.number(1), code.number(2)));
    code.store(y, code.number(5));
    code.begin_else();
    code.store(y, code.number(6));
    code.end_if();
    Kernel kernel = kernel_of(code);
    fold_constants(kernel.function);
    remove_dead(kernel.function);
    EXPECT_EQ(body(kernel), "  %0 = constant 5\n  store m.y, %0\n");
}

TEST(ForwardLocals, ReplacesReadsUntilABranchWrites) {
    Builder code("k", {}, false);
    const LocalId l = code.add_local("l");
    code.set(l, code.load(x));
    code.store(y, code.get(l));
    code.begin_if(code.boolean(true));
    code.store(x, code.get(l));
    code.set(l, code.number(2));
    code.end_if();
    code.store(y, code.get(l));
    Kernel kernel = kernel_of(code);
    forward_locals(kernel.function);
    remove_dead(kernel.function);
    EXPECT_EQ(body(kernel), "  %0 = load m.x\n"
                            "  set_local $0:l, %0\n"
                            "  store m.y, %0\n"
                            "  %3 = constant_bool true\n"
                            "  if %3\n"
                            "    store m.x, %0\n"
                            "    %6 = constant 2\n"
                            "    set_local $0:l, %6\n"
                            "  %8 = get_local $0:l\n"
                            "  store m.y, %8\n");
}

TEST(ForwardLocals, KnowsNothingOfWhatALoopWrites) {
    Builder code("k", {}, false);
    const LocalId l = code.add_local("l");
    code.begin_while();
    code.end_condition(code.binary(Op::lt, code.get(l), code.number(3)));
    code.set(l, code.binary(Op::add, code.get(l), code.number(1)));
    code.end_while();
    code.store(y, code.get(l));
    Kernel kernel = kernel_of(code);
    const std::string before = body(kernel);
    forward_locals(kernel.function);
    EXPECT_EQ(body(kernel), before);
}

TEST(ShareValues, ComputesEqualExpressionsOnce) {
    Builder code("k", {}, false);
    const auto apply_to_x = [&](Op op) {
        const ValueId left = code.load(x);
        return code.binary(op, left, code.number(3));
    };
    code.begin_if(apply_to_x(Op::lt));
    code.store(y, apply_to_x(Op::add));
    code.begin_else();
    code.store(y, apply_to_x(Op::add));
    code.end_if();
    Kernel kernel = kernel_of(code);
    share_values(kernel);
    remove_dead(kernel.function);
    EXPECT_EQ(body(kernel), "  %0 = load m.x\n"
                            "  %1 = constant 3\n"
                            "  %2 = lt %0, %1\n"
                            "  if %2\n"
                            "    %4 = add %0, %1\n"
                            "    store m.y, %4\n"
                            "  else\n"
                            "    %6 = add %0, %1\n"
                            "    store m.y, %6\n");
}

TEST(ShareValues, DoesNotMixZerosOrLoadsOfWhatIsWritten) {
    Builder code("k", {}, false);
    code.store(y, code.binary(Op::add, code.number(0), code.number(-0.0)));
    code.store(y, code.binary(Op::sub, code.load(y), code.load(y)));
    Kernel kernel = kernel_of(code);
    const std::string before = body(kernel);
    share_values(kernel);
    EXPECT_EQ(body(kernel), before);
}

TEST(RemoveDead, DropsValuesLocalsBranchesAndLoopsThatNobodySees) {
    Builder code("k", {}, false);
    const LocalId unused = code.add_local("unused");
    const LocalId turns = code.add_local("turns", Type::i64);
    code.set(unused, code.math(MathFunction::exp, code.load(x)));
    code.begin_while();
    code.end_condition(code.binary(Op::int_lt, code.get(turns), code.integer(3)));
    code.set(turns, code.binary(Op::int_add, code.get(turns), code.integer(1)));
    code.end_while();
    code.begin_if(code.boolean(true));
    code.store(y, code.number(1));
    code.begin_else();
    code.set(unused, code.number(2));
    code.end_if();
    Kernel kernel = kernel_of(code);
    remove_dead(kernel.function);
    EXPECT_EQ(body(kernel), "  %0 = constant_bool true\n"
                            "  if %0\n"
                            "    %2 = constant 1\n"
                            "    store m.y, %2\n");
    EXPECT_TRUE(kernel.function.locals.empty());
}

TEST(RemoveDead, KeepsLoopsThatMayNotEnd) {
    const auto remains = [](auto&& body_of_loop, auto&& condition) {
        Builder code("k", {}, false);
        const LocalId n = code.add_local("n", Type::i64);
        code.begin_while();
        code.end_condition(condition(code, n));
        body_of_loop(code, n);
        code.end_while();
        Kernel kernel = kernel_of(code);
        remove_dead(kernel.function);
        return !body(kernel).empty();
    };
    const auto step = [](std::int64_t by) {
        return [by](Builder& code, LocalId n) {
            code.set(n, code.binary(Op::int_add, code.get(n), code.integer(by)));
        };
    };
    const auto below = [](Op op, std::int64_t last) {
        return
            [op, last](Builder& code, LocalId n) { return code.binary(op, code.get(n), code.integer(last)); };
    };
    EXPECT_FALSE(remains(step(1), below(Op::int_le, 3)));
    EXPECT_FALSE(remains(step(2), below(Op::int_lt, 3)));
    EXPECT_TRUE(remains(step(0), below(Op::int_le, 3)));
    EXPECT_TRUE(remains(step(-1), below(Op::int_le, 3)));
    EXPECT_TRUE(remains(step(1), below(Op::int_ge, 3)));
    EXPECT_TRUE(remains(step(1), below(Op::int_le, std::numeric_limits<std::int64_t>::max())));
    EXPECT_TRUE(remains(step(1), [](Builder& code, LocalId) { return code.boolean(true); }));
    const auto twice = [&](Builder& code, LocalId n) {
        step(1)(code, n);
        code.begin_if(code.binary(Op::int_eq, code.get(n), code.integer(2)));
        code.set(n, code.integer(0));
        code.end_if();
    };
    EXPECT_TRUE(remains(twice, below(Op::int_le, 3)));
}

TEST(PromoteSlots, LoadsOnceStoresOnce) {
    Builder code("k", {}, false);
    code.accumulate(x, code.load(y));
    code.accumulate(x, code.load(y));
    Kernel kernel = kernel_of(code);
    promote_slots(kernel, {});
    clean(kernel);
    verify(kernel);
    EXPECT_EQ(body(kernel), "  %0 = load m.y\n"
                            "  %1 = load m.x\n"
                            "  %2 = add %1, %0\n"
                            "  %3 = add %2, %0\n"
                            "  store m.x, %3\n");
}

TEST(PromoteSlots, AConditionalWriteKeepsTheOldValue) {
    Builder code("k", {}, false);
    code.begin_if(code.binary(Op::lt, code.load(y), code.number(0)));
    code.store(x, code.number(1));
    code.end_if();
    Kernel kernel = kernel_of(code);
    promote_slots(kernel, {});
    clean(kernel);
    EXPECT_EQ(kernel.slots.size(), 2U);
    EXPECT_TRUE(kernel.slots[0].is_read && kernel.slots[0].is_written);
}

TEST(PromoteSlots, ReadsStayInBranchesAndLeaveLoops) {
    Builder code("k", {}, false);
    const LocalId turns = code.add_local("turns");
    code.begin_while();
    code.end_condition(code.binary(Op::lt, code.get(turns), code.load(x)));
    code.set(turns, code.binary(Op::add, code.get(turns), code.number(1)));
    code.end_while();
    code.begin_if(code.binary(Op::lt, code.get(turns), code.number(9)));
    code.store(y, code.load(a));
    code.end_if();
    Kernel kernel = kernel_of(code);
    promote_slots(kernel, {});
    clean(kernel);
    verify(kernel);
    const std::string text = body(kernel);
    EXPECT_EQ(text.find("  %0 = load m.x\n"), 0U) << text;
    ASSERT_NE(text.find("= load m.a\n"), std::string::npos) << text;
    EXPECT_GT(text.find("= load m.a\n"), text.find("  if ")) << text;
}

TEST(PromoteSlots, AnArrayIndexedAtRunTimeStaysInMemory) {
    Builder code("k", {}, false);
    const ValueId index = code.unary(Op::f64_to_int, code.load(x));
    code.store(a, code.number(1), index);
    code.store(y, code.load(VariableId(a.value + 2)));
    Kernel kernel = kernel_of(code);
    promote_slots(kernel, {});
    clean(kernel);
    verify(kernel);
    EXPECT_EQ(body(kernel), "  %0 = load m.x\n"
                            "  %1 = f64_to_int %0\n"
                            "  %2 = constant 1\n"
                            "  store m.a, %2, %1\n"
                            "  %4 = load m.a[2]\n"
                            "  store m.y, %4\n");
    ASSERT_EQ(kernel.slots.size(), 5U);
    EXPECT_EQ(kernel.slots[2].array_count, 3);
}

TEST(BindSlots, DropsWhatTheCodeDoesNotName) {
    Builder code("k", {}, false);
    code.store(y, code.load(VariableId(a.value + 1)));
    Kernel kernel = kernel_of(code);
    bind_slots(kernel);
    verify(kernel);
    ASSERT_EQ(kernel.slots.size(), 2U);
    EXPECT_EQ(name(kernel.slots[1]), "m.a[1]");
    EXPECT_EQ(kernel.column_count, 2);
    EXPECT_EQ(kernel.slots[1].binding, 1);
}

} // namespace
} // namespace ranvier::codegen
