// SPDX-License-Identifier: BSD-3-Clause
// The interpreter against plain loops over rows.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/mir/arithmetic.hpp"
#include "ranvier/mir/builder.hpp"
#include "ranvier/mir/interpreter.hpp"
#include "ranvier/mir/named_call.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::mir {
namespace {

/// A kernel written by hand: slots first, then code.
class Draft {
  public:
    Builder code{"kernel", {}, false};

    VariableId column(const std::string& variable, int count = 1) {
        return add({.owner = SlotOwner::mechanism, .table = "m", .variable = variable}, count);
    }
    VariableId indexed(const std::string& variable) {
        kernel_.index_sets = {"node"};
        return add(
            {.owner = SlotOwner::node, .access = SlotAccess::indexed, .variable = variable, .index_set = 0},
            1);
    }
    VariableId scalar(const std::string& variable) {
        return add(
            {.owner = SlotOwner::global, .access = SlotAccess::scalar, .table = "m", .variable = variable},
            1);
    }
    TableId table() {
        kernel_.tables.push_back({"m", TableId(0)});
        return TableId(0);
    }
    Kernel finish(bool is_ordered = false) {
        kernel_.function = code.finish();
        kernel_.is_ordered = is_ordered;
        for (Slot& slot : kernel_.slots) slot.is_read = slot.is_written = true;
        verify(kernel_);
        return kernel_;
    }

