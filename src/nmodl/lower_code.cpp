// SPDX-License-Identifier: BSD-3-Clause
// Statements to MIR.
#include <algorithm>

#include "lower.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using ast::Expression;
using mir::Op;
using mir::Type;
using mir::ValueId;

// --- locals and symbols ------------------------------------------------------------------------------------

void CodeLowering::bind_parameters() {
    for (int i = 0; i < static_cast<int>(code().parameters.size()); ++i) locals_[i] = mir::LocalId(i);
}

mir::LocalId CodeLowering::local(int index) {
    if (const auto found = locals_.find(index); found != locals_.end()) return found->second;
    const auto& declared = code().locals[static_cast<std::size_t>(index)];
    const auto made =
        builder_.add_local(declared.name, declared.is_integer ? Type::i64 : Type::f64, declared.count);
    locals_[index] = made;
    return made;
}

mir::LocalId CodeLowering::symbol_local(int index) {
    if (const auto found = symbol_locals_.find(index); found != symbol_locals_.end()) return found->second;
    const auto made = builder_.add_local(symbol(index).name);
    symbol_locals_[index] = made;
    return made;
}

void CodeLowering::track(const VoltageSlopes& slopes) {
    for (const int index : slopes.symbols)
        symbol_slopes_[index] = builder_.add_local("d" + symbol(index).name + "_dv");
    for (const int index : slopes.locals)
        local_slopes_[index] =
            builder_.add_local("d" + code().locals[static_cast<std::size_t>(index)].name + "_dv");
}

ValueId CodeLowering::load_symbol(int index) {
    const bool in_breakpoint = code().kind == ast::CodeBlock::Kind::breakpoint;
    if (in_breakpoint && owner_.is_local_current(index)) return builder_.get(symbol_local(index));
    if (has_own_voltage_ && symbol(index).role == Role::voltage) return builder_.get(symbol_local(index));
    const ValueId loaded = builder_.load(owner_.variable(index));
    if (shifted_ && symbol(index).role == Role::voltage)
        return builder_.binary(Op::add, loaded, builder_.number(kVoltageIncrement));
    return loaded;
}

ValueId CodeLowering::load_name(const ast::Name& name) {
    if (name.binding.kind == Binding::Kind::symbol) return load_symbol(name.binding.index);
    RV_CHECK(name.binding.kind == Binding::Kind::local);
    return builder_.get(local(name.binding.index));
}

ValueId CodeLowering::slope_of(int index) {
    const auto found = symbol_slopes_.find(index);
    return found == symbol_slopes_.end() ? ValueId() : builder_.get(found->second);
}

void CodeLowering::store_symbol(int index, ValueId value, ValueId element) {
    const bool in_breakpoint = code().kind == ast::CodeBlock::Kind::breakpoint;
    const bool is_own_voltage = has_own_voltage_ && symbol(index).role == Role::voltage;
    if (is_own_voltage || (in_breakpoint && owner_.is_local_current(index)))
        builder_.set(symbol_local(index), value);
    else builder_.store(owner_.variable(index), value, element);
}

// --- statements --------------------------------------------------------------------------------------------

/// A block that assigns v has its own; only what NET_RECEIVE assigns reaches the membrane.
void CodeLowering::begin_own_voltage() {
    is_begun_ = true;
    const int v = owner_.model.find_symbol("v");
    if (v < 0 || symbol(v).role != Role::voltage || code().kind == ast::CodeBlock::Kind::net_receive) return;
    if (static_cast<std::size_t>(code_) >= owner_.model.uses.size()) return;
    const auto& assigned = owner_.model.uses[static_cast<std::size_t>(code_)].assigned;
    if (std::find(assigned.begin(), assigned.end(), v) == assigned.end()) return;
    const ValueId membrane = load_symbol(v);
    has_own_voltage_ = true;
    builder_.set(symbol_local(v), membrane);
}

void CodeLowering::block(const ast::Block& body) {
    if (!is_begun_) begin_own_voltage();
    for (const auto& s : body.statements) statement(*s);
}

