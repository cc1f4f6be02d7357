// SPDX-License-Identifier: BSD-3-Clause
// The body of one operation of a mechanism: structured code over mutable locals and the mechanism's variables.
//
// A value is the instruction that makes it. Control flow is structured (if, while), locals and variables are the only memory,
// so every back end can walk the blocks in order: the interpreter over a block of rows with a mask, LLVM with scalar or
// vector types. There is no phi and no jump.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ranvier/base/diagnostics.hpp"
#include "ranvier/base/ids.hpp"

namespace ranvier::mir {

enum class Type : std::uint8_t { none, f64, i64, boolean };

using ValueId = Id<struct ValueTag>;       ///< index into Function::code
using BlockId = Id<struct BlockTag>;       ///< index into Function::blocks
using LocalId = Id<struct LocalTag>;       ///< index into Function::locals
using VariableId = Id<struct VariableTag>; ///< index into Mechanism::variables, or Kernel::slots once fused
using FunctionId = Id<struct FunctionTag>; ///< index into Mechanism::functions
using TableId = Id<struct TableTag>;       ///< index into Mechanism::tables, or Kernel::tables once fused

enum class Op : std::uint8_t {
    // constants: number / integer hold the value
    constant,      ///< -> f64, `number`
    constant_int,  ///< -> i64, `integer`
    constant_bool, ///< -> boolean, `integer` 0 or 1
    // memory; `symbol` is a VariableId or LocalId; an array element is named by an i64 argument
    load,       ///< [index] -> f64
    store,      ///< value, [index]
    accumulate, ///< value: variable += value, in row order where rows share a target
    get_local,  ///< [index] -> type of the local
    set_local,  ///< value, [index]
    // f64 arithmetic (IEEE, never contracted, never reassociated)
    add,
    sub,
    mul,
    div,
    neg,
    // i64 arithmetic; division truncates, by zero gives 0
    int_add,
    int_sub,
    int_mul,
    int_div,
    int_neg,
    // comparisons -> boolean (an unordered f64 comparison is false, except ne)
    lt,
    le,
    gt,
    ge,
    eq,
    ne,
    int_lt,
    int_le,
    int_gt,
    int_ge,
    int_eq,
    int_ne,
    // booleans; not short-circuit (the front end uses if_ where that matters)
    logical_and,
    logical_or,
    logical_not,
    select, ///< boolean, a, b -> type of a
    // conversions
    bool_to_f64,
    int_to_f64,
    f64_to_int, ///< f64_to_int truncates; out of range or NaN gives the lowest integer
    // `symbol` is a MathFunction; one or two f64 -> f64
    math,
    // control
    if_,    ///< boolean; blocks[0] then, blocks[1] else (may be invalid)
    while_, ///< blocks[0] ends in yield(boolean), blocks[1] body
    yield,  ///< boolean; last instruction of a while condition block
    call, ///< `symbol` is a FunctionId; f64 arguments -> f64 (Type::none for a procedure used as a statement)
    // tables (TABLE ... FROM ... TO ... WITH): one position serves all columns
    table_position, ///< `symbol` TableId; x -> f64: NaN if x is; else clamp((x - lo) * (1/dx), 0, n)
    table_value, ///< `symbol` TableId, `integer` column; position -> f64: a + (p - floor p) * (b - a); last row exactly at p = n
    // events (NET_RECEIVE and INITIAL only); served by the run-time table of the kernel's context
    net_send,    ///< delay, flag
    net_event,   ///< time
    net_move,    ///< time
    fail,        ///< `integer` is an error code (kernel_abi.h): the row reports it and goes on
    is_pointing, ///< `symbol` is a pointer variable -> boolean: it points to something
    /// Asks the host: `symbol` is a Service; `integer` says which (see there), in a kernel it is an index into
    /// Kernel::services; f64 arguments -> f64. Rows ask one after the other, in row order.
    service,
    /// C text of a VERBATIM block, `integer` is an index into Mechanism::verbatim; of a call of a C function also f64
    /// arguments and an f64 result. Only the C back end runs it.
    verbatim,
};

/// What the host does for generated code.
enum class Service : std::uint8_t {
    function_table, ///< `integer`: index into Mechanism::function_tables; one or two arguments -> the value. Pure.
    random_bits, ///< id1, id2, id3, sequence -> the 32 random bits of that place in that stream, 0 .. 2^32 - 1. Pure.
    print,  ///< `integer`: index into Mechanism::texts, a printf format; its arguments
    random, ///< `integer`: a LegacyRandom; its arguments -> a draw of the one stream of the process
    watch, ///< `integer`: index into Mechanism::watches; flag, present value. The first of a NET_RECEIVE call replaces all
    netcon_count,      ///< -> number of NetCons with this target
    netcon_weight,     ///< which NetCon, which weight -> its value
    set_netcon_weight, ///< which NetCon, which weight, value
    raise,             ///< `integer`: index into Mechanism::texts, as `print`; the run ends with this message
    recursive_call, ///< `integer`: FunctionId of a FUNCTION that calls itself; its arguments -> its value. May read and write anything
};
[[nodiscard]] std::string_view name(Service service);
[[nodiscard]] bool is_pure(Service service); ///< equal arguments, equal result; no effect

enum class LegacyRandom : std::uint8_t { scop_random, exprand, normrand, poisrand, set_seed };

enum class MathFunction : std::uint8_t {
    exp, ///< capped as in NMODL: below -700 gives 0, above 700 gives exp(700)
    log,
    log10,
    pow,
    sqrt,
    fabs,
    sin,
    cos,
    tan,
    asin,
    acos,
    atan,
    atan2,
    sinh,
    cosh,
    tanh,
    floor,
    ceil,
    fmod,
    erf,
    factorial,
};
[[nodiscard]] std::string_view name(MathFunction f);
[[nodiscard]] int argument_count(MathFunction f); ///< 1 or 2
[[nodiscard]] std::string_view name(Op op);
[[nodiscard]] std::string_view name(Type type);

struct Instruction {
    Op op = Op::constant;
    Type type = Type::none;
    std::vector<ValueId> args;
    std::int32_t symbol = -1;
    std::int64_t integer = 0;
    double number = 0;
    BlockId blocks[2];
    Span span; ///< where in the user's source, for run-time messages
};

struct Block {
    std::vector<ValueId> instructions;
};

struct Local {
    std::string name;
    Type type = Type::f64;
    int count = 1; ///< array length; 1 is a scalar
};

struct Function {
    std::string name;
    int parameter_count = 0;    ///< locals 0 .. parameter_count-1 are f64 arguments
    bool returns_value = false; ///< then `result` holds it
    LocalId result;             ///< starts at 0
    std::vector<Local> locals;  ///< all start at 0
    std::vector<Instruction> code;
    std::vector<Block> blocks;
    BlockId body;

    [[nodiscard]] const Instruction& operator[](ValueId v) const {
        return code[static_cast<std::size_t>(v.value)];
    }
    [[nodiscard]] Instruction& operator[](ValueId v) { return code[static_cast<std::size_t>(v.value)]; }
    [[nodiscard]] const Block& operator[](BlockId b) const {
        return blocks[static_cast<std::size_t>(b.value)];
    }
    [[nodiscard]] Block& operator[](BlockId b) { return blocks[static_cast<std::size_t>(b.value)]; }
    [[nodiscard]] const Local& operator[](LocalId l) const {
        return locals[static_cast<std::size_t>(l.value)];
    }
};

} // namespace ranvier::mir
