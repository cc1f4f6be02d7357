// SPDX-License-Identifier: BSD-3-Clause
// The currents of BREAKPOINT and dI/dv: symbolic where I is affine in v, else the quotient of two
// evaluations.
#include "lower.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using mir::Op;
using mir::ValueId;

/// The CONDUCTANCE statements, wherever they stand: dI/dv as the user says it, and one evaluation.
std::vector<const ast::Conductance*> MechanismLowering::conductance_hints(int breakpoint) const {
    std::vector<const ast::Conductance*> out;
    each_statement(model.file.code[static_cast<std::size_t>(breakpoint)].body, [&](const ast::Statement& s) {
        if (const auto* hint = std::get_if<ast::Conductance>(&s.node)) out.push_back(hint);
    });
    return out;
}

/// Sums the currents in the order of the NEURON block and hands them, and their slopes, to the node and to
/// the ions.
void MechanismLowering::current(int breakpoint) {
    const auto& body = model.file.code[static_cast<std::size_t>(breakpoint)].body;
    const bool is_point = model.kind == mir::MechanismKind::point_process;
    mir::Builder builder("current", {}, false);
    fill_copies(builder, {breakpoint});

    const auto hints = conductance_hints(breakpoint);
    // A current that is also READ starts as the total that the ion has, the second evaluation with what the
    // first one left.
    const auto begin = [&](CodeLowering& lowering, CodeLowering* earlier) {
        for (const auto& item : model.currents) {
            const bool is_read = item.kind == Current::Kind::ion && is_local_current(item.symbol) &&
                                 model.symbols[static_cast<std::size_t>(item.symbol)].ion_reads;
            if (is_read)
                lowering.store_symbol(item.symbol, earlier ? earlier->load_symbol(item.symbol)
                                                           : builder.load(ion_currents_.at(item.symbol)));
        }
    };
    // As NEURON has it, one ELECTRODE_CURRENT turns the sign of all currents of the mechanism.
    const bool is_outward = !mechanism.has_electrode_current;
    struct Sum {
        ValueId total;
        std::map<int, ValueId> ions;
    };
    const auto sum = [&](CodeLowering& lowering) {
        Sum out;
        for (const auto& item : model.currents) {
            const ValueId value = lowering.load_symbol(item.symbol);
            if (item.kind == Current::Kind::ion) out.ions[item.symbol] = value;
            if (!out.total.valid()) out.total = is_outward ? value : builder.unary(Op::neg, value);
            else out.total = builder.binary(is_outward ? Op::add : Op::sub, out.total, value);
        }
        return out;
    };

    const auto slopes = hints.empty() ? affine_in_voltage(model, breakpoint) : std::nullopt;
    std::optional<Sum> ahead;
    CodeLowering shifted(*this, builder, breakpoint, true);
    if (!slopes && hints.empty()) {
        begin(shifted, nullptr);
        shifted.block(body);
        builder.at({});
        ahead = sum(shifted);
    }
    CodeLowering lowering(*this, builder, breakpoint);
    if (slopes) lowering.track(*slopes);
    if (ahead) lowering.repeats();
    begin(lowering, ahead ? &shifted : nullptr);
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
    const auto quotient = [&](ValueId above, ValueId plain) {
        const ValueId difference = builder.binary(Op::sub, above, plain);
        return builder.binary(Op::div, difference, builder.number(kVoltageIncrement));
    };
    ValueId slope_total;
    for (const auto& item : model.currents) {
        const ValueId slope = lowering.slope_of(item.symbol);
        if (item.kind == Current::Kind::ion) {
            accumulate(ion_currents_.at(item.symbol), now.ions.at(item.symbol));
            if (ahead)
                accumulate(ion_derivatives_.at(item.symbol),
                           quotient(ahead->ions.at(item.symbol), now.ions.at(item.symbol)));
            else if (slope.valid()) accumulate(ion_derivatives_.at(item.symbol), slope);
        }
        if (!slope.valid()) continue;
        if (!slope_total.valid()) slope_total = is_outward ? slope : builder.unary(Op::neg, slope);
        else slope_total = builder.binary(is_outward ? Op::add : Op::sub, slope_total, slope);
    }
    if (ahead) slope_total = quotient(ahead->total, now.total);
    for (const auto* hint : hints) {
        ValueId slope = lowering.load_name(hint->name);
        if (hint->ion)
            for (const auto& item : model.currents)
                if (item.kind == Current::Kind::ion &&
                    mechanism[ion_currents_.at(item.symbol)].ion == hint->ion->text)
                    accumulate(ion_derivatives_.at(item.symbol), slope);
        if (!is_outward) slope = builder.unary(Op::neg, slope);
        slope_total = slope_total.valid() ? builder.binary(Op::add, slope_total, slope) : slope;
    }
    accumulate(current_, now.total);
    if (slope_total.valid()) accumulate(conductance_, slope_total);
    mechanism.current = add(builder.finish());
}

} // namespace ranvier::nmodl
