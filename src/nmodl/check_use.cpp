// SPDX-License-Identifier: BSD-3-Clause
// Warnings about what compiles and is rarely meant: variables that nothing sets, and integrators that a
// variable step cannot use.
#include <algorithm>
#include <set>

#include "model.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using Code = ast::CodeBlock::Kind;

namespace {

class Use {
  public:
    Use(const Model& model, Diagnostics& diagnostics) : model_(model), diagnostics_(diagnostics) {}

    void run() {
        if (!has_c()) { // which may set anything
            never_set();
            for (const auto& code : model_.file.code) locals(code);
        }
        for (const auto& code : model_.file.code)
            if (code.kind == Code::breakpoint)
                each_statement(code.body, [&](const ast::Statement& s) {
                    if (const auto* solve = std::get_if<ast::Solve>(&s.node)) integrator(*solve, s.span);
                });
    }

  private:
    [[nodiscard]] bool has_c() const {
        bool found = !model_.file.verbatim.empty();
        for (const auto& code : model_.file.code)
            each_statement(code.body, [&](const ast::Statement& s) {
                found = found || std::holds_alternative<ast::Verbatim>(s.node);
            });
        return found;
    }

    /// What a user cannot reach and no code assigns. RANGE and GLOBAL variables may be set from outside.
    void never_set() {
        std::set<int> used;
        for (const auto& uses : model_.uses) used.insert(uses.symbols.begin(), uses.symbols.end());
        for (const int index : used) {
            const auto& symbol = model_.symbols[static_cast<std::size_t>(index)];
            const bool is_hidden = symbol.role == Role::assigned && !symbol.is_range && !symbol.is_global;
            if ((is_hidden || symbol.role == Role::file_local) && !symbol.is_assigned && symbol.value == 0 &&
                model_.kind != mir::MechanismKind::nothing)
                diagnostics_.warning(symbol.place,
                                     "'" + symbol.name + "' is used but nothing sets it: it is 0");
        }
    }

    void locals(const ast::CodeBlock& code) {
        std::set<int> set, read;
        const auto note = [](const Binding& binding, std::set<int>& to) {
            if (binding.kind == Binding::Kind::local) to.insert(binding.index);
        };
        each_statement(code.body, [&](const ast::Statement& s) {
            if (const auto* assignment = std::get_if<ast::Assignment>(&s.node))
                note(assignment->target.binding, set);
            direct_expressions(s, [&](const ast::Expression& outer) {
                each_expression(outer, [&](const ast::Expression& e) { note(e.binding, read); });
            });
        });
        for (const int index : read) {
            const auto& local = code.locals[static_cast<std::size_t>(index)];
            const bool is_given = local.is_parameter || local.is_integer || local.name == "f_flux" ||
                                  local.name == "b_flux" || code.kind == Code::net_receive;
            if (!is_given && set.count(index) == 0)
                diagnostics_.warning(local.place,
                                     "'" + local.name + "' is used but nothing sets it: it is 0");
        }
    }

    void integrator(const ast::Solve& s, Span where) {
        if (s.block.binding.kind != Binding::Kind::code) return;
        const auto& target = model_.file.code[static_cast<std::size_t>(s.block.binding.index)];
        const bool is_for_cvode =
            s.method == "after_cvode" || s.method == "cvode_t" || s.method == "cvode_t_v";
        std::string what;
        if (target.kind == Code::linear || target.kind == Code::nonlinear)
            what = "a " + target.keyword + " block in BREAKPOINT";
        else if (target.kind == Code::procedure && !is_for_cvode) what = "a PROCEDURE as SOLVE's block";
        if (!what.empty())
            diagnostics_.warning(s.method.empty() ? where : s.method_span, "CVODE cannot use " + what,
                                 "with a fixed step it works");
    }

    const Model& model_;
    Diagnostics& diagnostics_;
};

} // namespace

Model check_use(Model model, const CompileOptions&, Diagnostics& diagnostics) {
    Use(model, diagnostics).run();
    return model;
}

} // namespace ranvier::nmodl
