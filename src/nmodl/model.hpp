// SPDX-License-Identifier: BSD-3-Clause
// A file with its names bound: what the stages after parsing hand on, each adding to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ranvier/mir/mechanism.hpp"
#include "ranvier/nmodl/compile.hpp"

namespace ranvier::nmodl {

enum class Role : std::uint8_t {
    parameter,
    assigned,
    state,
    constant,
    unit_factor, ///< NAME = (unit) (unit)
    file_local,
    ion,
    voltage,
    area,
    diam,
    world,  ///< t, dt, celsius
    weight, ///< argument of NET_RECEIVE
    flag,
    foreign,  ///< a name that only the file's C knows
    pointer,  ///< POINTER, BBCOREPOINTER
    external, ///< EXTERNAL: a number of another mechanism or of the simulator
    stream,   ///< RANDOM
};

struct Symbol {
    std::string name;
    Role role = Role::assigned;
    Span place;
    Span
        declared; ///< of a name of the simulator (v, area): where the file declares it; no source if it does not
    int count = 1;
    bool is_array = false;
    bool is_range = false;
    bool is_global = false;
    bool is_assigned = false; ///< by code of this file
    std::string unit;
    double value = 0;
    double legacy_value = 0;
    std::optional<double> low, high;
    int ion = -1; ///< index into Neuron::ions
    mir::IonQuantity quantity = mir::IonQuantity::reversal;
    bool ion_reads = false, ion_writes = false;
    bool is_state = false;    ///< an ion's variable that is also a STATE; a Role::state always is one
    int start_parameter = -1; ///< of a state s: the symbol s0, if declared
    int weight_index = -1;
};

/// A current that the mechanism contributes.
struct Current {
    enum class Kind : std::uint8_t { nonspecific, electrode, ion };
    Kind kind = Kind::nonspecific;
    int symbol = -1;
};

/// What one code block touches; indices into Model::symbols and File::code.
struct Uses {
    std::vector<int> symbols, assigned, calls;
    bool sends_events = false;
};

/// LONGITUDINAL_DIFFUSION of one state or one element of an array of states.
struct DiffusingState {
    std::string block; ///< KINETIC block that says so
    int symbol = -1, element = 0;
    ast::ExpressionPtr rate, volume; ///< of names that are not LOCAL
};

/// A number that a variable step integrates.
struct OdeUnknown {
    int symbol = -1, element = -1; ///< of an array; else -1
    int rate = -1, slope = -1;     ///< symbols; slope is -1 where a block solves for it
};

struct Model {
    ast::File file;
    std::string name;
    mir::MechanismKind kind = mir::MechanismKind::density;
    std::vector<Symbol> symbols;
    std::vector<Current> currents;
    std::vector<Uses> uses;  ///< by code block
    std::vector<int> solved; ///< code blocks that the SOLVEs of BREAKPOINT name, in order of text
    std::vector<OdeUnknown> ode_unknowns;
    std::vector<int> ode_rates, ode_solves,
        ode_after;                  ///< code blocks for the variable step, in order of text
    std::string no_variable_step;   ///< the first reason why a variable step cannot take the mechanism
    std::vector<bool> is_recursive; ///< by code block: a call leads back to it
    std::vector<bool> c_code;       ///< by code block: it holds C; written by lower_returns
    std::vector<DiffusingState> diffusions;
    bool needs_use_table = false;

