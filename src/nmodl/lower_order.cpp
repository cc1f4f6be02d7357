// SPDX-License-Identifier: BSD-3-Clause
// What a mechanism as a whole may do beside others: whether its instances must run one after the other, and
// whether it must run alone.
#include "lower.hpp"
#include "ranvier/mir/passes.hpp"

namespace ranvier::nmodl {

using mir::Op;
using mir::VariableKind;

namespace {

/// "file:line".
std::string line_of(Span place, const std::string& file) {
    if (!place.source) return file;
    return place.source->name() + ":" + std::to_string(place.source->place(place.begin).line);
}

} // namespace

/// Whether a number of the mechanism carries a value from one instance to the next: assigned by an operation of a step, and read
/// there, or in another, before that one assigns it. What INITIAL leaves behind is the same for all that follow. A number
/// that is the same whoever assigns it is nobody's in particular.
void MechanismLowering::order() {
    struct Operation {
        mir::FunctionId function;
        const char* name;
    };
    std::vector<mir::Effects> effects;
    std::vector<Operation> operations;
    std::vector<mir::FunctionId> steps, events, initials;
    for (const auto f : {mechanism.current, mechanism.advance, mechanism.before_breakpoint,
                         mechanism.after_solve, mechanism.before_step})
        if (f.valid()) steps.push_back(f);
    if (mechanism.net_receive.valid()) events.push_back(mechanism.net_receive);
    for (const auto& watch : mechanism.watches) steps.push_back(watch.value);
    for (const auto& diffusion : mechanism.diffusions)
        for (const auto f : {diffusion.rate, diffusion.volume})
            if (f.valid()) steps.push_back(f);
    for (const auto f :
         {mechanism.before_initial, mechanism.initial, mechanism.after_initial, mechanism.net_initial})
        if (f.valid()) initials.push_back(f);
    const auto settled = mir::settled_globals(mechanism, steps, events, initials);
    const auto carries = [&](std::size_t v, const char* where) {
        if (settled[v]) mechanism.variables[v].is_settled = true;
        else mark_ordered(v, where);
    };
    for (const Operation& o :
         {Operation{mechanism.current, "BREAKPOINT"}, Operation{mechanism.advance, "SOLVE"},
          Operation{mechanism.net_receive, "NET_RECEIVE"},
          Operation{mechanism.before_breakpoint, "BEFORE BREAKPOINT"},
          Operation{mechanism.after_solve, "AFTER SOLVE"}, Operation{mechanism.before_step, "BEFORE STEP"}}) {
        if (!o.function.valid()) continue;
        operations.push_back(o);
        effects.push_back(mir::effects(mechanism, o.function));
    }
    for (const auto function : {mechanism.before_initial, mechanism.initial, mechanism.after_initial}) {
        if (!function.valid()) continue;
        // in INITIAL itself an instance may read what the one before it left
        const auto initial = mir::effects(mechanism, function);
        for (std::size_t v = 0; v < mechanism.variables.size(); ++v)
            if (mechanism.variables[v].kind == VariableKind::global && initial.writes[v] &&
                initial.reads_before_write[v])
                carries(v, "INITIAL");
    }
    for (std::size_t v = 0; v < mechanism.variables.size(); ++v) {
        if (mechanism.variables[v].kind != VariableKind::global) continue;
        const char* writer = nullptr;
        bool is_read = false;
        for (std::size_t i = 0; i < operations.size(); ++i) {
            if (effects[i].writes[v]) writer = operations[i].name;
            is_read = is_read || effects[i].reads_before_write[v];
        }
        if (writer && is_read) carries(v, writer);
    }
}

void MechanismLowering::mark_ordered(std::size_t v, const char* where) {
    if (mechanism.is_ordered) return;
    const auto& variable = mechanism.variables[v];
    mechanism.is_ordered = true;
    Span place; // of an assignment
    for (const auto& function : mechanism.functions)
        for (const auto& in : function.code)
            if (!place.source && in.op == Op::store && in.symbol == static_cast<std::int32_t>(v))
                place = in.span;
    mechanism.ordered_reason = line_of(place, mechanism.file) + ": " + where + " assigns '" + variable.name +
                               "', one number for all instances, and a later instance reads it";
    if (place.source)
        diagnostics.warning(place, "this mechanism runs on one thread, because " + std::string(where) +
                                       " assigns '" + variable.name +
                                       "' here, one number for all instances, and a later instance reads it");
}

namespace {

/// Why an instruction cannot run beside other mechanisms; "" if it can.
std::string outside_effect(const mir::Mechanism& mechanism, const mir::Instruction& in) {
    const auto variable = [&] { return mechanism[mir::VariableId(in.symbol)]; };
    switch (in.op) {
    case Op::load:
    case Op::store:
        if (variable().kind == VariableKind::pointer) return "follows the POINTER '" + variable().name + "'";
        if (variable().kind == VariableKind::external) return "uses the EXTERNAL '" + variable().name + "'";
        return "";
    case Op::verbatim: return in.type == mir::Type::none ? "holds C" : "calls C";
    case Op::service: {
        const auto service = static_cast<mir::Service>(in.symbol);
        if (service == mir::Service::print) return "prints";
        if (service == mir::Service::random) return "draws from the random stream that all share";
        return "";
    }
    default: return "";
    }
}

} // namespace

/// The first line of what the operations run that looks at or changes what is not of the instance's own segment.
void MechanismLowering::mark_alone() {
    std::vector<bool> is_run(mechanism.functions.size());
    std::vector<mir::FunctionId> open = {
        mechanism.initial,     mechanism.current,        mechanism.advance,       mechanism.net_receive,
        mechanism.net_initial, mechanism.before_initial, mechanism.after_initial, mechanism.before_breakpoint,
        mechanism.after_solve, mechanism.before_step,    mechanism.constructor,   mechanism.destructor};
    for (const auto& watch : mechanism.watches) open.push_back(watch.value);
    for (const auto& diffusion : mechanism.diffusions) {
        open.push_back(diffusion.rate);
        open.push_back(diffusion.volume);
    }
    for (const auto f : {mechanism.rates, mechanism.ode_solve, mechanism.after_variable_step})
        open.push_back(f);
    for (const auto& table : mechanism.tables) open.push_back(table.body);
    for (std::size_t next = 0; next < open.size(); ++next) {
        if (!open[next].valid() || is_run[static_cast<std::size_t>(open[next].value)]) continue;
        is_run[static_cast<std::size_t>(open[next].value)] = true;
        for (const auto& in : mechanism[open[next]].code) {
            if (in.op == Op::call) open.push_back(mir::FunctionId(in.symbol));
            if (in.op == Op::service && static_cast<mir::Service>(in.symbol) == mir::Service::recursive_call)
                open.push_back(mir::FunctionId(static_cast<std::int32_t>(in.integer)));
            const std::string effect = outside_effect(mechanism, in);
            if (effect.empty() || mechanism.runs_alone) continue;
            mechanism.runs_alone = true;
            mechanism.alone_reason = line_of(in.span, mechanism.file) + ": it " + effect;
            diagnostics.warning(in.span, "this mechanism runs on one thread, because it " + effect + " here");
        }
    }
    if (mechanism.is_ordered && !mechanism.runs_alone) {
        mechanism.runs_alone = true;
        mechanism.alone_reason = mechanism.ordered_reason;
    }
    if (mechanism.needs_c && mechanism.runs_alone &&
        !mechanism.is_ordered) { // static variables are shared by all instances
        mechanism.is_ordered = true;
        mechanism.ordered_reason = mechanism.alone_reason;
    }
}

} // namespace ranvier::nmodl
