// SPDX-License-Identifier: BSD-3-Clause
// Operations on constants become constants, by the same arithmetic that the kernels use. Of the algebraic
// rules only those that IEEE makes exact: x * 1, x / 1, x - 0, -(-x), a + (-b) as a - b, and a division by a
// power of two as a multiplication.
#include <cmath>
#include <optional>
#include <vector>

#include "ranvier/codegen/passes.hpp"
#include "ranvier/mir/arithmetic.hpp"

namespace ranvier::codegen {

using namespace mir;

namespace {

bool is_constant(const Instruction& in) {
    return in.op == Op::constant || in.op == Op::constant_int || in.op == Op::constant_bool;
}

Instruction number(double value, const Instruction& from) {
    return {.op = Op::constant, .type = Type::f64, .number = value, .span = from.span};
}
Instruction integer(std::int64_t value, const Instruction& from) {
    return {.op = Op::constant_int, .type = Type::i64, .integer = value, .span = from.span};
}
Instruction boolean(bool value, const Instruction& from) {
    return {.op = Op::constant_bool, .type = Type::boolean, .integer = value ? 1 : 0, .span = from.span};
}

/// The constant that `in` computes from constants a and b (b is a again for operations of one argument).
std::optional<Instruction> evaluate(const Instruction& in, const Instruction& a, const Instruction& b) {
    const double x = a.number;
    const double y = b.number;
    const std::int64_t i = a.integer;
    const std::int64_t j = b.integer;
    switch (in.op) {
    case Op::add: return number(x + y, in);
    case Op::sub: return number(x - y, in);
    case Op::mul: return number(x * y, in);
    case Op::div: return number(x / y, in);
    case Op::neg: return number(-x, in);
    case Op::int_add: return integer(int_add(i, j), in);
    case Op::int_sub: return integer(int_sub(i, j), in);
    case Op::int_mul: return integer(int_mul(i, j), in);
    case Op::int_div: return integer(int_div(i, j), in);
    case Op::int_neg: return integer(int_sub(0, i), in);
    case Op::lt: return boolean(x < y, in);
    case Op::le: return boolean(x <= y, in);
    case Op::gt: return boolean(x > y, in);
    case Op::ge: return boolean(x >= y, in);
    case Op::eq: return boolean(x == y, in);
    case Op::ne: return boolean(x != y, in);
    case Op::int_lt: return boolean(i < j, in);
    case Op::int_le: return boolean(i <= j, in);
    case Op::int_gt: return boolean(i > j, in);
    case Op::int_ge: return boolean(i >= j, in);
    case Op::int_eq: return boolean(i == j, in);
    case Op::int_ne: return boolean(i != j, in);
    case Op::logical_and: return boolean((i & j) != 0, in);
    case Op::logical_or: return boolean((i | j) != 0, in);
    case Op::logical_not: return boolean(i == 0, in);
    case Op::bool_to_f64:
    case Op::int_to_f64: return number(static_cast<double>(i), in);
    case Op::f64_to_int: return integer(f64_to_int(x), in);
    case Op::math: return number(apply(static_cast<MathFunction>(in.symbol), x, y), in);
    default: return std::nullopt;
    }
}

/// 1 / value if that is exact and normal, so that dividing and multiplying round the same number.
std::optional<double> exact_reciprocal(double value) {
    int exponent = 0;
    if (!std::isnormal(value) || std::fabs(std::frexp(value, &exponent)) != 0.5 || !std::isnormal(1 / value))
        return std::nullopt;
    return 1 / value;
}

class Folder {
  public:
    explicit Folder(Function& function) : function_(function), renamed_(function.code.size()) {
        for (std::size_t i = 0; i < renamed_.size(); ++i) renamed_[i] = ValueId(static_cast<std::int32_t>(i));
    }

    void walk(BlockId block) {
        if (!block.valid()) return;
        std::vector<ValueId> out;
        for (const ValueId v : std::vector<ValueId>(function_[block].instructions)) fold(v, out);
        function_[block].instructions = std::move(out);
    }

  private:
    void fold(ValueId v, std::vector<ValueId>& out) {
        for (ValueId& arg : function_[v].args) arg = renamed_[static_cast<std::size_t>(arg.value)];
        const Instruction in = function_[v];
        if (in.op == Op::if_ && is_constant(function_[in.args[0]])) {
            // The branch taken becomes part of the block around it.
            const BlockId taken = in.blocks[function_[in.args[0]].integer != 0 ? 0 : 1];
            if (taken.valid())
                for (const ValueId inner : std::vector<ValueId>(function_[taken].instructions))
                    fold(inner, out);
            return;
        }
        for (const BlockId inner : in.blocks) walk(inner);
        if (in.op == Op::add && function_[in.args[1]].op == Op::neg) {
            function_[v].op = Op::sub;
            function_[v].args[1] = function_[in.args[1]].args[0];
            out.push_back(v);
            return;
        }
        if (const ValueId same = equal_operand(in, out); same.valid()) {
            renamed_[static_cast<std::size_t>(v.value)] = same;
            return;
        }
        bool all_constant = !in.args.empty();
        for (const ValueId arg : in.args) all_constant = all_constant && is_constant(function_[arg]);
        if (all_constant)
            if (auto value = evaluate(in, function_[in.args.front()], function_[in.args.back()]))
                function_[v] = *value;
        out.push_back(v);
    }

    /// An operand that already is the result.
    ValueId equal_operand(const Instruction& in, std::vector<ValueId>& out) {
        const auto constant = [&](std::size_t i) -> std::optional<double> {
            const Instruction& arg = function_[in.args[i]];
            return arg.op == Op::constant ? std::optional(arg.number) : std::nullopt;
        };
        const auto is = [&](std::size_t i, double value) {
            const std::optional<double> number_there = constant(i);
            return number_there && *number_there == value && !std::signbit(*number_there);
        };
        switch (in.op) {
        case Op::mul: return is(1, 1) ? in.args[0] : is(0, 1) ? in.args[1] : ValueId();
        case Op::sub: return is(1, 0) ? in.args[0] : ValueId();
        case Op::neg: return function_[in.args[0]].op == Op::neg ? function_[in.args[0]].args[0] : ValueId();
        case Op::select:
            if (is_constant(function_[in.args[0]]))
                return in.args[function_[in.args[0]].integer != 0 ? 1 : 2];
            return {};
        case Op::div:
            if (is(1, 1)) return in.args[0];
            if (const auto divisor = constant(1); divisor && !constant(0))
                if (const auto reciprocal = exact_reciprocal(*divisor)) return product(in, *reciprocal, out);
            return {};
        default: return {};
        }
    }

    ValueId product(const Instruction& in, double factor, std::vector<ValueId>& out) {
        const ValueId constant = append(number(factor, in));
        const ValueId result =
            append({.op = Op::mul, .type = Type::f64, .args = {in.args[0], constant}, .span = in.span});
        out.push_back(constant);
        out.push_back(result);
        return result;
    }

    ValueId append(Instruction instruction) {
        const ValueId id(static_cast<std::int32_t>(function_.code.size()));
        function_.code.push_back(std::move(instruction));
        renamed_.push_back(id);
        return id;
    }

    Function& function_;
    std::vector<ValueId> renamed_;
};

} // namespace

void fold_constants(Function& function) { Folder(function).walk(function.body); }

} // namespace ranvier::codegen
