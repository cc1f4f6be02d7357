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
        for (const auto& code : file.code) block(code);
    }

  private:
    void refuse(Span where, const std::string& what, const std::string& instead) {
        diagnostics_.error(where, what + " is not taken", instead);
    }

    void block(const ast::CodeBlock& code) {
        switch (code.kind) {
        case Code::discrete:
            refuse(code.keyword_span, "a " + code.keyword + " block",
                   "NEURON runs time at twice its pace with one; a PROCEDURE that is SOLVEd does the same "
                   "once a step");
            return;
        case Code::other:
            diagnostics_.warning(code.keyword_span, "a " + code.keyword + " block is read and ignored");
            return;
        case Code::before:
        case Code::after: phase(code); break;
        case Code::destructor:
            if (model_.kind == mir::MechanismKind::density)
                diagnostics_.error(code.keyword_span,
                                   "only a POINT_PROCESS or ARTIFICIAL_CELL can have a DESTRUCTOR");
            break;
        default: break;
        }
        each_statement(code.body, [&](const ast::Statement& s) { statement(code, s); });
    }

    void phase(const ast::CodeBlock& code) {
        const std::string written = code.keyword + " " + code.name.text;
        for (const char* known :
             {"BEFORE INITIAL", "AFTER INITIAL", "BEFORE BREAKPOINT", "AFTER SOLVE", "BEFORE STEP"})
            if (written == known) return;
        diagnostics_.error(code.keyword_span, "there is no phase '" + written + "'",
                           "BEFORE INITIAL, BREAKPOINT or STEP, and AFTER INITIAL or SOLVE");
    }

    void statement(const ast::CodeBlock& code, const ast::Statement& s) {
        std::visit(
            Overloaded{
                [&](const ast::Lag&) {
                    refuse(s.span, "LAG",
                           "NEURON refuses it too; keep past values in an array of the mechanism");
                },
                [&](const ast::Solve& solve) {
                    if (solve.if_error)
                        diagnostics_.warning(solve.if_error->span, "the block after IFERROR never runs",
                                             "an equation that cannot be solved ends the run with an error");
                    if (solve.block.binding.kind == ast::Binding::Kind::code)
                        check_method(model_.file.code[static_cast<std::size_t>(solve.block.binding.index)],
                                     solve, diagnostics_);
                },
                [&](const ast::NestedInitial&) {
                    if (code.kind != Code::net_receive)
                        diagnostics_.error(s.span, "INITIAL can only stand at file level or in NET_RECEIVE");
                },
                [&](const ast::Assignment& assignment) { this->assignment(assignment); },
                [](const auto&) {},
            },
            s.node);
        direct_expressions(s, [&](const ast::Expression& e) {
            each_expression(e, [&](const auto& inner) { call(inner); });
        });
    }

    void assignment(const ast::Assignment& s) {
        if (s.primes > 1)
            refuse(s.target.span, "a derivative of higher order",
                   "give the first derivative a STATE of its own");
    }

    void call(const ast::Expression& e) {
        if (e.kind != ast::Expression::Kind::call || e.binding.kind != ast::Binding::Kind::builtin) return;
        if (builtin(e.binding.index).kind == Builtin::Kind::unsupported)
            refuse(e.span, "'" + e.text + "'", "declare a RANDOM variable and draw from it");
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
