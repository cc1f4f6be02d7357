// SPDX-License-Identifier: BSD-3-Clause
// A bound and solved file to mir::Mechanism: its operations, and what is true of the whole.
#include "lower.hpp"

#include <algorithm>

#include "ranvier/mir/passes.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using mir::IonQuantity;
using mir::Op;
using mir::ValueId;
using mir::VariableKind;
using Code = ast::CodeBlock::Kind;

mir::VariableId MechanismLowering::add(mir::Variable variable) {
    mechanism.variables.push_back(std::move(variable));
    return mir::VariableId(static_cast<int>(mechanism.variables.size()) - 1);
}

mir::VariableId MechanismLowering::needed_variable(int symbol) {
    if (!variable(symbol).valid()) variable_of(symbol);
    return variable(symbol);
}

mir::VariableId MechanismLowering::constant(const std::string& name, double modern, double legacy) {
    if (const auto found = mechanism.find(name); found.valid()) return found;
    mir::Variable made;
    made.name = name;
    made.kind = VariableKind::constant;
    made.initial = modern;
    made.legacy_initial = legacy;
    return add(std::move(made));
}

std::int64_t MechanismLowering::text(std::string format) {
    auto& texts = mechanism.texts;
    const auto found = std::find(texts.begin(), texts.end(), format);
    const auto position = found - texts.begin();
    if (found == texts.end()) texts.push_back(std::move(format));
    return position;
}

mir::FunctionId MechanismLowering::add(mir::Function function) {
    mechanism.functions.push_back(std::move(function));
    return mir::FunctionId(static_cast<int>(mechanism.functions.size()) - 1);
}

std::int64_t MechanismLowering::add_verbatim(mir::Verbatim text) {
    mechanism.verbatim.push_back(std::move(text));
    return static_cast<std::int64_t>(mechanism.verbatim.size()) - 1;
}

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
    if (code >= 0) fill_copies(builder, {code});
    if (code >= 0)
        CodeLowering(*this, builder, code).block(model.file.code[static_cast<std::size_t>(code)].body);
    mechanism.initial = add(builder.finish());
}
/// The SOLVEs in order of text, wherever they stand; then, if there is no current, the rest of BREAKPOINT:
/// NEURON runs it once a step. Only the mechanisms of ions work in the current phase without having a
/// current.
void MechanismLowering::advance(int breakpoint) {
    const auto& block = model.file.code[static_cast<std::size_t>(breakpoint)];
    bool has_rest = false;
    for (const auto& statement : block.body.statements)
        has_rest = has_rest || !std::holds_alternative<ast::Solve>(statement->node);
    if (model.is_ion_mechanism() && model.currents.empty() && has_rest) {
        mir::Builder builder("current", {}, false);
        CodeLowering(*this, builder, breakpoint).block(block.body);
        mechanism.current = add(builder.finish());
        has_rest = false;
    }
    if (!model.currents.empty()) has_rest = false;
    if (model.solved.empty() && !has_rest) return;
    mir::Builder builder("advance", {}, false);
    auto codes = model.solved;
    if (has_rest) codes.push_back(breakpoint);
    fill_copies(builder, codes);
    for (const int code : model.solved) {
        const auto& solved = model.file.code[static_cast<std::size_t>(code)];
        if (solved.kind == Code::procedure && !solved.is_solution)
            builder.call(function(code, false), {}, false);
        else CodeLowering(*this, builder, code).block(solved.body);
    }
    if (has_rest) CodeLowering(*this, builder, breakpoint).block(block.body);
    mechanism.advance = add(builder.finish());
}

void MechanismLowering::diffusions() {
    for (const auto& diffusion : model.diffusions) {
        int code = 0; // any block will do: its LOCALs do not occur
        while (model.file.code[static_cast<std::size_t>(code)].name.text != diffusion.block) ++code;
        const auto function_of = [&](const ast::Expression& value, const char* what) {
            const auto& name = model.symbols[static_cast<std::size_t>(diffusion.symbol)].name;
            mir::Builder builder(name + std::to_string(diffusion.element) + what, {}, true);
            builder.at(value.span);
            builder.set(builder.result(), CodeLowering(*this, builder, code).real(value));
            return add(builder.finish());
        };
        const auto rate = function_of(*diffusion.rate, "_diffusion");
        mechanism.diffusions.push_back(
            {variable(diffusion.symbol), diffusion.element, rate, function_of(*diffusion.volume, "_volume")});
    }
}

