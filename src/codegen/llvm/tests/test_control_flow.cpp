// SPDX-License-Identifier: BSD-3-Clause
// Branches and loops that part the lanes: what is seen from outside is what one row at a time would have
// done.
#include <algorithm>

#include <gtest/gtest.h>

#include "kernel_case.hpp"

namespace ranvier::codegen::test {
namespace {

using namespace mir;

TEST(ControlFlow, DivergentBranchesWriteUnderTheMask) {
    KernelMaker k("branches");
    const auto x = k.code.load(k.column("x"));
    const auto out = k.column("out");
    const auto sum = k.column("sum");
    const auto local = k.code.add_local("local");
    // Short sides run without a branch, long ones behind one.
    k.code.begin_if(k.bin(Op::lt, x, k.f(0)));
    k.code.set(local, k.bin(Op::mul, x, k.f(3)));
    k.code.begin_else();
    k.code.set(local, k.bin(Op::add, x, k.f(1)));
    k.code.end_if();
    k.code.begin_if(k.bin(Op::gt, x, k.f(1)));
    k.code.store(out, k.code.math(MathFunction::exp, k.code.get(local)));
    k.code.begin_if(k.bin(Op::gt, x, k.f(2)));
    k.code.accumulate(sum, k.bin(Op::div, k.f(1), x));
    k.code.fail(RV_STATUS_USER);
    k.code.begin_else();
    k.code.set(local, k.bin(Op::div, x, k.f(7)));
    k.code.end_if();
    k.code.begin_else();
    k.code.accumulate(sum, k.code.get(local));
    k.code.end_if();
    k.code.store(k.column("last"), k.code.get(local));
    const auto kernel = k.finish();
    EXPECT_EQ(check(kernel, Memory(kernel, 203, 1)).status, RV_STATUS_USER);
    // No row takes the failing side: the status must stay 0.
    Memory calm(kernel, 203, 1);
    for (auto& value : calm.columns[0]) value = std::min(value, 1.5);
    EXPECT_EQ(check(kernel, calm).status, 0);
}

TEST(ControlFlow, AccumulatingUnderTheMaskKeepsMinusZero) {
    KernelMaker k("minus zero");
    const auto sum = k.column("sum");
    k.code.begin_if(k.bin(Op::gt, k.code.load(k.column("x")), k.f(0)));
    k.code.accumulate(sum, k.f(1));
    k.code.end_if();
    const auto kernel = k.finish();
    Memory memory(kernel, 64, 1);
    memory.columns[0].assign(64, -0.0);
    check(kernel, memory);
}

TEST(ControlFlow, UniformBranchStaysABranch) {
    KernelMaker k("uniform branch");
    const auto x = k.code.load(k.column("x"));
    const auto s = k.code.load(k.scalar("s"));
    const auto out = k.column("out");
    const auto local = k.code.add_local("local");
    k.code.set(local, k.code.math(MathFunction::exp, s));
    k.code.begin_if(k.bin(Op::lt, s, k.f(0)));
    k.code.store(out, k.bin(Op::mul, x, k.code.get(local)));
    k.code.begin_else();
    k.code.store(out, k.bin(Op::add, x, k.code.get(local)));
    k.code.set(local, k.f(4));
    k.code.end_if();
    k.code.store(k.column("last"), k.bin(Op::mul, k.code.get(local), x));
    const auto kernel = k.finish();
    for (const double s_value : {-1.0, 1.0}) {
        Memory memory(kernel, 77, 1);
        memory.scalars[0] = s_value;
        check(kernel, memory);
    }
}

/// Newton's square root of x, with as many steps as the row needs.
Kernel newton(bool is_guarded) {
    KernelMaker k(is_guarded ? "guarded loop" : "loop");
    const auto x = k.code.math(MathFunction::fabs, k.code.load(k.column("x")));
    const auto root = k.code.add_local("root");
    const auto steps = k.code.add_local("steps", Type::i64);
    k.code.set(root, x);
    if (is_guarded) k.code.begin_if(k.bin(Op::gt, x, k.f(1)));
    k.code.begin_while();
    const auto r = k.code.get(root);
    const auto error = k.code.math(MathFunction::fabs, k.bin(Op::sub, k.bin(Op::mul, r, r), x));
    const auto goes_on = k.bin(Op::logical_and, k.bin(Op::gt, error, k.f(1e-12)),
                               k.bin(Op::int_lt, k.code.get(steps), k.code.integer(60)));
    k.code.end_condition(goes_on);
    const auto old = k.code.get(root);
    k.code.set(root, k.bin(Op::mul, k.f(0.5), k.bin(Op::add, old, k.bin(Op::div, x, old))));
    k.code.set(steps, k.bin(Op::int_add, k.code.get(steps), k.code.integer(1)));
    k.code.end_while();
    if (is_guarded) k.code.end_if();
    k.code.store(k.column("root"), k.code.get(root));
    k.code.store(k.column("steps"), k.code.unary(Op::int_to_f64, k.code.get(steps)));
    return k.finish();
}

TEST(ControlFlow, LoopsEndLaneByLane) {
    for (const bool is_guarded : {false, true}) {
        const auto kernel = newton(is_guarded);
        Memory memory(kernel, 301, 1);
        for (std::size_t r = 0; r < memory.columns[0].size(); ++r)
            memory.columns[0][r] *= static_cast<double>(1 + r % 13 * r % 1000);
        const auto outcome = check(kernel, memory);
        // It did take different numbers of steps.
        EXPECT_NE(*std::min_element(outcome.columns[2].begin(), outcome.columns[2].end()),
                  *std::max_element(outcome.columns[2].begin(), outcome.columns[2].end()));
    }
}

TEST(ControlFlow, UniformLoopOverAnArray) {
    KernelMaker k("uniform loop");
    const auto x = k.code.load(k.column("x"));
    const auto i = k.code.add_local("i", Type::i64);
    const auto powers = k.code.add_local("powers", Type::f64, 20);
    const auto last = k.code.add_local("last");
    k.code.set(last, k.f(1));
    k.code.begin_while();
    k.code.end_condition(k.bin(Op::int_lt, k.code.get(i), k.code.integer(20)));
    k.code.set(last, k.bin(Op::mul, k.code.get(last), x));
    k.code.set(powers, k.code.get(last), k.code.get(i));
    k.code.set(i, k.bin(Op::int_add, k.code.get(i), k.code.integer(1)));
    k.code.end_while();
    k.code.store(k.column("third"), k.code.get(powers, k.code.integer(2)));
    k.code.store(k.column("last"), k.code.get(powers, k.code.integer(19)));
    const auto kernel = k.finish();
    check(kernel, Memory(kernel, 67, 1));
}

TEST(ControlFlow, StopFlagEndsLoops) {
    KernelMaker k("endless");
    const auto x = k.column("x");
    k.code.begin_while();
    k.code.end_condition(k.bin(Op::ge, k.code.load(x), k.f(-100)));
    k.code.store(x, k.bin(Op::add, k.code.math(MathFunction::fabs, k.code.load(x)), k.f(0)));
    k.code.end_while();
    k.code.store(k.column("after"), k.f(5));
    const auto kernel = k.finish();
    Memory memory(kernel, 50, 1);
    memory.stop = 1;
    EXPECT_EQ(check(kernel, memory).status, RV_STATUS_STOPPED);
}

TEST(ControlFlow, OrderedKernelCarriesAScalar) {
    KernelMaker k("ordered");
    const auto carried = k.scalar("carried");
    const auto x = k.code.load(k.column("x"));
    k.code.store(k.column("before"), k.code.load(carried));
    k.code.store(carried, k.bin(Op::add, k.bin(Op::mul, k.code.load(carried), k.f(0.5)), x));
    k.code.accumulate(carried, k.f(0.125));
    k.ordered();
    const auto kernel = k.finish();
    check(kernel, Memory(kernel, 45, 1));
}

TEST(ControlFlow, EventsComeRowByRow) {
    KernelMaker k("events");
    const auto x = k.code.load(k.column("x"));
    k.code.begin_if(k.bin(Op::gt, x, k.f(0)));
    k.code.net_send(x, k.f(1));
    k.code.begin_else();
    k.code.net_event(x);
    k.code.end_if();
    k.code.begin_if(k.bin(Op::gt, x, k.f(2)));
    k.code.net_move(x);
    k.code.end_if();
    k.sends_events();
    k.ordered();
    const auto kernel = k.finish();
    const auto outcome = check(kernel, Memory(kernel, 45, 1), true);
    EXPECT_GE(outcome.events.size(), 45U);
    EXPECT_TRUE(check(kernel, Memory(kernel, 45, 1), false).events.empty());
}

TEST(Rows, OnlyTheLoopsThatWillRun) {
    KernelMaker k("counts");
    const auto x = k.code.load(k.column("x"));
    k.code.begin_if(k.bin(Op::gt, x, k.f(0)));
    k.code.store(k.column("y"), k.bin(Op::mul, x, x));
    k.code.end_if();
    auto kernel = k.finish();
    for (const std::int64_t rows : {1, 7, 8, 64, 131}) {
        kernel.counts = RowCounts::any;
        check(kernel, Memory(kernel, rows, 3));
        kernel.counts = RowCounts::few;
        check(kernel, Memory(kernel, rows, 3));
        kernel.counts = RowCounts::groups;
        if (rows % RV_LANES == 0) check(kernel, Memory(kernel, rows, 3));
    }
}

} // namespace
} // namespace ranvier::codegen::test
