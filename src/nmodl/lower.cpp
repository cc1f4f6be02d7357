// SPDX-License-Identifier: BSD-3-Clause
// A bound and solved file to mir::Mechanism: variables, functions, tables, operations.
#include "lower.hpp"

#include <algorithm>

#include "walk.hpp"

namespace ranvier::nmodl {

using mir::IonQuantity;
using mir::Op;
using mir::ValueId;
using mir::VariableKind;
using Code = ast::CodeBlock::Kind;

// --- variables ------------------------------------------------------------------------------------------------------------

mir::VariableId MechanismLowering::add(mir::Variable variable) {
    mechanism.variables.push_back(std::move(variable));
    return mir::VariableId(static_cast<int>(mechanism.variables.size()) - 1);
}

mir::FunctionId MechanismLowering::add(mir::Function function) {
    mechanism.functions.push_back(std::move(function));
    return mir::FunctionId(static_cast<int>(mechanism.functions.size()) - 1);
}

bool MechanismLowering::is_used_outside_breakpoint(int symbol, bool only_assigned) const {
    for (std::size_t code = 0; code < model.file.code.size(); ++code) {
        if (model.file.code[code].kind == Code::breakpoint) continue;
        const auto& list = only_assigned ? model.uses[code].assigned : model.uses[code].symbols;
        if (std::find(list.begin(), list.end(), symbol) != list.end()) return true;
    }
    return false;
}

void MechanismLowering::variables() {
    variables_.resize(model.symbols.size());
    std::set<int> used;
    for (const auto& uses : model.uses) used.insert(uses.symbols.begin(), uses.symbols.end());
    bool needs_time = false;
    for (const auto& code : model.file.code)
        each_statement(code.body, [&](const ast::Statement& s) {
            direct_expressions(s, [&](const ast::Expression& e) {
                each_expression(e, [&](const ast::Expression& inner) {
                    const bool is_builtin = inner.kind == ast::Expression::Kind::call &&
                                            inner.binding.kind == ast::Binding::Kind::builtin;
                    if (is_builtin && builtin(inner.binding.index).kind == Builtin::Kind::at_time) needs_time = true;
                    // the step of a solved equation
                    if (inner.binding.kind == ast::Binding::Kind::symbol) used.insert(inner.binding.index);
                });
            });
        });
    if (needs_time) used.insert({model.find_symbol("t"), model.find_symbol("dt")});
    for (std::size_t i = 0; i < model.symbols.size(); ++i) {
        const auto& symbol = model.symbols[i];
        const bool is_outside = symbol.role == Role::voltage || symbol.role == Role::area || symbol.role == Role::diam ||
                                symbol.role == Role::world || symbol.role == Role::flag;
        if (!is_outside || used.count(static_cast<int>(i)) > 0) variable_of(static_cast<int>(i));
    }
    if (model.needs_use_table) {
        mir::Variable use;
        use.name = "usetable";
        use.kind = VariableKind::global;
        use.visible = true;
        use.initial = use.legacy_initial = 1;
        use_table_ = add(std::move(use));
    }
    if (model.currents.empty()) return;
    mir::Variable node;
    node.name = "_current";
    node.kind = VariableKind::current;
    node.unit = "mA/cm2";
    current_ = add(node);
    node.name = "_conductance";
    node.kind = VariableKind::conductance;
    node.unit = "S/cm2";
    conductance_ = add(std::move(node));
}

void MechanismLowering::variable_of(int index) {
    const auto& symbol = model.symbols[static_cast<std::size_t>(index)];
    mir::Variable made;
    made.name = symbol.name;
    made.count = symbol.count;
    made.is_array = symbol.is_array;
    made.unit = symbol.unit;
    made.low = symbol.low;
    made.high = symbol.high;
    made.place = symbol.place;
    made.initial = symbol.value;
    made.legacy_initial = symbol.legacy_value;
    const bool has_instances = model.kind != mir::MechanismKind::nothing;
    switch (symbol.role) {
    case Role::parameter:
        made.kind = symbol.is_range && has_instances ? VariableKind::parameter : VariableKind::global;
        made.visible = true;
        break;
    case Role::assigned:
        made.kind = (symbol.is_global && !symbol.is_range) || !has_instances ? VariableKind::global : VariableKind::assigned;
        made.visible = symbol.is_range || symbol.is_global || !has_instances;
        made.initial = made.legacy_initial = 0;
        break;
    case Role::state:
        made.kind = VariableKind::state;
        made.visible = true;
        made.start = symbol.value;
        made.initial = made.legacy_initial = 0;
        break;
    case Role::constant:
    case Role::unit_factor: made.kind = symbol.is_assigned ? VariableKind::global : VariableKind::constant; break;
    case Role::file_local: made.kind = VariableKind::global; break;
    case Role::voltage: made.kind = VariableKind::voltage; break;
    case Role::area: made.kind = VariableKind::area; break;
    case Role::diam: made.kind = VariableKind::diam; break;
    case Role::world: made.kind = VariableKind::world; break;
    case Role::flag: made.kind = VariableKind::flag; break;
    case Role::weight:
        made.kind = VariableKind::weight;
        made.weight_index = symbol.weight_index;
        break;
    case Role::unsupported: return;
    case Role::ion:
        if (symbol.quantity == IonQuantity::current && symbol.ion_writes) return ion_current(index);
        made.kind = VariableKind::ion;
        made.ion = model.file.neuron.ions[static_cast<std::size_t>(symbol.ion)].ion.text;
        made.quantity = symbol.quantity;
        break;
    }
    variables_[static_cast<std::size_t>(index)] = add(std::move(made));
}

/// A written current is summed into the ion. Its own value is a column if a point process shows it or other blocks use it.
void MechanismLowering::ion_current(int index) {
    const auto& symbol = model.symbols[static_cast<std::size_t>(index)];
    const std::string& ion = model.file.neuron.ions[static_cast<std::size_t>(symbol.ion)].ion.text;
    const bool is_shown = symbol.is_range && model.kind == mir::MechanismKind::point_process;
    const bool is_shared = is_used_outside_breakpoint(index, false);
    mir::Variable total;
    total.kind = VariableKind::ion;
    total.ion = ion;
    total.quantity = IonQuantity::current;
    total.unit = "mA/cm2";
    total.place = symbol.place;
    const bool has_column = is_shown || (is_shared && !symbol.ion_reads);
    if (has_column) {
        mir::Variable own;
        own.name = symbol.name;
        own.kind = VariableKind::assigned;
        own.visible = is_shown;
        own.unit = symbol.unit;
        own.place = symbol.place;
        variables_[static_cast<std::size_t>(index)] = add(std::move(own));
        total.name = "_ion_" + symbol.name;
        ion_currents_[index] = add(total);
    } else {
        if (symbol.ion_reads && is_used_outside_breakpoint(index, true))
            diagnostics.error(symbol.place, "'" + symbol.name + "' is both read from and written to its ion and assigned outside "
                                            "BREAKPOINT, which cannot be lowered yet");
        total.name = symbol.name;
        ion_currents_[index] = variables_[static_cast<std::size_t>(index)] = add(total);
        local_currents_.insert(index);
    }
    total.name = "_ion_d" + symbol.name + "_dv";
    total.quantity = IonQuantity::derivative;
    total.unit = "S/cm2";
    ion_derivatives_[index] = add(std::move(total));
}

// --- functions and tables -------------------------------------------------------------------------------------------------

mir::FunctionId MechanismLowering::body_function(int code, bool shifted, bool is_table_body) {
    const auto& block = model.file.code[static_cast<std::size_t>(code)];
    std::vector<std::string> parameters;
    for (const auto& parameter : block.parameters) parameters.push_back(parameter.name.text);
    std::string name = block.name.text;
    if (is_table_body) name += "_table";
    if (shifted) name += "_shifted";
    mir::Builder builder(name, parameters, block.kind == Code::function);
    CodeLowering lowering(*this, builder, code, shifted);
    lowering.bind_parameters();
    lowering.block(block.body);
    return add(builder.finish());
}

/// FROM and TO are expressions of variables, evaluated when the table is filled.
mir::FunctionId MechanismLowering::bound_function(int code, const ast::Expression& bound, const char* suffix) {
    mir::Builder builder(model.file.code[static_cast<std::size_t>(code)].name.text + suffix, {}, true);
    CodeLowering lowering(*this, builder, code);
    builder.set(builder.result(), lowering.real(bound));
    return add(builder.finish());
}

mir::FunctionId MechanismLowering::function(int code, bool shifted) {
    if (shifted && !reaches_symbol(model, code, model.find_symbol("v"))) shifted = false;
    const std::pair key(code, shifted);
    if (const auto found = functions_.find(key); found != functions_.end()) return found->second;
    const bool has_table = model.has_table(code);
    if (has_table && shifted) (void)function(code, false); // owns the table
    auto made = body_function(code, shifted, has_table);
    if (has_table) made = table_wrapper(code, shifted, made);
    functions_[key] = made;
    return made;
}

mir::FunctionId MechanismLowering::table_wrapper(int code, bool shifted, mir::FunctionId body) {
    const auto& block = model.file.code[static_cast<std::size_t>(code)];
    const auto& statement = std::get<ast::Table>(block.body.statements.front()->node);
    const bool is_function = block.kind == Code::function;
    if (tables_.count({code, false}) == 0) { // the shifted function looks into the same table
        mir::Table table;
        table.body = body;
        for (const auto& name : statement.outputs) table.outputs.push_back(variable(name.binding.index));
        table.low = bound_function(code, *statement.low, "_from");
        table.high = bound_function(code, *statement.high, "_to");
        for (const auto& name : statement.depend)
            if (name.binding.kind == ast::Binding::Kind::symbol) table.depend.push_back(variable(name.binding.index));
        table.intervals = statement.intervals;
        table.columns = 0;
        for (const auto output : table.outputs) table.columns += mechanism[output].count;
        if (is_function) table.columns = 1;
        table.use = use_table_;
        mechanism.tables.push_back(std::move(table));
        tables_[{code, false}] = mir::TableId(static_cast<int>(mechanism.tables.size()) - 1);
    }
    const auto table = tables_.at({code, false});
    mir::Builder builder(block.name.text + (shifted ? "_shifted" : ""), {block.parameters.front().name.text}, is_function);
    builder.at(block.body.statements.front()->span);
    const ValueId is_used = builder.load(use_table_);
    const ValueId use = builder.binary(Op::ne, is_used, builder.number(0));
    const auto argument = mir::LocalId(0);
    builder.begin_if(use);
    const ValueId position = builder.table_position(table, builder.get(argument));
    if (is_function) {
        builder.set(builder.result(), builder.table_value(table, 0, position));
    } else {
        int column = 0;
        for (const auto& name : statement.outputs) {
            const auto output = variable(name.binding.index);
            const bool is_array = mechanism[output].is_array;
            for (int element = 0; element < mechanism[output].count; ++element) {
                const ValueId looked_up = builder.table_value(table, column++, position);
                builder.store(output, looked_up, is_array ? builder.integer(element) : ValueId());
            }
        }
    }
    builder.begin_else();
    const std::vector<ValueId> arguments = {builder.get(argument)};
    const ValueId computed = builder.call(body, arguments, is_function);
    if (is_function) builder.set(builder.result(), computed);
    builder.end_if();
    return add(builder.finish());
}

// --- operations -----------------------------------------------------------------------------------------------------------

void MechanismLowering::initial() {
    const int code = model.find_code(Code::initial);
    const bool has_states = std::any_of(model.symbols.begin(), model.symbols.end(),
                                        [](const Symbol& symbol) { return symbol.role == Role::state; });
    if (code < 0 && !has_states) return;
    mir::Builder builder("initial", {}, false);
    for (std::size_t i = 0; i < model.symbols.size(); ++i) {
        const auto& symbol = model.symbols[i];
        if (symbol.role != Role::state) continue;
        builder.at(symbol.place);
        for (int element = 0; element < symbol.count; ++element) {
            const ValueId start = symbol.start_parameter >= 0 ? builder.load(variable(symbol.start_parameter))
                                                              : builder.number(symbol.value);
            builder.store(variables_[i], start, symbol.is_array ? builder.integer(element) : ValueId());
        }
    }
    if (code >= 0) CodeLowering(*this, builder, code).block(model.file.code[static_cast<std::size_t>(code)].body);
    mechanism.initial = add(builder.finish());
}

/// Sums the currents in the order of the NEURON block and hands them, and their slopes, to the node and to the ions.
void MechanismLowering::current(int breakpoint) {
    constexpr double kIncrement = 0.001; // [mV]; CodeLowering shifts by the same
    const auto& body = model.file.code[static_cast<std::size_t>(breakpoint)].body;
    const auto slopes = affine_in_voltage(model, breakpoint);
    const bool is_point = model.kind == mir::MechanismKind::point_process;
    mir::Builder builder("current", {}, false);

    // A current that is also READ starts as the total that the ion has.
    const auto begin = [&](CodeLowering& lowering) {
        for (const auto& item : model.currents) {
            const bool is_read = item.kind == Current::Kind::ion && model.symbols[static_cast<std::size_t>(item.symbol)].ion_reads;
            if (is_read) lowering.store_symbol(item.symbol, builder.load(ion_currents_.at(item.symbol)));
        }
    };
    struct Sum {
        ValueId total;
        std::map<int, ValueId> ions;
    };
    const auto sum = [&](CodeLowering& lowering) {
        Sum out;
        for (const auto& item : model.currents) {
            const ValueId value = lowering.load_symbol(item.symbol);
            if (item.kind == Current::Kind::ion) out.ions[item.symbol] = value;
            const bool is_outward = item.kind != Current::Kind::electrode;
            if (!out.total.valid()) out.total = is_outward ? value : builder.unary(Op::neg, value);
            else out.total = builder.binary(is_outward ? Op::add : Op::sub, out.total, value);
        }
        return out;
    };

    std::optional<Sum> ahead;
    if (!slopes) {
        CodeLowering shifted(*this, builder, breakpoint, true);
        begin(shifted);
        shifted.block(body);
        builder.at({});
        ahead = sum(shifted);
    }
    CodeLowering lowering(*this, builder, breakpoint);
    if (slopes) lowering.track(*slopes);
    begin(lowering);
    lowering.block(body);
    builder.at({});
    const Sum now = sum(lowering);

    ValueId factor; // nA in a segment to mA/cm2
    if (is_point) {
        const int area = model.find_symbol("area");
        if (!variable(area).valid()) variable_of(area);
        const ValueId hundred = builder.number(100);
        factor = builder.binary(Op::div, hundred, builder.load(variable(area)));
    }
    const auto accumulate = [&](mir::VariableId target, ValueId value) {
        builder.accumulate(target, factor.valid() ? builder.binary(Op::mul, value, factor) : value);
    };
    const auto quotient = [&](ValueId shifted, ValueId plain) {
        const ValueId difference = builder.binary(Op::sub, shifted, plain);
        return builder.binary(Op::div, difference, builder.number(kIncrement));
    };
    ValueId slope_total;
    for (const auto& item : model.currents) {
        const ValueId slope = lowering.slope_of(item.symbol);
        if (item.kind == Current::Kind::ion) {
            accumulate(ion_currents_.at(item.symbol), now.ions.at(item.symbol));
            if (ahead)
                accumulate(ion_derivatives_.at(item.symbol), quotient(ahead->ions.at(item.symbol), now.ions.at(item.symbol)));
            else if (slope.valid()) accumulate(ion_derivatives_.at(item.symbol), slope);
        }
        if (!slope.valid()) continue;
        const bool is_outward = item.kind != Current::Kind::electrode;
        if (!slope_total.valid()) slope_total = is_outward ? slope : builder.unary(Op::neg, slope);
        else slope_total = builder.binary(is_outward ? Op::add : Op::sub, slope_total, slope);
    }
    if (ahead) slope_total = quotient(ahead->total, now.total);
    accumulate(current_, now.total);
    if (slope_total.valid()) accumulate(conductance_, slope_total);
    mechanism.current = add(builder.finish());
}

/// The SOLVEs in order of text, wherever they stand; then, if there is no current, the rest of BREAKPOINT: NEURON runs it
/// once a step. Only the mechanisms of ions work in the current phase without having a current.
void MechanismLowering::advance(int breakpoint) {
    const auto& block = model.file.code[static_cast<std::size_t>(breakpoint)];
    bool has_rest = false;
    for (const auto& statement : block.body.statements) has_rest = has_rest || !std::holds_alternative<ast::Solve>(statement->node);
    if (model.is_ion_mechanism() && model.currents.empty() && has_rest) {
        mir::Builder builder("current", {}, false);
        CodeLowering(*this, builder, breakpoint).block(block.body);
        mechanism.current = add(builder.finish());
        has_rest = false;
    }
    if (!model.currents.empty()) has_rest = false;
    if (model.solved.empty() && !has_rest) return;
    mir::Builder builder("advance", {}, false);
    for (const int code : model.solved) {
        const auto& solved = model.file.code[static_cast<std::size_t>(code)];
        if (solved.kind == Code::procedure) builder.call(function(code, false), {}, false);
        else CodeLowering(*this, builder, code).block(solved.body);
    }
    if (has_rest) CodeLowering(*this, builder, breakpoint).block(block.body);
    mechanism.advance = add(builder.finish());
}

void MechanismLowering::net_receive(int code) {
    const auto& block = model.file.code[static_cast<std::size_t>(code)];
    mechanism.weight_count = static_cast<int>(block.parameters.size());
    for (const auto& parameter : block.parameters) mechanism.weight_names.push_back(parameter.name.text);
    mir::Builder builder("net_receive", {}, false);
    CodeLowering(*this, builder, code).block(block.body);
    mechanism.net_receive = add(builder.finish());
    each_statement(block.body, [&](const ast::Statement& s) {
        const auto* nested = std::get_if<ast::NestedInitial>(&s.node);
        if (!nested) return;
        mir::Builder nested_builder("net_initial", {}, false);
        CodeLowering(*this, nested_builder, code).block(nested->body);
        mechanism.net_initial = add(nested_builder.finish());
    });
}

/// One number that instances assign: they must run one after the other.
void MechanismLowering::order() {
    std::set<int> reached;
    for (std::size_t i = 0; i < model.file.code.size(); ++i) {
        const Code kind = model.file.code[i].kind;
        const bool is_operation = kind == Code::initial || kind == Code::breakpoint || kind == Code::net_receive;
        if (is_operation) reached.merge(reachable(model, static_cast<int>(i)));
    }
    for (const int code : model.solved) reached.merge(reachable(model, code));
    for (const int code : reached)
        for (const int symbol : model.uses[static_cast<std::size_t>(code)].assigned) {
            const auto id = variable(symbol);
            if (!id.valid() || mechanism[id].kind != VariableKind::global || mechanism.is_ordered) continue;
            mechanism.is_ordered = true;
            const auto& block = model.file.code[static_cast<std::size_t>(code)];
            const int line = model.file.source->place(block.keyword_span.begin).line;
            mechanism.ordered_reason = mechanism.file + ":" + std::to_string(line) + ": " + block.keyword +
                                       (block.name.text.empty() ? "" : " " + block.name.text) + " assigns '" +
                                       mechanism[id].name + "', one number for all instances";
        }
}

mir::Mechanism MechanismLowering::run() {
    mechanism.name = model.name;
    mechanism.kind = model.kind;
    mechanism.title = model.file.title;
    mechanism.file = model.file.source->name();
    variables();
    for (const auto& use : model.file.neuron.ions) {
        mir::IonUse out;
        out.name = use.ion.text;
        out.valence = use.valence;
        for (const auto& name : use.reads) out.reads.push_back(model.symbols[static_cast<std::size_t>(model.find_symbol(name.text))].quantity);
        for (const auto& name : use.writes) {
            out.writes.push_back(model.symbols[static_cast<std::size_t>(model.find_symbol(name.text))].quantity);
            const bool is_concentration = out.writes.back() == IonQuantity::inside || out.writes.back() == IonQuantity::outside;
            mechanism.writes_concentration = mechanism.writes_concentration || is_concentration;
        }
        mechanism.ions.push_back(std::move(out));
    }
    mechanism.has_current = !model.currents.empty() && model.find_code(Code::breakpoint) >= 0;
    for (const auto& item : model.currents)
        mechanism.has_electrode_current = mechanism.has_electrode_current || item.kind == Current::Kind::electrode;
    for (const auto& uses : model.uses) mechanism.sends_events = mechanism.sends_events || uses.sends_events;

    initial();
    if (const int breakpoint = model.find_code(Code::breakpoint); breakpoint >= 0) {
        if (!model.currents.empty()) current(breakpoint);
        advance(breakpoint);
    }
    if (const int code = model.find_code(Code::net_receive); code >= 0) net_receive(code);
    for (std::size_t i = 0; i < model.file.code.size(); ++i) {
        const Code kind = model.file.code[i].kind;
        if (kind == Code::function || kind == Code::procedure) mechanism.callable.push_back(function(static_cast<int>(i), false));
    }
    order();
    return std::move(mechanism);
}

mir::Mechanism lower(const Model& model, const CompileOptions&, Diagnostics& diagnostics) {
    return MechanismLowering(model, diagnostics).run();
}

} // namespace ranvier::nmodl
