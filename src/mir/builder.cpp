// SPDX-License-Identifier: BSD-3-Clause
// Appends instructions and keeps the stack of open blocks. Wrong types and unbalanced blocks are mistakes of
// the caller, found here where the caller is still on the stack.
#include "ranvier/mir/builder.hpp"

#include <utility>

#include "ranvier/base/error.hpp"
#include "signature.hpp"

namespace ranvier::mir {
namespace {

std::vector<ValueId> value_and_index(ValueId value, ValueId index) {
    return index.valid() ? std::vector{value, index} : std::vector{value};
}

} // namespace

Builder::Builder(std::string name, const std::vector<std::string>& parameters, bool returns_value) {
    function_.name = std::move(name);
    function_.parameter_count = static_cast<int>(parameters.size());
    function_.returns_value = returns_value;
    for (const std::string& parameter : parameters) add_local(parameter);
    if (returns_value) function_.result = add_local(function_.name);
    function_.body = new_block();
    open_.push_back(function_.body);
}

LocalId Builder::add_local(std::string name, Type type, int count) {
    RV_CHECK(type != Type::none && count >= 1);
    function_.locals.push_back({std::move(name), type, count});
    return LocalId(static_cast<std::int32_t>(function_.locals.size()) - 1);
}

BlockId Builder::new_block() {
    function_.blocks.emplace_back();
    return BlockId(static_cast<std::int32_t>(function_.blocks.size()) - 1);
}

ValueId Builder::append(Instruction instruction) {
    RV_CHECK(!open_.empty());
    instruction.span = span_;
    const ValueId id(static_cast<std::int32_t>(function_.code.size()));
    function_.code.push_back(std::move(instruction));
    function_[open_.back()].instructions.push_back(id);
    return id;
}

ValueId Builder::number(double value) {
    return append({.op = Op::constant, .type = Type::f64, .number = value});
}

ValueId Builder::integer(std::int64_t value) {
    return append({.op = Op::constant_int, .type = Type::i64, .integer = value});
}

ValueId Builder::boolean(bool value) {
    return append({.op = Op::constant_bool, .type = Type::boolean, .integer = value ? 1 : 0});
}

ValueId Builder::load(VariableId variable, ValueId index) {
    RV_CHECK(variable.valid());
    RV_CHECK(!index.valid() || type_of(index) == Type::i64);
    Instruction load{.op = Op::load, .type = Type::f64, .symbol = variable.value};
    if (index.valid()) load.args.push_back(index);
    return append(std::move(load));
}

void Builder::store(VariableId variable, ValueId value, ValueId index) {
    RV_CHECK(variable.valid() && type_of(value) == Type::f64);
    RV_CHECK(!index.valid() || type_of(index) == Type::i64);
    append({.op = Op::store, .args = value_and_index(value, index), .symbol = variable.value});
}

void Builder::accumulate(VariableId variable, ValueId value) {
    RV_CHECK(variable.valid() && type_of(value) == Type::f64);
    append({.op = Op::accumulate, .args = {value}, .symbol = variable.value});
}

ValueId Builder::get(LocalId local, ValueId index) {
    RV_CHECK(local.valid() && local.value < static_cast<std::int32_t>(function_.locals.size()));
    RV_CHECK(!index.valid() || type_of(index) == Type::i64);
    Instruction get{.op = Op::get_local, .type = function_[local].type, .symbol = local.value};
    if (index.valid()) get.args.push_back(index);
    return append(std::move(get));
}

void Builder::set(LocalId local, ValueId value, ValueId index) {
    RV_CHECK(local.valid() && local.value < static_cast<std::int32_t>(function_.locals.size()));
    RV_CHECK(type_of(value) == function_[local].type);
    RV_CHECK(!index.valid() || type_of(index) == Type::i64);
    append({.op = Op::set_local, .args = value_and_index(value, index), .symbol = local.value});
}

ValueId Builder::unary(Op op, ValueId a) {
    const Signature types = signature(op);
    RV_CHECK(types.arguments == 1 && type_of(a) == types.argument);
    return append({.op = op, .type = types.result, .args = {a}});
}

ValueId Builder::binary(Op op, ValueId a, ValueId b) {
    const Signature types = signature(op);
    RV_CHECK(types.arguments == 2 && type_of(a) == types.argument && type_of(b) == types.argument);
    return append({.op = op, .type = types.result, .args = {a, b}});
}

ValueId Builder::select(ValueId condition, ValueId a, ValueId b) {
    RV_CHECK(type_of(condition) == Type::boolean && type_of(a) == type_of(b) && type_of(a) != Type::none);
    return append({.op = Op::select, .type = type_of(a), .args = {condition, a, b}});
}

ValueId Builder::math(MathFunction f, std::span<const ValueId> args) {
    RV_CHECK(static_cast<int>(args.size()) == argument_count(f));
    for (const ValueId arg : args) RV_CHECK(type_of(arg) == Type::f64);
    return append({.op = Op::math,
                   .type = Type::f64,
                   .args = {args.begin(), args.end()},
                   .symbol = static_cast<std::int32_t>(f)});
}

ValueId Builder::math(MathFunction f, ValueId a) { return math(f, std::span(&a, 1)); }

ValueId Builder::call(FunctionId f, std::span<const ValueId> args, bool wants_value) {
    RV_CHECK(f.valid());
    for (const ValueId arg : args) RV_CHECK(type_of(arg) == Type::f64);
    return append({.op = Op::call,
                   .type = wants_value ? Type::f64 : Type::none,
                   .args = {args.begin(), args.end()},
                   .symbol = f.value});
}

ValueId Builder::table_position(TableId table, ValueId x) {
    RV_CHECK(table.valid() && type_of(x) == Type::f64);
    return append({.op = Op::table_position, .type = Type::f64, .args = {x}, .symbol = table.value});
}

ValueId Builder::table_value(TableId table, int column, ValueId position) {
    RV_CHECK(table.valid() && column >= 0 && type_of(position) == Type::f64);
    return append({.op = Op::table_value,
                   .type = Type::f64,
                   .args = {position},
                   .symbol = table.value,
                   .integer = column});
}

void Builder::net_send(ValueId delay, ValueId flag) {
    RV_CHECK(type_of(delay) == Type::f64 && type_of(flag) == Type::f64);
    append({.op = Op::net_send, .args = {delay, flag}});
}

void Builder::net_event(ValueId time) {
    RV_CHECK(type_of(time) == Type::f64);
    append({.op = Op::net_event, .args = {time}});
}

void Builder::net_move(ValueId time) {
    RV_CHECK(type_of(time) == Type::f64);
    append({.op = Op::net_move, .args = {time}});
}

void Builder::fail(int code) { append({.op = Op::fail, .integer = code}); }

ValueId Builder::is_pointing(VariableId pointer) {
    RV_CHECK(pointer.valid());
    return append({.op = Op::is_pointing, .type = Type::boolean, .symbol = pointer.value});
}

ValueId Builder::service(Service service, std::int64_t integer, std::span<const ValueId> args) {
    for (const ValueId arg : args) RV_CHECK(type_of(arg) == Type::f64);
    return append({.op = Op::service,
                   .type = Type::f64,
                   .args = {args.begin(), args.end()},
                   .symbol = static_cast<std::int32_t>(service),
                   .integer = integer});
}

void Builder::verbatim(std::int64_t index) { append({.op = Op::verbatim, .integer = index}); }

ValueId Builder::verbatim_call(std::int64_t index, std::span<const ValueId> args) {
    for (const ValueId arg : args) RV_CHECK(type_of(arg) == Type::f64);
    return append(
        {.op = Op::verbatim, .type = Type::f64, .args = {args.begin(), args.end()}, .integer = index});
}

void Builder::begin_if(ValueId condition) {
    RV_CHECK(type_of(condition) == Type::boolean);
    const ValueId statement = append({.op = Op::if_, .args = {condition}});
    statements_.push_back(statement);
    const BlockId block = new_block();
    function_[statement].blocks[0] = block;
    open_.push_back(block);
}

void Builder::begin_else() {
    RV_CHECK(!statements_.empty());
    const ValueId statement = statements_.back();
    RV_CHECK(function_[statement].op == Op::if_ && !function_[statement].blocks[1].valid());
    const BlockId block = new_block();
    function_[statement].blocks[1] = block;
    open_.back() = block;
}

void Builder::end_if() {
    RV_CHECK(!statements_.empty() && function_[statements_.back()].op == Op::if_);
    statements_.pop_back();
    open_.pop_back();
}

void Builder::begin_while() {
    const ValueId statement = append({.op = Op::while_});
    statements_.push_back(statement);
    const BlockId block = new_block();
    function_[statement].blocks[0] = block;
    open_.push_back(block);
}

void Builder::end_condition(ValueId condition) {
    RV_CHECK(!statements_.empty() && type_of(condition) == Type::boolean);
    const ValueId statement = statements_.back();
    RV_CHECK(function_[statement].op == Op::while_ && !function_[statement].blocks[1].valid());
    append({.op = Op::yield, .args = {condition}});
    const BlockId block = new_block();
    function_[statement].blocks[1] = block;
    open_.back() = block;
}

void Builder::end_while() {
    RV_CHECK(!statements_.empty());
    const Instruction& statement = function_[statements_.back()];
    RV_CHECK(statement.op == Op::while_ && statement.blocks[1].valid());
    statements_.pop_back();
    open_.pop_back();
}

Function Builder::finish() {
    RV_CHECK(statements_.empty() && open_.size() == 1);
    open_.clear();
    return std::move(function_);
}

} // namespace ranvier::mir
