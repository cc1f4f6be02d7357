// SPDX-License-Identifier: BSD-3-Clause
// Mistakes that numbers written in the text show: an index outside its array, a division by zero.
#include "model.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Binding;
using ast::Expression;
using ast::Operator;

namespace {

/// The value of an expression of numbers alone.
std::optional<double> constant(const Expression& e) {
    if (e.kind == Expression::Kind::number) return e.number;
    if (e.kind == Expression::Kind::unary && e.op == Operator::neg) {
        const auto inner = constant(*e.arguments[0]);
        return inner ? std::optional(-*inner) : std::nullopt;
    }
    if (e.kind != Expression::Kind::binary || e.op > Operator::mul) return {};
    const auto a = constant(*e.arguments[0]), b = constant(*e.arguments[1]);
    if (!a || !b) return {};
    return e.op == Operator::add ? *a + *b : e.op == Operator::sub ? *a - *b : *a * *b;
}

class Constants {
  public:
    Constants(const Model& model, Diagnostics& diagnostics) : model_(model), diagnostics_(diagnostics) {}

    void run() {
        for (const auto& code : model_.file.code)
            each_statement(code.body, [&](const ast::Statement& s) {
                if (const auto* assignment = std::get_if<ast::Assignment>(&s.node))
                    if (assignment->index)
                        index(code, assignment->target.text, assignment->target.binding, *assignment->index);
                direct_expressions(s, [&](const Expression& outer) {
                    each_expression(outer, [&](const Expression& e) { expression(code, e); });
                });
            });
    }

  private:
    void expression(const ast::CodeBlock& code, const Expression& e) {
        if (e.kind == Expression::Kind::element) index(code, e.text, e.binding, *e.arguments[0]);
        if (e.kind != Expression::Kind::binary || e.op != Operator::div) return;
        const auto divisor = constant(*e.arguments[1]);
        if (divisor && *divisor == 0) diagnostics_.error(e.span, "this divides by zero");
    }

    void index(const ast::CodeBlock& code, const std::string& name, const Binding& binding,
               const Expression& at) {
        int count = 0;
        bool is_array = false;
        if (binding.kind == Binding::Kind::symbol) {
            const auto& symbol = model_.symbols[static_cast<std::size_t>(binding.index)];
            count = symbol.count;
            is_array = symbol.is_array;
        } else if (binding.kind == Binding::Kind::local) {
            const auto& local = code.locals[static_cast<std::size_t>(binding.index)];
            count = local.count;
            is_array = local.is_array;
        }
        if (!is_array) return;
        const auto value = constant(at);
        if (!value || (*value > -1 && *value < count)) return;
        diagnostics_.error(at.span,
                           "the index " + std::to_string(static_cast<long long>(*value)) + " is outside '" +
                               name + "'",
                           "it has the elements 0 to " + std::to_string(count - 1));
    }

    const Model& model_;
    Diagnostics& diagnostics_;
};

} // namespace

Model check_constants(Model model, const CompileOptions&, Diagnostics& diagnostics) {
    Constants(model, diagnostics).run();
    return model;
}

} // namespace ranvier::nmodl
