// SPDX-License-Identifier: BSD-3-Clause
// Random programs, nested a few levels deep: whatever they do, all back ends do the same.
#include <cstdio>
#include <cstdlib>

#include <gtest/gtest.h>

#include "kernel_case.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::codegen::test {
namespace {

using namespace mir;

class RandomProgram {
  public:
    explicit RandomProgram(unsigned seed) : random_(seed), k_("random " + std::to_string(seed)) {
        for (int i = 0; i < 3; ++i) {
            columns_.push_back(k_.column("column" + std::to_string(i)));
            inputs_.push_back(k_.column("input" + std::to_string(i)));
            scalars_.push_back(k_.scalar("scalar" + std::to_string(i)));
            locals_.push_back(k_.code.add_local("local" + std::to_string(i)));
        }
        inputs_.push_back(k_.indexed("other"));
        sum_ = k_.indexed("sum");
        array_ = k_.array("array", 3, SlotAccess::row);
        list_ = k_.code.add_local("list", Type::f64, 4);
        table_ = k_.table();
    }

    Kernel make() {
        block(0);
        for (std::size_t i = 0; i < locals_.size(); ++i) k_.code.store(columns_[i], k_.code.get(locals_[i]));
        // Once, at the end: rows that share a target and touch it twice are an ordered kernel's business.
        k_.code.begin_if(condition(0));
        k_.code.accumulate(sum_, number(0));
        k_.code.end_if();
        return k_.finish();
    }

  private:
    int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
    template <class T> T one_of(const std::vector<T>& list) {
        return list[static_cast<std::size_t>(pick(static_cast<int>(list.size())))];
    }

    ValueId index(int depth) {
        if (pick(3) == 0) return k_.code.integer(pick(5) - 1);
        return k_.code.unary(Op::f64_to_int, number(depth + 1));
    }

    ValueId number(int depth) {
        switch (depth > 3 ? pick(4) : pick(12)) {
        case 0: return k_.f(pick(9) - 4.0);
        case 1: return k_.code.load(one_of(inputs_));
        case 2: return k_.code.load(one_of(scalars_));
        case 3: return k_.code.get(one_of(locals_));
        case 4: {
            static const std::vector functions{MathFunction::exp,  MathFunction::fabs, MathFunction::sqrt,
                                               MathFunction::tanh, MathFunction::log,  MathFunction::sin};
            return k_.code.math(one_of(functions), number(depth + 1));
        }
        case 5: return k_.code.select(condition(depth + 1), number(depth + 1), number(depth + 1));
        case 6: {
            const auto position = k_.code.table_position(table_, number(depth + 1));
            return k_.bin(Op::mul, k_.code.table_value(table_, pick(3), position),
                          k_.code.table_value(table_, pick(6), position));
        }
        case 7: return k_.code.load(array_, index(depth));
        case 8: return k_.code.get(list_, index(depth));
        case 9: return k_.code.load(one_of(columns_));
        default: {
            static const std::vector operations{Op::add, Op::sub, Op::mul, Op::div};
            const auto a = number(depth + 1);
            return k_.bin(one_of(operations), a, number(depth + 1));
        }
        }
    }

    ValueId condition(int depth) {
        static const std::vector comparisons{Op::lt, Op::le, Op::gt, Op::ge, Op::eq, Op::ne};
        const auto a = number(depth + 1);
        const auto c = k_.bin(one_of(comparisons), a, number(depth + 1));
        return pick(4) == 0 ? k_.code.unary(Op::logical_not, c) : c;
    }

    void block(int depth) {
        const int statements = 2 + pick(4);
        for (int i = 0; i < statements; ++i) statement(depth);
    }

    void statement(int depth) {
        switch (depth > 2 ? pick(5) : pick(9)) {
        case 0: return k_.code.store(one_of(columns_), number(0));
        case 1: return k_.code.accumulate(one_of(columns_), number(0));
        case 2: return k_.code.store(array_, number(0), index(0));
        case 3: return k_.code.set(list_, number(0), index(0));
        case 5:
        case 6:
            k_.code.begin_if(condition(0));
            block(depth + 1);
            if (pick(2) == 0) {
                k_.code.begin_else();
                block(depth + 1);
            }
            return k_.code.end_if();
        case 7: {
            // A counter keeps every loop short.
            const auto counter = k_.code.add_local("counter", Type::i64);
            k_.code.set(counter, k_.code.integer(0));
            k_.code.begin_while();
            auto goes_on = k_.bin(Op::int_lt, k_.code.get(counter), k_.code.integer(1 + pick(5)));
            if (pick(2) == 0) goes_on = k_.bin(Op::logical_and, goes_on, condition(1));
            k_.code.end_condition(goes_on);
            block(depth + 1);
            k_.code.set(counter, k_.bin(Op::int_add, k_.code.get(counter), k_.code.integer(1)));
            return k_.code.end_while();
        }
        default: return k_.code.set(one_of(locals_), number(0));
        }
    }

    std::mt19937_64 random_;
    KernelMaker k_;
    std::vector<VariableId> columns_, inputs_, scalars_;
    std::vector<LocalId> locals_;
    VariableId sum_, array_;
    LocalId list_;
    TableId table_;
};

TEST(RandomPrograms, AllBackEndsAgree) {
    // More of them on demand, with other seeds.
    const char* first = std::getenv("RANVIER_TEST_SEED");
    const char* count = std::getenv("RANVIER_TEST_PROGRAMS");
    const unsigned begin = first == nullptr ? 20 : static_cast<unsigned>(std::atoi(first));
    const unsigned end = begin + (count == nullptr ? 20 : static_cast<unsigned>(std::atoi(count)));
    for (unsigned seed = begin; seed < end; ++seed) {
        const auto kernel = RandomProgram(seed).make();
        Memory memory(kernel, 61, seed, 23, static_cast<int>(seed % 4));
        memory.add_table(6, -2, 0.125, 32, seed);
        check(kernel, memory);
        if (HasFailure()) {
            std::printf("%s\n", print(kernel).c_str());
            return;
        }
    }
}

} // namespace
} // namespace ranvier::codegen::test
