// SPDX-License-Identifier: BSD-3-Clause
// What a variable step asks of a mechanism: the rates of its states, the solution of its own linear system, and
// what runs once a step beside them.
#include <algorithm>

#include "lower.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using Code = ast::CodeBlock::Kind;

void MechanismLowering::moment(int code, const ast::Expression& when) {
    bool has_local = false;
    each_expression(when, [&](const ast::Expression& e) {
        has_local = has_local || e.binding.kind == ast::Binding::Kind::local;
    });
    // where it depends on a LOCAL the error control has to find the jump
    if (has_local || !moments_.insert(print(when)).second) return;
    mir::Builder builder("moment_" + std::to_string(mechanism.moments.size()), {}, true);
    builder.at(when.span);
    builder.set(builder.result(), CodeLowering(*this, builder, code).real(when));
    mechanism.moments.push_back(add(builder.finish()));
}

void MechanismLowering::variable_step(int breakpoint) {
    mechanism.no_variable_step = model.no_variable_step;
    if (!mechanism.no_variable_step.empty()) return;
    const auto operation = [&](const char* name, const std::vector<int>& codes, bool with_breakpoint) {
        if (codes.empty() && !with_breakpoint) return mir::FunctionId();
        mir::Builder builder(name, {}, false);
        auto reached = codes;
        if (with_breakpoint) reached.push_back(breakpoint);
        fill_copies(builder, reached);
        for (const int code : codes) {
            const auto& solved = model.file.code[static_cast<std::size_t>(code)];
            if (solved.is_solution) CodeLowering(*this, builder, code).block(solved.body);
            else builder.call(function(code, false), {}, false);
        }
        if (with_breakpoint)
            CodeLowering(*this, builder, breakpoint)
                .block(model.file.code[static_cast<std::size_t>(breakpoint)].body);
        return add(builder.finish());
    };
    mechanism.rates = operation("rates", model.ode_rates, false);
    mechanism.ode_solve = operation("ode_solve", model.ode_solves, false);
    const auto& statements = model.file.code[static_cast<std::size_t>(breakpoint)].body.statements;
    const bool has_rest = model.currents.empty() && !model.is_ion_mechanism() &&
                          std::any_of(statements.begin(), statements.end(), [](const auto& statement) {
                              return !std::holds_alternative<ast::Solve>(statement->node);
                          });
    mechanism.after_variable_step = operation("after_variable_step", model.ode_after, has_rest);
    for (const auto& unknown : model.ode_unknowns) {
        mir::OdeState made;
        made.state = variable(unknown.symbol);
        made.element = std::max(unknown.element, 0);
        made.rate = variable(unknown.rate);
        if (unknown.slope >= 0) made.slope = variable(unknown.slope);
        const auto& symbol = model.symbols[static_cast<std::size_t>(unknown.symbol)];
        for (const auto& declared : model.file.declarations)
            if (declared.kind == ast::Declaration::Kind::state && declared.name.text == symbol.name &&
                declared.tolerance && symbol.role != Role::ion) // a concentration's tolerance is its ion's
                made.tolerance = *declared.tolerance;
        mechanism.ode_states.push_back(made);
    }
}

} // namespace ranvier::nmodl
