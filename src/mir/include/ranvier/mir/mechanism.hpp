// SPDX-License-Identifier: BSD-3-Clause
// A mechanism as everybody but the compiler's front end sees it: names, roles, units, ions, and its operations in MIR.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ranvier/mir/function.hpp"

namespace ranvier::mir {

enum class MechanismKind : std::uint8_t { density, point_process, artificial_cell, nothing };

enum class VariableKind : std::uint8_t {
    // one column an element, one row an instance
    parameter, ///< starts at `initial` when the instance is made
    assigned,  ///< starts at 0, kept over finitialize
    state,     ///< starts at 0; `start` is its value before the INITIAL statements
    stream,    ///< RANDOM: 4 elements id1, id2, id3, sequence
    pointer,   ///< POINTER: an address; load and store go through it. Starts pointing to nothing
    // one number a mechanism and world
    global,   ///< PARAMETER without RANGE, GLOBAL, top-level LOCAL, usetable_<suffix>
    constant, ///< CONSTANT and UNITS factors; `legacy_initial` is used under nrnunit_use_legacy(1)
    // outside
    voltage, ///< v of the node [mV]
    area,    ///< of the segment [um2]
    diam,    ///< of the segment [um]
    foreign, ///< a name that only the file's C knows (a macro, a static variable): printed as it stands, C back end only
    external, ///< EXTERNAL: a global of another mechanism or of the world, by `name` ("celsius", "x_suffix")
    world,    ///< a scalar of the world by name: t, dt, celsius, ...
    ion,      ///< `ion` and `quantity` say which; load reads the ion's own number
    current,  ///< accumulate only: membrane current of the node, outward positive [mA/cm2]
    conductance, ///< accumulate only: d current / d v [S/cm2]
    // NET_RECEIVE
    weight, ///< element `weight_index` of the NetCon's weight vector
    flag,   ///< 0 for an external event
};

enum class IonQuantity : std::uint8_t {
    reversal,   ///< e<ion> [mV]
    inside,     ///< <ion>i [mM]
    outside,    ///< <ion>o [mM]
    current,    ///< i<ion> [mA/cm2]; mechanisms accumulate into it
    derivative, ///< di<ion>_dv_ [S/cm2]; mechanisms accumulate into it
};

struct Variable {
    std::string name;
    VariableKind kind = VariableKind::assigned;
    int count = 1;         ///< array length
    bool is_array = false; ///< declared with [n] (n may be 1)
    bool is_settled =
        false; ///< of a global: instances that assign it all give it the same number (settled_globals)
    bool visible = false; ///< to the interpreter: RANGE (per instance) or GLOBAL / PARAMETER (one)
    double initial = 0;   ///< of a parameter, global or constant
    double legacy_initial = 0;
    double start = 0;                ///< of a state without a declared <state>0
    std::string unit;                ///< as written, without parentheses; "" if none
    std::optional<double> low, high; ///< advisory limits
    std::string ion;                 ///< "na"
    IonQuantity quantity = IonQuantity::reversal;
    int weight_index = -1;
    Span place;
};

struct IonUse {
    std::string name; ///< "na"
    std::vector<IonQuantity> reads, writes;
    std::optional<double> valence;
};

/// A TABLE statement. Row j, j = 0..intervals, holds the outputs of `body` at lo + j dx (accumulated addition of dx).
struct Table {
    FunctionId body; ///< one f64 parameter; stores `outputs` (PROCEDURE) or returns a value (FUNCTION)
    std::vector<VariableId>
        outputs;          ///< in column order, arrays elementwise; empty for a FUNCTION (one column)
    FunctionId low, high; ///< no parameters, return a value
    /// Runs before the first INITIAL fills the table: stores what INITIAL gives to GLOBALs that the body reads; or there is none.
    FunctionId prepare;
    std::vector<VariableId> depend; ///< rebuild when one differs from its value at the last build
    int intervals = 0;
    int columns = 1;
    VariableId use; ///< the global usetable_<suffix>
};

/// FUNCTION_TABLE: a function that the user gives as data (table_<name>).
struct FunctionTable {
    std::string name;
    int parameter_count = 1;
};

/// One number that a variable step integrates: a state or an element of an array of states.
struct OdeState {
    VariableId state; ///< a state, or an ion's concentration that is one
    int element = 0;
    VariableId rate;      ///< its change [per ms], element `element`; the right side of `ode_solve`
    VariableId slope;     ///< d rate / d state; invalid where `ode_solve` takes the place of 1/(1 - h slope)
    double tolerance = 1; ///< factor of the absolute tolerance
};

/// A WATCH statement's condition: it is true while `value` (no parameters, returns a value) is > 0.
struct Watch {
    FunctionId value;
};

/// LONGITUDINAL_DIFFUSION of one state (element): both functions have no parameters and return a value.
struct Diffusion {
    VariableId state;
    int element = 0;
    FunctionId rate;   ///< diffusion constant times cross section [um4/ms]
    FunctionId volume; ///< of COMPARTMENT, per length [um2]
};

/// A VERBATIM block: C, run by the C back end in the place where it stands.
struct Verbatim {
    std::string text;
    Span place;
    bool is_shifted = false; ///< it runs in the evaluation of BREAKPOINT at v + 0.001: v reads as that in it
    bool is_call =
        false; ///< `text` is the name of a C function; the instruction calls it: f64 arguments -> f64
    std::vector<std::pair<std::string, LocalId>>
        locals; ///< of its function, as C may name them there: _l<name>
};

/// A compiled mechanism. Absent operations have an invalid FunctionId.
///
/// initial      states = their start values, then the INITIAL block.
/// current      the currents of BREAKPOINT: stores what it assigns, accumulates `current`, `conductance` and ion currents;
///              point processes have already scaled theirs by 100/area. Evaluated at the node's v.
/// advance      the SOLVEs of BREAKPOINT over one dt (fixed step).
/// rates        what a variable step asks of the SOLVEs: stores rate and slope of each of `ode_states`.
/// ode_solve    (1 - dt J) x = b for the states without a slope: b in their rates, then x.
/// after_variable_step  what runs once a step beside the equations: after_cvode, BREAKPOINT without a current.
/// net_receive  reads weights and flag.       net_initial  INITIAL of NET_RECEIVE.
/// before_...   BEFORE and AFTER blocks.      constructor  when the instance is made (it may have no place yet); destructor.
struct Mechanism {
    std::string name; ///< "hh", "ExpSyn", "na_ion"
    MechanismKind kind = MechanismKind::density;
    std::string title;
    std::string file; ///< source name, for messages
    std::vector<Variable> variables;
    std::vector<IonUse> ions;
    std::vector<Function> functions;
    std::vector<Table> tables;
    FunctionId initial, current, advance, net_receive, net_initial;
    FunctionId rates, ode_solve, after_variable_step;
    std::vector<OdeState> ode_states;
    std::vector<FunctionId> moments; ///< times that at_time names (no parameters, each returns a value)
    std::string no_variable_step;    ///< why a variable step cannot take it; "" if it can
    FunctionId before_initial, after_initial, before_breakpoint, after_solve, before_step;
    FunctionId constructor, destructor;
    std::vector<FunctionId> callable; ///< FUNCTIONs and PROCEDUREs, by their names
    std::vector<FunctionTable> function_tables;
    std::vector<Watch> watches;
    std::vector<Diffusion> diffusions;
    std::vector<std::string> texts;      ///< printf formats
    std::vector<Verbatim> verbatim;      ///< blocks in functions, named by Op::verbatim
    std::vector<Verbatim> file_verbatim; ///< blocks at file level, in order; they come before everything else
    int weight_count = 0;
    std::vector<std::string> weight_names;
    std::vector<SourcePtr> sources; ///< the file, then what it includes: spans point into them
    bool has_current = false;       ///< contributes to the node
    bool has_electrode_current = false;
    bool writes_concentration = false; ///< ordered before other mechanisms
    bool sends_events = false;         ///< net_send, net_event, net_move occur
    bool needs_c = false;              ///< has C that had to stay C: only the C back end runs it
    /// Its kernels hold no other mechanism, and all groups reach them at the same moment: it looks at or writes numbers that
    /// are not of its own segment (POINTER, EXTERNAL), asks for effects outside (print, random), is ordered, or is C.
    bool runs_alone = false;
    std::string alone_reason;   ///< the line that is the reason for runs_alone
    bool is_ordered = false;    ///< rows run one by one in instance order (a value carried between instances)
    std::string ordered_reason; ///< the line that is the reason

    [[nodiscard]] const Function& operator[](FunctionId f) const {
        return functions[static_cast<std::size_t>(f.value)];
    }
    [[nodiscard]] const Variable& operator[](VariableId v) const {
        return variables[static_cast<std::size_t>(v.value)];
    }
    [[nodiscard]] VariableId find(std::string_view variable_name) const; ///< invalid if absent
    [[nodiscard]] bool is_instance(VariableId v) const; ///< parameter, assigned, state or stream
};

} // namespace ranvier::mir