void CodeLowering::statement(const ast::Statement& s) {
    builder_.at(s.span);
    std::visit(Overloaded{
                   [&](const ast::Assignment& node) { assignment(node); },
                   [&](const ast::CallStatement& node) { call_statement(*node.call); },
                   [&](const ast::If& node) { if_statement(node); },
                   [&](const ast::While& node) { while_statement(node); },
                   [&](const ast::From& node) { from_statement(node); },
                   [&](const ast::Block& node) { block(node); }, [&](const ast::Watch& node) { watch(node); },
                   [&](const ast::ForNetcons& node) { for_netcons(node); },
                   [&](const ast::Protected& node) {
                       if (node.statement) statement(*node.statement);
                   },
                   [&](const ast::Verbatim& node) { verbatim(node, s.span); },
                   [&](const ast::Solve& node) { solve_statement(node); },
                   [&](const ast::Fail& node) { builder_.fail(node.status); },
                   [](const auto&) {}, // TABLE and the INITIAL of NET_RECEIVE have their own place
               },
               s.node);
}

/// The text stays as it is; it may name every LOCAL in scope.
void CodeLowering::verbatim(const ast::Verbatim& s, Span place) {
    mir::Verbatim block{s.text, place, shifted_, false, {}};
    for (const auto& [name, index] : s.locals) block.locals.emplace_back(name, local(index));
    builder_.verbatim(owner_.add_verbatim(std::move(block)));
}

void CodeLowering::assignment(const ast::Assignment& s) {
    const auto& target = s.target.binding;
    const ValueId element = s.index ? index(*s.index) : ValueId();
    const Value made = value(*s.value);
    switch (target.kind) {
    case Binding::Kind::symbol:
        store_symbol(target.index, made.value, element);
        if (const auto slope = symbol_slopes_.find(target.index); slope != symbol_slopes_.end())
            builder_.set(slope->second, materialize(made.slope));
        break;
    case Binding::Kind::local:
        if (const auto& argument = code().locals[static_cast<std::size_t>(target.index)];
            argument.netcon_weight >= 0) {
            set_netcon_weight(argument, made.value);
            break;
        }
        builder_.set(local(target.index), made.value, element);
        if (const auto slope = local_slopes_.find(target.index); slope != local_slopes_.end())
            builder_.set(slope->second, materialize(made.slope));
        break;
    case Binding::Kind::result: builder_.set(builder_.result(), made.value); break;
    default: RV_CHECK(!"an assignment to nothing");
    }
}

/// Only calls of the file's own code and of the event functions have an effect; at_time in fixed steps has
/// none, but a variable step must not pass its time.
void CodeLowering::call_statement(const Expression& e) {
    if (e.binding.kind == Binding::Kind::builtin && builtin(e.binding.index).kind == Builtin::Kind::at_time)
        owner_.moment(code_, *e.arguments[0]);
    const bool has_effect =
        e.binding.kind != Binding::Kind::builtin || !builtin(e.binding.index).has_value || !is_plain(e);
    if (has_effect) call(e, false);
}

/// The SOLVEs of BREAKPOINT run in `advance`, once a step.
void CodeLowering::solve_statement(const ast::Solve& s) {
    if (code().kind == ast::CodeBlock::Kind::breakpoint) return;
    builder_.call(owner_.function(s.block.binding.index, shifted_), {}, false);
}

void CodeLowering::if_statement(const ast::If& s) {
    builder_.begin_if(condition(*s.condition));
    block(s.then);
    if (s.otherwise && !s.otherwise->statements.empty()) {
        builder_.begin_else();
        block(*s.otherwise);
    }
    builder_.end_if();
}

void CodeLowering::while_statement(const ast::While& s) {
    builder_.begin_while();
    builder_.end_condition(condition(*s.condition));
    block(s.body);
    builder_.end_while();
}

void CodeLowering::from_statement(const ast::From& s) {
    const auto counter = local(s.variable.binding.index);
    builder_.set(counter, integer(*s.first));
    builder_.begin_while();
    const ValueId now = builder_.get(counter);
    builder_.end_condition(builder_.binary(Op::int_le, now, integer(*s.last)));
    block(s.body);
    const ValueId before = builder_.get(counter);
    builder_.set(counter,
                 builder_.binary(Op::int_add, before, s.step ? integer(*s.step) : builder_.integer(1)));
    builder_.end_while();
}

} // namespace ranvier::nmodl
