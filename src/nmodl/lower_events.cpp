// SPDX-License-Identifier: BSD-3-Clause
// What NET_RECEIVE says beyond assignments: WATCH, FOR_NETCONS, jumps of states; and the blocks that run at the borders of the
// phases and of an instance's life.
#include <array>

#include "lower.hpp"

namespace ranvier::nmodl {

using ast::Operator;
using mir::Op;
using mir::Service;
using mir::ValueId;
using Code = ast::CodeBlock::Kind;

// --- WATCH -------------------------------------------------------------------------------------------------

/// The function whose value is positive while the condition holds.
mir::FunctionId MechanismLowering::watch_condition(int code, const ast::Expression& condition) {
    mir::Builder builder("watch_" + std::to_string(mechanism.watches.size()), {}, true);
    builder.at(condition.span);
    CodeLowering lowering(*this, builder, code);
    const ValueId left = lowering.real(*condition.arguments[0]);
    const ValueId right = lowering.real(*condition.arguments[1]);
    const bool is_rising = condition.op == Operator::gt;
    builder.set(builder.result(),
                is_rising ? builder.binary(Op::sub, left, right) : builder.binary(Op::sub, right, left));
    return add(builder.finish());
}

/// The host is told the condition's present value with the flag: one that holds already must become false first.
void CodeLowering::watch(const ast::Watch& s) {
    for (const auto& item : s.items) {
        const auto value = owner_.watch_condition(code_, *item.condition);
        const int index = static_cast<int>(owner_.mechanism.watches.size());
        owner_.mechanism.watches.push_back({value});
        builder_.at(item.condition->span);
        const ValueId flag = real(*item.flag);
        const std::array<ValueId, 2> arguments = {flag, builder_.call(value, {}, true)};
        builder_.service(Service::watch, index, arguments);
    }
}

// --- FOR_NETCONS -------------------------------------------------------------------------------------------

/// Its arguments are no copies: each use asks for the NetCon's own weight.
void CodeLowering::for_netcons(const ast::ForNetcons& s) {
    const auto counter = local(s.counter);
    builder_.set(counter, builder_.integer(0));
    builder_.begin_while();
    const ValueId now = builder_.get(counter);
    const ValueId count = builder_.unary(Op::f64_to_int, builder_.service(Service::netcon_count, 0, {}));
    builder_.end_condition(builder_.binary(Op::int_lt, now, count));
    block(s.body);
    const ValueId one = builder_.integer(1);
    builder_.set(counter, builder_.binary(Op::int_add, builder_.get(counter), one));
    builder_.end_while();
}

ValueId CodeLowering::netcon_weight(const ast::LocalSymbol& argument) {
    const ValueId which = builder_.unary(Op::int_to_f64, builder_.get(local(argument.netcon_counter)));
    const std::array<ValueId, 2> arguments = {which, builder_.number(argument.netcon_weight)};
    return builder_.service(Service::netcon_weight, 0, arguments);
}

void CodeLowering::set_netcon_weight(const ast::LocalSymbol& argument, ValueId value) {
    const ValueId which = builder_.unary(Op::int_to_f64, builder_.get(local(argument.netcon_counter)));
    const std::array<ValueId, 3> arguments = {which, builder_.number(argument.netcon_weight), value};
    builder_.service(Service::set_netcon_weight, 0, arguments);
}

// --- state_discontinuity -----------------------------------------------------------------------------------

/// An assignment. In BREAKPOINT only the first of two evaluations makes it, and finitialize (t is 0) does not: as in NEURON.
void CodeLowering::state_discontinuity(const ast::Expression& e) {
    const auto& target = *e.arguments[0];
    const bool has_index = target.kind == ast::Expression::Kind::element;
    const ValueId element = has_index ? index(*target.arguments[0]) : ValueId();
    const ValueId made = real(*e.arguments[1]);
    if (is_second_) return;
    const bool in_breakpoint = code().kind == Code::breakpoint;
    if (in_breakpoint) {
        const ValueId zero = builder_.number(0);
        builder_.begin_if(builder_.binary(Op::ne, load_symbol(owner_.model.find_symbol("t")), zero));
    }
    store_symbol(target.binding.index, made, element);
    if (in_breakpoint) builder_.end_if();
}

// --- blocks ------------------------------------------------------------------------------------------------

/// BEFORE and AFTER, CONSTRUCTOR and DESTRUCTOR: several blocks of one kind run in order of text.
void MechanismLowering::phases() {
    struct Phase {
        Code kind;
        const char* name; ///< "" for blocks without
        const char* function;
        mir::FunctionId mir::Mechanism::* operation;
    };
    using M = mir::Mechanism;
    static constexpr std::array kPhases = {
        Phase{Code::before, "INITIAL", "before_initial", &M::before_initial},
        Phase{Code::after, "INITIAL", "after_initial", &M::after_initial},
        Phase{Code::before, "BREAKPOINT", "before_breakpoint", &M::before_breakpoint},
        Phase{Code::after, "SOLVE", "after_solve", &M::after_solve},
        Phase{Code::before, "STEP", "before_step", &M::before_step},
        Phase{Code::constructor, "", "constructor", &M::constructor},
        Phase{Code::destructor, "", "destructor", &M::destructor},
    };
    for (const auto& phase : kPhases) {
        std::vector<int> codes;
        for (std::size_t i = 0; i < model.file.code.size(); ++i) {
            const auto& code = model.file.code[i];
            if (code.kind == phase.kind && code.name.text == phase.name) codes.push_back(static_cast<int>(i));
        }
        if (codes.empty()) continue;
        mir::Builder builder(phase.function, {}, false);
        fill_copies(builder, codes);
        for (const int code : codes)
            CodeLowering(*this, builder, code).block(model.file.code[static_cast<std::size_t>(code)].body);
        mechanism.*phase.operation = add(builder.finish());
    }
}

} // namespace ranvier::nmodl
