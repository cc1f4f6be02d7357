// SPDX-License-Identifier: BSD-3-Clause
// Appends instructions to a function; folds nothing, so that what the front end says can be read in the printed MIR.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ranvier/mir/function.hpp"

namespace ranvier::mir {

class Builder {
  public:
    /// Starts a function with an empty body; `parameters` become locals 0...
    Builder(std::string name, const std::vector<std::string>& parameters, bool returns_value);

    LocalId add_local(std::string name, Type type = Type::f64, int count = 1);
    [[nodiscard]] LocalId result() const { return function_.result; }

    ValueId number(double value);
    ValueId integer(std::int64_t value);
    ValueId boolean(bool value);
    ValueId load(VariableId variable, ValueId index = {});
    void store(VariableId variable, ValueId value, ValueId index = {});
    void accumulate(VariableId variable, ValueId value);
    ValueId get(LocalId local, ValueId index = {});
    void set(LocalId local, ValueId value, ValueId index = {});
    ValueId unary(Op op, ValueId a); ///< neg, int_neg, logical_not, conversions
    ValueId binary(Op op, ValueId a,
                   ValueId b); ///< arithmetic, comparison, logic; result type follows the op
    ValueId select(ValueId condition, ValueId a, ValueId b);
    ValueId math(MathFunction f, std::span<const ValueId> args);
    ValueId math(MathFunction f, ValueId a);
    ValueId call(FunctionId f, std::span<const ValueId> args, bool wants_value);
    ValueId table_position(TableId table, ValueId x);
    ValueId table_value(TableId table, int column, ValueId position);
    void net_send(ValueId delay, ValueId flag);
    void net_event(ValueId time);
    void net_move(ValueId time);
    void fail(int code);
    ValueId is_pointing(VariableId pointer);
    /// `integer` says which, see Service.
    ValueId service(Service service, std::int64_t integer, std::span<const ValueId> args);
    void verbatim(std::int64_t index);
    ValueId verbatim_call(std::int64_t index, std::span<const ValueId> args); ///< Verbatim::is_call

    // if (c) { ... } else { ... }: begin_if(c); ...; [begin_else(); ...;] end_if();
    void begin_if(ValueId condition);
    void begin_else();
    void end_if();
    // while: begin_while(); <condition code> end_condition(c); <body> end_while();
    void begin_while();
    void end_condition(ValueId condition);
    void end_while();

    /// Source place given to the instructions that follow.
    void at(Span span) { span_ = span; }
    [[nodiscard]] Type type_of(ValueId v) const { return function_[v].type; }
    /// The finished function; all blocks must be closed.
    [[nodiscard]] Function finish();

  private:
    ValueId append(Instruction instruction);
    BlockId new_block();
    Function function_;
    std::vector<BlockId> open_;       // innermost last; instructions go to open_.back()
    std::vector<ValueId> statements_; // the if_ / while_ that the open blocks belong to
    Span span_;
};

} // namespace ranvier::mir
