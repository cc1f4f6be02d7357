// SPDX-License-Identifier: BSD-3-Clause
// Reports, at its place, whatever the grammar reads and this version does not lower, so that the stages after
// this one meet only what they know.
#include <algorithm>

#include "model.hpp"
#include "ranvier/base/error.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using Code = ast::CodeBlock::Kind;

namespace {

class Support {
  public:
    Support(const Model& model, Diagnostics& diagnostics) : model_(model), diagnostics_(diagnostics) {}

    void run() {
        const auto& file = model_.file;
        for (const auto* list : {&file.neuron.pointer, &file.neuron.bbcore_pointer})
            for (const auto& name : *list) not_yet(name.span, "POINTER");
        for (const auto& name : file.neuron.external) not_yet(name.span, "EXTERNAL");
        for (const auto& name : file.neuron.random) not_yet(name.span, "RANDOM");
        for (const auto& code : file.code) block(code);
    }

  private:
    void not_yet(Span where, const std::string& what) {
        diagnostics_.error(where, what + " cannot be lowered yet",
                           "this version reads it and compiles the rest of the language");
    }

    void block(const ast::CodeBlock& code) {
        switch (code.kind) {
        case Code::kinetic:
        case Code::linear:
        case Code::nonlinear:
        case Code::discrete:
        case Code::function_table:
        case Code::constructor:
        case Code::destructor:
        case Code::other: not_yet(code.keyword_span, "a " + code.keyword + " block"); return;
        case Code::before:
        case Code::after: not_yet(code.keyword_span, code.keyword + " " + code.name.text); return;
        default: break;
        }
        each_statement(code.body, [&](const ast::Statement& s) { statement(code, s); });
    }

    void statement(const ast::CodeBlock& code, const ast::Statement& s) {
        std::visit(Overloaded{
                       [&](const ast::Reaction&) { not_yet(s.span, "a reaction"); },
                       [&](const ast::Equation&) { not_yet(s.span, "an equation"); },
                       [&](const ast::Conserve&) { not_yet(s.span, "CONSERVE"); },
                       [&](const ast::Compartment&) { not_yet(s.span, "COMPARTMENT"); },
                       [&](const ast::Watch&) { not_yet(s.span, "WATCH"); },
                       [&](const ast::ForNetcons&) { not_yet(s.span, "FOR_NETCONS"); },
                       [&](const ast::Lag&) { not_yet(s.span, "LAG"); },
                       [&](const ast::Solve& solve) { this->solve(code, solve, s.span); },
                       [&](const ast::NestedInitial&) {
                           if (code.kind != Code::net_receive)
                               diagnostics_.error(s.span,
                                                  "INITIAL can only stand at file level or in NET_RECEIVE");
                       },
                       [&](const ast::Assignment& assignment) { this->assignment(assignment); },
                       [](const auto&) {},
                   },
                   s.node);
        direct_expressions(s, [&](const ast::Expression& e) {
            each_expression(e, [&](const auto& inner) { call(inner); });
        });
    }

    void solve(const ast::CodeBlock& code, const ast::Solve& s, Span where) {
        static const std::vector<std::string> kMethods = {"cnexp",   "derivimplicit", "euler", "sparse",
                                                          "runge",   "newton",        "simeq", "after_cvode",
                                                          "cvode_t", "cvode_t_v"};
        if (!s.method.empty() && std::find(kMethods.begin(), kMethods.end(), s.method) == kMethods.end()) {
            diagnostics_.error(s.method_span, "there is no METHOD '" + s.method + "'",
                               near_hint(s.method, kMethods));
            return;
        }
        if (s.block.binding.kind != ast::Binding::Kind::code) return;
        if (code.kind != Code::breakpoint) return not_yet(where, "SOLVE outside BREAKPOINT");
        if (s.if_error) return not_yet(where, "IFERROR");
        const auto& target = model_.file.code[static_cast<std::size_t>(s.block.binding.index)];
        if (target.kind == Code::procedure) {
            const bool fits = s.method.empty() || s.method == "after_cvode" || s.method == "cvode_t" ||
                              s.method == "cvode_t_v";
            if (!fits)
                diagnostics_.error(s.method_span, "the METHOD '" + s.method + "' is not for a PROCEDURE");
            return;
        }
        if (target.kind != Code::derivative) return; // the block itself is reported
        if (s.is_steady) return not_yet(where, "STEADYSTATE");
        if (s.method == "cnexp") return;
        const bool fits = s.method.empty() || s.method == "derivimplicit" || s.method == "euler" ||
                          s.method == "runge" || s.method == "sparse";
        if (!fits) {
            diagnostics_.error(s.method_span, "the METHOD '" + s.method + "' is not for a DERIVATIVE block");
            return;
        }
        not_yet(s.method.empty() ? where : s.method_span,
                s.method.empty() ? "SOLVE without METHOD (derivimplicit)" : "METHOD " + s.method);
    }

    static std::string near_hint(const std::string& name, const std::vector<std::string>& names) {
        std::string hint = near_names_hint(name, names);
        if (hint.empty())
            hint = "methods are cnexp, derivimplicit, euler, runge, sparse, after_cvode, cvode_t, cvode_t_v";
        return hint;
    }

    void assignment(const ast::Assignment& s) {
        if (s.primes > 1) not_yet(s.target.span, "a derivative of higher order");
    }

    void call(const ast::Expression& e) {
        if (e.kind != ast::Expression::Kind::call || e.binding.kind != ast::Binding::Kind::builtin) return;
        if (builtin(e.binding.index).kind == Builtin::Kind::unsupported) not_yet(e.span, "'" + e.text + "'");
    }

    const Model& model_;
    Diagnostics& diagnostics_;
};

} // namespace

Model check_support(Model model, const CompileOptions&, Diagnostics& diagnostics) {
    Support(model, diagnostics).run();
    return model;
}

} // namespace ranvier::nmodl
