// SPDX-License-Identifier: BSD-3-Clause
// The invariants of MIR. A value may be used after its instruction in the same block and in the blocks
// inside; a value of a loop's condition is not seen by the loop's body, nor a value of a branch after it.
#include <string>
#include <vector>

#include "print_instruction.hpp"
#include "ranvier/base/error.hpp"
#include "ranvier/mir/passes.hpp"
#include "signature.hpp"

namespace ranvier::mir {
namespace {

/// What the symbols of a function may be.
struct Outside {
    SymbolNames names;
    std::size_t variable_count = 0;
    std::size_t table_count = 0;
    std::size_t verbatim_count = 0;
    const Mechanism* mechanism = nullptr; ///< null for a kernel: no calls
    const Kernel* kernel = nullptr;
};

class Verifier {
  public:
    Verifier(const Function& function, const Outside& outside) : function_(function), outside_(outside) {
        visible_.resize(function.code.size());
        seen_.resize(function.code.size());
        block_seen_.resize(function.blocks.size());
    }

    void run() {
        const auto locals = static_cast<std::int32_t>(function_.locals.size());
        require(function_.parameter_count >= 0 && function_.parameter_count <= locals, "too few locals");
        for (int i = 0; i < function_.parameter_count; ++i)
            require(function_[LocalId(i)].type == Type::f64 && function_[LocalId(i)].count == 1,
                    "a parameter is not a scalar f64");
        for (const Local& local : function_.locals)
            require(local.type != Type::none && local.count >= 1, "a local without a type or length");
        if (function_.returns_value)
            require(function_.result.valid() && function_.result.value < locals &&
                        function_[function_.result].type == Type::f64 &&
                        function_[function_.result].count == 1,
                    "the result is not a scalar f64 local");
        check_block(function_.body, false);
    }

  private:
    [[noreturn]] void fail(const std::string& problem) const {
        std::string message = "invalid MIR in " + function_.name + ": " + problem;
        if (current_.valid()) message += "\n  " + print_instruction(function_, current_, outside_.names);
        throw InternalError(message);
    }
    void require(bool condition, const char* problem) const {
        if (!condition) fail(problem);
    }

    void check_block(BlockId block, bool is_condition) {
        require(block.valid() && static_cast<std::size_t>(block.value) < function_.blocks.size(),
                "a block does not exist");
        require(!block_seen_[static_cast<std::size_t>(block.value)], "a block is used twice");
        block_seen_[static_cast<std::size_t>(block.value)] = true;
        ++depth_;
        const std::vector<ValueId>& instructions = function_[block].instructions;
        require(!is_condition || (!instructions.empty()), "a loop condition is empty");
        for (const ValueId v : instructions) {
            current_ = {};
            require(v.valid() && static_cast<std::size_t>(v.value) < function_.code.size(),
                    "an instruction does not exist");
            current_ = v;
            const bool is_yield = function_[v].op == Op::yield;
            require(is_yield == (is_condition && v == instructions.back()),
                    "yield ends the condition of a loop and stands nowhere else");
            check(function_[v]);
            current_ = v; // blocks inside moved it
            require(!seen_[static_cast<std::size_t>(v.value)], "an instruction stands twice");
            seen_[static_cast<std::size_t>(v.value)] = visible_[static_cast<std::size_t>(v.value)] = true;
        }
        for (const ValueId v : instructions) visible_[static_cast<std::size_t>(v.value)] = false;
        --depth_;
    }

    [[nodiscard]] Type type_of_arg(const Instruction& in, std::size_t i) const {
        return function_[in.args[i]].type;
    }

    void arguments(const Instruction& in, std::initializer_list<Type> types) const {
        require(in.args.size() == types.size(), "wrong number of arguments");
        std::size_t i = 0;
        for (const Type type : types) require(type_of_arg(in, i++) == type, "an argument has the wrong type");
    }
    /// `first` arguments, then an optional i64 index.
    void arguments_and_index(const Instruction& in, Type value, bool has_value) const {
        const std::size_t count = has_value ? 1 : 0;
        require(in.args.size() == count || in.args.size() == count + 1, "wrong number of arguments");
        if (has_value) require(type_of_arg(in, 0) == value, "the value has the wrong type");
        if (in.args.size() > count) require(type_of_arg(in, count) == Type::i64, "the index is not i64");
    }
    void symbol(const Instruction& in, std::size_t count, const char* problem) const {
        require(in.symbol >= 0 && static_cast<std::size_t>(in.symbol) < count, problem);
    }
    void result(const Instruction& in, Type type) const {
        require(in.type == type, "the result has the wrong type");
    }