void MechanismLowering::net_receive(int code) {
    const auto& block = model.file.code[static_cast<std::size_t>(code)];
    mechanism.weight_count = static_cast<int>(block.parameters.size());
    for (const auto& parameter : block.parameters) mechanism.weight_names.push_back(parameter.name.text);
    mir::Builder builder("net_receive", {}, false);
    fill_copies(builder, {code});
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

/// Kernels have their calls inlined, so calls that call calls can make a short text as large as memory.
void MechanismLowering::check_size() {
    constexpr double kMaxInstructions = 1e6;
    std::vector<double> sizes(mechanism.functions.size(), -1);
    const auto size_of = [&](const auto& self, std::size_t f) -> double {
        if (sizes[f] >= 0) return sizes[f];
        double size = static_cast<double>(mechanism.functions[f].code.size());
        for (const auto& instruction : mechanism.functions[f].code) // calls that lead back are services
            if (instruction.op == Op::call) size += self(self, static_cast<std::size_t>(instruction.symbol));
        return sizes[f] = size;
    };
    for (std::size_t f = 0; f < mechanism.functions.size(); ++f) {
        if (size_of(size_of, f) <= kMaxInstructions) continue;
        const auto& function = mechanism.functions[f];
        diagnostics.error(function.code.empty() ? Span{} : function.code.front().span,
                          "'" + function.name + "' is too large once its calls are inlined");
        return;
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
        for (const auto& name : use.reads)
            out.reads.push_back(
                model.symbols[static_cast<std::size_t>(model.find_symbol(name.text))].quantity);
        for (const auto& name : use.writes) {
            out.writes.push_back(
                model.symbols[static_cast<std::size_t>(model.find_symbol(name.text))].quantity);
            const bool is_concentration =
                out.writes.back() == IonQuantity::inside || out.writes.back() == IonQuantity::outside;
            mechanism.writes_concentration = mechanism.writes_concentration || is_concentration;
        }
        mechanism.ions.push_back(std::move(out));
    }
    mechanism.has_current = !model.currents.empty() && model.find_code(Code::breakpoint) >= 0;
    for (const auto& item : model.currents)
        mechanism.has_electrode_current =
            mechanism.has_electrode_current || item.kind == Current::Kind::electrode;
    for (const auto& uses : model.uses) mechanism.sends_events = mechanism.sends_events || uses.sends_events;

    initial();
    if (const int breakpoint = model.find_code(Code::breakpoint); breakpoint >= 0) {
        if (!model.currents.empty()) current(breakpoint);
        advance(breakpoint);
        variable_step(breakpoint);
        diffusions();
    }
    if (const int code = model.find_code(Code::net_receive); code >= 0) net_receive(code);
    phases();
    for (std::size_t i = 0; i < model.file.code.size(); ++i) {
        const Code kind = model.file.code[i].kind;
        const bool has_name = !model.file.code[i].is_solution;
        if (has_name && (kind == Code::function || kind == Code::procedure || kind == Code::function_table))
            mechanism.callable.push_back(function(static_cast<int>(i), false));
    }
    prepare_tables();
    check_size();
    mechanism.sources = model.file.sources;
    mechanism.needs_c = !mechanism.verbatim.empty() || holds_c_;
    if (mechanism.needs_c)
        for (const auto& [text, place] : model.file.verbatim)
            mechanism.file_verbatim.push_back({text.text, place, false, false});
    if (diagnostics.has_errors()) return std::move(mechanism); // effects follow every call
    order();
    mark_alone();
    return std::move(mechanism);
}

mir::Mechanism lower(const Model& model, const CompileOptions&, Diagnostics& diagnostics) {
    return MechanismLowering(model, diagnostics).run();
}

} // namespace ranvier::nmodl
