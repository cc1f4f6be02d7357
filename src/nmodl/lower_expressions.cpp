// SPDX-License-Identifier: BSD-3-Clause
// Expressions to MIR, and their slopes d/dv.
#include <array>

#include "lower.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using ast::Expression;
using ast::Operator;
using mir::Op;
using mir::Type;
using mir::ValueId;
namespace {

constexpr double kAtTimeTolerance = 1e-11; // [ms]

Op arithmetic(Operator op) {
    switch (op) {
    case Operator::add: return Op::add;
    case Operator::sub: return Op::sub;
    case Operator::mul: return Op::mul;
    case Operator::div: return Op::div;
    case Operator::lt: return Op::lt;
    case Operator::le: return Op::le;
    case Operator::gt: return Op::gt;
    case Operator::ge: return Op::ge;
    case Operator::eq: return Op::eq;
    case Operator::ne: return Op::ne;
    case Operator::logical_and: return Op::logical_and;
    case Operator::logical_or: return Op::logical_or;
    default: break;
    }
    RV_CHECK(!"an operator without an operation of its own");
    return Op::add;
}

bool is_comparison(Operator op) { return op >= Operator::lt && op <= Operator::ne; }
bool is_logic(Operator op) { return op == Operator::logical_and || op == Operator::logical_or; }

} // namespace

CodeLowering::Value CodeLowering::value(const Expression& e) {
    switch (e.kind) {
    case Expression::Kind::number: return {builder_.number(e.number), {}};
    case Expression::Kind::name:
    case Expression::Kind::element: return name(e);
    case Expression::Kind::call: return {call(e, true), {}};
    case Expression::Kind::binary: return binary(e);
    case Expression::Kind::unary: {
        if (e.op == Operator::logical_not) return {builder_.unary(Op::bool_to_f64, condition(e)), {}};
        const Value inner = value(*e.arguments[0]);
        return {builder_.unary(Op::neg, inner.value), opposite(inner.slope)};
    }
    case Expression::Kind::string: break;
    }
    RV_CHECK(!"an expression without a value");
    return {};
}

CodeLowering::Value CodeLowering::name(const Expression& e) {
    const ValueId element = e.kind == Expression::Kind::element ? index(*e.arguments[0]) : ValueId();
    switch (e.binding.kind) {
    case Binding::Kind::symbol: {
        if (element.valid()) return {builder_.load(owner_.variable(e.binding.index), element), {}};
        Value out{load_symbol(e.binding.index), {}};
        if (const auto slope = symbol_slopes_.find(e.binding.index); slope != symbol_slopes_.end())
            out.slope = {Slope::Kind::value, builder_.get(slope->second)};
        else if (symbol(e.binding.index).role == Role::voltage) out.slope = {Slope::Kind::one, {}};
        return out;
    }
    case Binding::Kind::local: {
        if (const auto& argument = code().locals[static_cast<std::size_t>(e.binding.index)];
            argument.netcon_weight >= 0)
            return {netcon_weight(argument), {}};
        const ValueId got = builder_.get(local(e.binding.index), element);
        if (code().locals[static_cast<std::size_t>(e.binding.index)].is_integer)
            return {builder_.unary(Op::int_to_f64, got), {}};
        Value out{got, {}};
        if (const auto slope = local_slopes_.find(e.binding.index); slope != local_slopes_.end())
            out.slope = {Slope::Kind::value, builder_.get(slope->second)};
        return out;
    }
    case Binding::Kind::result: return {builder_.get(builder_.result()), {}};
    default: break;
    }
    RV_CHECK(!"a name that is not bound");
    return {};
}

CodeLowering::Value CodeLowering::binary(const Expression& e) {
    if (is_comparison(e.op) || is_logic(e.op)) return {builder_.unary(Op::bool_to_f64, condition(e)), {}};
    if (e.op == Operator::pow) return {power(e), {}};
    const Value a = value(*e.arguments[0]), b = value(*e.arguments[1]);
    Value out{builder_.binary(arithmetic(e.op), a.value, b.value), {}};
    if (symbol_slopes_.empty() && local_slopes_.empty()) return out;
    switch (e.op) {
    case Operator::add:
    case Operator::sub: out.slope = added(a.slope, b.slope, e.op == Operator::sub); break;
    case Operator::mul:
        out.slope = a.slope.kind == Slope::Kind::none ? scaled(b.slope, a.value) : scaled(a.slope, b.value);
        break;
    case Operator::div: out.slope = divided(a.slope, b.value); break;
    default: break;
    }
    return out;
}

