// SPDX-License-Identifier: BSD-3-Clause
// The two halves of lowering: MechanismLowering makes variables, functions and operations, CodeLowering the
// code in them.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "model.hpp"
#include "ranvier/mir/builder.hpp"
#include "voltage.hpp"

namespace ranvier::nmodl {

/// Of the quotient for dI/dv. [mV]
inline constexpr double kVoltageIncrement = 0.001;

class MechanismLowering {
  public:
    MechanismLowering(const Model& from, Diagnostics& to)
        : model(from), diagnostics(to), holds_c_(from.holds_c()) {}
    mir::Mechanism run();

    /// The MIR function of a FUNCTION or PROCEDURE; lowered at its first use. With `shifted`, v reads as v +
    /// 0.001 in it.
    mir::FunctionId function(int code, bool shifted);
    /// If it is being lowered: a call of it leads back to where it stands. Invalid if not.
    [[nodiscard]] mir::FunctionId open_function(int code, bool shifted) const;
    [[nodiscard]] mir::VariableId variable(int symbol) const {
        return variables_[static_cast<std::size_t>(symbol)];
    }
    /// Index into Mechanism::verbatim.
    std::int64_t add_verbatim(mir::Verbatim text);
    /// At the start of an operation that runs code blocks `codes`: the copies of ion variables that they use.
    void fill_copies(mir::Builder& builder, const std::vector<int>& codes);
    /// Keeps the time that an at_time in code block `code` names, if it is made of the mechanism's own numbers.
    void moment(int code, const ast::Expression& when);
    mir::FunctionId watch_condition(int code, const ast::Expression& condition);
    /// Currents of ions that BREAKPOINT alone uses are locals of `current`.
    [[nodiscard]] bool is_local_current(int symbol) const { return local_currents_.count(symbol) > 0; }

    /// The variable of a symbol of the simulator's that the file itself may not name.
    mir::VariableId needed_variable(int symbol);
    /// A constant of the simulator's, in the two systems of units.
    mir::VariableId constant(const std::string& name, double modern, double legacy);
    /// Index into Mechanism::texts.
    std::int64_t text(std::string format);

    const Model& model;
    Diagnostics& diagnostics;
    mir::Mechanism mechanism;

  private:
    void variables();
    void variable_of(int symbol);
    mir::VariableId add(mir::Variable variable);
    void ion_current(int symbol);
    mir::VariableId ion_copy(int symbol);
    [[nodiscard]] bool needs_copy(int symbol) const;
    [[nodiscard]] bool is_used_outside_breakpoint(int symbol, bool only_assigned) const;
    mir::FunctionId add(mir::Function function);
    mir::FunctionId table_wrapper(int code, bool shifted, mir::FunctionId body);
    mir::FunctionId bound_function(int code, const ast::Expression& bound, const char* suffix);
    mir::FunctionId body_function(int code, bool shifted, bool is_table_body);
    mir::FunctionId data_function(int code);
    void initial();
    void current(int breakpoint);
    [[nodiscard]] std::vector<const ast::Conductance*> conductance_hints(int breakpoint) const;
    void advance(int breakpoint);
    void variable_step(int breakpoint); // lower_variable_step.cpp
    void diffusions();
    void net_receive(int code);
    void phases();
    void order();
    void mark_ordered(std::size_t variable, const char* where);
    void mark_alone();
    void prepare_tables();
    void check_size();

    bool holds_c_ = false;
    std::vector<mir::VariableId> variables_;
    std::map<int, mir::VariableId> ion_currents_, ion_derivatives_; ///< by symbol of the current
    std::set<int> local_currents_;
    std::set<std::string> moments_;         ///< as text
    std::map<int, mir::VariableId> copies_; ///< by symbol: the ion's own number
    std::map<std::pair<int, bool>, mir::FunctionId> functions_;
    std::map<std::pair<int, bool>, mir::FunctionId> open_; ///< recursive ones that are being lowered
    std::map<std::pair<int, bool>, mir::TableId> tables_;
    mir::VariableId use_table_, current_, conductance_;
};

class CodeLowering {
  public:
    CodeLowering(MechanismLowering& owner, mir::Builder& builder, int code, bool shifted = false)
        : owner_(owner), builder_(builder), code_(code), shifted_(shifted) {}

