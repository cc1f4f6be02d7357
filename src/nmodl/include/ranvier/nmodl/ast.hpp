// SPDX-License-Identifier: BSD-3-Clause
// The syntax tree of an NMODL file: the whole language, each node with its place. Names are text until
// `resolve` binds them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ranvier/base/diagnostics.hpp"

namespace ranvier::nmodl::ast {

enum class Operator : std::uint8_t {
    add,
    sub,
    mul,
    div,
    pow,
    neg,
    lt,
    le,
    gt,
    ge,
    eq,
    ne,
    logical_and,
    logical_or,
    logical_not,
};
[[nodiscard]] std::string_view spelling(Operator op);

/// What a name stands for; written by `resolve`.
struct Binding {
    enum class Kind : std::uint8_t {
        none,
        symbol,  ///< index into Model::symbols
        local,   ///< index into CodeBlock::locals
        result,  ///< the value of the FUNCTION that the name is in
        code,    ///< a FUNCTION or PROCEDURE: index into File::code
        builtin, ///< index into the table of built-in functions
        foreign, ///< a function that only the file's C knows
    };
    Kind kind = Kind::none;
    int index = -1;
    friend bool operator==(const Binding&, const Binding&) = default;
};

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct Expression {
    enum class Kind : std::uint8_t {
        number,  ///< `number`; `unit` if a label followed
        name,    ///< `text`
        element, ///< `text`, arguments[0] is the index
        string,  ///< `text`, only as an argument of printf and the like
        unary,   ///< `op`, arguments[0]
        binary,  ///< `op`, arguments[0], arguments[1]
        call,    ///< `text`, arguments
    };
    Kind kind = Kind::number;
    Operator op = Operator::add;
    double number = 0;
    bool is_integer = false; ///< a literal without point and exponent
    std::string text;
    std::string unit;
    std::vector<ExpressionPtr> arguments;
    int depth = 1; ///< height of the tree; bounded, so that walks may recurse
    Binding binding;
    Span span;
};
[[nodiscard]] ExpressionPtr clone(const Expression& expression);

struct Name {
    std::string text;
    Span span;
    Binding binding;
};

struct Statement;
using StatementPtr = std::unique_ptr<Statement>;

struct LocalDeclaration {
    Name name;
    int count = 1;
    bool is_array = false;
};

struct Block {
    std::vector<LocalDeclaration> locals;
    std::vector<StatementPtr> statements;
    Span span; ///< from brace to brace
};

// --- statements --------------------------------------------------------------------------------------------

struct Assignment {
    Name target;
    int primes = 0; ///< 1 in x' = ...
    ExpressionPtr index;
    ExpressionPtr value;
};
struct CallStatement {
    ExpressionPtr call;
};
struct If {
    ExpressionPtr condition;
    Block then;
    std::optional<Block> otherwise; ///< `else if` is a block of one statement
};
struct While {
    ExpressionPtr condition;
    Block body;
};
/// FROM i = a TO b BY c { }
struct From {
    Name variable;
    ExpressionPtr first, last, step;
    Block body;
};
struct Solve {
    Name block;
    std::string method; ///< "" if none was written
    Span method_span;
    bool is_steady = false;
    std::optional<Block> if_error;
};
/// TABLE a, b DEPEND x FROM lo TO hi WITH n
struct Table {
    std::vector<Name> outputs, depend;
    ExpressionPtr low, high;
    int intervals = 0;
};
struct Verbatim {
    std::string text;
    std::vector<std::pair<std::string, int>> locals; ///< in scope; indices into CodeBlock::locals
};
/// ~ A + 2 B <-> C (kf, kb);   ~ A << (x);   ~ A -> (k)
struct Reaction {
    enum class Kind : std::uint8_t { both_ways, source, sink };
    struct Term {
        int coefficient = 1;
        Name name;
        ExpressionPtr index;
    };
    Kind kind = Kind::both_ways;
    std::vector<Term> left, right;
    ExpressionPtr forward, backward;
};
/// ~ lhs = rhs in LINEAR and NONLINEAR; `~+` continues the equation before.
struct Equation {
    bool continues = false;
    ExpressionPtr left, right;
};
struct Conserve {
    ExpressionPtr sum, value;
};
/// COMPARTMENT [i,] volume { names }, LONGITUDINAL_DIFFUSION [i,] rate { names }
struct Compartment {
    bool is_diffusion = false;
    std::optional<Name> index;
    ExpressionPtr value;
    std::vector<Name> species;
};
struct Watch {
    struct Item {
        ExpressionPtr condition, flag;
    };
    std::vector<Item> items;
};
struct ForNetcons {
    std::vector<Name> arguments;
    Block body;
    int counter = -1; ///< index into CodeBlock::locals: which NetCon; written by `resolve`
};
struct Protected {
    StatementPtr statement; ///< null for MUTEXLOCK and MUTEXUNLOCK
};
struct Conductance {
    Name name;
    std::optional<Name> ion;
};
/// INITIAL inside NET_RECEIVE.
struct NestedInitial {
    Block body;
};
struct Lag {
    Name name;
    ExpressionPtr delay;
};
/// Only in code made by `solve`: the row reports the status.
struct Fail {
    int status = 0;
};

struct Statement {
    std::variant<Assignment, CallStatement, If, While, From, Block, Solve, Table, Verbatim, Reaction,
                 Equation, Conserve, Compartment, Watch, ForNetcons, Protected, Conductance, NestedInitial,
                 Lag, Fail>
        node;
    Span span;
    bool units_are_off = false; ///< it begins between UNITSOFF and UNITSON
};
[[nodiscard]] StatementPtr clone(const Statement& statement);
[[nodiscard]] Block clone(const Block& block);

// --- the file ----------------------------------------------------------------------------------------------

struct Declaration {
    enum class Kind : std::uint8_t { parameter, assigned, state, constant, file_local };
    Kind kind = Kind::parameter;
    Name name;
    int count = 1;
    bool is_array = false;
    double value = 0; ///< PARAMETER, CONSTANT; of a STATE after START
    bool has_value = false;
    std::string unit;
    std::optional<double> low, high, tolerance;
};

/// (alias) = (unit)   or   NAME = (from) -> (to)   or   NAME = number (unit)
struct UnitEntry {
    bool is_alias = false;
    Name name; ///< of an alias: the text in its parentheses
    std::optional<double> number;
    std::string from, to;
    Span from_span, to_span;
};

struct UseIon {
    Name ion;
    std::vector<Name> reads, writes;
    std::optional<double> valence;
    std::string represents;
};

/// What the NEURON blocks say, in order.
struct Neuron {
    enum class Kind : std::uint8_t { none, suffix, point_process, artificial_cell };
    Kind kind = Kind::none;
    Name name;
    std::vector<Name> range, global, nonspecific, electrode, pointer, bbcore_pointer, external, random;
    std::vector<UseIon> ions;
    bool thread_safe = false;
    /// Order of appearance of all currents: index into nonspecific (0), electrode (1), ions (2).
    std::vector<std::pair<int, int>> current_order;
};

struct LocalSymbol {
    std::string name;
    int count = 1;
    bool is_array = false;
    bool is_integer = false;   ///< the variable of a FROM loop
    bool is_parameter = false; ///< of a FUNCTION or PROCEDURE; these come first
    Span place;
    int netcon_weight = -1;  ///< argument of a FOR_NETCONS: which weight ...
    int netcon_counter = -1; ///< ... of the NetCon that this local counts
};

struct CodeBlock {
    enum class Kind : std::uint8_t {
        initial,
        breakpoint,
        derivative,
        kinetic,
        linear,
        nonlinear,
        discrete,
        function,
        procedure,
        function_table,
        net_receive,
        before,
        after,
        constructor,
        destructor,
        other,
    };
    Kind kind = Kind::initial;
    Name name;           ///< of a named block; of BEFORE and AFTER the phase
    std::string keyword; ///< as written, for messages
    Span keyword_span;
    struct Parameter {
        Name name;
        std::string unit;
    };
    std::vector<Parameter> parameters;
    std::vector<Name> solve_for;
    std::string unit;
    Block body;
    std::vector<LocalSymbol> locals; ///< of all nested blocks; filled by `resolve`
    bool is_solution = false;        ///< made by `solve` for a SOLVE statement; nobody can call it by name
};

struct Include {
    std::string file;
    Span span;
};
struct Define {
    Name name;
    int value = 0;
};

struct File {
    SourcePtr source;
    std::vector<SourcePtr> sources; ///< `source`, then what it includes
    std::string title;
    Neuron neuron;
    std::vector<Declaration> declarations;
    std::vector<UnitEntry> units;
    std::vector<Define> defines;
    std::vector<Include> includes;
    std::vector<std::pair<Verbatim, Span>> verbatim;
    std::vector<CodeBlock> code;
    /// False when a mistake was found where names are declared: an undeclared name may then be a consequence.
    bool declarations_are_sound = true;
};

} // namespace ranvier::nmodl::ast

namespace ranvier::nmodl {

/// The tree as NMODL text in one layout, for `ranvier mod show --stage=ast`.
[[nodiscard]] std::string print(const ast::File& file);
[[nodiscard]] std::string print(const ast::Expression& expression);
[[nodiscard]] std::string print(const ast::Block& block, int indent = 0);

} // namespace ranvier::nmodl