/// Small whole powers are products; all others are left to `pow`.
ValueId CodeLowering::power(const Expression& e) {
    const ValueId base = real(*e.arguments[0]);
    const auto& exponent = *e.arguments[1];
    if (exponent.kind == Expression::Kind::number) {
        if (exponent.number == 1) return base;
        if (exponent.number == 2 || exponent.number == 3 || exponent.number == 4) {
            const ValueId square = builder_.binary(Op::mul, base, base);
            if (exponent.number == 2) return square;
            return builder_.binary(Op::mul, square, exponent.number == 3 ? base : square);
        }
    }
    const std::array<ValueId, 2> arguments = {base, real(exponent)};
    return builder_.math(mir::MathFunction::pow, arguments);
}

ValueId CodeLowering::call(const Expression& e, bool wants_value) {
    if (e.binding.kind == Binding::Kind::code) {
        std::vector<ValueId> arguments;
        for (const auto& argument : e.arguments) arguments.push_back(real(*argument));
        if (const auto open = owner_.open_function(e.binding.index, shifted_); open.valid())
            return builder_.service(mir::Service::recursive_call, open.value, arguments);
        const auto callee = owner_.function(e.binding.index, shifted_);
        const auto kind = owner_.model.file.code[static_cast<std::size_t>(e.binding.index)].kind;
        const bool has_value = kind != ast::CodeBlock::Kind::procedure;
        const ValueId called = builder_.call(callee, arguments, wants_value && has_value);
        return wants_value && !has_value ? builder_.number(0) : called;
    }
    if (e.binding.kind == Binding::Kind::foreign) {
        std::vector<ValueId> arguments;
        for (const auto& argument : e.arguments) arguments.push_back(real(*argument));
        return builder_.verbatim_call(owner_.add_verbatim({e.text, e.span, shifted_, true, {}}), arguments);
    }
    const auto& found = builtin(e.binding.index);
    switch (found.kind) {
    case Builtin::Kind::math: {
        std::vector<ValueId> arguments;
        for (const auto& argument : e.arguments) arguments.push_back(real(*argument));
        return builder_.math(found.function, arguments);
    }
    case Builtin::Kind::truncate:
        return builder_.unary(Op::int_to_f64, builder_.unary(Op::f64_to_int, real(*e.arguments[0])));
    case Builtin::Kind::at_time: return builder_.unary(Op::bool_to_f64, at_time(*e.arguments[0]));
    case Builtin::Kind::net_send: {
        const ValueId delay = real(*e.arguments[0]);
        builder_.net_send(delay, real(*e.arguments[1]));
        return {};
    }
    case Builtin::Kind::net_event: builder_.net_event(real(*e.arguments[0])); return {};
    case Builtin::Kind::net_move: builder_.net_move(real(*e.arguments[0])); return {};
    case Builtin::Kind::state_discontinuity: state_discontinuity(e); return {};
    default: return builtin_call(e);
    }
}

/// True in the one step whose interval (t - dt, t] holds the time.
ValueId CodeLowering::at_time(const Expression& when) {
    owner_.moment(code_, when);
    const ValueId time = real(when);
    const ValueId moment = builder_.binary(Op::sub, time, builder_.number(kAtTimeTolerance));
    const ValueId t = load_symbol(owner_.model.find_symbol("t"));
    const ValueId before = builder_.binary(Op::sub, t, load_symbol(owner_.model.find_symbol("dt")));
    const ValueId is_due = builder_.binary(Op::le, moment, t);
    return builder_.binary(Op::logical_and, is_due, builder_.binary(Op::gt, moment, before));
}

/// Evaluating it has no effect and cannot fail, so it may be evaluated although C would skip it.
bool CodeLowering::is_plain(const Expression& e) const {
    bool plain = true;
    each_expression(e, [&](const Expression& inner) {
        if (inner.kind == Expression::Kind::call && inner.binding.kind != Binding::Kind::builtin)
            plain = false;
        if (inner.kind == Expression::Kind::element) plain = false;
        if (inner.kind == Expression::Kind::call && inner.binding.kind == Binding::Kind::builtin &&
            builtin(inner.binding.index).has_effect())
            plain = false;
        if (inner.binding.kind == Binding::Kind::symbol &&
            owner_.model.symbols[static_cast<std::size_t>(inner.binding.index)].role == Role::pointer)
            plain = false; // it may point to nothing
    });
    return plain;
}

