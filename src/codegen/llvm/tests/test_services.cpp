// SPDX-License-Identifier: BSD-3-Clause
// What kernels ask their host, follow pointers to and report: the same on every back end.
#include <algorithm>

#include <gtest/gtest.h>

#include "kernel_case.hpp"

namespace ranvier::codegen::test {
namespace {

using namespace mir;

/// Each once and without its row: rows that ask the same may ask together.
std::vector<std::string> each_once(std::vector<std::string> list) {
    for (auto& question : list) {
        const auto row = question.find(" row ");
        question.erase(row, std::min(question.find(' ', row + 5), question.size()) - row);
    }
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

/// As `check`, and the same questions; in the same order where the kernel is ordered.
Outcome check_questions(const Kernel& kernel, const Memory& memory) {
    const auto judge = check(kernel, memory, true);
    for (const auto vectors : {Vectors::scalar, Vectors::lanes}) {
        const auto found = run(*native(vectors)(kernel), memory, true);
        if (kernel.is_ordered) EXPECT_EQ(judge.questions, found.questions) << kernel.name;
        else EXPECT_EQ(each_once(judge.questions), each_once(found.questions)) << kernel.name;
    }
    return judge;
}

TEST(Services, PureOnesInLanesUnderMasks) {
    KernelMaker k("pure services");
    const auto x = k.code.load(k.column("x"));
    const auto s = k.code.load(k.scalar("s"));
    const auto out = k.column("out");
    k.code.store(out, k.ask(Service::function_table, {x}));
    k.code.store(k.column("both"), k.ask(Service::random_bits, {x, s, k.f(3), x}));
    k.code.store(k.column("same"), k.ask(Service::function_table, {s}));
    const auto some = k.code.add_local("some");
    k.code.begin_if(k.bin(Op::gt, x, k.f(0.5)));
    k.code.set(some, k.bin(Op::add, k.ask(Service::function_table, {x, x}), k.code.load(out)));
    k.code.end_if();
    k.code.store(k.column("some"), k.code.get(some));
    const auto kernel = k.finish();
    for (const std::int64_t rows : {0, 1, 8, 61}) {
        const auto judge = check_questions(kernel, Memory(kernel, rows, 3));
        EXPECT_EQ(judge.questions.empty(), rows == 0);
        if (rows == 61) {
            EXPECT_EQ(judge.status, RV_STATUS_SERVICE);
        }
        (void)check(kernel, Memory(kernel, rows, 3), false); // no host: 0
    }
}

TEST(Services, WithEffectsAskRowByRow) {
    KernelMaker k("services with effects");
    k.ordered();
    const auto x = k.code.load(k.column("x"));
    k.code.begin_if(k.bin(Op::gt, x, k.f(-1)));
    (void)k.ask(Service::print, {x, k.f(1)});
    k.code.store(k.column("draw"), k.ask(Service::random, {}));
    k.code.end_if();
    (void)k.ask(Service::print, {k.f(2)});
    const auto kernel = k.finish();
    const auto judge = check_questions(kernel, Memory(kernel, 21, 5));
    ASSERT_GT(judge.questions.size(), 22U);
    // one row after the other
    std::int64_t last = 0;
    for (const auto& question : judge.questions) {
        const std::int64_t row = std::stoll(question.substr(question.find("row ") + 4));
        EXPECT_LE(last, row);
        last = row;
    }
}

TEST(Services, InALoopUntilEachRowHasEnough) {
    KernelMaker k("services in a loop");
    const auto limit = k.code.load(k.column("limit"));
    const auto n = k.code.add_local("n");
    const auto sum = k.code.add_local("sum");
    k.code.begin_while();
    k.code.end_condition(k.bin(Op::lt, k.code.get(n), limit));
    const auto drawn = k.ask(Service::random_bits, {k.code.get(n), limit, k.f(0), k.f(0)});
    k.code.set(sum, k.bin(Op::add, k.code.get(sum), drawn));
    k.code.set(n, k.bin(Op::add, k.code.get(n), k.f(0.5)));
    k.code.end_while();
    k.code.store(k.column("sum"), k.code.get(sum));
    const auto kernel = k.finish();
    check_questions(kernel, Memory(kernel, 37, 6));
}

TEST(Pointers, AreFollowedAndReportedWhereTheyAreNull) {
    KernelMaker k("pointers");
    k.ordered();
    const auto p = k.pointer("p");
    const auto other = k.column("other");
    const auto out = k.column("out");
    k.code.at({nullptr, 10, 12});
    k.code.store(out, k.code.load(p));
    k.code.begin_if(k.code.is_pointing(p));
    k.code.store(p, k.bin(Op::mul, k.code.load(other), k.f(2)));
    k.code.accumulate(p, k.f(0.25));
    k.code.begin_else();
    k.code.at({nullptr, 20, 22});
    k.code.store(p, k.f(1));
    k.code.end_if();
    k.code.store(k.column("after"), k.bin(Op::add, k.code.load(other), k.code.load(out)));
    const auto kernel = k.finish();
    Memory memory(kernel, 19, 7);
    memory.pointers.push_back({0, {}});
    for (int r = 0; r < 19; ++r) // into the column that the next row reads, into the output, or nowhere
        memory.pointers[0].targets.emplace_back(r % 3 == 0 ? 1 : 2, r % 5 == 4 ? -1 : (r + 1) % 19);
    const auto judge = check(kernel, memory, true);
    EXPECT_EQ(judge.status, RV_STATUS_POINTER);
    ASSERT_EQ(judge.faults.size(), 6U); // three rows, one load and one store
    EXPECT_EQ(judge.faults[0], "fault 32 row 14 0.000000 at 10..12");
    EXPECT_EQ(judge.faults[1], "fault 32 row 14 0.000000 at 20..22");
    (void)check(kernel, memory, false);
}

TEST(Faults, NameRowAndIndex) {
    KernelMaker k("faults");
    const auto list = k.code.add_local("list", Type::f64, 3);
    const auto array = k.array("array", 4, SlotAccess::row);
    const auto x = k.code.unary(Op::f64_to_int, k.code.load(k.column("x")));
    k.code.at({nullptr, 1, 2});
    k.code.set(list, k.f(7), x);
    k.code.at({nullptr, 3, 4});
    k.code.store(k.column("a"), k.code.load(array, x));
    k.code.begin_if(k.code.binary(Op::int_lt, x, k.code.integer(0)));
    k.code.at({nullptr, 5, 6});
    k.code.store(array, k.code.get(list, x), k.code.integer(9));
    k.code.fail(RV_STATUS_USER);
    k.code.end_if();
    const auto kernel = k.finish();
    const auto judge = check(kernel, Memory(kernel, 30, 8), true);
    EXPECT_EQ(judge.status, RV_STATUS_INDEX | RV_STATUS_USER);
    EXPECT_GT(judge.faults.size(), 8U);
    const auto has = [&](const std::string& text) {
        return std::any_of(judge.faults.begin(), judge.faults.end(),
                           [&](const auto& f) { return f.find(text) != std::string::npos; });
    };
    EXPECT_TRUE(has("-1.000000 at 1..2"));
    EXPECT_TRUE(has("9.000000 at 5..6"));
    EXPECT_TRUE(has("fault 16"));
}

TEST(PrivateScalars, KeepTheNumberOfTheLastRowThatIsNoCopy) {
    KernelMaker k("private scalar");
    const auto x = k.code.load(k.column("x"));
    k.code.store(k.column("y"), k.bin(Op::mul, x, x));
    k.code.store(k.write_only("shown"), k.bin(Op::add, x, k.f(1)));
    k.code.store(k.write_only("same"), k.f(3));
    const auto kernel = k.finish();
    for (const std::int64_t rows : {1, 7, 8, 24, 29})
        for (const std::int64_t padding : {0, 1, 5, 40}) {
            Memory memory(kernel, rows, 9);
            memory.padding = padding;
            const auto judge = check(kernel, memory);
            const auto last = static_cast<std::size_t>(std::max<std::int64_t>(rows - padding, 1) - 1);
            EXPECT_EQ(judge.scalars[0], memory.columns[0][last] + 1);
            EXPECT_EQ(judge.scalars[1], 3);
        }
}

} // namespace
} // namespace ranvier::codegen::test