  private:
    VariableId add(Slot slot, int count) {
        const VariableId first(static_cast<std::int32_t>(kernel_.slots.size()));
        slot.array_count = count;
        for (int i = 0; i < count; ++i) {
            slot.binding =
                slot.access == SlotAccess::scalar ? kernel_.scalar_count++ : kernel_.column_count++;
            kernel_.slots.push_back(slot);
            slot.array_count = 1;
            ++slot.element;
        }
        return first;
    }
    Kernel kernel_;
};

std::int32_t run(const Kernel& kernel, std::int64_t count, NamedNumbers& numbers,
                 const RvHost* host = nullptr, const volatile std::int32_t* stop = nullptr) {
    return call(kernel, *interpreter_provider()(kernel), count, numbers, host, stop);
}

std::vector<double> ramp(int count, double start = 0) {
    std::vector<double> out;
    for (int i = 0; i < count; ++i) out.push_back(start + i);
    return out;
}

constexpr int kCount = 150; // two full blocks of rows and a part of one

TEST(Interpreter, ComputesEveryRowOfSeveralBlocks) {
    Draft draft;
    const VariableId x = draft.column("x");
    const VariableId y = draft.column("y");
    const VariableId k = draft.scalar("k");
    Builder& code = draft.code;
    code.store(y, code.binary(Op::add, code.binary(Op::mul, code.load(x), code.load(k)), code.number(0.25)));
    NamedNumbers numbers{.columns = {{"m.x", ramp(kCount)}, {"m.y", ramp(kCount)}},
                         .scalars = {{"m.k", 1.1}}};
    EXPECT_EQ(run(draft.finish(), kCount, numbers), 0);
    for (int i = 0; i < kCount; ++i)
        EXPECT_EQ(numbers.columns["m.y"][static_cast<std::size_t>(i)], i * 1.1 + 0.25);
}

TEST(Interpreter, ReadsAUniformColumnInEveryRow) {
    Draft draft;
    const VariableId x = draft.column("x");
    const VariableId y = draft.column("y");
    draft.code.store(y, draft.code.load(x));
    Kernel kernel = draft.finish();
    kernel.slots[0].is_written = false;
    NamedNumbers numbers{.columns = {{"m.x", {7.5}}, {"m.y", ramp(kCount)}}};
    EXPECT_EQ(run(kernel, kCount, numbers), 0);
    EXPECT_EQ(numbers.columns["m.y"], std::vector<double>(kCount, 7.5));
}

TEST(Interpreter, BranchesWriteOnlyTheirOwnRows) {
    Draft draft;
    const VariableId x = draft.column("x");
    const VariableId y = draft.column("y");
    Builder& code = draft.code;
    const LocalId sum = code.add_local("sum");
    const ValueId value = code.load(x);
    code.begin_if(code.binary(Op::lt, value, code.number(70)));
    {
        code.set(sum, code.number(1));
        code.begin_if(code.binary(Op::lt, value, code.number(10)));
        code.accumulate(y, code.number(100));
        code.end_if();
    }
    code.begin_else();
    code.set(sum, code.number(2));
    code.end_if();
    code.accumulate(y, code.get(sum));
    NamedNumbers numbers{.columns = {{"m.x", ramp(kCount)}, {"m.y", std::vector<double>(kCount, 0.5)}}};
    EXPECT_EQ(run(draft.finish(), kCount, numbers), 0);
    for (int i = 0; i < kCount; ++i) {
        const double expected = i < 10 ? 101.5 : i < 70 ? 1.5 : 2.5;
        EXPECT_EQ(numbers.columns["m.y"][static_cast<std::size_t>(i)], expected) << i;
    }
}

Kernel halving_kernel(Draft& draft) {
    // while (x > 1) { x = x / 2; n = n + 1 }
    const VariableId x = draft.column("x");
    const VariableId n = draft.column("n");
    Builder& code = draft.code;
    code.begin_while();
    code.end_condition(code.binary(Op::gt, code.load(x), code.number(1)));
    code.store(x, code.binary(Op::div, code.load(x), code.number(2)));
    code.accumulate(n, code.number(1));
    code.end_while();
    return draft.finish();
}

TEST(Interpreter, EachRowLeavesALoopByItself) {
    Draft draft;
    NamedNumbers numbers{.columns = {{"m.x", ramp(kCount)}, {"m.n", std::vector<double>(kCount)}}};
    EXPECT_EQ(run(halving_kernel(draft), kCount, numbers), 0);
    for (int i = 0; i < kCount; ++i) {
        int turns = 0;
        double x = i;
        for (; x > 1; x /= 2) ++turns;
        EXPECT_EQ(numbers.columns["m.n"][static_cast<std::size_t>(i)], turns) << i;
        EXPECT_EQ(numbers.columns["m.x"][static_cast<std::size_t>(i)], x) << i;
    }
}

TEST(Interpreter, ARaisedStopFlagEndsAnEndlessLoop) {
    Draft draft;
    const VariableId x = draft.column("x");
    draft.code.begin_while();
    draft.code.end_condition(draft.code.boolean(true));
    draft.code.accumulate(x, draft.code.number(1));
    draft.code.end_while();
    NamedNumbers numbers{.columns = {{"m.x", ramp(3)}}};
    const volatile std::int32_t stop = 1;
    EXPECT_EQ(run(draft.finish(), 3, numbers, nullptr, &stop), RV_STATUS_STOPPED);
    EXPECT_EQ(numbers.columns["m.x"], ramp(3));
}

TEST(Interpreter, LocalsAndArraysStartAtZeroInEveryBlock) {
    Draft draft;
    const VariableId y = draft.column("y");
    Builder& code = draft.code;
    const LocalId list = code.add_local("list", Type::f64, 3);
    code.set(list, code.binary(Op::add, code.get(list, code.integer(1)), code.number(1)), code.integer(1));
    code.store(y, code.binary(Op::add, code.get(list, code.integer(1)), code.get(list, code.integer(2))));
    NamedNumbers numbers{.columns = {{"m.y", ramp(kCount)}}};
    const Kernel kernel = draft.finish();
    for (int repeat = 0; repeat < 2; ++repeat) {
        EXPECT_EQ(run(kernel, kCount, numbers), 0);
        EXPECT_EQ(numbers.columns["m.y"], std::vector<double>(kCount, 1.0));
    }
}

TEST(Interpreter, AnArrayElementIsChosenByRowAndChecked) {
    Draft draft;
    const VariableId a = draft.column("a", 2);
    const VariableId which = draft.column("which");
    const VariableId y = draft.column("y");
    Builder& code = draft.code;
    const ValueId index = code.unary(Op::f64_to_int, code.load(which));
    code.store(y, code.load(a, index));
    code.store(a, code.number(-1), index);
    NamedNumbers numbers{.columns = {{"m.a", {10, 11, 12, 13}},
                                     {"m.a[1]", {20, 21, 22, 23}},
                                     {"m.which", {0, 1, 2, -1}},
                                     {"m.y", ramp(4)}}};
    EXPECT_EQ(run(draft.finish(), 4, numbers), RV_STATUS_INDEX);
    EXPECT_EQ(numbers.columns["m.y"], (std::vector<double>{10, 21, 0, 0}));
    EXPECT_EQ(numbers.columns["m.a"], (std::vector<double>{-1, 11, 12, 13}));
    EXPECT_EQ(numbers.columns["m.a[1]"], (std::vector<double>{20, -1, 22, 23}));
}

TEST(Interpreter, IndexedAccumulationKeepsTheOrderOfRows) {
    Draft draft;
    const VariableId rhs = draft.indexed("rhs");
    const VariableId x = draft.column("x");
    draft.code.accumulate(rhs, draft.code.load(x));
    NamedNumbers numbers{.columns = {{"node.rhs", {0, 0}}, {"m.x", {}}}, .indices = {{"node", {}}}};
    double expected[2] = {0, 0};
    for (int i = 0; i < kCount; ++i) {
        const double x_i = std::pow(10.0, i % 17) / 3; // sums of these depend on their order
        const int target = i % 3 == 0;
        numbers.columns["m.x"].push_back(x_i);
        numbers.indices["node"].push_back(target);
        expected[target] += x_i;
    }
    EXPECT_EQ(run(draft.finish(), kCount, numbers), 0);
    EXPECT_EQ(numbers.columns["node.rhs"], (std::vector<double>{expected[0], expected[1]}));
}

TEST(Interpreter, OrderedRowsSeeWhatTheRowBeforeWrote) {
    Draft draft;
    const VariableId last = draft.scalar("last");
    const VariableId x = draft.column("x");
    Builder& code = draft.code;
    const ValueId sum = code.binary(Op::add, code.load(last), code.load(x));
    code.store(last, sum);
    code.store(x, sum);
    NamedNumbers numbers{.columns = {{"m.x", {1, 2, 3, 4}}}, .scalars = {{"m.last", 10}}};
    EXPECT_EQ(run(draft.finish(true), 4, numbers), 0);
    EXPECT_EQ(numbers.columns["m.x"], (std::vector<double>{11, 13, 16, 20}));
    EXPECT_EQ(numbers.scalars["m.last"], 20);
}

TEST(Interpreter, TablesInterpolateClampAndKeepNaN) {
    Draft draft;
    const TableId table = draft.table();
    const VariableId x = draft.column("x");
    const VariableId a = draft.column("a");
    const VariableId b = draft.column("b");
    Builder& code = draft.code;
    const ValueId position = code.table_position(table, code.load(x));
    code.store(a, code.table_value(table, 0, position));
    code.store(b, code.table_value(table, 1, position));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    NamedNumbers numbers{.columns = {{"m.x", {-100, -50, -49.5, -48.25, -48, 99, nan, -infinity}},
                                     {"m.a", ramp(8)},
                                     {"m.b", ramp(8)}},
                         .tables = {{.low = -50, .inverse_step = 1, .rows = {{1, 10}, {2, 30}, {4, 20}}}}};
    EXPECT_EQ(run(draft.finish(), 8, numbers), 0);
    const std::vector<double> expected_a{1, 1, 1.5, 3.5, 4, 4, nan, 1};
    const std::vector<double> expected_b{10, 10, 20, 22.5, 20, 20, nan, 10};
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == 6) {
            EXPECT_TRUE(std::isnan(numbers.columns["m.a"][i]) && std::isnan(numbers.columns["m.b"][i]));
            continue;
        }
        EXPECT_EQ(numbers.columns["m.a"][i], expected_a[i]) << i;
        EXPECT_EQ(numbers.columns["m.b"][i], expected_b[i]) << i;
    }
}