ValueId CodeLowering::condition(const Expression& e) {
    if (e.kind == Expression::Kind::unary && e.op == Operator::logical_not)
        return builder_.unary(Op::logical_not, condition(*e.arguments[0]));
    if (e.kind == Expression::Kind::call && e.binding.kind == Binding::Kind::builtin &&
        builtin(e.binding.index).kind == Builtin::Kind::at_time)
        return at_time(*e.arguments[0]);
    if (e.kind == Expression::Kind::binary && is_comparison(e.op)) {
        const ValueId a = real(*e.arguments[0]);
        return builder_.binary(arithmetic(e.op), a, real(*e.arguments[1]));
    }
    if (e.kind == Expression::Kind::binary && is_logic(e.op)) {
        const ValueId left = condition(*e.arguments[0]);
        if (is_plain(*e.arguments[1]))
            return builder_.binary(arithmetic(e.op), left, condition(*e.arguments[1]));
        const auto result = builder_.add_local("logic", Type::boolean);
        builder_.set(result, left);
        builder_.begin_if(e.op == Operator::logical_and ? left : builder_.unary(Op::logical_not, left));
        builder_.set(result, condition(*e.arguments[1]));
        builder_.end_if();
        return builder_.get(result);
    }
    const ValueId number = real(e);
    return builder_.binary(Op::ne, number, builder_.number(0));
}

/// Made of integers only, so that it is computed as such (5/2 is 2).
bool CodeLowering::is_integer(const Expression& e) const {
    switch (e.kind) {
    case Expression::Kind::number: return e.is_integer;
    case Expression::Kind::name:
    case Expression::Kind::element: return true; // truncated where it is read
    case Expression::Kind::unary: return e.op == Operator::neg && is_integer(*e.arguments[0]);
    case Expression::Kind::binary:
        return e.op <= Operator::div && is_integer(*e.arguments[0]) && is_integer(*e.arguments[1]);
    case Expression::Kind::call:
        return e.binding.kind == Binding::Kind::builtin &&
               builtin(e.binding.index).kind == Builtin::Kind::truncate;
    default: return false;
    }
}

/// Indices and loop bounds: integer arithmetic, variables truncated toward zero.
ValueId CodeLowering::integer(const Expression& e) {
    if (!is_integer(e)) return builder_.unary(Op::f64_to_int, real(e));
    switch (e.kind) {
    case Expression::Kind::number: return builder_.integer(static_cast<std::int64_t>(e.number));
    case Expression::Kind::name:
        if (e.binding.kind == Binding::Kind::local &&
            code().locals[static_cast<std::size_t>(e.binding.index)].is_integer)
            return builder_.get(local(e.binding.index));
        return builder_.unary(Op::f64_to_int, real(e));
    case Expression::Kind::unary: return builder_.unary(Op::int_neg, integer(*e.arguments[0]));
    case Expression::Kind::call: return builder_.unary(Op::f64_to_int, real(*e.arguments[0]));
    case Expression::Kind::binary: {
        static constexpr std::array<Op, 4> kOps = {Op::int_add, Op::int_sub, Op::int_mul, Op::int_div};
        const ValueId a = integer(*e.arguments[0]);
        return builder_.binary(kOps[static_cast<std::size_t>(e.op)], a, integer(*e.arguments[1]));
    }
    default: return builder_.unary(Op::f64_to_int, real(e));
    }
}

// --- slopes: forward differentiation, with 0, 1 and -1 left out --------------------------------------------

CodeLowering::Slope CodeLowering::scaled(Slope slope, ValueId factor) {
    switch (slope.kind) {
    case Slope::Kind::none: return slope;
    case Slope::Kind::one: return {Slope::Kind::value, factor};
    case Slope::Kind::minus_one: return {Slope::Kind::value, builder_.unary(Op::neg, factor)};
    case Slope::Kind::value: return {Slope::Kind::value, builder_.binary(Op::mul, slope.value, factor)};
    }
    return slope;
}

CodeLowering::Slope CodeLowering::divided(Slope slope, ValueId divisor) {
    if (slope.kind == Slope::Kind::none) return slope;
    return {Slope::Kind::value, builder_.binary(Op::div, materialize(slope), divisor)};
}

CodeLowering::Slope CodeLowering::opposite(Slope slope) {
    switch (slope.kind) {
    case Slope::Kind::none: return slope;
    case Slope::Kind::one: return {Slope::Kind::minus_one, {}};
    case Slope::Kind::minus_one: return {Slope::Kind::one, {}};
    case Slope::Kind::value: return {Slope::Kind::value, builder_.unary(Op::neg, slope.value)};
    }
    return slope;
}

CodeLowering::Slope CodeLowering::added(Slope a, Slope b, bool subtract) {
    if (b.kind == Slope::Kind::none) return a;
    if (a.kind == Slope::Kind::none) return subtract ? opposite(b) : b;
    const ValueId left = materialize(a);
    return {Slope::Kind::value, builder_.binary(subtract ? Op::sub : Op::add, left, materialize(b))};
}

ValueId CodeLowering::materialize(Slope slope) {
    switch (slope.kind) {
    case Slope::Kind::none: return builder_.number(0);
    case Slope::Kind::one: return builder_.number(1);
    case Slope::Kind::minus_one: return builder_.number(-1);
    case Slope::Kind::value: return slope.value;
    }
    return slope.value;
}

} // namespace ranvier::nmodl
