// SPDX-License-Identifier: BSD-3-Clause
// The currents of BREAKPOINT and dI/dv: symbolic where I is affine in v, else the quotient of two
// evaluations.
#include "lower.hpp"

namespace ranvier::nmodl {

using mir::Op;
using mir::ValueId;

/// Sums the currents in the order of the NEURON block and hands them, and their slopes, to the node and to
/// the ions.
void MechanismLowering::current(int breakpoint) {
    const auto& body = model.file.code[static_cast<std::size_t>(breakpoint)].body;
    const auto slopes = affine_in_voltage(model, breakpoint);
    const bool is_point = model.kind == mir::MechanismKind::point_process;
    mir::Builder builder("current", {}, false);

    // A current that is also READ starts as the total that the ion has.
    const auto begin = [&](CodeLowering& lowering) {
        for (const auto& item : model.currents) {
            const bool is_read = item.kind == Current::Kind::ion &&
                                 model.symbols[static_cast<std::size_t>(item.symbol)].ion_reads;
            if (is_read) lowering.store_symbol(item.symbol, builder.load(ion_currents_.at(item.symbol)));
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
    accumulate(current_, now.total);
    if (slope_total.valid()) accumulate(conductance_, slope_total);
    mechanism.current = add(builder.finish());
}

} // namespace ranvier::nmodl