struct Sent {
    std::int64_t row;
    double delay, flag;
};

TEST(Interpreter, EventsAndFailuresComeFromActiveRowsOnly) {
    Draft draft;
    const VariableId x = draft.column("x");
    Builder& code = draft.code;
    const ValueId value = code.load(x);
    code.begin_if(code.binary(Op::gt, value, code.number(147)));
    code.net_send(value, code.number(3));
    code.end_if();
    code.begin_if(code.binary(Op::lt, value, code.number(-1)));
    code.fail(RV_STATUS_USER);
    code.end_if();
    std::vector<Sent> sent;
    const RvHost host{
        .self = &sent,
        .net_send = [](void* self, std::int64_t row, double delay,
                       double flag) { static_cast<std::vector<Sent>*>(self)->push_back({row, delay, flag}); },
        .net_event = nullptr,
        .net_move = nullptr};
    NamedNumbers numbers{.columns = {{"m.x", ramp(kCount)}}};
    const Kernel kernel = draft.finish();
    EXPECT_EQ(run(kernel, kCount, numbers, &host), 0);
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].row, 148);
    EXPECT_EQ(sent[1].row, 149);
    EXPECT_EQ(sent[1].delay, 149);
    EXPECT_EQ(sent[1].flag, 3);
    numbers.columns["m.x"][3] = -2;
    EXPECT_EQ(run(kernel, kCount, numbers, &host), RV_STATUS_USER);
}