    /// Arguments of the function come first among the block's locals.
    void bind_parameters();
    void block(const ast::Block& body);
    /// The code ran once already, at v + 0.001: what jumps has jumped.
    void repeats() { is_second_ = true; }
    /// Value and slopes of variables are computed together from here on.
    void track(const VoltageSlopes& slopes);
    mir::ValueId real(const ast::Expression& e) { return value(e).value; }
    [[nodiscard]] mir::ValueId load_symbol(int symbol);
    [[nodiscard]] mir::ValueId load_name(const ast::Name& name); ///< a scalar symbol or LOCAL
    /// Slope of a tracked symbol, invalid if none.
    [[nodiscard]] mir::ValueId slope_of(int symbol);
    void store_symbol(int symbol, mir::ValueId value, mir::ValueId index = {});

  private:
    /// d/dv of a value: absent is 0.
    struct Slope {
        enum class Kind : std::uint8_t { none, one, minus_one, value };
        Kind kind = Kind::none;
        mir::ValueId value;
    };
    struct Value {
        mir::ValueId value;
        Slope slope;
    };

    [[nodiscard]] const ast::CodeBlock& code() const {
        return owner_.model.file.code[static_cast<std::size_t>(code_)];
    }
    [[nodiscard]] const Symbol& symbol(int index) const {
        return owner_.model.symbols[static_cast<std::size_t>(index)];
    }

    void begin_own_voltage();
    void statement(const ast::Statement& s);
    void assignment(const ast::Assignment& s);
    void solve_statement(const ast::Solve& s);
    void if_statement(const ast::If& s);
    void while_statement(const ast::While& s);
    void from_statement(const ast::From& s);
    void call_statement(const ast::Expression& e);
    void verbatim(const ast::Verbatim& s, Span place);
    void watch(const ast::Watch& s);
    void for_netcons(const ast::ForNetcons& s);
    mir::ValueId netcon_weight(const ast::LocalSymbol& argument);
    void set_netcon_weight(const ast::LocalSymbol& argument, mir::ValueId value);
    void state_discontinuity(const ast::Expression& e);

    Value value(const ast::Expression& e);
    Value name(const ast::Expression& e);
    Value binary(const ast::Expression& e);
    mir::ValueId power(const ast::Expression& e);
    mir::ValueId call(const ast::Expression& e, bool wants_value);
    mir::ValueId at_time(const ast::Expression& when);
    // lower_builtins.cpp
    mir::ValueId builtin_call(const ast::Expression& e);
    std::vector<mir::ValueId> reals(const ast::Expression& e, std::size_t first);
    mir::ValueId print(const ast::Expression& e);
    mir::ValueId draw_bits(mir::VariableId stream);
    mir::ValueId draw_unit(mir::VariableId stream);
    mir::ValueId draw_normal(mir::VariableId stream);
    mir::ValueId stream_call(const ast::Expression& e);
    mir::ValueId function_of_time(const ast::Expression& e);
    mir::ValueId ghk(const ast::Expression& e);
    mir::ValueId condition(const ast::Expression& e);
    mir::ValueId integer(const ast::Expression& e);
    mir::ValueId index(const ast::Expression& e) { return integer(e); }
    [[nodiscard]] bool is_plain(const ast::Expression& e) const;
    [[nodiscard]] bool is_integer(const ast::Expression& e) const;

    Slope scaled(Slope slope, mir::ValueId factor);
    Slope divided(Slope slope, mir::ValueId divisor);
    Slope opposite(Slope slope);
    Slope added(Slope a, Slope b, bool subtract);
    mir::ValueId materialize(Slope slope);

    mir::LocalId local(int index);
    mir::LocalId symbol_local(int symbol);

    MechanismLowering& owner_;
    mir::Builder& builder_;
    int code_;
    bool shifted_;
    bool is_second_ = false;
    bool is_begun_ = false, has_own_voltage_ = false;
    std::map<int, mir::LocalId> locals_;        ///< by index into CodeBlock::locals
    std::map<int, mir::LocalId> symbol_locals_; ///< ion currents
    std::map<int, mir::LocalId> symbol_slopes_, local_slopes_;
};

} // namespace ranvier::nmodl