    void check(const Instruction& in) {
        for (const ValueId arg : in.args) {
            require(arg.valid() && static_cast<std::size_t>(arg.value) < function_.code.size(),
                    "an argument does not exist");
            require(visible_[static_cast<std::size_t>(arg.value)], "an argument is not visible here");
            require(function_[arg].type != Type::none, "an argument has no value");
        }
        if (const Signature types = signature(in.op); types.arguments > 0) {
            require(static_cast<int>(in.args.size()) == types.arguments, "wrong number of arguments");
            for (std::size_t i = 0; i < in.args.size(); ++i)
                require(type_of_arg(in, i) == types.argument, "an argument has the wrong type");
            return result(in, types.result);
        }
        switch (in.op) {
        case Op::constant: arguments(in, {}); return result(in, Type::f64);
        case Op::constant_int: arguments(in, {}); return result(in, Type::i64);
        case Op::constant_bool:
            arguments(in, {});
            require(in.integer == 0 || in.integer == 1, "a boolean is 0 or 1");
            return result(in, Type::boolean);
        case Op::load:
            symbol(in, outside_.variable_count, "the variable does not exist");
            arguments_and_index(in, Type::none, false);
            check_outside(in);
            return result(in, Type::f64);
        case Op::store:
            symbol(in, outside_.variable_count, "the variable does not exist");
            arguments_and_index(in, Type::f64, true);
            check_outside(in);
            return result(in, Type::none);
        case Op::accumulate:
            symbol(in, outside_.variable_count, "the variable does not exist");
            arguments(in, {Type::f64});
            check_outside(in);
            return result(in, Type::none);
        case Op::get_local:
            symbol(in, function_.locals.size(), "the local does not exist");
            arguments_and_index(in, Type::none, false);
            require(function_[LocalId(in.symbol)].count == 1 || !in.args.empty(), "an array needs an index");
            return result(in, function_[LocalId(in.symbol)].type);
        case Op::set_local:
            symbol(in, function_.locals.size(), "the local does not exist");
            arguments_and_index(in, function_[LocalId(in.symbol)].type, true);
            require(function_[LocalId(in.symbol)].count == 1 || in.args.size() == 2,
                    "an array needs an index");
            return result(in, Type::none);
        case Op::select:
            require(in.args.size() == 3, "wrong number of arguments");
            require(type_of_arg(in, 0) == Type::boolean && type_of_arg(in, 1) == type_of_arg(in, 2),
                    "an argument has the wrong type");
            return result(in, type_of_arg(in, 1));
        case Op::math:
            symbol(in, static_cast<std::size_t>(MathFunction::factorial) + 1,
                   "the math function does not exist");
            if (argument_count(static_cast<MathFunction>(in.symbol)) == 2)
                arguments(in, {Type::f64, Type::f64});
            else arguments(in, {Type::f64});
            return result(in, Type::f64);
        case Op::if_:
            arguments(in, {Type::boolean});
            check_block(in.blocks[0], false);
            if (in.blocks[1].valid()) check_block(in.blocks[1], false);
            return;
        case Op::while_:
            arguments(in, {});
            check_block(in.blocks[0], true);
            return check_block(in.blocks[1], false);
        case Op::yield: return arguments(in, {Type::boolean});
        case Op::call: return check_call(in);
        case Op::table_position:
            symbol(in, outside_.table_count, "the table does not exist");
            arguments(in, {Type::f64});
            return result(in, Type::f64);
        case Op::table_value:
            symbol(in, outside_.table_count, "the table does not exist");
            arguments(in, {Type::f64});
            require(in.integer >= 0, "the column is negative");
            if (outside_.mechanism)
                require(in.integer < outside_.mechanism->tables[static_cast<std::size_t>(in.symbol)].columns,
                        "the table has no such column");
            return result(in, Type::f64);
        case Op::net_send: arguments(in, {Type::f64, Type::f64}); return result(in, Type::none);
        case Op::net_event:
        case Op::net_move: arguments(in, {Type::f64}); return result(in, Type::none);
        case Op::fail: arguments(in, {}); return result(in, Type::none);
        case Op::is_pointing:
            symbol(in, outside_.variable_count, "the variable does not exist");
            arguments(in, {});
            require(is_pointer(in), "only a POINTER points");
            return result(in, Type::boolean);
        case Op::service:
            symbol(in, static_cast<std::size_t>(Service::recursive_call) + 1, "the service does not exist");
            check_service(in);
            return result(in, Type::f64);
        case Op::verbatim:
            if (in.type != Type::f64) arguments(in, {}); // a block, not a call
            for (std::size_t i = 0; i < in.args.size(); ++i)
                require(type_of_arg(in, i) == Type::f64, "an argument has the wrong type");
            require(in.integer >= 0, "the C block does not exist");
            if (outside_.mechanism)
                require(static_cast<std::size_t>(in.integer) < outside_.verbatim_count,
                        "the C block does not exist");
            else require(outside_.kernel->needs_c, "the kernel does not say that it needs C");
            return result(in, in.type == Type::f64 ? Type::f64 : Type::none);
        default: fail("unknown operation");
        }
    }