TEST(Interpreter, ACallMayRunAnotherKernelInItsEvents) {
    struct Inner {
        Kernel kernel;
        NamedNumbers numbers;
    };
    Draft inner_draft;
    const VariableId n = inner_draft.column("n");
    inner_draft.code.accumulate(n, inner_draft.code.number(1));
    Inner inner{inner_draft.finish(), {.columns = {{"m.n", {0}}}}};

    Draft draft;
    const VariableId x = draft.column("x");
    Builder& code = draft.code;
    const ValueId value = code.load(x);
    code.net_event(value);
    code.store(x, code.binary(Op::mul, value, code.number(2)));
    const RvHost host{.self = &inner,
                      .net_send = nullptr,
                      .net_event =
                          [](void* self, std::int64_t, double) {
                              auto& called = *static_cast<Inner*>(self);
                              EXPECT_EQ(run(called.kernel, 1, called.numbers), 0);
                          },
                      .net_move = nullptr};
    NamedNumbers numbers{.columns = {{"m.x", ramp(5)}}};
    EXPECT_EQ(run(draft.finish(), 5, numbers, &host), 0);
    EXPECT_EQ(numbers.columns["m.x"], (std::vector<double>{0, 2, 4, 6, 8}));
    EXPECT_EQ(inner.numbers.columns["m.n"], (std::vector<double>{5}));
}

TEST(Arithmetic, IntegersTruncateWrapAndNeverTrap) {
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(int_div(-7, 2), -3);
    EXPECT_EQ(int_div(7, 0), 0);
    EXPECT_EQ(int_div(least, -1), least);
    EXPECT_EQ(int_add(std::numeric_limits<std::int64_t>::max(), 1), least);
    EXPECT_EQ(f64_to_int(-2.9), -2);
    EXPECT_EQ(f64_to_int(9.3e18), least);
    EXPECT_EQ(f64_to_int(-9223372036854775808.0), least);
    EXPECT_EQ(f64_to_int(std::numeric_limits<double>::quiet_NaN()), least);
}

TEST(Arithmetic, ExponentialIsCappedAsInNmodl) {
    EXPECT_EQ(apply(MathFunction::exp, -701, 0), 0);
    EXPECT_EQ(apply(MathFunction::exp, 1000, 0), apply(MathFunction::exp, 700, 0));
    EXPECT_EQ(apply(MathFunction::pow, 2, 10), 1024);
    EXPECT_EQ(apply(MathFunction::atan2, 0, 1), 0);
}

} // namespace
} // namespace ranvier::mir
