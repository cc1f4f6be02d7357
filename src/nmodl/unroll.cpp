// SPDX-License-Identifier: BSD-3-Clause
// Loops over equations and reactions, written out.
#include "unroll.hpp"

#include "tree.hpp"
#include "walk.hpp"

namespace ranvier::nmodl {

using ast::Expression;
using ast::ExpressionPtr;

namespace {

constexpr int kMaxStatements = 50000; // of one block, written out

template <class F> void in_block(ast::Block& block, const F& f);

/// Calls f on the expressions that stand in a statement, in its blocks too.
template <class F> void in_statement(ast::Statement& statement, const F& f) {
    const auto each = [&](const ExpressionPtr& e) {
        if (e) f(*e);
    };
    const auto each_term = [&](const std::vector<ast::Reaction::Term>& terms) {
        for (const auto& term : terms) each(term.index);
    };
    std::visit(Overloaded{
                   [&](ast::Assignment& s) {
                       each(s.index);
                       each(s.value);
                   },
                   [&](ast::CallStatement& s) { each(s.call); },
                   [&](ast::If& s) {
                       each(s.condition);
                       in_block(s.then, f);
                       if (s.otherwise) in_block(*s.otherwise, f);
                   },
                   [&](ast::While& s) {
                       each(s.condition);
                       in_block(s.body, f);
                   },
                   [&](ast::From& s) {
                       each(s.first);
                       each(s.last);
                       each(s.step);
                       in_block(s.body, f);
                   },
                   [&](ast::Block& s) { in_block(s, f); },
                   [&](ast::Protected& s) {
                       if (s.statement) in_statement(*s.statement, f);
                   },
                   [&](ast::Reaction& s) {
                       each_term(s.left);
                       each_term(s.right);
                       each(s.forward);
                       each(s.backward);
                   },
                   [&](ast::Equation& s) {
                       each(s.left);
                       each(s.right);
                   },
                   [&](ast::Conserve& s) {
                       each(s.sum);
                       each(s.value);
                   },
                   [&](ast::Compartment& s) { each(s.value); },
                   [](auto&) {},
               },
               statement.node);
}

template <class F> void in_block(ast::Block& block, const F& f) {
    for (auto& statement : block.statements) in_statement(*statement, f);
}

class Unroller {
  public:
    explicit Unroller(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    ast::Block block(const ast::Block& from) {
        ast::Block out;
        out.locals = from.locals;
        out.span = from.span;
        append(from, out);
        return out;
    }

  private:
    void append(const ast::Block& from, ast::Block& out) {
        for (const auto& statement : from.statements) visit(*statement, out);
    }

    void visit(const ast::Statement& statement, ast::Block& out) {
        if (++count_ > kMaxStatements) {
            if (count_ == kMaxStatements + 1)
                diagnostics_.error(statement.span, "the loops over equations make more than " +
                                                       std::to_string(kMaxStatements) + " statements");
            return;
        }
        if (const auto* from = std::get_if<ast::From>(&statement.node); from && has_equation(from->body)) {
            loop(*from, out);
            return;
        }
        auto made = std::make_unique<ast::Statement>();
        made->span = statement.span;
        if (const auto* s = std::get_if<ast::If>(&statement.node)) {
            ast::If copy{ast::clone(*s->condition), block(s->then), {}};
            if (s->otherwise) copy.otherwise = block(*s->otherwise);
            made->node = std::move(copy);
        } else if (const auto* inner = std::get_if<ast::Block>(&statement.node)) {
            made->node = block(*inner);
        } else {
            made = ast::clone(statement);
        }
        out.statements.push_back(std::move(made));
    }

    void loop(const ast::From& from, ast::Block& out) {
        const auto first = constant_integer(*from.first), last = constant_integer(*from.last);
        const auto step = from.step ? constant_integer(*from.step) : 1;
        const auto& open = !first ? from.first : !last ? from.last : from.step;
        if (!first || !last || !step || *step <= 0) {
            diagnostics_.error(open->span,
                               "the bounds of a loop over equations must be constant, and its step positive",
                               "whole numbers and names from DEFINE are");
            return;
        }
        for (const auto& local : from.body.locals) out.locals.push_back(local);
        for (int i = *first; i <= *last && count_ <= kMaxStatements; i += *step) {
            ast::Block turn = ast::clone(from.body);
            each_expression_in(turn, [&](Expression& e) { substitute(e, from.variable.binding.index, i); });
            append(turn, out);
        }
    }

    Diagnostics& diagnostics_;
    int count_ = 0;
};

} // namespace

bool is_equation(const ast::Statement& statement) {
    if (const auto* assignment = std::get_if<ast::Assignment>(&statement.node)) return assignment->primes > 0;
    return std::holds_alternative<ast::Reaction>(statement.node) ||
           std::holds_alternative<ast::Equation>(statement.node) ||
           std::holds_alternative<ast::Conserve>(statement.node) ||
           std::holds_alternative<ast::Compartment>(statement.node);
}

bool has_equation(const ast::Block& block) {
    bool found = false;
    each_statement(block, [&](const ast::Statement& s) { found = found || is_equation(s); });
    return found;
}

ast::Block unroll(const ast::Block& block, Diagnostics& diagnostics) {
    return Unroller(diagnostics).block(block);
}

void each_expression_in(ast::Block& block, const std::function<void(Expression&)>& f) { in_block(block, f); }

void substitute(Expression& expression, int local, int value) {
    if (expression.kind == Expression::Kind::name &&
        expression.binding == ast::Binding{ast::Binding::Kind::local, local}) {
        const Span span = expression.span;
        expression = std::move(*whole_number(value, span));
        return;
    }
    for (auto& argument : expression.arguments) substitute(*argument, local, value);
}

} // namespace ranvier::nmodl