    [[nodiscard]] int find_code(ast::CodeBlock::Kind kind) const; ///< -1 if absent
    [[nodiscard]] int find_symbol(std::string_view symbol_name) const;
    [[nodiscard]] bool has_table(int code) const;    ///< its body starts with TABLE
    [[nodiscard]] bool code_holds_c(int code) const; ///< a VERBATIM block, or a name or function of C
    [[nodiscard]] bool holds_c() const;              ///< any code block does
    [[nodiscard]] bool c_names(std::string_view symbol_name) const; ///< a VERBATIM text names it
    [[nodiscard]] bool is_ion_mechanism() const { return name.ends_with("_ion"); }
};

// --- stages, in order --------------------------------------------------------------------------------------

/// Declarations to symbols, every name in code bound, counts and places of calls checked.
[[nodiscard]] Model resolve(ast::File file, const CompileOptions& options, Diagnostics& diagnostics);
/// Reports what numbers in the text show to be wrong.
[[nodiscard]] Model check_constants(Model model, const CompileOptions& options, Diagnostics& diagnostics);
/// Warns where units disagree.
[[nodiscard]] Model check_units(Model model, const CompileOptions& options, Diagnostics& diagnostics);
/// Warns of variables that nothing sets and of what a variable step cannot use.
[[nodiscard]] Model check_use(Model model, const CompileOptions& options, Diagnostics& diagnostics);
/// VERBATIM blocks that only leave their function to ordinary code.
[[nodiscard]] Model lower_returns(Model model, const CompileOptions& options, Diagnostics& diagnostics);
/// Reports what the language has and this version does not lower yet.
[[nodiscard]] Model check_support(Model model, const CompileOptions& options, Diagnostics& diagnostics);
/// Each SOLVE statement gets the code that does it; see solution.hpp.
[[nodiscard]] Model solve(Model model, const CompileOptions& options, Diagnostics& diagnostics);
[[nodiscard]] mir::Mechanism lower(const Model& model, const CompileOptions& options,
                                   Diagnostics& diagnostics);

/// Reports a METHOD that `block` cannot be solved by.
void check_method(const ast::CodeBlock& block, const ast::Solve& solve, Diagnostics& diagnostics);
/// A STATE, also where it is a concentration of an ion.
[[nodiscard]] bool is_state(const Model& model, int symbol);

// --- tables that stages share ------------------------------------------------------------------------------

/// A function that the language brings.
struct Builtin {
    enum class Kind : std::uint8_t {
        math,
        truncate,
        at_time,
        net_send,
        net_event,
        net_move,
        state_discontinuity,
        print,             ///< printf, fprintf
        raise,             ///< prterr
        pointing,          ///< nrn_pointing
        sequential_random, ///< `which` is a mir::LegacyRandom
        stream,            ///< `which` is a StreamFunction; the first argument is a RANDOM variable
        function_of_time,  ///< `which` is a TimeFunction
        ghk,
        unsupported,
    };
    std::string_view name;
    Kind kind;
    int low, high; ///< number of arguments; high < 0 is any
    mir::MathFunction function = mir::MathFunction::exp;
    bool has_value = true;
    int which = 0;

    /// Called twice it does something else than called once.
    [[nodiscard]] bool has_effect() const {
        return !has_value || kind == Kind::print || kind == Kind::raise || kind == Kind::sequential_random ||
               kind == Kind::stream;
    }
    /// Its arguments are not just numbers, or their count varies: bind_builtins.cpp looks at them.
    [[nodiscard]] bool has_own_arguments() const {
        return kind == Kind::print || kind == Kind::raise || kind == Kind::pointing || kind == Kind::stream ||
               kind == Kind::function_of_time;
    }
};
enum class StreamFunction : std::uint8_t { uniform, normal, negexp, ipick, dpick, setseq, setids };
enum class TimeFunction : std::uint8_t {
    threshold,
    squarewave,
    sawtooth,
    ramp,
    pulse,
    step,
    perpulse,
    perstep,
    harmonic,
    gauss,
    poisson,
};
[[nodiscard]] int find_builtin(std::string_view name); ///< -1 if absent
[[nodiscard]] const Builtin& builtin(int index);
[[nodiscard]] std::vector<std::string> builtin_names();

/// A factor between units in the two systems of constants.
struct UnitFactor {
    double modern = 1;
    double legacy = 1;
};
/// Resolves the UNITS block: factors in `symbols` get their values.
void resolve_units(const ast::File& file, std::vector<Symbol>& symbols, bool six_digits_of_legacy,
                   Diagnostics& diagnostics);

} // namespace ranvier::nmodl
