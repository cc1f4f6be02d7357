// SPDX-License-Identifier: BSD-3-Clause
// The variables of a mechanism: where each number of the file stands.
#include <algorithm>

#include "lower.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using mir::IonQuantity;
using mir::VariableKind;

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
                    if (is_builtin &&
                        (builtin(inner.binding.index).kind == Builtin::Kind::at_time ||
                         builtin(inner.binding.index).kind == Builtin::Kind::state_discontinuity))
                        needs_time = true;
                    // the step of a solved equation
                    if (inner.binding.kind == ast::Binding::Kind::symbol) used.insert(inner.binding.index);
                });
            });
        });
    if (needs_time) used.insert({model.find_symbol("t"), model.find_symbol("dt")});
    for (std::size_t i = 0; i < model.symbols.size(); ++i) {
        const auto& symbol = model.symbols[i];
        const bool is_outside = symbol.role == Role::voltage || symbol.role == Role::area ||
                                symbol.role == Role::diam || symbol.role == Role::world ||
                                symbol.role == Role::flag;
        const bool is_used = used.count(static_cast<int>(i)) > 0 || (holds_c_ && model.c_names(symbol.name));
        if (!is_outside || is_used) variable_of(static_cast<int>(i));
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
    made.place = symbol.place.source ? symbol.place : symbol.declared;
    made.initial = symbol.value;
    made.legacy_initial = symbol.legacy_value;
    const bool has_instances = model.kind != mir::MechanismKind::nothing;
    switch (symbol.role) {
    case Role::parameter:
        made.kind = symbol.is_range && has_instances ? VariableKind::parameter : VariableKind::global;
        made.visible = true;
        break;
    case Role::assigned:
        made.kind = (symbol.is_global && !symbol.is_range) || !has_instances ? VariableKind::global
                                                                             : VariableKind::assigned;
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
    case Role::unit_factor:
        made.kind = symbol.is_assigned || (holds_c_ && model.c_names(symbol.name)) ? VariableKind::global
                                                                                   : VariableKind::constant;
        break;
    case Role::file_local: made.kind = VariableKind::global; break;
    case Role::voltage: made.kind = VariableKind::voltage; break;
    case Role::area: made.kind = VariableKind::area; break;
    case Role::diam: made.kind = VariableKind::diam; break;
    case Role::world: made.kind = VariableKind::world; break;
    case Role::flag: made.kind = VariableKind::flag; break;
    case Role::foreign: made.kind = VariableKind::foreign; break;
    case Role::weight:
        made.kind = VariableKind::weight;
        made.weight_index = symbol.weight_index;
        break;
    case Role::pointer:
        made.kind = VariableKind::pointer;
        made.visible = true;
        break;
    case Role::external: made.kind = VariableKind::external; break;
    case Role::stream:
        made.kind = VariableKind::stream;
        made.count = 4; // id1, id2, id3, place
        made.is_array = true;
        break;
    case Role::ion:
        if (symbol.quantity == IonQuantity::current && symbol.ion_writes) return ion_current(index);
        made.kind = VariableKind::ion;
        if (needs_copy(index)) {
            (void)ion_copy(index);
            return;
        }
        made.ion = model.file.neuron.ions[static_cast<std::size_t>(symbol.ion)].ion.text;
        made.quantity = symbol.quantity;
        break;
    }
    variables_[static_cast<std::size_t>(index)] = add(std::move(made));
}

} // namespace ranvier::nmodl
