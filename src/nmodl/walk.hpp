// SPDX-License-Identifier: BSD-3-Clause
// Visits every statement and expression of a block, in order of text.
#pragma once

#include "ranvier/nmodl/ast.hpp"

namespace ranvier::nmodl {

template <class... F> struct Overloaded : F... {
    using F::operator()...;
};
template <class... F> Overloaded(F...) -> Overloaded<F...>;

/// Calls f(expression) on `expression` and all below it.
template <class F> void each_expression(const ast::Expression& expression, F&& f) {
    f(expression);
    for (const auto& argument : expression.arguments) each_expression(*argument, f);
}

/// Calls f(expression) on the expressions that stand directly in `statement`, not in its blocks.
template <class F> void direct_expressions(const ast::Statement& statement, F&& f) {
    const auto each = [&](const ast::ExpressionPtr& e) {
        if (e) f(*e);
    };
    std::visit(Overloaded{
                   [&](const ast::Assignment& s) {
                       each(s.index);
                       each(s.value);
                   },
                   [&](const ast::CallStatement& s) { each(s.call); },
                   [&](const ast::If& s) { each(s.condition); },
                   [&](const ast::While& s) { each(s.condition); },
                   [&](const ast::From& s) {
                       each(s.first);
                       each(s.last);
                       each(s.step);
                   },
                   [&](const ast::Table& s) {
                       each(s.low);
                       each(s.high);
                   },
                   [&](const ast::Reaction& s) {
                       for (const auto& term : s.left) each(term.index);
                       for (const auto& term : s.right) each(term.index);
                       each(s.forward);
                       each(s.backward);
                   },
                   [&](const ast::Equation& s) {
                       each(s.left);
                       each(s.right);
                   },
                   [&](const ast::Conserve& s) {
                       each(s.sum);
                       each(s.value);
                   },
                   [&](const ast::Compartment& s) { each(s.value); },
                   [&](const ast::Watch& s) {
                       for (const auto& item : s.items) {
                           each(item.condition);
                           each(item.flag);
                       }
                   },
                   [&](const ast::Lag& s) { each(s.delay); },
                   [&](const auto&) {},
               },
               statement.node);
}

/// Calls f(block) on the blocks that stand directly in `statement`.
template <class F> void direct_blocks(const ast::Statement& statement, F&& f) {
    std::visit(Overloaded{
                   [&](const ast::If& s) {
                       f(s.then);
                       if (s.otherwise) f(*s.otherwise);
                   },
                   [&](const ast::While& s) { f(s.body); },
                   [&](const ast::From& s) { f(s.body); },
                   [&](const ast::Block& s) { f(s); },
                   [&](const ast::Solve& s) {
                       if (s.if_error) f(*s.if_error);
                   },
                   [&](const ast::ForNetcons& s) { f(s.body); },
                   [&](const ast::NestedInitial& s) { f(s.body); },
                   [&](const auto&) {},
               },
               statement.node);
}

/// Calls f(statement) on every statement in `block`, outer before inner.
template <class F> void each_statement(const ast::Block& block, F&& f) {
    for (const auto& statement : block.statements) {
        f(*statement);
        if (const auto* guarded = std::get_if<ast::Protected>(&statement->node);
            guarded && guarded->statement)
            f(*guarded->statement);
        direct_blocks(*statement, [&](const ast::Block& inner) { each_statement(inner, f); });
    }
}

} // namespace ranvier::nmodl