    [[nodiscard]] bool is_pointer(const Instruction& in) const {
        return outside_.mechanism ? (*outside_.mechanism)[VariableId(in.symbol)].kind == VariableKind::pointer
                                  : outside_.kernel->slots[static_cast<std::size_t>(in.symbol)].access ==
                                        SlotAccess::pointer;
    }

    void check_service(const Instruction& in) const {
        for (std::size_t i = 0; i < in.args.size(); ++i)
            require(type_of_arg(in, i) == Type::f64, "an argument has the wrong type");
        const auto service = static_cast<Service>(in.symbol);
        const auto which = static_cast<std::size_t>(in.integer);
        if (outside_.kernel) {
            require(in.integer >= 0 && which < outside_.kernel->services.size() &&
                        outside_.kernel->services[which].service == service,
                    "the kernel does not list the service");
            require(is_pure(service) || outside_.kernel->is_ordered,
                    "a service with effects is asked by a kernel that is not ordered");
            return;
        }
        const Mechanism& m = *outside_.mechanism;
        const auto one_of = [&](std::size_t count) {
            require(in.integer >= 0 && which < count, "what the service names does not exist");
        };
        const auto count_is = [&](std::size_t count) {
            require(in.args.size() == count, "wrong number of arguments");
        };
        switch (service) {
        case Service::function_table:
            one_of(m.function_tables.size());
            return count_is(static_cast<std::size_t>(m.function_tables[which].parameter_count));
        case Service::random_bits: return count_is(4);
        case Service::print:
        case Service::raise: return one_of(m.texts.size());
        case Service::random: return one_of(static_cast<std::size_t>(LegacyRandom::set_seed) + 1);
        case Service::watch: one_of(m.watches.size()); return count_is(2);
        case Service::netcon_count: return count_is(0);
        case Service::netcon_weight: return count_is(2);
        case Service::set_netcon_weight: return count_is(3);
        case Service::recursive_call:
            one_of(m.functions.size());
            return count_is(static_cast<std::size_t>(m.functions[which].parameter_count));
        }
    }

    /// Roles of variables and slots.
    void check_outside(const Instruction& in) const {
        if (is_pointer(in))
            require(in.args.size() == (in.op == Op::load ? 0U : 1U), "a POINTER has no elements");
        if (outside_.mechanism) {
            const VariableKind kind = (*outside_.mechanism)[VariableId(in.symbol)].kind;
            if (kind == VariableKind::current || kind == VariableKind::conductance)
                require(in.op == Op::accumulate, "currents and conductances are accumulated only");
            return;
        }
        const Slot& slot = outside_.kernel->slots[static_cast<std::size_t>(in.symbol)];
        require(in.op == Op::load ? slot.is_read : slot.is_written, "the slot does not say so");
        if (outside_.kernel->is_ordered) return;
        require(slot.access != SlotAccess::pointer, "a pointer is followed by a kernel that is not ordered");
        if (slot.access != SlotAccess::scalar || in.op == Op::load) return;
        // Private to each row: the number that stays is the last row's.
        require(in.op == Op::store && in.args.size() == 1 && (!slot.is_read || slot.is_settled) &&
                    depth_ == 1,
                "a scalar is not stored by every row, by a kernel that is not ordered");
    }

