// SPDX-License-Identifier: BSD-3-Clause
// Mechanisms that no one would write, from a seed: branches, short loops, calls, arrays, ions, globals, in
// any order.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "ranvier/mir/builder.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::codegen {

class RandomMechanism {
  public:
    /// Operations advance and current; `writes_globals` lets them store to a global.
    RandomMechanism(std::uint64_t seed, std::string name, bool writes_globals) : random_(seed) {
        using mir::VariableKind;
        mechanism_.name = std::move(name);
        for (const char* own : {"a", "b", "c", "d"})
            written_.push_back(add({.name = own, .kind = VariableKind::assigned}));
        list_ = add({.name = "list", .kind = VariableKind::assigned, .count = 3, .is_array = true});
        fixed_ = add({.name = "fixed", .kind = VariableKind::assigned, .count = 2, .is_array = true});
        read_ = written_;
        read_.push_back(add({.name = "gbar", .kind = VariableKind::parameter}));
        read_.push_back(add({.name = "v", .kind = VariableKind::voltage}));
        read_.push_back(add({.name = "t", .kind = VariableKind::world}));
        read_.push_back(add({.name = "dt", .kind = VariableKind::world}));
        const mir::VariableId q = add({.name = "q", .kind = VariableKind::global});
        read_.push_back(q);
        if (writes_globals) written_.push_back(q);
        add_ion("ena", mir::IonQuantity::reversal);
        read_.push_back(mechanism_.find("ena"));
        sums_ = {add({.name = "i", .kind = VariableKind::current}),
                 add({.name = "g", .kind = VariableKind::conductance}),
                 add_ion("ina", mir::IonQuantity::current),
                 add_ion("dina_dv_", mir::IonQuantity::derivative)};
        mechanism_.functions.push_back(make_function("inner", 1, true, 2, 0));
        callable_ = 1;
        mechanism_.functions.push_back(make_function("outer", 2, true, 3, 0));
        callable_ = 2;
        mechanism_.advance = mir::FunctionId(2);
        mechanism_.functions.push_back(make_function("advance", 0, false, 8, 0));
        mechanism_.current = mir::FunctionId(3);
        mechanism_.functions.push_back(make_function("current", 0, false, 5, 4));
    }
    [[nodiscard]] const mir::Mechanism& mechanism() const { return mechanism_; }

  private:
    mir::VariableId add(mir::Variable variable) {
        mechanism_.variables.push_back(std::move(variable));
        return mir::VariableId(static_cast<std::int32_t>(mechanism_.variables.size()) - 1);
    }
    mir::VariableId add_ion(const std::string& name, mir::IonQuantity quantity) {
        return add({.name = name, .kind = mir::VariableKind::ion, .ion = "na", .quantity = quantity});
    }
    int pick(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
    template <class T> T pick(const std::vector<T>& list) { return list[random_() % list.size()]; }

    mir::Function make_function(std::string name, int parameters, bool returns_value, int statements,
                                int sums) {
        std::vector<std::string> names;
        for (int i = 0; i < parameters; ++i) names.push_back("x" + std::to_string(i));
        mir::Builder builder(std::move(name), names, returns_value);
        code_ = &builder;
        locals_.clear();
        for (int i = 0; i < parameters; ++i) locals_.push_back(mir::LocalId(i));
        if (returns_value) locals_.push_back(builder.result());
        locals_.push_back(builder.add_local("y"));
        locals_.push_back(builder.add_local("z"));
        sums_left_ = 0;
        for (int i = 0; i < statements; ++i) statement(2);
        sums_left_ = sums;
        for (int i = 0; i < sums + statements; ++i) statement(2);
        code_ = nullptr;
        return builder.finish();
    }

    void statement(int depth) {
        mir::Builder& code = *code_;
        switch (pick(sums_left_ > 0 ? 12 : 10)) {
        case 0:
        case 1:
        case 2: code.set(pick(locals_), expression(3)); return;
        case 3:
        case 4:
        case 5: code.store(pick(written_), expression(3)); return;
        case 6: code.store(list_, expression(2), index()); return;
        case 7: code.store(fixed_, expression(2), code.integer(pick(2))); return;
        case 8:
            if (depth == 0) return;
            code.begin_if(condition());
            statement(depth - 1);
            statement(depth - 1);
            if (pick(2) == 0) {
                code.begin_else();
                statement(depth - 1);
            }
            code.end_if();
            return;
        case 9: {
            if (depth == 0) return;
            const mir::LocalId counter = code.add_local("k");
            code.set(counter, code.number(0));
            code.begin_while();
            const mir::ValueId more = code.binary(mir::Op::lt, code.get(counter), code.number(1 + pick(3)));
            code.end_condition(pick(3) == 0 ? code.binary(mir::Op::logical_and, more, condition()) : more);
            statement(depth - 1);
            code.set(counter, code.binary(mir::Op::add, code.get(counter), code.number(1)));
            code.end_while();
            return;
        }
        default: code.accumulate(pick(sums_), expression(2)); return;
        }
    }

    mir::ValueId condition() {
        constexpr mir::Op kComparisons[] = {mir::Op::lt, mir::Op::le, mir::Op::gt,
                                            mir::Op::ge, mir::Op::eq, mir::Op::ne};
        return code_->binary(kComparisons[pick(6)], expression(1), expression(1));
    }
    mir::ValueId index() {
        // Mostly in range, chosen by the row.
        mir::Builder& code = *code_;
        const mir::ValueId which = code.select(condition(), code.number(1), code.number(pick(4) - 1));
        return code.unary(mir::Op::f64_to_int, which);
    }
    mir::ValueId expression(int depth) {
        mir::Builder& code = *code_;
        if (depth == 0 || pick(4) == 0) {
            switch (pick(5)) {
            case 0: return code.number(pick(5) - 2);
            case 1: return code.get(pick(locals_));
            case 2: return code.load(fixed_, code.integer(pick(2)));
            default: return code.load(pick(read_));
            }
        }
        constexpr mir::Op kArithmetic[] = {mir::Op::add, mir::Op::sub, mir::Op::mul, mir::Op::div};
        switch (pick(8)) {
        case 0: return code.select(condition(), expression(depth - 1), expression(depth - 1));
        case 1: return code.unary(mir::Op::neg, expression(depth - 1));
        case 2: return code.math(mir::MathFunction::fabs, expression(depth - 1));
        case 3: return code.load(list_, index());
        case 4:
            if (callable_ > 0) {
                const int f = pick(callable_);
                std::vector<mir::ValueId> args;
                for (int i = 0; i <= f; ++i) args.push_back(expression(depth - 1));
                return code.call(mir::FunctionId(f), args, true);
            }
            [[fallthrough]];
        default: {
            const mir::ValueId a = expression(depth - 1);
            return code.binary(kArithmetic[pick(4)], a, expression(depth - 1));
        }
        }
    }

    std::mt19937_64 random_;
    mir::Mechanism mechanism_;
    std::vector<mir::VariableId> written_, read_, sums_;
    mir::VariableId list_, fixed_;
    int callable_ = 0;
    int sums_left_ = 0;
    mir::Builder* code_ = nullptr;
    std::vector<mir::LocalId> locals_;
};

} // namespace ranvier::codegen
