// SPDX-License-Identifier: BSD-3-Clause
// The variables of ions. A block reaches the ion's own number; only where a mechanism assigns what it merely
// reads, mixes the ion's total current with its own or shows a current (RANGE), does it get the copy that NEURON
// gives to all: a column of its own, filled at the start of each operation.
#include <algorithm>

#include "lower.hpp"

namespace ranvier::nmodl {

using mir::IonQuantity;
using mir::VariableKind;
using Code = ast::CodeBlock::Kind;

namespace {

const std::string& ion_name(const Model& model, const Symbol& symbol) {
    return model.file.neuron.ions[static_cast<std::size_t>(symbol.ion)].ion.text;
}

/// RANGE shows a current as the mechanism has it; of concentrations and reversal potentials there is only the ion's number.
bool is_shown_current(const Model& model, const Symbol& symbol) {
    return symbol.is_range && symbol.quantity == IonQuantity::current &&
           model.kind != mir::MechanismKind::nothing;
}

} // namespace

bool MechanismLowering::is_used_outside_breakpoint(int symbol, bool only_assigned) const {
    for (std::size_t code = 0; code < model.file.code.size(); ++code) {
        if (model.file.code[code].kind == Code::breakpoint) continue;
        const auto& list = only_assigned ? model.uses[code].assigned : model.uses[code].symbols;
        if (std::find(list.begin(), list.end(), symbol) != list.end()) return true;
    }
    return false;
}

bool MechanismLowering::needs_copy(int index) const {
    const auto& symbol = model.symbols[static_cast<std::size_t>(index)];
    if (symbol.role != Role::ion) return false;
    if (!symbol.ion_writes) return symbol.is_assigned || is_shown_current(model, symbol);
    if (symbol.quantity != IonQuantity::current || !symbol.ion_reads) return false;
    if (is_used_outside_breakpoint(index, true)) return true;
    for (std::size_t code = 0; code < model.file.code.size(); ++code) { // BREAKPOINT may call it
        const Code kind = model.file.code[code].kind;
        const auto& list = model.uses[code].symbols;
        if ((kind == Code::function || kind == Code::procedure) &&
            std::find(list.begin(), list.end(), index) != list.end())
            return true;
    }
    return false;
}

mir::VariableId MechanismLowering::ion_copy(int index) {
    const auto& symbol = model.symbols[static_cast<std::size_t>(index)];
    mir::Variable own;
    own.name = symbol.name;
    own.kind = VariableKind::assigned;
    own.visible = is_shown_current(model, symbol) ||
                  (symbol.is_range && model.kind == mir::MechanismKind::point_process);
    own.unit = symbol.unit;
    own.place = symbol.place;
    variables_[static_cast<std::size_t>(index)] = add(std::move(own));
    mir::Variable original;
    original.name = "_ion_" + symbol.name;
    original.kind = VariableKind::ion;
    original.ion = ion_name(model, symbol);
    original.quantity = symbol.quantity;
    original.unit = symbol.quantity == IonQuantity::current ? "mA/cm2" : symbol.unit;
    original.place = symbol.place;
    return copies_[index] = add(std::move(original));
}

void MechanismLowering::fill_copies(mir::Builder& builder, const std::vector<int>& codes) {
    for (const auto& [index, original] : copies_) {
        const bool is_used = std::any_of(codes.begin(), codes.end(), [&, symbol = index](int code) {
            return reaches_symbol(model, code, symbol);
        });
        if (is_used) builder.store(variable(index), builder.load(original));
    }
}

/// A written current is summed into the ion. Its own value is a column if the mechanism shows it, other
/// blocks use it or one evaluation of BREAKPOINT hands it to the next.
void MechanismLowering::ion_current(int index) {
    const auto& symbol = model.symbols[static_cast<std::size_t>(index)];
    const bool is_shown = is_shown_current(model, symbol);
    const bool is_shared =
        is_used_outside_breakpoint(index, false) || (holds_c_ && model.c_names(symbol.name));
    const int breakpoint = model.find_code(Code::breakpoint);
    const bool is_carried = breakpoint >= 0 && is_read_before_set(model, breakpoint, index);
    mir::Variable total;
    total.kind = VariableKind::ion;
    total.ion = ion_name(model, symbol);
    total.quantity = IonQuantity::current;
    total.unit = "mA/cm2";
    total.place = symbol.place;
    if (needs_copy(index)) {
        ion_currents_[index] = ion_copy(index);
    } else if (is_shown || ((is_shared || is_carried) && !symbol.ion_reads)) {
        mir::Variable own;
        own.name = symbol.name;
        own.kind = VariableKind::assigned;
        own.visible = is_shown;
        own.unit = symbol.unit;
        own.place = symbol.place;
        variables_[static_cast<std::size_t>(index)] = add(std::move(own));
        total.name = "_ion_" + symbol.name;
        ion_currents_[index] = add(total);
        if (symbol.ion_reads) copies_[index] = ion_currents_[index];
    } else {
        total.name = symbol.name;
        ion_currents_[index] = variables_[static_cast<std::size_t>(index)] = add(total);
        local_currents_.insert(index);
    }
    total.name = "_ion_d" + symbol.name + "_dv";
    total.quantity = IonQuantity::derivative;
    total.unit = "S/cm2";
    ion_derivatives_[index] = add(std::move(total));
}

} // namespace ranvier::nmodl