    void check_call(const Instruction& in) const {
        require(outside_.mechanism != nullptr, "a kernel has no calls");
        symbol(in, outside_.mechanism->functions.size(), "the function does not exist");
        const Function& callee = (*outside_.mechanism)[FunctionId(in.symbol)];
        require(static_cast<int>(in.args.size()) == callee.parameter_count, "wrong number of arguments");
        for (std::size_t i = 0; i < in.args.size(); ++i)
            require(type_of_arg(in, i) == Type::f64, "an argument has the wrong type");
        require(in.type == Type::none || (in.type == Type::f64 && callee.returns_value),
                "the function has no value");
    }

    const Function& function_;
    const Outside& outside_;
    std::vector<bool> visible_;
    std::vector<bool> seen_;
    std::vector<bool> block_seen_;
    int depth_ = 0; // blocks around; 1 in the body itself
    ValueId current_;
};

void require(bool condition, const std::string& where, const char* problem) {
    if (!condition) throw InternalError("invalid MIR in " + where + ": " + problem);
}

void check_slots(const Kernel& kernel) {
    std::vector<bool> columns(static_cast<std::size_t>(kernel.column_count));
    std::vector<bool> scalars(static_cast<std::size_t>(kernel.scalar_count));
    for (std::size_t s = 0; s < kernel.slots.size(); ++s) {
        const Slot& slot = kernel.slots[s];
        std::vector<bool>& bound = slot.access == SlotAccess::scalar ? scalars : columns;
        const auto binding = static_cast<std::size_t>(slot.binding);
        require(slot.binding >= 0 && binding < bound.size() && !bound[binding], kernel.name,
                "a binding is out of range or given twice");
        bound[binding] = true;
        require((slot.access == SlotAccess::indexed) == (slot.index_set >= 0) &&
                    slot.index_set < static_cast<int>(kernel.index_sets.size()),
                kernel.name, "an index set is missing");
        require(slot.array_count >= 1 &&
                    s + static_cast<std::size_t>(slot.array_count) <= kernel.slots.size(),
                kernel.name, "an array goes past the last slot");
        for (int k = 1; k < slot.array_count; ++k) {
            const Slot& element = kernel.slots[s + static_cast<std::size_t>(k)];
            require(element.owner == slot.owner && element.table == slot.table &&
                        element.access == slot.access,
                    kernel.name, "elements of an array do not follow each other");
        }
    }
}

} // namespace

void verify(const Mechanism& mechanism) {
    const Outside outside{.names = mechanism_names(mechanism),
                          .variable_count = mechanism.variables.size(),
                          .table_count = mechanism.tables.size(),
                          .verbatim_count = mechanism.verbatim.size(),
                          .mechanism = &mechanism};
    for (const Function& function : mechanism.functions) Verifier(function, outside).run();
    const auto function_exists = [&](FunctionId f) {
        return f.value < static_cast<std::int32_t>(mechanism.functions.size());
    };
    for (const FunctionId f :
         {mechanism.initial, mechanism.current, mechanism.advance, mechanism.rates, mechanism.ode_solve,
          mechanism.after_variable_step, mechanism.net_receive, mechanism.net_initial,
          mechanism.before_initial, mechanism.after_initial, mechanism.before_breakpoint,
          mechanism.after_solve, mechanism.before_step, mechanism.constructor, mechanism.destructor}) {
        require(function_exists(f), mechanism.name, "an operation does not exist");
        if (f.valid())
            require(mechanism[f].parameter_count == 0, mechanism.name, "an operation has parameters");
    }
    for (const Table& table : mechanism.tables) {
        require(table.body.valid() && function_exists(table.body) &&
                    mechanism[table.body].parameter_count == 1,
                mechanism.name, "a table's body is no function of one parameter");
        int columns = table.outputs.empty() ? 1 : 0;
        for (const VariableId output : table.outputs)
            columns += mechanism.variables.at(static_cast<std::size_t>(output.value)).count;
        require(columns == table.columns, mechanism.name, "a table's columns are not its outputs");
        require(function_exists(table.prepare), mechanism.name, "what prepares a table does not exist");
        require(table.intervals >= 1, mechanism.name, "a table has no intervals");
    }
}

void verify(const Kernel& kernel) {
    check_slots(kernel);
    const Outside outside{.names = kernel_names(kernel),
                          .variable_count = kernel.slots.size(),
                          .table_count = kernel.tables.size(),
                          .kernel = &kernel};
    Verifier(kernel.function, outside).run();
}

} // namespace ranvier::mir
